// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/front/PublicFront.h"

#include <algorithm>

namespace sluice {

namespace {
// Of each worker, where nobody has said how many there may be.
constexpr std::int64_t leastConnections = 64;
} // namespace

PublicFront::PublicFront(Engine &engine, Worker &worker, int listenFd, SocketOrigin origin,
                         std::string demoPage, Reach reach)
    : m_engine(engine)
    , m_routes(engine, worker, reach)
    , m_door(listenFd, m_routes, worker.reactor().poller(), worker.reactor().descriptors(),
             worker.reactor().counters(), origin)
{
    m_routes.setDemoPage(std::move(demoPage));
}

void PublicFront::onTick(Instant now)
{
    m_door.onTick(now);
    m_door.release(now); // nobody wakes us for a worker that hangs
}

void PublicFront::apply(const Settings &settings)
{
    const auto workers = static_cast<std::int64_t>(m_engine.workerCount());
    const auto share = [workers](std::int64_t all) { return (all + workers - 1) / workers; };
    m_routes.apply(settings);
    m_door.apply(settings, settings.pool_max_idle_connections > 0
                               ? share(settings.pool_max_idle_connections)
                               : std::max(leastConnections, share(m_engine.descriptors().limit() / 8)));
}

} // namespace sluice
