// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The peer of a connection: an IPv6 or IPv4-mapped address and a port, small enough for every stream's slot.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <sys/socket.h>

namespace sluice {

struct ClientAddress
{
    std::array<std::uint8_t, 16> bytes{};
    std::uint16_t port = 0;

    /** From what accept4() gave. */
    static ClientAddress from(const sockaddr_storage &address);

    /** "127.0.0.1" or "::1", with port 0; nothing for anything else, a zone or a port included. */
    static std::optional<ClientAddress> parse(std::string_view text);

    /** True for an IPv4-mapped address. */
    bool isV4() const;

    /** "127.0.0.1:5000" or "[::1]:5000"; without the port if that is 0, as a proxy seldom tells it. */
    std::string text() const;

    /** "127.0.0.1" or "::1". */
    std::string hostText() const;
};

} // namespace sluice
