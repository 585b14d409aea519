// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Copies what is known of a worker's streams, in slices so short that deliveries do not notice. Owned by a
// Reactor; worker thread only, except request() and latest(), which any thread may call.
#pragma once

#include "engine/fanout/Pump.h"
#include "engine/fanout/StreamFacts.h"

#include <atomic>
#include <mutex>

namespace sluice {

class StreamCopier
{
public:
    StreamCopier(std::size_t worker, StreamTable &table, const Pump &pump, Poller &poller);

    /** Asks for a new copy; one that is being made already serves. Any thread; waits for nothing. */
    void request();

    /** The newest whole copy; null before the first. Any thread. */
    std::shared_ptr<const StreamsCopy> latest() const;

    /** Copies for at most one slice. */
    void step();

    /** True while a copy is wanted or unfinished: wake the loop again. */
    bool hasWork() const { return m_wanted.load(std::memory_order_relaxed); }

    /** The longest slice so far. Any thread. */
    Clock::duration longestSlice() const { return Clock::duration(m_longest.load()); }

private:
    /** What the copy before found in a slot, for the rate since then. */
    struct Before
    {
        std::uint64_t id = 0;
        std::uint64_t sentBytes = 0;
        std::uint64_t sentEvents = 0;
        Instant taken;
    };

    void copy(Stream &stream, Instant now);
    void finish();

    const std::size_t m_worker;
    StreamTable &m_table;
    const Pump &m_pump;
    Poller &m_poller;
    std::atomic<bool> m_wanted{false};
    std::unique_ptr<StreamsCopy> m_making; ///< null between copies
    std::uint32_t m_next = 0;              ///< slots below have been copied
    std::vector<Before> m_before;          ///< by slot
    std::atomic<Clock::rep> m_longest{0};
    mutable std::mutex m_mutex;
    std::shared_ptr<const StreamsCopy> m_latest; ///< guarded by m_mutex
};

} // namespace sluice
