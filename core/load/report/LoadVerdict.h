// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Whether a load run reached what it should: each threshold with what was asked and what was measured. A
// plain value, part of LoadReport.
#pragma once

#include "load/run/LoadThresholds.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sluice {

struct LoadReport;

/** One threshold after the run. */
struct LoadJudgement
{
    enum class Unit { Share, Milliseconds, Events };
    enum class Rule { AtMost, AtLeast };

    std::string_view name;   ///< as in JSON
    std::string_view option; ///< what sets it; empty where nothing does
    std::string_view words;  ///< what it is about, for people
    Unit unit = Unit::Share;
    Rule rule = Rule::AtMost;
    double asked = 0;
    std::optional<double> measured; ///< absent when the run could not measure it, which misses the threshold

    /** True when it was measured and is as asked. */
    bool passed() const;

    /** "asked" and "measured" with their unit, for people. */
    std::string askedText() const;
    std::string measuredText() const;
};

struct LoadVerdict
{
    std::vector<LoadJudgement> judgements;

    /** True when every threshold was reached. */
    bool passed() const;

    /** Judges a report whose figures are complete. */
    static LoadVerdict of(const LoadReport &report, const LoadThresholds &thresholds);
};

} // namespace sluice
