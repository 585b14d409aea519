// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "FaultyEventServer.h"

#include <cerrno>
#include <cstdio>
#include <string_view>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>

namespace sluice::test {

namespace {

std::string chunk(const std::string &bytes)
{
    std::array<char, 20> size;
    std::snprintf(size.data(), size.size(), "%zx\r\n", bytes.size());
    return size.data() + bytes + "\r\n";
}

std::string answerHead(const std::string &status, std::size_t size)
{
    return "HTTP/1.1 " + status + "\r\nContent-Type: text/plain\r\nContent-Length: " + std::to_string(size) +
           "\r\n\r\n";
}

std::size_t contentLength(const std::string &head)
{
    const auto at = head.find("Content-Length: ");
    return at == std::string::npos ? 0 : std::stoul(head.substr(at + 16));
}

/** Our ids are a number, with "1-" before it or without. */
int eventNumber(const std::string &id)
{
    return std::stoi(id.rfind("1-", 0) == 0 ? id.substr(2) : id);
}

} // namespace

FaultyEventServer::FaultyEventServer(const Faults &faults)
    : m_faults(faults)
    , m_listener(::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0))
    , m_stop(::eventfd(0, EFD_CLOEXEC))
{
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    ::bind(m_listener.get(), reinterpret_cast<const sockaddr *>(&address), size);
    ::listen(m_listener.get(), 1024);
    ::getsockname(m_listener.get(), reinterpret_cast<sockaddr *>(&address), &size);
    m_port = ntohs(address.sin_port);
    m_thread = std::thread([this] { run(); });
}

FaultyEventServer::~FaultyEventServer()
{
    const std::uint64_t one = 1;
    [[maybe_unused]] const ssize_t written = ::write(m_stop.get(), &one, sizeof one);
    m_thread.join();
}

std::string FaultyEventServer::url(const std::string &path) const
{
    return "http://127.0.0.1:" + std::to_string(m_port) + path;
}

std::string FaultyEventServer::peers() const
{
    const std::lock_guard lock(m_mutex);
    std::string text;
    for (const std::string &peer : m_peers)
        text += (text.empty() ? "" : " ") + peer;
    return text;
}

void FaultyEventServer::run()
{
    while (true) {
        std::vector<pollfd> polled{{m_stop.get(), POLLIN, 0}, {m_listener.get(), POLLIN, 0}};
        for (const auto &connection : m_connections)
            polled.push_back({connection->socket.get(), POLLIN, 0});
        ::poll(polled.data(), polled.size(), -1);
        if (polled[0].revents != 0)
            return;
        for (std::size_t i = 2; i < polled.size(); ++i)
            if (polled[i].revents != 0)
                read(*m_connections[i - 2]);
        if (polled[1].revents != 0)
            accept();
        std::erase_if(m_connections, [](const auto &connection) { return connection->isOver; });
    }
}

void FaultyEventServer::accept()
{
    while (true) {
        sockaddr_in peer{};
        socklen_t size = sizeof peer;
        Descriptor socket(::accept4(m_listener.get(), reinterpret_cast<sockaddr *>(&peer), &size,
                                    SOCK_NONBLOCK | SOCK_CLOEXEC));
        if (socket.get() < 0)
            return;
        std::array<char, INET_ADDRSTRLEN> text{};
        ::inet_ntop(AF_INET, &peer.sin_addr, text.data(), text.size());
        {
            const std::lock_guard lock(m_mutex);
            m_peers.emplace(text.data());
        }
        const int on = 1;
        ::setsockopt(socket.get(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        m_connections.push_back(std::make_unique<Connection>());
        m_connections.back()->socket = std::move(socket);
    }
}

void FaultyEventServer::read(Connection &connection)
{
    std::array<char, 65536> buffer;
    const ssize_t size = ::recv(connection.socket.get(), buffer.data(), buffer.size(), 0);
    if (size <= 0) {
        connection.isOver = size == 0 || errno != EAGAIN;
        return;
    }
    connection.input.append(buffer.data(), static_cast<std::size_t>(size));
    while (!connection.isOver && connection.stream < 0) {
        const auto headEnd = connection.input.find("\r\n\r\n");
        if (headEnd == std::string::npos)
            return;
        const std::string head = connection.input.substr(0, headEnd + 4);
        const std::size_t length = contentLength(head);
        if (connection.input.size() < head.size() + length)
            return;
        const std::string body = connection.input.substr(head.size(), length);
        connection.input.erase(0, head.size() + length);
        answer(connection, head, body);
    }
}

void FaultyEventServer::answer(Connection &connection, const std::string &head, const std::string &body)
{
    const auto pathBegin = head.find(' ') + 1;
    const std::string path = head.substr(pathBegin, head.find(' ', pathBegin) - pathBegin);
    if (path.rfind("/stream/", 0) == 0)
        return openStream(connection, path.substr(8), head);
    if (path.rfind("/publish/", 0) == 0)
        return publish(connection, path.substr(9), body);
    ++m_probes;
    send(connection, answerHead("200 OK", 3) + "ok\n");
}

void FaultyEventServer::openStream(Connection &connection, const std::string &path, const std::string &head)
{
    constexpr std::string_view field = "\r\nLast-Event-ID: ";
    const auto idBegin = head.find(field);
    const bool isResuming = idBegin != std::string::npos;
    if (isResuming && m_resumed++ == 0 && m_faults.resuming == Resuming::Refused)
        return send(connection, answerHead("503 Service Unavailable", 0));
    if (isResuming && m_faults.resuming == Resuming::Ended)
        return send(connection, "HTTP/1.1 204 No Content\r\n\r\n");
    ++m_requests;
    if (m_faults.hangEvery > 0 && m_requests % m_faults.hangEvery == 0)
        return;
    if (m_faults.refuseEvery > 0 && m_requests % m_faults.refuseEvery == 0) {
        ++m_refused;
        send(connection, answerHead("503 Service Unavailable", 5) + "full\n");
        return;
    }
    connection.stream = m_streams++;
    connection.channel = path;
    std::string answer = "HTTP/1.1 200 OK\r\nContent-Type: " + m_faults.contentType + "\r\n";
    if (m_faults.framing != Framing::Plain)
        answer += "Transfer-Encoding: chunked\r\n";
    // The head in two parts: a client must put it together.
    send(connection, answer);
    send(connection, "\r\n");
    if (!m_faults.streamBegin.empty())
        send(connection,
             m_faults.framing == Framing::Plain ? m_faults.streamBegin : chunk(m_faults.streamBegin));
    if (isResuming)
        resume(connection, eventNumber(head.substr(idBegin + field.size())));
}

void FaultyEventServer::resume(Connection &connection, int lastEvent)
{
    int after = lastEvent;
    if (m_faults.resuming == Resuming::Losing)
        ++after;
    if (m_faults.resuming == Resuming::Twice)
        --after;
    const auto &history = m_history[connection.channel];
    for (auto event = history.upper_bound(after); event != history.end(); ++event)
        sendEvent(connection, event->first, event->second);
}

void FaultyEventServer::publish(Connection &connection, const std::string &path, const std::string &data)
{
    const bool isFaulty = m_event == m_faults.faultyEvent;
    if (m_faults.publishDelay.count() > 0)
        std::this_thread::sleep_for(m_faults.publishDelay);
    if (isFaulty && m_faults.publishing == Publishing::Refused) {
        ++m_event;
        send(connection, answerHead("503 Service Unavailable", 0));
        return;
    }
    if (!isFaulty || m_faults.publishing != Publishing::LostSwallowed) {
        ++m_published;
        broadcast(path, data);
    }
    ++m_event;
    if (isFaulty && m_faults.publishing != Publishing::Sound)
        connection.isOver = true;
    else
        send(connection, answerHead("202 Accepted", 3) + "{}\n");
}

void FaultyEventServer::broadcast(const std::string &channel, const std::string &data)
{
    if (m_faults.silentAfter >= 0 && m_event > m_faults.silentAfter)
        return;
    const bool isFaulty = m_event == m_faults.faultyEvent;
    m_history[channel][m_event] = data;
    for (const auto &connection : m_connections) {
        if (connection->stream < 0 || connection->channel != channel || connection->isOver)
            continue;
        if (isFaulty && connection->stream == m_faults.skipOn)
            continue;
        if (isFaulty && connection->stream == m_faults.hangUpOn) {
            connection->isOver = true;
            continue;
        }
        sendEvent(*connection, m_event, data);
        if (isFaulty && connection->stream == m_faults.repeatOn)
            sendEvent(*connection, m_event, data);
    }
}

void FaultyEventServer::sendEvent(Connection &connection, int number, const std::string &data)
{
    const std::string dataLine = "data: " + data + "\n";
    const std::string idLines =
        "id: 1-" + std::to_string(number) + std::string(m_faults.idPadding, 'x') + "\n\n";
    switch (m_faults.framing) {
    case Framing::WholeChunk:
        return send(connection, chunk(dataLine + idLines));
    case Framing::DataAndId:
        return send(connection, chunk(dataLine) + chunk(idLines));
    case Framing::EachByte: {
        std::string bytes;
        for (const char c : dataLine + idLines)
            bytes += chunk({c});
        return send(connection, bytes);
    }
    case Framing::EachByteSend:
        for (const char c : chunk(dataLine + idLines))
            send(connection, {c});
        return;
    case Framing::Plain:
        return send(connection, dataLine + idLines);
    case Framing::CrLf:
        return send(connection,
                    chunk(": note\r\nid:" + std::to_string(number) + "\r\ndata:" + data + "\r\n\r\n"));
    }
}

/** What a stalled client does not take is lost; nobody counts it. */
void FaultyEventServer::send(Connection &connection, const std::string &bytes)
{
    ::send(connection.socket.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
}

} // namespace sluice::test
