// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "settings/SettingsPersistence.h"

#include "base/files/Descriptor.h"
#include "base/files/FileReplacement.h"
#include "base/text/QuotedText.h"
#include "settings/Schema.h"
#include "settings/SettingsFile.h"
#include "settings/TokenFiles.h"
#include "settings/TokenWarnings.h"
#include "settings/TomlEdit.h"

#include <algorithm>
#include <cerrno>
#include <system_error>

#include <fcntl.h>
#include <unistd.h>

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

constexpr std::string_view savedPreamble = "# What was changed at run time and saved; sluiced writes it and "
                                           "reads it after its configuration, over which\n"
                                           "# it wins. Remove a line, or the file, and reload to forget; "
                                           "\"sluicectl save --to-file\" moves all of it there.\n";

/** The saved file, made where there is none; an error leaves nothing behind. */
tl::expected<std::string, SettingsError> replaceSaved(const std::string &path,
                                                      std::span<const SettingChange> values)
{
    constexpr mode_t readableByTheGroup = 0640;
    const Descriptor made(::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, readableByTheGroup));
    if (made.get() < 0 && errno != EEXIST)
        return tl::unexpected(settingsError(environmentError("cannot write " + quotedText(path) + ": " +
                                                             std::generic_category().message(errno))));
    if (made.get() >= 0 && ::write(made.get(), savedPreamble.data(), savedPreamble.size()) !=
                               static_cast<ssize_t>(savedPreamble.size())) {
        const int number = errno;
        ::unlink(path.c_str());
        return tl::unexpected(settingsError(environmentError("cannot write " + quotedText(path) + ": " +
                                                             std::generic_category().message(number))));
    }
    auto replaced = replaceContent(path, values);
    if (!replaced && made.get() >= 0)
        ::unlink(path.c_str());
    return replaced;
}

/** `later` over `earlier`, a key once. */
std::vector<SettingChange> merged(std::vector<SettingChange> earlier, std::span<const SettingChange> later)
{
    for (const SettingChange &change : later) {
        std::erase_if(earlier, [&change](const SettingChange &old) { return old.key == change.key; });
        earlier.push_back(change);
    }
    return earlier;
}

/** To the configuration file, with what was saved apart before. */
tl::expected<void, SettingsError> saveToConfiguration(const SettingsSource &source, SavedSettings &saved)
{
    auto apart = source.savedChanges();
    if (!apart)
        return tl::unexpected(apart.error());
    saved.values = merged(std::move(*apart), saved.values);
    auto target = replaceContent(*source.configFile, saved.values);
    if (!target)
        return tl::unexpected(target.error());
    saved.file = std::move(*target);
    // Only now: a crash between the two leaves both, which say the same.
    if (source.savedFile && ::unlink(source.savedFile->c_str()) != 0 && errno != ENOENT)
        saved.warnings.push_back("cannot remove " + quotedText(*source.savedFile) + ": " +
                                 std::generic_category().message(errno) +
                                 "; what it says still wins over the configuration file");
    return {};
}

tl::expected<SettingsSource::Loaded, SettingsError> loadAgain(const SettingsStore &store)
{
    const SettingsSource &source = store.source();
    if (source.configFile || source.hasSaved())
        return source.load();
    SettingsSource::Loaded loaded{*store.settings(), {}};
    auto warnings = readTokenFiles(loaded.settings);
    if (!warnings)
        return tl::unexpected(warnings.error());
    loaded.warnings = std::move(*warnings);
    return loaded;
}

} // namespace

tl::expected<SavedSettings, SettingsError> saveSettings(SettingsStore &store, SaveTo to)
{
    const std::lock_guard lock(fileAccess());
    const SettingsSource &source = store.source();
    if (!source.configFile && (to == SaveTo::ConfigFile || !source.savedFile))
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
    if (to == SaveTo::ConfigFile || !source.savedFile) {
        if (auto done = saveToConfiguration(source, saved); !done)
            return tl::unexpected(done.error());
    } else if (saved.values.empty()) {
        saved.file = *source.savedFile;
    } else {
        auto target = replaceSaved(*source.savedFile, saved.values);
        if (!target)
            return tl::unexpected(target.error());
        saved.file = std::move(*target);
    }
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
