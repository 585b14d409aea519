// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "findings/check/Clumps.h"

#include <algorithm>

namespace sluice {

namespace {

constexpr double kOneMoment = 0.05;
// What was stored for a client that connects comes at once by right.
constexpr double kGreeting = 1;
// A heartbeat that comes more often than this is none.
constexpr double kShortestSilence = 1;

bool comesAfterSilence(const Clump &clump, const StreamRecord &stream, double ownLagSeconds)
{
    return clump.silenceBefore > kShortestSilence + 2 * ownLagSeconds &&
           clump.at > stream.headAt.value_or(0) + kGreeting;
}

} // namespace

std::vector<Clump> clumpsOf(const StreamRecord &stream)
{
    std::vector<Clump> clumps;
    double last = stream.headAt.value_or(0);
    for (const StreamRecord::Arrival &arrival : stream.arrivals) {
        if (clumps.empty() || arrival.at - last > kOneMoment)
            clumps.push_back({arrival.at, arrival.at - last, 0, 0, 0});
        Clump &clump = clumps.back();
        clump.bytes += arrival.bytes;
        clump.events += arrival.events;
        clump.comments += arrival.comments;
        last = arrival.at;
    }
    return clumps;
}

std::vector<Clump> heldBack(const std::vector<Clump> &clumps, const StreamRecord &stream,
                            double ownLagSeconds)
{
    std::vector<Clump> held;
    std::copy_if(clumps.begin(), clumps.end(), std::back_inserter(held), [&](const Clump &clump) {
        return clump.comments >= 2 && comesAfterSilence(clump, stream, ownLagSeconds);
    });
    return held;
}

std::vector<Clump> burstsOf(const std::vector<Clump> &clumps, const StreamRecord &stream,
                            double ownLagSeconds)
{
    std::vector<Clump> bursts;
    std::copy_if(clumps.begin(), clumps.end(), std::back_inserter(bursts), [&](const Clump &clump) {
        return clump.events >= 2 && comesAfterSilence(clump, stream, ownLagSeconds);
    });
    return bursts;
}

double longestSilence(const std::vector<Clump> &clumps, const StreamRecord &stream)
{
    double longest = stream.silence();
    for (const Clump &clump : clumps)
        longest = std::max(longest, clump.silenceBefore);
    return longest;
}

double heartbeatInterval(const std::vector<Clump> &clumps)
{
    double longest = 0;
    for (const Clump &clump : clumps)
        if (clump.comments > 0)
            longest = std::max(longest, clump.silenceBefore);
    return longest;
}

} // namespace sluice
