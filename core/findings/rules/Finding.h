// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// What a rule finds, whichever tool asks: how grave it is, what was seen, why, and what to do. Plain values;
// any thread.
#pragma once

#include <algorithm>
#include <cstdint>
#include <span>
#include <string>
#include <variant>
#include <vector>

namespace sluice {

/** From best to worst. Which words stand for them in the API is FindingJson's business. */
enum class Severity : std::uint8_t {
    Ok,       ///< as it should be
    Notice,   ///< works, but could be better, or could not be seen
    Warning,  ///< some clients feel it, or will soon
    Critical, ///< it does not work for clients: they are refused, cut off or kept waiting
};

/** A number or a text that shows it. */
struct Evidence
{
    std::string name; ///< such as "age_seconds", a header field, or a metric with its label
    std::variant<double, std::string> value;
    double windowSeconds = 0; ///< the value is the increase over this long; 0: the value as it is
};

/** A line that mends it. */
struct Remedy
{
    std::string where; ///< whose line it is, such as nginx; empty where the line says so itself
    std::string line;
};

struct Finding
{
    std::string rule; ///< stable, such as "pool-saturation"
    Severity severity = Severity::Ok;
    std::string summary; ///< one sentence with the values that matter
    std::vector<Evidence> evidence;
    std::string cause;            ///< one sentence; empty where nothing is wrong, or the summary says it
    std::vector<Remedy> remedies; ///< what to do first is first
};

/** A finding for a rule to return, which is then named by its table. What is as it should be needs no remedy.
 */
inline Finding found(Severity severity, std::string summary, std::vector<Evidence> evidence,
                     std::string cause = {}, std::vector<Remedy> remedies = {})
{
    if (severity == Severity::Ok)
        remedies.clear();
    return {{}, severity, std::move(summary), std::move(evidence), std::move(cause), std::move(remedies)};
}

/** The gravest of them; Ok where there are none. */
inline Severity worstOf(std::span<const Finding> findings)
{
    Severity worst = Severity::Ok;
    for (const Finding &finding : findings)
        worst = std::max(worst, finding.severity);
    return worst;
}

} // namespace sluice
