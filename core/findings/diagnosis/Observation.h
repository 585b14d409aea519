// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// What the rules of the diagnosis look at: the engine's figures once a second over the last minute, the last
// ends, and the canary. Plain values, gathered by the Diagnostician; tests make their own.
#pragma once

#include "base/Clock.h"
#include "base/system/CpuWaits.h"
#include "model/EndRecord.h"
#include "model/EngineFigures.h"
#include "model/ProxyLogFigures.h"
#include "model/Stranger.h"
#include "model/WorkerHealth.h"
#include "settings/Settings.h"

#include <algorithm>
#include <optional>
#include <span>
#include <vector>

namespace sluice {

/** The engine at one moment. */
struct DiagnosisSample
{
    Instant at;
    EngineFigures figures;
    std::vector<WorkerHealth> workers;
    CpuWaits waits;
    ProxyLogFigures proxy;
};

/** What the canary's reader saw lately. */
struct CanaryReading
{
    enum class State {
        Off,         ///< diagnosis.probe_url is empty
        Unreachable, ///< the probe has no open stream; reason says why
        Reading,     ///< lateness is valid
        Waiting,     ///< the stream is open and no canary was due yet
    };
    State state = State::Off;
    std::string reason;
    double latenessSeconds = 0; ///< of the last canary; of one that is overdue, so far

    /** What the head of the probe's stream told; valid while the stream is open. */
    struct Head
    {
        bool isOld = false;         ///< what answered speaks HTTP/1.0
        std::string requestVersion; ///< in which the engine was asked, where that was not HTTP/1.1
    };
    std::optional<Head> head = std::nullopt;

    /** How an answer to somebody who takes gzip was encoded: empty for not at all. Nothing before one came.
     */
    std::optional<std::string> encoding = std::nullopt;
    std::string encodingReason = {}; ///< why there is none
};

/** Whether a log of the proxy is followed. */
struct ProxyLogReading
{
    enum class State {
        Off,        ///< the setting is empty
        Unreadable, ///< reason says why
        Following,
    };
    State state = State::Off;
    std::string reason;
};

struct Observation
{
    std::span<const DiagnosisSample> samples; ///< oldest first, the last is now; never empty
    std::vector<EndRecord> ends;              ///< of the last Observation::endsReach, newest first
    CanaryReading canary;
    Settings settings;
    ProxyLogReading errorLog = {};
    ProxyLogReading timingLog = {};
    std::optional<Stranger> unknownHost = std::nullopt;   ///< who was refused last for its Host
    std::optional<Stranger> foreignOrigin = std::nullopt; ///< and for its page's Origin
    std::optional<Stranger> placeGivenUp = std::nullopt;  ///< and whose connection made room last
    std::optional<Stranger> bodyRefused = std::nullopt;   ///< and whose body found no room
    std::optional<Stranger> proxyHeader = std::nullopt;   ///< and for its PROXY header
    std::optional<UtcTime> wallClock = std::nullopt;      ///< at the last sample
    bool isEngineAnswering = true; ///< false: who looks from outside gets no answer, and figures are old

    /** As the columns of the snapshot, over seconds(); nothing where the kernel does not say. */
    std::optional<double> cpuPressurePercent = std::nullopt;
    std::optional<double> cpuWaitPercent = std::nullopt;

    /** How far back samples reach: long enough for a rate, short enough that what is mended is soon clear. */
    static constexpr std::chrono::seconds samplesReach{60};
    /** How far back ends reach: proxies cut at up to some minutes. */
    static constexpr std::chrono::seconds endsReach{300};

    const EngineFigures &now() const { return samples.back().figures; }
    const EngineFigures &before() const { return samples.front().figures; }

    /** Seconds between before() and now(). */
    double seconds() const
    {
        return std::chrono::duration<double>(samples.back().at - samples.front().at).count();
    }

    /** Streams refused for @p refusal over seconds(). */
    std::int64_t refused(Refusal refusal) const
    {
        const auto i = static_cast<std::size_t>(refusal);
        return now().refusals[i] - before().refusals[i];
    }

    /** Streams that ended with @p cause over seconds(). */
    std::int64_t ended(Cause cause) const
    {
        const auto i = static_cast<std::size_t>(cause);
        return now().ends[i] - before().ends[i];
    }

    /** What nginx's error log said over seconds(). */
    std::int64_t faults(ProxyFault fault) const
    {
        return samples.back().proxy.of(fault) - samples.front().proxy.of(fault);
    }

    /** All refusals over seconds(). */
    std::int64_t refusedAtAll() const
    {
        std::int64_t all = 0;
        for (std::size_t i = 0; i < refusalCount; ++i)
            all += refused(static_cast<Refusal>(i));
        return all;
    }

    /** Sets both CPU figures from the waits of the first and the last sample. */
    void readCpuWaits()
    {
        cpuPressurePercent = share(samples.front().waits.machineSeconds, samples.back().waits.machineSeconds);
        cpuWaitPercent = share(samples.front().waits.threadsSeconds, samples.back().waits.threadsSeconds);
        constexpr double all = 100;
        if (cpuPressurePercent) // the two clocks differ by a hair
            cpuPressurePercent = std::min(*cpuPressurePercent, all);
    }

    /** The sum of a worker's figure over all workers. */
    static std::int64_t sum(const EngineFigures &figures, std::int64_t EngineFigures::PerWorker::*member)
    {
        std::int64_t total = 0;
        for (const auto &worker : figures.workers)
            total += worker.*member;
        return total;
    }

    /** What that sum grew by over seconds(). */
    std::int64_t grown(std::int64_t EngineFigures::PerWorker::*member) const
    {
        return sum(now(), member) - sum(before(), member);
    }

private:
    std::optional<double> share(std::optional<double> before, std::optional<double> now) const
    {
        constexpr double percent = 100;
        if (!before || !now || seconds() <= 0)
            return std::nullopt;
        return std::max(*now - *before, 0.0) * percent / seconds();
    }
};

} // namespace sluice
