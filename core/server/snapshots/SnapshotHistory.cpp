// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/snapshots/SnapshotHistory.h"

#include <algorithm>
#include <iterator>

namespace sluice {

void SnapshotHistory::setSpan(Milliseconds span)
{
    const std::lock_guard lock(m_mutex);
    m_span = span;
    trim();
}

void SnapshotHistory::add(Instant at, SnapshotPointer snapshot)
{
    std::array<SnapshotPointer, levels> rows{std::move(snapshot)};
    for (std::size_t level = 0; level + 1 < levels && rows[level]; ++level) {
        SnapshotPointers &unmerged = m_unmerged[level];
        unmerged.push_back(rows[level]);
        if (unmerged.size() < mergedAtOnce)
            break;
        rows[level + 1] = std::make_shared<const Snapshot>(mergedSnapshot(unmerged));
        unmerged.clear();
    }
    const std::lock_guard lock(m_mutex);
    for (std::size_t level = 0; level < levels && rows[level]; ++level)
        m_levels[level].push_back({at, std::move(rows[level])});
    trim();
}

void SnapshotHistory::trim()
{
    if (m_levels.front().empty())
        return;
    const Instant oldest = m_levels.front().back().at - m_span; // the newest one itself always stays
    std::size_t limit = most;
    for (Entries &entries : m_levels) {
        while (entries.size() > limit || (!entries.empty() && entries.front().at < oldest))
            entries.pop_front();
        limit /= mergedAtOnce;
    }
}

std::vector<SnapshotHistory::Part> SnapshotHistory::partsOf(std::size_t level, Instant from) const
{
    std::vector<Part> parts;
    for (std::size_t i = level + 1; i-- > 0;) {
        const Entries &entries = m_levels[i];
        const auto first = std::lower_bound(entries.begin(), entries.end(), from,
                                            [](const Entry &entry, Instant at) { return entry.at < at; });
        if (first == entries.end())
            continue;
        parts.push_back({first, entries.end()});
        from = entries.back().at + Clock::duration(1);
    }
    return parts;
}

SnapshotHistory::Rows SnapshotHistory::atMost(Instant from, std::size_t limit) const
{
    const std::lock_guard lock(m_mutex);
    Rows found;
    for (std::size_t level = 0;; ++level, found.merged *= mergedAtOnce) {
        const std::vector<Part> parts = partsOf(level, from);
        std::size_t count = 0;
        for (const Part &part : parts)
            count += static_cast<std::size_t>(part.last - part.first);
        if (count > limit && level + 1 < levels)
            continue;
        found.rows.reserve(count);
        for (const Part &part : parts)
            std::transform(part.first, part.last, std::back_inserter(found.rows),
                           [](const Entry &entry) { return entry.snapshot; });
        return found;
    }
}

SnapshotPointers SnapshotHistory::since(Instant from) const
{
    const std::lock_guard lock(m_mutex);
    auto first = std::lower_bound(m_levels.front().begin(), m_levels.front().end(), from,
                                  [](const Entry &entry, Instant at) { return entry.at < at; });
    SnapshotPointers found;
    found.reserve(static_cast<std::size_t>(m_levels.front().end() - first));
    for (; first != m_levels.front().end(); ++first)
        found.push_back(first->snapshot);
    return found;
}

SnapshotPointers SnapshotHistory::next(Instant &last, std::size_t limit) const
{
    const std::lock_guard lock(m_mutex);
    auto first = std::upper_bound(m_levels.front().begin(), m_levels.front().end(), last,
                                  [](Instant at, const Entry &entry) { return at < entry.at; });
    SnapshotPointers found;
    for (; first != m_levels.front().end() && found.size() < limit; ++first) {
        found.push_back(first->snapshot);
        last = first->at;
    }
    return found;
}

SnapshotPointer SnapshotHistory::latest() const
{
    const std::lock_guard lock(m_mutex);
    return m_levels.front().empty() ? nullptr : m_levels.front().back().snapshot;
}

std::size_t SnapshotHistory::size() const
{
    const std::lock_guard lock(m_mutex);
    return m_levels.front().size();
}

} // namespace sluice
