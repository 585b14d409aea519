// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Holds the settings in force and changes them all-or-nothing. Owned by the Engine; every function may be
// called from any thread. Changes are made one after the other, and so are the calls of the listeners.
#pragma once

#include "settings/AuditLog.h"
#include "settings/SettingChanges.h"
#include "settings/Settings.h"
#include "settings/SettingsError.h"
#include "settings/SettingsSource.h"

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include <tl/expected.hpp>

namespace sluice {

struct SettingInfo;

class SettingsStore
{
public:
    static constexpr std::size_t mostChanges = 1000; ///< given together; the settings are far fewer
    static constexpr std::size_t longestNote = 200;  ///< bytes of who, and of why

    /** The settings in force and their revision, which belong together. */
    struct Version
    {
        std::uint64_t revision; ///< 1 at first, one more with each change
        std::shared_ptr<const Settings> settings;
    };

    /** One change as its maker and the listeners see it. */
    struct Update
    {
        ChangeNote note;
        Version before;
        Version after;
        std::vector<const SettingInfo *> changed; ///< in the schema's order; empty when nothing changed
        std::vector<AuditEntry> entries;          ///< what the audit says of it, one entry for each changed
    };

    /** What became of settings that were read anew. */
    struct Adopted
    {
        Update update;
        std::vector<const SettingInfo *> atRestart; ///< differ, but take effect only at the next start
    };

    /** What the source gave when it was last read or written, and the settings in force now. */
    struct Saving
    {
        std::shared_ptr<const Settings> loaded;
        Version inForce;
    };

    using Listener = std::function<void(const Update &)>;
    using ListenerId = std::uint64_t;
    using Revision = std::optional<std::uint64_t>;

    /** Begins with settings that withChanges() has checked, and the source that they came from. */
    explicit SettingsStore(Settings initial, SettingsSource source = {});

    /** The settings in force; they never change under the caller. */
    std::shared_ptr<const Settings> settings() const;

    /** The settings in force together with their revision. */
    Version version() const;

    /** Where the settings came from. */
    const SettingsSource &source() const { return m_source; }

    /** From now on a change of a Restart setting is refused. */
    void markRunning();

    /** From now on pool.max_streams must fit `limit` descriptors less `reserve`; an error when it does not
     * now. */
    tl::expected<void, SettingsError> setDescriptorLimit(std::int64_t limit, std::int64_t reserve);

    /** Makes all changes or none; changing nothing makes no new revision. A Conflict when the settings are
     * not at revision `expected` (any more). */
    tl::expected<Update, SettingsError> apply(std::span<const SettingChange> changes, const ChangeNote &note,
                                              Revision expected = std::nullopt);

    /** Takes back the changes of `revision`, or the last ones that were not taken back yet. A Conflict when
     * one of the settings was changed again since; NotFound when the audit does not know the revision. */
    tl::expected<Update, SettingsError> undo(const ChangeNote &note, Revision revision = std::nullopt,
                                             Revision expected = std::nullopt);

    /** Puts in force what is live of `target`, which was read anew by SettingsSource::load(). */
    tl::expected<Adopted, SettingsError> adopt(const Settings &target, const ChangeNote &note);

    /** What a save compares. */
    Saving saving() const;

    /** The source holds `loaded` from now on: it was saved. */
    void markSaved(Settings loaded);

    /** Audit entries after `revision`, oldest first; see AuditLog::since(). */
    std::vector<AuditEntry> auditSince(std::uint64_t revision, std::size_t limit) const;

    /** The newest audit entries; see AuditLog::newest(). */
    std::vector<AuditEntry> newestAudit(std::size_t limit) const;

    /** Calls `listener` after every change, in the changing thread; it may read the store, nothing else of
     * it. */
    ListenerId addListener(Listener listener);

    /** When this returns, the listener is not running and never will; not to be called by a listener. */
    void removeListener(ListenerId id);

private:
    struct DescriptorLimit
    {
        std::int64_t limit;
        std::int64_t reserve;
    };

    tl::expected<void, SettingsError> checkExpected(Revision expected) const;
    tl::expected<void, SettingsError> checkRunning(const Settings &before, const Settings &after) const;
    tl::expected<void, SettingsError> checkDescriptors(const Settings &settings) const;
    tl::expected<Update, SettingsError> applyHeld(std::span<const SettingChange> changes,
                                                  const ChangeNote &note, std::uint64_t undoes);
    Update putInForce(Settings settings, const ChangeNote &note, std::uint64_t undoes);

    const SettingsSource m_source;
    std::mutex
        m_changing; // taken before m_reading; held while listeners run, so that they see changes in order
    bool m_isRunning = false;
    std::optional<DescriptorLimit> m_descriptorLimit;
    std::map<ListenerId, Listener> m_listeners;
    ListenerId m_lastListener = 0;

    mutable std::mutex m_reading;
    Version m_version;
    std::shared_ptr<const Settings> m_loaded;
    AuditLog m_audit;
};

} // namespace sluice
