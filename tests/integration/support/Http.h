// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Reads HTTP answers off a RawSocket, strictly, as RFC 9112 frames them, and makes the requests that tests
// need most. Knows nothing of the engine's own code. Any thread.

#include "RawSocket.h"

#include <QByteArray>
#include <QList>
#include <QPair>

namespace sluice::integration {

struct HttpReply
{
    /** 0 when no answer came. */
    int status = 0;
    /** e.g. "HTTP/1.1". */
    QByteArray version;
    QList<QPair<QByteArray, QByteArray>> fields;
    QByteArray body;
    /** False when the connection ended, or Patience did, before the body was whole. */
    bool complete = false;

    /** The field's value, several joined by ", "; null when absent. The name is matched without case. */
    QByteArray field(const QByteArray &name) const;
    bool has(const QByteArray &name) const { return !field(name).isNull(); }
};

enum class BodyRule {
    AsFramed, ///< Content-Length, chunked, or until the connection ends.
    None      ///< The answer to HEAD.
};

/** Reads only the head; what follows stays in the socket's buffer. */
HttpReply readHead(RawSocket &socket);
/** Reads a whole answer; further bytes stay in the socket's buffer. */
HttpReply readReply(RawSocket &socket, BodyRule rule = BodyRule::AsFramed);

/** A request as bytes: HTTP/1.1, Host, `fields` (each without line end), and Content-Length when `body` is
 * not null. */
QByteArray request(const QByteArray &method, const QByteArray &target, const QList<QByteArray> &fields = {},
                   const QByteArray &body = {});

/** One request on a connection of its own. */
HttpReply exchange(quint16 port, const QByteArray &bytes, BodyRule rule = BodyRule::AsFramed);
/** GET on a connection of its own. */
HttpReply get(quint16 port, const QByteArray &target, const QList<QByteArray> &fields = {});
/** Status of a GET; 0 when there is no answer. */
int statusOf(quint16 port, const QByteArray &target);

} // namespace sluice::integration
