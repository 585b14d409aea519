// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Empties the engine of its streams at an operator's pace: grace, paced eviction, forcing at a deadline, and
// then hold or exit. Owned by the Engine, whose thread calls advance(); every function may be called from any
// thread.
#pragma once

#include "engine/drain/DrainHost.h"
#include "model/DrainPlan.h"

#include <mutex>
#include <random>

namespace sluice {

class Drain
{
public:
    /** @p host outlives it. */
    explicit Drain(DrainHost &host);

    /** What start(@p plan) would do now; an error when the plan is out of range. */
    tl::expected<DrainPreview, DrainRefused> preview(const DrainPlan &plan) const;

    /** Begins; an error when a drain runs, a held one included, or the plan is out of range. */
    tl::expected<void, DrainRefused> start(const DrainPlan &plan, std::string who,
                                           Instant now = Clock::now());

    /** As a service is stopped: a drain that runs goes on, unpaused, and ends in an exit; else one starts.
     * After a final stop it can be neither cancelled nor held. */
    void stop(const DrainPlan &plan, std::string who, StopKind kind, Instant now = Clock::now());

    /** Changes a drain in grace, evicting or paused; all or nothing. */
    tl::expected<void, DrainRefused> change(const DrainChange &change, Instant now = Clock::now());

    /** Back to serving, in any phase; new streams are admitted at once, and whoever is told to go but still
     * lacks something stays. */
    tl::expected<void, DrainRefused> cancel();

    /** How far it is. @p configured is what a plan would be while none runs. */
    DrainProgress progress(const DrainPlan &configured, Instant now = Clock::now()) const;

    DrainPhase phase() const;

    /** What the owner of the thread has to do after advance(). */
    enum class Next : std::uint8_t {
        Rest,  ///< nothing before the next wakeDrain()
        Again, ///< call again within a few milliseconds
        Exit,  ///< no stream is left and the plan is to exit
    };
    /** Does what is due at @p now. */
    Next advance(Instant now);

    /** After Next::Exit: from here the drain cannot be cancelled. False if it was cancelled or held
     * meanwhile. */
    bool commitExit();

    /** A worker's answer to DrainHost::callRoll(). */
    void onRoll(std::size_t worker, std::uint64_t round, const StreamRoll &streams);

private:
    struct Place
    {
        StreamName stream;
        std::size_t worker = 0;
    };

    void begin(const DrainPlan &plan, std::string who, Cause cause, Instant now);
    void account(Instant now);
    void beginEvicting(Instant now);
    bool awaitsRolls(Instant now) const;
    void arrange();
    void evictSome();
    void beginForcing();
    bool ticks() const { return m_phase == DrainPhase::Grace || m_phase == DrainPhase::Evicting; }
    bool isRunning() const { return m_phase != DrainPhase::Serving; }
    Farewell farewell(Cause cause) const { return {cause, m_plan.retrySpread}; }

    DrainHost &m_host;
    mutable std::mutex m_mutex;
    DrainPhase m_phase = DrainPhase::Serving;
    DrainPhase m_resumeTo = DrainPhase::Grace; ///< the phase that was paused
    DrainPlan m_plan;
    std::string m_who;
    Cause m_cause = Cause::Drained;
    std::uint64_t m_round = 0;
    Instant m_began;
    Instant m_drained;            ///< when the last stream went
    Instant m_advanced;           ///< until here time is accounted for
    Clock::duration m_phaseAge{}; ///< of grace or eviction, pauses not counted
    Instant m_rollCalled;
    std::size_t m_rollsMissing = 0;
    std::vector<Place> m_places; ///< whom to evict, the next one last once arranged
    bool m_isArranged = false;
    bool m_isExiting = false;
    bool m_isFinal = false; ///< a final stop goes on
    double m_credit = 0;    ///< evictions due, not yet ordered
    std::int64_t m_initial = 0;
    std::int64_t m_forcedBefore = 0;
    std::int64_t m_missedBefore = 0;
    std::mt19937_64 m_random{std::random_device{}()};
};

} // namespace sluice
