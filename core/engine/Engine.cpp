// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/Engine.h"

#include "model/Snapshot.h"

#include <algorithm>

namespace sluice {

namespace {

constexpr Milliseconds housekeepingInterval{1000};

// How even the pace of a drain is: at 2,000 a second 20 streams go in each step.
constexpr Milliseconds drainInterval{10};

constexpr Milliseconds streamsPoll{5};

ChannelRegistry::Limits limitsOf(const Settings &settings)
{
    ChannelRegistry::Limits limits;
    limits.log.count = settings.history_count;
    limits.log.bytes = settings.history_bytes;
    limits.log.age = settings.history_age;
    limits.log.highWaterMark = settings.backpressure_high_water_mark;
    limits.log.largestBody = settings.publish_max_body;
    limits.totalBytes = settings.history_total_bytes;
    limits.maxChannels = static_cast<std::size_t>(settings.pool_max_channels);
    limits.readerPercent = static_cast<std::size_t>(settings.pool_reader_channels);
    limits.channelIdle = settings.pool_channel_idle;
    // The rules have let both through; the fallbacks are for settings that nobody checked.
    const SlowPolicy policy = policyNamed(settings.backpressure_policy).value_or(SlowPolicy::Disconnect);
    limits.policies = ChannelPolicies::parse(settings.backpressure_channel_policies, policy)
                          .value_or(ChannelPolicies(policy));
    limits.maxStreamsPerChannel = static_cast<std::uint32_t>(settings.pool_max_streams_per_channel);
    limits.publishRate = {settings.publish_channel_rate,
                          static_cast<double>(settings.publish_channel_rate_burst)};
    return limits;
}

} // namespace

std::size_t Engine::workersOf(const Settings &settings)
{
    if (settings.engine_workers > 0)
        return static_cast<std::size_t>(settings.engine_workers);
    // Snapshots have columns for each worker, and not for any number of them.
    return std::clamp<std::size_t>(static_cast<std::size_t>(QThread::idealThreadCount()), 1,
                                   Snapshot::mostWorkers);
}

Engine::Engine(const Settings &settings, std::int64_t descriptorLimit, SettingsSource source)
    : m_settings(settings, std::move(source))
    , m_descriptors(descriptorLimit, workersOf(settings), settings.admin_max_followers)
    , m_admission(m_descriptors)
{
    std::vector<DirtySink *> sinks;
    for (std::size_t i = 0; i < workersOf(settings); ++i) {
        m_workers.push_back(std::make_unique<Worker>(i, m_admission, m_descriptors));
        sinks.push_back(&m_workers.back()->reactor().sink());
    }
    m_channels = std::make_unique<ChannelRegistry>(std::move(sinks));
    apply(m_settings.settings());
    // What auto takes is what an explicit cap may be at most, also where workers need more than the reserve.
    const auto fits =
        m_settings.setDescriptorLimit(descriptorLimit, descriptorLimit - m_descriptors.maxStreams());
    if (!fits)
        m_fits = tl::unexpected<Error>(fits.error());

    connect(&m_housekeeping, &QTimer::timeout, this, [this] { m_channels->housekeep(Clock::now()); });
    m_drainTimer.setTimerType(Qt::PreciseTimer);
    connect(&m_drainTimer, &QTimer::timeout, this, &Engine::advanceDrain);
    m_settingsListener =
        m_settings.addListener([this](const SettingsStore::Update &update) { apply(update.after.settings); });
}

Engine::~Engine()
{
    m_settings.removeListener(m_settingsListener);
    m_admission.close();
    for (const auto &worker : m_workers)
        worker->stop();
}

void Engine::apply(const std::shared_ptr<const Settings> &settings)
{
    m_channels->setLimits(limitsOf(*settings));
    m_admission.apply(*settings);
    m_inFlight.setMost(settings->publish_max_in_flight);
    for (const auto &worker : m_workers)
        worker->apply(settings);
}

void Engine::start(const std::vector<int> &listenFds, const WorkerFrontFactory &factory)
{
    m_settings.markRunning();
    for (std::size_t i = 0; i < m_workers.size(); ++i)
        m_workers[i]->start(*m_channels, listenFds[i], factory, *m_settings.settings());
    m_housekeeping.start(housekeepingInterval);
    m_started = true;
}

void Engine::beginStop(StopKind kind)
{
    m_drain.stop(DrainPlan::from(*m_settings.settings(), DrainThen::Exit), "a stop of the engine", kind);
}

void Engine::openDoors()
{
    m_admission.reopen();
    Q_EMIT reopened();
}

std::int64_t Engine::forcedStreams() const
{
    std::int64_t forced = 0;
    for (const auto &worker : m_workers)
        forced += worker->reactor().counters().ends[static_cast<std::size_t>(Cause::Forced)].value();
    return forced;
}

std::int64_t Engine::missedEvictions() const
{
    std::int64_t missed = 0;
    for (const auto &worker : m_workers)
        missed += worker->reactor().counters().missedEvictions.value();
    return missed;
}

void Engine::callRoll(std::size_t worker, std::uint64_t round)
{
    m_workers[worker]->callRoll(
        [this, worker, round](const StreamRoll &roll) { m_drain.onRoll(worker, round, roll); });
}

void Engine::evict(std::size_t worker, StreamRoll streams, Farewell farewell)
{
    m_workers[worker]->evict(std::move(streams), farewell);
}

void Engine::force(std::size_t worker, Farewell farewell)
{
    m_workers[worker]->forceAll(farewell);
}

void Engine::reprieve(std::size_t worker)
{
    m_workers[worker]->reprieve();
}

void Engine::wakeDrain()
{
    QMetaObject::invokeMethod(this, &Engine::advanceDrain, Qt::QueuedConnection);
}

void Engine::advanceDrain()
{
    const Drain::Next next = m_drain.advance(Clock::now());
    if (next == Drain::Next::Exit)
        exitWhenNobodyLingers();
    else
        m_lingering.invalidate();
    if (next == Drain::Next::Rest)
        m_drainTimer.stop();
    else if (!m_drainTimer.isActive() && !m_hasStopped)
        m_drainTimer.start(drainInterval);
}

void Engine::exitWhenNobodyLingers()
{
    if (m_hasStopped)
        return;
    if (!m_lingering.isValid())
        m_lingering.start();
    std::int64_t open = 0;
    for (const auto &worker : m_workers)
        open += worker->openStreams();
    if (open > 0 && !m_lingering.hasExpired(m_settings.settings()->timeouts_linger.count()))
        return;
    if (!m_drain.commitExit())
        return;
    m_hasStopped = true;
    m_drainTimer.stop();
    for (const auto &worker : m_workers)
        worker->stop();
    Q_EMIT stopped();
}

tl::expected<Channel::Published, ChannelRegistry::Refused> Engine::publish(std::string_view channel,
                                                                           const Event &event)
{
    return m_channels->publish(channel, event, Clock::now());
}

std::optional<DirtyInbox::Wait> Engine::awaitOthers(Worker &worker, Milliseconds longest) const
{
    const Instant now = Clock::now();
    for (const auto &other : m_workers) {
        if (other.get() == &worker)
            continue;
        if (const auto wait = other->reactor().awaitTurn(worker.reactor().poller(), now, longest))
            return wait;
    }
    return std::nullopt;
}

std::vector<const EndsRing *> Engine::endsRings() const
{
    std::vector<const EndsRing *> rings;
    for (const auto &worker : m_workers)
        rings.push_back(&worker->reactor().counters().lastEnds);
    return rings;
}

std::vector<EndRecord> Engine::latestEnds(std::size_t limit) const
{
    return sluice::latestEnds(endsRings(), limit);
}

std::vector<WorkerHealth> Engine::health() const
{
    const auto seconds = [](Clock::duration span) { return std::chrono::duration<double>(span).count(); };
    const Instant now = Clock::now();
    std::vector<WorkerHealth> all;
    for (const auto &worker : m_workers) {
        const LoopMeter &loop = worker->reactor().counters().loop;
        all.push_back({all.size(), seconds(loop.tickAge(now)), seconds(loop.lag(now)),
                       seconds(loop.worstLag(now)), loop.busyRatio(), loop.isBlocked(now)});
    }
    return all;
}

StreamsView Engine::streams(Instant since) const
{
    StreamsView view;
    const Instant now = Clock::now();
    for (std::size_t i = 0; i < m_workers.size(); ++i) {
        StreamsView::PerWorker one;
        one.worker = i;
        one.copy = m_workers[i]->streams();
        if (one.copy)
            one.age = std::chrono::duration_cast<Milliseconds>(now - one.copy->taken);
        if (one.age > StreamsView::refreshAge || one.copy->taken < since)
            m_workers[i]->copyStreams();
        view.workers.push_back(std::move(one));
    }
    return view;
}

void Engine::whenStreams(QObject *context, Instant since, std::function<void(StreamsView)> then,
                         Milliseconds limit) const
{
    QMetaObject::invokeMethod(context, [this, context, since, then = std::move(then), limit] {
        const StreamsView view = streams(since);
        if (!view.hasOlderThan(since) || limit <= limit.zero()) {
            then(view);
            return;
        }
        QTimer::singleShot(streamsPoll, context, [this, context, since, then, limit] {
            whenStreams(context, since, then, limit - streamsPoll);
        });
    });
}

void Engine::kick(const std::vector<std::uint64_t> &ids, Cause cause, EndNote note,
                  std::function<void(KickAnswer)> done)
{
    const auto order =
        std::make_shared<KickOrder>(ids, cause, std::move(note), m_workers.size(), std::move(done));
    for (const auto &worker : m_workers)
        worker->reactor().kicks().add(order);
}

EngineFigures Engine::figures() const
{
    const Instant now = Clock::now();
    EngineFigures figures;
    for (const auto &worker : m_workers) {
        const WorkerCounters &from = worker->reactor().counters();
        EngineFigures::PerWorker one;
        one.streams = from.streams.value();
        one.blocked = from.blocked.value();
        one.lingering = from.lingering.value();
        one.connections = from.connections.value();
        one.admitted = from.admitted.value();
        one.delivered = from.delivered.value();
        one.sentBytes = from.sentBytes.value();
        one.sends = from.sends.value();
        one.slices = from.slices.value();
        one.heartbeats = from.heartbeats.value();
        one.accepted = from.accepted.value();
        one.acceptErrors = from.acceptErrors.value();
        one.requests = from.requests.value();
        one.badRequests = from.badRequests.value();
        one.published = from.published.value();
        one.duplicates = from.duplicates.value();
        one.heldAnswers = from.heldAnswers.value();
        one.resumeHits = from.resumeHits.value();
        one.resumeGaps = from.resumeGaps.value();
        one.dropped = from.dropped.value();
        one.coalesced = from.coalesced.value();
        one.pauses = from.pauses.value();
        one.slowWhileReading = from.slowWhileReading.value();
        one.backlogBytes = from.backlogBytes.value();
        one.largestBacklog = from.largestBacklog.value();
        one.worstLagSeconds = std::chrono::duration<double>(from.loop.worstLag(now)).count();
        one.busyRatio = from.loop.busyRatio();
        one.busySeconds = std::chrono::duration<double>(from.loop.busy()).count();
        for (std::size_t i = 0; i < one.lags.size(); ++i)
            one.lags[i] = from.loop.lags().count(i);
        one.lagSumSeconds = from.loop.lags().sumSeconds();
        figures.workers.push_back(one);
        figures.streams += one.streams;
        for (std::size_t i = 0; i < causeCount; ++i)
            figures.ends[i] += from.ends[i].value();
        for (std::size_t i = 0; i < refusalCount; ++i)
            figures.refusals[i] += from.refusals[i].value();
        for (std::size_t i = 0; i < figures.latency.size(); ++i)
            figures.latency[i] += from.latency.count(i);
        figures.latencySumSeconds += from.latency.sumSeconds();
        for (std::size_t i = 0; i < figures.ages.size(); ++i)
            figures.ages[i] += from.ages.count(i);
        figures.ageSumSeconds += from.ages.sumSeconds();
    }
    for (const Refusal cause : Strangers::causes)
        figures.refusals[static_cast<std::size_t>(cause)] = m_strangers.count(cause);
    figures.maxStreams = m_admission.maxStreams();
    figures.clients = m_admission.clients();
    figures.inFlightBytes = m_inFlight.held();
    figures.poolUtilizationPercent =
        100.0 * static_cast<double>(figures.streams) / static_cast<double>(figures.maxStreams);
    figures.descriptorsUsed = m_descriptors.used();
    figures.descriptorsLimit = m_descriptors.limit();
    figures.descriptorsAllowed = m_descriptors.allowed();
    figures.streamsPossible = m_descriptors.maxStreams();
    figures.channels = static_cast<std::int64_t>(m_channels->size());
    figures.readerChannels = static_cast<std::int64_t>(m_channels->readerOnly());
    figures.historyBytes = m_channels->totalBytes();
    figures.settingsRevision = static_cast<std::int64_t>(m_settings.version().revision);
    figures.drainPhase = phaseName(m_drain.phase());
    figures.ready = isReady();
    return figures;
}

} // namespace sluice
