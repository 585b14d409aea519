// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "settings/SettingChanges.h"

#include "settings/Rules.h"
#include "settings/Schema.h"

#include <algorithm>

namespace sluice {

namespace {

tl::expected<void, RuleViolation> assignChange(Settings &settings, const SettingChange &change)
{
    const auto info = findSetting(change.key);
    if (!info) // a misspelt key may be a secret's, so its value is not repeated
        return tl::unexpected(RuleViolation{"unknown-setting", {change.key}, {}, info.error().message});
    return assignValue(settings, **info, change.text);
}

} // namespace

tl::expected<Settings, SettingsError> withValues(Settings base, std::span<const SettingChange> changes)
{
    std::vector<RuleViolation> violations;
    for (const SettingChange &change : changes) {
        if (auto assigned = assignChange(base, change); !assigned) {
            violations.push_back(std::move(assigned.error()));
            if (!change.origin.empty())
                violations.back().message = change.origin + ": " + violations.back().message;
        }
    }
    if (!violations.empty())
        return tl::unexpected(invalidSettings(std::move(violations)));
    return base;
}

tl::expected<Settings, SettingsError> withChanges(Settings base, std::span<const SettingChange> changes)
{
    // Rules over values that were not taken would only confuse.
    return withValues(std::move(base), changes)
        .and_then([](Settings settings) -> tl::expected<Settings, SettingsError> {
            if (auto violations = checkRules(settings); !violations.empty())
                return tl::unexpected(invalidSettings(std::move(violations)));
            return settings;
        });
}

Error joinedErrors(std::span<const std::string> messages)
{
    constexpr std::size_t mostShown = 20; // about a screenful
    std::string joined;
    for (const std::string &message : messages.first(std::min(mostShown, messages.size())))
        joined += (joined.empty() ? "" : "\n") + message;
    if (messages.size() > mostShown)
        joined += "\n... and " + std::to_string(messages.size() - mostShown) + " more errors";
    return inputError(joined);
}

} // namespace sluice
