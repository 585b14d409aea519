// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Shows a drain until it ends, is cancelled, or somebody presses Ctrl-C: a live bar on a terminal, plain
// lines elsewhere, a JSON object a line with --json. Main thread.
#pragma once

#include "ctl/commands/Session.h"

#include <string>

namespace sluice {

/** Follows the drain that runs. An engine that was told to exit (@p then, or its own answers) may go away. */
ExitStatus followDrain(Session &session, const std::string &then);

} // namespace sluice
