// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/fanout/TimerWheel.h"

#include <algorithm>

namespace sluice {

TimerWheel::TimerWheel(Milliseconds tick, Instant start)
    : m_tick(tick)
    , m_start(start)
    , m_buckets(bucketCount, none)
{
}

std::uint32_t TimerWheel::tickOf(Instant when) const
{
    // Rounded up, so that nothing fires early. 32 bits of a 10 ms tick last for more than a year.
    const auto since = std::max(when - m_start, Clock::duration::zero());
    return static_cast<std::uint32_t>((since + m_tick - Clock::duration(1)) / m_tick);
}

void TimerWheel::arm(std::uint32_t index, Instant due)
{
    if (index >= m_nodes.size())
        m_nodes.resize(index + 1);
    if (m_nodes[index].bucket != none)
        unlink(index);

    Node &node = m_nodes[index];
    node.dueTick = std::max(tickOf(due), m_current + 1);
    node.bucket = node.dueTick % bucketCount;
    node.previous = none;
    node.next = m_buckets[node.bucket];
    if (node.next != none)
        m_nodes[node.next].previous = index;
    m_buckets[node.bucket] = index;
}

void TimerWheel::disarm(std::uint32_t index)
{
    if (index < m_nodes.size() && m_nodes[index].bucket != none)
        unlink(index);
}

void TimerWheel::unlink(std::uint32_t index)
{
    Node &node = m_nodes[index];
    if (node.previous != none)
        m_nodes[node.previous].next = node.next;
    else
        m_buckets[node.bucket] = node.next;
    if (node.next != none)
        m_nodes[node.next].previous = node.previous;
    node.bucket = none;
}

void TimerWheel::expire(Instant now, std::vector<std::uint32_t> &expired)
{
    expired.clear();
    const auto reached =
        static_cast<std::uint32_t>(std::max(now - m_start, Clock::duration::zero()) / m_tick);
    if (reached <= m_current)
        return;
    // After a long stall one turn over all buckets sees everything.
    const std::uint32_t steps = std::min(reached - m_current, bucketCount);
    for (std::uint32_t step = 0; step < steps; ++step) {
        std::uint32_t index = m_buckets[(reached - step) % bucketCount];
        while (index != none) {
            const std::uint32_t next = m_nodes[index].next;
            if (m_nodes[index].dueTick <= reached) {
                unlink(index);
                expired.push_back(index);
            }
            index = next;
        }
    }
    m_current = reached;
}

} // namespace sluice
