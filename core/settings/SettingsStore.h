// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Holds the settings in force and changes them all-or-nothing. Owned by the Engine; every function may be
// called from any thread. Changes are made one after the other, and so are the calls of the listeners.
#pragma once

#include "settings/Error.h"
#include "settings/SettingChanges.h"
#include "settings/Settings.h"

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
    /** The settings in force and their revision, which belong together. */
    struct Version
    {
        std::uint64_t revision; ///< 1 at first, one more with each change
        std::shared_ptr<const Settings> settings;
    };

    /** One change as the listeners see it. */
    struct Update
    {
        std::string who;
        Version before;
        Version after;
        std::vector<const SettingInfo *> changed; ///< never empty, in the schema's order
    };

    using Listener = std::function<void(const Update &)>;
    using ListenerId = std::uint64_t;

    /** Begins with settings that withChanges() has checked. */
    explicit SettingsStore(Settings initial);

    /** The settings in force; they never change under the caller. */
    std::shared_ptr<const Settings> settings() const;

    /** The settings in force together with their revision. */
    Version version() const;

    /** From now on a change of a Restart setting is refused. */
    void markRunning();

    /** From now on pool.max_streams must fit `limit` descriptors less `reserve`; an error when it does not
     * now. */
    tl::expected<void, Error> setDescriptorLimit(std::int64_t limit, std::int64_t reserve);

    /** Makes all changes or none and answers the revision in force; changing nothing makes no new revision.
     */
    tl::expected<std::uint64_t, Error> apply(std::span<const SettingChange> changes, const std::string &who);

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

    tl::expected<void, Error> checkLive(const Settings &before, const Settings &after) const;
    tl::expected<void, Error> checkDescriptors(const Settings &settings) const;

    std::mutex
        m_changing; // taken before m_reading; held while listeners run, so that they see changes in order
    bool m_isRunning = false;
    std::optional<DescriptorLimit> m_descriptorLimit;
    std::map<ListenerId, Listener> m_listeners;
    ListenerId m_lastListener = 0;

    mutable std::mutex m_reading;
    Version m_version;
};

} // namespace sluice
