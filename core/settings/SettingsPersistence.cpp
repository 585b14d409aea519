// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "settings/SettingsPersistence.h"

#include "base/files/FileReplacement.h"
#include "base/text/QuotedText.h"
#include "settings/Schema.h"
#include "settings/SettingsFile.h"
#include "settings/TokenFiles.h"
#include "settings/TokenWarnings.h"
#include "settings/TomlEdit.h"

#include <algorithm>

namespace sluice {

namespace {

/** A file that is read while it is saved would bring back the values of before. */
std::mutex &fileAccess()
{
    static std::mutex mutex;
    return mutex;
}

std::vector<const SettingInfo *> changedAtRunTime(const SettingsStore::Saving &saving)
{
    std::vector<const SettingInfo *> changed;
    for (const SettingInfo &info : schema()) {
        if (info.apply == SettingApply::Live && info.type != SettingType::Secret &&
            !sameValue(*saving.loaded, *saving.inForce.settings, info))
            changed.push_back(&info);
    }
    return changed;
}

tl::expected<std::string, SettingsError> replaceContent(const std::string &path,
                                                        std::span<const SettingChange> values)
{
    const auto replacement = FileReplacement::prepare(path);
    if (!replacement)
        return tl::unexpected(settingsError(replacement.error()));
    const auto content = readSettingsText(replacement->target());
    if (!content)
        return tl::unexpected(settingsError(content.error()));
    const auto edited = editedToml(*content, values, path);
    if (!edited)
        return tl::unexpected(edited.error());
    if (*edited != *content) {
        if (const auto committed = replacement->commit(*edited); !committed)
            return tl::unexpected(settingsError(committed.error()));
    }
    return replacement->target();
}

tl::expected<SettingsSource::Loaded, SettingsError> loadAgain(const SettingsStore &store)
{
    const SettingsSource &source = store.source();
    if (source.configFile)
        return source.load();
    SettingsSource::Loaded loaded{*store.settings(), {}};
    auto warnings = readTokenFiles(loaded.settings);
    if (!warnings)
        return tl::unexpected(warnings.error());
    loaded.warnings = std::move(*warnings);
    return loaded;
}

} // namespace

tl::expected<SavedSettings, SettingsError> saveSettings(SettingsStore &store)
{
    const std::lock_guard lock(fileAccess());
    const SettingsSource &source = store.source();
    if (!source.configFile)
        return tl::unexpected(settingsError(environmentError(
            "there is no configuration file to save to: sluiced was started without --config")));
    const SettingsStore::Saving saving = store.saving();
    SavedSettings saved;
    Settings loaded = *saving.loaded;
    for (const SettingInfo *info : changedAtRunTime(saving)) {
        saved.values.push_back({std::string(info->key), valueText(*saving.inForce.settings, *info), {}});
        copyValue(loaded, *saving.inForce.settings, *info);
        const auto isOverride = [info](const SettingChange &change) { return change.key == info->key; };
        if (std::any_of(source.overrides.begin(), source.overrides.end(), isOverride))
            saved.warnings.push_back(std::string(info->key) +
                                     ": the command line gives a value too, which wins at the next start");
    }
    auto target = replaceContent(*source.configFile, saved.values);
    if (!target)
        return tl::unexpected(target.error());
    saved.file = std::move(*target);
    store.markSaved(std::move(loaded));
    return saved;
}

tl::expected<ReloadedSettings, SettingsError> reloadSettings(SettingsStore &store, const ChangeNote &note)
{
    const std::lock_guard lock(fileAccess());
    auto loaded = loadAgain(store);
    if (!loaded)
        return tl::unexpected(loaded.error());
    auto adopted = store.adopt(loaded->settings, note);
    if (!adopted)
        return tl::unexpected(adopted.error());
    const auto ofRotation = rotationWarnings(loaded->settings);
    loaded->warnings.insert(loaded->warnings.end(), ofRotation.begin(), ofRotation.end());
    return ReloadedSettings{std::move(*adopted), std::move(loaded->warnings)};
}

std::vector<std::string> ReloadedSettings::lines() const
{
    const SettingsStore::Update &update = adopted.update;
    std::vector<std::string> lines;
    for (const AuditEntry &entry : update.entries)
        lines.push_back(entry.key + " changed from " + quotedText(entry.oldText) + " to " +
                        quotedText(entry.newText));
    for (const SettingInfo *info : adopted.atRestart)
        lines.push_back(std::string(info->key) + " differs in the file, but takes effect only at a restart");
    lines.insert(lines.end(), warnings.begin(), warnings.end());
    return lines;
}

} // namespace sluice
