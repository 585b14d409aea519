// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The channels that have news for a worker, until the worker looks at them, and who waits for that: whoever
// publishes in another worker must not run far ahead of one that the machine keeps from its work. Owned by
// the worker's Pump. Any thread may put and ask; only the worker's takes.
#pragma once

#include "base/Clock.h"
#include "engine/channel/DirtySink.h"
#include "engine/fanout/Poller.h"

#include <atomic>
#include <cstdint>
#include <mutex>
#include <optional>
#include <vector>

namespace sluice {

class DirtyInbox
{
public:
    /** So many channels may have news that the worker has not looked at before publishers wait for it. A
     * worker that runs looks at all of them in every slice. */
    static constexpr std::size_t mostUnseen = 4;

    /** News this young is not late: a worker that sleeps needs as long to wake. */
    static constexpr Clock::duration leastDelay = std::chrono::microseconds(250);

    /** @p owner is woken by news; it outlives the inbox. */
    explicit DirtyInbox(Poller &owner);

    /** Adds a channel's watch and wakes the worker. Any thread. */
    void put(WatchToken token);

    /** A wait for the worker to look once. Any thread. */
    class Wait
    {
    public:
        bool isOver() const { return m_inbox->m_takes.load(std::memory_order_acquire) > m_takes; }

    private:
        friend class DirtyInbox;
        Wait(const DirtyInbox &inbox, std::uint64_t takes)
            : m_inbox(&inbox)
            , m_takes(takes)
        {
        }

        const DirtyInbox *m_inbox;
        std::uint64_t m_takes; ///< of the inbox when the wait began
    };

    /**
     * A wait for the next take() if the worker is late: if more than mostUnseen watches wait to be looked at,
     * the first of them for leastDelay at least. @p waiter is then woken by that take() and must live until
     * then, as must the inbox. None if they wait for @p longest or more: nobody shall wait for a worker that
     * hangs. Any thread.
     */
    std::optional<Wait> awaitTake(Poller &waiter, Instant now, Clock::duration longest);

    /** Puts what waits into @p taken, which must be empty, and wakes those who wait for that. The worker's
     * thread. */
    void take(std::vector<WatchToken> &taken);

private:
    Poller &m_owner;
    std::atomic<std::uint64_t> m_takes{0};
    std::mutex m_mutex;
    std::vector<WatchToken> m_unseen;          ///< guarded by m_mutex
    Instant m_oldest;                          ///< likewise: when the first of m_unseen came
    std::vector<Poller *> m_waiters;           ///< likewise
    std::atomic<std::size_t> m_unseenCount{0}; ///< spares publishers the lock of every other worker
    std::vector<Poller *> m_toBeWoken;         ///< the worker's
};

} // namespace sluice
