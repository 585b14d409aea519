// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "Publisher.h"

#include <QJsonDocument>

namespace sluice::integration {

QJsonObject jsonObject(const QByteArray &text)
{
    return QJsonDocument::fromJson(text).object();
}

Published Publisher::publish(const QByteArray &channel, const QByteArray &data, const QByteArray &query)
{
    Published published;
    published.reply =
        post("/publish/" + channel + (query.isEmpty() ? QByteArray() : '?' + query), "text/plain", data);
    published.status = published.reply.status;
    const QJsonObject answer = jsonObject(published.reply.body);
    published.id = answer.value(QStringLiteral("id")).toString().toUtf8();
    published.subscribers = answer.value(QStringLiteral("subscribers")).toInt(-1);
    published.duplicate = answer.value(QStringLiteral("duplicate")).toBool();
    return published;
}

bool Publisher::publishNumbered(const QByteArray &channel, int count, const QByteArray &prefix, int first)
{
    for (int number = first; number < first + count; ++number) {
        if (publish(channel, prefix + QByteArray::number(number)).status != 202)
            return false;
    }
    return true;
}

HttpReply Publisher::publishLines(const QByteArray &channel, const QByteArray &lines)
{
    return post("/publish/" + channel, "application/x-ndjson", lines);
}

HttpReply Publisher::post(const QByteArray &target, const QByteArray &type, const QByteArray &body)
{
    const QByteArray notNull = body.isNull() ? QByteArray("") : body;
    if (!m_socket.isOpen() || m_socket.peer() != RawSocket::Peer::Open)
        m_socket = RawSocket(m_port);
    if (!m_socket.isOpen() || !m_socket.send(request("POST", target, {"Content-Type: " + type}, notNull))) {
        m_socket.close();
        return {};
    }
    HttpReply reply = readReply(m_socket);
    if (!reply.complete || reply.field("Connection").toLower() == "close")
        m_socket.close();
    return reply;
}

} // namespace sluice::integration
