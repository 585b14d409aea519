// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/drain/Drain.h"

#include <algorithm>
#include <cmath>

namespace sluice {

namespace {

// A worker that is blocked must not hold the others' drain; it is asked in the same moment as they are.
constexpr Milliseconds longestRollCall{250};

// What the pace may catch up after a late call: more would be a burst, which a drain is there to avoid.
constexpr double longestCatchUp = 0.25;

double secondsOf(Clock::duration span)
{
    return std::chrono::duration<double>(span).count();
}

DrainRefused notRunning(std::string message)
{
    return {DrainRefused::Why::NotRunning, std::move(message)};
}

constexpr const char *whyFinal =
    "the service manager is stopping the engine, waits for its end and would kill it in the midst of its "
    "service; the drain can be slowed down or paused, but neither cancelled nor held: start the service "
    "again "
    "afterwards";

} // namespace

Drain::Drain(DrainHost &host)
    : m_host(host)
{
}

tl::expected<DrainPreview, DrainRefused> Drain::preview(const DrainPlan &plan) const
{
    if (const auto checked = checkPlan(plan); !checked)
        return tl::unexpected(checked.error());
    const std::int64_t streams = m_host.openStreams();
    return previewOf(fitted(plan, streams), streams);
}

tl::expected<void, DrainRefused> Drain::start(const DrainPlan &plan, std::string who, Instant now)
{
    if (const auto checked = checkPlan(plan); !checked)
        return tl::unexpected(checked.error());
    const std::lock_guard lock(m_mutex);
    if (isRunning())
        return tl::unexpected(DrainRefused{DrainRefused::Why::Running, "a drain that " + m_who +
                                                                           " started is " +
                                                                           std::string(phaseName(m_phase)) +
                                                                           "; change or cancel it instead"});
    begin(plan, std::move(who), Cause::Drained, now);
    return {};
}

void Drain::stop(const DrainPlan &plan, std::string who, StopKind kind, Instant now)
{
    const std::lock_guard lock(m_mutex);
    m_isFinal = m_isFinal || kind == StopKind::Final;
    if (!isRunning()) {
        begin(plan, std::move(who), Cause::Shutdown, now);
    } else if (m_phase == DrainPhase::Paused) {
        m_phase = m_resumeTo;
        m_advanced = now;
    }
    m_plan.then = DrainThen::Exit;
    m_host.wakeDrain();
}

void Drain::begin(const DrainPlan &plan, std::string who, Cause cause, Instant now)
{
    m_plan = fitted(plan, m_host.openStreams());
    m_who = std::move(who);
    m_cause = cause;
    m_began = m_advanced = now;
    m_phase = DrainPhase::Grace;
    m_phaseAge = {};
    m_host.closeDoors();
    m_initial = m_host.openStreams();
    m_forcedBefore = m_host.forcedStreams();
    m_host.wakeDrain();
}

tl::expected<void, DrainRefused> Drain::change(const DrainChange &change, Instant now)
{
    const std::lock_guard lock(m_mutex);
    if (!isRunning())
        return tl::unexpected(notRunning("no drain runs that could be changed"));
    const bool onlyThen = !change.rate && !change.paused && !change.deadline;
    if (m_isExiting || (!onlyThen && !ticks() && m_phase != DrainPhase::Paused))
        return tl::unexpected(notRunning("the drain is " + std::string(phaseName(m_phase)) +
                                         " already; its rate, pause and deadline have no meaning any more"));
    if (m_isFinal && change.then == DrainThen::Hold)
        return tl::unexpected(notRunning(whyFinal));
    DrainPlan plan = m_plan;
    plan.rate = change.rate.value_or(plan.rate);
    plan.deadline = change.deadline.value_or(plan.deadline);
    plan.then = change.then.value_or(plan.then);
    if (const auto checked = checkPlan(plan); !checked)
        return tl::unexpected(checked.error());

    account(now); // what has passed, passed at the old rate
    m_plan = plan;
    if (change.paused == true && m_phase != DrainPhase::Paused) {
        m_resumeTo = m_phase;
        m_phase = DrainPhase::Paused;
    } else if (change.paused == false && m_phase == DrainPhase::Paused) {
        m_phase = m_resumeTo;
    }
    m_host.wakeDrain();
    return {};
}

tl::expected<void, DrainRefused> Drain::cancel()
{
    const std::lock_guard lock(m_mutex);
    if (!isRunning())
        return tl::unexpected(notRunning("no drain runs that could be cancelled"));
    if (m_isExiting)
        return tl::unexpected(notRunning("the engine has been drained and is exiting"));
    if (m_isFinal)
        return tl::unexpected(notRunning(whyFinal));
    m_phase = DrainPhase::Serving;
    ++m_round; // rolls that are under way are out of date
    m_places.clear();
    for (std::size_t worker = 0; worker < m_host.workerCount(); ++worker)
        m_host.reprieve(worker);
    m_host.openDoors();
    return {};
}

DrainPhase Drain::phase() const
{
    const std::lock_guard lock(m_mutex);
    return m_phase;
}

DrainProgress Drain::progress(const DrainPlan &configured, Instant now) const
{
    const std::lock_guard lock(m_mutex);
    DrainProgress progress;
    progress.phase = m_phase;
    progress.left = m_host.openStreams();
    if (!isRunning()) {
        progress.plan = configured;
        return progress;
    }
    progress.plan = m_plan;
    progress.who = m_who;
    progress.initial = m_initial;
    progress.closed = std::max<std::int64_t>(0, m_initial - progress.left);
    progress.forced = m_host.forcedStreams() - m_forcedBefore;
    progress.elapsedSeconds = secondsOf((m_phase == DrainPhase::Drained ? m_drained : now) - m_began);
    if (m_phase == DrainPhase::Paused)
        return progress;
    if (!ticks() || progress.left == 0) {
        progress.etaSeconds = 0;
        return progress;
    }
    const bool grace = m_phase == DrainPhase::Grace;
    const double deadline = secondsOf(m_plan.deadline) - (grace ? 0 : secondsOf(m_phaseAge));
    progress.etaSeconds =
        (grace ? std::max(0.0, secondsOf(m_plan.grace - m_phaseAge)) : 0) +
        std::clamp(static_cast<double>(progress.left) / m_plan.rate, 0.0, std::max(0.0, deadline));
    return progress;
}

void Drain::account(Instant now)
{
    const auto passed = std::max(now - m_advanced, Clock::duration::zero());
    m_advanced = std::max(m_advanced, now);
    if (!ticks() || (m_phase == DrainPhase::Evicting && awaitsRolls(now)))
        return;
    m_phaseAge += passed;
    if (m_phase == DrainPhase::Evicting) {
        const double most = std::max(1.0, m_plan.rate * longestCatchUp);
        m_credit = std::min(m_credit + m_plan.rate * secondsOf(passed), most);
    }
}

Drain::Next Drain::advance(Instant now)
{
    const std::lock_guard lock(m_mutex);
    if (!isRunning())
        return Next::Rest;
    account(now);
    if (m_phase != DrainPhase::Drained && m_host.openStreams() == 0) {
        m_phase = DrainPhase::Drained;
        m_drained = now;
    }
    if (m_phase == DrainPhase::Grace && m_phaseAge >= m_plan.grace)
        beginEvicting(now);
    if (m_phase == DrainPhase::Evicting && !awaitsRolls(now)) {
        if (m_phaseAge >= m_plan.deadline)
            beginForcing();
        else
            evictSome();
    }
    if (m_phase != DrainPhase::Drained)
        return Next::Again;
    return m_plan.then == DrainThen::Exit ? Next::Exit : Next::Rest;
}

bool Drain::commitExit()
{
    const std::lock_guard lock(m_mutex);
    m_isExiting = m_phase == DrainPhase::Drained && m_plan.then == DrainThen::Exit;
    return m_isExiting;
}

void Drain::beginEvicting(Instant now)
{
    m_phase = DrainPhase::Evicting;
    m_phaseAge = {};
    m_credit = 1; // the first goes at once, however slow the rate
    m_missedBefore = m_host.missedEvictions();
    m_places.clear();
    m_rollCalled = now;
    m_rollsMissing = m_host.workerCount();
    ++m_round;
    for (std::size_t worker = 0; worker < m_host.workerCount(); ++worker)
        m_host.callRoll(worker, m_round);
}

bool Drain::awaitsRolls(Instant now) const
{
    return m_rollsMissing > 0 && now < m_rollCalled + longestRollCall;
}

void Drain::onRoll(std::size_t worker, std::uint64_t round, const StreamRoll &streams)
{
    const std::lock_guard lock(m_mutex);
    if (round != m_round || m_rollsMissing == 0)
        return;
    --m_rollsMissing;
    for (const StreamName &stream : streams)
        m_places.push_back({stream, worker});
    m_isArranged = false;
}

void Drain::arrange()
{
    if (m_isArranged)
        return;
    m_isArranged = true;
    if (m_plan.order == DrainOrder::Random)
        std::shuffle(m_places.begin(), m_places.end(), m_random);
    else
        std::sort(m_places.begin(), m_places.end(),
                  [](const Place &a, const Place &b) { return a.stream.id > b.stream.id; });
}

void Drain::evictSome()
{
    arrange();
    const std::int64_t missed = m_host.missedEvictions();
    m_credit += static_cast<double>(missed - m_missedBefore); // they were gone, so somebody else may go
    m_missedBefore = missed;

    const auto due = std::min(static_cast<std::size_t>(std::floor(m_credit)), m_places.size());
    m_credit -= static_cast<double>(due);
    std::vector<StreamRoll> rolls(m_host.workerCount());
    for (std::size_t i = 0; i < due; ++i) {
        rolls[m_places.back().worker].push_back(m_places.back().stream);
        m_places.pop_back();
    }
    for (std::size_t worker = 0; worker < rolls.size(); ++worker) {
        if (!rolls[worker].empty())
            m_host.evict(worker, std::move(rolls[worker]), farewell(m_cause));
    }
}

void Drain::beginForcing()
{
    m_phase = DrainPhase::Forcing;
    m_places.clear();
    ++m_round;
    for (std::size_t worker = 0; worker < m_host.workerCount(); ++worker)
        m_host.force(worker, farewell(Cause::Forced));
}

} // namespace sluice
