// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// What was wrong where a connection was refused for its PROXY header (Refusal::ProxyHeader). Plain values.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace sluice {

enum class HeaderFault : std::uint8_t {
    Untrusted, ///< headers are wanted, and the peer is none of pool.trusted_proxies
    Missing,   ///< the peer must send one, and something else came
    Malformed, ///< it breaks the protocol
    Late,      ///< it was not there within timeouts.head_read
    Unwanted,  ///< one came where none is taken
};

inline constexpr std::size_t headerFaultCount = 5;

/** The fault's name in logs. */
constexpr std::string_view headerFaultName(HeaderFault fault)
{
    constexpr std::array<std::string_view, headerFaultCount> names{"untrusted", "missing", "malformed",
                                                                   "late", "unwanted"};
    return names[static_cast<std::size_t>(fault)];
}

} // namespace sluice
