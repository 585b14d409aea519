// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The load that an engine has had, from its snapshots: what a plan takes for values that nobody types. A pure
// function; any thread.
#pragma once

#include "base/Error.h"
#include "findings/plan/PlanLoad.h"

#include <chrono>
#include <string_view>

#include <tl/expected.hpp>

namespace sluice {

struct ObservedLoad
{
    PlanLoad load; ///< clients, streamDuration, eventRate, eventSize and channels are observed
    std::chrono::milliseconds over{0}; ///< from the first snapshot to the last one
    bool anyBegan = false;             ///< a stream began meanwhile; else their duration is a lower bound

    /**
     * Reads the CSV of /api/v1/snapshots.csv. The clients are the most streams at one time, the duration is
     * by Little's law the streams' time over the streams that began. An error when it is no such table.
     */
    static tl::expected<ObservedLoad, Error> from(std::string_view csv);
};

} // namespace sluice
