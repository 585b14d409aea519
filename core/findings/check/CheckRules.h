// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The table of what a check judges. Pure functions over a CheckRecord; any thread. The thresholds are
// constants; docs/checking.md gives their reasons.
#pragma once

#include "findings/check/CheckFinding.h"
#include "findings/check/CheckRecord.h"

#include <optional>
#include <span>

namespace sluice {

/** When a rule has all that it looks at; what belongs to an earlier stage never changes later. */
enum class CheckStage : std::uint8_t {
    Head,   ///< the watched stream's head is in, or will never come
    Probes, ///< the other requests are answered: HEAD, a browser's, a preflight
    Watch,  ///< the stream was watched to its end
};

struct CheckRule
{
    std::string_view name;
    std::string_view question; ///< what it looks for, in words
    CheckStage stage;
    /** Nothing: it does not apply. */
    std::optional<CheckFinding> (*judge)(const CheckRecord &);
};

/** Every rule, in the order of its stage. */
std::span<const CheckRule> checkRules();

/** What the rules of one stage find, in their order. */
std::vector<CheckFinding> judge(const CheckRecord &record, CheckStage stage);

/** What all rules find. */
std::vector<CheckFinding> judge(const CheckRecord &record);

} // namespace sluice
