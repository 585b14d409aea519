// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// From a load, settings and a machine to what is needed, each figure with its reason. A pure function that
// knows neither a command line nor files; any thread.
//
//   streams at one time = (concurrent clients x average stream duration) / timeout window
//
// This is Little's law: each client opens one stream per window, so clients / window streams begin each
// second, and each of them takes up its place for the average duration. For server-sent events that means:
//
//  - Nothing cuts the streams (window = duration): each client has one stream at any time, and the pool is as
//    large as the number of clients.
//  - Streams are cut and come back (window = what cuts them, plus the way back): the pool is still about the
//    number of clients, because a stream then lasts as long as the window.
//  - Streams outlive their window, because a client that vanished is noticed only later
//  (timeouts.write_stall)
//    while it has long reconnected: the duration is longer than the window, and the pool larger than the
//    number of clients.
//  - Clients watch for a while and go (duration below the window): only that share of them is there at one
//    time, and the pool is smaller.
#pragma once

#include "base/Error.h"
#include "findings/plan/MachineFacts.h"
#include "findings/plan/Plan.h"
#include "findings/plan/PlanLoad.h"
#include "settings/Settings.h"

#include <tl/expected.hpp>

namespace sluice {

/** What things cost an engine; docs/planning.md says where they come from. */
struct PlanCosts
{
    double deliverySeconds = 9e-6;           ///< CPU for one event to one stream
    double heartbeatSeconds = 17e-6;         ///< CPU for one heartbeat, which goes to one stream alone
    double connectSeconds = 25e-6;           ///< CPU for one connect
    std::int64_t engineBytes = 24 << 20;     ///< resident without streams
    std::int64_t streamBytes = 512;          ///< of the engine's own memory for a stream
    std::int64_t socketBytes = 4096;         ///< of the kernel's memory for a stream that takes what is sent
    std::int64_t clientBytes = 160;          ///< for a client that caps, rates and blocks remember
    std::int64_t connectionBytes = 16 << 10; ///< for a connection that is no stream
    std::int64_t snapshotBytes = 1024;       ///< for one row of history
};

class Planner
{
public:
    /** The largest pool.max_streams there can be. */
    static constexpr std::int64_t mostStreams = 10'000'000;

    /** Errors name a value of @p load that cannot be: below 0, no clients, a pool beyond mostStreams. */
    static tl::expected<Plan, Error> plan(const PlanLoad &load, const Settings &settings,
                                          const MachineFacts &machine, const PlanCosts &costs);

    /** The same with the measured costs. */
    static tl::expected<Plan, Error> plan(const PlanLoad &load, const Settings &settings,
                                          const MachineFacts &machine)
    {
        return plan(load, settings, machine, PlanCosts());
    }

    /** The smallest descriptor limit under which an engine of so many workers admits @p streams. */
    static std::int64_t descriptorLimitFor(std::int64_t streams, std::int64_t workers);
};

} // namespace sluice
