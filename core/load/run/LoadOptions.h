// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What one load run shall do, as the command line of `sluicectl load` says it. A plain value.
#pragma once

#include "base/Error.h"
#include "load/run/LoadThresholds.h"

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include <sys/types.h>
#include <tl/expected.hpp>

namespace sluice {

/** How many processes may read the streams of one load test. */
constexpr std::uint32_t kMostProcesses = 64;

struct LoadOptions
{
    enum class Targets { LoopbackOnly, Any };
    enum class Dropped { StayAway, ComeBack };

    std::string url;        ///< stream URL; %CH% is the channel number
    std::string publishUrl; ///< may be empty when rate is 0; %CH% as above
    std::string probeUrl;   ///< empty: no probe
    std::string token;      ///< bearer token of the publishers; empty: none
    std::uint32_t clients = 0;
    std::uint32_t channels = 1;
    std::uint32_t publishers = 1;
    std::uint32_t stalled = 0;  ///< the last so many clients never read after the head
    std::uint32_t slow = 0;     ///< so many clients before those read no faster than slowRate
    std::uint32_t spike = 0;    ///< so many clients more come at once while publishing, and leave again
    std::uint32_t warmup = 500; ///< connects before memory per stream is measured; at most half the clients
    std::uint32_t connectsAtOnce = 256; ///< connects in flight
    std::uint32_t processes = 0;   ///< how many read the streams; 0: as many as the descriptor limit asks for
    std::uint32_t slowRate = 1024; ///< bytes per second that a slow client reads
    double churn = 0;              ///< share of the clients that leave every second, and come back
    double rate = 0;               ///< events per second over all channels and publishers
    std::uint32_t size = 100;      ///< bytes of data of an event
    Dropped dropped = Dropped::StayAway;
    std::chrono::milliseconds away{1'000}; ///< how long who comes back is away, give or take a half
    std::chrono::milliseconds ramp{0};     ///< clients come evenly over this time, while events are published
    std::chrono::milliseconds duration{10'000};
    std::chrono::milliseconds spikeAt{0};          ///< from the begin of duration; 0: a third of it
    std::chrono::milliseconds spikeFor{0};         ///< how long they stay; 0: a third of duration
    std::chrono::milliseconds hold{0};             ///< idle time between connecting and publishing
    std::chrono::milliseconds tail{10'000};        ///< longest wait for deliveries after the last publish
    std::chrono::milliseconds headTimeout{30'000}; ///< longest time from connect to the whole response head
    std::vector<pid_t> pids;                       ///< server processes to measure
    Targets targets = Targets::LoopbackOnly;
    LoadThresholds thresholds;

    /** Clients of the whole run, those of the spike too. */
    std::uint32_t allClients() const { return clients + spike; }

    /** True when streams come back after they ended, and so must know their last event. */
    bool comesBack() const { return churn > 0 || dropped == Dropped::ComeBack; }

    /** How long events are published. */
    std::chrono::milliseconds publishTime() const { return ramp + duration; }
};

/** The options, if each is within its range and they fit together; else the first rule that is broken. */
tl::expected<LoadOptions, Error> validated(LoadOptions options);

} // namespace sluice
