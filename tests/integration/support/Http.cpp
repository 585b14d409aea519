// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "Http.h"

#include "ChunkDecoder.h"

namespace sluice::integration {

namespace {

void readSized(RawSocket &socket, HttpReply &reply, qsizetype size)
{
    reply.complete = socket.fillTo(size);
    reply.body = socket.take(size);
}

void readToEnd(RawSocket &socket, HttpReply &reply)
{
    reply.complete = socket.fillToEnd() && socket.peer() == RawSocket::Peer::Finished;
    reply.body = socket.take(socket.buffer().size());
}

void readChunked(RawSocket &socket, HttpReply &reply)
{
    ChunkDecoder decoder;
    const QDeadlineTimer deadline(Patience);
    do {
        socket.take(decoder.feed(socket.buffer()));
        reply.body += decoder.takeData();
    } while (decoder.state() == ChunkDecoder::State::Open && !deadline.hasExpired() && socket.fill());
    reply.complete = decoder.state() == ChunkDecoder::State::Ended;
}

void readBody(RawSocket &socket, HttpReply &reply)
{
    if (reply.field("Transfer-Encoding").toLower() == "chunked")
        readChunked(socket, reply);
    else if (reply.has("Content-Length"))
        readSized(socket, reply, reply.field("Content-Length").toLongLong());
    else
        readToEnd(socket, reply);
}

bool hasNoBody(const HttpReply &reply, BodyRule rule)
{
    return rule == BodyRule::None || reply.status == 204 || reply.status == 304;
}

} // namespace

QByteArray HttpReply::field(const QByteArray &name) const
{
    QList<QByteArray> values;
    for (const auto &[key, value] : fields) {
        if (key.compare(name, Qt::CaseInsensitive) == 0)
            values << value;
    }
    return values.isEmpty() ? QByteArray() : QByteArray("").append(values.join(", "));
}

HttpReply readHead(RawSocket &socket)
{
    HttpReply reply;
    if (!socket.fillUntil("\r\n\r\n"))
        return reply;
    const QByteArray head = socket.take(socket.buffer().indexOf("\r\n\r\n") + 4).chopped(4);
    QList<QByteArray> lines = head.split('\n');
    for (QByteArray &line : lines) {
        if (line.endsWith('\r'))
            line.chop(1);
    }
    const QList<QByteArray> words = lines.takeFirst().split(' ');
    reply.version = words.value(0);
    reply.status = words.value(1).toInt();
    for (const QByteArray &line : lines) {
        const qsizetype colon = line.indexOf(':');
        reply.fields.append({line.left(colon), line.mid(colon + 1).trimmed()});
    }
    return reply;
}

HttpReply readReply(RawSocket &socket, BodyRule rule)
{
    HttpReply reply = readHead(socket);
    while (reply.status >= 100 && reply.status < 200)
        reply = readHead(socket);
    if (reply.status == 0)
        return reply;
    if (hasNoBody(reply, rule))
        reply.complete = true;
    else
        readBody(socket, reply);
    return reply;
}

QByteArray request(const QByteArray &method, const QByteArray &target, const QList<QByteArray> &fields,
                   const QByteArray &body)
{
    QByteArray bytes = method + ' ' + target + " HTTP/1.1\r\nHost: 127.0.0.1\r\n";
    for (const QByteArray &field : fields)
        bytes += field + "\r\n";
    if (!body.isNull())
        bytes += "Content-Length: " + QByteArray::number(body.size()) + "\r\n";
    return bytes + "\r\n" + body;
}

HttpReply exchange(quint16 port, const QByteArray &bytes, BodyRule rule)
{
    RawSocket socket(port);
    if (!socket.isOpen() || !socket.send(bytes))
        return {};
    return readReply(socket, rule);
}

HttpReply get(quint16 port, const QByteArray &target, const QList<QByteArray> &fields)
{
    return exchange(port, request("GET", target, fields));
}

int statusOf(quint16 port, const QByteArray &target)
{
    return get(port, target).status;
}

} // namespace sluice::integration
