// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/pool/Strangers.h"

#include <algorithm>

namespace sluice {

namespace {

// As long as a name can be (RFC 1035), and what a command shows.
constexpr std::size_t longestName = 255;

// Who was away for so long begins anew.
constexpr std::chrono::minutes forgotten{5};

} // namespace

std::size_t Strangers::indexOf(Refusal cause)
{
    return static_cast<std::size_t>(std::find(causes.begin(), causes.end(), cause) - causes.begin());
}

void Strangers::note(Refusal cause, Stranger stranger, Instant now)
{
    stranger.name.resize(std::min(stranger.name.size(), longestName));
    const std::lock_guard lock(m_mutex);
    Entry &entry = m_entries[indexOf(cause)];
    ++entry.total;
    const bool goesOn = entry.last && entry.last->name == stranger.name &&
                        entry.last->listener == stranger.listener && now - entry.last->last < forgotten;
    stranger.count = goesOn ? entry.last->count + 1 : 1;
    stranger.first = goesOn ? entry.last->first : now;
    stranger.last = now;
    entry.last = std::move(stranger);
}

std::int64_t Strangers::count(Refusal cause) const
{
    const std::lock_guard lock(m_mutex);
    return m_entries[indexOf(cause)].total;
}

std::optional<Stranger> Strangers::last(Refusal cause) const
{
    const std::lock_guard lock(m_mutex);
    return m_entries[indexOf(cause)].last;
}

} // namespace sluice
