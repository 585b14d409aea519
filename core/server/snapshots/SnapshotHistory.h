// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The snapshots of the last hour, or of metrics.history, in the order in which they were taken. Owned by the
// Snapshotter, whose thread adds; any thread reads. Ordered by the monotonic clock: the one on the wall may
// jump as it likes. Rows merged of 4, 16, 64 and 256 of them are kept beside them, so that whoever wants a
// long time in few rows need not wait until thousands are merged.
#pragma once

#include "model/Snapshot.h"

#include <array>
#include <deque>
#include <mutex>

namespace sluice {

class SnapshotHistory
{
public:
    /** Most snapshots that are kept, however short metrics.interval is: with the merged ones about 130 MB. */
    static constexpr std::size_t most = 100'000;

    /** How long snapshots are kept. Any thread. */
    void setSpan(Milliseconds span);

    /** Adds a snapshot that was taken at @p at, and lets go what has become too old. One thread. */
    void add(Instant at, SnapshotPointer snapshot);

    /** Those taken at or after @p from, oldest first. */
    SnapshotPointers since(Instant from) const;

    struct Rows
    {
        SnapshotPointers rows;
        std::size_t merged = 1; ///< snapshots that each row stands for; the newest few may stand for fewer
    };

    /** Those taken at or after @p from in at most @p limit rows, merged by no more than that needs; in the
     * fewest rows that are kept where the limit is smaller. Costs no more than since(). */
    Rows atMost(Instant from, std::size_t limit) const;

    /** Those taken after @p last, oldest first, at most @p limit; @p last moves to the last of them. */
    SnapshotPointers next(Instant &last, std::size_t limit) const;

    /** The last one, or null. */
    SnapshotPointer latest() const;

    std::size_t size() const;

private:
    struct Entry
    {
        Instant at;
        SnapshotPointer snapshot;
    };
    using Entries = std::deque<Entry>;
    static constexpr std::size_t levels = 5;
    static constexpr std::size_t mergedAtOnce = 4; ///< rows of a level that make one of the next

    void trim();

    /** The part of a level that atMost() takes. */
    struct Part
    {
        Entries::const_iterator first;
        Entries::const_iterator last;
    };
    /** What was taken from @p from on: of @p level, and of the levels below it what is not in it yet. */
    std::vector<Part> partsOf(std::size_t level, Instant from) const;

    std::array<SnapshotPointers, levels> m_unmerged; ///< of each level; the adding thread only

    mutable std::mutex m_mutex;
    std::array<Entries, levels> m_levels; ///< guarded by m_mutex; the first as they were taken
    Milliseconds m_span{3'600'000};
};

} // namespace sluice
