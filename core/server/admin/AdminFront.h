// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The admin listener: its front door and its routes together. Made and owned by the AdminThread; that thread
// only.
#pragma once

#include "engine/front/FrontDoor.h"
#include "engine/front/ListenSocket.h"
#include "engine/worker/WorkerFront.h"
#include "server/admin/AdminRoutes.h"

namespace sluice {

class AdminFront final : public WorkerFront
{
public:
    /** Takes over the one listening socket of @p sockets; @p open is where the public listener is. */
    AdminFront(Engine &engine, const Signals &signals, AdminEvents &events, FdBudget &descriptors,
               const ListenSockets &sockets, const ListenAddress &open);

    void onEvent(PollKey key, std::uint32_t events) override { m_door.onEvent(key, events); }
    void onTick(Instant now) override { m_door.onTick(now); }
    void apply(const Settings &settings) override;
    void close() override { m_door.close(); }

    /** Whether onTick() has nothing to do. */
    bool isIdle() const { return m_door.isIdle(); }

private:
    AdminRoutes m_routes;
    FrontDoor m_door;
    std::int64_t m_maxConnections = 1;
};

} // namespace sluice
