// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Why an admitted stream ended: exactly one cause each. Plain values, any thread.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace sluice {

enum class Cause : std::uint8_t {
    ClientClosed, ///< the client ended its side, half-closed included
    Reset,        ///< the connection was reset
    TimedOut,     ///< the kernel gave the peer up: bytes stayed unacknowledged (TCP_USER_TIMEOUT)
    WriteStalled, ///< unsent bytes made no progress for timeouts.write_stall
    SlowConsumer, ///< its backlog passed backpressure.high_water_mark
    MaxAge,       ///< it reached timeouts.max_age
    Kicked,       ///< an operator ended it
    Drained,      ///< a drain ended it, everything delivered
    Forced,       ///< a drain's deadline ended it
    Shutdown,     ///< the engine stopped, everything delivered
    Error,        ///< anything else, such as a client that floods its open stream
};

inline constexpr std::size_t causeCount = 11;

/** The cause's name in metrics, API and logs. */
constexpr std::string_view causeName(Cause cause)
{
    constexpr std::array<std::string_view, causeCount> names{
        "client-closed", "reset",   "timed-out", "write-stalled", "slow-consumer", "max-age",
        "kicked",        "drained", "forced",    "shutdown",      "error"};
    return names[static_cast<std::size_t>(cause)];
}

/** Of a stream that somebody ended: who, and why in their own words; either may be empty. */
struct EndNote
{
    std::string who;
    std::string why;
};

} // namespace sluice
