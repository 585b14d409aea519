// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The relations between settings, each with a name. They run after all changes given together were made.
// Pure functions over a Settings; any thread.
#pragma once

#include "settings/Settings.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sluice {

struct RuleViolation
{
    std::string_view rule;              ///< the rule's stable name, such as "headers-above-keep-alive"
    std::vector<std::string_view> keys; ///< the settings that it relates
    std::vector<std::string> values;    ///< their values, in the same order; a Secret never shows
    std::string message;                ///< all of that for a person
};

/** Every rule that `settings` breaks; empty when all hold. */
std::vector<RuleViolation> checkRules(const Settings &settings);

/** Descriptors that streams may not use out of `descriptorLimit`: the larger of 64 and 2 %. */
std::int64_t descriptorReserve(std::int64_t descriptorLimit);

/** The rule that an explicit pool.max_streams fits the descriptor limit less the reserve. */
std::optional<RuleViolation> checkPoolFits(const Settings &settings, std::int64_t descriptorLimit,
                                           std::int64_t reserve);

} // namespace sluice
