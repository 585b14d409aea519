// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// What the diagnosis says: something it sees, the numbers that show it, and what to do first. Plain values.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sluice {

enum class Severity : std::uint8_t {
    Warning,  ///< clients feel it, or will soon
    Critical, ///< clients are refused, cut off or kept waiting now
};

constexpr std::string_view severityName(Severity severity)
{
    return severity == Severity::Warning ? "warning" : "critical";
}

/** One number that shows it. */
struct Evidence
{
    std::string metric; ///< as /metrics names it, with its label, or a setting's key
    double value = 0;
    double windowSeconds = 0; ///< the value is the increase over this long; 0: the value now
};

struct Finding
{
    Severity severity = Severity::Warning;
    std::string summary; ///< one sentence with the numbers that matter
    std::vector<Evidence> evidence;
    std::string action; ///< the first thing to do: a setting and a value, or a command
};

/** How one rule came out. */
struct Verdict
{
    enum class State : std::uint8_t {
        Clear,       ///< looked, and it is not so
        Found,       ///< finding holds
        NotObserved, ///< cannot look; reason says why
    };

    std::string_view rule; ///< the rule's stable name, such as "pool-saturation"
    State state = State::Clear;
    std::string reason;
    std::optional<Finding> finding;
};

constexpr std::string_view verdictStateName(Verdict::State state)
{
    constexpr std::array<std::string_view, 3> names{"clear", "found", "not-observed"};
    return names[static_cast<std::size_t>(state)];
}

/** What all rules say of one stretch of time. */
struct DiagnosisReport
{
    double observedSeconds = 0;
    std::vector<Verdict> verdicts; ///< of every rule, in the table's order
};

} // namespace sluice
