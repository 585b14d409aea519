// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// What the logs of the proxy in front of the engine told since they are followed. Plain values; any thread.
#pragma once

#include "model/LatencyBuckets.h"

#include <array>
#include <cstdint>
#include <string_view>

namespace sluice {

/** What nginx's error log says went wrong between it and an engine, or within nginx. */
enum class ProxyFault : std::uint8_t {
    ConnectTimeout,    ///< no connection within proxy_connect_timeout
    AnswerTimeout,     ///< the request was not taken, or not answered, within its timeouts
    ReadTimeout,       ///< an open stream was silent for longer than proxy_read_timeout
    Closed,            ///< the connection ended before the answer did
    Refused,           ///< nobody listens at the upstream's address
    Unreachable,       ///< no route, no live upstream, no room in its queue
    WorkerConnections, ///< all worker_connections are in use
    Descriptors,       ///< the proxy has no descriptor left
    Ports,             ///< the proxy has no port left to connect from
};
inline constexpr std::size_t proxyFaultCount = 9;

/** The label of sluice_proxy_log_total. */
constexpr std::string_view proxyFaultName(ProxyFault fault)
{
    constexpr std::array<std::string_view, proxyFaultCount> names{"upstream-connect-timeout",
                                                                  "upstream-answer-timeout",
                                                                  "upstream-read-timeout",
                                                                  "upstream-closed",
                                                                  "upstream-refused",
                                                                  "upstream-unreachable",
                                                                  "worker-connections",
                                                                  "descriptors",
                                                                  "ports"};
    return names[static_cast<std::size_t>(fault)];
}

struct ProxyLogFigures
{
    /** How long something took, as a histogram over LatencyBuckets::bounds. */
    struct Times
    {
        std::array<std::int64_t, LatencyBuckets::bounds.size() + 1> counts{}; ///< not cumulative
        double sumSeconds = 0;

        void observe(double seconds)
        {
            std::size_t bucket = 0;
            while (bucket < LatencyBuckets::bounds.size() && seconds > LatencyBuckets::bounds[bucket])
                ++bucket;
            ++counts[bucket];
            sumSeconds += seconds;
        }
    };

    std::array<std::int64_t, proxyFaultCount> faults{};
    Times connect; ///< nginx's $upstream_connect_time
    Times header;  ///< nginx's $upstream_header_time, which contains the other

    std::int64_t &of(ProxyFault fault) { return faults[static_cast<std::size_t>(fault)]; }
    std::int64_t of(ProxyFault fault) const { return faults[static_cast<std::size_t>(fault)]; }
};

} // namespace sluice
