// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// GET /api/v1/channels: every channel with its streams, its history and what backpressure did there. Owned by
// AdminRoutes.
#pragma once

#include "engine/Engine.h"
#include "server/admin/AdminRouter.h"
#include "server/admin/BoundedWait.h"

namespace sluice {

class ChannelRoutes final : public RouteGroup
{
public:
    ChannelRoutes(const Engine &engine, BoundedWait &wait)
        : m_engine(engine)
        , m_wait(wait)
    {
    }

    void addTo(AdminRouter &router) override;

private:
    Answer list(const AdminCall &call) const;

    const Engine &m_engine;
    BoundedWait &m_wait;
};

} // namespace sluice
