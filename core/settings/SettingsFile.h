// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Reads a configuration file: TOML, one table per group, one key per setting.
// Functions without state; any thread.
#pragma once

#include "base/Error.h"
#include "settings/SettingChanges.h"

#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

namespace sluice {

/** The changes that the file at `path` asks for; types and ranges are checked, rules are not yet. Errors
   carry file:line:column, all of them at once; a file that cannot be read is an Environment error with
   errno's text. */
tl::expected<std::vector<SettingChange>, Error> readSettingsFile(const std::string &path);

/** The file's text, at most 1 MiB of it. */
tl::expected<std::string, Error> readSettingsText(const std::string &path);

/** The same for text that was read elsewhere; `source` is the file's name in messages. */
tl::expected<std::vector<SettingChange>, Error> parseSettingsText(std::string_view toml,
                                                                  const std::string &source);

} // namespace sluice
