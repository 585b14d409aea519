// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The public listener of one worker: its front door and its routes together. Made by the Server's factory in
// the worker's thread, owned by the Worker.
#pragma once

#include "engine/front/FrontDoor.h"
#include "engine/front/PublicRoutes.h"

namespace sluice {

class PublicFront final : public WorkerFront
{
public:
    PublicFront(Engine &engine, Worker &worker, int listenFd, SocketOrigin origin, std::string demoPage,
                Reach reach);

    void onEvent(PollKey key, std::uint32_t events) override { m_door.onEvent(key, events); }
    void onTick(Instant now) override;
    void onTurn(Instant now) override { m_door.release(now); }
    void apply(const Settings &settings) override;
    void close() override { m_door.close(); }

private:
    Engine &m_engine;
    PublicRoutes m_routes;
    FrontDoor m_door;
};

} // namespace sluice
