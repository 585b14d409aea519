// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Between the settings in force and the files they came from: save and reload, one at a time.
// Functions on the store that they are given; any thread, but they read and write files.
#pragma once

#include "settings/SettingsStore.h"

#include <string>
#include <vector>

#include <tl/expected.hpp>

namespace sluice {

enum class SaveTo {
    Usual,      ///< the source's saved file, or the configuration file where it has none
    ConfigFile, ///< the configuration file; what was saved apart goes there too, and the saved file goes
};

struct SavedSettings
{
    std::string file;                  ///< links resolved
    std::vector<SettingChange> values; ///< what was written; empty when the file had it all
    std::vector<std::string> warnings; ///< about values that an option overrides at the next start
};

struct ReloadedSettings
{
    SettingsStore::Adopted adopted;
    std::vector<std::string> warnings;

    /** What became of it, for a log: a line for each change, each that waits for a restart, each warning. */
    std::vector<std::string> lines() const;
};

/**
 * Writes what was changed since the files were read into one of them, and keeps everything else of it.
 * Secrets and settings that need a restart cannot have been changed, so they are never written.
 */
tl::expected<SavedSettings, SettingsError> saveSettings(SettingsStore &store, SaveTo to = SaveTo::Usual);

/**
 * Reads the configuration file, the saved file and the token files again and puts in force what is live; the
 * command line's options stay on top. What was changed at run time and not saved goes back to the file's
 * value, and the audit says so. Any error changes nothing. Without either file only the token files are read.
 */
tl::expected<ReloadedSettings, SettingsError> reloadSettings(SettingsStore &store, const ChangeNote &note);

} // namespace sluice
