// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// /metrics: the Prometheus text, read from the counters at the request. Owned by AdminRoutes.
#pragma once

#include "engine/Engine.h"
#include "server/admin/AdminRouter.h"
#include "server/diagnosis/Diagnostician.h"
#include "server/snapshots/Signals.h"

namespace sluice {

class MetricsRoutes final : public RouteGroup
{
public:
    MetricsRoutes(const Engine &engine, const Signals &signals, const Diagnostician &diagnostician)
        : m_engine(engine)
        , m_signals(signals)
        , m_diagnostician(diagnostician)
    {
    }

    void addTo(AdminRouter &router) override;

private:
    const Engine &m_engine;
    const Signals &m_signals;
    const Diagnostician &m_diagnostician;
};

} // namespace sluice
