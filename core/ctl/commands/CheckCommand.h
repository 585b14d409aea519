// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// `sluicectl check`: any event stream from outside, as a client and a careful engineer meet it.
#pragma once

#include "ctl/Command.h"
#include "findings/check/CheckOptions.h"

namespace sluice {

/** The options of a command line, checked; errors name the option. */
tl::expected<CheckOptions, Error> readCheckOptions(const CommandLine &line);

Command checkCommand();

} // namespace sluice
