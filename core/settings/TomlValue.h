// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// A setting's value as it stands behind "name =" in a TOML file.
// Pure function; any thread.
#pragma once

#include "settings/Schema.h"

#include <string>
#include <string_view>

namespace sluice {

/** `text`, which valueText() gave, in TOML's spelling: bare for numbers and flags, else in quotes. */
std::string tomlValue(const SettingInfo &info, std::string_view text);

} // namespace sluice
