// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "findings/diagnosis/DiagnosisRules.h"

#include <algorithm>

namespace sluice::diagnosis {

namespace {

// A worker's loop ticks every 10 ms, every 50 ms while nothing happens in it. On a machine that is merely
// busy a tick comes late by tens of milliseconds; a second is what a person notices and no scheduler
// explains.
constexpr double stalledSeconds = 1;

// A worker without a tick for so long is blocked, and the watchdog of a service will soon say so too.
constexpr double blockedSeconds = 5;

// Busy all the time, for as long as a burst of events does not last.
constexpr double saturatedRatio = 0.95;
constexpr std::size_t saturatedSamples = 10;

struct Stall
{
    std::size_t worker = 0;
    double longest = 0; ///< within the observed time
    double now = 0;     ///< without a tick, now
};

Stall longestStall(const Observation &seen)
{
    Stall stall;
    for (const DiagnosisSample &sample : seen.samples) {
        for (const WorkerHealth &health : sample.workers) {
            if (health.worstLagSeconds <= stall.longest)
                continue;
            stall.worker = health.worker;
            stall.longest = health.worstLagSeconds;
        }
    }
    for (const WorkerHealth &health : seen.samples.back().workers)
        if (health.worker == stall.worker)
            stall.now = health.tickAgeSeconds;
    return stall;
}

/** A worker that worked all the time in each of the last samples. */
std::optional<WorkerHealth> saturatedWorker(const Observation &seen)
{
    if (seen.samples.size() < saturatedSamples)
        return std::nullopt;
    const auto last = seen.samples.last(saturatedSamples);
    for (const WorkerHealth &health : last.back().workers) {
        const auto isBusyIn = [&health](const DiagnosisSample &sample) {
            return health.worker < sample.workers.size() &&
                   sample.workers[health.worker].busyRatio >= saturatedRatio;
        };
        if (std::all_of(last.begin(), last.end(), isBusyIn))
            return health;
    }
    return std::nullopt;
}

Evidence streamsOf(const Observation &seen, std::size_t worker)
{
    const auto &workers = seen.now().workers;
    return gauge("sluice_worker_streams{worker=\"" + std::to_string(worker) + "\"}",
                 worker < workers.size() ? static_cast<double>(workers[worker].streams) : 0);
}

Finding stalled(const Observation &seen, const Stall &stall)
{
    const bool isBlocked = stall.now >= blockedSeconds;
    const std::string worker = std::to_string(stall.worker);
    const Evidence streams = streamsOf(seen, stall.worker);
    Finding finding;
    finding.severity = isBlocked ? Severity::Critical : Severity::Warning;
    finding.summary =
        "worker " + worker +
        (isBlocked ? " has not turned its event loop for " : " did not turn its event loop for ") +
        plain(isBlocked ? stall.now : stall.longest) + " s; its " + plain(std::get<double>(streams.value)) +
        (isBlocked ? " streams get nothing" : " streams waited");
    finding.evidence = {{"max_over_time(sluice_loop_lag_max_seconds{worker=\"" + worker + "\"})",
                         stall.longest, seen.seconds()},
                        gauge("sluice_loop_lag_max_seconds{worker=\"" + worker + "\"}", stall.now),
                        streams};
    addCpuEvidence(seen, finding.evidence);
    const std::string shortage = cpuShortage(seen);
    finding.remedies =
        first(isBlocked ? "see what holds it: gdb -p $(pidof sluiced) -batch -ex 'thread apply all bt'; "
                          "restart the engine if it does not come back"
              : shortage.empty()
                  ? "the machine has CPU to give, so it is the loop's own work: sluicectl set pump.slice=1ms"
                  : shortage + ": give it more cores, or take other work off it");
    return finding;
}

Finding saturated(const Observation &seen, const WorkerHealth &worker)
{
    const std::string name = std::to_string(worker.worker);
    Finding finding;
    finding.severity = Severity::Warning;
    finding.summary = "worker " + name + " has worked all the time for the last " +
                      plain(static_cast<double>(saturatedSamples)) + " s";
    finding.evidence = {gauge("sluice_loop_busy_ratio{worker=\"" + name + "\"}", worker.busyRatio),
                        streamsOf(seen, worker.worker)};
    addCpuEvidence(seen, finding.evidence);
    finding.remedies =
        first("start more workers, up to one per core (engine.workers, at a restart), or publish less: "
              "publish.channel_rate limits a channel");
    return finding;
}

} // namespace

Outcome loopStall(const Observation &seen)
{
    if (const Stall stall = longestStall(seen); stall.longest >= stalledSeconds)
        return stalled(seen, stall);
    if (const auto worker = saturatedWorker(seen))
        return saturated(seen, *worker);
    return Clear();
}

} // namespace sluice::diagnosis
