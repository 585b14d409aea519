// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// One HTTP/1.1 request that a client sends, and the rules its URL must keep. A plain value.
#pragma once

#include "base/Error.h"
#include "base/net/HttpUrl.h"

#include <QByteArray>
#include <QUrl>

#include <utility>
#include <vector>

#include <tl/expected.hpp>

namespace sluice {

struct HttpRequest
{
    QByteArray method = "GET";
    QUrl url;
    std::vector<std::pair<QByteArray, QByteArray>> fields; ///< beyond Host, User-Agent and Content-Length
    QByteArray body;

    /** Adds "Authorization: Bearer", unless the token is empty. */
    void setToken(const QByteArray &token);
};

/** The bytes to send; an error names a field that would break the head. */
tl::expected<QByteArray, Error> encodeRequest(const HttpRequest &request);

} // namespace sluice
