// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// /metrics: the Prometheus text, read from the counters at the request. Owned by AdminRoutes.
#pragma once

#include "admin/AdminRouter.h"
#include "engine/Engine.h"

namespace sluice {

class MetricsRoutes final : public RouteGroup
{
public:
    explicit MetricsRoutes(const Engine &engine)
        : m_engine(engine)
    {
    }

    void addTo(AdminRouter &router) override;

private:
    const Engine &m_engine;
};

} // namespace sluice
