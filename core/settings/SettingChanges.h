// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Changes of settings that were given together: one file, all --set, one PATCH.
// Pure functions over values; any thread.
#pragma once

#include "settings/Settings.h"
#include "settings/SettingsError.h"

#include <span>
#include <string>
#include <vector>

#include <tl/expected.hpp>

namespace sluice {

struct SettingChange
{
    std::string key;
    std::string text;   ///< the value as a user writes it
    std::string origin; ///< where it was written ("sluice.toml:3:1", "--set"); empty: nowhere in particular
};

/** `base` with every change, of which the last of a key wins, then the rules; the error lists all that is
 * wrong. */
tl::expected<Settings, SettingsError> withChanges(Settings base, std::span<const SettingChange> changes);

/** The same without the rules: what is to be completed before they can be judged. */
tl::expected<Settings, SettingsError> withValues(Settings base, std::span<const SettingChange> changes);

/** One input error of several messages, a line each; a long list is cut and says so. */
Error joinedErrors(std::span<const std::string> messages);

} // namespace sluice
