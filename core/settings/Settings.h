// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The value of every setting at one moment, made from SettingsSchema.def: "timeouts.heartbeat" is
// timeouts_heartbeat. A plain value that anybody may copy; the one in force is owned by SettingsStore.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

namespace sluice {

/** The C++ types behind the type names of SettingsSchema.def. */
namespace setting_type {
using Duration = std::chrono::milliseconds;
using Size = std::int64_t;
using Count = std::int64_t;
using AutoCount = std::int64_t; // 0 stands for auto
using Rate = double;
using Flag = bool;
using Text = std::string;
using Secret = std::string;
using Choice = std::string;
} // namespace setting_type

struct Settings
{
    /** The defaults of SettingsSchema.def, which are parsed once. */
    Settings();

    bool operator==(const Settings &) const = default;

#define SLUICE_SETTING(group, name, Type, default_, minimum, maximum, Apply, help)                           \
    setting_type::Type group##_##name{};
#include "settings/SettingsSchema.def"
#undef SLUICE_SETTING

private:
    struct Unset
    {
    };
    explicit Settings(Unset);
    static const Settings &defaults();
};

} // namespace sluice
