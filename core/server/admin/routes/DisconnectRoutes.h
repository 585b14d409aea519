// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// GET /api/v1/disconnects: the last ends of streams, each with its one cause, newest first. Owned by
// AdminRoutes.
#pragma once

#include "engine/Engine.h"
#include "server/admin/AdminRouter.h"

namespace sluice {

class DisconnectRoutes final : public RouteGroup
{
public:
    explicit DisconnectRoutes(const Engine &engine)
        : m_engine(engine)
    {
    }

    void addTo(AdminRouter &router) override;

private:
    Answer list(const AdminCall &call) const;

    const Engine &m_engine;
};

} // namespace sluice
