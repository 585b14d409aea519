// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "settings/SettingsError.h"

#include "settings/SettingChanges.h"

namespace sluice {

SettingsError invalidSettings(std::vector<RuleViolation> violations)
{
    std::vector<std::string> messages;
    messages.reserve(violations.size());
    for (const RuleViolation &violation : violations)
        messages.push_back(violation.message);
    SettingsError error(joinedErrors(messages), SettingsError::Reason::Invalid);
    error.violations = std::move(violations);
    return error;
}

SettingsError settingsError(Error error)
{
    const auto reason = error.kind == Error::Kind::Input ? SettingsError::Reason::Invalid
                                                         : SettingsError::Reason::Environment;
    return {std::move(error), reason};
}

} // namespace sluice
