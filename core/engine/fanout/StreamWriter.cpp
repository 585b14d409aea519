// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/fanout/StreamWriter.h"

#include <cerrno>

#include <linux/sockios.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

namespace sluice::streamwriter {

void setUserTimeout(int fd, Milliseconds timeout)
{
    const auto milliseconds = static_cast<unsigned>(timeout.count());
    ::setsockopt(fd, IPPROTO_TCP, TCP_USER_TIMEOUT, &milliseconds, sizeof milliseconds);
}

std::int64_t unacknowledged(int fd)
{
    int bytes = 0;
    return ::ioctl(fd, SIOCOUTQ, &bytes) == 0 ? bytes : 0;
}

Outcome outcomeOf(int error)
{
    switch (error) {
    case EAGAIN:
        return Outcome::Refused;
    case EPIPE: // Linux says EPIPE, not ECONNRESET, when the peer's FIN came before its RST
        return Outcome::Closed;
    case ECONNRESET:
        return Outcome::Reset;
    case ETIMEDOUT:
    case EHOSTUNREACH:
    case ENETUNREACH:
        return Outcome::TimedOut;
    default:
        return Outcome::Failed;
    }
}

Cause causeOf(Outcome outcome)
{
    switch (outcome) {
    case Outcome::Closed:
        return Cause::ClientClosed;
    case Outcome::Reset:
        return Cause::Reset;
    case Outcome::TimedOut:
        return Cause::TimedOut;
    default:
        return Cause::Error;
    }
}

Sent send(int fd, std::string_view bytes)
{
    ssize_t taken = 0;
    do {
        taken = ::send(fd, bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    } while (taken < 0 && errno == EINTR);
    if (taken < 0)
        return {outcomeOf(errno), 0};
    const auto size = static_cast<std::size_t>(taken);
    return {size == bytes.size() ? Outcome::Whole : Outcome::Refused, size};
}

Sent send(int fd, std::span<const iovec> runs)
{
    std::size_t wanted = 0;
    for (const iovec &run : runs)
        wanted += run.iov_len;
    msghdr message{};
    message.msg_iov = const_cast<iovec *>(runs.data()); // sendmsg() does not write through it
    message.msg_iovlen = runs.size();
    ssize_t taken = 0;
    do {
        taken = ::sendmsg(fd, &message, MSG_NOSIGNAL | MSG_DONTWAIT);
    } while (taken < 0 && errno == EINTR);
    if (taken < 0)
        return {outcomeOf(errno), 0};
    const auto size = static_cast<std::size_t>(taken);
    return {size == wanted ? Outcome::Whole : Outcome::Refused, size};
}

} // namespace sluice::streamwriter
