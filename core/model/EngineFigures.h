// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// What the whole engine counts at one moment. A plain value; Engine::figures() reads it from the workers'
// counters.
#pragma once

#include "model/WorkerCounters.h"

#include <string>
#include <vector>

namespace sluice {

/** What EngineFigures::drainPhase may be. */
inline constexpr std::array<std::string_view, 6> drainPhaseNames{"serving", "grace",   "evicting",
                                                                 "paused",  "forcing", "drained"};

struct EngineFigures
{
    struct PerWorker
    {
        std::int64_t streams = 0;
        std::int64_t blocked = 0;
        std::int64_t lingering = 0;
        std::int64_t connections = 0;
        std::int64_t admitted = 0;
        std::int64_t delivered = 0;
        std::int64_t sentBytes = 0;
        std::int64_t sends = 0;
        std::int64_t slices = 0;
        std::int64_t heartbeats = 0;
        std::int64_t accepted = 0;
        std::int64_t acceptErrors = 0;
        std::int64_t requests = 0;
        std::int64_t badRequests = 0;
        std::int64_t published = 0;
        std::int64_t duplicates = 0;
        std::int64_t heldAnswers = 0;
        std::int64_t resumeHits = 0;
        std::int64_t resumeGaps = 0;
        std::int64_t dropped = 0;
        std::int64_t coalesced = 0;
        std::int64_t pauses = 0;
        std::int64_t slowWhileReading = 0; ///< ends as slow-consumer of clients that went on reading
        std::int64_t backlogBytes = 0;
        std::int64_t largestBacklog = 0;
        double worstLagSeconds = 0; ///< of its loop, within about the last second
        double busyRatio = 0;       ///< share of the last second that its loop worked, 0 to 1
        double busySeconds = 0;
        std::array<std::int64_t, LatencyBuckets::bounds.size() + 1> lags{}; ///< not cumulative
        double lagSumSeconds = 0;
    };
    std::vector<PerWorker> workers;
    std::array<std::int64_t, causeCount> ends{};
    std::array<std::int64_t, refusalCount> refusals{};
    std::array<std::int64_t, LatencyBuckets::bounds.size() + 1> latency{}; ///< not cumulative
    double latencySumSeconds = 0;
    std::array<std::int64_t, AgeBuckets::bounds.size() + 1> ages{}; ///< not cumulative; of ended streams
    double ageSumSeconds = 0;
    std::int64_t streams = 0;
    std::int64_t maxStreams = 0;
    std::int64_t inFlightBytes = 0; ///< of bodies on their way in and answers on their way out
    std::int64_t clients = 0;       ///< remembered for caps, rates and blocks
    double poolUtilizationPercent = 0;
    std::int64_t descriptorsUsed = 0;
    std::int64_t descriptorsLimit = 0;
    std::int64_t descriptorsAllowed = 0; ///< of the limit, for all public connections
    std::int64_t streamsPossible = 0;    ///< most that pool.max_streams may be with that limit
    std::int64_t channels = 0;
    std::int64_t readerChannels = 0; ///< of them, those that readers made and nobody has published to
    std::int64_t historyBytes = 0;
    std::int64_t settingsRevision = 0;
    std::string drainPhase = "serving";
    bool ready = false;
};

} // namespace sluice
