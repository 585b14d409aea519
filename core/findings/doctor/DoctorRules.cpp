// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "findings/doctor/DoctorRules.h"

#include <array>
#include <cstdio>

namespace sluice {

namespace {

constexpr Rule<Machine> rules[] = {
    {"descriptors-hard", "may the process have a descriptor for each stream?", doctor::descriptorsHard},
    {"descriptors-service", "may the service, which this shell is not?", doctor::descriptorsService},
    {"descriptors-soft", "does it have what it may have?", doctor::descriptorsSoft},
    {"descriptors-ceiling", "may the limit be raised so far?", doctor::descriptorsCeiling},
    {"descriptors-system", "are there enough for all processes?", doctor::descriptorsSystem},
    {"tasks", "may the service have its threads?", doctor::tasks},
    {"accept-queue", "can a herd wait to be accepted?", doctor::acceptQueue},
    {"syn-backlog", "can a herd wait to be connected?", doctor::synBacklog},
    {"local-ports", "has a proxy on this machine a port for each stream?", doctor::localPorts},
    {"listen-port", "can somebody else take the port?", doctor::listenPort},
    {"memory", "does it fit into memory?", doctor::memory},
    {"memory-stalled", "does it, when every client stalls?", doctor::memoryStalled},
    {"tcp-memory", "may the kernel buffer for so many?", doctor::tcpMemory},
    {"send-buffer", "does the kernel give the send buffer that is asked for?", doctor::sendBuffer},
    {"conntrack", "does a firewall remember so many connections?", doctor::conntrack},
    {"conntrack-timeout", "does it remember them while they are silent?", doctor::conntrackTimeout},
    {"swap", "can the engine be put to sleep by the disk?", doctor::swap},
    {"tcp-keepalive", "are dead clients noticed?", doctor::tcpKeepalive},
    {"slow-start", "does an event after a pause go out at once?", doctor::slowStart},
    {"processors", "is there a core for each worker?", doctor::processors},
    {"cpu-quota", "may the workers use their cores?", doctor::cpuQuota},
    {"clock", "is the time right?", doctor::clock},
    {"clock-source", "is the time cheap to read?", doctor::clockSource},
    {"tokens", "are the tokens long, and seen by nobody?", doctor::tokens},
};

} // namespace

std::span<const Rule<Machine>> doctorRules()
{
    return rules;
}

} // namespace sluice

namespace sluice::doctor {

Finding state(Severity severity, std::string value, std::string needed, std::string reason,
              std::vector<std::string> lines)
{
    std::vector<Remedy> remedies;
    remedies.reserve(lines.size());
    for (std::string &line : lines)
        remedies.push_back({{}, std::move(line)});
    std::string summary = value + "; needed: " + needed;
    return found(severity, std::move(summary), {{"value", std::move(value)}, {"needed", std::move(needed)}},
                 std::move(reason), std::move(remedies));
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

} // namespace sluice::doctor
