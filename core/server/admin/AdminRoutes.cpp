// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/admin/AdminRoutes.h"

#include "server/admin/routes/BlockRoutes.h"
#include "server/admin/routes/ChannelRoutes.h"
#include "server/admin/routes/DiagnosisRoutes.h"
#include "server/admin/routes/DisconnectRoutes.h"
#include "server/admin/routes/DoctorRoutes.h"
#include "server/admin/routes/DrainRoutes.h"
#include "server/admin/routes/EventRoutes.h"
#include "server/admin/routes/HealthRoutes.h"
#include "server/admin/routes/MetricsRoutes.h"
#include "server/admin/routes/SettingsRoutes.h"
#include "server/admin/routes/SnapshotRoutes.h"
#include "server/admin/routes/StreamRoutes.h"
#include "server/admin/routes/VersionRoutes.h"

namespace sluice {

AdminRoutes::AdminRoutes(Engine &engine, const Signals &signals, AdminEvents &events,
                         const ListenAddress &open)
    : m_strangers(engine.strangers())
    , m_authorisation(engine.strangers(), engine.wrongTokens())
    , m_router(m_authorisation)
    , m_diagnostician(engine)
{
    apply(*engine.settings().settings());
    add<HealthRoutes>(engine);
    add<MetricsRoutes>(engine, signals, m_diagnostician);
    add<VersionRoutes>(open);
    add<EventRoutes>(events);
    add<SnapshotRoutes>(signals.snapshotter(), engine.workerCount());
    add<SettingsRoutes>(engine.settings());
    add<DiagnosisRoutes>(m_diagnostician);
    add<DoctorRoutes>(engine);
    add<StreamRoutes>(engine, m_wait);
    add<BlockRoutes>(engine);
    add<ChannelRoutes>(engine, m_wait);
    add<DisconnectRoutes>(engine);
    add<DrainRoutes>(engine);
}

void AdminRoutes::onPlaceGivenUp(const ClientAddress &client, const std::string &owner)
{
    Stranger stranger;
    stranger.name = owner;
    stranger.client = client;
    stranger.listener = Stranger::Listener::Admin;
    m_strangers.note(Refusal::ConnectionShare, std::move(stranger), Clock::now());
}

template <typename Group, typename... Parts>
void AdminRoutes::add(Parts &&...parts)
{
    m_groups.push_back(std::make_unique<Group>(std::forward<Parts>(parts)...));
    m_groups.back()->addTo(m_router);
}

} // namespace sluice
