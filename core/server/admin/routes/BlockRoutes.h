// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// GET /api/v1/blocks and DELETE /api/v1/blocks/{client}: which clients a kick has blocked, and forgiving one.
// Owned by AdminRoutes.
#pragma once

#include "engine/Engine.h"
#include "server/admin/AdminRouter.h"

namespace sluice {

class BlockRoutes final : public RouteGroup
{
public:
    explicit BlockRoutes(Engine &engine)
        : m_engine(engine)
    {
    }

    void addTo(AdminRouter &router) override;

private:
    Answer list(const AdminCall &call);
    Answer forgive(const AdminCall &call);

    Engine &m_engine;
};

} // namespace sluice
