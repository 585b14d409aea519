// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/front/PlaceShare.h"

#include <algorithm>
#include <map>

namespace sluice::placeshare {

std::optional<std::uint32_t> unproven(const std::vector<Place> &places, const Newcomer &newcomer, Instant now)
{
    std::map<ClientKey, std::size_t> held;
    for (const Place &place : places)
        if (!place.isProven && place.owner)
            ++held[*place.owner];
    // A proxy that has named nobody is many clients, so each of its connections is a client of its own.
    const auto countOf = [&held](const std::optional<ClientKey> &owner) {
        const auto found = owner ? held.find(*owner) : held.end();
        return found == held.end() ? std::size_t{1} : found->second;
    };
    const std::size_t own =
        newcomer.owner && held.count(*newcomer.owner) > 0 ? countOf(newcomer.owner) + 1 : 1;
    const Place *best = nullptr;
    for (const Place &place : places) {
        if (place.isProven)
            continue;
        const bool isGreater = countOf(place.owner) > own;
        if (now - place.since < (isGreater ? newcomer.fromGreater : newcomer.fromEqual))
            continue;
        if (best == nullptr || countOf(place.owner) > countOf(best->owner) ||
            (countOf(place.owner) == countOf(best->owner) && place.since < best->since))
            best = &place;
    }
    return best == nullptr ? std::nullopt : std::optional(best->index);
}

std::optional<std::uint32_t> proven(const std::vector<Place> &places, std::size_t kept, Milliseconds least,
                                    Instant now)
{
    const auto isProven = [](const Place &place) { return place.isProven; };
    if (static_cast<std::size_t>(std::count_if(places.begin(), places.end(), isProven)) <= kept)
        return std::nullopt;
    const Place *best = nullptr;
    for (const Place &place : places)
        if (place.isProven && now - place.since >= least && (best == nullptr || place.since < best->since))
            best = &place;
    return best == nullptr ? std::nullopt : std::optional(best->index);
}

} // namespace sluice::placeshare
