// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "load/clients/LineSocket.h"

#include <array>
#include <cerrno>

#include <sys/socket.h>

namespace sluice {

bool LineSocket::send(std::string_view line)
{
    std::string bytes(line);
    bytes += '\n';
    std::string_view rest = bytes;
    while (!rest.empty()) {
        const ssize_t size = ::send(m_socket.get(), rest.data(), rest.size(), MSG_NOSIGNAL);
        if (size < 0 && errno == EINTR)
            continue;
        if (size < 0) {
            m_isOver = true;
            return false;
        }
        rest.remove_prefix(static_cast<std::size_t>(size));
    }
    return true;
}

void LineSocket::receive()
{
    std::array<char, 65536> buffer;
    while (!m_isOver) {
        const ssize_t size = ::recv(m_socket.get(), buffer.data(), buffer.size(), MSG_DONTWAIT);
        if (size < 0 && errno == EINTR)
            continue;
        if (size < 0 && (errno == EAGAIN || errno == EWOULDBLOCK))
            return;
        if (size <= 0)
            m_isOver = true;
        else
            m_input.append(buffer.data(), static_cast<std::size_t>(size));
    }
}

std::optional<std::string> LineSocket::next()
{
    const auto end = m_input.find('\n', m_taken);
    if (end == std::string::npos) {
        m_input.erase(0, m_taken);
        m_taken = 0;
        return std::nullopt;
    }
    std::string line = m_input.substr(m_taken, end - m_taken);
    m_taken = end + 1;
    return line;
}

} // namespace sluice
