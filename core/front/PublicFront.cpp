// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "front/PublicFront.h"

#include <algorithm>

namespace sluice {

namespace {
// A batch of accepted connections must fit before the first of them is read.
constexpr std::int64_t leastConnections = 64;
} // namespace

PublicFront::PublicFront(Engine &engine, Worker &worker, int listenFd, SocketOrigin origin,
                         std::string demoPage)
    : m_engine(engine)
    , m_routes(engine, worker)
    , m_door(listenFd, m_routes, worker.reactor().poller(), worker.reactor().descriptors(),
             worker.reactor().counters(), origin)
{
    m_routes.setDemoPage(std::move(demoPage));
}

void PublicFront::apply(const Settings &settings)
{
    const std::int64_t all = settings.pool_max_idle_connections > 0
                                 ? settings.pool_max_idle_connections
                                 : std::max<std::int64_t>(64, m_engine.descriptors().limit() / 8);
    const auto workers = static_cast<std::int64_t>(m_engine.workerCount());
    m_routes.apply(settings);
    m_door.apply(settings, std::max(leastConnections, (all + workers - 1) / workers));
}

} // namespace sluice
