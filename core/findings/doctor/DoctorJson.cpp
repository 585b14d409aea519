// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "findings/doctor/DoctorJson.h"

#include "base/text/JsonValues.h"
#include "findings/doctor/DoctorRules.h"
#include "findings/rules/FindingJson.h"

namespace sluice {

QJsonObject doctorJson(const DoctorFacts &facts, const DoctorSubject &subject)
{
    const std::vector<Finding> findings = findingsOf(doctorRules(), Machine{facts, subject});
    return {{QStringLiteral("status"), jsonText(severityName(worstOf(findings), FindingSet::Doctor))},
            {QStringLiteral("source"), jsonText(doctorSourceName(subject.source))},
            {QStringLiteral("streams"), static_cast<qint64>(subject.wantedStreams())},
            {QStringLiteral("streams_given"), !subject.isFree()},
            {QStringLiteral("workers"), static_cast<qint64>(subject.workers)},
            {QStringLiteral("findings"), findingsJson(findings, FindingSet::Doctor)}};
}

} // namespace sluice
