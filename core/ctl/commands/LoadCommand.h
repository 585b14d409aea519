// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// `sluicectl load`: many clients against any SSE URL, with exact books of what they received.
#pragma once

#include "ctl/Command.h"
#include "load/run/LoadOptions.h"

namespace sluice {

/** The command's entry for the table of commands. */
Command loadCommand();

/** Reads the options of `sluicectl load`; what needs more than one option is left to validated(). */
tl::expected<LoadOptions, Error> readLoadOptions(const CommandLine &line);

} // namespace sluice
