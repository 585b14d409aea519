// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// What the diagnosis can see: the table, its rules, and how they word what they find. Pure functions over an
// Observation; any thread. The thresholds are constants, so that a finding means the same on every engine;
// docs/diagnosis.md gives their reasons.
#pragma once

#include "findings/diagnosis/Observation.h"
#include "findings/rules/Rule.h"

namespace sluice {

/** Every rule, the gravest first. */
std::span<const Rule<Observation>> diagnosisRules();

} // namespace sluice

namespace sluice::diagnosis {

// PoolRules.cpp
Outcome descriptorExhaustion(const Observation &seen);
Outcome poolSaturation(const Observation &seen);
Outcome connectionsHeld(const Observation &seen);
Outcome bodiesInFlight(const Observation &seen);
Outcome channelsFull(const Observation &seen);
Outcome clientsFull(const Observation &seen);

// StrangerRules.cpp
Outcome unknownHosts(const Observation &seen);
Outcome foreignPages(const Observation &seen);
Outcome proxyHeaders(const Observation &seen);

// LoopRules.cpp
Outcome loopStall(const Observation &seen);

// ProxyLogRules.cpp
Outcome proxyLimits(const Observation &seen);
Outcome proxyErrors(const Observation &seen);
Outcome proxyLatency(const Observation &seen);

// CanaryRules.cpp
Outcome proxyBuffering(const Observation &seen);
Outcome proxyCompression(const Observation &seen);
Outcome proxyHttpVersion(const Observation &seen);

// EndRules.cpp
Outcome proxyTimeout(const Observation &seen);
Outcome slowConsumers(const Observation &seen);
Outcome networkDrops(const Observation &seen);
Outcome reconnectStorm(const Observation &seen);

/** A number as people read it: at most one decimal. */
std::string plain(double value);

/** A number as it is now. */
inline Evidence gauge(std::string metric, double value)
{
    return {std::move(metric), value, 0};
}

/** What a counter grew by over the observed time. */
inline Evidence increase(const Observation &seen, std::string metric, std::int64_t by)
{
    return {std::move(metric), static_cast<double>(by), seen.seconds()};
}

/** The first thing to do: a setting and a value, or a command. */
inline std::vector<Remedy> first(std::string action)
{
    return {{{}, std::move(action)}};
}

Evidence refusedEvidence(const Observation &seen, Refusal refusal);
Evidence endedEvidence(const Observation &seen, Cause cause);
Evidence faultEvidence(const Observation &seen, ProxyFault fault);

/** Adds how long work waited for a CPU, where the kernel says so. */
void addCpuEvidence(const Observation &seen, std::vector<Evidence> &evidence);

/** How the machine is short of CPU, in words; empty where it is not, or the kernel does not say. */
std::string cpuShortage(const Observation &seen);

} // namespace sluice::diagnosis
