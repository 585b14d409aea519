// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What each rule of the doctor does, and what they share. Private to core/tools/doctor; pure functions, any
// thread.
#pragma once

#include "findings/doctor/DoctorFacts.h"
#include "findings/doctor/DoctorFinding.h"
#include "findings/doctor/DoctorSubject.h"

#include <optional>
#include <string>

namespace sluice {

using Examined = std::optional<DoctorFinding>;

// DescriptorLooks.cpp
Examined lookAtHardLimit(const DoctorFacts &facts, const DoctorSubject &subject);
Examined lookAtServiceLimit(const DoctorFacts &facts, const DoctorSubject &subject);
Examined lookAtSoftLimit(const DoctorFacts &facts, const DoctorSubject &subject);
Examined lookAtCeiling(const DoctorFacts &facts, const DoctorSubject &subject);
Examined lookAtSystemDescriptors(const DoctorFacts &facts, const DoctorSubject &subject);
Examined lookAtTasks(const DoctorFacts &facts, const DoctorSubject &subject);

// NetworkLooks.cpp
Examined lookAtAcceptQueue(const DoctorFacts &facts, const DoctorSubject &subject);
Examined lookAtSynBacklog(const DoctorFacts &facts, const DoctorSubject &subject);
Examined lookAtLocalPorts(const DoctorFacts &facts, const DoctorSubject &subject);
Examined lookAtListenPorts(const DoctorFacts &facts, const DoctorSubject &subject);
Examined lookAtTracking(const DoctorFacts &facts, const DoctorSubject &subject);
Examined lookAtTrackedTimeout(const DoctorFacts &facts, const DoctorSubject &subject);
Examined lookAtKeepAlive(const DoctorFacts &facts, const DoctorSubject &subject);
Examined lookAtSlowStart(const DoctorFacts &facts, const DoctorSubject &subject);

// MemoryLooks.cpp
Examined lookAtMemory(const DoctorFacts &facts, const DoctorSubject &subject);
Examined lookAtStalledMemory(const DoctorFacts &facts, const DoctorSubject &subject);
Examined lookAtTcpMemory(const DoctorFacts &facts, const DoctorSubject &subject);
Examined lookAtSendBuffer(const DoctorFacts &facts, const DoctorSubject &subject);
Examined lookAtSwap(const DoctorFacts &facts, const DoctorSubject &subject);

// ProcessorLooks.cpp
Examined lookAtProcessors(const DoctorFacts &facts, const DoctorSubject &subject);
Examined lookAtQuota(const DoctorFacts &facts, const DoctorSubject &subject);
Examined lookAtClock(const DoctorFacts &facts, const DoctorSubject &subject);
Examined lookAtClockSource(const DoctorFacts &facts, const DoctorSubject &subject);

/** "12,345", or "unlimited". */
std::string limitText(std::int64_t limit);

/** "1.5 GiB", or "unlimited". */
std::string memoryText(std::int64_t bytes);

/** The two commands that set a kernel's parameter, now and for good. */
std::vector<std::string> sysctl(const std::string &name, const std::string &value);

/** The next round number, that a person would choose. */
std::int64_t roundedUp(std::int64_t number);

} // namespace sluice
