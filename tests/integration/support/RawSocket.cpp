// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "RawSocket.h"

#include <arpa/inet.h>
#include <cerrno>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>
#include <utility>

namespace sluice::integration {

namespace {

/** Waits for `events`; false when `deadline` expires first. */
bool waitFor(int descriptor, short events, const QDeadlineTimer &deadline)
{
    for (;;) {
        pollfd entry{descriptor, events, 0};
        const qint64 left = deadline.isForever() ? -1 : deadline.remainingTime();
        const int ready = ::poll(&entry, 1, int(left));
        if (ready > 0)
            return true;
        if (ready == 0 || errno != EINTR)
            return false;
    }
}

} // namespace

RawSocket::RawSocket(quint16 port, int receiveBuffer, const QByteArray &source)
{
    m_descriptor = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (receiveBuffer > 0)
        ::setsockopt(m_descriptor, SOL_SOCKET, SO_RCVBUF, &receiveBuffer, sizeof receiveBuffer);
    const int on = 1;
    ::setsockopt(m_descriptor, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    if (!source.isEmpty()) {
        ::inet_pton(AF_INET, source.constData(), &address.sin_addr);
        if (::bind(m_descriptor, reinterpret_cast<const sockaddr *>(&address), sizeof address) != 0) {
            close();
            return;
        }
    }
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(m_descriptor, reinterpret_cast<const sockaddr *>(&address), sizeof address) == 0)
        return;
    int failure = errno;
    if (failure == EINPROGRESS) {
        failure = ETIMEDOUT;
        if (waitFor(m_descriptor, POLLOUT, QDeadlineTimer(Patience))) {
            socklen_t size = sizeof failure;
            ::getsockopt(m_descriptor, SOL_SOCKET, SO_ERROR, &failure, &size);
        }
    }
    if (failure != 0)
        close();
}

RawSocket::~RawSocket()
{
    close();
}

RawSocket::RawSocket(RawSocket &&other) noexcept
    : m_descriptor(std::exchange(other.m_descriptor, -1))
    , m_peer(other.m_peer)
    , m_buffer(std::move(other.m_buffer))
{
}

RawSocket &RawSocket::operator=(RawSocket &&other) noexcept
{
    if (this != &other) {
        close();
        m_descriptor = std::exchange(other.m_descriptor, -1);
        m_peer = other.m_peer;
        m_buffer = std::move(other.m_buffer);
    }
    return *this;
}

quint16 RawSocket::localPort() const
{
    sockaddr_in address{};
    socklen_t size = sizeof address;
    ::getsockname(m_descriptor, reinterpret_cast<sockaddr *>(&address), &size);
    return ntohs(address.sin_port);
}

bool RawSocket::send(const QByteArray &bytes)
{
    qsizetype done = 0;
    while (done < bytes.size()) {
        const ssize_t sent =
            ::send(m_descriptor, bytes.constData() + done, size_t(bytes.size() - done), MSG_NOSIGNAL);
        if (sent > 0)
            done += sent;
        else if (errno != EAGAIN || !waitFor(m_descriptor, POLLOUT, QDeadlineTimer(Patience)))
            return false;
    }
    return true;
}

bool RawSocket::sendSlowly(const QByteArray &bytes, std::chrono::microseconds pause)
{
    for (const char byte : bytes) {
        if (!send(QByteArray(1, byte)))
            return false;
        QThread::usleep(static_cast<unsigned long>(pause.count()));
    }
    return true;
}

void RawSocket::halfClose()
{
    ::shutdown(m_descriptor, SHUT_WR);
}

void RawSocket::reset()
{
    const linger now{1, 0};
    ::setsockopt(m_descriptor, SOL_SOCKET, SO_LINGER, &now, sizeof now);
    close();
}

void RawSocket::close()
{
    if (m_descriptor >= 0)
        ::close(std::exchange(m_descriptor, -1));
}

bool RawSocket::fill(std::chrono::milliseconds patience)
{
    if (m_descriptor < 0 || m_peer != Peer::Open)
        return false;
    const QDeadlineTimer deadline(patience);
    for (;;) {
        char bytes[65536];
        const ssize_t got = ::recv(m_descriptor, bytes, sizeof bytes, 0);
        if (got > 0) {
            m_buffer.append(bytes, qsizetype(got));
            return true;
        }
        if (got == 0) {
            m_peer = Peer::Finished;
            return false;
        }
        if (errno != EAGAIN && errno != EINTR) {
            m_peer = Peer::Reset;
            return false;
        }
        if (!waitFor(m_descriptor, POLLIN, deadline))
            return false;
    }
}

bool RawSocket::fillUntil(const QByteArray &pattern)
{
    const QDeadlineTimer deadline(Patience);
    while (!m_buffer.contains(pattern)) {
        if (deadline.hasExpired() || !fill())
            return false;
    }
    return true;
}

bool RawSocket::fillTo(qsizetype size)
{
    const QDeadlineTimer deadline(Patience);
    while (m_buffer.size() < size) {
        if (deadline.hasExpired() || !fill())
            return false;
    }
    return true;
}

bool RawSocket::fillToEnd(std::chrono::milliseconds patience)
{
    const QDeadlineTimer deadline(patience);
    while (m_peer == Peer::Open && !deadline.hasExpired())
        fill(std::chrono::milliseconds(deadline.remainingTime()));
    return m_peer != Peer::Open;
}

void RawSocket::fillFor(std::chrono::milliseconds duration)
{
    fillToEnd(duration);
}

QByteArray RawSocket::take(qsizetype size)
{
    const QByteArray taken = m_buffer.left(size);
    m_buffer.remove(0, size);
    return taken;
}

} // namespace sluice::integration
