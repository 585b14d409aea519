// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "settings/SettingChanges.h"

#include "settings/Rules.h"
#include "settings/Schema.h"

#include <algorithm>

namespace sluice {

tl::expected<void, Error> assignChange(Settings &settings, const SettingChange &change)
{
    return findSetting(change.key)
        .and_then([&](const SettingInfo *info) { return assignText(settings, *info, change.text); })
        .map_error([&](Error error) {
            if (!change.origin.empty())
                error.message = change.origin + ": " + error.message;
            return error;
        });
}

tl::expected<Settings, Error> withChanges(Settings base, std::span<const SettingChange> changes)
{
    std::vector<std::string> messages;
    for (const SettingChange &change : changes) {
        if (const auto assigned = assignChange(base, change); !assigned)
            messages.push_back(assigned.error().message);
    }
    if (messages.empty()) { // rules over values that were not taken would only confuse
        for (const RuleViolation &broken : checkRules(base))
            messages.push_back(broken.message);
    }
    if (!messages.empty())
        return tl::unexpected(joinedErrors(messages));
    return base;
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
