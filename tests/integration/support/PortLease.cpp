// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "PortLease.h"

#include <QByteArray>
#include <QDir>
#include <QRandomGenerator>

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <unistd.h>

namespace sluice::integration {

namespace {

constexpr quint16 FirstPort = 20000; // The kernel's own choices begin at 32768.
constexpr quint16 LastPort = 31999;

/** Whether a plain bind succeeds; an SO_REUSEPORT listener of somebody else makes it fail too. */
bool canBind(quint16 port)
{
    const int probe = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const int on = 1;
    ::setsockopt(probe, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const bool bound = ::bind(probe, reinterpret_cast<const sockaddr *>(&address), sizeof address) == 0;
    ::close(probe);
    return bound;
}

} // namespace

PortLease::PortLease()
{
    const QByteArray folder =
        QDir::tempPath().toLocal8Bit() + "/sluice-test-ports-" + QByteArray::number(::getuid());
    QDir().mkpath(QString::fromLocal8Bit(folder));
    for (int attempt = 0; attempt < 10000; ++attempt) {
        const auto port = quint16(QRandomGenerator::global()->bounded(int(FirstPort), LastPort + 1));
        const QByteArray path = folder + '/' + QByteArray::number(port);
        const int lock = ::open(path.constData(), O_CREAT | O_RDWR | O_CLOEXEC, 0600);
        if (lock < 0)
            continue;
        if (::flock(lock, LOCK_EX | LOCK_NB) == 0 && canBind(port)) {
            m_port = port;
            m_lock = lock;
            return;
        }
        ::close(lock);
    }
    qFatal("no free port between %d and %d", int(FirstPort), int(LastPort));
}

PortLease::~PortLease()
{
    ::close(m_lock); // The file stays: removing it would race with somebody who has just opened it.
}

} // namespace sluice::integration
