// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// GET /api/v1/version: which engine this is, where it serves and what it can do, so that a console of another
// version can tell. Owned by AdminRoutes.
#pragma once

#include "base/Clock.h"
#include "server/admin/AdminRouter.h"
#include "settings/ListenAddress.h"

namespace sluice {

class VersionRoutes final : public RouteGroup
{
public:
    /** @p open is where the public listener is. */
    explicit VersionRoutes(const ListenAddress &open)
        : m_publicUrl(open.baseUrl())
    {
    }

    void addTo(AdminRouter &router) override;

private:
    const std::string m_publicUrl;
    const AdminRouter *m_router = nullptr;
    const Instant m_since = Clock::now();
};

} // namespace sluice
