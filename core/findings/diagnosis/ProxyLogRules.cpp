// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "findings/diagnosis/AgeCluster.h"
#include "findings/diagnosis/DiagnosisRules.h"

#include "model/Quantile.h"

#include <algorithm>

namespace sluice::diagnosis {

namespace {

// One lost request is a client's bad luck; ten within a minute are somebody's configuration.
constexpr std::int64_t manyFaults = 10;

// Connecting to an engine takes a round trip. A lost SYN is sent again after a second.
constexpr double slowConnectSeconds = 0.1;

// The engine answers a stream at once and a publish within milliseconds.
constexpr double slowHeaderSeconds = 0.5;

// Of fewer requests a percentile says nothing.
constexpr std::int64_t fewestRequests = 10;

constexpr double highQuantile = 0.95;

constexpr std::array upstreamFaults{ProxyFault::ConnectTimeout, ProxyFault::AnswerTimeout,
                                    ProxyFault::ReadTimeout,    ProxyFault::Closed,
                                    ProxyFault::Refused,        ProxyFault::Unreachable};
constexpr std::array limitFaults{ProxyFault::WorkerConnections, ProxyFault::Descriptors, ProxyFault::Ports};

constexpr std::string_view errorLogSetting = "diagnosis.nginx_error_log";
constexpr std::string_view timingLogSetting = "diagnosis.nginx_timing_log";

template <std::size_t N>
std::int64_t sumOf(const Observation &seen, const std::array<ProxyFault, N> &faults)
{
    std::int64_t sum = 0;
    for (const ProxyFault fault : faults)
        sum += seen.faults(fault);
    return sum;
}

template <std::size_t N>
ProxyFault mostOf(const Observation &seen, const std::array<ProxyFault, N> &faults)
{
    return *std::max_element(faults.begin(), faults.end(),
                             [&seen](ProxyFault a, ProxyFault b) { return seen.faults(a) < seen.faults(b); });
}

/** The verdict on a log that said nothing, if it could not be read. */
Outcome silent(const ProxyLogReading &log, std::string_view setting, std::string_view whose)
{
    switch (log.state) {
    case ProxyLogReading::State::Off:
        return NotObserved{std::string(setting) + " is empty: give it " + std::string(whose)};
    case ProxyLogReading::State::Unreadable:
        return NotObserved{std::string(setting) + " is not followed: " + log.reason};
    case ProxyLogReading::State::Following:
        break;
    }
    return Clear();
}

/** Why whoever waits for the engine waits for the engine itself; empty where it has nothing to answer for. */
std::string saturation(const Observation &seen)
{
    for (const auto rule : {loopStall, descriptorExhaustion})
        if (const Outcome own = rule(seen); const auto *finding = std::get_if<Finding>(&own))
            return finding->summary;
    return cpuShortage(seen);
}

double worstLag(const Observation &seen)
{
    double worst = 0;
    for (const DiagnosisSample &sample : seen.samples)
        for (const WorkerHealth &health : sample.workers)
            worst = std::max(worst, health.worstLagSeconds);
    return worst;
}

/** Streams that the engine ended of its own accord; the proxy sees its connection go. */
std::int64_t endedByEngine(const Observation &seen)
{
    std::int64_t sum = 0;
    for (const Cause cause : {Cause::WriteStalled, Cause::SlowConsumer, Cause::MaxAge, Cause::Kicked,
                              Cause::Drained, Cause::Forced, Cause::Shutdown, Cause::Error})
        sum += seen.ended(cause);
    return sum;
}

/** What the engine saw meanwhile, for whoever wants to judge. */
void addEngineEvidence(const Observation &seen, std::vector<Evidence> &evidence)
{
    if (!seen.isEngineAnswering)
        return;
    for (const Cause cause : {Cause::ClientClosed, Cause::Reset, Cause::TimedOut})
        evidence.push_back(endedEvidence(seen, cause));
    evidence.push_back(increase(seen, "sse_disconnects_total of the engine's own", endedByEngine(seen)));
    evidence.push_back(increase(seen, "sluice_refusals_total", seen.refusedAtAll()));
    evidence.push_back({"max_over_time(sluice_loop_lag_max_seconds)", worstLag(seen), seen.seconds()});
    addCpuEvidence(seen, evidence);
}

std::string faultWords(ProxyFault fault)
{
    switch (fault) {
    case ProxyFault::ConnectTimeout:
        return "connects timed out";
    case ProxyFault::AnswerTimeout:
        return "requests were not answered in time";
    case ProxyFault::ReadTimeout:
        return "streams timed out";
    case ProxyFault::Closed:
        return "connections were closed before their answer's end";
    case ProxyFault::Refused:
        return "connects were refused";
    case ProxyFault::Unreachable:
        return "connects found no way";
    case ProxyFault::WorkerConnections:
        return "times all worker_connections were in use";
    case ProxyFault::Descriptors:
        return "times it had no descriptor left";
    case ProxyFault::Ports:
        return "times it had no port left to connect from";
    }
    return {};
}

template <std::size_t N>
std::string listOf(const Observation &seen, const std::array<ProxyFault, N> &faults)
{
    std::string list;
    for (const ProxyFault fault : faults)
        if (const std::int64_t count = seen.faults(fault); count > 0)
            list += (list.empty() ? "" : ", ") + std::to_string(count) + ' ' + faultWords(fault);
    return list;
}

/** The same, as far as it explains such faults. */
std::string saturationBehind(const Observation &seen, ProxyFault fault)
{
    switch (fault) {
    case ProxyFault::ConnectTimeout:
    case ProxyFault::AnswerTimeout:
        return saturation(seen);
    case ProxyFault::ReadTimeout: {
        // Only a worker that stands still sends no heartbeat, and not for a moment: proxies wait for several.
        const double heartbeat = std::chrono::duration<double>(seen.settings.timeouts_heartbeat).count();
        return worstLag(seen) >= heartbeat / 2 ? saturation(seen) : std::string();
    }
    default: // a busy engine refuses no connect and closes no stream
        return {};
    }
}

struct Judgement
{
    std::string blame;
    std::string action;
};

Judgement judgeReadTimeouts(const Observation &seen)
{
    const double heartbeat = std::chrono::duration<double>(seen.settings.timeouts_heartbeat).count();
    const auto cluster = AgeCluster::of(seen.ends);
    return {
        "the proxy's read timeout is shorter than the silence between two heartbeats (timeouts.heartbeat, " +
            plain(heartbeat) + " s)",
        "raise it: nginx: proxy_read_timeout 1h; or let heartbeats come more often than it: sluicectl set "
        "timeouts.heartbeat=" +
            std::to_string(std::max<long long>(
                100, static_cast<long long>((cluster ? cluster->age : heartbeat) * 1000 / 3))) +
            "ms"};
}

Judgement judgeCloses(const Observation &seen, std::int64_t closes)
{
    if (const std::int64_t own = endedByEngine(seen); own > 0 && own * 2 >= closes)
        return {"the engine itself ended " + std::to_string(own) + " streams meanwhile",
                "see why: sluicectl disconnects names the cause of each"};
    return {
        "this engine ended none of them so: an engine died, or something between cuts connections",
        "see whether one died (journalctl -u sluiced, coredumpctl list); if none did, look for a firewall or "
        "a NAT between nginx and the engine that forgets connections"};
}

/** Who is to blame while the engine has nothing to answer for. */
Judgement judgeOthers(const Observation &seen, ProxyFault worst)
{
    switch (worst) {
    case ProxyFault::ReadTimeout:
        return judgeReadTimeouts(seen);
    case ProxyFault::Closed:
        return judgeCloses(seen, seen.faults(worst));
    case ProxyFault::Refused:
    case ProxyFault::Unreachable:
        return {
            "this engine listens, so it is another engine behind the proxy, one that restarts, or a wrong "
            "address",
            "compare the server lines of nginx's upstream with listen.public (" +
                seen.settings.listen_public + "), and see that each engine runs: systemctl status sluiced"};
    case ProxyFault::ConnectTimeout:
    case ProxyFault::AnswerTimeout:
    default:
        return {
            "this engine is idle enough to answer, so it is the network between, or another engine behind "
            "the proxy",
            "on the proxy see whether packets are lost (nstat -az TcpRetransSegs TcpExtTCPTimeouts), here "
            "whether connects overflowed the queue (nstat -az TcpExtListenOverflows; listen.backlog)"};
    }
}

Judgement judge(const Observation &seen, ProxyFault worst)
{
    if (!seen.isEngineAnswering)
        return {"the engine does not answer its admin listener either: it is down, or stands still",
                "see what it says and start it: systemctl status sluiced; journalctl -u sluiced"};
    if (const std::string own = saturationBehind(seen, worst); !own.empty())
        return {"the engine is saturated: " + own,
                "mend that first: it is a finding of its own, or needs more CPU; nginx only tells of it"};
    return judgeOthers(seen, worst);
}

/** What the counts of a histogram grew by. */
ProxyLogFigures::Times grownTimes(const Observation &seen, ProxyLogFigures::Times ProxyLogFigures::*member)
{
    ProxyLogFigures::Times grown = seen.samples.back().proxy.*member;
    const ProxyLogFigures::Times &before = seen.samples.front().proxy.*member;
    for (std::size_t i = 0; i < grown.counts.size(); ++i)
        grown.counts[i] -= before.counts[i];
    grown.sumSeconds -= before.sumSeconds;
    return grown;
}

std::int64_t countOf(const ProxyLogFigures::Times &times)
{
    std::int64_t sum = 0;
    for (const std::int64_t count : times.counts)
        sum += count;
    return sum;
}

double quantileOf(const ProxyLogFigures::Times &times, double share)
{
    return quantile(LatencyBuckets::bounds, times.counts, share).value_or(0);
}

std::string milliseconds(double seconds)
{
    constexpr double perSecond = 1000;
    return plain(seconds * perSecond) + " ms";
}

Judgement judgeLatency(const Observation &seen, bool isConnectSlow)
{
    if (const std::string own = seen.isEngineAnswering ? saturation(seen) : std::string(); !own.empty())
        return {"the engine is saturated: " + own,
                "mend that first: it is a finding of its own, or needs more CPU"};
    if (isConnectSlow)
        return {
            "connecting is what takes so long, and the engine's loops turn: packets are lost on the way, or "
            "connects wait in a queue that is too short",
            "on the proxy: nstat -az TcpRetransSegs; here: nstat -az TcpExtListenOverflows, and raise "
            "listen.backlog and net.core.somaxconn where it grows"};
    return {
        "connecting is fast, and the engine's loops turn: the answers wait, here or in what stands between",
        "compare with the engine alone: sluicectl check the URL of the engine, without the proxy"};
}

} // namespace

Outcome proxyLimits(const Observation &seen)
{
    if (sumOf(seen, limitFaults) == 0)
        return silent(seen.errorLog, errorLogSetting, "the error log of the nginx in front of the engine");
    const ProxyFault worst = mostOf(seen, limitFaults);
    Finding finding;
    finding.severity = Severity::Critical;
    finding.summary =
        "nginx turned clients away in the last " + plain(seen.seconds()) + " s: " + listOf(seen, limitFaults);
    if (seen.isEngineAnswering)
        finding.summary += "; the engine has " + std::to_string(seen.now().streams) + " of " +
                           std::to_string(seen.now().maxStreams) + " streams open";
    for (const ProxyFault fault : limitFaults)
        if (seen.faults(fault) > 0)
            finding.evidence.push_back(faultEvidence(seen, fault));
    if (seen.isEngineAnswering) {
        finding.evidence.push_back(gauge("http_active_connections", static_cast<double>(seen.now().streams)));
        finding.evidence.push_back(gauge("pool_utilization_percent", seen.now().poolUtilizationPercent));
    }
    addEngineEvidence(seen, finding.evidence);
    if (worst == ProxyFault::Ports)
        finding.remedies =
            first("widen net.ipv4.ip_local_port_range on the proxy's machine (sluicectl config sysctl), or "
                  "give nginx several addresses to connect from (proxy_bind)");
    else
        finding.remedies =
            first("raise worker_connections and worker_rlimit_nofile in nginx.conf: two for each stream; "
                  "sluicectl config nginx prints both");
    return finding;
}

Outcome proxyErrors(const Observation &seen)
{
    const std::int64_t all = sumOf(seen, upstreamFaults);
    if (all == 0)
        return silent(seen.errorLog, errorLogSetting, "the error log of the nginx in front of the engine");
    Judgement judgement = judge(seen, mostOf(seen, upstreamFaults));
    Finding finding;
    finding.severity = all >= manyFaults || !seen.isEngineAnswering ? Severity::Critical : Severity::Warning;
    finding.summary = "nginx says that in the last " + plain(seen.seconds()) + " s " +
                      listOf(seen, upstreamFaults) + "; " + judgement.blame;
    for (const ProxyFault fault : upstreamFaults)
        if (seen.faults(fault) > 0)
            finding.evidence.push_back(faultEvidence(seen, fault));
    addEngineEvidence(seen, finding.evidence);
    finding.remedies = first(std::move(judgement.action));
    return finding;
}

Outcome proxyLatency(const Observation &seen)
{
    const ProxyLogFigures::Times connect = grownTimes(seen, &ProxyLogFigures::connect);
    const ProxyLogFigures::Times header = grownTimes(seen, &ProxyLogFigures::header);
    const std::int64_t count = std::max(countOf(connect), countOf(header));
    if (count < fewestRequests) {
        Outcome outcome =
            silent(seen.timingLog, timingLogSetting, "the access log that sluicectl config nginx sets up");
        if (std::holds_alternative<Clear>(outcome))
            outcome = NotObserved{"nginx logged " + std::to_string(count) + " short requests in the last " +
                                  plain(seen.seconds()) + " s: of fewer than " +
                                  std::to_string(fewestRequests) + " nothing can be said"};
        return outcome;
    }
    const double connectTime = quantileOf(connect, highQuantile);
    const double headerTime = quantileOf(header, highQuantile);
    const bool isConnectSlow = connectTime >= slowConnectSeconds;
    if (!isConnectSlow && headerTime < slowHeaderSeconds)
        return Clear();
    Judgement judgement = judgeLatency(seen, isConnectSlow);
    Finding finding;
    finding.severity = Severity::Warning;
    finding.summary = "of " + std::to_string(count) + " requests through nginx in the last " +
                      plain(seen.seconds()) + " s one in twenty took " + milliseconds(connectTime) +
                      " or more to be connected and " + milliseconds(headerTime) +
                      " or more to be answered; " + judgement.blame;
    finding.evidence = {
        gauge("sluice_proxy_upstream_connect_seconds{quantile=\"0.5\"}", quantileOf(connect, 0.5)),
        gauge("sluice_proxy_upstream_connect_seconds{quantile=\"0.95\"}", connectTime),
        gauge("sluice_proxy_upstream_header_seconds{quantile=\"0.5\"}", quantileOf(header, 0.5)),
        gauge("sluice_proxy_upstream_header_seconds{quantile=\"0.95\"}", headerTime)};
    addEngineEvidence(seen, finding.evidence);
    finding.remedies = first(std::move(judgement.action));
    return finding;
}

} // namespace sluice::diagnosis
