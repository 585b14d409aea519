// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "load/clients/LoadCrowd.h"

#include <algorithm>

namespace sluice {

namespace {

using Reasons = std::map<std::string, std::uint32_t>;

void addReasons(Reasons &to, const Reasons &from)
{
    for (const auto &[reason, count] : from)
        to[reason] += count;
}

void addCounts(LoadStreams::Counts &to, const LoadStreams::Counts &from)
{
    to.decided += from.decided;
    to.connected += from.connected;
    to.open += from.open;
    to.refused += from.refused;
    to.connectErrors += from.connectErrors;
    to.drops += from.drops;
    to.slowEnded += from.slowEnded;
    to.churned += from.churned;
    to.returned += from.returned;
    to.returnFailures += from.returnFailures;
    to.away += from.away;
    to.left += from.left;
    to.replayed += from.replayed;
}

} // namespace

void CrowdFigures::add(const CrowdFigures &other)
{
    addCounts(counts, other.counts);
    addReasons(failures, other.failures);
    addReasons(dropReasons, other.dropReasons);
    delivered += other.delivered;
    duplicates += other.duplicates;
    skipped += other.skipped;
    owed += other.owed;
    doubts.resize(std::max(doubts.size(), other.doubts.size()));
    for (std::size_t i = 0; i < other.doubts.size(); ++i) {
        doubts[i].skipped += other.doubts[i].skipped;
        doubts[i].owners += other.doubts[i].owners;
        doubts[i].seen = doubts[i].seen || other.doubts[i].seen;
    }
    lastDecision = std::max(lastDecision, other.lastDecision);
    lastDelivery = std::max(lastDelivery, other.lastDelivery);
    latencies.merge(other.latencies);
}

std::uint64_t CrowdFigures::gaps() const
{
    std::uint64_t gaps = skipped;
    for (const DoubtfulPublish &doubt : doubts)
        gaps += doubt.seen ? doubt.skipped : 0;
    return gaps;
}

std::uint64_t CrowdFigures::expected() const
{
    std::uint64_t expected = owed;
    for (const DoubtfulPublish &doubt : doubts)
        expected -= doubt.seen ? 0 : doubt.owners;
    return expected;
}

std::uint64_t CrowdFigures::publishedUnconfirmed() const
{
    return static_cast<std::uint64_t>(
        std::count_if(doubts.begin(), doubts.end(), [](const DoubtfulPublish &doubt) { return doubt.seen; }));
}

} // namespace sluice
