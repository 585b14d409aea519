// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "findings/doctor/DoctorJson.h"

#include "base/text/JsonValues.h"
#include "findings/doctor/DoctorRules.h"

#include <QJsonArray>

namespace sluice {

namespace {

QJsonObject findingJson(const DoctorFinding &finding)
{
    QJsonArray remedies;
    for (const std::string &remedy : finding.remedies)
        remedies.append(jsonText(remedy));
    return {{QStringLiteral("name"), jsonText(finding.name)},
            {QStringLiteral("severity"), jsonText(findingSeverityName(finding.severity))},
            {QStringLiteral("value"), jsonText(finding.value)},
            {QStringLiteral("needed"), jsonText(finding.needed)},
            {QStringLiteral("reason"), jsonText(finding.reason)},
            {QStringLiteral("remedies"), remedies}};
}

} // namespace

QJsonObject doctorJson(const std::vector<DoctorFinding> &findings, const DoctorSubject &subject)
{
    QJsonArray list;
    for (const DoctorFinding &finding : findings)
        list.append(findingJson(finding));
    return {{QStringLiteral("status"), jsonText(findingSeverityName(worstOf(findings)))},
            {QStringLiteral("source"), jsonText(doctorSourceName(subject.source))},
            {QStringLiteral("streams"), static_cast<qint64>(subject.wantedStreams())},
            {QStringLiteral("streams_given"), !subject.isFree()},
            {QStringLiteral("workers"), static_cast<qint64>(subject.workers)},
            {QStringLiteral("findings"), list}};
}

} // namespace sluice
