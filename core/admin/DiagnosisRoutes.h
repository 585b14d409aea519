// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// GET /api/v1/diagnosis: what the rules see in the engine now. Owns the Diagnostician, which watches for as
// long as the admin listener lives. Owned by AdminRoutes; admin thread only.
#pragma once

#include "admin/AdminRouter.h"
#include "diagnosis/Diagnostician.h"

namespace sluice {

class DiagnosisRoutes final : public RouteGroup
{
public:
    explicit DiagnosisRoutes(Engine &engine)
        : m_diagnostician(engine)
    {
    }

    void addTo(AdminRouter &router) override;

private:
    Diagnostician m_diagnostician;
};

} // namespace sluice
