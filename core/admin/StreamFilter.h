// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Which streams an operator means: channel, client, age, backlog, worker, state. All that is given must fit.
// A plain value; any thread.
#pragma once

#include "admin/ClientFilter.h"
#include "stream/StreamFacts.h"

namespace sluice {

struct StreamFilter
{
    std::optional<std::string> channel;
    std::optional<ClientFilter> client;
    std::optional<Milliseconds> minAge;
    std::optional<Milliseconds> maxAge;
    std::optional<std::int64_t> minBacklog; ///< bytes
    std::optional<std::int64_t> worker;
    std::optional<std::string> state;

    /** Reads channel, client, min_age, max_age, min_backlog, worker and state. */
    static StreamFilter from(AdminQuery &query);

    /** True if it means every stream. */
    bool isEmpty() const;

    bool accepts(const StreamFacts &stream, Instant now) const;
};

/** "open", "blocked" (its socket refuses bytes) or "evicting" (it ends as soon as it has caught up). */
std::string_view stateName(const StreamFacts &stream);

} // namespace sluice
