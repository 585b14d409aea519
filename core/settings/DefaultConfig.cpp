// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "settings/DefaultConfig.h"

#include "settings/Schema.h"
#include "settings/TomlValue.h"

#include <algorithm>

namespace sluice {

namespace {

constexpr std::string_view preamble =
    "# The configuration of Sluice: every setting at its default, commented out.\n"
    "# Remove the '#' before a name to change its value.\n"
    "# Durations need a unit: ms, s, min, h, d. Sizes need one too: B, KiB, MiB, GiB.\n";

constexpr std::string_view givenPreamble =
    "# The configuration of Sluice as its files and options give it: under the origin of each what was "
    "given,\n"
    "# all else commented out at its default. Secrets are not shown.\n";

std::string entry(const SettingInfo &info)
{
    return "\n# " + std::string(info.help) + "\n# " + settingFacts(info) + "\n#" + std::string(info.name) +
           " = " + tomlValue(info, info.defaultText) + "\n";
}

std::string givenEntry(const SettingInfo &info, const Settings &settings, const SettingChange &change)
{
    const bool isSecret = info.type == SettingType::Secret;
    return "\n# " + std::string(info.help) + "\n# " + settingFacts(info) + "\n# given by " + change.origin +
           "\n" + (isSecret ? "#" : "") + std::string(info.name) + " = " +
           (isSecret ? "\"...\"" : tomlValue(info, valueText(settings, info))) + "\n";
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
    return configText(Settings(), {});
}

std::string configText(const Settings &settings, std::span<const SettingChange> changes)
{
    std::string text(changes.empty() ? preamble : givenPreamble);
    for (const std::string_view group : settingGroups()) {
        text += "\n[" + std::string(group) + "]\n";
        for (const SettingInfo &info : schema()) {
            if (info.group != group)
                continue;
            const auto given = std::find_if(changes.rbegin(), changes.rend(),
                                            [&info](const auto &change) { return change.key == info.key; });
            text += given == changes.rend() ? entry(info) : givenEntry(info, settings, *given);
        }
    }
    return text;
}

} // namespace sluice
