// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// GET /api/v1/version: which engine this is and what it can do, so that a console of another version can
// tell. Owned by AdminRoutes.
#pragma once

#include "admin/AdminRouter.h"
#include "metrics/Clock.h"

namespace sluice {

class VersionRoutes final : public RouteGroup
{
public:
    void addTo(AdminRouter &router) override;

private:
    const AdminRouter *m_router = nullptr;
    const Instant m_since = Clock::now();
};

} // namespace sluice
