// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "findings/diagnosis/DiagnosisReport.h"

#include "base/text/JsonValues.h"
#include "findings/diagnosis/DiagnosisRules.h"
#include "findings/rules/FindingJson.h"

namespace sluice {

namespace {

QJsonObject ruleJson(const Verdict &verdict)
{
    const NotObserved *blind = verdict.notObserved();
    const std::string_view state = blind ? "not-observed" : verdict.finding() ? "found" : "clear";
    QJsonObject json{{QStringLiteral("rule"), jsonText(verdict.rule)},
                     {QStringLiteral("question"), jsonText(verdict.question)},
                     {QStringLiteral("state"), jsonText(state)}};
    if (blind && !blind->reason.empty())
        json.insert(QStringLiteral("reason"), jsonText(blind->reason));
    return json;
}

} // namespace

DiagnosisReport diagnose(const Observation &seen)
{
    return {seen.seconds(), judge(diagnosisRules(), seen)};
}

QJsonObject diagnosisJson(const DiagnosisReport &report)
{
    std::vector<Finding> findings;
    QJsonArray rules;
    for (const Verdict &verdict : report.verdicts) {
        rules.append(ruleJson(verdict));
        if (const Finding *finding = verdict.finding())
            findings.push_back(*finding);
    }
    return diagnosisJson(report.observedSeconds, std::move(findings), rules);
}

QJsonObject diagnosisJson(double observedSeconds, std::vector<Finding> findings, const QJsonArray &rules)
{
    std::stable_sort(findings.begin(), findings.end(),
                     [](const Finding &a, const Finding &b) { return a.severity > b.severity; });
    const QString status = findings.empty()
                               ? QStringLiteral("healthy")
                               : jsonText(severityName(findings.front().severity, FindingSet::Diagnosis));
    return {{QStringLiteral("status"), status},
            {QStringLiteral("observed_seconds"), observedSeconds},
            {QStringLiteral("findings"), findingsJson(findings, FindingSet::Diagnosis)},
            {QStringLiteral("rules"), rules}};
}

} // namespace sluice
