// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The last changes of settings: who changed what, when and why. Bounded by count and bytes, whole revisions
// at a time. Owned by the SettingsStore, which guards it; not safe for several threads by itself.
#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <vector>

namespace sluice {

/** Who changes settings and why; both end up in the audit. */
struct ChangeNote
{
    std::string who; ///< such as "admin 127.0.0.1" or "SIGHUP"
    std::string why; ///< the changer's own words; may be empty
};

/** One setting that changed; the entries of one revision were changed together. */
struct AuditEntry
{
    std::uint64_t revision; ///< that the change made
    std::chrono::system_clock::time_point when;
    std::chrono::steady_clock::time_point instant; ///< the same moment, on the clock that never jumps
    ChangeNote note;
    std::string key;
    std::string oldText; ///< as valueText() has it: a Secret is "***"
    std::string newText;
    std::uint64_t undoes = 0; ///< the revision that this one takes back; 0: it is no undo
};

class AuditLog
{
public:
    static constexpr std::size_t mostEntries = 1000;
    static constexpr std::size_t mostBytes = std::size_t{1} << 20U; ///< of texts

    /** Adds the entries of one revision, newer than all before, and forgets the oldest over the bounds. */
    void append(const std::vector<AuditEntry> &entries);

    /** The entries after `revision`, oldest first, up to `limit`, but never half of a revision. */
    std::vector<AuditEntry> since(std::uint64_t revision, std::size_t limit) const;

    /** The newest entries, oldest of them first, about `limit` of them, but never half of a revision. */
    std::vector<AuditEntry> newest(std::size_t limit) const;

    /** The entries of one revision; empty when it is unknown or forgotten. */
    std::vector<AuditEntry> of(std::uint64_t revision) const;

    /** The newest change that is in effect and is not itself an undo: what a plain undo takes back. */
    std::optional<std::uint64_t> lastUndoable() const;

    /** Entries that were forgotten. */
    std::uint64_t forgotten() const { return m_forgotten; }

private:
    void forgetOldestRevision();

    std::deque<AuditEntry> m_entries;
    std::size_t m_bytes = 0;
    std::uint64_t m_forgotten = 0;
};

} // namespace sluice
