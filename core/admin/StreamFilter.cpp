// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "admin/StreamFilter.h"

#include <algorithm>
#include <limits>

namespace sluice {

StreamFilter StreamFilter::from(AdminQuery &query)
{
    StreamFilter filter;
    filter.channel = query.text("channel");
    filter.client = ClientFilter::from(query);
    filter.minAge = query.duration("min_age");
    filter.maxAge = query.duration("max_age");
    filter.minBacklog = query.size("min_backlog");
    filter.worker = query.count("worker", 0, std::numeric_limits<std::int32_t>::max());
    filter.state = query.word("state", {"open", "blocked", "evicting"});
    return filter;
}

bool StreamFilter::isEmpty() const
{
    return !channel && !client && !minAge && !maxAge && !minBacklog && !worker && !state;
}

bool StreamFilter::accepts(const StreamFacts &stream, Instant now) const
{
    const auto age = now - stream.opened;
    if (minAge && age < *minAge)
        return false;
    if (maxAge && age > *maxAge)
        return false;
    if (minBacklog && stream.backlogBytes < static_cast<std::uint64_t>(*minBacklog))
        return false;
    if (worker && stream.worker != static_cast<std::size_t>(*worker))
        return false;
    if (client && !client->accepts(stream.client))
        return false;
    if (state && stateName(stream) != *state)
        return false;
    const auto &channels = stream.channels();
    return !channel || std::find(channels.begin(), channels.end(), *channel) != channels.end();
}

std::string_view stateName(const StreamFacts &stream)
{
    if (stream.evicting)
        return "evicting";
    return stream.blocked ? "blocked" : "open";
}

} // namespace sluice
