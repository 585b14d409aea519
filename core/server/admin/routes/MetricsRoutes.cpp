// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/admin/routes/MetricsRoutes.h"

#include "server/prometheus/PrometheusText.h"

namespace sluice {

void MetricsRoutes::addTo(AdminRouter &router)
{
    router.add("GET", "/metrics", Role::Viewer, [this](const AdminCall &) {
        return Answer{200,
                      "text/plain; version=0.0.4; charset=utf-8",
                      prometheusText(m_engine.figures(), ProcessFigures::read(), m_signals.figures(),
                                     m_diagnostician.proxyLogs()),
                      {}};
    });
}

} // namespace sluice
