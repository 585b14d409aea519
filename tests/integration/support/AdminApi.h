// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The admin API as a test calls it: one request on a connection of its own, JSON in and out. Any thread.

#include "Http.h"

#include <QJsonObject>

namespace sluice::integration {

struct ApiReply
{
    int status = 0;
    QJsonObject object; ///< of the body, empty when it is none
    HttpReply reply;
};

/** One call of /api/v1/`what`; a body is sent when `body` is not empty or the method is POST or PATCH. */
ApiReply callApi(quint16 adminPort, const QByteArray &method, const QByteArray &what,
                 const QJsonObject &body = {});

/** The drain's `phase`, or what went wrong. */
QString drainPhase(quint16 adminPort);

} // namespace sluice::integration
