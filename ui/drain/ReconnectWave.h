// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The wave of clients that come back after a drain, drawn before it starts: how many reconnect in each part
// of the time. Pure function; any thread.
#pragma once

#include <cstddef>
#include <vector>

namespace sluice {

/** What decides the wave; times in seconds. */
struct ReconnectPlan
{
    double streams = 0;
    double rate = 0;  ///< evictions per second
    double grace = 0; ///< before the first eviction
    double deadline = 0;
    double spread = 0; ///< each client waits up to this long, evenly
};

struct ReconnectWave
{
    double seconds = 0;            ///< from the drain's start to the last client's return
    double peak = 0;               ///< the highest of rates
    std::vector<double> perSecond; ///< clients a second, in equal parts of seconds
};

/** The wave in @p parts parts; empty when there is no stream. */
ReconnectWave reconnectWave(const ReconnectPlan &plan, std::size_t parts);

} // namespace sluice
