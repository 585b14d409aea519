// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The channels that have news for a worker, until the worker looks at them, and who waits for that: whoever
// publishes in another worker must not run far ahead of one that the machine keeps from its work. Owned by
// the worker's Pump. Any thread may put and ask; only the worker's takes.
#pragma once

#include "channel/DirtySink.h"
#include "stream/Poller.h"

#include <mutex>
#include <vector>

namespace sluice {

class DirtyInbox
{
public:
    /** So many channels may have news that the worker has not looked at before publishers wait for it. A
     * worker that runs looks at all of them in every slice. */
    static constexpr std::size_t mostUnseen = 4;

    /** @p owner is woken by news; it outlives the inbox. */
    explicit DirtyInbox(Poller &owner);

    /** Adds a channel's watch and wakes the worker. Any thread. */
    void put(WatchToken token);

    /**
     * True if more than mostUnseen watches wait to be looked at: @p waiter is then woken once, by the next
     * take(), and must live until then. Any thread.
     */
    bool isOutrun(Poller &waiter);

    /** Puts what waits into @p taken, which must be empty, and wakes those who wait for that. The worker's
     * thread. */
    void take(std::vector<WatchToken> &taken);

private:
    Poller &m_owner;
    std::mutex m_mutex;
    std::vector<WatchToken> m_unseen;  ///< guarded by m_mutex
    std::vector<Poller *> m_waiters;   ///< likewise
    std::vector<Poller *> m_toBeWoken; ///< the worker's
};

} // namespace sluice
