// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Publishes over one keep-alive connection and reads the engine's answers. Owned by one test thread.

#include "Http.h"

#include <QJsonObject>

namespace sluice::integration {

struct Published
{
    int status = 0;
    QByteArray id;
    int subscribers = -1;
    bool duplicate = false;
    HttpReply reply;
};

class Publisher
{
public:
    explicit Publisher(quint16 port)
        : m_port(port)
    {
    }

    /** POST /publish/{channel}; `query` such as "event=tick&id=7". */
    Published publish(const QByteArray &channel, const QByteArray &data, const QByteArray &query = {});
    /** Publishes "<prefix>0" to "<prefix>count-1"; true when each was accepted. */
    bool publishNumbered(const QByteArray &channel, int count, const QByteArray &prefix = {}, int first = 0);
    /** Sends lines of application/x-ndjson. */
    HttpReply publishLines(const QByteArray &channel, const QByteArray &lines);
    /** POST to any target. */
    HttpReply post(const QByteArray &target, const QByteArray &type, const QByteArray &body);

private:
    quint16 m_port;
    RawSocket m_socket;
};

/** The object that a JSON text holds; empty when it holds none. */
QJsonObject jsonObject(const QByteArray &text);

} // namespace sluice::integration
