// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "front/ListenSocket.h"

#include <cerrno>
#include <cstring>

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

namespace sluice {

namespace {

struct SocketAddress
{
    sockaddr_storage storage{};
    socklen_t size = 0;
};

SocketAddress socketAddress(const ListenAddress &address)
{
    SocketAddress result;
    if (address.host.protocol() == QAbstractSocket::IPv4Protocol) {
        sockaddr_in v4{};
        v4.sin_family = AF_INET;
        v4.sin_port = htons(address.port);
        v4.sin_addr.s_addr = htonl(address.host.toIPv4Address());
        std::memcpy(&result.storage, &v4, sizeof v4);
        result.size = sizeof v4;
    } else {
        sockaddr_in6 v6{};
        v6.sin6_family = AF_INET6;
        v6.sin6_port = htons(address.port);
        const Q_IPV6ADDR bytes = address.host.toIPv6Address();
        std::memcpy(&v6.sin6_addr, &bytes, sizeof bytes);
        std::memcpy(&result.storage, &v6, sizeof v6);
        result.size = sizeof v6;
    }
    return result;
}

std::uint16_t boundPort(int fd)
{
    sockaddr_storage storage{};
    socklen_t size = sizeof storage;
    ::getsockname(fd, reinterpret_cast<sockaddr *>(&storage), &size);
    if (storage.ss_family == AF_INET) {
        sockaddr_in v4{};
        std::memcpy(&v4, &storage, sizeof v4);
        return ntohs(v4.sin_port);
    }
    sockaddr_in6 v6{};
    std::memcpy(&v6, &storage, sizeof v6);
    return ntohs(v6.sin6_port);
}

void setOption(int fd, int level, int option, int value)
{
    ::setsockopt(fd, level, option, &value, sizeof value);
}

Error bindError(const ListenAddress &address, std::string_view purpose, int error)
{
    std::string hint;
    if (error == EADDRINUSE)
        hint = "; another program, perhaps another sluiced, listens there: stop it or choose another port "
               "with --listen or --admin";
    else if (error == EACCES)
        hint = "; ports below 1024 need CAP_NET_BIND_SERVICE";
    return environmentError("cannot listen on " + address.text() + " (" + std::string(purpose) +
                            "): " + std::strerror(error) + hint);
}

tl::expected<int, int> bound(const ListenAddress &address, bool share)
{
    const SocketAddress target = socketAddress(address);
    const int fd = ::socket(target.storage.ss_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (fd < 0)
        return tl::unexpected(errno);
    setOption(fd, SOL_SOCKET, SO_REUSEADDR, 1);
    if (share)
        setOption(fd, SOL_SOCKET, SO_REUSEPORT, 1);
    if (::bind(fd, reinterpret_cast<const sockaddr *>(&target.storage), target.size) != 0) {
        const int error = errno;
        ::close(fd);
        return tl::unexpected(error);
    }
    return fd;
}

} // namespace

void setWriteStall(int fd, std::chrono::milliseconds writeStall)
{
    setOption(fd, IPPROTO_TCP, TCP_USER_TIMEOUT, static_cast<int>(writeStall.count()));
}

tl::expected<ListenSockets, Error> openListenSockets(const ListenAddress &address, std::size_t count,
                                                     const Settings &settings, std::string_view purpose)
{
    ListenSockets sockets;
    sockets.address = address;
    if (address.port != 0) {
        const auto probe = bound(address, false);
        if (!probe)
            return tl::unexpected(bindError(address, purpose, probe.error()));
        ::close(*probe);
    }
    const auto fail = [&](int error) {
        for (const int fd : sockets.fds)
            ::close(fd);
        return tl::unexpected(bindError(sockets.address, purpose, error));
    };
    for (std::size_t i = 0; i < count; ++i) {
        const auto fd = bound(sockets.address, true);
        if (!fd)
            return fail(fd.error());
        sockets.fds.push_back(*fd);
        sockets.address.port = boundPort(*fd);
        // Inherited by what is accepted: no system call per stream.
        setOption(*fd, IPPROTO_TCP, TCP_NODELAY, 1);
        setOption(*fd, SOL_SOCKET, SO_SNDBUF,
                  static_cast<int>(settings.backpressure_send_buffer / 2)); // Linux doubles it
        setOption(*fd, IPPROTO_TCP, TCP_NOTSENT_LOWAT,
                  static_cast<int>(settings.backpressure_unsent_low_water));
        setWriteStall(*fd, settings.timeouts_write_stall);
        if (::listen(*fd, static_cast<int>(settings.listen_backlog)) != 0)
            return fail(errno);
    }
    return sockets;
}

} // namespace sluice
