// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "findings/doctor/DoctorRules.h"

#include "findings/doctor/DoctorLooks.h"

#include <algorithm>
#include <array>
#include <cstdio>

namespace sluice {

namespace {

constexpr std::array rules{
    DoctorRule{"descriptors-hard", "may the process have a descriptor for each stream?", lookAtHardLimit},
    DoctorRule{"descriptors-service", "may the service, which this shell is not?", lookAtServiceLimit},
    DoctorRule{"descriptors-soft", "does it have what it may have?", lookAtSoftLimit},
    DoctorRule{"descriptors-ceiling", "may the limit be raised so far?", lookAtCeiling},
    DoctorRule{"descriptors-system", "are there enough for all processes?", lookAtSystemDescriptors},
    DoctorRule{"tasks", "may the service have its threads?", lookAtTasks},
    DoctorRule{"accept-queue", "can a herd wait to be accepted?", lookAtAcceptQueue},
    DoctorRule{"syn-backlog", "can a herd wait to be connected?", lookAtSynBacklog},
    DoctorRule{"local-ports", "has a proxy on this machine a port for each stream?", lookAtLocalPorts},
    DoctorRule{"listen-port", "can somebody else take the port?", lookAtListenPorts},
    DoctorRule{"memory", "does it fit into memory?", lookAtMemory},
    DoctorRule{"memory-stalled", "does it, when every client stalls?", lookAtStalledMemory},
    DoctorRule{"tcp-memory", "may the kernel buffer for so many?", lookAtTcpMemory},
    DoctorRule{"send-buffer", "does the kernel give the send buffer that is asked for?", lookAtSendBuffer},
    DoctorRule{"conntrack", "does a firewall remember so many connections?", lookAtTracking},
    DoctorRule{"conntrack-timeout", "does it remember them while they are silent?", lookAtTrackedTimeout},
    DoctorRule{"swap", "can the engine be put to sleep by the disk?", lookAtSwap},
    DoctorRule{"tcp-keepalive", "are dead clients noticed?", lookAtKeepAlive},
    DoctorRule{"slow-start", "does an event after a pause go out at once?", lookAtSlowStart},
    DoctorRule{"processors", "is there a core for each worker?", lookAtProcessors},
    DoctorRule{"cpu-quota", "may the workers use their cores?", lookAtQuota},
    DoctorRule{"clock", "is the time right?", lookAtClock},
    DoctorRule{"clock-source", "is the time cheap to read?", lookAtClockSource},
};

} // namespace

std::span<const DoctorRule> doctorRules()
{
    return rules;
}

std::vector<DoctorFinding> examine(const DoctorFacts &facts, const DoctorSubject &subject)
{
    std::vector<DoctorFinding> findings;
    for (const DoctorRule &rule : rules)
        if (auto finding = rule.judge(facts, subject)) {
            finding->name = rule.name;
            findings.push_back(*std::move(finding));
        }
    return findings;
}

FindingSeverity worstOf(const std::vector<DoctorFinding> &findings)
{
    FindingSeverity worst = FindingSeverity::Ok;
    for (const DoctorFinding &finding : findings)
        worst = std::max(worst, finding.severity);
    return worst;
}

std::string limitText(std::int64_t limit)
{
    if (limit == DoctorFacts::unlimited)
        return "unlimited";
    std::string digits = std::to_string(limit);
    constexpr std::ptrdiff_t group = 3;
    for (auto at = static_cast<std::ptrdiff_t>(digits.size()) - group; at > 0; at -= group)
        digits.insert(static_cast<std::size_t>(at), 1, ',');
    return digits;
}

std::string memoryText(std::int64_t bytes)
{
    if (bytes == DoctorFacts::unlimited)
        return "unlimited";
    constexpr std::array<const char *, 5> units{"B", "KiB", "MiB", "GiB", "TiB"};
    constexpr double step = 1024;
    auto amount = static_cast<double>(bytes);
    std::size_t unit = 0;
    for (; amount >= step && unit + 1 < units.size(); ++unit)
        amount /= step;
    constexpr double few = 10;
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), unit > 0 && amount < few ? "%.1f %s" : "%.0f %s", amount,
                  units[unit]);
    return text.data();
}

std::vector<std::string> sysctl(const std::string &name, const std::string &value)
{
    return {"sysctl -w " + name + "=" + (value.find(' ') == std::string::npos ? value : '"' + value + '"'),
            "/etc/sysctl.d/60-sluice.conf: " + name + " = " + value};
}

std::int64_t roundedUp(std::int64_t number)
{
    constexpr std::int64_t least = 1024;
    std::int64_t round = least;
    while (round < number)
        round *= 2;
    return round;
}

} // namespace sluice
