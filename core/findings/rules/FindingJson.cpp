// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "findings/rules/FindingJson.h"

#include "base/text/JsonValues.h"

#include <array>
#include <cmath>

namespace sluice {

namespace {

constexpr std::array<std::string_view, 4> names{"ok", "notice", "warning", "critical"};
constexpr std::string_view gravestOfTools = "error";

QJsonValue valueJson(const Evidence &evidence, FindingSet set)
{
    const double *number = std::get_if<double>(&evidence.value);
    if (!number)
        return jsonText(std::get<std::string>(evidence.value));
    // What a check measures itself is as exact as milliseconds.
    constexpr double thousand = 1000;
    return set == FindingSet::Check ? std::round(*number * thousand) / thousand : *number;
}

QJsonObject evidenceJson(const Evidence &evidence, FindingSet set)
{
    QJsonObject json{{QStringLiteral("name"), jsonText(evidence.name)},
                     {QStringLiteral("value"), valueJson(evidence, set)}};
    if (set == FindingSet::Diagnosis)
        json.insert(QStringLiteral("metric"), jsonText(evidence.name));
    if (evidence.windowSeconds > 0)
        json.insert(QStringLiteral("window_seconds"), evidence.windowSeconds);
    return json;
}

QJsonValue remedyJson(const Remedy &remedy, FindingSet set)
{
    if (set == FindingSet::Doctor)
        return jsonText(remedy.line);
    QJsonObject json{{QStringLiteral("line"), jsonText(remedy.line)}};
    if (!remedy.where.empty())
        json.insert(QStringLiteral("where"), jsonText(remedy.where));
    return json;
}

/** What v1 calls otherwise. */
void addOwnMembers(QJsonObject &json, const Finding &finding, FindingSet set)
{
    switch (set) {
    case FindingSet::Diagnosis:
        json.insert(QStringLiteral("action"),
                    finding.remedies.empty() ? QString() : jsonText(finding.remedies.front().line));
        break;
    case FindingSet::Check:
        json.insert(QStringLiteral("name"), jsonText(finding.rule));
        break;
    case FindingSet::Doctor:
        json.insert(QStringLiteral("name"), jsonText(finding.rule));
        json.insert(QStringLiteral("reason"), jsonText(finding.cause));
        for (const Evidence &evidence : finding.evidence) // "value" and "needed"
            json.insert(jsonText(evidence.name), valueJson(evidence, set));
        break;
    }
}

/** The text of the first of these members that is there. */
std::string textIn(const QJsonObject &json, std::initializer_list<const char *> members)
{
    for (const char *member : members)
        if (const QJsonValue value = json.value(QLatin1String(member)); value.isString())
            return value.toString().toStdString();
    return {};
}

Evidence evidenceIn(const QJsonObject &json)
{
    const QJsonValue value = json.value(QLatin1String("value"));
    Evidence evidence{textIn(json, {"name", "metric"}), value.toDouble(),
                      json.value(QLatin1String("window_seconds")).toDouble()};
    if (value.isString())
        evidence.value = value.toString().toStdString();
    return evidence;
}

Remedy remedyIn(const QJsonValue &json)
{
    if (json.isString())
        return {{}, json.toString().toStdString()};
    return {textIn(json.toObject(), {"where"}), textIn(json.toObject(), {"line"})};
}

} // namespace

std::string_view severityName(Severity severity, FindingSet set)
{
    if (severity == Severity::Critical && set != FindingSet::Diagnosis)
        return gravestOfTools;
    return names[static_cast<std::size_t>(severity)];
}

std::optional<Severity> severityNamed(std::string_view name)
{
    if (name == gravestOfTools)
        return Severity::Critical;
    for (std::size_t i = 0; i < names.size(); ++i)
        if (names[i] == name)
            return static_cast<Severity>(i);
    return std::nullopt;
}

QJsonObject findingJson(const Finding &finding, FindingSet set)
{
    QJsonArray evidence;
    for (const Evidence &one : finding.evidence)
        evidence.append(evidenceJson(one, set));
    QJsonArray remedies;
    for (const Remedy &remedy : finding.remedies)
        remedies.append(remedyJson(remedy, set));
    QJsonObject json{{QStringLiteral("rule"), jsonText(finding.rule)},
                     {QStringLiteral("severity"), jsonText(severityName(finding.severity, set))},
                     {QStringLiteral("summary"), jsonText(finding.summary)},
                     {QStringLiteral("evidence"), evidence},
                     {QStringLiteral("cause"), jsonText(finding.cause)},
                     {QStringLiteral("remedies"), remedies}};
    addOwnMembers(json, finding, set);
    return json;
}

Finding findingIn(const QJsonObject &json)
{
    Finding finding;
    finding.rule = textIn(json, {"rule", "name"});
    // A word that this release does not know is not taken for health.
    finding.severity = severityNamed(textIn(json, {"severity"})).value_or(Severity::Warning);
    finding.summary = textIn(json, {"summary"});
    if (finding.summary.empty() && json.contains(QLatin1String("value")))
        finding.summary = textIn(json, {"value"}) + "; needed: " + textIn(json, {"needed"});
    finding.cause = textIn(json, {"cause", "reason"});
    const QJsonArray evidence = json.value(QLatin1String("evidence")).toArray();
    for (const auto &one : evidence)
        finding.evidence.push_back(evidenceIn(one.toObject()));
    const QJsonArray remedies = json.value(QLatin1String("remedies")).toArray();
    for (const auto &remedy : remedies)
        finding.remedies.push_back(remedyIn(remedy));
    if (const std::string action = textIn(json, {"action"}); finding.remedies.empty() && !action.empty())
        finding.remedies.push_back({{}, action});
    return finding;
}

QJsonArray findingsJson(std::span<const Finding> findings, FindingSet set)
{
    QJsonArray json;
    for (const Finding &finding : findings)
        json.append(findingJson(finding, set));
    return json;
}

std::vector<Finding> findingsIn(const QJsonArray &json)
{
    std::vector<Finding> findings;
    for (const auto &one : json)
        findings.push_back(findingIn(one.toObject()));
    return findings;
}

} // namespace sluice
