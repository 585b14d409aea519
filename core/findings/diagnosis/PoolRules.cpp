// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/text/Units.h"
#include "findings/diagnosis/DiagnosisRules.h"

#include <algorithm>
#include <map>

namespace sluice::diagnosis {

namespace {

// A tenth of the pool is what a deploy of one of ten clients' groups brings back at once: below it somebody
// will be refused at the next wave.
constexpr double nearlyFullPercent = 90;

// Room to grow by before the next look at the figures: half as much again.
constexpr std::int64_t growthNumerator = 3;
constexpr std::int64_t growthDenominator = 2;

// Of the descriptors that streams may have. Beyond them a few are left to answer with, and then accepting
// pauses.
constexpr double nearlyOutShare = 0.98;

std::string raisePool(const EngineFigures &now)
{
    const std::int64_t wanted = now.maxStreams * growthNumerator / growthDenominator + 1;
    if (now.maxStreams < now.streamsPossible)
        return "sluicectl set pool.max_streams=" + std::to_string(std::min(wanted, now.streamsPossible));
    return "the cap is all that the descriptor limit of " + std::to_string(now.descriptorsLimit) +
           " allows: raise LimitNOFILE to " +
           std::to_string(now.descriptorsLimit * growthNumerator / growthDenominator) +
           " (systemctl edit sluiced) and restart, or start a second engine";
}

/** Whose streams most of the last ends were; empty if there were none. */
std::string busiestClient(const Observation &seen)
{
    std::map<std::string, std::size_t> ends;
    for (const EndRecord &end : seen.ends)
        ++ends[end.client.hostText()];
    const auto most = std::max_element(ends.begin(), ends.end(),
                                       [](const auto &a, const auto &b) { return a.second < b.second; });
    return most != ends.end() ? most->first : std::string();
}

} // namespace

Outcome poolSaturation(const Observation &seen)
{
    const EngineFigures &now = seen.now();
    const std::int64_t refused = seen.refused(Refusal::PoolFull);
    if (refused == 0 && now.poolUtilizationPercent < nearlyFullPercent)
        return Clear();
    Finding finding;
    finding.severity = refused > 0 ? Severity::Critical : Severity::Warning;
    finding.summary = std::to_string(now.streams) + " of " + std::to_string(now.maxStreams) +
                      " streams are open (" + plain(now.poolUtilizationPercent) + " %), and " +
                      std::to_string(refused) + " were refused in the last " + plain(seen.seconds()) + " s";
    finding.evidence = {gauge("pool_utilization_percent", now.poolUtilizationPercent),
                        gauge("http_active_connections", static_cast<double>(now.streams)),
                        gauge("sluice_pool_max_streams", static_cast<double>(now.maxStreams)),
                        refusedEvidence(seen, Refusal::PoolFull)};
    finding.remedies = first(raisePool(now));
    return finding;
}

Outcome channelsFull(const Observation &seen)
{
    const std::int64_t refused = seen.refused(Refusal::ChannelLimit);
    if (refused == 0)
        return Clear();
    const EngineFigures &now = seen.now();
    const std::int64_t most = seen.settings.pool_max_channels;
    const std::int64_t published = now.channels - now.readerChannels;
    Finding finding;
    finding.severity = Severity::Critical;
    finding.summary = std::to_string(refused) + " requests for a new channel were refused in the last " +
                      plain(seen.seconds()) + " s; of " + std::to_string(most) + " channels " +
                      std::to_string(now.readerChannels) + " are there for readers alone and " +
                      std::to_string(published) + " were published to: ";
    finding.evidence = {gauge("sluice_channels", static_cast<double>(now.channels)),
                        gauge("pool.max_channels", static_cast<double>(most)),
                        refusedEvidence(seen, Refusal::ChannelLimit)};
    if (now.readerChannels >= published) {
        const std::string client = busiestClient(seen);
        finding.summary += "readers fill them";
        if (!client.empty())
            finding.summary += ", of those that left lately most often " + client;
        finding.remedies =
            first("bound what one client may open: sluicectl set pool.max_streams_per_client=8; if they are "
                  "rightly so many, raise pool.max_channels (now " +
                  std::to_string(most) + ", pool.reader_channels are " +
                  std::to_string(seen.settings.pool_reader_channels) + " % of it)");
    } else {
        finding.summary += "publishers fill them";
        finding.remedies = first("sluicectl set pool.max_channels=" +
                                 std::to_string(most * growthNumerator / growthDenominator + 1) +
                                 ", or have publishers use fewer names; history.age lets unused ones go");
    }
    return finding;
}

Outcome connectionsHeld(const Observation &seen)
{
    const std::int64_t refused = seen.refused(Refusal::Connections);
    const std::int64_t givenUp = seen.refused(Refusal::ConnectionShare);
    if (refused == 0 && givenUp == 0)
        return Clear();
    const auto &last = seen.placeGivenUp;
    const bool isAdmin = refused == 0 && last && last->listener == Stranger::Listener::Admin;
    const std::int64_t open = Observation::sum(seen.now(), &EngineFigures::PerWorker::connections);
    Finding finding;
    finding.severity = refused > 0 ? Severity::Critical : Severity::Warning;
    finding.summary = std::string("connections that are no streams fill the ") +
                      (isAdmin ? "admin" : "public") + " listener: in the last " + plain(seen.seconds()) +
                      " s " + std::to_string(givenUp) + " of them gave their place to a newcomer, and " +
                      std::to_string(refused) + " newcomers were refused";
    if (last && givenUp > 0)
        finding.summary +=
            "; the last place was of " + last->name + ", " + std::to_string(last->count) +
            " in a row since " +
            plain(std::chrono::duration<double>(seen.samples.back().at - last->first).count()) + " s ago";
    finding.evidence = {gauge("sluice_connections", static_cast<double>(open)),
                        refusedEvidence(seen, Refusal::Connections),
                        refusedEvidence(seen, Refusal::ConnectionShare)};
    finding.cause = "clients connect and finish no request, or keep connections that they do not use";
    const std::string keepOut =
        last && givenUp > 0
            ? "see what " + last->name + " does, and keep it out before the engine if it should not"
            : "see who holds them (ss -tn), and keep it out before the engine if it should not";
    finding.remedies = first(
        isAdmin
            ? keepOut + "; who has a right token gets in all the same"
            : keepOut + "; if they are rightly so many: sluicectl set pool.max_idle_connections=" +
                  std::to_string(std::max<std::int64_t>(open, 1) * growthNumerator / growthDenominator + 1));
    return finding;
}

Outcome bodiesInFlight(const Observation &seen)
{
    const std::int64_t refused = seen.refused(Refusal::InFlight);
    if (refused == 0)
        return Clear();
    const std::int64_t most = seen.settings.publish_max_in_flight;
    const auto &last = seen.bodyRefused;
    Finding finding;
    finding.severity = Severity::Warning;
    finding.summary = std::to_string(refused) + " publishes were refused (503) in the last " +
                      plain(seen.seconds()) +
                      " s: the bodies that are on their way hold publish.max_in_flight, " + formatSize(most);
    if (last)
        finding.summary +=
            "; the last was of " + last->name + ", " + std::to_string(last->count) + " in a row";
    finding.evidence = {gauge("sluice_in_flight_bytes", static_cast<double>(seen.now().inFlightBytes)),
                        refusedEvidence(seen, Refusal::InFlight)};
    finding.cause =
        "publishers send many or large bodies at once, or send theirs slowly, or do not take answers";
    finding.remedies = first("if they are rightly so many: sluicectl set publish.max_in_flight=" +
                             formatSize(most / growthDenominator * growthNumerator) +
                             "; else see who sends slowly (ss -tn), and raise timeouts.body_rate");
    return finding;
}

Outcome clientsFull(const Observation &seen)
{
    const std::int64_t most = seen.settings.pool_max_clients;
    const std::int64_t clients = seen.now().clients;
    if (clients <= most)
        return Clear();
    const bool hasRate = seen.settings.pool_client_connect_rate > 0;
    Finding finding;
    finding.severity = hasRate ? Severity::Warning : Severity::Notice;
    finding.summary = std::to_string(clients) + " clients have streams or blocks, more than the " +
                      std::to_string(most) +
                      " of pool.max_clients: caps and blocks hold, but who leaves is " + "forgotten at once" +
                      (hasRate ? ", and begins pool.client_connect_rate anew when it comes back" : "");
    finding.evidence = {gauge("sluice_clients", static_cast<double>(clients)),
                        gauge("pool.max_clients", static_cast<double>(most))};
    finding.remedies = first("sluicectl set pool.max_clients=" +
                             std::to_string(clients * growthNumerator / growthDenominator));
    return finding;
}

Outcome descriptorExhaustion(const Observation &seen)
{
    const EngineFigures &now = seen.now();
    const std::int64_t failed = seen.grown(&EngineFigures::PerWorker::acceptErrors);
    const std::int64_t refused = seen.refused(Refusal::Descriptors);
    const bool isNearlyOut =
        static_cast<double>(now.descriptorsUsed) >= nearlyOutShare * static_cast<double>(now.streamsPossible);
    if (failed == 0 && refused == 0 && !isNearlyOut)
        return Clear();
    Finding finding;
    finding.severity = failed + refused > 0 ? Severity::Critical : Severity::Warning;
    finding.summary = std::to_string(now.descriptorsUsed) + " of " + std::to_string(now.descriptorsAllowed) +
                      " descriptors for connections are used (limit " + std::to_string(now.descriptorsLimit) +
                      "); in the last " + plain(seen.seconds()) + " s " + std::to_string(refused) +
                      " connections were refused for want of one and " + std::to_string(failed) +
                      " accepts failed";
    finding.evidence = {gauge("sluice_descriptors_used", static_cast<double>(now.descriptorsUsed)),
                        gauge("sluice_descriptors_limit", static_cast<double>(now.descriptorsLimit)),
                        refusedEvidence(seen, Refusal::Descriptors),
                        increase(seen, "sluice_accept_errors_total", failed)};
    finding.remedies = first("raise LimitNOFILE to " +
                             std::to_string(now.descriptorsLimit * growthNumerator / growthDenominator) +
                             " or more (systemctl edit sluiced) and restart");
    return finding;
}

} // namespace sluice::diagnosis
