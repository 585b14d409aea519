// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "findings/doctor/DoctorLooks.h"

#include <algorithm>

namespace sluice {

namespace {

using Severity = FindingSeverity;

// Main thread, admin thread, and what Qt and the C library may start.
constexpr std::int64_t kOtherThreads = 8;
// What systemd gives where no unit says otherwise.
constexpr std::int64_t kSystemdDescriptors = 524'288;
// Other processes of the machine need descriptors too, also when few are up yet.
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

/** What other processes have open now; the engine's own streams are among what it needs anyway. */
std::int64_t descriptorsOfOthers(const DoctorFacts &facts)
{
    return std::max(kOtherDescriptors,
                    facts.systemDescriptorsUsed.value_or(0) - facts.openDescriptors.value_or(0));
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
    // A shell's limit does not bind a service, which has its own finding.
    const Severity severity = facts.service ? Severity::Notice : shortOf(subject);
    return DoctorFinding{
        {},
        fits ? Severity::Ok : severity,
        limitText(*facts.hardDescriptors),
        limitText(needed),
        "a descriptor for each of " + streamsText(subject) + ", a reserve, and a few for each of " +
            std::to_string(subject.workers) +
            " workers and the admin listener; sluiced takes the hard limit by itself" +
            (facts.service ? ", and as a service it gets another one than this shell's" : ""),
        fits ? std::vector<std::string>() : raiseLimit(facts, needed)};
}

Examined lookAtServiceLimit(const DoctorFacts &facts, const DoctorSubject &subject)
{
    if (!facts.service)
        return std::nullopt;
    const ServiceLimits &service = *facts.service;
    const std::int64_t needed = subject.descriptorLimit();
    const std::int64_t given = service.hardDescriptors.value_or(kSystemdDescriptors);
    const bool fits = given >= needed;
    return DoctorFinding{
        {},
        fits ? Severity::Ok : shortOf(subject),
        limitText(given) + " for " + service.unit + (service.hardDescriptors ? "" : ", systemd's default"),
        limitText(needed),
        "LimitNOFILE= as " +
            (service.source == "systemd" ? std::string("systemd gives it") : service.source + " has it") +
            ": what the engine gets as a service, whatever this shell has",
        fits ? std::vector<std::string>()
             : std::vector<std::string>{"systemctl edit " + service.unit +
                                        ": [Service] LimitNOFILE=" + std::to_string(roundedUp(needed))}};
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
    const std::int64_t others = descriptorsOfOthers(facts);
    const std::int64_t needed = subject.descriptorLimit() + others;
    const bool fits = *facts.systemDescriptors >= needed;
    const std::string used = facts.systemDescriptorsUsed
                                 ? ", " + limitText(*facts.systemDescriptorsUsed) + " in use"
                                 : std::string();
    return DoctorFinding{{},
                         fits ? Severity::Ok : shortOf(subject),
                         limitText(*facts.systemDescriptors) + used,
                         limitText(needed),
                         "the open files of all processes together: the engine's, and " + limitText(others) +
                             " of others" + (others > kOtherDescriptors ? ", which they have open now" : ""),
                         fits ? std::vector<std::string>()
                              : sysctl("fs.file-max", std::to_string(2 * roundedUp(needed)))};
}

Examined lookAtTasks(const DoctorFacts &facts, const DoctorSubject &subject)
{
    const bool isService = facts.service && facts.service->tasks;
    const auto mostTasks = isService ? facts.service->tasks : facts.mostTasks;
    if (!mostTasks)
        return std::nullopt;
    const std::int64_t needed = subject.workers + kOtherThreads;
    const bool fits = *mostTasks >= needed;
    return DoctorFinding{
        {},
        fits ? Severity::Ok : Severity::Error,
        limitText(*mostTasks) + (isService ? " for " + facts.service->unit : std::string()),
        limitText(needed),
        "threads of the control group: " + std::to_string(subject.workers) +
            " workers, the main and the admin thread, and some of the libraries",
        fits ? std::vector<std::string>()
             : std::vector<std::string>{
                   "systemctl edit " + (facts.unit.empty() ? "sluiced" : facts.unit) +
                   ": [Service] TasksMax=" + std::to_string(std::max<std::int64_t>(256, needed))}};
}

} // namespace sluice
