// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// GET /api/v1/events: snapshots, audit entries and drain progress as an event stream, made by the engine's
// own code: admitted, handed over and resumed as a public stream is. Owned by AdminRoutes.
#pragma once

#include "server/admin/AdminEvents.h"
#include "server/admin/AdminRouter.h"

namespace sluice {

class EventRoutes final : public RouteGroup
{
public:
    explicit EventRoutes(AdminEvents &events)
        : m_events(events)
    {
    }

    void addTo(AdminRouter &router) override;

private:
    std::optional<Answer> open(const AdminCall &call, Exchange &exchange);

    AdminEvents &m_events;
};

} // namespace sluice
