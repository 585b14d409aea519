// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The relations between settings, each with a name. They run after all changes given together were made.
// Pure functions over a Settings; any thread.
#pragma once

#include "settings/RuleViolation.h"
#include "settings/Settings.h"

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace sluice {

/** Every rule that `settings` breaks; empty when all hold. */
std::vector<RuleViolation> checkRules(const Settings &settings);

/** The rules of settings as they are written, before the token files are read into them. */
std::vector<RuleViolation> checkTokenSources(const Settings &settings);

struct RuleStatement
{
    std::string_view name;
    std::string_view statement;
};

/** Every rule in words, for the docs. */
std::vector<RuleStatement> ruleStatements();

/** The names of all rules that the setting called `key` takes part in. */
std::vector<std::string_view> rulesOf(std::string_view key);

/** Descriptors that streams may not use out of `descriptorLimit`, however few workers there are: the larger
 * of 64 and 2 %. */
std::int64_t descriptorReserve(std::int64_t descriptorLimit);

/** The rule that an explicit pool.max_streams fits the descriptor limit less the reserve. */
std::optional<RuleViolation> checkPoolFits(const Settings &settings, std::int64_t descriptorLimit,
                                           std::int64_t reserve);

} // namespace sluice
