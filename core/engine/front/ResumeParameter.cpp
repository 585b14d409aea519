// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/front/ResumeParameter.h"

#include "engine/channel/ResumeId.h"

#include <algorithm>

#include <strings.h>

namespace sluice::resumeparameter {

namespace {

constexpr std::string_view fieldName = "last-event-id";

bool sameName(std::string_view a, std::string_view b)
{
    return a.size() == b.size() && ::strncasecmp(a.data(), b.data(), a.size()) == 0;
}

/** lastEventId, last_event_id, Last-Event-ID, evs_last_event_id: case and joints do not matter. */
bool isResumeParameter(std::string_view name)
{
    std::string letters;
    for (const char c : name.substr(0, 32))
        if (c != '-' && c != '_')
            letters += c;
    return sameName(letters, "lasteventid") || sameName(letters, "evslasteventid");
}

void add(std::vector<std::string> &ids, std::string_view id)
{
    if (!id.empty() && std::find(ids.begin(), ids.end(), id) == ids.end())
        ids.emplace_back(id);
}

/** Where a stream would go on in each channel; nothing in none where no channel knows the id. */
using Places = std::vector<std::optional<std::uint64_t>>;

Places placesOf(std::string_view id, const std::vector<std::shared_ptr<const Channel>> &channels)
{
    const std::vector<std::string_view> parts = resumeIds(id, channels.size());
    Places places(channels.size());
    for (std::size_t i = 0; i < channels.size(); ++i)
        if (channels[i])
            places[i] = channels[i]->placeBehind(parts[i]);
    return places;
}

bool isKnown(const Places &places)
{
    return std::any_of(places.begin(), places.end(), [](const auto &place) { return place.has_value(); });
}

/** Whether nothing of what @p other has left is to come again behind @p one. */
bool isAtLeast(const Places &one, const Places &other)
{
    // An optional without a value, which history has let go, is before any that has one.
    return std::equal(one.begin(), one.end(), other.begin(),
                      [](const auto &a, const auto &b) { return a >= b; });
}

} // namespace

std::vector<std::string> idsOf(const RequestHead &head, const Target &target)
{
    std::vector<std::string> ids;
    for (const auto &[name, value] : head.fields)
        if (sameName(name, fieldName))
            add(ids, value);
    if (!ids.empty())
        return ids;
    for (const auto &[name, value] : target.query)
        if (isResumeParameter(name))
            add(ids, value);
    return ids;
}

std::optional<std::string> newestOf(const std::vector<std::string> &ids,
                                    const std::vector<std::shared_ptr<const Channel>> &channels)
{
    std::vector<Places> places;
    places.reserve(ids.size());
    for (const std::string &id : ids)
        places.push_back(placesOf(id, channels));
    for (std::size_t i = 0; i < ids.size(); ++i) {
        const bool leads = std::all_of(places.begin(), places.end(),
                                       [&](const Places &other) { return isAtLeast(places[i], other); });
        if (leads && isKnown(places[i]))
            return ids[i];
    }
    return std::nullopt;
}

} // namespace sluice::resumeparameter
