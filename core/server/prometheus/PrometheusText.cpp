// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/prometheus/PrometheusText.h"

#include <prometheus/metric_family.h>
#include <prometheus/text_serializer.h>

#include <algorithm>
#include <limits>
#include <span>

namespace sluice {

namespace {

using prometheus::ClientMetric;
using prometheus::MetricFamily;
using prometheus::MetricType;
using Label = ClientMetric::Label;

/** Collects families in the order in which they are added. */
class Families
{
public:
    void gauge(std::string name, std::string help, double value)
    {
        family(std::move(name), std::move(help), MetricType::Gauge).metric.push_back(gaugeMetric(value, {}));
    }
    void counter(std::string name, std::string help, double value)
    {
        family(std::move(name), std::move(help), MetricType::Counter)
            .metric.push_back(counterMetric(value, {}));
    }
    MetricFamily &family(std::string name, std::string help, MetricType type)
    {
        m_families.push_back({std::move(name), std::move(help), type, {}});
        return m_families.back();
    }
    static ClientMetric gaugeMetric(double value, std::vector<Label> labels)
    {
        ClientMetric metric;
        metric.label = std::move(labels);
        metric.gauge.value = value;
        return metric;
    }
    static ClientMetric counterMetric(double value, std::vector<Label> labels)
    {
        ClientMetric metric;
        metric.label = std::move(labels);
        metric.counter.value = value;
        return metric;
    }
    std::string text() const { return prometheus::TextSerializer().Serialize(m_families); }

private:
    std::vector<MetricFamily> m_families;
};

using PerWorker = EngineFigures::PerWorker;

void addWorkerMetrics(Families &families, const EngineFigures &engine)
{
    struct Row
    {
        const char *name;
        const char *help;
        MetricType type;
        std::int64_t PerWorker::*value;
    };
    static constexpr Row rows[] = {
        {"sluice_worker_streams", "Active streams of a worker.", MetricType::Gauge, &PerWorker::streams},
        {"sluice_blocked_streams", "Active streams whose socket refused bytes.", MetricType::Gauge,
         &PerWorker::blocked},
        {"sluice_lingering_descriptors", "Ended streams whose descriptor waits for the peer's end.",
         MetricType::Gauge, &PerWorker::lingering},
        {"sluice_connections", "Open connections that are not streams.", MetricType::Gauge,
         &PerWorker::connections},
        {"sluice_streams_admitted_total", "Streams admitted.", MetricType::Counter, &PerWorker::admitted},
        {"sluice_delivered_total", "Events handed to the kernel for a stream, whole.", MetricType::Counter,
         &PerWorker::delivered},
        {"sluice_sent_bytes_total", "Bytes handed to the kernel for streams.", MetricType::Counter,
         &PerWorker::sentBytes},
        {"sluice_sends_total", "Send calls for streams.", MetricType::Counter, &PerWorker::sends},
        {"sluice_pump_slices_total", "Turns of the pump.", MetricType::Counter, &PerWorker::slices},
        {"sluice_heartbeats_total", "Heartbeat comments sent.", MetricType::Counter, &PerWorker::heartbeats},
        {"sluice_accepted_connections_total", "Connections accepted.", MetricType::Counter,
         &PerWorker::accepted},
        {"sluice_accept_errors_total", "Failed accepts, such as for want of a descriptor.",
         MetricType::Counter, &PerWorker::acceptErrors},
        {"sluice_http_requests_total", "Requests parsed.", MetricType::Counter, &PerWorker::requests},
        {"sluice_http_bad_requests_total", "Requests refused as malformed, too large or too slow.",
         MetricType::Counter, &PerWorker::badRequests},
        {"sluice_published_total", "Events accepted from publishers.", MetricType::Counter,
         &PerWorker::published},
        {"sluice_duplicates_total", "Publishes whose id was in history already.", MetricType::Counter,
         &PerWorker::duplicates},
        {"sluice_held_answers_total", "Answers to publishers that waited for a worker that was late.",
         MetricType::Counter, &PerWorker::heldAnswers},
        {"sluice_resume_hits_total", "Streams that resumed exactly.", MetricType::Counter,
         &PerWorker::resumeHits},
        {"sluice_resume_gaps_total", "Streams that were told of a gap.", MetricType::Counter,
         &PerWorker::resumeGaps},
        {"sluice_dropped_events_total", "Events that drop-oldest took from a slow stream.",
         MetricType::Counter, &PerWorker::dropped},
        {"sluice_coalesced_events_total", "Events that coalesce took from a slow stream.",
         MetricType::Counter, &PerWorker::coalesced},
        {"sluice_slow_while_reading_total",
         "Streams ended as slow-consumer although their clients went on reading.", MetricType::Counter,
         &PerWorker::slowWhileReading},
        {"sluice_channel_pauses_total", "Times that a channel's publishers were made to wait.",
         MetricType::Counter, &PerWorker::pauses},
        {"sluice_backlog_bytes", "Bytes that the streams' sockets refused, all together.", MetricType::Gauge,
         &PerWorker::backlogBytes},
        {"sluice_largest_backlog_bytes", "Largest backlog of one stream.", MetricType::Gauge,
         &PerWorker::largestBacklog},
    };
    for (const Row &row : rows) {
        MetricFamily &family = families.family(row.name, row.help, row.type);
        for (std::size_t i = 0; i < engine.workers.size(); ++i) {
            const auto value = static_cast<double>(engine.workers[i].*row.value);
            const std::vector<Label> labels{{"worker", std::to_string(i)}};
            family.metric.push_back(row.type == MetricType::Gauge ? Families::gaugeMetric(value, labels)
                                                                  : Families::counterMetric(value, labels));
        }
    }
}

/** @p counts are not cumulative and have one more for +Inf than there are bounds. */
ClientMetric histogramMetric(std::span<const double> bounds, std::span<const std::int64_t> counts, double sum)
{
    ClientMetric metric;
    std::uint64_t cumulative = 0;
    for (std::size_t i = 0; i < counts.size(); ++i) {
        cumulative += static_cast<std::uint64_t>(counts[i]);
        metric.histogram.bucket.push_back(
            {cumulative, i < bounds.size() ? bounds[i] : std::numeric_limits<double>::infinity()});
    }
    metric.histogram.sample_count = cumulative;
    metric.histogram.sample_sum = sum;
    return metric;
}

void addHistogram(Families &families, std::string name, std::string help, ClientMetric metric)
{
    families.family(std::move(name), std::move(help), MetricType::Histogram)
        .metric.push_back(std::move(metric));
}

/** What the workers' loops say of themselves. */
void addLoops(Families &families, const EngineFigures &engine)
{
    MetricFamily &lags = families.family(
        "sluice_loop_lag_seconds", "How late the ticks of a worker's loop come.", MetricType::Histogram);
    for (std::size_t i = 0; i < engine.workers.size(); ++i) {
        const PerWorker &worker = engine.workers[i];
        ClientMetric metric = histogramMetric(LatencyBuckets::bounds, worker.lags, worker.lagSumSeconds);
        metric.label = {{"worker", std::to_string(i)}};
        lags.metric.push_back(std::move(metric));
    }
    MetricFamily &worst = families.family(
        "sluice_loop_lag_max_seconds",
        "The longest lag of a worker's loop within the last second, or how late it is by now.",
        MetricType::Gauge);
    for (std::size_t i = 0; i < engine.workers.size(); ++i)
        worst.metric.push_back(
            Families::gaugeMetric(engine.workers[i].worstLagSeconds, {{"worker", std::to_string(i)}}));
    MetricFamily &busy = families.family(
        "sluice_loop_busy_ratio", "Share of the last second that a worker's loop worked.", MetricType::Gauge);
    for (std::size_t i = 0; i < engine.workers.size(); ++i)
        busy.metric.push_back(
            Families::gaugeMetric(engine.workers[i].busyRatio, {{"worker", std::to_string(i)}}));
    MetricFamily &worked = families.family("sluice_loop_busy_seconds_total",
                                           "Time that a worker's loop has worked.", MetricType::Counter);
    for (std::size_t i = 0; i < engine.workers.size(); ++i)
        worked.metric.push_back(
            Families::counterMetric(engine.workers[i].busySeconds, {{"worker", std::to_string(i)}}));
}

void addState(Families &families, const EngineFigures &engine)
{
    families.counter("sluice_settings_changes_total", "Changes of settings since the start.",
                     static_cast<double>(std::max<std::int64_t>(engine.settingsRevision - 1, 0)));
    MetricFamily &phases =
        families.family("sluice_drain_phase", "1 for the phase that the drain is in.", MetricType::Gauge);
    for (const std::string_view phase : drainPhaseNames)
        phases.metric.push_back(
            Families::gaugeMetric(engine.drainPhase == phase ? 1 : 0, {{"phase", std::string(phase)}}));
}

void addSignals(Families &families, const SignalFigures &signals)
{
    if (signals.waits.machineSeconds)
        families.counter(
            "sluice_cpu_pressure_seconds_total",
            "Time in which something on the machine waited for a CPU; absent when the kernel does "
            "not say.",
            *signals.waits.machineSeconds);
    families.gauge("sluice_heap_bytes",
                   "Memory in use on malloc's heap; read every 10 seconds, seldomer where that takes long.",
                   static_cast<double>(signals.heapBytes));
    families.gauge("sluice_snapshots_held", "Snapshots in memory.",
                   static_cast<double>(signals.snapshotsHeld));
    families.counter("sluice_recorded_snapshots_total", "Snapshots recorded as CSV.",
                     static_cast<double>(signals.recording.snapshots));
    families.counter("sluice_recording_errors_total", "Attempts to record that failed.",
                     static_cast<double>(signals.recording.errors));
    families.gauge("sluice_recording_failing", "1 while the last attempt to record has failed.",
                   signals.recording.isFailing ? 1 : 0);
    families.counter("sluice_log_lines_lost_total",
                     "Log lines that nobody read in time, or that could not be written.",
                     static_cast<double>(signals.logLinesLost));
}

/** What the proxy's logs say; all zero while none is followed. */
void addProxy(Families &families, const ProxyLogFigures &proxy)
{
    MetricFamily &faults =
        families.family("sluice_proxy_log_total",
                        "What went wrong by the proxy's error log (diagnosis.nginx_error_log), by kind.",
                        MetricType::Counter);
    for (std::size_t i = 0; i < proxyFaultCount; ++i)
        faults.metric.push_back(
            Families::counterMetric(static_cast<double>(proxy.faults[i]),
                                    {{"kind", std::string(proxyFaultName(static_cast<ProxyFault>(i)))}}));
    addHistogram(families, "sluice_proxy_upstream_connect_seconds",
                 "How long the proxy took to be connected, by its access log (diagnosis.nginx_timing_log); "
                 "requests of a minute at most.",
                 histogramMetric(LatencyBuckets::bounds, proxy.connect.counts, proxy.connect.sumSeconds));
    addHistogram(families, "sluice_proxy_upstream_header_seconds",
                 "How long the proxy took to be connected and to have the answer's head, by the same log.",
                 histogramMetric(LatencyBuckets::bounds, proxy.header.counts, proxy.header.sumSeconds));
}

} // namespace

std::string prometheusText(const EngineFigures &engine, const ProcessFigures &process,
                           const SignalFigures &signals, const ProxyLogFigures &proxy)
{
    Families families;
    families.gauge("http_active_connections", "Active streams.", static_cast<double>(engine.streams));
    families.gauge("pool_utilization_percent", "Active streams over the cap, in percent.",
                   engine.poolUtilizationPercent);
    MetricFamily &ends =
        families.family("sse_disconnects_total", "Ended streams by cause.", MetricType::Counter);
    for (std::size_t i = 0; i < causeCount; ++i)
        ends.metric.push_back(Families::counterMetric(
            static_cast<double>(engine.ends[i]), {{"cause", std::string(causeName(static_cast<Cause>(i)))}}));
    MetricFamily &refusals =
        families.family("sluice_refusals_total", "Refusals by cause.", MetricType::Counter);
    for (std::size_t i = 0; i < refusalCount; ++i)
        refusals.metric.push_back(
            Families::counterMetric(static_cast<double>(engine.refusals[i]),
                                    {{"cause", std::string(refusalName(static_cast<Refusal>(i)))}}));
    families.gauge("sluice_pool_max_streams", "Most streams admitted at once.",
                   static_cast<double>(engine.maxStreams));
    families.gauge("sluice_clients", "Clients remembered for caps, rates and blocks.",
                   static_cast<double>(engine.clients));
    families.gauge("sluice_descriptors_used", "Accepted public descriptors that are open.",
                   static_cast<double>(engine.descriptorsUsed));
    families.gauge("sluice_descriptors_limit", "The process's limit of descriptors.",
                   static_cast<double>(engine.descriptorsLimit));
    families.gauge("sluice_channels", "Channels known.", static_cast<double>(engine.channels));
    families.gauge("sluice_history_bytes", "Memory that all channels' logs hold.",
                   static_cast<double>(engine.historyBytes));
    families.gauge("sluice_in_flight_bytes", "Bodies on their way in and answers on their way out.",
                   static_cast<double>(engine.inFlightBytes));
    families.gauge("sluice_ready", "1 while new streams are welcome.", engine.ready ? 1 : 0);
    addWorkerMetrics(families, engine);
    addHistogram(families, "sluice_delivery_latency_seconds",
                 "From a publish accepted to its event handed to the kernel.",
                 histogramMetric(LatencyBuckets::bounds, engine.latency, engine.latencySumSeconds));
    addHistogram(families, "sluice_stream_age_seconds", "Age of streams at their end.",
                 histogramMetric(AgeBuckets::bounds, engine.ages, engine.ageSumSeconds));
    addLoops(families, engine);
    addState(families, engine);
    addSignals(families, signals);
    addProxy(families, proxy);

    MetricFamily &build = families.family("sluice_build_info", "The version that runs.", MetricType::Gauge);
    build.metric.push_back(Families::gaugeMetric(1, {{"version", SLUICE_VERSION}}));
    families.counter("process_cpu_seconds_total", "CPU time of the process, user and system.",
                     process.cpuSeconds);
    families.gauge("process_resident_memory_bytes", "Resident memory.",
                   static_cast<double>(process.residentBytes));
    families.gauge("process_virtual_memory_bytes", "Virtual memory.",
                   static_cast<double>(process.virtualBytes));
    families.gauge("process_open_fds", "Open descriptors.", static_cast<double>(process.openDescriptors));
    families.gauge("process_max_fds", "The process's limit of descriptors.",
                   static_cast<double>(engine.descriptorsLimit));
    families.gauge("process_start_time_seconds", "Start of the process since the Unix epoch.",
                   process.startTimeSeconds);
    return families.text();
}

} // namespace sluice
