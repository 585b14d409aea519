// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What a load run found, and its two short forms: a table for people and JSON for scripts, whose keys are a
// contract. A plain value, made by LoadRun.
#pragma once

#include "load/report/LoadSample.h"
#include "load/report/LoadVerdict.h"
#include "model/LatencyHistogram.h"

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <sys/types.h>

namespace sluice {

/** Quantiles of a histogram in milliseconds; absent when nothing was recorded. */
struct LatencySummary
{
    std::uint64_t count = 0;
    std::optional<double> p50;
    std::optional<double> p90;
    std::optional<double> p99;
    std::optional<double> max;
    std::optional<double> mean;

    static LatencySummary of(const LatencyHistogram &histogram);
};

/** What the run cost one server process; what could not be measured is absent. */
struct ProcessReport
{
    pid_t pid = 0;
    std::string name;
    std::optional<double> cpuMicrosecondsPerConnect;
    std::optional<double> cpuMicrosecondsPerDelivery;
    double cpuSecondsConnect = 0;
    double cpuSecondsPublish = 0;
    std::int64_t rssStartKib = 0;
    std::int64_t rssWarmKib = 0;
    std::int64_t rssConnectedKib = 0;
    std::int64_t rssEndKib = 0;
    std::int64_t rssMaxKib = 0;
    std::int64_t rssAnonStartKib = 0;
    std::int64_t rssAnonConnectedKib = 0;
    std::int64_t rssAnonEndKib = 0;
    std::optional<double> kibPerStream; ///< RSS growth from the warm-up to all connected, by streams
};

struct LoadReport
{
    std::uint32_t clients = 0;
    std::uint32_t connected = 0;
    std::uint32_t refused = 0;
    std::uint32_t connectErrors = 0;
    double connectSeconds = 0;
    std::map<std::string, std::uint32_t> failures; ///< why clients did not connect
    std::uint32_t channels = 0;
    std::uint32_t publishers = 0;
    std::uint32_t stalled = 0;
    std::uint32_t slow = 0;
    std::uint32_t slowEnded = 0;
    std::uint32_t spike = 0;
    std::uint32_t processesUsed = 1; ///< that read the streams
    double rampSeconds = 0;
    double churn = 0;                 ///< share of the clients per second
    std::uint32_t churned = 0;        ///< streams that were closed to come back
    std::uint32_t returned = 0;       ///< streams that came back
    std::uint32_t returnFailures = 0; ///< attempts to come back that failed, and were repeated
    std::uint32_t away = 0;           ///< clients that had not come back at the end
    std::uint64_t replayed = 0;       ///< deliveries that had been sent before their stream was open
    std::uint32_t eventBytes = 0;
    double offeredRate = 0;
    double durationSeconds = 0;
    std::uint64_t published = 0;
    std::uint64_t publishErrors = 0;
    std::uint64_t publishAttempts = 0;
    double publishRate = 0;
    std::optional<double> publishShare; ///< of the offered rate, at most 1; absent when nothing was offered
    std::uint64_t expected = 0;         ///< published events times the reading streams that were owed them
    std::uint64_t delivered = 0;
    std::optional<double> deliveredRatio; ///< absent when nothing was expected
    std::optional<double> deliveriesPerSecond;
    std::uint32_t drops = 0;
    std::map<std::string, std::uint32_t> dropReasons;
    std::uint64_t gaps = 0;
    std::uint64_t duplicates = 0;
    LatencySummary latency;
    LatencySummary publish;
    LatencySummary probe;
    double holdSeconds = 0;
    std::uint32_t holdDrops = 0;
    std::optional<double> holdCpuPercent; ///< of one core, all processes together
    std::vector<ProcessReport> processes;
    std::optional<std::int64_t> rssBaselineKib; ///< of all processes, at most, in the first tenth
    std::int64_t rssHighestKib = 0;             ///< from there on
    std::optional<double> rssGrowth;            ///< a share of the baseline
    LoadVerdict verdict;
    bool interrupted = false;
    std::string url;                                                           ///< what was loaded
    std::vector<LoadSample> timeline;                                          ///< one sample a second
    std::vector<std::pair<std::chrono::nanoseconds, std::uint64_t>> latencies; ///< durations and how many

    /** One JSON object, indented, with a line end. */
    std::string toJson() const;

    /** What people should know before they believe the latencies; empty when there is nothing. */
    std::string publishNote() const;

    /** A table for people, several lines. */
    std::string toText() const;
};

} // namespace sluice
