// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// --fail-on: the least severity of a finding that a command tells the shell of. Pure functions; any thread.
#pragma once

#include "ctl/CommandLine.h"
#include "findings/rules/Finding.h"

namespace sluice {

inline constexpr CommandOption kFailOnOption{"--fail-on", "notice|warning|error",
                                             "the least that makes the exit code 5 (default warning)"};

/** What the option says; warning where it is not given. */
tl::expected<Severity, Error> readFailOn(const CommandLine &line);

} // namespace sluice
