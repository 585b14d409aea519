// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What a check says: each thing that it looked at, how that is, the evidence, the cause, and the lines of
// configuration that mend it. Plain values; any thread.
#pragma once

#include "findings/rules/FindingSeverity.h"

#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace sluice {

/** A name such as "age_seconds" or "Cache-Control", and what was seen of it. */
struct CheckEvidence
{
    std::string name;
    std::variant<double, std::string> value;
};

/** A line that mends it, and whose line it is. */
struct CheckRemedy
{
    std::string_view where; ///< nginx, haproxy, node or sluice
    std::string line;
};

struct CheckFinding
{
    std::string_view name; ///< stable, such as "content-type"
    FindingSeverity severity = FindingSeverity::Ok;
    std::string summary; ///< one sentence with the values that matter
    std::vector<CheckEvidence> evidence;
    std::string cause; ///< empty where nothing is wrong
    std::vector<CheckRemedy> remedies;
};

} // namespace sluice
