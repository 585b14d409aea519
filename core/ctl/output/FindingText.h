// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Findings as a person reads them: of a diagnosis, a check or the doctor, from here or from an engine, which
// answers in JSON. Pure functions; any thread.
#pragma once

#include "findings/check/CheckReport.h"
#include "findings/rules/FindingJson.h"

namespace sluice {

/** Its severity, rule and summary; where something is wrong the evidence, the cause and what to do, a line
 * each. */
std::string findingText(const Finding &finding, FindingSet set);

/** The last line of a check: the worst of it, and how many of each severity. */
std::string checkVerdictText(std::span<const Finding> findings);

/** For what engine the machine was examined, each finding, then how it is on the whole. */
std::string doctorText(const QJsonObject &doctor);

/** Each finding, then the rules that cannot look, and why. */
std::string diagnosisText(const QJsonObject &diagnosis);

/** True when nothing is wrong. */
bool isHealthyDiagnosis(const QJsonObject &diagnosis);

} // namespace sluice
