// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "VanishingPeer.h"

#include <QProcess>

#include <cstring>

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <sched.h>
#include <sys/socket.h>
#include <unistd.h>

namespace sluice::integration {

namespace {

constexpr const char *Here = "10.213.7.1";

bool ip(const char *arguments)
{
    QProcess process;
    process.start(QStringLiteral("ip"), QString::fromLatin1(arguments).split(QLatin1Char(' ')));
    return process.waitForFinished() && process.exitStatus() == QProcess::NormalExit &&
           process.exitCode() == 0;
}

bool readHead(int socket)
{
    const QDeadlineTimer deadline(Patience);
    QByteArray head;
    while (!head.contains("\r\n\r\n") && !deadline.hasExpired()) {
        pollfd wait{socket, POLLIN, 0};
        char byte = 0;
        if (::poll(&wait, 1, int(deadline.remainingTime())) > 0 && ::recv(socket, &byte, 1, 0) == 1)
            head += byte;
        else
            return false;
    }
    return head.startsWith("HTTP/1.1 200 ");
}

} // namespace

VanishingPeer::VanishingPeer()
{
    if (::unshare(CLONE_NEWNET) != 0) {
        m_obstacle = QStringLiteral("a network namespace needs root: %1")
                         .arg(QString::fromLocal8Bit(std::strerror(errno)));
        return;
    }
    if (!ip("link set lo up") || !ip("link add here type veth peer name there")) {
        m_obstacle = QStringLiteral("ip(8) cannot make a veth pair");
        return;
    }
    std::thread([this] {
        if (::unshare(CLONE_NEWNET) == 0)
            m_namespace = ::open("/proc/thread-self/ns/net", O_RDONLY | O_CLOEXEC);
    }).join();
    const QByteArray move = "link set there netns /proc/" + QByteArray::number(::getpid()) + "/fd/" +
                            QByteArray::number(m_namespace);
    const bool joined =
        m_namespace >= 0 && ip(move.constData()) && ip("addr add 10.213.7.1/24 dev here") &&
        ip("link set here up") &&
        there([] { return ip("addr add 10.213.7.2/24 dev there") && ip("link set there up"); });
    if (!joined)
        m_obstacle = QStringLiteral("ip(8) cannot join two network namespaces");
}

VanishingPeer::~VanishingPeer()
{
    if (m_socket >= 0)
        ::close(m_socket);
    if (m_namespace >= 0)
        ::close(m_namespace);
}

bool VanishingPeer::there(const std::function<bool()> &work)
{
    bool done = false;
    std::thread([&] { done = ::setns(m_namespace, CLONE_NEWNET) == 0 && work(); }).join();
    return done;
}

bool VanishingPeer::open(quint16 port, const QByteArray &request)
{
    return there([&] {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(port);
        address.sin_addr.s_addr = ::inet_addr(Here);
        m_socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        return ::connect(m_socket, reinterpret_cast<const sockaddr *>(&address), sizeof address) == 0 &&
               ::send(m_socket, request.constData(), std::size_t(request.size()), MSG_NOSIGNAL) ==
                   request.size() &&
               readHead(m_socket);
    });
}

bool VanishingPeer::vanish()
{
    // What arrives there is acknowledged, but no acknowledgement comes back.
    return there([] { return ip("route add blackhole 10.213.7.1/32"); });
}

} // namespace sluice::integration
