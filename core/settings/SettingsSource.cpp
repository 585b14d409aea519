// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "settings/SettingsSource.h"

#include "base/text/QuotedText.h"
#include "settings/Rules.h"
#include "settings/Schema.h"
#include "settings/SettingsFile.h"
#include "settings/TokenFiles.h"
#include "settings/TokenWarnings.h"

#include <algorithm>
#include <cerrno>
#include <cstdlib>

#include <unistd.h>

namespace sluice {

namespace {

/** A saved setting wins over the configuration; whoever edits that one later must not wonder why nothing
 * changes. */
std::vector<std::string> hiddenByTheSaved(std::span<const SettingChange> inFile,
                                          std::span<const SettingChange> saved)
{
    std::vector<std::string> warnings;
    for (const SettingChange &change : saved) {
        const auto isSameKey = [&change](const SettingChange &other) { return other.key == change.key; };
        const auto hidden = std::find_if(inFile.begin(), inFile.end(), isSameKey);
        const auto info = findSetting(change.key);
        if (hidden == inFile.end() || !info)
            continue;
        Settings one;
        Settings other;
        if (assignText(one, **info, change.text) && assignText(other, **info, hidden->text) &&
            !sameValue(one, other, **info))
            warnings.push_back(change.key + ": the saved " + quotedText(change.text) + " (" + change.origin +
                               ") wins over " + quotedText(hidden->text) + " (" + hidden->origin +
                               "); remove the saved line, or sluicectl save --to-file");
    }
    return warnings;
}

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
    const auto saved = savedChanges();
    if (!saved)
        return tl::unexpected(saved.error());
    auto hidden = hiddenByTheSaved(all, *saved);
    all.insert(all.end(), saved->begin(), saved->end());
    all.insert(all.end(), overrides.begin(), overrides.end());
    auto loaded = withValues(Settings(), all).and_then([this](Settings settings) {
        return completed(std::move(settings), *this);
    });
    if (loaded) {
        loaded->warnings.insert(loaded->warnings.end(), hidden.begin(), hidden.end());
        loaded->changes = std::move(all);
    }
    return loaded;
}

bool SettingsSource::hasSaved() const
{
    return savedFile && (::access(savedFile->c_str(), F_OK) == 0 || (errno != ENOENT && errno != ENOTDIR));
}

tl::expected<std::vector<SettingChange>, SettingsError> SettingsSource::savedChanges() const
{
    if (!hasSaved())
        return std::vector<SettingChange>();
    return readSettingsFile(*savedFile).map_error(&settingsError);
}

std::optional<std::string> SettingsSource::savedFileOfService()
{
    const char *directories = std::getenv("STATE_DIRECTORY");
    const std::string_view all = directories == nullptr ? std::string_view() : std::string_view(directories);
    const std::string_view first = all.substr(0, all.find(':'));
    if (!first.starts_with('/'))
        return std::nullopt;
    return std::string(first) + "/saved-settings.toml";
}

} // namespace sluice
