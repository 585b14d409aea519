// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The arrivals of a stream put together to what came at one moment, and the silences between: what tells a
// stream that is held back from one that has nothing to say. Pure functions; any thread.
#pragma once

#include "findings/check/CheckRecord.h"

#include <vector>

namespace sluice {

/** What came without a pause. */
struct Clump
{
    double at = 0;            ///< its beginning
    double silenceBefore = 0; ///< since the clump before, or the head
    std::uint64_t bytes = 0;
    std::uint64_t events = 0;
    std::uint64_t comments = 0;
};

/** All clumps in their order; arrivals less than 50 ms apart are one. */
std::vector<Clump> clumpsOf(const StreamRecord &stream);

/**
 * Clumps that can only come of something that held them back: several heartbeats at once, after a silence in
 * which each of them should have come by itself. @p ownLagSeconds is how late this program itself may have
 * read them.
 */
std::vector<Clump> heldBack(const std::vector<Clump> &clumps, const StreamRecord &stream,
                            double ownLagSeconds);

/** Clumps of several events after a silence: held back, or published so. */
std::vector<Clump> burstsOf(const std::vector<Clump> &clumps, const StreamRecord &stream,
                            double ownLagSeconds);

/** The longest silence of the stream, its end included, seconds. */
double longestSilence(const std::vector<Clump> &clumps, const StreamRecord &stream);

/** The longest silence that a comment ended, seconds; 0 when there is none. */
double heartbeatInterval(const std::vector<Clump> &clumps);

} // namespace sluice
