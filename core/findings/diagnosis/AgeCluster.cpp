// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "findings/diagnosis/AgeCluster.h"

#include <algorithm>

namespace sluice {

namespace {

// Fewer ends of one age than this are a coincidence: three tabs that one person closes.
constexpr std::size_t fewest = 8;

// Younger ends are clients that looked in, reloaded or failed, not timeouts: no proxy's is that short.
constexpr double youngest = 2;

// Timers of proxies are exact to their tick, a second at most; ages grow apart by what connecting takes.
constexpr double spreadAtMost = 0.5;
constexpr double spreadShare = 0.02;

// One event that ends everybody makes equal ages only of streams that began together. A timeout cuts each at
// its own time: the ends lie apart by much more than the ages do.
constexpr double apartBy = 3;

struct Ended
{
    double age;
    double at; ///< seconds since the engine's clock began
};

std::vector<Ended> endedByPeers(const std::vector<EndRecord> &ends)
{
    using Seconds = std::chrono::duration<double>;
    std::vector<Ended> result;
    for (const EndRecord &end : ends)
        if (end.cause == Cause::ClientClosed || end.cause == Cause::Reset)
            result.push_back({Seconds(end.age()).count(), Seconds(end.ended.time_since_epoch()).count()});
    std::sort(result.begin(), result.end(), [](const Ended &a, const Ended &b) { return a.age < b.age; });
    return result;
}

double timeSpan(std::vector<Ended>::const_iterator from, std::vector<Ended>::const_iterator to)
{
    const auto [first, last] =
        std::minmax_element(from, to, [](const Ended &a, const Ended &b) { return a.at < b.at; });
    return last->at - first->at;
}

} // namespace

std::optional<AgeCluster> AgeCluster::of(const std::vector<EndRecord> &ends)
{
    const std::vector<Ended> all = endedByPeers(ends);
    auto best = all.begin();
    auto bestEnd = all.begin();
    for (auto from = all.begin(), to = all.begin(); from != all.end(); ++from) {
        const double oldest = from->age + std::max(spreadAtMost, from->age * spreadShare);
        while (to != all.end() && to->age <= oldest)
            ++to;
        if (from->age >= youngest && to - from > bestEnd - best) {
            best = from;
            bestEnd = to;
        }
    }
    AgeCluster cluster;
    cluster.count = static_cast<std::size_t>(bestEnd - best);
    cluster.among = all.size();
    if (cluster.count < fewest || cluster.count * 2 < cluster.among)
        return std::nullopt;
    cluster.spread = (bestEnd - 1)->age - best->age;
    cluster.age = (best + (bestEnd - best) / 2)->age;
    if (timeSpan(best, bestEnd) < apartBy * std::max(cluster.spread, spreadAtMost))
        return std::nullopt;
    return cluster;
}

} // namespace sluice
