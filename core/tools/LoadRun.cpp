// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tools/LoadRun.h"

#include <algorithm>
#include <cmath>

#include <unistd.h>

namespace sluice {

namespace {

using namespace std::chrono_literals;

constexpr auto kTurn = 20ms; // longest sleep between two looks at the clock
constexpr auto kSampleInterval = 250ms;
constexpr auto kProgressInterval = 1s;
constexpr auto kSettle = 300ms;   // after the last connect, for work that the server does a little later
constexpr auto kStoppedTail = 1s; // how long a stopped run waits for what is on its way

/** Tells this run's events from those of other runs that the server may still keep. */
std::uint32_t runNumber()
{
    const auto now = std::chrono::system_clock::now().time_since_epoch().count();
    return static_cast<std::uint32_t>(std::hash<std::int64_t>()(now / 1000) ^
                                      static_cast<std::uint64_t>(::getpid()) << 12) &
           0xFF'FFFF;
}

double seconds(LoadRun::Clock::duration duration)
{
    return std::chrono::duration<double>(duration).count();
}

} // namespace

LoadRun::LoadRun(const Setting &setting)
    : m_setting(setting)
    , m_format(runNumber(), setting.options.size)
    , m_ledger(setting.options.clients, setting.options.channels, setting.options.publishers, m_unconfirmed)
    , m_streams(setting.options, setting.target, setting.sources, m_format, m_ledger)
    , m_publisher(setting.options, setting.publishTargets, m_format, m_unconfirmed)
    , m_readers(setting.options.channels)
{
}

LoadReport LoadRun::run()
{
    m_atStart = m_setting.processes.sample();
    m_lastProgress = Clock::now();
    m_nextProgress = m_lastProgress + kProgressInterval;
    connectAll();
    settle();
    m_atConnected = m_atPublish = m_atEnd = m_setting.processes.sample();
    if (m_streams.connected() > 0) {
        hold();
        publish();
        awaitTail();
    }
    m_atEnd = m_setting.processes.sample();
    reportDeliveries();
    reportProcesses();
    m_report.interrupted = isStopped();
    m_streams.closeAll();
    return m_report;
}

void LoadRun::connectAll()
{
    const LoadOptions &options = m_setting.options;
    const Clock::time_point begin = Clock::now();
    // Memory per stream is measured between two moments at which nothing is half connected.
    connectUpTo(std::min(options.warmup, options.clients / 2));
    m_atWarm = m_setting.processes.sample();
    m_warmStreams = m_streams.connected();
    connectUpTo(options.clients);
    const bool isComplete = m_streams.decided() == options.clients;
    const Clock::time_point end = isComplete ? m_streams.lastDecision() : Clock::now();
    m_report.connectSeconds = seconds(end - begin);
    m_report.clients = options.clients;
    m_report.connected = m_streams.connected();
    m_report.refused = m_streams.refused();
    m_report.connectErrors = m_streams.connectErrors();
    m_report.failures = m_streams.failures();
}

void LoadRun::connectUpTo(std::uint32_t clients)
{
    while (m_streams.decided() < clients && !isStopped()) {
        m_streams.connectMore(clients);
        turn("connecting");
    }
}

void LoadRun::settle()
{
    const Clock::time_point end = Clock::now() + kSettle;
    while (Clock::now() < end && !isStopped())
        turn("connected");
}

void LoadRun::hold()
{
    if (m_setting.options.hold <= 0ms || isStopped())
        return;
    const Clock::time_point begin = Clock::now();
    const std::uint32_t dropsBefore = m_streams.drops();
    while (Clock::now() - begin < m_setting.options.hold && !isStopped())
        turn("holding");
    m_report.holdSeconds = seconds(Clock::now() - begin);
    m_report.holdDrops = m_streams.drops() - dropsBefore;
    const Samples after = m_setting.processes.sample();
    double cpu = 0;
    for (std::size_t i = 0; i < after.size(); ++i)
        cpu += after[i].cpuSeconds - m_atConnected[i].cpuSeconds;
    if (!after.empty())
        m_report.holdCpuPercent = 100 * cpu / m_report.holdSeconds;
}

void LoadRun::publish()
{
    m_atPublish = m_setting.processes.sample();
    for (std::uint32_t stream = 0; stream < m_setting.options.clients; ++stream)
        m_readers[stream % m_setting.options.channels] += m_streams.isReading(stream) ? 1 : 0;
    if (isStopped())
        return;
    const Clock::time_point begin = Clock::now();
    m_publisher.start();
    while (!m_publisher.isFinished() && !isStopped())
        turn("publishing");
    m_report.durationSeconds = std::min(seconds(Clock::now() - begin), seconds(m_setting.options.duration));
    m_publisher.stop();
    m_publisher.join();
}

void LoadRun::awaitTail()
{
    const std::vector<std::uint64_t> published = publishedTo();
    const Clock::time_point begin = Clock::now();
    while (!allDelivered(published)) {
        const auto patience = isStopped() ? std::min<Clock::duration>(kStoppedTail, m_setting.options.tail)
                                          : Clock::duration(m_setting.options.tail);
        if (Clock::now() - begin >= patience)
            return;
        // One look at all streams costs as much as reading some of them: look rarely.
        const Clock::time_point nextLook = Clock::now() + kTurn;
        while (Clock::now() < nextLook)
            turn("waiting for the tail");
    }
}

/** One round of reading, and of whatever is due by the clock. */
void LoadRun::turn(const char *phase)
{
    m_streams.poll(kTurn);
    tick(Clock::now(), phase);
}

void LoadRun::tick(Clock::time_point now, const char *phase)
{
    if (now >= m_nextSample) {
        m_setting.processes.sample();
        m_nextSample = now + kSampleInterval;
    }
    if (now < m_nextProgress || !m_setting.progress)
        return;
    const std::uint64_t delivered = m_ledger.delivered();
    const double rate = static_cast<double>(delivered - m_lastDelivered) / seconds(now - m_lastProgress);
    m_setting.progress(std::string(phase) + ": " + std::to_string(m_streams.connected()) + " connected, " +
                       std::to_string(m_streams.refused()) + " refused, " +
                       std::to_string(m_streams.connectErrors()) + " errors, " +
                       std::to_string(m_streams.drops()) + " drops, " +
                       std::to_string(m_publisher.published()) + " published, " +
                       std::to_string(std::llround(rate)) + " delivered/s");
    m_lastDelivered = delivered;
    m_lastProgress = now;
    m_nextProgress = now + kProgressInterval;
}

std::vector<std::uint64_t> LoadRun::publishedTo()
{
    std::vector<std::uint64_t> published = m_publisher.publishedTo();
    const std::vector<std::uint64_t> unconfirmed = m_ledger.publishedUnconfirmed();
    for (std::size_t channel = 0; channel < published.size(); ++channel)
        published[channel] += unconfirmed[channel];
    return published;
}

/** True when every stream that still reads has all that was published to its channel. */
bool LoadRun::allDelivered(const std::vector<std::uint64_t> &published) const
{
    const LoadOptions &options = m_setting.options;
    for (std::uint32_t stream = 0; stream < options.clients; ++stream)
        if (m_streams.isReading(stream) &&
            m_ledger.deliveredTo(stream) < published[stream % options.channels])
            return false;
    return true;
}

void LoadRun::reportDeliveries()
{
    const LoadOptions &options = m_setting.options;
    m_report.channels = options.channels;
    m_report.publishers = options.publishers;
    m_report.offeredRate = options.rate;
    m_report.stalled = options.stalled;
    const std::vector<std::uint64_t> published = publishedTo();
    for (std::size_t channel = 0; channel < published.size(); ++channel) {
        m_report.published += published[channel];
        m_report.expected += published[channel] * m_readers[channel];
    }
    m_report.publishErrors = m_publisher.errors();
    if (m_report.durationSeconds > 0)
        m_report.publishRate = static_cast<double>(m_report.published) /
                               std::max(m_report.durationSeconds, m_publisher.publishSeconds());
    m_report.delivered = m_ledger.delivered();
    if (m_report.expected > 0)
        m_report.deliveredRatio =
            static_cast<double>(m_report.delivered) / static_cast<double>(m_report.expected);
    if (m_streams.lastDelivery() && m_publisher.firstPublish())
        m_report.deliveriesPerSecond = static_cast<double>(m_report.delivered) /
                                       seconds(*m_streams.lastDelivery() - *m_publisher.firstPublish());
    m_report.drops = m_streams.drops();
    m_report.dropReasons = m_streams.dropReasons();
    m_report.gaps = m_ledger.gaps();
    m_report.duplicates = m_ledger.duplicates();
    m_report.latency = LatencySummary::of(m_streams.latencies());
    m_report.publish = LatencySummary::of(m_publisher.roundTrips());
    m_report.probe = LatencySummary::of(m_publisher.probes());
}

void LoadRun::reportProcesses()
{
    const ProcessSampler &processes = m_setting.processes;
    for (std::size_t i = 0; i < processes.pids().size(); ++i) {
        ProcessReport report;
        report.pid = processes.pids()[i];
        report.name = processes.names()[i];
        report.cpuSecondsConnect = m_atConnected[i].cpuSeconds - m_atStart[i].cpuSeconds;
        report.cpuSecondsPublish = m_atEnd[i].cpuSeconds - m_atPublish[i].cpuSeconds;
        if (m_report.connected > 0)
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
        if (m_report.connected > m_warmStreams)
            report.kibPerStream = static_cast<double>(report.rssConnectedKib - report.rssWarmKib) /
                                  (m_report.connected - m_warmStreams);
        m_report.processes.push_back(report);
    }
}

} // namespace sluice
