// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// /healthz and /readyz on the admin listener: open to anybody, and answered by the admin thread alone, so
// they tell of the engine and not of a worker's queue. Owned by AdminRoutes.
#pragma once

#include "engine/Engine.h"
#include "server/admin/AdminRouter.h"

namespace sluice {

class HealthRoutes final : public RouteGroup
{
public:
    explicit HealthRoutes(const Engine &engine)
        : m_engine(engine)
    {
    }

    void addTo(AdminRouter &router) override;

private:
    const Engine &m_engine;
};

} // namespace sluice
