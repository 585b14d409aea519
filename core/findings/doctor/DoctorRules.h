// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What the doctor looks at: the table, its rules, and what they share. Pure functions over a Machine; any
// thread. The thresholds are constants; docs/doctor.md gives their reasons.
#pragma once

#include "findings/doctor/DoctorFacts.h"
#include "findings/doctor/DoctorSubject.h"
#include "findings/rules/Rule.h"

namespace sluice {

/** A machine and the engine that it is to run. Not owned. */
struct Machine
{
    const DoctorFacts &facts;
    const DoctorSubject &subject;
};

/** Every rule, in the order of the report. What a machine does not tell is not observed. */
std::span<const Rule<Machine>> doctorRules();

} // namespace sluice

namespace sluice::doctor {

// DescriptorRules.cpp
Outcome descriptorsHard(const Machine &machine);
Outcome descriptorsService(const Machine &machine);
Outcome descriptorsSoft(const Machine &machine);
Outcome descriptorsCeiling(const Machine &machine);
Outcome descriptorsSystem(const Machine &machine);
Outcome tasks(const Machine &machine);

// NetworkRules.cpp
Outcome acceptQueue(const Machine &machine);
Outcome synBacklog(const Machine &machine);
Outcome localPorts(const Machine &machine);
Outcome listenPort(const Machine &machine);
Outcome conntrack(const Machine &machine);
Outcome conntrackTimeout(const Machine &machine);
Outcome tcpKeepalive(const Machine &machine);
Outcome slowStart(const Machine &machine);

// MemoryRules.cpp
Outcome memory(const Machine &machine);
Outcome memoryStalled(const Machine &machine);
Outcome tcpMemory(const Machine &machine);
Outcome sendBuffer(const Machine &machine);
Outcome swap(const Machine &machine);

// ProcessorRules.cpp
Outcome processors(const Machine &machine);
Outcome cpuQuota(const Machine &machine);
Outcome clock(const Machine &machine);
Outcome clockSource(const Machine &machine);

// TokenRules.cpp
Outcome tokens(const Machine &machine);

/** How a limit or a state is and how it should be, both with units, why, and the commands and lines of files
 * that set it, of which any one will do. */
Finding state(Severity severity, std::string value, std::string needed, std::string reason,
              std::vector<std::string> lines = {});

/** "12,345", or "unlimited". */
std::string limitText(std::int64_t limit);

/** "1.5 GiB", or "unlimited". */
std::string memoryText(std::int64_t bytes);

/** The two commands that set a kernel's parameter, now and for good. */
std::vector<std::string> sysctl(const std::string &name, const std::string &value);

/** The next round number, that a person would choose. */
std::int64_t roundedUp(std::int64_t number);

} // namespace sluice::doctor
