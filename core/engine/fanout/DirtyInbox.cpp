// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/fanout/DirtyInbox.h"

#include <algorithm>

namespace sluice {

DirtyInbox::DirtyInbox(Poller &owner)
    : m_owner(owner)
{
}

void DirtyInbox::put(WatchToken token)
{
    {
        const std::lock_guard lock(m_mutex);
        if (m_unseen.empty())
            m_oldest = Clock::now();
        m_unseen.push_back(token);
        m_unseenCount.store(m_unseen.size(), std::memory_order_relaxed);
    }
    m_owner.wake();
}

std::optional<DirtyInbox::Wait> DirtyInbox::awaitTake(Poller &waiter, Instant now, Clock::duration longest)
{
    if (m_unseenCount.load(std::memory_order_relaxed) <= mostUnseen)
        return std::nullopt;
    const std::lock_guard lock(m_mutex);
    const Clock::duration delay = now - m_oldest;
    if (m_unseen.size() <= mostUnseen || delay < leastDelay || delay >= longest)
        return std::nullopt;
    if (std::find(m_waiters.begin(), m_waiters.end(), &waiter) == m_waiters.end())
        m_waiters.push_back(&waiter);
    return Wait(*this, m_takes.load(std::memory_order_relaxed));
}

void DirtyInbox::take(std::vector<WatchToken> &taken)
{
    {
        const std::lock_guard lock(m_mutex);
        taken.swap(m_unseen);
        m_unseenCount.store(0, std::memory_order_relaxed);
        m_takes.fetch_add(1, std::memory_order_release);
        m_toBeWoken.swap(m_waiters);
    }
    for (Poller *waiter : m_toBeWoken)
        waiter->wake();
    m_toBeWoken.clear();
}

} // namespace sluice
