// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Puts values into the text of a TOML file and leaves all else as its author wrote it: comments, order, blank
// lines, line ends. Pure functions; any thread.
#pragma once

#include "settings/SettingChanges.h"

#include <span>
#include <string>
#include <string_view>

#include <tl/expected.hpp>

namespace sluice {

/**
 * `toml` with each change's value: in place of the one that is there, or in place of its commented line, or
 * under its [group], which is appended when there is none. The result has been read back and gives exactly
 * the settings that `toml` gives, with the changes. An error when `toml` itself cannot be read (`source` is
 * its name), or when its form is beyond this editor.
 */
tl::expected<std::string, SettingsError>
editedToml(std::string_view toml, std::span<const SettingChange> changes, const std::string &source);

} // namespace sluice
