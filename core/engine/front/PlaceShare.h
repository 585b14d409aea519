// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Who gives its place up when a newcomer finds a front door full. Liveness is not measured in bytes, which
// whoever holds places chooses, but in the time since the last request that had a right to be there. A share
// is no ceiling: nobody loses anything while there is room. Pure functions, any thread.
#pragma once

#include "base/Clock.h"
#include "engine/pool/ClientKey.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace sluice::placeshare {

/** A connection that may be asked to go. */
struct Place
{
    std::uint32_t index = 0;        ///< the caller's name for it
    std::optional<ClientKey> owner; ///< nothing behind a trusted proxy that has not named a client yet
    bool isProven = false;          ///< a request with a right to be here was finished on it
    Instant since;                  ///< the last such, or its accept
};

/** Who comes, and how long places must have been held to go for it. */
struct Newcomer
{
    std::optional<ClientKey> owner; ///< nothing if not known, or a trusted proxy
    Milliseconds fromGreater{20}; ///< held by somebody who has more unproven places than the newcomer's owner
    Milliseconds fromEqual{2'000}; ///< held by anybody else, itself included
};

/** Which unproven place goes: of the owner that has most of them, the one held longest. */
std::optional<std::uint32_t> unproven(const std::vector<Place> &places, const Newcomer &newcomer,
                                      Instant now);

/** Which proven place goes: the one that was not used for longest, if more than @p kept are proven. */
std::optional<std::uint32_t> proven(const std::vector<Place> &places, std::size_t kept, Milliseconds least,
                                    Instant now);

} // namespace sluice::placeshare
