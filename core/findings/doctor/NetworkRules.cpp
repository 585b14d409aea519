// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "base/text/Units.h"
#include "findings/doctor/DoctorRules.h"
#include "settings/ListenAddress.h"

#include <algorithm>

namespace sluice::doctor {

namespace {

constexpr std::int64_t kAllPercent = 100;
// Some ports of the range are always taken by others, or wait for their last packets.
constexpr std::int64_t kUsablePortsPercent = 90;
// A firewall also remembers what else the machine does, and connections that ended a while ago: at least half
// as many as the streams, or as many as there are now.
constexpr std::int64_t kOthersTrackedPercent = 50;

bool holds(const DoctorFacts::Range &range, std::int64_t port)
{
    return range.first <= port && port <= range.last;
}

/** The ports that the settings name and that the kernel may lend to an outgoing connection meanwhile. */
std::vector<std::int64_t> lentPorts(const DoctorFacts &facts, const Settings &settings)
{
    std::vector<std::int64_t> ports;
    for (const std::string &text : {settings.listen_public, settings.listen_admin}) {
        const auto address = ListenAddress::parse(text);
        if (!address || address->port == 0 || !holds(*facts.localPorts, address->port))
            continue;
        const bool isReserved =
            std::any_of(facts.reservedPorts.begin(), facts.reservedPorts.end(),
                        [&](const DoctorFacts::Range &range) { return holds(range, address->port); });
        if (!isReserved)
            ports.push_back(address->port);
    }
    return ports;
}

} // namespace

Outcome acceptQueue(const Machine &machine)
{
    const auto &[facts, subject] = machine;
    if (!facts.acceptQueue)
        return NotObserved{};
    const std::int64_t needed = subject.settings.listen_backlog;
    const bool fits = *facts.acceptQueue >= needed;
    return state(fits ? Severity::Ok : Severity::Warning, limitText(*facts.acceptQueue), limitText(needed),
                 "the kernel cuts listen.backlog to it: what comes when the queue is full is dropped, and "
                 "tries again a second later",
                 sysctl("net.core.somaxconn", std::to_string(needed)));
}

Outcome synBacklog(const Machine &machine)
{
    const auto &[facts, subject] = machine;
    if (!facts.synBacklog)
        return NotObserved{};
    const std::int64_t needed = subject.settings.listen_backlog;
    const bool fits = *facts.synBacklog >= needed;
    const bool hasCookies = facts.synCookies.value_or(0) > 0;
    return state(fits         ? Severity::Ok
                 : hasCookies ? Severity::Notice
                              : Severity::Warning,
                 limitText(*facts.synBacklog) + (hasCookies ? ", with SYN cookies" : ", without SYN cookies"),
                 limitText(needed),
                 "clients that come back all at once wait here until their handshake is done" +
                     std::string(hasCookies ? "; beyond it cookies stand in, without TCP options" : ""),
                 sysctl("net.ipv4.tcp_max_syn_backlog", std::to_string(roundedUp(needed))));
}

Outcome localPorts(const Machine &machine)
{
    const auto &[facts, subject] = machine;
    if (!facts.localPorts)
        return NotObserved{};
    const std::int64_t ports = facts.localPorts->last - facts.localPorts->first + 1;
    const std::int64_t needed = subject.wantedStreams() * kAllPercent / kUsablePortsPercent;
    const bool fits = ports >= needed;
    return state(fits ? Severity::Ok : Severity::Warning,
                 limitText(ports) + " (" + std::to_string(facts.localPorts->first) + " to " +
                     std::to_string(facts.localPorts->last) + ")",
                 limitText(needed),
                 "a proxy or a load test on this machine needs a local port for each stream to one address; "
                 "clients from elsewhere do not",
                 sysctl("net.ipv4.ip_local_port_range", "10240 65535"));
}

Outcome listenPort(const Machine &machine)
{
    const auto &[facts, subject] = machine;
    if (!facts.localPorts)
        return NotObserved{};
    std::string lent;
    for (const std::int64_t port : lentPorts(facts, subject.settings))
        lent += (lent.empty() ? "" : ",") + std::to_string(port);
    return state(lent.empty() ? Severity::Ok : Severity::Warning, lent.empty() ? "outside" : lent + " inside",
                 "outside " + std::to_string(facts.localPorts->first) + " to " +
                     std::to_string(facts.localPorts->last),
                 "the kernel lends ports of this range to outgoing connections, and the engine then cannot "
                 "start on one of them",
                 sysctl("net.ipv4.ip_local_reserved_ports", lent));
}

Outcome conntrack(const Machine &machine)
{
    const auto &[facts, subject] = machine;
    if (!facts.mostTracked)
        return state(Severity::Ok, "not in use", "any", "no firewall tracks connections here");
    const bool isRunning = subject.source == DoctorSubject::Source::Engine;
    const std::int64_t own = isRunning ? facts.openDescriptors.value_or(0) : 0;
    const std::int64_t others = std::max(subject.wantedStreams() * kOthersTrackedPercent / kAllPercent,
                                         facts.tracked.value_or(0) - own);
    const std::int64_t needed = subject.wantedStreams() + others;
    const bool fits = *facts.mostTracked >= needed;
    return state(
        fits ? Severity::Ok : Severity::Warning,
        limitText(*facts.mostTracked) +
            (facts.tracked ? ", " + limitText(*facts.tracked) + " in use" : std::string()),
        limitText(needed),
        "each stream is an entry of the firewall's table, beside " + limitText(others) +
            " of others and of what has ended, and a full table drops new connections without a word",
        sysctl("net.netfilter.nf_conntrack_max", std::to_string(roundedUp(needed))));
}

Outcome conntrackTimeout(const Machine &machine)
{
    const auto &[facts, subject] = machine;
    if (!facts.mostTracked || !facts.trackedTimeout)
        return NotObserved{};
    const auto heartbeat =
        std::chrono::ceil<std::chrono::seconds>(subject.settings.timeouts_heartbeat).count();
    const std::int64_t needed = 2 * heartbeat;
    const bool fits = *facts.trackedTimeout >= needed;
    return state(fits ? Severity::Ok : Severity::Critical, limitText(*facts.trackedTimeout) + " s",
                 limitText(needed) + " s",
                 "a firewall forgets a connection that is silent for so long, and timeouts.heartbeat is " +
                     formatDuration(subject.settings.timeouts_heartbeat),
                 sysctl("net.netfilter.nf_conntrack_tcp_timeout_established", "86400"));
}

Outcome tcpKeepalive(const Machine &machine)
{
    const auto &[facts, subject] = machine;
    if (!facts.keepAliveTime)
        return NotObserved{};
    return state(Severity::Ok, limitText(*facts.keepAliveTime) + " s", "any",
                 "a heartbeat each " + formatDuration(subject.settings.timeouts_heartbeat) +
                     " and TCP_USER_TIMEOUT of " + formatDuration(subject.settings.timeouts_write_stall) +
                     " find dead clients sooner than keep-alive would");
}

Outcome slowStart(const Machine &machine)
{
    const auto &[facts, subject] = machine;
    if (!facts.slowStartAfterIdle)
        return NotObserved{};
    const bool isOff = *facts.slowStartAfterIdle == 0;
    // What fits into the first window is not slowed down.
    constexpr std::int64_t window = 10 * 1448;
    const bool matters = subject.settings.publish_max_body > window;
    return state(isOff || !matters ? Severity::Ok : Severity::Notice, isOff ? "off" : "on",
                 matters ? "off" : "any",
                 "after a pause the kernel begins with a small window again, so an event beyond 14 KiB needs "
                 "another round trip",
                 sysctl("net.ipv4.tcp_slow_start_after_idle", "0"));
}

} // namespace sluice::doctor
