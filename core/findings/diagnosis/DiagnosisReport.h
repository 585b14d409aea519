// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// What all rules of the diagnosis say of one stretch of time, as a value and as GET /api/v1/diagnosis answers
// it. Pure functions; any thread.
#pragma once

#include "findings/diagnosis/Observation.h"
#include "findings/rules/Rule.h"

#include <QJsonObject>

namespace sluice {

struct DiagnosisReport
{
    double observedSeconds = 0;
    std::vector<Verdict> verdicts; ///< of every rule, in the table's order
};

DiagnosisReport diagnose(const Observation &seen);

/**
 * {"status": "healthy" | "warning" | "critical", "observed_seconds": n, "findings": [...], "rules": [{"rule",
 * "question", "state": "clear" | "found" | "not-observed", "reason"}]}: the gravest severity, the findings
 * (see FindingJson) with the gravest first, and how every rule came out.
 */
QJsonObject diagnosisJson(const DiagnosisReport &report);

/** The answer made of these findings and of rules that are JSON already. */
QJsonObject diagnosisJson(double observedSeconds, std::vector<Finding> findings, const QJsonArray &rules);

} // namespace sluice
