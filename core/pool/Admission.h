// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Who becomes a stream. One answer per request, with its cause; the only counters that all workers share hot.
// Owned by the Engine; any thread.
#pragma once

#include "pool/FdBudget.h"
#include "pool/Refusal.h"

#include <tl/expected.hpp>

namespace sluice {

class Admission
{
public:
    explicit Admission(const FdBudget &descriptors)
        : m_descriptors(descriptors)
    {
    }

    /** pool.max_streams in force: @p configured, or for 0 the descriptor limit less the reserve. Drops
     * nobody. */
    void setMaxStreams(std::int64_t configured);

    /** From now on every new stream is refused as draining. */
    void close() { m_closed.store(true, std::memory_order_relaxed); }

    /** Takes close() back. */
    void reopen() { m_closed.store(false, std::memory_order_relaxed); }
    bool isClosed() const { return m_closed.load(std::memory_order_relaxed); }

    /** Counts a stream in and gives its id, which is never reused; or says why not. */
    tl::expected<std::uint64_t, Refusal> admit();

    /** The end of an admitted stream is decided. */
    void leave() { m_active.fetch_sub(1, std::memory_order_relaxed); }

    std::int64_t active() const { return m_active.load(std::memory_order_relaxed); }
    std::int64_t maxStreams() const { return m_maxStreams.load(std::memory_order_relaxed); }

    /** Active streams over the cap, in percent. */
    double utilizationPercent() const
    {
        return 100.0 * static_cast<double>(active()) / static_cast<double>(maxStreams());
    }

private:
    const FdBudget &m_descriptors;
    std::atomic<std::int64_t> m_active{0};
    std::atomic<std::int64_t> m_maxStreams{1};
    std::atomic<std::uint64_t> m_lastId{0};
    std::atomic<bool> m_closed{false};
};

} // namespace sluice
