// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "stream/DirtyInbox.h"

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
        m_unseen.push_back(token);
    }
    m_owner.wake();
}

bool DirtyInbox::isOutrun(Poller &waiter)
{
    const std::lock_guard lock(m_mutex);
    if (m_unseen.size() <= mostUnseen)
        return false;
    if (std::find(m_waiters.begin(), m_waiters.end(), &waiter) == m_waiters.end())
        m_waiters.push_back(&waiter);
    return true;
}

void DirtyInbox::take(std::vector<WatchToken> &taken)
{
    {
        const std::lock_guard lock(m_mutex);
        taken.swap(m_unseen);
        m_toBeWoken.swap(m_waiters);
    }
    for (Poller *waiter : m_toBeWoken)
        waiter->wake();
    m_toBeWoken.clear();
}

} // namespace sluice
