// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What a check of a stream says, as a person reads it. Pure functions; any thread.
#pragma once

#include "findings/check/CheckReport.h"

#include <string>

namespace sluice {

/** One finding: its name and summary, the evidence, the cause, and who mends it how; several lines. */
std::string checkFindingText(const CheckFinding &finding);

/** The last line: the worst of it, and how many of each severity. */
std::string checkVerdictText(const CheckReport &report);

} // namespace sluice
