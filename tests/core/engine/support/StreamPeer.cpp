// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/support/StreamPeer.h"

#include <cerrno>
#include <stdexcept>

#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace sluice::test {

std::pair<int, int> tcpPair(int sendBuffer, int receiveBuffer)
{
    const int listener = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    if (sendBuffer > 0)
        ::setsockopt(listener, SOL_SOCKET, SO_SNDBUF, &sendBuffer, sizeof sendBuffer);
    if (::bind(listener, reinterpret_cast<sockaddr *>(&address), size) != 0 || ::listen(listener, 1) != 0)
        throw std::runtime_error("no loopback listener for a test");
    ::getsockname(listener, reinterpret_cast<sockaddr *>(&address), &size);
    const int client = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (receiveBuffer > 0)
        ::setsockopt(client, SOL_SOCKET, SO_RCVBUF, &receiveBuffer, sizeof receiveBuffer);
    if (::connect(client, reinterpret_cast<sockaddr *>(&address), size) != 0)
        throw std::runtime_error("a test cannot connect to its own listener");
    const int server = ::accept4(listener, nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC);
    const int one = 1;
    ::setsockopt(server, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    ::close(listener);
    return {server, client};
}

StreamPeer::StreamPeer(StreamPeer &&other) noexcept
    : m_fd(std::exchange(other.m_fd, -1))
    , m_body(other.m_body)
    , m_raw(std::move(other.m_raw))
    , m_text(std::move(other.m_text))
    , m_lastId(std::move(other.m_lastId))
    , m_lastChunk(other.m_lastChunk)
    , m_ended(other.m_ended)
    , m_wasReset(other.m_wasReset)
{
}

StreamPeer::~StreamPeer()
{
    close();
}

void StreamPeer::close()
{
    if (m_fd >= 0)
        ::close(m_fd);
    m_fd = -1;
}

void StreamPeer::reset()
{
    const linger hard{1, 0};
    ::setsockopt(m_fd, SOL_SOCKET, SO_LINGER, &hard, sizeof hard);
    close();
}

bool StreamPeer::receive(std::chrono::steady_clock::time_point deadline)
{
    const auto left =
        std::chrono::duration_cast<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now());
    pollfd wait{m_fd, POLLIN, 0};
    if (m_ended || left.count() <= 0 || ::poll(&wait, 1, static_cast<int>(left.count())) <= 0)
        return false;
    char buffer[65536];
    const ssize_t bytes = ::recv(m_fd, buffer, sizeof buffer, 0);
    if (bytes <= 0) {
        m_ended = true;
        m_wasReset = bytes < 0;
        return false;
    }
    m_raw.append(buffer, static_cast<std::size_t>(bytes));
    return decode();
}

bool StreamPeer::decode()
{
    if (m_body == Body::Plain) {
        m_text += std::exchange(m_raw, {});
        return true;
    }
    for (;;) {
        const auto line = m_raw.find("\r\n");
        if (line == std::string::npos)
            return true;
        const std::size_t size = std::stoul(m_raw.substr(0, line), nullptr, 16);
        if (m_raw.size() < line + 2 + size + 2)
            return true;
        if (size == 0)
            m_lastChunk = true;
        m_text += m_raw.substr(line + 2, size);
        m_raw.erase(0, line + 2 + size + 2);
    }
}

std::optional<PeerEvent> StreamPeer::next(std::chrono::milliseconds limit)
{
    const auto deadline = std::chrono::steady_clock::now() + limit;
    for (;;) {
        for (auto end = m_text.find("\n\n"); end != std::string::npos; end = m_text.find("\n\n")) {
            PeerEvent event;
            bool hasData = false;
            std::size_t at = 0;
            while (at < end) {
                const std::size_t newline = m_text.find('\n', at);
                const std::string line = m_text.substr(at, newline - at);
                at = newline + 1;
                if (line.starts_with("id: ")) {
                    m_lastId = line.substr(4);
                } else if (line.starts_with("event: ")) {
                    event.name = line.substr(7);
                } else if (line.starts_with("data: ")) {
                    event.data += (hasData ? "\n" : "") + line.substr(6);
                    hasData = true;
                }
            }
            event.id = m_lastId;
            m_text.erase(0, end + 2);
            if (hasData)
                return event;
        }
        if (!receive(deadline))
            return std::nullopt;
    }
}

bool StreamPeer::endsCleanly(std::chrono::milliseconds limit)
{
    const auto deadline = std::chrono::steady_clock::now() + limit;
    while (!m_ended)
        if (!receive(deadline) && !m_ended)
            return false;
    return !m_wasReset && (m_body == Body::Plain || (m_lastChunk && m_raw.empty()));
}

} // namespace sluice::test
