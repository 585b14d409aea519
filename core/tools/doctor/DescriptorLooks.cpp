// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tools/doctor/DoctorLooks.h"

#include <algorithm>

namespace sluice {

namespace {

using Severity = FindingSeverity;

// Main thread, admin thread, and what Qt and the C library may start.
constexpr std::int64_t kOtherThreads = 8;
// Other processes of the machine need descriptors too.
constexpr std::int64_t kOtherDescriptors = 10'000;

std::string streamsText(const DoctorSubject &subject)
{
    return limitText(subject.wantedStreams()) + " streams" +
           (subject.isFree() ? " (nobody said how many; --streams N does)" : "");
}

/** A machine that falls short of what nobody asked for is a small one, not a broken one. */
Severity shortOf(const DoctorSubject &subject)
{
    return subject.isFree() ? Severity::Notice : Severity::Error;
}

std::vector<std::string> raiseLimit(const DoctorFacts &facts, std::int64_t needed)
{
    const std::string limit = std::to_string(roundedUp(needed));
    const std::string unit = facts.unit.empty() ? "sluiced" : facts.unit;
    return {"systemctl edit " + unit + ": [Service] LimitNOFILE=" + limit,
            "/etc/security/limits.d/sluice.conf: * hard nofile " + limit};
}

} // namespace

Examined lookAtHardLimit(const DoctorFacts &facts, const DoctorSubject &subject)
{
    if (!facts.hardDescriptors)
        return std::nullopt;
    const std::int64_t needed = subject.descriptorLimit();
    const bool fits = *facts.hardDescriptors >= needed;
    return DoctorFinding{{},
                         fits ? Severity::Ok : shortOf(subject),
                         limitText(*facts.hardDescriptors),
                         limitText(needed),
                         "a descriptor for each of " + streamsText(subject) +
                             ", a reserve, and a few for each of " + std::to_string(subject.workers) +
                             " workers and the admin listener; sluiced takes the hard limit by itself",
                         fits ? std::vector<std::string>() : raiseLimit(facts, needed)};
}

Examined lookAtSoftLimit(const DoctorFacts &facts, const DoctorSubject &subject)
{
    if (!facts.softDescriptors || !facts.hardDescriptors)
        return std::nullopt;
    const bool isRunning = subject.source == DoctorSubject::Source::Engine;
    const bool isRaised = *facts.softDescriptors >= *facts.hardDescriptors;
    const std::string reason = isRunning ? "sluiced raises its soft limit to the hard one when it starts; "
                                           "less means that it was not allowed to"
                                         : "sluiced raises it to the hard limit when it starts; other "
                                           "programs in this shell have to be told";
    return DoctorFinding{{},
                         isRaised || !isRunning ? Severity::Ok : Severity::Warning,
                         limitText(*facts.softDescriptors),
                         isRunning ? limitText(*facts.hardDescriptors) : "any",
                         reason,
                         isRaised || !isRunning
                             ? std::vector<std::string>()
                             : std::vector<std::string>{"systemctl edit sluiced: [Service] LimitNOFILE=" +
                                                        std::to_string(*facts.hardDescriptors)}};
}

Examined lookAtCeiling(const DoctorFacts &facts, const DoctorSubject &subject)
{
    if (!facts.descriptorCeiling)
        return std::nullopt;
    const std::int64_t needed = subject.descriptorLimit();
    const bool fits = *facts.descriptorCeiling >= needed;
    return DoctorFinding{{},
                         fits ? Severity::Ok : shortOf(subject),
                         limitText(*facts.descriptorCeiling),
                         limitText(needed),
                         "no process's limit can be raised beyond it, also not by root or LimitNOFILE=",
                         fits ? std::vector<std::string>()
                              : sysctl("fs.nr_open", std::to_string(roundedUp(needed)))};
}

Examined lookAtSystemDescriptors(const DoctorFacts &facts, const DoctorSubject &subject)
{
    if (!facts.systemDescriptors)
        return std::nullopt;
    const std::int64_t needed = subject.descriptorLimit() + kOtherDescriptors;
    const bool fits = *facts.systemDescriptors >= needed;
    const std::string used = facts.systemDescriptorsUsed
                                 ? ", " + limitText(*facts.systemDescriptorsUsed) + " in use"
                                 : std::string();
    return DoctorFinding{{},
                         fits ? Severity::Ok : shortOf(subject),
                         limitText(*facts.systemDescriptors) + used,
                         limitText(needed),
                         "the open files of all processes together: the engine's, and " +
                             limitText(kOtherDescriptors) + " of others",
                         fits ? std::vector<std::string>()
                              : sysctl("fs.file-max", std::to_string(2 * roundedUp(needed)))};
}

Examined lookAtTasks(const DoctorFacts &facts, const DoctorSubject &subject)
{
    if (!facts.mostTasks)
        return std::nullopt;
    const std::int64_t needed = subject.workers + kOtherThreads;
    const bool fits = *facts.mostTasks >= needed;
    return DoctorFinding{
        {},
        fits ? Severity::Ok : Severity::Error,
        limitText(*facts.mostTasks),
        limitText(needed),
        "threads of the control group: " + std::to_string(subject.workers) +
            " workers, the main and the admin thread, and some of the libraries",
        fits ? std::vector<std::string>()
             : std::vector<std::string>{
                   "systemctl edit " + (facts.unit.empty() ? "sluiced" : facts.unit) +
                   ": [Service] TasksMax=" + std::to_string(std::max<std::int64_t>(256, needed))}};
}

} // namespace sluice
