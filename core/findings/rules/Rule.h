// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// A rule is a question and a pure function that answers it for one input; a set of them is a table.
// Diagnosis, check and doctor are such tables, over an Observation, a CheckRecord and a Machine. Any thread.
#pragma once

#include "findings/rules/Finding.h"

#include <string_view>

namespace sluice {

/** Looked, and it is not so. */
struct Clear
{
};

/** Could not look, or it does not apply. */
struct NotObserved
{
    std::string reason; ///< for people; empty where a rule that does not apply is not told of
};

/** How a rule comes out. */
using Outcome = std::variant<Clear, Finding, NotObserved>;

template <typename Input>
struct Rule
{
    std::string_view name;     ///< stable, such as "pool-saturation"; the function has it too
    std::string_view question; ///< what it looks for, in words
    Outcome (*judge)(const Input &);
};

/** How one rule of a table came out. */
struct Verdict
{
    std::string_view rule;
    std::string_view question;
    Outcome outcome; ///< a finding is named as the rule

    const Finding *finding() const { return std::get_if<Finding>(&outcome); }
    const NotObserved *notObserved() const { return std::get_if<NotObserved>(&outcome); }
};

/** Asks every rule, in the table's order. */
template <typename Input>
std::vector<Verdict> judge(std::span<const Rule<Input>> rules, const Input &input)
{
    std::vector<Verdict> verdicts;
    verdicts.reserve(rules.size());
    for (const Rule<Input> &rule : rules) {
        verdicts.push_back({rule.name, rule.question, rule.judge(input)});
        if (auto *finding = std::get_if<Finding>(&verdicts.back().outcome))
            finding->rule = rule.name;
    }
    return verdicts;
}

/** Only what the rules find, in the table's order. */
template <typename Input>
std::vector<Finding> findingsOf(std::span<const Rule<Input>> rules, const Input &input)
{
    std::vector<Finding> findings;
    for (Verdict &verdict : judge(rules, input))
        if (auto *finding = std::get_if<Finding>(&verdict.outcome))
            findings.push_back(std::move(*finding));
    return findings;
}

} // namespace sluice
