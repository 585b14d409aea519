// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// GET /api/v1/doctor: the limits and states of the machine and the process that the engine runs in, against
// its settings. Owned by AdminRoutes; admin thread only.
#pragma once

#include "engine/Engine.h"
#include "server/admin/AdminRouter.h"

namespace sluice {

class DoctorRoutes final : public RouteGroup
{
public:
    explicit DoctorRoutes(const Engine &engine)
        : m_engine(engine)
    {
    }

    void addTo(AdminRouter &router) override;

private:
    Answer doctor(const AdminCall &call) const;

    const Engine &m_engine;
};

} // namespace sluice
