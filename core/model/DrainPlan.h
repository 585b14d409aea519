// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// What a drain is asked to do, what it would do and how far it is: the words between the Drain, the admin API
// and the logs. Plain values, any thread.
#pragma once

#include "base/Clock.h"
#include "settings/Settings.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <tl/expected.hpp>

namespace sluice {

enum class DrainOrder : std::uint8_t { Oldest, Random };

/** Whether a stop of the engine may be cancelled. */
enum class StopKind : std::uint8_t {
    Revocable,
    Final, ///< no: who waits for the engine's end kills it when it has waited long enough
};

/** What comes after the last stream. */
enum class DrainThen : std::uint8_t {
    Hold, ///< the engine stays, unready, until the drain is cancelled or it is told to exit
    Exit, ///< the engine stops
};

enum class DrainPhase : std::uint8_t {
    Serving,  ///< no drain
    Grace,    ///< unready, nobody new, nobody evicted yet
    Evicting, ///< streams end at the plan's rate
    Paused,   ///< an operator stopped the clocks of grace or eviction
    Forcing,  ///< past the deadline: whoever is left ends
    Drained,  ///< no stream is left
};

/** "serving", "grace", ...: the phase's name in API, metrics and logs. */
std::string_view phaseName(DrainPhase phase);

struct DrainPlan
{
    double rate = 1000; ///< evictions per second over all workers
    Milliseconds grace{2'000};
    Milliseconds deadline{30'000};    ///< from the first eviction, time spent paused not counted
    Milliseconds retrySpread{10'000}; ///< window over which evicted clients are told to come back
    DrainOrder order = DrainOrder::Oldest;
    DrainThen then = DrainThen::Hold;
    Milliseconds total{0}; ///< grace and eviction together must fit into so much; 0: they need not

    bool operator==(const DrainPlan &) const = default;

    /** As the settings drain.* say. */
    static DrainPlan from(const Settings &settings, DrainThen then);
};

/** @p plan for @p streams streams as its total demands: a shorter grace and deadline, and a rate that evicts
 * them all with a fifth of the time to spare, for those that are slow to take what they are owed. */
DrainPlan fitted(DrainPlan plan, std::int64_t streams);

/** What a drain would do now. */
struct DrainPreview
{
    std::int64_t initial = 0;       ///< streams open
    double seconds = 0;             ///< grace and eviction together, at most grace and deadline
    std::int64_t forced = 0;        ///< streams that the deadline would end, even if none stalls
    double reconnectsPerSecond = 0; ///< highest rate at which clients come back
};

/** Changes of a running drain; what is not set stays. */
struct DrainChange
{
    std::optional<double> rate;
    std::optional<bool> paused;
    std::optional<Milliseconds> deadline;
    std::optional<DrainThen> then;
};

struct DrainProgress
{
    DrainPhase phase = DrainPhase::Serving;
    std::int64_t initial = 0;         ///< streams open when it began
    std::int64_t left = 0;            ///< streams whose end is not decided; while serving, all
    std::int64_t closed = 0;          ///< initial less left
    std::int64_t forced = 0;          ///< of those, ended by the deadline
    std::optional<double> etaSeconds; ///< until drained at this rate; nothing while serving or paused
    DrainPlan plan;                   ///< with the changes made since; while serving, as configured
    std::string who;                  ///< who started it
    double elapsedSeconds = 0;        ///< from its beginning until now, or until the last stream went
};

/** Why a drain was not started, changed or cancelled. */
struct DrainRefused
{
    enum class Why : std::uint8_t {
        Invalid,    ///< a value is out of its range
        Running,    ///< another drain runs
        NotRunning, ///< there is no drain, or it is past being changed
    };
    Why why = Why::Invalid;
    std::string message;
};

/** Judges the plan's values by the ranges of the settings drain.*. */
tl::expected<void, DrainRefused> checkPlan(const DrainPlan &plan);

/** Computes what @p plan would do to @p streams streams. */
DrainPreview previewOf(const DrainPlan &plan, std::int64_t streams);

} // namespace sluice
