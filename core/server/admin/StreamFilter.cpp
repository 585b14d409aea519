// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/admin/StreamFilter.h"

#include "base/text/Units.h"

#include <algorithm>
#include <limits>

namespace sluice {

namespace {

/** The ids that ?id=1,2,3 names. */
std::optional<std::unordered_set<std::uint64_t>> idsOf(AdminQuery &query)
{
    const auto given = query.text("id");
    if (!given)
        return std::nullopt;
    std::unordered_set<std::uint64_t> ids;
    std::string_view rest = *given;
    for (;;) {
        const auto comma = rest.find(',');
        const auto id = parseCount(rest.substr(0, comma));
        if (!id) {
            query.refuse("id", "is '" + *given + "', not a stream's id or several with ',' between");
            return std::nullopt;
        }
        ids.insert(static_cast<std::uint64_t>(*id));
        if (comma == std::string_view::npos)
            return ids;
        rest.remove_prefix(comma + 1);
    }
}

} // namespace

bool fitsPattern(std::string_view pattern, std::string_view name)
{
    return pattern.ends_with('*') ? name.starts_with(pattern.substr(0, pattern.size() - 1)) : name == pattern;
}

StreamFilter StreamFilter::from(AdminQuery &query)
{
    StreamFilter filter;
    filter.ids = idsOf(query);
    filter.channel = query.text("channel");
    filter.client = ClientFilter::from(query);
    filter.minAge = query.duration("min_age");
    filter.maxAge = query.duration("max_age");
    filter.minBacklog = query.size("min_backlog");
    filter.minIdle = query.duration("min_idle");
    filter.worker = query.count("worker", 0, std::numeric_limits<std::int32_t>::max());
    filter.state = query.word("state", {"open", "blocked", "evicting"});
    return filter;
}

bool StreamFilter::isEmpty() const
{
    return !ids && !hasConditions();
}

bool StreamFilter::hasConditions() const
{
    return channel || client || minAge || maxAge || minBacklog || minIdle || worker || state;
}

bool StreamFilter::accepts(const StreamFacts &stream, Instant now) const
{
    if (ids && !ids->contains(stream.id))
        return false;
    const auto age = now - stream.opened;
    if (minAge && age < *minAge)
        return false;
    if (maxAge && age > *maxAge)
        return false;
    if (minBacklog && stream.backlogBytes < static_cast<std::uint64_t>(*minBacklog))
        return false;
    if (minIdle && now - stream.lastEvent.value_or(stream.opened) < *minIdle)
        return false;
    if (worker && stream.worker != static_cast<std::size_t>(*worker))
        return false;
    if (client && !client->accepts(stream.client))
        return false;
    if (state && stateName(stream) != *state)
        return false;
    const auto &channels = stream.channels();
    return !channel || std::any_of(channels.begin(), channels.end(),
                                   [this](const std::string &name) { return fitsPattern(*channel, name); });
}

std::string_view stateName(const StreamFacts &stream)
{
    if (stream.evicting)
        return "evicting";
    return stream.blocked ? "blocked" : "open";
}

} // namespace sluice
