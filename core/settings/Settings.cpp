// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "settings/Settings.h"

#include "settings/Schema.h"

#include <QtGlobal>

namespace sluice {

Settings::Settings(Unset) {}

Settings::Settings()
    : Settings(defaults())
{
}

const Settings &Settings::defaults()
{
    static const Settings parsed = [] {
        Settings settings{Unset{}};
        for (const SettingInfo &info : schema()) {
            if (const auto assigned = assignText(settings, info, info.defaultText); !assigned)
                qFatal("SettingsSchema.def: %s", assigned.error().message.c_str());
        }
        return settings;
    }();
    return parsed;
}

} // namespace sluice
