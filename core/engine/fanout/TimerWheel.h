// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Deadlines of many small things by index: one node each, armed and fired in O(1), no allocation per arm.
// A hashed wheel; what lies beyond one turn waits in its bucket. Owned and used by one thread.
#pragma once

#include "base/Clock.h"

#include <cstdint>
#include <vector>

namespace sluice {

class TimerWheel
{
public:
    /** @p tick is the resolution; a deadline fires at most one tick late, never early. */
    explicit TimerWheel(Milliseconds tick, Instant start = Clock::now());

    /** Sets or moves the deadline of @p index. */
    void arm(std::uint32_t index, Instant due);

    /** Forgets the deadline of @p index, if it has one. */
    void disarm(std::uint32_t index);

    /** Collects the indices whose deadline is at or before @p now and forgets their deadlines. */
    void expire(Instant now, std::vector<std::uint32_t> &expired);

private:
    static constexpr std::uint32_t none = 0xffffffff;
    static constexpr std::uint32_t bucketCount = 512;

    struct Node
    {
        std::uint32_t next = none;
        std::uint32_t previous = none;
        std::uint32_t bucket = none; ///< none: not armed
        std::uint32_t dueTick = 0;
    };

    std::uint32_t tickOf(Instant when) const;
    void unlink(std::uint32_t index);

    const Milliseconds m_tick;
    const Instant m_start;
    std::uint32_t m_current = 0; ///< last tick that was expired
    std::vector<std::uint32_t> m_buckets;
    std::vector<Node> m_nodes;
};

} // namespace sluice
