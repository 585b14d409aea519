// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// sluicectl without its main: finds the command, reads its options and runs it.
#pragma once

#include "ctl/Command.h"

#include <span>
#include <string>

namespace sluice {

/** Runs sluicectl with the arguments that follow the program's name. */
ExitStatus runControlProgram(std::span<const std::string> words, const CommandStreams &streams);

} // namespace sluice
