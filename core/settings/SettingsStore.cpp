// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "settings/SettingsStore.h"

#include "base/text/QuotedText.h"
#include "settings/Rules.h"
#include "settings/Schema.h"
#include "settings/TokenFiles.h"

#include <algorithm>

namespace sluice {

namespace {

std::vector<const SettingInfo *> differences(const Settings &before, const Settings &after)
{
    std::vector<const SettingInfo *> changed;
    for (const SettingInfo &info : schema()) {
        if (!sameValue(before, after, info))
            changed.push_back(&info);
    }
    return changed;
}

/** A token is fixed while the engine runs, unless it stands in a file of its own: that is read again. */
bool isLive(const SettingInfo &info, const Settings &before, const Settings &after)
{
    if (info.apply == SettingApply::Live)
        return true;
    const std::string_view fileKey = tokenFileKey(info.key);
    if (fileKey.empty())
        return false;
    const SettingInfo &file = *findSetting(fileKey).value();
    return !valueText(before, file).empty() && sameValue(before, after, file);
}

SettingsError conflict(std::string message)
{
    return {inputError(std::move(message)), SettingsError::Reason::Conflict};
}

SettingsError notFound(std::string message)
{
    return {inputError(std::move(message)), SettingsError::Reason::NotFound};
}

tl::expected<void, SettingsError> checkNote(const ChangeNote &note)
{
    std::vector<RuleViolation> violations;
    const auto check = [&](std::string_view name, const std::string &text, std::size_t longest) {
        const bool isPrintable = std::none_of(text.begin(), text.end(), [](char character) {
            return static_cast<unsigned char>(character) < ' ' || character == '\x7f';
        });
        if (text.size() <= longest && isPrintable)
            return;
        violations.push_back({"printable-note",
                              {std::string(name)},
                              {},
                              std::string(name) + ": " + quotedText(text) +
                                  " must be one printable line of at most " + std::to_string(longest) +
                                  " bytes"});
    };
    // A role, an address, and a user of 64 characters of any script.
    constexpr std::size_t longestWho = 320;
    check("who", note.who, longestWho);
    check("why", note.why, SettingsStore::longestNote);
    if (!violations.empty())
        return tl::unexpected(invalidSettings(std::move(violations)));
    return {};
}

tl::expected<void, SettingsError> checkCount(std::size_t changes)
{
    if (changes <= SettingsStore::mostChanges)
        return {};
    return tl::unexpected(
        invalidSettings({{"bounded-changes",
                          {},
                          {},
                          std::to_string(changes) + " changes were given together; at most " +
                              std::to_string(SettingsStore::mostChanges) + " are allowed"}}));
}

} // namespace

SettingsStore::SettingsStore(Settings initial, SettingsSource source)
    : m_source(std::move(source))
    , m_version{1, std::make_shared<const Settings>(std::move(initial))}
    , m_loaded(m_version.settings)
{
}

std::shared_ptr<const Settings> SettingsStore::settings() const
{
    return version().settings;
}

SettingsStore::Version SettingsStore::version() const
{
    const std::lock_guard lock(m_reading);
    return m_version;
}

void SettingsStore::markRunning()
{
    const std::lock_guard lock(m_changing);
    m_isRunning = true;
}

tl::expected<void, SettingsError> SettingsStore::setDescriptorLimit(std::int64_t limit, std::int64_t reserve)
{
    const std::lock_guard lock(m_changing);
    m_descriptorLimit = DescriptorLimit{limit, reserve};
    return checkDescriptors(*settings());
}

tl::expected<SettingsStore::Update, SettingsError>
SettingsStore::apply(std::span<const SettingChange> changes, const ChangeNote &note, Revision expected)
{
    const std::lock_guard changing(m_changing);
    return checkExpected(expected).and_then([&] { return checkNote(note); }).and_then([&] {
        return applyHeld(changes, note, 0);
    });
}

tl::expected<SettingsStore::Update, SettingsError>
SettingsStore::applyHeld(std::span<const SettingChange> changes, const ChangeNote &note, std::uint64_t undoes)
{
    if (const auto bounded = checkCount(changes.size()); !bounded)
        return tl::unexpected(bounded.error());
    const auto before = settings();
    auto changed = withChanges(*before, changes);
    if (!changed)
        return tl::unexpected(changed.error());
    if (const auto live = checkRunning(*before, *changed); !live)
        return tl::unexpected(live.error());
    if (const auto fits = checkDescriptors(*changed); !fits)
        return tl::unexpected(fits.error());
    return putInForce(std::move(*changed), note, undoes);
}

tl::expected<SettingsStore::Update, SettingsError> SettingsStore::undo(const ChangeNote &note,
                                                                       Revision revision, Revision expected)
{
    const std::lock_guard changing(m_changing);
    if (const auto checked = checkExpected(expected).and_then([&] { return checkNote(note); }); !checked)
        return tl::unexpected(checked.error());
    std::vector<AuditEntry> entries;
    {
        const std::lock_guard reading(m_reading);
        if (!revision)
            revision = m_audit.lastUndoable();
        if (!revision)
            return tl::unexpected(conflict("there is no change left that an undo could take back"));
        entries = m_audit.of(*revision);
    }
    if (entries.empty())
        return tl::unexpected(notFound("revision " + std::to_string(*revision) +
                                       " changed no settings that the audit still knows"));

    const auto now = settings();
    std::vector<SettingChange> changes;
    std::vector<RuleViolation> conflicts;
    for (const AuditEntry &entry : entries) {
        const SettingInfo &info = *findSetting(entry.key).value();
        const std::string current = valueText(*now, info);
        if (info.type == SettingType::Secret || current != entry.newText) {
            const std::string why = info.type == SettingType::Secret
                                        ? "is a secret, which is read from its file only"
                                        : "was changed again: it is " + quotedText(current) + ", not " +
                                              quotedText(entry.newText);
            conflicts.push_back(
                {"undo-unchanged", {entry.key}, {current, entry.newText}, entry.key + " " + why});
        }
        changes.push_back({entry.key, entry.oldText, {}});
    }
    if (!conflicts.empty()) {
        SettingsError error = invalidSettings(std::move(conflicts));
        error.message = "revision " + std::to_string(*revision) + " cannot be undone: " + error.message;
        error.reason = SettingsError::Reason::Conflict;
        error.revision = version().revision;
        error.expectedRevision = *revision;
        return tl::unexpected(std::move(error));
    }
    return applyHeld(changes, note, *revision);
}

tl::expected<SettingsStore::Adopted, SettingsError> SettingsStore::adopt(const Settings &target,
                                                                         const ChangeNote &note)
{
    const std::lock_guard changing(m_changing);
    if (const auto checked = checkNote(note).and_then([&] { return checkDescriptors(target); }); !checked)
        return tl::unexpected(checked.error());
    const auto before = settings();
    Settings merged = *before;
    std::vector<const SettingInfo *> atRestart;
    for (const SettingInfo *info : differences(*before, target)) {
        if (!m_isRunning || isLive(*info, *before, target))
            copyValue(merged, target, *info);
        else
            atRestart.push_back(info);
    }
    // What waits for the restart may be what a rule needs of the rest.
    if (auto violations = checkRules(merged); !violations.empty())
        return tl::unexpected(invalidSettings(std::move(violations)));
    markSaved(target);
    return Adopted{putInForce(std::move(merged), note, 0), std::move(atRestart)};
}

SettingsStore::Update SettingsStore::putInForce(Settings settings, const ChangeNote &note,
                                                std::uint64_t undoes)
{
    Update update{note, version(), version(), {}, {}};
    update.changed = differences(*update.before.settings, settings);
    if (update.changed.empty())
        return update;
    update.after = {update.before.revision + 1, std::make_shared<const Settings>(std::move(settings))};
    const auto when = std::chrono::system_clock::now();
    const auto instant = std::chrono::steady_clock::now();
    for (const SettingInfo *info : update.changed) {
        update.entries.push_back({update.after.revision, when, instant, note, std::string(info->key),
                                  valueText(*update.before.settings, *info),
                                  valueText(*update.after.settings, *info), undoes});
    }
    {
        const std::lock_guard reading(m_reading);
        m_version = update.after;
        m_audit.append(update.entries);
    }
    for (const auto &[id, listener] : m_listeners)
        listener(update);
    return update;
}

SettingsStore::Saving SettingsStore::saving() const
{
    const std::lock_guard lock(m_reading);
    return {m_loaded, m_version};
}

void SettingsStore::markSaved(Settings loaded)
{
    auto shared = std::make_shared<const Settings>(std::move(loaded));
    const std::lock_guard lock(m_reading);
    m_loaded = std::move(shared);
}

std::vector<AuditEntry> SettingsStore::auditSince(std::uint64_t revision, std::size_t limit) const
{
    const std::lock_guard lock(m_reading);
    return m_audit.since(revision, limit);
}

std::vector<AuditEntry> SettingsStore::newestAudit(std::size_t limit) const
{
    const std::lock_guard lock(m_reading);
    return m_audit.newest(limit);
}

SettingsStore::ListenerId SettingsStore::addListener(Listener listener)
{
    const std::lock_guard lock(m_changing);
    m_listeners.emplace(++m_lastListener, std::move(listener));
    return m_lastListener;
}

void SettingsStore::removeListener(ListenerId id)
{
    const std::lock_guard lock(m_changing);
    m_listeners.erase(id);
}

tl::expected<void, SettingsError> SettingsStore::checkExpected(Revision expected) const
{
    const std::uint64_t now = version().revision;
    if (!expected || *expected == now)
        return {};
    SettingsError error = conflict("the settings are at revision " + std::to_string(now) + ", not at " +
                                   std::to_string(*expected) + ": read them again");
    error.expectedRevision = *expected;
    error.revision = now;
    return tl::unexpected(std::move(error));
}

tl::expected<void, SettingsError> SettingsStore::checkRunning(const Settings &before,
                                                              const Settings &after) const
{
    if (!m_isRunning)
        return {};
    std::vector<RuleViolation> violations;
    for (const SettingInfo *info : differences(before, after)) {
        if (info->apply != SettingApply::Restart)
            continue;
        const std::string given = valueText(after, *info);
        const std::string inForce = valueText(before, *info);
        violations.push_back(
            {"restart-only",
             {std::string(info->key)},
             {given, inForce},
             std::string(info->key) + ": " + quotedText(given) +
                 " is refused, because it takes effect only at a restart; the value in force is " +
                 quotedText(inForce)});
    }
    if (!violations.empty())
        return tl::unexpected(invalidSettings(std::move(violations)));
    return {};
}

tl::expected<void, SettingsError> SettingsStore::checkDescriptors(const Settings &settings) const
{
    if (!m_descriptorLimit)
        return {};
    if (auto broken = checkPoolFits(settings, m_descriptorLimit->limit, m_descriptorLimit->reserve))
        return tl::unexpected(invalidSettings({std::move(*broken)}));
    return {};
}

} // namespace sluice
