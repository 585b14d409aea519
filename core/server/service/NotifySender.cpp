// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/service/NotifySender.h"

#include <cerrno>
#include <cstddef>
#include <cstdlib>
#include <cstring>

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

namespace sluice {

namespace {

// A manager that never reads must not make us keep its news for ever.
constexpr std::size_t mostOwed = 4096;

int connectedTo(const std::string &path)
{
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    if (path.empty() || path.size() >= sizeof address.sun_path)
        return -1;
    std::memcpy(static_cast<char *>(address.sun_path), path.data(), path.size());
    if (path.front() == '@')
        address.sun_path[0] = '\0'; // Linux's abstract names
    const int fd = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    const auto size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + path.size());
    if (fd >= 0 && ::connect(fd, reinterpret_cast<const sockaddr *>(&address), size) == 0)
        return fd;
    if (fd >= 0)
        ::close(fd);
    return -1;
}

} // namespace

NotifySender::NotifySender()
{
    if (const char *path = std::getenv("NOTIFY_SOCKET"); path != nullptr)
        m_fd = connectedTo(path);
}

NotifySender::~NotifySender()
{
    if (m_fd >= 0)
        ::close(m_fd);
}

void NotifySender::send(const std::string &lines)
{
    if (!hasManager())
        return;
    const std::string all = m_owed.empty() ? lines : m_owed + "\n" + lines;
    if (::send(m_fd, all.data(), all.size(), MSG_NOSIGNAL) >= 0 || errno != EAGAIN)
        m_owed.clear();
    else if (all.size() <= mostOwed)
        m_owed = all;
}

} // namespace sluice
