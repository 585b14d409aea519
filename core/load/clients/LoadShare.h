// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Which of a run's clients one process opens: every so manieth, so that each process has some of every kind.
// A plain value; any thread.
#pragma once

#include <cstdint>

namespace sluice {

struct LoadShare
{
    std::uint32_t first = 0; ///< the number of its first client in the whole run
    std::uint32_t step = 1;  ///< how many processes there are

    /** The number in the whole run of this process's client @p local. */
    std::uint32_t number(std::uint32_t local) const { return first + local * step; }

    /** How many of the run's first @p clients this process has. */
    std::uint32_t of(std::uint32_t clients) const
    {
        return clients > first ? (clients - first + step - 1) / step : 0;
    }
};

} // namespace sluice
