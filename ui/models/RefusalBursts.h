// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Finds bursts of refusals, and restarts of the engine, in snapshots as they come: what happened, out of
// counters that only grow. Owned by the JournalWriter; GUI thread only.
#pragma once

#include "SnapshotStore.h"

#include <functional>

namespace sluice {

class RefusalBursts
{
public:
    /** Fewer in a row are no burst: a wrong token now and then is no event. */
    static constexpr double fewest = 10;
    /** Seconds without a refusal that end a burst. */
    static constexpr double quiet = 10;

    struct Burst
    {
        double start = 0; ///< ms since 1970
        double last = 0;  ///< when the last refusal was seen
        double count = 0;
        double mostPerSecond = 0;
        QString cause; ///< the most frequent one, as metrics name it
        bool isOver = false;
    };

    /** Told of a burst that has reached its size, again while it grows, and once it is over. */
    std::function<void(const Burst &burst)> onBurst;
    /** Told when the engine was started anew, in ms since 1970. */
    std::function<void(double time)> onRestart;

    /** Looks at what is new in @p store. */
    void scan(const SnapshotStore &store);

    /** Begins again: another engine. */
    void clear();

private:
    void look(const SnapshotStore &store, std::size_t row);
    void finish();
    QString mainCause(const SnapshotStore &store, std::size_t row) const;

    double m_scanned = 0; // time of the last row looked at
    Burst m_burst;
    bool m_isOpen = false;
    double m_startTime = 0; // of the row before the burst
};

} // namespace sluice
