// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "settings/SettingsReference.h"

#include "settings/Rules.h"
#include "settings/Schema.h"

namespace sluice {

namespace {

constexpr std::string_view preamble =
    "<!-- SPDX-FileCopyrightText: 2026 The Sluice authors -->\n"
    "<!-- SPDX-License-Identifier: GPL-3.0-or-later -->\n"
    "<!-- Made by: sluiced --print-settings-reference > docs/settings.md -->\n"
    "# Settings\n\n"
    "In the TOML file a group is a table: `[timeouts]`, then `heartbeat = \"15s\"`. On the command line it "
    "is\n"
    "`--set timeouts.heartbeat=15s`, in the admin API `{\"timeouts.heartbeat\": \"15s\"}`. Durations need "
    "one of\n"
    "the units ms, s, min, h, d; sizes B, KiB, MiB, GiB. What is given together applies together, then the\n"
    "rules are checked; if anything is wrong, nothing is changed.\n\n"
    "Live settings change on the running engine: by `PATCH /api/v1/settings`, or in the file and then "
    "SIGHUP.\n"
    "A token that stands in a file of its own is read again at SIGHUP too.\n";

/** A bar would begin a new cell. */
std::string cell(std::string_view text)
{
    std::string result;
    for (const char character : text) {
        if (character == '|')
            result += '\\';
        result += character;
    }
    return result;
}

std::string code(std::string_view text)
{
    return text.empty() ? "empty" : "`" + cell(text) + "`";
}

std::string valueCell(const SettingInfo &info)
{
    const std::string range = rangeText(info);
    if (range.empty())
        return std::string(typeText(info.type));
    if (info.type == SettingType::Choice)
        return cell(range);
    return std::string(typeText(info.type)) + ", " + (info.minimumText == info.maximumText ? "always " : "") +
           range;
}

std::string row(const SettingInfo &info)
{
    return "| `" + std::string(info.key) + "` | " + valueCell(info) + " | " + code(info.defaultText) + " | " +
           (info.apply == SettingApply::Live ? "live" : "restart") + " | " + cell(info.help) + " |\n";
}

} // namespace

std::string settingsReferenceText()
{
    std::string text(preamble);
    for (const std::string_view group : settingGroups()) {
        text += "\n## " + std::string(group) +
                "\n\n| setting | value | default | applies | what it does |\n|---|---|---|---|---|\n";
        for (const SettingInfo &info : schema()) {
            if (info.group == group)
                text += row(info);
        }
    }
    text += "\n## Rules\n\n| rule | says |\n|---|---|\n";
    for (const RuleStatement &rule : ruleStatements())
        text += "| `" + std::string(rule.name) + "` | " + cell(rule.statement) + " |\n";
    return text;
}

} // namespace sluice
