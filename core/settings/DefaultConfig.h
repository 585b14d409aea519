// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The configuration file that --print-config prints: every setting, explained, commented out at its default
// or as it was given and with where that was. Pure functions; any thread.
#pragma once

#include "settings/SettingChanges.h"

#include <span>
#include <string>

namespace sluice {

struct SettingInfo;

/** TOML text that changes nothing as it is, and sets every default when the lines "#name = value" are
 * uncommented. */
std::string defaultConfigText();

/** The same of `settings`: what `changes` gave stands without '#', under its origin. It sets what they set;
 * the values of secrets are left out. */
std::string configText(const Settings &settings, std::span<const SettingChange> changes);

/** Type, range, default and when a change takes effect, in words: "a duration, 100ms to 1h; default 15s;
 * live". */
std::string settingFacts(const SettingInfo &info);

} // namespace sluice
