// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What an engine is to hold: the load's side of a plan. A plain value; any thread.
#pragma once

#include <chrono>
#include <cstdint>

namespace sluice {

struct PlanLoad
{
    /** Clients that use the service at one time: tabs, apps, devices. Each opens one stream per window. */
    std::int64_t clients = 0;

    /** How long one stream takes up its place, from its admission until its descriptor is free again. */
    std::chrono::milliseconds streamDuration{0};

    /**
     * From one connect of a client to its next: what cuts its streams (a proxy's read timeout, a load
     * balancer's longest request, timeouts.max_age), and its way back. 0: as long as its stream lasts, so
     * that each client has exactly one stream at any time.
     */
    std::chrono::milliseconds timeoutWindow{0};

    double eventRate = 0;               ///< events per second on each stream
    std::int64_t eventSize = 100;       ///< bytes of data of one event
    std::int64_t channels = 1;          ///< over which the clients spread evenly
    std::int64_t otherConnections = 64; ///< publishers, probes and scrapers that are connected at one time
    double slowPercent = 1;             ///< of the streams, whose clients take less than is sent
    double headroomPercent = 10;        ///< of the pool that stays free at this load

    /** The window, or what 0 stands for. */
    std::chrono::milliseconds window() const
    {
        return timeoutWindow.count() > 0 ? timeoutWindow : streamDuration;
    }
};

} // namespace sluice
