// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The table of what the doctor looks at. Pure functions over facts and a subject; any thread. The thresholds
// are constants; docs/doctor.md gives their reasons.
#pragma once

#include "findings/doctor/DoctorFacts.h"
#include "findings/doctor/DoctorFinding.h"
#include "findings/doctor/DoctorSubject.h"

#include <optional>
#include <span>
#include <vector>

namespace sluice {

struct DoctorRule
{
    std::string_view name;
    std::string_view question; ///< what it looks for, in words
    /** Nothing: the fact is not known here. */
    std::optional<DoctorFinding> (*judge)(const DoctorFacts &, const DoctorSubject &);
};

/** Every rule, in the order of the report. */
std::span<const DoctorRule> doctorRules();

/** What all rules find, in their order. */
std::vector<DoctorFinding> examine(const DoctorFacts &facts, const DoctorSubject &subject);

/** The gravest of them. */
FindingSeverity worstOf(const std::vector<DoctorFinding> &findings);

} // namespace sluice
