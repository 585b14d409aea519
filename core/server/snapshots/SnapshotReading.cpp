// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/snapshots/SnapshotReading.h"

#include "model/Quantile.h"

#include <algorithm>
#include <numeric>

#include <unistd.h>

namespace sluice {

namespace {

constexpr double percent = 100;

double secondsOf(Clock::duration duration)
{
    return std::chrono::duration<double>(duration).count();
}

std::int64_t sum(const EngineFigures &engine, std::int64_t EngineFigures::PerWorker::*member)
{
    return std::accumulate(
        engine.workers.begin(), engine.workers.end(), std::int64_t{0},
        [member](std::int64_t total, const auto &worker) { return total + worker.*member; });
}

template <std::size_t N>
std::int64_t sum(const std::array<std::int64_t, N> &counts)
{
    return std::accumulate(counts.begin(), counts.end(), std::int64_t{0});
}

/** Makes the row, group by group. */
class Maker
{
public:
    Maker(const SnapshotReading &now, const SnapshotReading &before)
        : m_now(now)
        , m_before(before)
        , m_interval(std::max(secondsOf(now.at - before.at), 0.0))
    {
    }

    Snapshot make(Instant engineStarted)
    {
        m_row.version = Snapshot::schemaVersion;
        m_row.time_utc = m_now.utc;
        m_row.time_monotonic_seconds = secondsOf(m_now.at.time_since_epoch());
        m_row.interval_seconds = m_interval;
        m_row.uptime_seconds = secondsOf(m_now.at - engineStarted);
        makeState();
        makePool();
        makeEvents();
        makeMachine();
        return std::move(m_row);
    }

private:
    using PerWorker = EngineFigures::PerWorker;

    double rate(double now, double before) const
    {
        return m_interval > 0 ? std::max(now - before, 0.0) / m_interval : 0;
    }
    double rate(std::int64_t PerWorker::*member) const
    {
        return rate(static_cast<double>(sum(m_now.engine, member)),
                    static_cast<double>(sum(m_before.engine, member)));
    }
    template <std::size_t N>
    double rate(std::array<std::int64_t, N> EngineFigures::*member) const
    {
        return rate(static_cast<double>(sum(m_now.engine.*member)),
                    static_cast<double>(sum(m_before.engine.*member)));
    }
    std::optional<double> share(std::optional<double> now, std::optional<double> before) const
    {
        if (!now || !before)
            return std::nullopt;
        return percent * rate(*now, *before);
    }

    void makeState()
    {
        const EngineFigures &engine = m_now.engine;
        m_row.settings_revision = engine.settingsRevision;
        m_row.drain_phase = engine.drainPhase;
        m_row.ready = engine.ready ? 1 : 0;
        m_row.workers = static_cast<std::int64_t>(engine.workers.size());
        for (const PerWorker &worker : engine.workers) {
            m_row.loop_lag_max_seconds = std::max(m_row.loop_lag_max_seconds, worker.worstLagSeconds);
            m_row.loop_busy_max_ratio = std::max(m_row.loop_busy_max_ratio, worker.busyRatio);
            m_row.loop_busy_mean_ratio += worker.busyRatio / static_cast<double>(engine.workers.size());
            m_row.worker_N_loop_lag_seconds.push_back(worker.worstLagSeconds);
            m_row.worker_N_loop_busy_ratio.push_back(worker.busyRatio);
            m_row.worker_N_streams.push_back(worker.streams);
        }
        m_row.channels = engine.channels;
        m_row.history_bytes = engine.historyBytes;
        m_row.descriptors_used = engine.descriptorsUsed;
        m_row.descriptors_limit = engine.descriptorsLimit;
    }

    void makePool()
    {
        const EngineFigures &engine = m_now.engine;
        m_row.active_streams = engine.streams;
        m_row.max_streams = engine.maxStreams;
        m_row.pool_utilization_percent = engine.poolUtilizationPercent;
        m_row.blocked_streams = sum(engine, &PerWorker::blocked);
        m_row.lingering_descriptors = sum(engine, &PerWorker::lingering);
        m_row.idle_connections = sum(engine, &PerWorker::connections);
        m_row.accepted_connections_total = sum(engine, &PerWorker::accepted);
        m_row.accept_errors_total = sum(engine, &PerWorker::acceptErrors);
        m_row.admitted_total = sum(engine, &PerWorker::admitted);
        m_row.admitted_per_second = rate(&PerWorker::admitted);
        m_row.refusals_total = sum(engine.refusals);
        m_row.refusals_per_second = rate(&EngineFigures::refusals);
        m_row.refusals_X_total = engine.refusals;
        m_row.disconnects_total = sum(engine.ends);
        m_row.disconnects_per_second = rate(&EngineFigures::ends);
        m_row.disconnects_X_total = engine.ends;
        m_row.http_requests_total = sum(engine, &PerWorker::requests);
        m_row.bad_requests_total = sum(engine, &PerWorker::badRequests);
    }

    void makeEvents()
    {
        const EngineFigures &engine = m_now.engine;
        m_row.events_published_total = sum(engine, &PerWorker::published);
        m_row.events_published_per_second = rate(&PerWorker::published);
        m_row.events_delivered_total = sum(engine, &PerWorker::delivered);
        m_row.events_delivered_per_second = rate(&PerWorker::delivered);
        auto latency = engine.latency;
        for (std::size_t i = 0; i < latency.size(); ++i)
            latency[i] = std::max<std::int64_t>(latency[i] - m_before.engine.latency[i], 0);
        m_row.delivery_latency_p50_seconds = quantile(LatencyBuckets::bounds, latency, 0.50);
        m_row.delivery_latency_p99_seconds = quantile(LatencyBuckets::bounds, latency, 0.99);
        m_row.sent_bytes_total = sum(engine, &PerWorker::sentBytes);
        m_row.sent_bytes_per_second = rate(&PerWorker::sentBytes);
        m_row.backlog_bytes = sum(engine, &PerWorker::backlogBytes);
        for (const PerWorker &worker : engine.workers)
            m_row.largest_backlog_bytes = std::max(m_row.largest_backlog_bytes, worker.largestBacklog);
        m_row.dropped_events_total = sum(engine, &PerWorker::dropped);
        m_row.coalesced_events_total = sum(engine, &PerWorker::coalesced);
        m_row.channel_pauses_total = sum(engine, &PerWorker::pauses);
        m_row.resume_hits_total = sum(engine, &PerWorker::resumeHits);
        m_row.resume_gaps_total = sum(engine, &PerWorker::resumeGaps);
    }

    void makeMachine()
    {
        m_row.resident_bytes = m_now.process.residentBytes;
        m_row.heap_bytes = m_now.process.heapBytes;
        m_row.cpu_seconds_total = m_now.process.cpuSeconds;
        m_row.cpu_cores_used = rate(m_now.process.cpuSeconds, m_before.process.cpuSeconds);
        const auto cores = static_cast<double>(std::max(1L, ::sysconf(_SC_NPROCESSORS_ONLN)));
        m_row.cpu_utilization_percent = percent * m_row.cpu_cores_used / cores;
        m_row.cpu_pressure_percent = share(m_now.waits.machineSeconds, m_before.waits.machineSeconds);
        if (m_row.cpu_pressure_percent) // the two clocks differ by a hair
            m_row.cpu_pressure_percent = std::min(*m_row.cpu_pressure_percent, percent);
        m_row.cpu_wait_percent = share(m_now.waits.threadsSeconds, m_before.waits.threadsSeconds);
    }

    const SnapshotReading &m_now;
    const SnapshotReading &m_before;
    const double m_interval;
    Snapshot m_row;
};

} // namespace

Snapshot snapshotOf(const SnapshotReading &now, const SnapshotReading &before, Instant engineStarted)
{
    return Maker(now, before).make(engineStarted);
}

} // namespace sluice
