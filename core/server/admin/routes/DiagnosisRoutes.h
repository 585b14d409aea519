// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// GET /api/v1/diagnosis: what the rules see in the engine now. Owned by AdminRoutes; admin thread only.
#pragma once

#include "server/admin/AdminRouter.h"
#include "server/diagnosis/Diagnostician.h"

namespace sluice {

class DiagnosisRoutes final : public RouteGroup
{
public:
    explicit DiagnosisRoutes(const Diagnostician &diagnostician)
        : m_diagnostician(diagnostician)
    {
    }

    void addTo(AdminRouter &router) override;

private:
    const Diagnostician &m_diagnostician;
};

} // namespace sluice
