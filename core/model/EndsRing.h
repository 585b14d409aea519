// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The last ends of one worker's streams. The worker's thread adds; any thread may copy, in small bites, so
// that the worker never waits for more than one of them, and never for another worker. Part of its
// WorkerCounters.
#pragma once

#include "model/EndRecord.h"

#include <deque>
#include <limits>
#include <mutex>
#include <span>
#include <vector>

namespace sluice {

class EndsRing
{
public:
    /** Ends that are kept, of each worker and of all together. */
    static constexpr std::size_t capacity = 10'000;

    /** Adds an end; the oldest goes when there are more than capacity. Worker thread only. */
    void add(EndRecord record);

    /** Ends added so far. Any thread. */
    std::uint64_t total() const;

    /**
     * Appends the ends with the numbers @p from to total() - 1 to @p to, oldest first, but those that have
     * gone and those from @p end on, and returns the number to continue at. Numbers count from 0. Any thread.
     */
    std::uint64_t copyFrom(std::uint64_t from, std::vector<EndRecord> &to,
                           std::uint64_t end = std::numeric_limits<std::uint64_t>::max()) const;

private:
    mutable std::mutex m_mutex;
    std::deque<EndRecord> m_records; ///< guarded by m_mutex, as all that follows
    std::uint64_t m_total = 0;
};

/** The latest @p limit ends over several rings, newest first; EndRecord::worker is the ring's index. */
std::vector<EndRecord> latestEnds(std::span<const EndsRing *const> rings, std::size_t limit);

} // namespace sluice
