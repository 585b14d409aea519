// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What a load run found, and its two forms: a table for people and JSON for scripts, whose keys are a
// contract. A plain value, made by LoadGenerator.
#pragma once

#include "tools/LatencyHistogram.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
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
    double offeredRate = 0;
    double durationSeconds = 0;
    std::uint64_t published = 0;
    std::uint64_t publishErrors = 0;
    double publishRate = 0;
    std::uint64_t expected =
        0; ///< published events times the reading streams of their channel at the first publish
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
    bool interrupted = false;

    /** True when no stream dropped, and everything that was published arrived exactly once. */
    bool isClean() const;

    /** One JSON object, indented, with a line end. */
    std::string toJson() const;

    /** A table for people, several lines. */
    std::string toText() const;
};

} // namespace sluice
