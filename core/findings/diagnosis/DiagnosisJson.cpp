// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "findings/diagnosis/DiagnosisJson.h"

#include "findings/diagnosis/DiagnosisRules.h"

#include <QJsonArray>

#include <algorithm>

namespace sluice {

namespace {

QString text(std::string_view words)
{
    return QString::fromUtf8(words.data(), static_cast<qsizetype>(words.size()));
}

QJsonObject findingJson(std::string_view rule, const Finding &finding)
{
    QJsonArray evidence;
    for (const Evidence &one : finding.evidence) {
        QJsonObject item{{QStringLiteral("metric"), text(one.metric)}, {QStringLiteral("value"), one.value}};
        if (one.windowSeconds > 0)
            item.insert(QStringLiteral("window_seconds"), one.windowSeconds);
        evidence.append(item);
    }
    return {{QStringLiteral("rule"), text(rule)},
            {QStringLiteral("severity"), text(severityName(finding.severity))},
            {QStringLiteral("summary"), text(finding.summary)},
            {QStringLiteral("evidence"), evidence},
            {QStringLiteral("action"), text(finding.action)}};
}

QJsonObject ruleJson(const DiagnosisRule &rule, const Verdict &verdict)
{
    QJsonObject item{{QStringLiteral("rule"), text(rule.name)},
                     {QStringLiteral("question"), text(rule.question)},
                     {QStringLiteral("state"), text(verdictStateName(verdict.state))}};
    if (!verdict.reason.empty())
        item.insert(QStringLiteral("reason"), text(verdict.reason));
    return item;
}

} // namespace

QJsonObject diagnosisJson(const DiagnosisReport &report)
{
    std::vector<const Verdict *> found;
    QJsonArray rules;
    for (std::size_t i = 0; i < report.verdicts.size(); ++i) {
        rules.append(ruleJson(diagnosisRules()[i], report.verdicts[i]));
        if (report.verdicts[i].finding)
            found.push_back(&report.verdicts[i]);
    }
    std::stable_sort(found.begin(), found.end(), [](const Verdict *a, const Verdict *b) {
        return a->finding->severity > b->finding->severity;
    });
    QJsonArray findings;
    for (const Verdict *verdict : found)
        findings.append(findingJson(verdict->rule, *verdict->finding));
    const QString status =
        found.empty() ? QStringLiteral("healthy") : text(severityName(found.front()->finding->severity));
    return {{QStringLiteral("status"), status},
            {QStringLiteral("observed_seconds"), report.observedSeconds},
            {QStringLiteral("findings"), findings},
            {QStringLiteral("rules"), rules}};
}

} // namespace sluice
