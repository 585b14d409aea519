// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// All clients of a load run, wherever they are: in this process, or in others that it started. Owned by
// LoadGenerator, called by LoadRun on its thread.
#pragma once

#include "load/clients/DeliveryLedger.h"
#include "load/clients/LoadStreams.h"
#include "model/LatencyHistogram.h"

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace sluice {

/** What the clients counted; those of several processes add up. */
struct CrowdFigures
{
    using Clock = LoadStreams::Clock;

    LoadStreams::Counts counts;
    std::map<std::string, std::uint32_t> failures;    ///< why clients did not connect
    std::map<std::string, std::uint32_t> dropReasons; ///< why streams dropped
    std::uint64_t delivered = 0;
    std::uint64_t duplicates = 0;
    std::uint64_t skipped = 0;           ///< without the doubtful ones
    std::uint64_t owed = 0;              ///< with the doubtful ones
    std::vector<DoubtfulPublish> doubts; ///< in the order of the board
    Clock::time_point lastDecision;
    std::optional<Clock::time_point> lastDelivery;
    LatencyHistogram latencies;

    /** Adds those of another process. */
    void add(const CrowdFigures &other);

    /** Events that streams skipped, as far as they were published. */
    std::uint64_t gaps() const;

    /** Events that streams were owed, as far as they were published. */
    std::uint64_t expected() const;

    /** Publishes that nobody confirmed, but some stream received: they were published after all. */
    std::uint64_t publishedUnconfirmed() const;
};

class LoadCrowd
{
public:
    virtual ~LoadCrowd() = default;

    /** How many of the run's clients shall be there; those of a spike leave when there are to be fewer. */
    virtual void aim(std::uint32_t clients) = 0;

    /** Begins or ends that clients leave to come back. */
    virtual void setChurn(LoadStreams::Churn churn) = 0;

    /** Does what is due, and waits at most @p patience for more. */
    virtual void work(std::chrono::milliseconds patience) = 0;

    /** Clients that are connected or have failed. */
    virtual std::uint32_t decided() const = 0;

    /** True when everybody has all that was sent and nobody is on the way back; after the last event. */
    virtual bool hasAll() = 0;

    /** What is known now; without owed and doubts, which cost a look at every stream. */
    virtual CrowdFigures figures() const = 0;

    /** Everything that was counted; closes all clients then. */
    virtual CrowdFigures finish() = 0;
};

} // namespace sluice
