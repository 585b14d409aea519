// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// A mutex for what is held for some 100 ns by threads that each have a core: who finds it taken tries again
// after a pause that doubles, and sleeps only when that was in vain. Sleeping and waking costs many times
// what is waited for; and pausing longer each time lets the holder have its turns in a row, with the data in
// its own cache, instead of the cores fetching it from each other at every turn. Any thread.
#pragma once

#include <mutex>

namespace sluice {

class BackoffMutex
{
public:
    // As the standard's Lockable, so that std::lock_guard takes it.
    void lock()
    {
        if (!m_mutex.try_lock())
            lockContended();
    }
    bool try_lock() { return m_mutex.try_lock(); } // NOLINT(readability-identifier-naming)
    void unlock() { m_mutex.unlock(); }

private:
    void lockContended();

    std::mutex m_mutex;
};

} // namespace sluice
