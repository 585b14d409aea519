// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "findings/doctor/DoctorRules.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

namespace sluice::doctor {

namespace {

std::string coresText(double cores)
{
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), "%.2g cores", cores);
    return cores == 1 ? "1 core" : text.data();
}

} // namespace

Outcome processors(const Machine &machine)
{
    const auto &[facts, subject] = machine;
    if (!facts.cores)
        return NotObserved{};
    const bool isCrowded = subject.workers > *facts.cores;
    const bool isIdle = subject.workers * 2 <= *facts.cores;
    return state(isCrowded ? Severity::Warning
                 : isIdle  ? Severity::Notice
                           : Severity::Ok,
                 limitText(*facts.cores) + (*facts.cores == 1 ? " core" : " cores"),
                 limitText(subject.workers),
                 isCrowded ? "more workers than cores wait for each other, and their loops lag"
                 : isIdle  ? "cores without a worker do nothing for streams"
                           : "a worker is a thread with its own streams, best on a core of its own",
                 {"sluice.toml: [engine] workers = \"auto\""});
}

Outcome cpuQuota(const Machine &machine)
{
    const auto &[facts, subject] = machine;
    if (!facts.quota)
        return NotObserved{};
    const auto workers = static_cast<double>(subject.workers);
    const bool fits = *facts.quota >= workers;
    return state(fits ? Severity::Ok : Severity::Warning, coresText(*facts.quota), coresText(workers),
                 "a control group that has used its share stands still for up to 100 ms, with all its loops",
                 {"systemctl edit " + (facts.unit.empty() ? "sluiced" : facts.unit) +
                      ": [Service] CPUQuota=" + std::to_string(subject.workers * 100) + "%",
                  "sluice.toml: [engine] workers = " +
                      std::to_string(std::max(1L, std::lround(std::floor(*facts.quota))))});
}

Outcome clock(const Machine &machine)
{
    const auto &[facts, subject] = machine;
    const std::string reason =
        "timeouts do not depend on it, but the times in logs, CSV and audit do, and whoever "
        "sets them beside another machine's";
    switch (facts.clock) {
    case ClockState::Synchronised:
        return state(Severity::Ok, "synchronised", "synchronised", reason);
    case ClockState::Unsynchronised:
        return state(Severity::Warning, "not synchronised", "synchronised", reason,
                     {"timedatectl set-ntp true", "apt install systemd-timesyncd"});
    case ClockState::Unknown:
        break;
    }
    return state(Severity::Notice, "not known (the kernel does not tell this process)", "synchronised",
                 reason, {"timedatectl # shows it"});
}

Outcome clockSource(const Machine &machine)
{
    const auto &[facts, subject] = machine;
    if (facts.clockSource.empty())
        return NotObserved{};
    constexpr std::array slow{"hpet", "acpi_pm", "jiffies", "refined-jiffies"};
    const bool isSlow = std::find(slow.begin(), slow.end(), facts.clockSource) != slow.end();
    return state(
        isSlow ? Severity::Warning : Severity::Ok, facts.clockSource, "a quick one, such as tsc",
        "the engine reads the clock many times for each slice, and a slow source costs a microsecond "
        "each",
        {"echo tsc > "
         "/sys/devices/system/clocksource/clocksource0/"
         "current_clocksource"});
}

} // namespace sluice::doctor
