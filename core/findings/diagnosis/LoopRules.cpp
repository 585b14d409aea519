// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "findings/diagnosis/DiagnosisRules.h"

#include "base/text/ValueText.h"

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

// Samples come once a second, taken by a thread that is no worker.
constexpr std::chrono::seconds samplesEvery{1};

/** A time in which nothing of the process ran. */
struct Standstill
{
    double seconds = 0;
    Instant end;
};

/** Whether a sample came late, and every worker's loop with it: then no loop is to blame. */
std::optional<Standstill> standstillBefore(const DiagnosisSample &previous, const DiagnosisSample &sample)
{
    const double late = std::chrono::duration<double>(sample.at - previous.at - samplesEvery).count();
    if (late < stalledSeconds || sample.workers.empty())
        return std::nullopt;
    double least = late;
    for (const WorkerHealth &health : sample.workers)
        least = std::min(least, health.worstLagSeconds);
    // The sampler's thread was a second from its next look at most; a loop was about to tick.
    constexpr double nearly = 0.5;
    if (least < stalledSeconds || least < late * nearly)
        return std::nullopt;
    return Standstill{least, sample.at};
}

std::optional<Standstill> lastStandstill(const Observation &seen)
{
    for (std::size_t i = seen.samples.size(); i-- > 1;)
        if (const auto found = standstillBefore(seen.samples[i - 1], seen.samples[i]))
            return found;
    return std::nullopt;
}

struct Stall
{
    std::size_t worker = 0;
    double longest = 0; ///< within the observed time
    double now = 0;     ///< without a tick, now
};

Stall longestStall(const Observation &seen)
{
    Stall stall;
    for (std::size_t i = 0; i < seen.samples.size(); ++i) {
        const DiagnosisSample &sample = seen.samples[i];
        // The next sample may still see the lag of a standstill: it is the worst of a second.
        const bool wasStopped =
            i > 0 && (standstillBefore(seen.samples[i - 1], sample) ||
                      (i > 1 && standstillBefore(seen.samples[i - 2], seen.samples[i - 1])));
        if (wasStopped)
            continue;
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

Finding stoodStill(const Observation &seen, const Standstill &standstill)
{
    const auto ago = seen.samples.back().at - standstill.end;
    Finding finding;
    finding.severity = Severity::Warning;
    finding.summary = "the whole process stood still for " + plain(standstill.seconds) + " s";
    if (seen.wallClock)
        finding.summary +=
            ", until " + valuetext::utc(*seen.wallClock - std::chrono::duration_cast<Milliseconds>(ago));
    finding.summary += " (" + plain(std::chrono::duration<double>(ago).count()) +
                       " s ago): all of its threads were late at one moment";
    finding.evidence = {{"max_over_time(sluice_loop_lag_max_seconds)", standstill.seconds, seen.seconds()}};
    addCpuEvidence(seen, finding.evidence);
    finding.cause =
        "it was stopped from outside, not by its own work: SIGSTOP, a debugger, a frozen control group "
        "(docker pause), a paused or moved virtual machine, or memory that came back from swap";
    finding.remedies =
        first("see what happened on the machine at that time (journalctl -k, the hypervisor, docker "
              "events); no setting of the engine changes it");
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
    const Stall stall = longestStall(seen);
    // A machine that is short of CPU may hold all threads at once too; then that is what is to be said.
    if (const auto standstill = lastStandstill(seen);
        standstill && stall.longest < stalledSeconds && cpuShortage(seen).empty())
        return stoodStill(seen, *standstill);
    if (stall.longest >= stalledSeconds)
        return stalled(seen, stall);
    if (const auto worker = saturatedWorker(seen))
        return saturated(seen, *worker);
    return Clear();
}

} // namespace sluice::diagnosis
