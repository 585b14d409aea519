// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The open streams of all workers, as each worker last copied them, and how old that is. A plain value that
// Engine::streams() makes; any thread.
#pragma once

#include "engine/fanout/StreamFacts.h"

#include <algorithm>

namespace sluice {

struct StreamsView
{
    /** A copy older than this is made anew when somebody looks. */
    static constexpr Milliseconds refreshAge{1000};
    /** A worker whose copy is older than this does not answer. */
    static constexpr Milliseconds staleAge{2000};

    struct PerWorker
    {
        std::size_t worker = 0;
        std::shared_ptr<const StreamsCopy> copy; ///< null until the worker has made its first
        Milliseconds age = Milliseconds::max();  ///< of the copy, when the view was made; max() without one

        bool isStale() const { return age > staleAge; }
    };
    std::vector<PerWorker> workers;

    /** True if some worker's copy is missing or older than staleAge. */
    bool hasStale() const
    {
        return std::any_of(workers.begin(), workers.end(),
                           [](const PerWorker &one) { return one.isStale(); });
    }

    /** True if some worker's copy is missing or was begun before @p moment: a stream that was open then may
     * not be in it. */
    bool hasOlderThan(Instant moment) const
    {
        return std::any_of(workers.begin(), workers.end(),
                           [moment](const PerWorker &one) { return !one.copy || one.copy->taken < moment; });
    }

    std::size_t total() const
    {
        std::size_t sum = 0;
        for (const PerWorker &one : workers)
            sum += one.copy ? one.copy->streams.size() : 0;
        return sum;
    }
};

} // namespace sluice
