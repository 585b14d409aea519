// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Reads the bodies and the If-Match field of requests that change settings. Every error is the answer to
// give. Pure functions, any thread.
#pragma once

#include "server/admin/AdminCall.h"
#include "settings/SettingsStore.h"

#include <QJsonObject>

#include <tl/expected.hpp>

namespace sluice::settingsrequest {

/** A body beyond this is a mistake or an attack: all settings with their help fit four times. */
constexpr std::size_t largestBody = std::size_t{64} << 10U;

struct Change
{
    std::vector<SettingChange> changes;
    SettingsStore::Revision expected;
    std::string why;
};

struct Undo
{
    SettingsStore::Revision revision; ///< which to take back; nothing: the last
    SettingsStore::Revision expected;
    std::string why;
};

/** {"pool.max_streams": 150, "why": "...", "revision": 7}: settings flat, the other two optional. */
tl::expected<Change, Answer> change(const AdminCall &call);

/** {"revision": 7, "why": "..."}: both optional, as is the body. */
tl::expected<Undo, Answer> undo(const AdminCall &call);

/** {"to_file": true, "why": "..."}: both optional, as is the body; whether to_file is true. */
tl::expected<bool, Answer> toFile(const AdminCall &call);

/** {"why": "..."}: optional, as is the body. */
tl::expected<std::string, Answer> why(const AdminCall &call);

} // namespace sluice::settingsrequest
