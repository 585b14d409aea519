// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "settings/DefaultConfig.h"

#include "settings/Schema.h"
#include "settings/TomlValue.h"

namespace sluice {

namespace {

constexpr std::string_view preamble =
    "# The configuration of Sluice: every setting at its default, commented out.\n"
    "# Remove the '#' before a name to change its value.\n"
    "# Durations need a unit: ms, s, min, h, d. Sizes need one too: B, KiB, MiB, GiB.\n";

std::string entry(const SettingInfo &info)
{
    return "\n# " + std::string(info.help) + "\n# " + settingFacts(info) + "\n#" + std::string(info.name) +
           " = " + tomlValue(info, info.defaultText) + "\n";
}

} // namespace

std::string settingFacts(const SettingInfo &info)
{
    std::string facts(typeText(info.type));
    if (const std::string range = rangeText(info); !range.empty())
        facts += (info.minimumText == info.maximumText ? ", always " : ", ") + range;
    facts += "; default " + (info.defaultText.empty() ? "empty" : std::string(info.defaultText));
    facts += info.apply == SettingApply::Live ? "; live" : "; takes effect at a restart";
    return facts;
}

std::string defaultConfigText()
{
    std::string text(preamble);
    for (const std::string_view group : settingGroups()) {
        text += "\n[" + std::string(group) + "]\n";
        for (const SettingInfo &info : schema()) {
            if (info.group == group)
                text += entry(info);
        }
    }
    return text;
}

} // namespace sluice
