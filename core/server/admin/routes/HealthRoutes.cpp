// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/admin/routes/HealthRoutes.h"

namespace sluice {

void HealthRoutes::addTo(AdminRouter &router)
{
    router.add("GET", "/healthz", Role::Open, [](const AdminCall &) { return Answer::text(200, "ok\n"); });
    router.add("GET", "/readyz", Role::Open, [this](const AdminCall &) {
        return m_engine.isReady() ? Answer::text(200, "ready\n")
                                  : Answer::text(503, "stopping\n").with("Retry-After", "2");
    });
}

} // namespace sluice
