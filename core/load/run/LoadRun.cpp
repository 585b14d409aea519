// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "load/run/LoadRun.h"

#include "base/text/JsonValues.h"

#include <algorithm>
#include <cmath>

namespace sluice {

namespace {

using namespace std::chrono_literals;

constexpr auto kTurn = 20ms; // longest sleep between two looks at the clock
constexpr auto kSampleInterval = 250ms;
constexpr auto kSecond = 1s;
constexpr auto kSettle = 300ms;   // after the last connect, for work that the server does a little later
constexpr auto kStoppedTail = 1s; // how long a stopped run waits for what is on its way

double seconds(LoadRun::Clock::duration duration)
{
    return std::chrono::duration<double>(duration).count();
}

std::int64_t rssKib(const std::vector<ProcessSample> &samples)
{
    std::int64_t sum = 0;
    for (const ProcessSample &sample : samples)
        sum += sample.rssKib;
    return sum;
}

} // namespace

LoadRun::LoadRun(const Setting &setting)
    : m_setting(setting)
{
}

LoadReport LoadRun::run()
{
    m_begin = m_lastSecond = Clock::now();
    m_nextSecond = m_begin + kSecond;
    m_atStart = m_latest = m_setting.processes.sample();
    m_lastCpu = cpuSeconds();
    connectAll();
    if (m_publishBegin || m_setting.crowd.figures().counts.connected > 0) {
        hold();
        publish();
        awaitTail();
    }
    m_atEnd = m_setting.processes.sample();
    finish();
    return m_report;
}

void LoadRun::connectAll()
{
    const LoadOptions &options = m_setting.options;
    const Clock::time_point begin = Clock::now();
    enter(LoadPhase::Connecting);
    if (options.ramp > 0ms) {
        m_atWarm = m_atConnected = m_atStart;
        rampUp();
    } else {
        // Memory per stream is measured between two moments at which nothing is half connected.
        connectUpTo(std::min(options.warmup, options.clients / 2));
        m_atWarm = m_setting.processes.sample();
        m_warmStreams = m_setting.crowd.figures().counts.connected;
        connectUpTo(options.clients);
    }
    const CrowdFigures figures = m_setting.crowd.figures();
    const bool isComplete = figures.counts.decided == options.clients;
    m_report.connectSeconds = seconds((isComplete ? figures.lastDecision : Clock::now()) - begin);
    if (options.ramp <= 0ms)
        settle();
    m_atConnected = m_atEnd = m_setting.processes.sample();
    if (!m_publishBegin)
        m_atPublish = m_atConnected;
}

/** Clients come evenly, and events are published from the first one on. */
void LoadRun::rampUp()
{
    const LoadOptions &options = m_setting.options;
    m_atPublish = m_setting.processes.sample();
    connectUpTo(1);
    beginPublishing();
    const Clock::time_point begin = Clock::now();
    for (auto passed = 0ns; passed < options.ramp && !isStopped(); passed = Clock::now() - begin) {
        const double part = seconds(passed) / seconds(options.ramp);
        aim(std::max(m_asked, static_cast<std::uint32_t>(part * options.clients)));
        turn();
    }
    connectUpTo(options.clients);
}

void LoadRun::connectUpTo(std::uint32_t clients)
{
    aim(clients);
    while (m_setting.crowd.decided() < clients && !isStopped())
        turn();
}

void LoadRun::aim(std::uint32_t clients)
{
    if (clients == m_asked)
        return;
    m_asked = clients;
    m_setting.crowd.aim(clients);
}

void LoadRun::settle()
{
    enter(LoadPhase::Settling);
    const Clock::time_point end = Clock::now() + kSettle;
    while (Clock::now() < end && !isStopped())
        turn();
}

void LoadRun::hold()
{
    if (m_setting.options.hold <= 0ms || isStopped())
        return;
    enter(LoadPhase::Holding);
    const Clock::time_point begin = Clock::now();
    const std::uint32_t dropsBefore = m_setting.crowd.figures().counts.drops;
    m_rss.begin(begin, m_setting.options.hold);
    m_setting.crowd.setChurn(LoadStreams::Churn::On);
    while (Clock::now() - begin < m_setting.options.hold && !isStopped())
        turn();
    m_setting.crowd.setChurn(LoadStreams::Churn::Off);
    m_report.holdSeconds = seconds(Clock::now() - begin);
    m_report.holdDrops = m_setting.crowd.figures().counts.drops - dropsBefore;
    const Samples after = m_setting.processes.sample();
    double cpu = 0;
    for (std::size_t i = 0; i < after.size(); ++i)
        cpu += after[i].cpuSeconds - m_atConnected[i].cpuSeconds;
    if (!after.empty())
        m_report.holdCpuPercent = 100 * cpu / m_report.holdSeconds;
}

void LoadRun::beginPublishing()
{
    enter(LoadPhase::Publishing);
    m_publishBegin = Clock::now();
    m_setting.publisher.start();
}

void LoadRun::publish()
{
    const LoadOptions &options = m_setting.options;
    if (!m_publishBegin)
        m_atPublish = m_setting.processes.sample();
    if (isStopped() && !m_publishBegin)
        return;
    if (!m_publishBegin)
        beginPublishing();
    const Clock::time_point begin = Clock::now(); // all are there
    if (options.duration > 0ms)
        m_rss.begin(begin, options.duration);
    m_setting.crowd.setChurn(LoadStreams::Churn::On);
    while (!m_setting.publisher.isFinished() && !isStopped()) {
        aim(clientsAt(Clock::now() - begin));
        turn();
    }
    m_setting.crowd.setChurn(LoadStreams::Churn::Off);
    aim(options.clients);
    m_report.durationSeconds =
        std::min(seconds(Clock::now() - *m_publishBegin), seconds(options.publishTime()));
    m_setting.publisher.stop();
    m_setting.publisher.join();
}

std::uint32_t LoadRun::clientsAt(Clock::duration sincePublish) const
{
    const LoadOptions &options = m_setting.options;
    const bool isSpike = sincePublish >= options.spikeAt && sincePublish < options.spikeAt + options.spikeFor;
    return isSpike ? options.allClients() : options.clients;
}

void LoadRun::awaitTail()
{
    if (!m_publishBegin)
        return;
    enter(LoadPhase::Finishing);
    const Clock::time_point begin = Clock::now();
    while (!m_setting.crowd.hasAll()) {
        const auto patience = isStopped() ? std::min<Clock::duration>(kStoppedTail, m_setting.options.tail)
                                          : Clock::duration(m_setting.options.tail);
        if (Clock::now() - begin >= patience)
            return;
        // One look at all streams costs as much as reading some of them: look rarely.
        const Clock::time_point nextLook = Clock::now() + kTurn;
        while (Clock::now() < nextLook)
            turn();
    }
}

void LoadRun::finish()
{
    measureProcesses(Clock::now());
    const Clock::time_point end = Clock::now();
    const CrowdFigures figures = m_setting.crowd.finish();
    enter(isStopped() ? LoadPhase::Interrupted : LoadPhase::Finished);
    m_report.interrupted = isStopped();
    reportClients(figures);
    reportDeliveries(figures);
    reportProcesses();
    m_report.verdict = LoadVerdict::of(m_report, m_setting.options.thresholds);
    takeSample(end, figures);
}

void LoadRun::enter(LoadPhase phase)
{
    m_phase = phase;
    m_phaseBegin = Clock::now();
}

/** One round of reading, and of whatever is due by the clock. */
void LoadRun::turn()
{
    m_setting.crowd.work(kTurn);
    tick(Clock::now());
}

void LoadRun::tick(Clock::time_point now)
{
    if (now >= m_nextSample)
        measureProcesses(now);
    if (now >= m_nextSecond)
        takeSample(now, m_setting.crowd.figures());
}

void LoadRun::measureProcesses(Clock::time_point now)
{
    m_nextSample = now + kSampleInterval;
    m_latest = m_setting.processes.sample();
    if (!m_latest.empty())
        m_rss.take(now, rssKib(m_latest));
}

std::optional<double> LoadRun::cpuSeconds() const
{
    if (m_latest.empty())
        return std::nullopt;
    double sum = 0;
    for (const ProcessSample &sample : m_latest)
        sum += sample.cpuSeconds;
    return sum;
}

std::optional<double> LoadRun::leftSeconds(Clock::time_point now) const
{
    const LoadOptions &options = m_setting.options;
    if (m_phase == LoadPhase::Holding)
        return std::max(seconds(m_phaseBegin + options.hold + options.duration - now), 0.0);
    if (m_phase == LoadPhase::Publishing)
        return std::max(seconds(*m_publishBegin + options.publishTime() - now), 0.0);
    return std::nullopt;
}

void LoadRun::takeSample(Clock::time_point now, const CrowdFigures &figures)
{
    const double interval = std::max(seconds(now - m_lastSecond), 1e-3);
    const LoadStreams::Counts &counts = figures.counts;
    const LatencyHistogram recent = figures.latencies.since(m_lastLatencies);
    LoadSample sample;
    sample.elapsedSeconds = seconds(now - m_begin);
    sample.phase = m_phase;
    sample.leftSeconds = leftSeconds(now);
    sample.asked = m_asked;
    sample.connected = counts.open;
    sample.refused = counts.refused;
    sample.connectErrors = counts.connectErrors;
    sample.published = m_setting.publisher.published();
    sample.publishErrors = m_setting.publisher.errors();
    sample.publishRate = static_cast<double>(sample.published - m_lastPublished) / interval;
    sample.delivered = figures.delivered;
    sample.deliveryRate = static_cast<double>(sample.delivered - m_lastDelivered) / interval;
    sample.p50 = inMilliseconds(recent.quantile(0.50));
    sample.p99 = inMilliseconds(recent.quantile(0.99));
    sample.p50All = inMilliseconds(figures.latencies.quantile(0.50));
    sample.p99All = inMilliseconds(figures.latencies.quantile(0.99));
    sample.drops = counts.drops;
    sample.gaps = figures.gaps();
    sample.duplicates = figures.duplicates;
    sample.churned = counts.churned;
    sample.returned = counts.returned;
    sample.away = counts.away;
    const std::optional<double> cpu = cpuSeconds();
    if (cpu) {
        sample.rssKib = rssKib(m_latest);
        sample.cpuPercent = 100 * (*cpu - m_lastCpu.value_or(*cpu)) / interval;
    }
    m_report.timeline.push_back(sample);
    m_lastSecond = now;
    m_nextSecond = now + kSecond;
    m_lastPublished = sample.published;
    m_lastDelivered = sample.delivered;
    m_lastCpu = cpu;
    m_lastLatencies = figures.latencies;
    if (m_setting.progress)
        m_setting.progress(sample);
}

void LoadRun::reportClients(const CrowdFigures &figures)
{
    const LoadOptions &options = m_setting.options;
    m_report.clients = options.clients;
    m_report.connected = figures.counts.connected;
    m_report.refused = figures.counts.refused;
    m_report.connectErrors = figures.counts.connectErrors;
    m_report.failures = figures.failures;
    m_report.channels = options.channels;
    m_report.publishers = options.publishers;
    m_report.stalled = options.stalled;
    m_report.slow = options.slow;
    m_report.slowEnded = figures.counts.slowEnded;
    m_report.spike = options.spike;
    m_report.rampSeconds = seconds(options.ramp);
    m_report.churn = options.churn;
    m_report.churned = figures.counts.churned;
    m_report.returned = figures.counts.returned;
    m_report.returnFailures = figures.counts.returnFailures;
    m_report.away = figures.counts.away;
    m_report.replayed = figures.counts.replayed;
    m_report.drops = figures.counts.drops;
    m_report.dropReasons = figures.dropReasons;
}

void LoadRun::reportDeliveries(const CrowdFigures &figures)
{
    const LoadPublisher &publisher = m_setting.publisher;
    m_report.offeredRate = m_setting.options.rate;
    m_report.eventBytes = m_setting.options.size;
    m_report.published = publisher.published() + figures.publishedUnconfirmed();
    m_report.expected = figures.expected();
    m_report.publishErrors = publisher.errors();
    m_report.publishAttempts = publisher.published() + publisher.errors();
    if (m_report.durationSeconds > 0)
        m_report.publishRate = static_cast<double>(m_report.published) /
                               std::max(m_report.durationSeconds, publisher.publishSeconds());
    if (m_report.offeredRate > 0 && m_report.durationSeconds > 0)
        m_report.publishShare = std::min(m_report.publishRate / m_report.offeredRate, 1.0);
    m_report.delivered = figures.delivered;
    if (m_report.expected > 0)
        m_report.deliveredRatio =
            static_cast<double>(m_report.delivered) / static_cast<double>(m_report.expected);
    if (figures.lastDelivery && publisher.firstPublish())
        m_report.deliveriesPerSecond = static_cast<double>(m_report.delivered) /
                                       seconds(*figures.lastDelivery - *publisher.firstPublish());
    m_report.gaps = figures.gaps();
    m_report.duplicates = figures.duplicates;
    m_report.latency = LatencySummary::of(figures.latencies);
    m_report.latencies = figures.latencies.counts();
    m_report.publish = LatencySummary::of(publisher.roundTrips());
    m_report.probe = LatencySummary::of(publisher.probes());
}

void LoadRun::reportProcesses()
{
    const ProcessSampler &processes = m_setting.processes;
    m_report.rssBaselineKib = m_rss.baselineKib();
    m_report.rssGrowth = m_rss.growth();
    if (m_report.rssBaselineKib)
        m_report.rssHighestKib = m_rss.highestKib();
    for (std::size_t i = 0; i < processes.pids().size(); ++i) {
        ProcessReport report;
        report.pid = processes.pids()[i];
        report.name = processes.names()[i];
        report.cpuSecondsConnect = m_atConnected[i].cpuSeconds - m_atStart[i].cpuSeconds;
        report.cpuSecondsPublish = m_atEnd[i].cpuSeconds - m_atPublish[i].cpuSeconds;
        // In a ramp, connecting and publishing cannot be told apart.
        const bool isApart = m_setting.options.ramp <= 0ms;
        if (m_report.connected > 0 && isApart)
            report.cpuMicrosecondsPerConnect = report.cpuSecondsConnect * 1e6 / m_report.connected;
        if (m_report.delivered > 0)
            report.cpuMicrosecondsPerDelivery =
                report.cpuSecondsPublish * 1e6 / static_cast<double>(m_report.delivered);
        report.rssStartKib = m_atStart[i].rssKib;
        report.rssWarmKib = m_atWarm[i].rssKib;
        report.rssConnectedKib = m_atConnected[i].rssKib;
        report.rssEndKib = m_atEnd[i].rssKib;
        report.rssMaxKib = processes.highestRssKib()[i];
        report.rssAnonStartKib = m_atStart[i].rssAnonKib;
        report.rssAnonConnectedKib = m_atConnected[i].rssAnonKib;
        report.rssAnonEndKib = m_atEnd[i].rssAnonKib;
        if (m_report.connected > m_warmStreams && isApart)
            report.kibPerStream = static_cast<double>(report.rssConnectedKib - report.rssWarmKib) /
                                  (m_report.connected - m_warmStreams);
        m_report.processes.push_back(report);
    }
}

} // namespace sluice
