// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Where an engine's settings come from, the later over the earlier: the defaults, the configuration file, the
// file of saved settings, the options; and the token files. A plain value, made by the command line and kept
// by the SettingsStore for reload and save.
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
    std::vector<SettingChange> overrides =
        {}; ///< of the command line; they win over the file, at a reload too
    /** Where `save` puts what was changed at run time, beside a configuration that a service may not write;
     * need not exist. Nothing: `save` writes to the configuration file. */
    std::optional<std::string> savedFile = std::nullopt;

    struct Loaded
    {
        Settings settings;                 ///< the rules hold; tokens of files are filled in
        std::vector<std::string> warnings; ///< what works but is unwise, a line each
        std::vector<SettingChange> changes =
            {}; ///< what was read of it all, in that order; the last of a key holds
    };

    /** Reads the files and the token files now; an error says all that is wrong. */
    tl::expected<Loaded, SettingsError> load() const;

    /** Whether there is a saved file, or something that may be one and cannot be looked at. */
    bool hasSaved() const;

    /** What the saved file holds now; nothing where there is none. */
    tl::expected<std::vector<SettingChange>, SettingsError> savedChanges() const;

    /** saved-settings.toml in the state directory that systemd made for the service (STATE_DIRECTORY, of
     * which the first counts); nothing where there is none. */
    static std::optional<std::string> savedFileOfService();
};

} // namespace sluice
