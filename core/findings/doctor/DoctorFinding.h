// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What the doctor says of one limit or state of the operating system. A plain value; any thread.
#pragma once

#include "findings/rules/FindingSeverity.h"

#include <string>
#include <string_view>
#include <vector>

namespace sluice {

struct DoctorFinding
{
    std::string_view name; ///< stable, such as "accept-queue"
    FindingSeverity severity = FindingSeverity::Ok;
    std::string value;                 ///< what is, with its unit
    std::string needed;                ///< what should be, with its unit
    std::string reason;                ///< why, one sentence
    std::vector<std::string> remedies; ///< commands and lines of files that set it; any one will do
};

} // namespace sluice
