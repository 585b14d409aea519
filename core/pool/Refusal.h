// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Why somebody was not admitted: an answer, never a reset, and never a disconnect. Plain values.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace sluice {

enum class Refusal : std::uint8_t {
    PoolFull,      ///< pool.max_streams are open
    ChannelLimit,  ///< pool.max_channels are there already
    Descriptors,   ///< the process has no descriptor left for it
    Connections,   ///< pool.max_idle_connections are open
    Draining,      ///< the engine is stopping
    Unauthorised,  ///< no or a wrong token
    HistoryFull,   ///< a publish found history.total_bytes all owed to streams
    ChannelPaused, ///< a publish found its channel waiting for slow streams
};

inline constexpr std::size_t refusalCount = 8;

/** The refusal's name in metrics, API and logs. */
constexpr std::string_view refusalName(Refusal refusal)
{
    constexpr std::array<std::string_view, refusalCount> names{
        "pool-full", "channel-limit", "descriptors",  "connections",
        "draining",  "unauthorised",  "history-full", "channel-paused"};
    return names[static_cast<std::size_t>(refusal)];
}

} // namespace sluice
