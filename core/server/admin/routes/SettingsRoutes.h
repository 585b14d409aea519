// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// /api/v1/settings, its schema, undo, save and reload, and /api/v1/audit. Owned by AdminRoutes; admin thread
// only.
#pragma once

#include "server/admin/AdminRouter.h"
#include "settings/SettingsStore.h"

namespace sluice {

class SettingsRoutes final : public RouteGroup
{
public:
    /** @p store outlives the routes. */
    explicit SettingsRoutes(SettingsStore &store)
        : m_store(store)
    {
    }

    void addTo(AdminRouter &router) override;

private:
    Answer read(const AdminCall &call) const;
    Answer describe(const AdminCall &call) const;
    Answer change(const AdminCall &call);
    Answer undo(const AdminCall &call);
    Answer save(const AdminCall &call);
    Answer reload(const AdminCall &call);
    Answer audit(const AdminCall &call) const;

    SettingsStore &m_store;
};

} // namespace sluice
