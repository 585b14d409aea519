// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The snapshots of the last hour, or of metrics.history, in the order in which they were taken. Owned by the
// Snapshotter, whose thread adds; any thread reads. Ordered by the monotonic clock: the one on the wall may
// jump as it likes.
#pragma once

#include "metrics/Snapshot.h"

#include <deque>
#include <mutex>

namespace sluice {

class SnapshotHistory
{
public:
    /** Most snapshots that are kept, however short metrics.interval is: about 100 MB. */
    static constexpr std::size_t most = 100'000;

    /** How long snapshots are kept. Any thread. */
    void setSpan(Milliseconds span);

    /** Adds a snapshot that was taken at @p at, and lets go what has become too old. */
    void add(Instant at, SnapshotPointer snapshot);

    /** Those taken at or after @p from, oldest first. */
    SnapshotPointers since(Instant from) const;

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
    void trim();

    mutable std::mutex m_mutex;
    std::deque<Entry> m_entries; ///< guarded by m_mutex
    Milliseconds m_span{3'600'000};
};

} // namespace sluice
