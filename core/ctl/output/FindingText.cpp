// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ctl/output/FindingText.h"

#include "base/text/Figures.h"

#include <array>
#include <cmath>
#include <cstdio>

namespace sluice {

namespace {

/** Words and a column behind them; after longer words ("lighttpd:") one space. */
std::string padded(std::string_view words)
{
    constexpr std::size_t width = 9;
    std::string text(words);
    text.append(text.size() < width ? width - text.size() : 1, ' ');
    return text;
}

std::string lineText(std::string_view label, std::string_view words)
{
    return "    " + padded(std::string(label) + ':') + printable(words) + '\n';
}

std::string numberText(double number)
{
    std::array<char, 32> digits{};
    std::snprintf(digits.data(), digits.size(), number == std::floor(number) ? "%.0f" : "%.3f", number);
    return digits.data();
}

/** "sluice_refusals_total{cause=\"pool-full\"} = 312 in 1m 00s". */
std::string evidenceText(const Evidence &evidence)
{
    const double *number = std::get_if<double>(&evidence.value);
    const std::string value = number ? numberText(*number) : std::get<std::string>(evidence.value);
    return evidence.name + " = " + value +
           (evidence.windowSeconds > 0 ? " in " + spanText(evidence.windowSeconds) : std::string());
}

std::string findingsText(const QJsonObject &report, FindingSet set)
{
    std::string text;
    for (const Finding &finding : findingsIn(report.value(QLatin1String("findings")).toArray()))
        text += findingText(finding, set);
    return text;
}

std::string member(const QJsonObject &object, const char *name)
{
    return cellText(object.value(QLatin1String(name)));
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

/** The rules that cannot look, and why: silence must not be taken for health. */
std::string notObservedText(const QJsonArray &rules)
{
    std::string text;
    for (const auto &value : rules) {
        const QJsonObject rule = value.toObject();
        if (rule.value(QLatin1String("state")).toString() == QLatin1String("not-observed"))
            text += "not observed: " + member(rule, "rule") + ": " + member(rule, "reason") + '\n';
    }
    return text;
}

} // namespace

std::string findingText(const Finding &finding, FindingSet set)
{
    std::string text = padded(severityName(finding.severity, set)) + printable(finding.rule) + ": " +
                       printable(finding.summary) + '\n';
    if (finding.severity == Severity::Ok)
        return text;
    if (set != FindingSet::Doctor) // whose summaries say it
        for (const Evidence &evidence : finding.evidence)
            text += lineText("seen", evidenceText(evidence));
    if (!finding.cause.empty())
        text += lineText("cause", finding.cause);
    for (const Remedy &remedy : finding.remedies)
        text += lineText(remedy.where.empty() ? "remedy" : remedy.where, remedy.line);
    return text;
}

std::string checkVerdictText(std::span<const Finding> findings)
{
    std::string text = std::string(severityName(worstOf(findings), FindingSet::Check)) + ":";
    for (const Severity severity : {Severity::Critical, Severity::Warning, Severity::Notice, Severity::Ok}) {
        const auto count = std::count_if(findings.begin(), findings.end(), [&](const Finding &finding) {
            return finding.severity == severity;
        });
        if (count == 0)
            continue;
        text += (text.back() == ':' ? " " : ", ") + std::to_string(count) + ' ' +
                std::string(severityName(severity, FindingSet::Check)) +
                (count != 1 && severity != Severity::Ok ? "s" : "");
    }
    return text + '\n';
}

std::string doctorText(const QJsonObject &doctor)
{
    return subjectText(doctor) + '\n' + findingsText(doctor, FindingSet::Doctor) + member(doctor, "status") +
           '\n';
}

std::string diagnosisText(const QJsonObject &diagnosis)
{
    return findingsText(diagnosis, FindingSet::Diagnosis) +
           (isHealthyDiagnosis(diagnosis) ? "healthy\n" : "") +
           notObservedText(diagnosis.value(QLatin1String("rules")).toArray());
}

bool isHealthyDiagnosis(const QJsonObject &diagnosis)
{
    return diagnosis.value(QLatin1String("status")).toString() == QLatin1String("healthy");
}

} // namespace sluice
