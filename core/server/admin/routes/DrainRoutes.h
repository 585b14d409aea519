// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// GET, POST, PATCH and DELETE /api/v1/drain: emptying the engine, by hand. Owned by AdminRoutes.
#pragma once

#include "engine/Engine.h"
#include "server/admin/AdminRouter.h"

namespace sluice {

class DrainRoutes final : public RouteGroup
{
public:
    explicit DrainRoutes(Engine &engine)
        : m_engine(engine)
    {
    }

    void addTo(AdminRouter &router) override;

private:
    Answer progress(const AdminCall &call) const;
    Answer start(const AdminCall &call);
    Answer change(const AdminCall &call);
    Answer cancel(const AdminCall &call);

    Engine &m_engine;
};

} // namespace sluice
