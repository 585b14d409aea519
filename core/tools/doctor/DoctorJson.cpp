// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tools/doctor/DoctorJson.h"

#include "tools/doctor/DoctorRules.h"

#include <QJsonArray>

namespace sluice {

namespace {

QString text(std::string_view words)
{
    return QString::fromUtf8(words.data(), static_cast<qsizetype>(words.size()));
}

QJsonObject findingJson(const DoctorFinding &finding)
{
    QJsonArray remedies;
    for (const std::string &remedy : finding.remedies)
        remedies.append(text(remedy));
    return {{QStringLiteral("name"), text(finding.name)},
            {QStringLiteral("severity"), text(findingSeverityName(finding.severity))},
            {QStringLiteral("value"), text(finding.value)},
            {QStringLiteral("needed"), text(finding.needed)},
            {QStringLiteral("reason"), text(finding.reason)},
            {QStringLiteral("remedies"), remedies}};
}

} // namespace

QJsonObject doctorJson(const std::vector<DoctorFinding> &findings, const DoctorSubject &subject)
{
    QJsonArray list;
    for (const DoctorFinding &finding : findings)
        list.append(findingJson(finding));
    return {{QStringLiteral("status"), text(findingSeverityName(worstOf(findings)))},
            {QStringLiteral("source"), text(doctorSourceName(subject.source))},
            {QStringLiteral("streams"), static_cast<qint64>(subject.wantedStreams())},
            {QStringLiteral("streams_given"), !subject.isFree()},
            {QStringLiteral("workers"), static_cast<qint64>(subject.workers)},
            {QStringLiteral("findings"), list}};
}

} // namespace sluice
