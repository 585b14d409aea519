// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// A diagnosis as GET /api/v1/diagnosis answers it and sluicectl diagnose reads it. Pure function; any thread.
#pragma once

#include "findings/diagnosis/Finding.h"

#include <QJsonObject>

namespace sluice {

/**
 * {"status": "healthy" | "warning" | "critical", "observed_seconds": n, "findings": [{"rule", "severity",
 * "summary", "evidence": [{"metric", "value", "window_seconds"}], "action"}], "rules": [{"rule", "question",
 * "state", "reason"}]}: the gravest severity, the findings with the gravest first, and how every rule came
 * out.
 */
QJsonObject diagnosisJson(const DiagnosisReport &report);

} // namespace sluice
