// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/front/ListenSocket.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstddef>
#include <cstring>

#include <fcntl.h>
#include <net/if.h>
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

/** The number of the interface that a link-local address is of; 0: it names none that is there. */
std::uint32_t interfaceOf(const QHostAddress &host)
{
    const QString zone = host.scopeId();
    bool isNumber = false;
    const std::uint32_t number = zone.toUInt(&isNumber);
    return isNumber ? number : ::if_nametoindex(zone.toLocal8Bit().constData());
}

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
        v6.sin6_scope_id = interfaceOf(address.host);
        std::memcpy(&result.storage, &v6, sizeof v6);
        result.size = sizeof v6;
    }
    return result;
}

void setOption(int fd, int level, int option, int value)
{
    ::setsockopt(fd, level, option, &value, sizeof value);
}

Error bindError(const ListenAddress &address, std::string_view purpose, int error)
{
    std::string hint;
    if (!address.host.scopeId().isEmpty() && (error == EINVAL || error == ENODEV))
        hint = "; there is no interface '" + address.host.scopeId().toStdString() + "' with that address";
    else if (error == EADDRINUSE)
        hint = "; another program, perhaps another sluiced, listens there: stop it or choose another port "
               "with --listen or --admin";
    else if (error == EACCES)
        hint = "; ports below 1024 need CAP_NET_BIND_SERVICE";
    return environmentError("cannot listen on " + address.text() + " (" + std::string(purpose) +
                            "): " + std::strerror(error) + hint);
}

// Inherited by what is accepted: no system call per stream.
void prepare(int fd, const Settings &settings)
{
    setOption(fd, IPPROTO_TCP, TCP_NODELAY, 1);
    setOption(fd, SOL_SOCKET, SO_SNDBUF,
              static_cast<int>(settings.backpressure_send_buffer / 2)); // Linux doubles it
    setOption(fd, IPPROTO_TCP, TCP_NOTSENT_LOWAT, static_cast<int>(settings.backpressure_unsent_low_water));
    setWriteStall(fd, settings.timeouts_write_stall);
}

void closeAll(const std::vector<int> &fds)
{
    for (const int fd : fds)
        ::close(fd);
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

ListenAddress boundAddress(int fd)
{
    sockaddr_storage storage{};
    socklen_t size = sizeof storage;
    ::getsockname(fd, reinterpret_cast<sockaddr *>(&storage), &size);
    ListenAddress address;
    address.host = QHostAddress(reinterpret_cast<const sockaddr *>(&storage));
    if (storage.ss_family == AF_INET6 && address.host.isLinkLocal()) {
        sockaddr_in6 v6{};
        std::memcpy(&v6, &storage, sizeof v6);
        std::array<char, IF_NAMESIZE> name{};
        address.host.setScopeId(::if_indextoname(v6.sin6_scope_id, name.data()) != nullptr
                                    ? QString::fromLocal8Bit(name.data())
                                    : QString::number(v6.sin6_scope_id));
    }
    static_assert(offsetof(sockaddr_in, sin_port) == offsetof(sockaddr_in6, sin6_port));
    std::uint16_t port = 0;
    std::memcpy(&port, reinterpret_cast<const char *>(&storage) + offsetof(sockaddr_in, sin_port),
                sizeof port);
    address.port = ntohs(port);
    return address;
}

Reach reachOf(const ListenSockets &sockets)
{
    const bool isLoopback = std::all_of(sockets.fds.begin(), sockets.fds.end(),
                                        [](int fd) { return boundAddress(fd).isLoopback(); });
    return isLoopback ? Reach::ThisMachine : Reach::Beyond;
}

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
        closeAll(sockets.fds);
        return tl::unexpected(bindError(sockets.address, purpose, error));
    };
    for (std::size_t i = 0; i < count; ++i) {
        const auto fd = bound(sockets.address, true);
        if (!fd)
            return fail(fd.error());
        sockets.fds.push_back(*fd);
        sockets.address.port = boundAddress(*fd).port;
        prepare(*fd, settings);
        if (::listen(*fd, static_cast<int>(settings.listen_backlog)) != 0)
            return fail(errno);
    }
    return sockets;
}

tl::expected<ListenSockets, Error> adoptListenSockets(std::vector<int> passed, std::size_t count,
                                                      const Settings &settings, std::string_view purpose)
{
    const std::string which = std::to_string(passed.size()) +
                              " sockets that the service manager passed for " + std::string(purpose);
    if (passed.size() > count) {
        closeAll(passed);
        return tl::unexpected(inputError(which + " are more than the " + std::to_string(count) +
                                         " that will serve them: raise engine.workers or pass fewer"));
    }
    ListenSockets sockets;
    sockets.address = boundAddress(passed.front());
    sockets.origin = SocketOrigin::Passed;
    sockets.fds = std::move(passed);
    const std::size_t distinct = sockets.fds.size();
    for (std::size_t i = 0; i < distinct; ++i) {
        const int fd = sockets.fds[i];
        prepare(fd, settings);
        ::fcntl(fd, F_SETFD, FD_CLOEXEC);
        ::fcntl(fd, F_SETFL, ::fcntl(fd, F_GETFL) | O_NONBLOCK);
        // Again: listen.backlog is ours to say, whatever the unit's Backlog= was.
        ::listen(fd, static_cast<int>(settings.listen_backlog));
    }
    while (distinct > 0 && sockets.fds.size() < count) {
        const int twin = ::fcntl(sockets.fds[sockets.fds.size() % distinct], F_DUPFD_CLOEXEC, 0);
        if (twin < 0) {
            const int error = errno;
            closeAll(sockets.fds);
            return tl::unexpected(
                environmentError("cannot duplicate the " + which + ": " + std::strerror(error)));
        }
        sockets.fds.push_back(twin);
    }
    return sockets;
}

} // namespace sluice
