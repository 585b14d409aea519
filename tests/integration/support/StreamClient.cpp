// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "StreamClient.h"

#include <algorithm>

namespace sluice::integration {

namespace {

QByteArray streamRequest(const QByteArray &target, const StreamClient::Options &options)
{
    // As clients of the project ask, which get the first id as a block.
    QByteArray bytes = "GET " + target + ' ' + options.version +
                       "\r\nHost: 127.0.0.1\r\nAccept: text/event-stream\r\nCache-Control: no-cache\r\n";
    const auto isAgent = [](const QByteArray &field) { return field.toLower().startsWith("user-agent:"); };
    if (std::none_of(options.fields.begin(), options.fields.end(), isAgent))
        bytes += "User-Agent: sluice/test\r\n";
    if (!options.lastEventId.isNull())
        bytes += "Last-Event-ID: " + options.lastEventId + "\r\n";
    for (const QByteArray &field : options.fields)
        bytes += field + "\r\n";
    return bytes + "\r\n";
}

} // namespace

StreamClient::StreamClient(quint16 port, const QByteArray &target)
    : StreamClient(port, target, Options())
{
}

StreamClient::StreamClient(quint16 port, const QByteArray &target, Options options)
    : m_socket(port, options.receiveBuffer, options.source)
{
    if (!m_socket.isOpen() || !m_socket.send(streamRequest(target, options)))
        return;
    m_head = readHead(m_socket);
    m_chunked = m_head.field("Transfer-Encoding") == "chunked";
    if (m_head.status == 200)
        digest();
}

std::optional<SseEvent> StreamClient::next(std::chrono::milliseconds patience)
{
    const QDeadlineTimer deadline(patience);
    while (!m_reader.hasEvent()) {
        if (!readMore(std::chrono::milliseconds(deadline.remainingTime())) || deadline.hasExpired())
            break;
    }
    return m_reader.hasEvent() ? std::optional(m_reader.takeEvent()) : std::nullopt;
}

QList<QByteArray> StreamClient::nextData(qsizetype count)
{
    QList<QByteArray> data;
    while (data.size() < count) {
        const std::optional<SseEvent> event = next();
        if (!event)
            break;
        data << event->data;
    }
    return data;
}

QByteArray StreamClient::primedId()
{
    readUntil([this] { return !lastEventId().isEmpty(); });
    return lastEventId();
}

StreamClient::Ending StreamClient::waitForEnd(std::chrono::milliseconds patience)
{
    const QDeadlineTimer deadline(patience);
    while (m_socket.peer() == RawSocket::Peer::Open && !deadline.hasExpired())
        readMore(std::chrono::milliseconds(deadline.remainingTime()));
    switch (m_socket.peer()) {
    case RawSocket::Peer::Open:
        return Ending::Open;
    case RawSocket::Peer::Reset:
        return Ending::Reset;
    case RawSocket::Peer::Finished:
        break;
    }
    const bool whole =
        !m_chunked || (m_decoder.state() == ChunkDecoder::State::Ended && m_socket.buffer().isEmpty());
    return whole && m_reader.isAtBoundary() ? Ending::Clean : Ending::Cut;
}

void StreamClient::readFor(std::chrono::milliseconds duration)
{
    const QDeadlineTimer deadline(duration);
    while (!deadline.hasExpired() && m_socket.peer() == RawSocket::Peer::Open)
        readMore(std::chrono::milliseconds(deadline.remainingTime()));
}

bool StreamClient::readMore(std::chrono::milliseconds patience)
{
    if (!m_socket.fill(patience))
        return false;
    digest();
    return true;
}

void StreamClient::digest()
{
    QByteArray bytes;
    if (m_chunked) {
        m_socket.take(m_decoder.feed(m_socket.buffer()));
        bytes = m_decoder.takeData();
    } else {
        bytes = m_socket.take(m_socket.buffer().size());
    }
    m_body += bytes;
    m_reader.feed(bytes);
}

} // namespace sluice::integration
