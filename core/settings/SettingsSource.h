// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Where an engine's settings come from: the defaults, the configuration file, the options on top and the
// token files. A plain value, made by the command line and kept by the SettingsStore for reload and save.
#pragma once

#include "settings/SettingChanges.h"

#include <optional>
#include <string>
#include <vector>

#include <tl/expected.hpp>

namespace sluice {

struct SettingsSource
{
    std::optional<std::string> configFile;
    std::vector<SettingChange> overrides; ///< of the command line; they win over the file, at a reload too

    struct Loaded
    {
        Settings settings;                 ///< the rules hold; tokens of files are filled in
        std::vector<std::string> warnings; ///< what works but is unwise, a line each
    };

    /** Reads the file and the token files now; an error says all that is wrong. */
    tl::expected<Loaded, SettingsError> load() const;
};

} // namespace sluice
