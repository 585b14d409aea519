// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// What the public connections hold between two reads: bodies that have not come whole, answers that the
// client does not take. What comes and is answered within one read is never counted: small publishes pass,
// however full it is. Owned by the Engine; any thread.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>

namespace sluice {

class InFlightBytes
{
public:
    /** publish.max_in_flight. */
    void setMost(std::int64_t most) { m_most.store(most, std::memory_order_relaxed); }

    std::int64_t held() const { return m_held.load(std::memory_order_relaxed); }

    /** A connection that held @p before bytes holds @p now. False where that is more, and all together beyond
     * the most: the caller is to let go of what it can. */
    bool change(std::size_t before, std::size_t now)
    {
        const auto more = static_cast<std::int64_t>(now) - static_cast<std::int64_t>(before);
        const std::int64_t held = m_held.fetch_add(more, std::memory_order_relaxed) + more;
        return more <= 0 || held <= m_most.load(std::memory_order_relaxed);
    }

private:
    std::atomic<std::int64_t> m_held{0};
    std::atomic<std::int64_t> m_most{std::int64_t{64} << 20};
};

} // namespace sluice
