// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The configuration file that --print-config prints: every setting, explained, commented out, at its default.
// Pure function; any thread.
#pragma once

#include <string>

namespace sluice {

/** TOML text that changes nothing as it is, and sets every default when the lines "#name = value" are
 * uncommented. */
std::string defaultConfigText();

} // namespace sluice
