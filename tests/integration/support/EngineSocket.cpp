// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "EngineSocket.h"

#include <QDir>
#include <QFile>

#include <arpa/inet.h>
#include <cerrno>
#include <fcntl.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace sluice::integration {

namespace {

// glibc 2.36 wraps neither; the numbers are those of every architecture.
int pidfdOpen(qint64 pid)
{
    return int(::syscall(SYS_pidfd_open, pid_t(pid), 0));
}

int pidfdGetfd(int process, int descriptor)
{
    return int(::syscall(SYS_pidfd_getfd, process, descriptor, 0));
}

quint16 peerPortOf(int descriptor)
{
    sockaddr_in address{};
    socklen_t size = sizeof address;
    if (::getpeername(descriptor, reinterpret_cast<sockaddr *>(&address), &size) != 0)
        return 0;
    return address.sin_family == AF_INET ? ntohs(address.sin_port) : quint16(0);
}

bool closesOnExec(qint64 pid, const QString &descriptor)
{
    QFile info(QStringLiteral("/proc/%1/fdinfo/%2").arg(pid).arg(descriptor));
    if (!info.open(QIODevice::ReadOnly))
        return false;
    for (const QByteArray &line : info.readAll().split('\n')) {
        if (line.startsWith("flags:"))
            return (line.mid(6).trimmed().toLongLong(nullptr, 8) & O_CLOEXEC) != 0;
    }
    return false;
}

} // namespace

EngineSocket::EngineSocket(const SluicedProcess &engine, quint16 peerPort)
{
    const int process = pidfdOpen(engine.pid());
    const QStringList descriptors = QDir(QStringLiteral("/proc/%1/fd").arg(engine.pid()))
                                        .entryList(QDir::AllEntries | QDir::System | QDir::NoDotAndDotDot);
    for (const QString &number : descriptors) {
        const int copy = pidfdGetfd(process, number.toInt());
        if (copy < 0 && (errno == EPERM || errno == ENOSYS))
            m_result = Result::Forbidden;
        if (copy < 0)
            continue;
        if (peerPortOf(copy) != peerPort) {
            ::close(copy);
            continue;
        }
        ++m_matches;
        m_result = Result::Found;
        m_closeOnExec = closesOnExec(engine.pid(), number);
        if (m_descriptor >= 0)
            ::close(m_descriptor);
        m_descriptor = copy;
    }
    ::close(process);
}

EngineSocket::~EngineSocket()
{
    if (m_descriptor >= 0)
        ::close(m_descriptor);
}

int EngineSocket::option(int level, int name) const
{
    int value = -1;
    socklen_t size = sizeof value;
    ::getsockopt(m_descriptor, level, name, &value, &size);
    return value;
}

bool EngineSocket::isNonBlocking() const
{
    return (::fcntl(m_descriptor, F_GETFL) & O_NONBLOCK) != 0;
}

} // namespace sluice::integration
