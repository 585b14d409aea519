// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The single rules of the diagnosis, and how each words what it found. Pure functions; any thread.
#pragma once

#include "findings/diagnosis/Finding.h"
#include "findings/diagnosis/Observation.h"

namespace sluice {

Verdict lookAtPool(const Observation &seen);
Verdict lookAtDescriptors(const Observation &seen);
Verdict lookAtLoops(const Observation &seen);
Verdict lookAtSlowConsumers(const Observation &seen);
Verdict lookAtProxyTimeout(const Observation &seen);
Verdict lookAtProxyBuffering(const Observation &seen);
Verdict lookAtProxyCompression(const Observation &seen);
Verdict lookAtProxyHttpVersion(const Observation &seen);
Verdict lookAtProxyLimits(const Observation &seen);
Verdict lookAtProxyErrors(const Observation &seen);
Verdict lookAtProxyLatency(const Observation &seen);
Verdict lookAtNetworkDrops(const Observation &seen);
Verdict lookAtReconnects(const Observation &seen);

/** The verdict that all is well. */
inline Verdict clear()
{
    return {};
}

inline Verdict found(Finding finding)
{
    return {{}, Verdict::State::Found, {}, std::move(finding)};
}

inline Verdict notObserved(std::string reason)
{
    return {{}, Verdict::State::NotObserved, std::move(reason), std::nullopt};
}

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

Evidence refusedEvidence(const Observation &seen, Refusal refusal);
Evidence endedEvidence(const Observation &seen, Cause cause);
Evidence faultEvidence(const Observation &seen, ProxyFault fault);

/** Adds how long work waited for a CPU, where the kernel says so. */
void addCpuEvidence(const Observation &seen, std::vector<Evidence> &evidence);

/** How the machine is short of CPU, in words; empty where it is not, or the kernel does not say. */
std::string cpuShortage(const Observation &seen);

} // namespace sluice
