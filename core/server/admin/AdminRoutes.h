// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Everything the admin listener answers, composed: one line for each group of routes. Lives in the
// AdminThread; that thread only.
#pragma once

#include "engine/Engine.h"
#include "server/admin/AdminEvents.h"
#include "server/admin/AdminRouter.h"
#include "server/admin/BoundedWait.h"
#include "server/diagnosis/Diagnostician.h"
#include "server/snapshots/Signals.h"

namespace sluice {

class AdminRoutes final : public RequestHandler
{
public:
    /** @p open is where the public listener is, with the port that was chosen. */
    AdminRoutes(Engine &engine, const Signals &signals, AdminEvents &events, const ListenAddress &open);

    /** Puts new settings in force. */
    void apply(const Settings &settings) { m_authorisation.apply(settings); }

    BodyTerms beforeBody(const Exchange &exchange) override { return m_router.beforeBody(exchange); }
    void onPlaceGivenUp(const ClientAddress &client, const std::string &owner) override;
    void handle(Exchange &exchange) override { m_router.handle(exchange); }

    const AdminRouter &router() const { return m_router; }

private:
    template <typename Group, typename... Parts>
    void add(Parts &&...parts);

    Strangers &m_strangers;
    AdminAuthorisation m_authorisation;
    AdminRouter m_router;
    Diagnostician m_diagnostician; ///< watches for as long as the admin listener lives
    BoundedWait m_wait;
    std::vector<std::unique_ptr<RouteGroup>> m_groups;
};

} // namespace sluice
