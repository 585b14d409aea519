// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// `sluicectl publish`: one event to one channel, from the command line or standard input.
#pragma once

#include "ctl/Command.h"

namespace sluice {

/** The command's entry for the table of commands. */
Command publishCommand();

} // namespace sluice
