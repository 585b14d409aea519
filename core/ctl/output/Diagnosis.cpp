// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ctl/output/Diagnosis.h"

#include "base/text/Figures.h"

#include <QJsonArray>

namespace sluice {

namespace {

/** "sluice_refusals_total{cause=\"pool-full\"} = 312 in 1m 00s". */
std::string evidenceText(const QJsonObject &evidence)
{
    std::string text = cellText(evidence.value(QLatin1String("metric"))) + " = " +
                       cellText(evidence.value(QLatin1String("value")));
    const QJsonValue window = evidence.value(QLatin1String("window_seconds"));
    return window.isDouble() ? text + " in " + spanText(window.toDouble()) : text;
}

std::string findingText(const QJsonObject &finding)
{
    const auto at = [&finding](const char *name) { return finding.value(QLatin1String(name)); };
    std::string text =
        cellText(at("severity")) + ": " + cellText(at("rule")) + ": " + cellText(at("summary"));
    const QJsonArray evidences = at("evidence").toArray();
    for (const auto &evidence : evidences)
        text += "\n  seen: " + evidenceText(evidence.toObject());
    return text + "\n  first: " + cellText(at("action")) + "\n";
}

/** The rules that cannot look, and why: silence must not be taken for health. */
std::string notObservedText(const QJsonArray &rules)
{
    std::string text;
    for (const auto &value : rules) {
        const QJsonObject rule = value.toObject();
        if (rule.value(QLatin1String("state")).toString() == QLatin1String("not-observed"))
            text += "not observed: " + cellText(rule.value(QLatin1String("rule"))) + ": " +
                    cellText(rule.value(QLatin1String("reason"))) + '\n';
    }
    return text;
}

} // namespace

bool isHealthyDiagnosis(const QJsonObject &diagnosis)
{
    return diagnosis.value(QLatin1String("status")).toString() == QLatin1String("healthy");
}

std::string diagnosisText(const QJsonObject &diagnosis)
{
    std::string text;
    const QJsonArray findings = diagnosis.value(QLatin1String("findings")).toArray();
    for (const auto &finding : findings)
        text += findingText(finding.toObject());
    if (isHealthyDiagnosis(diagnosis))
        text += "healthy\n";
    return text + notObservedText(diagnosis.value(QLatin1String("rules")).toArray());
}

} // namespace sluice
