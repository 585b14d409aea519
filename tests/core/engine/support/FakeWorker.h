// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// A DirtySink that remembers its marks, for a std::thread that plays the worker. Any thread.
#pragma once

#include "engine/channel/DirtySink.h"

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <vector>

namespace sluice {

class FakeWorker : public DirtySink
{
public:
    void markDirty(WatchToken token) override
    {
        const std::lock_guard lock(m_mutex);
        m_marks.push_back(token);
        m_woken.notify_all();
    }

    /** The marks since the last call. */
    std::vector<WatchToken> take()
    {
        const std::lock_guard lock(m_mutex);
        return std::exchange(m_marks, {});
    }

    /** Like take(), but waits for a mark; empty only if none came within @p patience. */
    std::vector<WatchToken> wait(std::chrono::milliseconds patience)
    {
        std::unique_lock lock(m_mutex);
        m_woken.wait_for(lock, patience, [this] { return !m_marks.empty(); });
        return std::exchange(m_marks, {});
    }

private:
    std::mutex m_mutex;
    std::condition_variable m_woken;
    std::vector<WatchToken> m_marks;
};

} // namespace sluice
