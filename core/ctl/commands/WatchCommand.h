// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// `sluicectl watch`: prints the events of a stream as they come, and follows it over reconnects.
#pragma once

#include "ctl/Command.h"

namespace sluice {

/** The command's entry for the table of commands. */
Command watchCommand();

} // namespace sluice
