// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "settings/SettingsSource.h"

#include "settings/Rules.h"
#include "settings/SettingsFile.h"
#include "settings/TokenFiles.h"
#include "settings/TokenWarnings.h"

namespace sluice {

namespace {

/** Token files are read between the values and the rules: a rule may ask whether a token is there. */
tl::expected<SettingsSource::Loaded, SettingsError> completed(Settings settings, const SettingsSource &source)
{
    if (auto violations = checkTokenSources(settings); !violations.empty())
        return tl::unexpected(invalidSettings(std::move(violations)));
    auto warnings = readTokenFiles(settings);
    if (!warnings)
        return tl::unexpected(warnings.error());
    if (auto violations = checkRules(settings); !violations.empty())
        return tl::unexpected(invalidSettings(std::move(violations)));
    const auto ofTokens = tokenWarnings(settings, source);
    warnings->insert(warnings->end(), ofTokens.begin(), ofTokens.end());
    return SettingsSource::Loaded{std::move(settings), std::move(*warnings)};
}

} // namespace

tl::expected<SettingsSource::Loaded, SettingsError> SettingsSource::load() const
{
    std::vector<SettingChange> all;
    if (configFile) {
        auto fromFile = readSettingsFile(*configFile);
        if (!fromFile)
            return tl::unexpected(settingsError(fromFile.error()));
        all = std::move(*fromFile);
    }
    all.insert(all.end(), overrides.begin(), overrides.end());
    return withValues(Settings(), all).and_then([this](Settings settings) {
        return completed(std::move(settings), *this);
    });
}

} // namespace sluice
