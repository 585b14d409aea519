// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "findings/diagnosis/AgeCluster.h"
#include "findings/diagnosis/DiagnosisRules.h"

#include <algorithm>

namespace sluice::diagnosis {

namespace {

// One stalled reader is a tab in the background; one in a hundred is a pattern.
constexpr std::int64_t stalledShare = 100;

// Fewer drops than this happen to any hundred phones in a minute.
constexpr std::int64_t fewestDrops = 5;

// Of all ends that clients made: below a fifth, drops are the noise of mobile networks.
constexpr std::int64_t dropShare = 5;

// Connects per minute that make a storm only if they are many besides: a dozen tabs are none.
constexpr std::int64_t fewestConnects = 100;

// Connects of a minute, over the streams that are open: everybody came back, half of them or more.
constexpr std::int64_t stormShare = 2;

std::string worstChannel(const Observation &seen)
{
    for (const EndRecord &end : seen.ends)
        if (end.cause == Cause::SlowConsumer || end.cause == Cause::WriteStalled)
            return std::string(end.channelNames());
    return {};
}

} // namespace

Outcome slowConsumers(const Observation &seen)
{
    const std::int64_t blocked = Observation::sum(seen.now(), &EngineFigures::PerWorker::blocked);
    const std::int64_t slow = seen.ended(Cause::SlowConsumer);
    const std::int64_t stalled = seen.ended(Cause::WriteStalled);
    const bool isPattern = blocked > 0 && blocked * stalledShare >= seen.now().streams;
    if (slow + stalled == 0 && !isPattern)
        return Clear();
    Finding finding;
    finding.severity = slow + stalled > 0 ? Severity::Critical : Severity::Warning;
    finding.summary = std::to_string(blocked) + " of " + std::to_string(seen.now().streams) +
                      " streams take less than is published for them; in the last " + plain(seen.seconds()) +
                      " s " + std::to_string(slow + stalled) + " were ended for it";
    if (const std::string channel = worstChannel(seen); !channel.empty())
        finding.summary += ", the last one of channel " + channel;
    finding.evidence = {gauge("sluice_blocked_streams", static_cast<double>(blocked)),
                        gauge("http_active_connections", static_cast<double>(seen.now().streams)),
                        endedEvidence(seen, Cause::SlowConsumer), endedEvidence(seen, Cause::WriteStalled)};
    // Whoever went on reading would lose events by skipping, and has no other way to get them.
    const std::int64_t reading = seen.grown(&EngineFigures::PerWorker::slowWhileReading);
    if (reading > 0 && reading * 2 >= slow) {
        finding.summary += "; " + std::to_string(reading) + " of " + std::to_string(slow) +
                           " slow consumers were reading all the time, but more came than they could take";
        finding.remedies = first(
            "publish less at once on these channels, or let publishers wait for their readers: sluicectl "
            "set backpressure.policy=pause; raise history.bytes for readers that may lag further behind");
        return finding;
    }
    finding.remedies =
        first(seen.settings.backpressure_policy == "disconnect"
                  ? "let them skip instead of ending them: sluicectl set backpressure.policy=drop-oldest "
                    "(or coalesce, where a later event replaces an earlier one)"
                  : "publish less per second on these channels, or raise backpressure.high_water_mark");
    return finding;
}

Outcome proxyTimeout(const Observation &seen)
{
    const auto cluster = AgeCluster::of(seen.ends);
    if (!cluster)
        return Clear();
    const double heartbeat = std::chrono::duration<double>(seen.settings.timeouts_heartbeat).count();
    Finding finding;
    finding.severity = Severity::Critical;
    finding.summary = std::to_string(cluster->count) + " of " + std::to_string(cluster->among) +
                      " streams that the other side ended were " + plain(cluster->age) +
                      " s old: something between here and the clients cuts at that age";
    finding.evidence = {{"ends within " + plain(cluster->spread) + " s of one age",
                         static_cast<double>(cluster->count),
                         static_cast<double>(Observation::endsReach.count())},
                        gauge("age of these ends in seconds", cluster->age),
                        gauge("timeouts.heartbeat in seconds", heartbeat)};
    if (seen.faults(ProxyFault::ReadTimeout) > 0)
        finding.evidence.push_back(faultEvidence(seen, ProxyFault::ReadTimeout));
    addCpuEvidence(seen, finding.evidence);
    // A heartbeat that comes in time keeps an idle timeout from passing: then the limit is one of age.
    finding.remedies = first(
        heartbeat >= cluster->age
            ? "sluicectl set timeouts.heartbeat=" +
                  std::to_string(std::max<long long>(100, static_cast<long long>(cluster->age * 1000 / 3))) +
                  "ms, or raise the proxy's timeout of silence (nginx: proxy_read_timeout 1h; HAProxy: "
                  "timeout server "
                  "1h and timeout client 1h)"
            : "heartbeats come more often than that, so it is a limit of the whole answer's age: raise it "
              "where "
              "it is (Envoy: the route's timeout; CDNs and cloud load balancers: the longest request). nginx "
              "and HAProxy limit silence only: where it is one of them, it holds the heartbeats back");
    return finding;
}

Outcome networkDrops(const Observation &seen)
{
    const std::int64_t drops = seen.ended(Cause::Reset) + seen.ended(Cause::TimedOut);
    const std::int64_t all = drops + seen.ended(Cause::ClientClosed);
    if (drops < fewestDrops || drops * dropShare < all)
        return Clear();
    Finding finding;
    finding.severity = Severity::Warning;
    finding.summary = std::to_string(drops) + " of " + std::to_string(all) +
                      " streams that the other side ended in the last " + plain(seen.seconds()) +
                      " s were reset or never answered again";
    finding.evidence = {endedEvidence(seen, Cause::Reset), endedEvidence(seen, Cause::TimedOut),
                        endedEvidence(seen, Cause::ClientClosed)};
    addCpuEvidence(seen, finding.evidence);
    finding.remedies =
        first(seen.ended(Cause::Reset) >= seen.ended(Cause::TimedOut)
                  ? "see whose they are (sluicectl disconnects, cause reset): one address is a proxy or a "
                    "firewall that restarts or forgets connections, many are clients that are killed"
                  : "see whose they are (sluicectl disconnects, cause timed-out): one network is a link that "
                    "is down; clients resume by id when it is back");
    return finding;
}

Outcome reconnectStorm(const Observation &seen)
{
    const std::int64_t admitted = seen.grown(&EngineFigures::PerWorker::admitted);
    const std::int64_t refused = seen.refusedAtAll();
    std::int64_t ended = 0;
    for (std::size_t i = 0; i < causeCount; ++i)
        ended += seen.ended(static_cast<Cause>(i));
    const std::int64_t resumed =
        seen.grown(&EngineFigures::PerWorker::resumeHits) + seen.grown(&EngineFigures::PerWorker::resumeGaps);
    const std::int64_t connects = admitted + refused;
    // Who comes back has been here: its stream ended, it was refused, or it resumes. A first wave is no
    // storm.
    const std::int64_t back = std::max({ended, refused, resumed});
    if (connects < fewestConnects || connects * stormShare < seen.now().streams ||
        back * stormShare < connects)
        return Clear();
    const double perSecond = static_cast<double>(connects) / std::max(seen.seconds(), 1.0);
    Finding finding;
    finding.severity = refused > 0 ? Severity::Critical : Severity::Warning;
    finding.summary = std::to_string(connects) + " clients connected in the last " + plain(seen.seconds()) +
                      " s (" + plain(perSecond) + "/s) while " + std::to_string(seen.now().streams) +
                      " streams are open; " + std::to_string(ended) + " streams ended meanwhile";
    finding.evidence = {increase(seen, "sluice_streams_admitted_total", admitted),
                        increase(seen, "sluice_refusals_total", refused),
                        increase(seen, "sse_disconnects_total", ended),
                        increase(seen, "sluice_resume_hits_total + sluice_resume_gaps_total", resumed)};
    const auto rate = std::max<std::int64_t>(10, static_cast<std::int64_t>(perSecond / 2));
    finding.remedies =
        first("spread them: sluicectl set pool.connect_rate=" + std::to_string(rate) +
              "; find what ended them all at once (the other findings, a deploy, a proxy's restart)");
    return finding;
}

} // namespace sluice::diagnosis
