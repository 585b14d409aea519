// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// One thing that is wrong with settings, in parts that a program can use: what an API answers with 422.
// A plain value; any thread.
#pragma once

#include <string>
#include <vector>

namespace sluice {

struct RuleViolation
{
    std::string rule;                ///< the rule's stable name, such as "headers-above-keep-alive"
    std::vector<std::string> keys;   ///< the settings that it relates
    std::vector<std::string> values; ///< their values, in the same order, and then, where the rule compares
                                     ///< one with something that is no setting, that; a Secret never shows
    std::string message;             ///< all of that for a person
};

} // namespace sluice
