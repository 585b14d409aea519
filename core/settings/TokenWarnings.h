// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What works with the tokens but is unwise: too short ones, and a configuration that everybody may read with
// one in it. Said at the start, at a reload and by the doctor; no token is ever shown. Any thread; looks at
// files.
#pragma once

#include "settings/SettingsSource.h"

#include <string>
#include <vector>

namespace sluice {

/** Characters that a token has at least beyond loopback, and should have on it. */
inline constexpr std::size_t leastTokenLength = 16;

/** One line each, of the tokens of @p settings, which came from @p source. */
std::vector<std::string> tokenWarnings(const Settings &settings, const SettingsSource &source);

/** What a reload cannot do: files below $CREDENTIALS_DIRECTORY are copies that systemd made at the start. */
std::vector<std::string> rotationWarnings(const Settings &settings);

} // namespace sluice
