// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Whether a worker's event loop keeps up, for the watchdog, the diagnosis and whoever shows stale figures.
// A plain value.
#pragma once

#include <cstddef>

namespace sluice {

struct WorkerHealth
{
    std::size_t worker = 0;
    double tickAgeSeconds = 0;  ///< since its loop last ticked; see LoopMeter::tick
    double lagSeconds = 0;      ///< how late the last tick came, or is by now
    double worstLagSeconds = 0; ///< the most of that within the last second
    double busyRatio = 0;       ///< share of the last second that it worked, 0 to 1
    bool isBlocked = false;     ///< no tick for more than a second: its figures are stale
};

} // namespace sluice
