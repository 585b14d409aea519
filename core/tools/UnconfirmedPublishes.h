// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Publishes whose answer was lost, on their way from the publishers to the ledger: nobody knows yet whether
// the server took the event. Shared by the publisher thread (add) and the reading thread (take).
#pragma once

#include <atomic>
#include <cstdint>
#include <mutex>
#include <utility>
#include <vector>

namespace sluice {

/** An event that was sent to the server, and no answer came. */
struct UnconfirmedPublish
{
    std::uint32_t channel = 0;
    std::uint32_t sequence = 0;
    std::uint8_t publisher = 0;
};

class UnconfirmedPublishes
{
public:
    /** Must be called before the same publisher sends its next event on that channel. Any thread. */
    void add(const UnconfirmedPublish &publish)
    {
        const std::lock_guard lock(m_mutex);
        m_waiting.push_back(publish);
        m_any.store(true, std::memory_order_release);
    }

    /** Hands over all that were added since the last call; cheap when there are none. Any thread. */
    std::vector<UnconfirmedPublish> take()
    {
        if (!m_any.load(std::memory_order_acquire))
            return {};
        const std::lock_guard lock(m_mutex);
        m_any.store(false, std::memory_order_relaxed);
        return std::exchange(m_waiting, {});
    }

private:
    std::mutex m_mutex;
    std::atomic<bool> m_any{false};
    std::vector<UnconfirmedPublish> m_waiting;
};

} // namespace sluice
