// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "findings/doctor/DoctorRules.h"

#include <algorithm>

namespace sluice::doctor {

namespace {

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
    return subject.isFree() ? Severity::Notice : Severity::Critical;
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

Outcome descriptorsHard(const Machine &machine)
{
    const auto &[facts, subject] = machine;
    if (!facts.hardDescriptors)
        return NotObserved{};
    const std::int64_t needed = subject.descriptorLimit();
    const bool fits = *facts.hardDescriptors >= needed;
    // A shell's limit does not bind a service, which has its own finding.
    const Severity severity = facts.service ? Severity::Notice : shortOf(subject);
    return state(fits ? Severity::Ok : severity, limitText(*facts.hardDescriptors), limitText(needed),
                 "a descriptor for each of " + streamsText(subject) + ", a reserve, and a few for each of " +
                     std::to_string(subject.workers) +
                     " workers and the admin listener; sluiced takes the hard limit by itself" +
                     (facts.service ? ", and as a service it gets another one than this shell's" : ""),
                 raiseLimit(facts, needed));
}

Outcome descriptorsService(const Machine &machine)
{
    const auto &[facts, subject] = machine;
    if (!facts.service)
        return NotObserved{};
    const ServiceLimits &service = *facts.service;
    const std::int64_t needed = subject.descriptorLimit();
    const std::int64_t given = service.hardDescriptors.value_or(kSystemdDescriptors);
    const bool fits = given >= needed;
    return state(
        fits ? Severity::Ok : shortOf(subject),
        limitText(given) + " for " + service.unit + (service.hardDescriptors ? "" : ", systemd's default"),
        limitText(needed),
        "LimitNOFILE= as " +
            (service.source == "systemd" ? std::string("systemd gives it") : service.source + " has it") +
            ": what the engine gets as a service, whatever this shell has",
        {"systemctl edit " + service.unit + ": [Service] LimitNOFILE=" + std::to_string(roundedUp(needed))});
}

Outcome descriptorsSoft(const Machine &machine)
{
    const auto &[facts, subject] = machine;
    if (!facts.softDescriptors || !facts.hardDescriptors)
        return NotObserved{};
    const bool isRunning = subject.source == DoctorSubject::Source::Engine;
    const bool isRaised = *facts.softDescriptors >= *facts.hardDescriptors;
    const std::string reason = isRunning ? "sluiced raises its soft limit to the hard one when it starts; "
                                           "less means that it was not allowed to"
                                         : "sluiced raises it to the hard limit when it starts; other "
                                           "programs in this shell have to be told";
    return state(isRaised || !isRunning ? Severity::Ok : Severity::Warning, limitText(*facts.softDescriptors),
                 isRunning ? limitText(*facts.hardDescriptors) : "any", reason,
                 {"systemctl edit sluiced: [Service] LimitNOFILE=" + std::to_string(*facts.hardDescriptors)});
}

Outcome descriptorsCeiling(const Machine &machine)
{
    const auto &[facts, subject] = machine;
    if (!facts.descriptorCeiling)
        return NotObserved{};
    const std::int64_t needed = subject.descriptorLimit();
    const bool fits = *facts.descriptorCeiling >= needed;
    return state(fits ? Severity::Ok : shortOf(subject), limitText(*facts.descriptorCeiling),
                 limitText(needed),
                 "no process's limit can be raised beyond it, also not by root or LimitNOFILE=",
                 sysctl("fs.nr_open", std::to_string(roundedUp(needed))));
}

Outcome descriptorsSystem(const Machine &machine)
{
    const auto &[facts, subject] = machine;
    if (!facts.systemDescriptors)
        return NotObserved{};
    const std::int64_t others = descriptorsOfOthers(facts);
    const std::int64_t needed = subject.descriptorLimit() + others;
    const bool fits = *facts.systemDescriptors >= needed;
    const std::string used = facts.systemDescriptorsUsed
                                 ? ", " + limitText(*facts.systemDescriptorsUsed) + " in use"
                                 : std::string();
    return state(fits ? Severity::Ok : shortOf(subject), limitText(*facts.systemDescriptors) + used,
                 limitText(needed),
                 "the open files of all processes together: the engine's, and " + limitText(others) +
                     " of others" + (others > kOtherDescriptors ? ", which they have open now" : ""),
                 sysctl("fs.file-max", std::to_string(2 * roundedUp(needed))));
}

Outcome tasks(const Machine &machine)
{
    const auto &[facts, subject] = machine;
    const bool isService = facts.service && facts.service->tasks;
    const auto mostTasks = isService ? facts.service->tasks : facts.mostTasks;
    if (!mostTasks)
        return NotObserved{};
    const std::int64_t needed = subject.workers + kOtherThreads;
    const bool fits = *mostTasks >= needed;
    return state(fits ? Severity::Ok : Severity::Critical,
                 limitText(*mostTasks) + (isService ? " for " + facts.service->unit : std::string()),
                 limitText(needed),
                 "threads of the control group: " + std::to_string(subject.workers) +
                     " workers, the main and the admin thread, and some of the libraries",
                 {"systemctl edit " + (facts.unit.empty() ? "sluiced" : facts.unit) +
                  ": [Service] TasksMax=" + std::to_string(std::max<std::int64_t>(256, needed))});
}

} // namespace sluice::doctor
