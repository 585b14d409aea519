// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/Engine.h"

namespace sluice {

namespace {

constexpr Milliseconds housekeepingInterval{1000};
constexpr Milliseconds stopPollInterval{10};

std::size_t workersOf(const Settings &settings)
{
    if (settings.engine_workers > 0)
        return static_cast<std::size_t>(settings.engine_workers);
    return static_cast<std::size_t>(std::max(1, QThread::idealThreadCount()));
}

ChannelRegistry::Limits limitsOf(const Settings &settings)
{
    ChannelRegistry::Limits limits;
    limits.log.count = settings.history_count;
    limits.log.bytes = settings.history_bytes;
    limits.log.age = settings.history_age;
    limits.log.highWaterMark = settings.backpressure_high_water_mark;
    limits.totalBytes = settings.history_total_bytes;
    limits.maxChannels = static_cast<std::size_t>(settings.pool_max_channels);
    limits.channelIdle = settings.pool_channel_idle;
    return limits;
}

} // namespace

Engine::Engine(const Settings &settings, std::int64_t descriptorLimit)
    : m_settings(settings)
    , m_descriptors(descriptorLimit, workersOf(settings))
    , m_admission(m_descriptors)
{
    std::vector<DirtySink *> sinks;
    for (std::size_t i = 0; i < workersOf(settings); ++i) {
        m_workers.push_back(std::make_unique<Worker>(i, m_admission, m_descriptors));
        sinks.push_back(&m_workers.back()->reactor().sink());
    }
    m_channels = std::make_unique<ChannelRegistry>(std::move(sinks));
    apply(m_settings.settings());

    connect(&m_housekeeping, &QTimer::timeout, this, [this] { m_channels->housekeep(Clock::now()); });
    connect(&m_stopPoll, &QTimer::timeout, this, &Engine::pollStop);
}

Engine::~Engine()
{
    m_admission.close();
    for (const auto &worker : m_workers)
        worker->stop();
}

void Engine::apply(const std::shared_ptr<const Settings> &settings)
{
    m_channels->setLimits(limitsOf(*settings));
    m_admission.setMaxStreams(settings->pool_max_streams);
}

void Engine::start(const std::vector<int> &listenFds, const WorkerFrontFactory &factory)
{
    m_settings.markRunning();
    for (std::size_t i = 0; i < m_workers.size(); ++i)
        m_workers[i]->start(*m_channels, listenFds[i], factory, *m_settings.settings());
    m_housekeeping.start(housekeepingInterval);
    m_started = true;
}

void Engine::beginStop()
{
    if (m_stopPoll.isActive())
        return;
    m_admission.close();
    m_stopping.start();
    for (const auto &worker : m_workers)
        worker->evictAll(Cause::Shutdown);
    m_stopPoll.start(stopPollInterval);
}

void Engine::pollStop()
{
    std::int64_t open = 0;
    for (const auto &worker : m_workers)
        open += worker->openStreams();
    const auto deadline = m_settings.settings()->drain_deadline;
    if (!m_forced && m_stopping.hasExpired(deadline.count())) {
        m_forced = true;
        for (const auto &worker : m_workers)
            worker->forceAll(Cause::Forced);
    }
    const auto linger = m_settings.settings()->timeouts_linger;
    if (open > 0 && !m_stopping.hasExpired((deadline + linger).count()))
        return;
    m_stopPoll.stop();
    for (const auto &worker : m_workers)
        worker->stop();
    Q_EMIT stopped();
}

tl::expected<Channel::Published, ChannelRegistry::Refused> Engine::publish(std::string_view channel,
                                                                           const Event &event)
{
    return m_channels->publish(channel, event, Clock::now());
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

EngineFigures Engine::figures() const
{
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
        one.resumeHits = from.resumeHits.value();
        one.resumeGaps = from.resumeGaps.value();
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
    figures.maxStreams = m_admission.maxStreams();
    figures.poolUtilizationPercent =
        100.0 * static_cast<double>(figures.streams) / static_cast<double>(figures.maxStreams);
    figures.descriptorsUsed = m_descriptors.used();
    figures.descriptorsLimit = m_descriptors.limit();
    figures.channels = static_cast<std::int64_t>(m_channels->size());
    figures.historyBytes = m_channels->totalBytes();
    figures.ready = isReady();
    return figures;
}

} // namespace sluice
