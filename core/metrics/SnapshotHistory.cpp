// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "metrics/SnapshotHistory.h"

#include <algorithm>

namespace sluice {

void SnapshotHistory::setSpan(Milliseconds span)
{
    const std::lock_guard lock(m_mutex);
    m_span = span;
    trim();
}

void SnapshotHistory::add(Instant at, SnapshotPointer snapshot)
{
    const std::lock_guard lock(m_mutex);
    m_entries.push_back({at, std::move(snapshot)});
    trim();
}

void SnapshotHistory::trim()
{
    while (m_entries.size() > most ||
           (m_entries.size() > 1 && m_entries.front().at < m_entries.back().at - m_span))
        m_entries.pop_front();
}

SnapshotPointers SnapshotHistory::since(Instant from) const
{
    const std::lock_guard lock(m_mutex);
    auto first = std::lower_bound(m_entries.begin(), m_entries.end(), from,
                                  [](const Entry &entry, Instant at) { return entry.at < at; });
    SnapshotPointers found;
    found.reserve(static_cast<std::size_t>(m_entries.end() - first));
    for (; first != m_entries.end(); ++first)
        found.push_back(first->snapshot);
    return found;
}

SnapshotPointers SnapshotHistory::next(Instant &last, std::size_t limit) const
{
    const std::lock_guard lock(m_mutex);
    auto first = std::upper_bound(m_entries.begin(), m_entries.end(), last,
                                  [](Instant at, const Entry &entry) { return at < entry.at; });
    SnapshotPointers found;
    for (; first != m_entries.end() && found.size() < limit; ++first) {
        found.push_back(first->snapshot);
        last = first->at;
    }
    return found;
}

SnapshotPointer SnapshotHistory::latest() const
{
    const std::lock_guard lock(m_mutex);
    return m_entries.empty() ? nullptr : m_entries.back().snapshot;
}

std::size_t SnapshotHistory::size() const
{
    const std::lock_guard lock(m_mutex);
    return m_entries.size();
}

} // namespace sluice
