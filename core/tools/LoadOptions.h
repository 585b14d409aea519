// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What one load run shall do, as the command line of `sluicectl load` says it. A plain value.
#pragma once

#include "settings/Error.h"

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include <sys/types.h>
#include <tl/expected.hpp>

namespace sluice {

struct LoadOptions
{
    enum class Targets { LoopbackOnly, Any };

    std::string url;        ///< stream URL; %CH% is the channel number
    std::string publishUrl; ///< may be empty when rate is 0; %CH% as above
    std::string probeUrl;   ///< empty: no probe
    std::string token;      ///< bearer token of the publishers; empty: none
    std::uint32_t clients = 0;
    std::uint32_t channels = 1;
    std::uint32_t publishers = 1;
    std::uint32_t stalled = 0;  ///< the last so many clients never read after the head
    std::uint32_t warmup = 500; ///< connects before memory per stream is measured; at most half the clients
    std::uint32_t connectsAtOnce = 256; ///< connects in flight
    double rate = 0;                    ///< events per second over all channels and publishers
    std::uint32_t size = 100;           ///< bytes of data of an event
    std::chrono::milliseconds duration{10'000};
    std::chrono::milliseconds hold{0};             ///< idle time between connecting and publishing
    std::chrono::milliseconds tail{10'000};        ///< longest wait for deliveries after the last publish
    std::chrono::milliseconds headTimeout{30'000}; ///< longest time from connect to the whole response head
    std::vector<pid_t> pids;                       ///< server processes to measure
    Targets targets = Targets::LoopbackOnly;
};

/** The options, if each is within its range and they fit together; else the first rule that is broken. */
tl::expected<LoadOptions, Error> validated(LoadOptions options);

} // namespace sluice
