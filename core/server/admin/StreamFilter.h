// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Which streams an operator means: ids, channel, client, age, backlog, idleness, worker, state. All that is
// given must fit.
// A plain value; any thread.
#pragma once

#include "engine/fanout/StreamFacts.h"
#include "server/admin/ClientFilter.h"

#include <unordered_set>

namespace sluice {

struct StreamFilter
{
    std::optional<std::unordered_set<std::uint64_t>> ids;
    std::optional<std::string> channel; ///< a name, or the beginning of names with * behind it
    std::optional<ClientFilter> client;
    std::optional<Milliseconds> minAge;
    std::optional<Milliseconds> maxAge;
    std::optional<std::int64_t> minBacklog; ///< bytes
    std::optional<Milliseconds> minIdle;    ///< since the last event, or since it opened
    std::optional<std::int64_t> worker;
    std::optional<std::string> state;

    /** Reads id (several are joined by ','), channel, client, min_age, max_age, min_backlog, min_idle, worker
     * and state. */
    static StreamFilter from(AdminQuery &query);

    /** True if it means every stream. */
    bool isEmpty() const;

    /** True if it asks more of a stream than to be one of the ids. */
    bool hasConditions() const;

    bool accepts(const StreamFacts &stream, Instant now) const;
};

/** A channel's name, or the beginning of names if @p pattern ends with '*'. */
bool fitsPattern(std::string_view pattern, std::string_view name);

/** "open", "blocked" (its socket refuses bytes) or "evicting" (it ends as soon as it has caught up). */
std::string_view stateName(const StreamFacts &stream);

} // namespace sluice
