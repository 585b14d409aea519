// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "NotifySocket.h"

#include <cstring>

#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

namespace sluice::integration {

NotifySocket::NotifySocket()
{
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    const QByteArray path = m_folder.filePath(QStringLiteral("notify")).toLocal8Bit();
    Q_ASSERT(std::size_t(path.size()) < sizeof address.sun_path);
    std::memcpy(address.sun_path, path.constData(), std::size_t(path.size()));
    m_descriptor = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (::bind(m_descriptor, reinterpret_cast<const sockaddr *>(&address), sizeof address) != 0)
        qFatal("cannot bind %s: %s", path.constData(), std::strerror(errno));
}

NotifySocket::~NotifySocket()
{
    ::close(m_descriptor);
}

QString NotifySocket::environment() const
{
    return QStringLiteral("NOTIFY_SOCKET=") + m_folder.filePath(QStringLiteral("notify"));
}

QByteArray NotifySocket::waitFor(const QByteArray &text, std::chrono::milliseconds patience)
{
    const QDeadlineTimer deadline(patience);
    while (!deadline.hasExpired()) {
        const QByteArray message = take(std::chrono::milliseconds(deadline.remainingTime()));
        if (message.contains(text))
            return message;
    }
    return {};
}

void NotifySocket::forget()
{
    while (!take(std::chrono::milliseconds(0)).isEmpty()) {
    }
}

QByteArray NotifySocket::take(std::chrono::milliseconds patience)
{
    pollfd wait{m_descriptor, POLLIN, 0};
    if (::poll(&wait, 1, int(patience.count())) <= 0)
        return {};
    QByteArray message(64 << 10, Qt::Uninitialized);
    const ssize_t size = ::recv(m_descriptor, message.data(), std::size_t(message.size()), 0);
    return message.left(qsizetype(qMax<ssize_t>(size, 0)));
}

} // namespace sluice::integration
