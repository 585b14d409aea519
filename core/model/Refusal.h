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
    PoolFull,        ///< pool.max_streams are open
    ChannelLimit,    ///< pool.max_channels are there already, or as many of them as readers may have
    Descriptors,     ///< the process has no descriptor left for it
    Connections,     ///< pool.max_idle_connections are open
    Draining,        ///< the engine is stopping
    Unauthorised,    ///< no or a wrong token
    HistoryFull,     ///< a publish found history.total_bytes all owed to streams
    ChannelPaused,   ///< a publish found its channel waiting for slow streams
    ClientCap,       ///< the client has pool.max_streams_per_client open
    ChannelCap,      ///< a channel has pool.max_streams_per_channel
    RateLimited,     ///< beyond pool.connect_rate or pool.client_connect_rate
    Blocked,         ///< the client was kicked and is blocked for a while
    PublishRate,     ///< a publish beyond publish.channel_rate
    UnknownHost,     ///< the Host is no name of the listener (listen.allowed_hosts)
    ForeignOrigin,   ///< a page of another origin, which is not listed for what it asked
    ProxyHeader,     ///< a connection without the PROXY header that must come, or with one that must not
    ConnectionShare, ///< a connection that was no stream, and gave its place to a newcomer
    InFlight,        ///< a publish's body went beyond publish.max_in_flight
};

inline constexpr std::size_t refusalCount = 18;

/** The refusal's name in metrics, API and logs. */
constexpr std::string_view refusalName(Refusal refusal)
{
    constexpr std::array<std::string_view, refusalCount> names{
        "pool-full",    "channel-limit",    "descriptors",    "connections",  "draining",
        "unauthorised", "history-full",     "channel-paused", "client-cap",   "channel-cap",
        "rate-limited", "blocked",          "publish-rate",   "unknown-host", "foreign-origin",
        "proxy-header", "connection-share", "in-flight"};
    return names[static_cast<std::size_t>(refusal)];
}

} // namespace sluice
