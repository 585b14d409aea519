// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What may come next on sluicectl's command line, for the shell: from the same tables that the commands are
// read with, so it is never stale. Pure function; any thread.
#pragma once

#include "ctl/Command.h"

#include <span>
#include <string>
#include <vector>

namespace sluice {

/** What stands among the candidates where the shell shall offer the names of files. */
inline constexpr const char *kFileCandidates = ":file";

/** The candidates for the last of @p words, which is what has been typed of it and may be empty; the words
 * before it are whole. A candidate that ends with '=' wants more. */
std::vector<std::string> completions(const std::vector<Command> &commands,
                                     std::span<const std::string> words);

} // namespace sluice
