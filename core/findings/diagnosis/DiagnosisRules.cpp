// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "findings/diagnosis/DiagnosisRules.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

namespace sluice {

namespace {

constexpr Rule<Observation> rules[] = {
    {"descriptor-exhaustion", "is the process out of descriptors?", diagnosis::descriptorExhaustion},
    {"pool-saturation", "is the pool full, or nearly?", diagnosis::poolSaturation},
    {"connections-held", "do connections that are no streams hold the places of others?",
     diagnosis::connectionsHeld},
    {"bodies-in-flight", "do bodies that are on their way leave room for others?", diagnosis::bodiesInFlight},
    {"channels-full", "is there room for new channels?", diagnosis::channelsFull},
    {"loop-stall", "does a worker's event loop stand still?", diagnosis::loopStall},
    {"unknown-hosts", "does somebody, such as a proxy, ask by a name that is not the engine's?",
     diagnosis::unknownHosts},
    {"proxy-header", "do connections lack the PROXY header, or have one that is not taken?",
     diagnosis::proxyHeaders},
    {"proxy-limits", "does the proxy turn clients away?", diagnosis::proxyLimits},
    {"proxy-errors", "does the proxy lose the engine?", diagnosis::proxyErrors},
    {"proxy-timeout", "does something cut streams at one age?", diagnosis::proxyTimeout},
    {"proxy-buffering", "does something hold events back?", diagnosis::proxyBuffering},
    {"proxy-compression", "does something compress streams?", diagnosis::proxyCompression},
    {"proxy-http-version", "does something ask in HTTP/1.0?", diagnosis::proxyHttpVersion},
    {"proxy-latency", "does the proxy wait for the engine?", diagnosis::proxyLatency},
    {"slow-consumers", "do clients take less than is published?", diagnosis::slowConsumers},
    {"foreign-pages", "do pages ask that are not listed?", diagnosis::foreignPages},
    {"network-drops", "are streams reset or lost on the way?", diagnosis::networkDrops},
    {"clients-full", "are there more clients than are remembered?", diagnosis::clientsFull},
    {"reconnect-storm", "do clients come back all at once?", diagnosis::reconnectStorm},
};

} // namespace

std::span<const Rule<Observation>> diagnosisRules()
{
    return rules;
}

} // namespace sluice

namespace sluice::diagnosis {

std::string plain(double value)
{
    constexpr double whole = 100; // from here on nobody cares for decimals
    std::array<char, 32> text{};
    const bool isWhole = std::abs(value) >= whole || value == std::floor(value);
    std::snprintf(text.data(), text.size(), isWhole ? "%.0f" : "%.1f", value);
    return text.data();
}

Evidence refusedEvidence(const Observation &seen, Refusal refusal)
{
    return increase(seen, "sluice_refusals_total{cause=\"" + std::string(refusalName(refusal)) + "\"}",
                    seen.refused(refusal));
}

Evidence endedEvidence(const Observation &seen, Cause cause)
{
    return increase(seen, "sse_disconnects_total{cause=\"" + std::string(causeName(cause)) + "\"}",
                    seen.ended(cause));
}

Evidence faultEvidence(const Observation &seen, ProxyFault fault)
{
    return increase(seen, "sluice_proxy_log_total{kind=\"" + std::string(proxyFaultName(fault)) + "\"}",
                    seen.faults(fault));
}

void addCpuEvidence(const Observation &seen, std::vector<Evidence> &evidence)
{
    if (seen.cpuPressurePercent)
        evidence.push_back(gauge("cpu_pressure_percent", *seen.cpuPressurePercent));
    if (seen.cpuWaitPercent)
        evidence.push_back(gauge("cpu_wait_percent", *seen.cpuWaitPercent));
}

std::string cpuShortage(const Observation &seen)
{
    // Of one core: what a thread that is always ready waits for on a machine twice as busy as it can be.
    constexpr double longWait = 25;
    // Where the threads' own wait is not known; a machine may be so busy without harm to the engine.
    constexpr double highPressure = 50;
    if (seen.cpuWaitPercent) {
        // The figure is the sum over the threads, of which the workers are those that have much to do.
        const std::size_t workers = seen.samples.empty() ? 1 : seen.samples.back().workers.size();
        const double wait = *seen.cpuWaitPercent / static_cast<double>(std::max<std::size_t>(1, workers));
        if (wait < longWait)
            return {};
        return "the machine is short of CPU: each of the engine's workers was ready and had none for " +
               plain(wait) + " % of the time";
    }
    if (!seen.cpuPressurePercent || *seen.cpuPressurePercent < highPressure)
        return {};
    return "the machine is short of CPU: for " + plain(*seen.cpuPressurePercent) +
           " % of the time something waited for one";
}

} // namespace sluice::diagnosis
