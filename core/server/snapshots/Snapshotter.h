// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Takes a Snapshot every metrics.interval, in a thread of its own: it reads the workers' counters, and they
// never hear of it. Keeps metrics.history of them and tells the listeners. Owned by the Signals; any thread
// may call it, unless a function says otherwise.
#pragma once

#include "server/snapshots/SnapshotHistory.h"
#include "server/snapshots/SnapshotReading.h"

#include <condition_variable>
#include <functional>
#include <thread>

namespace sluice {

class Snapshotter
{
public:
    /** Where the figures come from; a test may have a wall clock of its own. Called from any thread. */
    struct Sources
    {
        std::function<EngineFigures()> engine;
        std::function<UtcTime()> utc = utcNow;
    };
    explicit Snapshotter(Sources sources);
    ~Snapshotter();
    Snapshotter(const Snapshotter &) = delete;
    Snapshotter &operator=(const Snapshotter &) = delete;

    /** Called in the Snapshotter's thread for each snapshot; must not wait long. */
    using Listener = std::function<void(const SnapshotPointer &)>;
    /** Before start(). */
    void addListener(Listener listener);

    /** Begins; from here figures are rates since now. */
    void start();

    /** Ends the thread; no listener is called any more. */
    void stop();

    /** How often, from the next snapshot on. */
    void setInterval(Milliseconds interval);

    /** A snapshot of this very moment, which nobody is told of; rates are those since a recent one. */
    Snapshot current() const;

    SnapshotHistory &history() { return m_history; }
    const SnapshotHistory &history() const { return m_history; }

private:
    void run();
    void take();
    SnapshotReading read(std::int64_t heapBytes) const;
    std::int64_t heapBytes(Instant now);

    const Sources m_sources;
    const Instant m_started = Clock::now();
    SnapshotHistory m_history;
    std::vector<Listener> m_listeners;
    Instant m_heapDue; ///< when the heap is asked again; the Snapshotter's thread only

    mutable std::mutex m_mutex;
    std::condition_variable m_wake;
    Milliseconds m_interval{1000}; ///< guarded by m_mutex, as all that follows
    bool m_stop = false;
    SnapshotReading m_last;
    SnapshotReading m_lastButOne;
    std::thread m_thread;
};

} // namespace sluice
