// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// A mutex for what is held for some 100 ns: who finds it taken tries again after a pause that doubles, and
// sleeps only when that was in vain. A member of what it guards; any thread. Why: one-lock-for-admission.md.
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
