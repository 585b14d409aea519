// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ctl/output/CheckText.h"

#include "base/text/Figures.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

namespace sluice {

namespace {

std::string numberText(double number)
{
    std::array<char, 32> digits{};
    const bool isWhole = number == std::floor(number);
    std::snprintf(digits.data(), digits.size(), isWhole ? "%.0f" : "%.3f", number);
    return digits.data();
}

std::string valueText(const std::variant<double, std::string> &value)
{
    if (const double *number = std::get_if<double>(&value))
        return numberText(*number);
    return printable(std::get<std::string>(value));
}

} // namespace

std::string checkFindingText(const CheckFinding &finding)
{
    std::string out = std::string(findingSeverityName(finding.severity));
    constexpr std::size_t severityWidth = 9;
    out.append(severityWidth - std::min(severityWidth, out.size()), ' ');
    out += std::string(finding.name) + ": " + printable(finding.summary) + '\n';
    if (finding.severity == FindingSeverity::Ok)
        return out;
    for (const CheckEvidence &evidence : finding.evidence)
        out += "    seen:   " + evidence.name + " = " + valueText(evidence.value) + '\n';
    if (!finding.cause.empty())
        out += "    cause:  " + printable(finding.cause) + '\n';
    for (const CheckRemedy &remedy : finding.remedies) {
        constexpr std::size_t whereWidth = 9;
        std::string where = std::string(remedy.where) + ':';
        where.append(whereWidth - std::min(whereWidth, where.size()), ' ');
        out += "    " + where + printable(remedy.line) + '\n';
    }
    return out;
}

std::string checkVerdictText(const CheckReport &report)
{
    std::array<std::size_t, kFindingSeverityNames.size()> counts{};
    for (const CheckFinding &finding : report.findings)
        ++counts[static_cast<std::size_t>(finding.severity)];
    std::string out = std::string(findingSeverityName(report.worst())) + ":";
    for (std::size_t i = counts.size(); i-- > 0;) {
        if (counts[i] == 0)
            continue;
        const bool isPlural = counts[i] != 1 && static_cast<FindingSeverity>(i) != FindingSeverity::Ok;
        out += (out.back() == ':' ? " " : ", ") + std::to_string(counts[i]) + ' ' +
               std::string(findingSeverityName(static_cast<FindingSeverity>(i))) + (isPlural ? "s" : "");
    }
    return out + '\n';
}

} // namespace sluice
