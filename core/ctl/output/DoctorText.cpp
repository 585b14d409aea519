// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ctl/output/DoctorText.h"

#include "base/text/Figures.h"
#include "findings/rules/FindingSeverity.h"

#include <QJsonArray>

#include <algorithm>

namespace sluice {

namespace {

std::string member(const QJsonObject &object, const char *name)
{
    return cellText(object.value(QLatin1String(name)));
}

std::string machineFindingText(const QJsonObject &finding)
{
    const std::string severity = member(finding, "severity");
    constexpr std::size_t severityWidth = 9;
    std::string text = severity;
    text.append(severityWidth - std::min(severityWidth, text.size()), ' ');
    text += member(finding, "name") + ": " + member(finding, "value") +
            "; needed: " + member(finding, "needed") + '\n';
    if (severity == findingSeverityName(FindingSeverity::Ok))
        return text;
    text += "    why:  " + member(finding, "reason") + '\n';
    const QJsonArray remedies = finding.value(QLatin1String("remedies")).toArray();
    for (const auto &remedy : remedies)
        text += "    set:  " + cellText(remedy) + '\n';
    return text;
}

/** "the engine's settings, 10,000 streams, 2 workers". */
std::string subjectText(const QJsonObject &doctor)
{
    const std::string source = member(doctor, "source");
    const std::string whose = source == "engine" ? "the engine's own machine, process and settings"
                              : source == "file" ? "this machine and shell, the settings of the file"
                                                 : "this machine and shell, the default settings";
    const bool isGiven = doctor.value(QLatin1String("streams_given")).toBool();
    return whose + ": " + countText(doctor.value(QLatin1String("streams")).toDouble()) + " streams" +
           (isGiven ? "" : " (assumed; --streams N says another number)") + ", " + member(doctor, "workers") +
           " workers";
}

} // namespace

std::string doctorText(const QJsonObject &doctor)
{
    std::string text = subjectText(doctor) + '\n';
    const QJsonArray findings = doctor.value(QLatin1String("findings")).toArray();
    for (const auto &finding : findings)
        text += machineFindingText(finding.toObject());
    return text + member(doctor, "status") + '\n';
}

} // namespace sluice
