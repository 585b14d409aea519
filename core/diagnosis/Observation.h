// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// What the rules of the diagnosis look at: the engine's figures once a second over the last minute, the last
// ends, and the canary. Plain values, gathered by the Diagnostician; tests make their own.
#pragma once

#include "engine/WorkerHealth.h"
#include "metrics/Clock.h"
#include "metrics/EndRecord.h"
#include "metrics/EngineFigures.h"
#include "settings/Settings.h"

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
};

struct Observation
{
    std::span<const DiagnosisSample> samples; ///< oldest first, the last is now; never empty
    std::vector<EndRecord> ends;              ///< of the last Observation::endsReach, newest first
    CanaryReading canary;
    Settings settings;

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
};

} // namespace sluice
