// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// GET /api/v1/channels: every channel with its streams, its history and what backpressure did there. Owned by
// AdminRoutes.
#pragma once

#include "admin/AdminRouter.h"
#include "engine/Engine.h"

namespace sluice {

class ChannelRoutes final : public RouteGroup
{
public:
    explicit ChannelRoutes(const Engine &engine)
        : m_engine(engine)
    {
    }

    void addTo(AdminRouter &router) override;

private:
    Answer list(const AdminCall &call) const;

    const Engine &m_engine;
};

} // namespace sluice
