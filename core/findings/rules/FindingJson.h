// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Findings as JSON, as API v1 and sluicectl --json have it; the keys are a contract. All findings have the
// same members; beside them each set keeps the words that v1 had for it. Pure functions; any thread.
#pragma once

#include "findings/rules/Finding.h"

#include <QJsonArray>
#include <QJsonObject>

#include <optional>
#include <string_view>

namespace sluice {

/** Whose finding it is: v1 has words of its own for each. */
enum class FindingSet : std::uint8_t {
    Diagnosis, ///< "critical" is the gravest; evidence is a "metric", the first remedy is the "action"
    Check,     ///< "error" is the gravest; the rule is the "name"
    Doctor,    ///< likewise; "value", "needed" and "reason", and remedies are texts
};

/** "ok", "notice", "warning", then "critical" in a diagnosis and "error" elsewhere. */
std::string_view severityName(Severity severity, FindingSet set);

/** The severity of that name, of any set; nothing when there is none. */
std::optional<Severity> severityNamed(std::string_view name);

/**
 * {"rule", "severity", "summary", "evidence": [{"name", "value", "window_seconds"}], "cause",
 * "remedies": [{"where", "line"}]}, and the set's own members.
 */
QJsonObject findingJson(const Finding &finding, FindingSet set);

/** A finding out of such an object, also out of one that has v1's members only: engines outlive consoles. */
Finding findingIn(const QJsonObject &json);

QJsonArray findingsJson(std::span<const Finding> findings, FindingSet set);
std::vector<Finding> findingsIn(const QJsonArray &json);

} // namespace sluice
