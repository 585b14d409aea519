// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "settings/AuditLog.h"

#include <algorithm>
#include <set>

namespace sluice {

namespace {

std::size_t bytesOf(const AuditEntry &entry)
{
    return entry.note.who.size() + entry.note.why.size() + entry.key.size() + entry.oldText.size() +
           entry.newText.size();
}

} // namespace

void AuditLog::append(const std::vector<AuditEntry> &entries)
{
    if (entries.empty())
        return;
    for (const AuditEntry &entry : entries) {
        m_entries.push_back(entry);
        m_bytes += bytesOf(entry);
    }
    while ((m_entries.size() > mostEntries || m_bytes > mostBytes) &&
           m_entries.front().revision != entries.front().revision)
        forgetOldestRevision();
}

void AuditLog::forgetOldestRevision()
{
    const std::uint64_t oldest = m_entries.front().revision;
    while (!m_entries.empty() && m_entries.front().revision == oldest) {
        m_bytes -= bytesOf(m_entries.front());
        m_entries.pop_front();
        ++m_forgotten;
    }
}

std::vector<AuditEntry> AuditLog::since(std::uint64_t revision, std::size_t limit) const
{
    const auto first = std::find_if(m_entries.begin(), m_entries.end(), [revision](const AuditEntry &entry) {
        return entry.revision > revision;
    });
    std::vector<AuditEntry> found;
    for (auto entry = first; entry != m_entries.end(); ++entry) {
        if (found.size() >= limit && (found.empty() || found.back().revision != entry->revision))
            break;
        found.push_back(*entry);
    }
    return found;
}

std::vector<AuditEntry> AuditLog::newest(std::size_t limit) const
{
    if (limit >= m_entries.size())
        return {m_entries.begin(), m_entries.end()};
    if (limit == 0)
        return {};
    const std::uint64_t first = m_entries[m_entries.size() - limit].revision;
    return since(first - 1, m_entries.size());
}

std::vector<AuditEntry> AuditLog::of(std::uint64_t revision) const
{
    std::vector<AuditEntry> found;
    std::copy_if(m_entries.begin(), m_entries.end(), std::back_inserter(found),
                 [revision](const AuditEntry &entry) { return entry.revision == revision; });
    return found;
}

std::optional<std::uint64_t> AuditLog::lastUndoable() const
{
    std::set<std::uint64_t> undone;
    for (std::size_t i = m_entries.size(); i-- > 0;) {
        const AuditEntry &entry = m_entries[i];
        if (undone.count(entry.revision) != 0)
            continue; // an undo that was itself undone does not count either
        if (entry.undoes == 0)
            return entry.revision;
        undone.insert(entry.undoes);
    }
    return std::nullopt;
}

} // namespace sluice
