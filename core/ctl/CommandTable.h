// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Every command of sluicectl, in the order of its help. Pure function; any thread.
#pragma once

#include "ctl/Command.h"

#include <vector>

namespace sluice {

/** All commands; the hidden ones are not among them. */
const std::vector<Command> &allCommands();

} // namespace sluice
