// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What is known about each setting, from SettingsSchema.def: the one table that the TOML file, --set,
// --print-config and the admin API read, and the way from a setting's text to its member and back. The table
// is constant and any thread may read it; the functions touch only the Settings they are given.
#pragma once

#include "base/Error.h"
#include "settings/RuleViolation.h"
#include "settings/Settings.h"

#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include <tl/expected.hpp>

namespace sluice {

enum class SettingType { Duration, Size, Count, AutoCount, Rate, Flag, Text, Secret, Choice };

enum class SettingApply {
    Live,    ///< takes effect on the running engine
    Restart, ///< takes effect at the next start
};

/** Where the value lives; Size, Count and AutoCount share a C++ type, SettingInfo::type tells them apart. */
using SettingMember = std::variant<std::chrono::milliseconds Settings::*, std::int64_t Settings::*,
                                   double Settings::*, bool Settings::*, std::string Settings::*>;

struct SettingInfo
{
    std::string_view key; ///< "group.name"
    std::string_view group;
    std::string_view name;
    SettingType type;
    std::string_view defaultText;
    std::string_view minimumText; ///< empty: no range
    std::string_view maximumText; ///< empty: no range
    SettingApply apply;
    std::string_view help;
    SettingMember member;
};

/** Every setting, in the order of SettingsSchema.def. */
std::span<const SettingInfo> schema();

/** Every group once, in the order of its first setting; rows of one group need not stand together. */
std::vector<std::string_view> settingGroups();

/** The setting called `key`; the error suggests the nearest one. */
tl::expected<const SettingInfo *, Error> findSetting(std::string_view key);

/** The value as a user would write it; a Secret that is set is "***". */
std::string valueText(const Settings &settings, const SettingInfo &info);

/** Reads `text` into the setting's member; on a type or range error nothing changes. */
tl::expected<void, Error> assignText(Settings &settings, const SettingInfo &info, std::string_view text);

/** The same with an error in parts: its rule is setting-type or setting-range. */
tl::expected<void, RuleViolation> assignValue(Settings &settings, const SettingInfo &info,
                                              std::string_view text);

/** Takes over this setting's value from `from`. */
void copyValue(Settings &settings, const Settings &from, const SettingInfo &info);

/** Whether both hold the same value of this setting. */
bool sameValue(const Settings &left, const Settings &right, const SettingInfo &info);

/** "a duration", "a whole number", ...: the type in words. */
std::string_view typeText(SettingType type);

/** The words that a Choice may be; empty for other types. */
std::vector<std::string_view> choicesOf(const SettingInfo &info);

/** The range in words: "100ms to 1h", "0" where only that is allowed, "one of a, b, c" of a Choice, or empty
 * where the setting has none. */
std::string rangeText(const SettingInfo &info);

} // namespace sluice
