// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/EndsRing.h"

#include <algorithm>

namespace sluice {

namespace {

// A worker that ends a stream meanwhile waits for one bite: a few microseconds.
constexpr std::uint64_t bite = 128;

} // namespace

void EndsRing::add(EndRecord record)
{
    const std::lock_guard lock(m_mutex);
    if (m_records.size() == capacity)
        m_records.pop_front();
    m_records.push_back(std::move(record));
    ++m_total;
}

std::uint64_t EndsRing::total() const
{
    const std::lock_guard lock(m_mutex);
    return m_total;
}

std::uint64_t EndsRing::copyFrom(std::uint64_t from, std::vector<EndRecord> &to, std::uint64_t end) const
{
    std::vector<EndRecord> some;
    some.reserve(bite);
    end = std::min(end, total());
    while (from < end) {
        {
            const std::lock_guard lock(m_mutex);
            const std::uint64_t oldest = m_total - m_records.size();
            from = std::max(from, oldest);
            const std::uint64_t until = std::min(from + bite, end);
            for (; from < until; ++from)
                some.push_back(m_records[from - oldest]);
        }
        std::move(some.begin(), some.end(), std::back_inserter(to));
        some.clear();
    }
    return from;
}

std::vector<EndRecord> latestEnds(std::span<const EndsRing *const> rings, std::size_t limit)
{
    std::vector<EndRecord> all;
    for (std::size_t i = 0; i < rings.size(); ++i) {
        const std::size_t first = all.size();
        const std::uint64_t total = rings[i]->total();
        rings[i]->copyFrom(total - std::min<std::uint64_t>(total, limit), all);
        std::for_each(all.begin() + static_cast<std::ptrdiff_t>(first), all.end(),
                      [i](EndRecord &record) { record.worker = static_cast<std::uint16_t>(i); });
    }
    std::stable_sort(all.begin(), all.end(),
                     [](const EndRecord &left, const EndRecord &right) { return left.ended > right.ended; });
    if (all.size() > limit)
        all.resize(limit);
    return all;
}

} // namespace sluice
