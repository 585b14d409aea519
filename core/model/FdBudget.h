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

    /** @p limit is the process's descriptor limit; each of @p workers needs a few for itself. */
    FdBudget(std::int64_t limit, std::size_t workers);

    /** The admin listener's own budget: adminConnections, whatever the public side holds. */
    static FdBudget forAdmin() { return FdBudget(adminConnections); }

    /** Connections that the admin listener may hold, outside of this budget. */
    static constexpr std::int64_t adminConnections = 24;

    std::int64_t limit() const { return m_limit; }

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
        , m_allowed(allowed)
    {
    }

    const std::int64_t m_limit;
    const std::int64_t m_allowed;
    std::atomic<std::int64_t> m_used{0};
};

} // namespace sluice
