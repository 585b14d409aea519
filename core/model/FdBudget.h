// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// How many descriptors the public side may hold: every accepted one counts, streams, idle connections and
// lingering ends alike, until it is closed. Owned by the Engine; any thread.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>

namespace sluice {

class FdBudget
{
public:
    /** Raises the soft limit to the hard limit and returns it. Once, at start. */
    static std::int64_t raiseLimit();

    /** What admin.max_followers is by default. */
    static constexpr std::int64_t usualFollowers = 32;

    /** Connections of the admin listener that are no event streams. */
    static constexpr std::int64_t adminRequests = 16;

    /** Most streams that any limit allows: more than pool.max_streams takes. */
    static constexpr std::int64_t mostStreams = 10'000'000;

    /** @p limit is the process's descriptor limit; each of @p workers needs a few for itself, and @p
     * followers may watch by the admin listener. */
    FdBudget(std::int64_t limit, std::size_t workers, std::int64_t followers = usualFollowers);

    /** The admin listener's own budget of so many connections, whatever the public side holds. */
    static FdBudget forAdmin(std::int64_t connections) { return FdBudget(connections); }

    /** Connections that the admin listener may hold, outside of this budget: adminRequests and its event
     * streams. At small limits fewer, as the public side has fewer, and never more than a quarter. */
    static std::int64_t adminConnections(std::int64_t limit, std::int64_t followers = usualFollowers);

    /** The smallest limit with which an engine of @p workers holds a stream. */
    static std::int64_t leastLimit(std::size_t workers);

    std::int64_t limit() const { return m_limit; }

    /** What the admin listener may hold besides. */
    std::int64_t adminConnections() const { return m_adminConnections; }

    /** Most streams that fit: the limit less descriptorReserve() of it. */
    std::int64_t maxStreams() const;

    /** Most descriptors the public side may hold, connections that are not streams included. */
    std::int64_t allowed() const { return m_allowed; }
    std::int64_t used() const { return m_used.load(std::memory_order_relaxed); }

    /** Counts one accepted descriptor. False when the budget is spent; the caller then does not keep it. */
    bool take();

    /** One is closed. */
    void release() { m_used.fetch_sub(1, std::memory_order_relaxed); }

    /** True while an accept may succeed within the budget. */
    bool hasRoom() const { return used() < m_allowed; }

private:
    explicit FdBudget(std::int64_t allowed)
        : m_limit(allowed)
        , m_adminConnections(allowed)
        , m_allowed(allowed)
    {
    }

    const std::int64_t m_limit;
    const std::int64_t m_adminConnections;
    const std::int64_t m_allowed;
    std::atomic<std::int64_t> m_used{0};
};

} // namespace sluice
