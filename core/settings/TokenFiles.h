// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Reads the tokens that stand in files of their own (auth.*_token_file), so that they need not stand in the
// configuration. Functions without state; any thread.
#pragma once

#include "settings/Settings.h"
#include "settings/SettingsError.h"

#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

namespace sluice {

/** Fills each token whose file is named with the file's first line. Answers warnings about files that every
 * user of the machine can read; errors name the setting, the file and what is wrong, never the token. */
tl::expected<std::vector<std::string>, SettingsError> readTokenFiles(Settings &settings);

/** The key of the setting that names the file of the token `key`; empty when `key` is no token. */
std::string_view tokenFileKey(std::string_view key);

} // namespace sluice
