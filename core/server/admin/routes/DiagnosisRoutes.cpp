// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/admin/routes/DiagnosisRoutes.h"

#include "server/admin/AdminJson.h"
#include "server/admin/AdminQuery.h"

namespace sluice {

void DiagnosisRoutes::addTo(AdminRouter &router)
{
    router.add("GET", "/api/v1/diagnosis", Role::Viewer, [this](const AdminCall &call) {
        if (auto problem = AdminQuery(call.target()).check())
            return *std::move(problem);
        return adminjson::answer(200, diagnosisJson(m_diagnostician.report()));
    });
}

} // namespace sluice
