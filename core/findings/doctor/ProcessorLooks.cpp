// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "findings/doctor/DoctorLooks.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

namespace sluice {

namespace {

using Severity = FindingSeverity;

std::string coresText(double cores)
{
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), "%.2g cores", cores);
    return cores == 1 ? "1 core" : text.data();
}

} // namespace

Examined lookAtProcessors(const DoctorFacts &facts, const DoctorSubject &subject)
{
    if (!facts.cores)
        return std::nullopt;
    const bool isCrowded = subject.workers > *facts.cores;
    const bool isIdle = subject.workers * 2 <= *facts.cores;
    return DoctorFinding{{},
                         isCrowded ? Severity::Warning
                         : isIdle  ? Severity::Notice
                                   : Severity::Ok,
                         limitText(*facts.cores) + (*facts.cores == 1 ? " core" : " cores"),
                         limitText(subject.workers),
                         isCrowded ? "more workers than cores wait for each other, and their loops lag"
                         : isIdle  ? "cores without a worker do nothing for streams"
                                   : "a worker is a thread with its own streams, best on a core of its own",
                         isCrowded || isIdle
                             ? std::vector<std::string>{"sluice.toml: [engine] workers = \"auto\""}
                             : std::vector<std::string>()};
}

Examined lookAtQuota(const DoctorFacts &facts, const DoctorSubject &subject)
{
    if (!facts.quota)
        return std::nullopt;
    const auto workers = static_cast<double>(subject.workers);
    const bool fits = *facts.quota >= workers;
    return DoctorFinding{
        {},
        fits ? Severity::Ok : Severity::Warning,
        coresText(*facts.quota),
        coresText(workers),
        "a control group that has used its share stands still for up to 100 ms, with all its loops",
        fits ? std::vector<std::string>()
             : std::vector<std::string>{
                   "systemctl edit " + (facts.unit.empty() ? "sluiced" : facts.unit) +
                       ": [Service] CPUQuota=" + std::to_string(subject.workers * 100) + "%",
                   "sluice.toml: [engine] workers = " +
                       std::to_string(std::max(1L, std::lround(std::floor(*facts.quota))))}};
}

Examined lookAtClock(const DoctorFacts &facts, const DoctorSubject & /*subject*/)
{
    const std::string reason =
        "timeouts do not depend on it, but the times in logs, CSV and audit do, and whoever "
        "sets them beside another machine's";
    switch (facts.clock) {
    case ClockState::Synchronised:
        return DoctorFinding{{}, Severity::Ok, "synchronised", "synchronised", reason, {}};
    case ClockState::Unsynchronised:
        return DoctorFinding{{},
                             Severity::Warning,
                             "not synchronised",
                             "synchronised",
                             reason,
                             {"timedatectl set-ntp true", "apt install systemd-timesyncd"}};
    case ClockState::Unknown:
        break;
    }
    return DoctorFinding{{},
                         Severity::Notice,
                         "not known (the kernel does not tell this process)",
                         "synchronised",
                         reason,
                         {"timedatectl # shows it"}};
}

Examined lookAtClockSource(const DoctorFacts &facts, const DoctorSubject & /*subject*/)
{
    if (facts.clockSource.empty())
        return std::nullopt;
    constexpr std::array slow{"hpet", "acpi_pm", "jiffies", "refined-jiffies"};
    const bool isSlow = std::find(slow.begin(), slow.end(), facts.clockSource) != slow.end();
    return DoctorFinding{
        {},
        isSlow ? Severity::Warning : Severity::Ok,
        facts.clockSource,
        "a quick one, such as tsc",
        "the engine reads the clock many times for each slice, and a slow source costs a microsecond "
        "each",
        isSlow ? std::vector<std::string>{"echo tsc > "
                                          "/sys/devices/system/clocksource/clocksource0/"
                                          "current_clocksource"}
               : std::vector<std::string>()};
}

} // namespace sluice
