// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The table of what the diagnosis can see. Pure functions over an Observation; any thread. The thresholds are
// constants, so that a finding means the same on every engine; docs/diagnosis.md gives their reasons.
#pragma once

#include "findings/diagnosis/Finding.h"
#include "findings/diagnosis/Observation.h"

#include <span>

namespace sluice {

struct DiagnosisRule
{
    std::string_view name;
    std::string_view question; ///< what it looks for, in words
    Verdict (*look)(const Observation &);
    bool readsProxyLogs = false; ///< `sluicectl diagnose` can ask it of logs that the engine does not follow
};

/** Every rule, the gravest first. */
std::span<const DiagnosisRule> diagnosisRules();

} // namespace sluice
