// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "load/publisher/KeepAliveConnection.h"

#include <array>
#include <cerrno>
#include <utility>

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>

namespace sluice {

KeepAliveConnection::KeepAliveConnection(int epoll, std::uint64_t token, const sockaddr *address,
                                         socklen_t addressSize)
    : m_epoll(epoll)
    , m_token(token)
    , m_address(address)
    , m_addressSize(addressSize)
{
}

void KeepAliveConnection::open()
{
    m_socket = Descriptor(::socket(m_address->sa_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
    if (m_socket.get() < 0)
        return;
    const int on = 1;
    ::setsockopt(m_socket.get(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    http_parser_init(&m_parser, HTTP_RESPONSE);
    m_parser.data = this;
    m_connecting = true;
    if (::connect(m_socket.get(), m_address, m_addressSize) != 0 && errno != EINPROGRESS) {
        m_socket.reset();
        return;
    }
    epoll_event event{};
    event.events = EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET;
    event.data.u64 = m_token;
    if (::epoll_ctl(m_epoll, EPOLL_CTL_ADD, m_socket.get(), &event) != 0)
        m_socket.reset();
}

KeepAliveConnection::Outcome KeepAliveConnection::send(std::string request)
{
    m_request = std::move(request);
    m_sent = 0;
    m_busy = true;
    m_complete = false;
    if (m_socket.get() < 0)
        open();
    if (m_socket.get() < 0)
        return fail();
    return flush();
}

KeepAliveConnection::Outcome KeepAliveConnection::flush()
{
    while (m_sent < m_request.size()) {
        const ssize_t size =
            ::send(m_socket.get(), m_request.data() + m_sent, m_request.size() - m_sent, MSG_NOSIGNAL);
        if (size < 0 && (errno == EAGAIN || (m_connecting && (errno == ENOTCONN || errno == EINPROGRESS))))
            return Outcome::Pending;
        if (size < 0 && errno == EINTR)
            continue;
        if (size < 0)
            return fail();
        m_connecting = false;
        m_sent += static_cast<std::size_t>(size);
    }
    return Outcome::Pending;
}

KeepAliveConnection::Outcome KeepAliveConnection::handle(std::uint32_t events)
{
    if (m_socket.get() < 0)
        return Outcome::Pending;
    if (m_connecting && (events & (EPOLLERR | EPOLLHUP)) != 0)
        return fail();
    if ((events & EPOLLOUT) != 0) {
        m_connecting = false;
        if (m_busy) {
            const Outcome outcome = flush();
            if (outcome != Outcome::Pending)
                return outcome;
        }
    }
    constexpr std::uint32_t ended = EPOLLRDHUP | EPOLLHUP | EPOLLERR;
    if ((events & (EPOLLIN | ended)) == 0)
        return Outcome::Pending;
    const Outcome outcome = receive();
    // The end came together with the answer: the next request needs a new connection.
    if (outcome == Outcome::Answered && (events & ended) != 0)
        close();
    return outcome;
}

KeepAliveConnection::Outcome KeepAliveConnection::receive()
{
    static constexpr http_parser_settings settings = [] {
        http_parser_settings made{};
        made.on_message_complete = &KeepAliveConnection::onComplete;
        return made;
    }();
    std::array<char, 16 * 1024> buffer;
    while (true) {
        const ssize_t size = ::recv(m_socket.get(), buffer.data(), buffer.size(), 0);
        if (size < 0 && errno == EINTR)
            continue;
        if (size < 0 && errno == EAGAIN)
            return Outcome::Pending;
        if (size < 0)
            return fail();
        if (size == 0 && !m_busy) {
            close();
            return Outcome::Pending;
        }
        // Zero bytes tell the parser of the end, which completes an answer that has no other.
        http_parser_execute(&m_parser, &settings, buffer.data(), static_cast<std::size_t>(size));
        if (m_complete)
            return complete();
        if (size == 0 || !m_busy || HTTP_PARSER_ERRNO(&m_parser) != HPE_OK)
            return fail();
    }
}

int KeepAliveConnection::onComplete(http_parser *parser)
{
    auto *connection = static_cast<KeepAliveConnection *>(parser->data);
    connection->m_complete = parser->status_code >= 200;
    connection->m_staysOpen = http_should_keep_alive(parser) != 0;
    connection->m_status = parser->status_code;
    return 0;
}

KeepAliveConnection::Outcome KeepAliveConnection::complete()
{
    m_busy = false;
    m_complete = false;
    if (!m_staysOpen || HTTP_PARSER_ERRNO(&m_parser) != HPE_OK)
        m_socket.reset();
    return Outcome::Answered;
}

KeepAliveConnection::Outcome KeepAliveConnection::fail()
{
    const bool wasBusy = m_busy;
    const bool wasSent = isSent();
    close();
    if (!wasBusy)
        return Outcome::Pending;
    return wasSent ? Outcome::Lost : Outcome::Unsent;
}

void KeepAliveConnection::close()
{
    m_socket.reset();
    m_busy = false;
    m_connecting = false;
}

} // namespace sluice
