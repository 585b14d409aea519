// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Why the admin API did not do what it was asked, with all that the engine said of it. A plain value.
#pragma once

#include "base/Error.h"
#include "http/HttpClient.h"

#include <QJsonObject>

#include <string>

namespace sluice {

struct AdminError : Error
{
    enum class Reason {
        Request,     ///< the request is wrong in itself; nothing was sent
        Unreachable, ///< nobody answered, or not in time
        Refused,     ///< the engine answered with a status that is not 2xx
        Garbled,     ///< the answer is none of an engine
    };

    Reason reason = Reason::Request;
    unsigned status = 0;   ///< of a refusal; 0: there was no answer
    std::string title;     ///< of a refusal: what it is called
    std::string detail;    ///< what was wrong, and with which value; without advice
    QJsonObject problem{}; ///< of a refusal: the whole application/problem+json, empty when there was none
};

/** What a failed exchange with the admin listener at @p base means, and what to do about it. */
AdminError adminErrorOf(const HttpError &error, const std::string &base);

/** What an answer that is not 2xx means; its body may be a problem document, a text, or nonsense. */
AdminError adminErrorOf(const HttpAnswer &answer, const std::string &base);

/** An answer that no engine gives. */
AdminError garbledAnswer(const std::string &base, const std::string &why);

} // namespace sluice
