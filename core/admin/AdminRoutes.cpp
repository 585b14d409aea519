// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "admin/AdminRoutes.h"

#include "admin/BlockRoutes.h"
#include "admin/ChannelRoutes.h"
#include "admin/DiagnosisRoutes.h"
#include "admin/DisconnectRoutes.h"
#include "admin/DoctorRoutes.h"
#include "admin/DrainRoutes.h"
#include "admin/EventRoutes.h"
#include "admin/HealthRoutes.h"
#include "admin/MetricsRoutes.h"
#include "admin/SettingsRoutes.h"
#include "admin/SnapshotRoutes.h"
#include "admin/StreamRoutes.h"
#include "admin/VersionRoutes.h"

namespace sluice {

AdminRoutes::AdminRoutes(Engine &engine, const Signals &signals, AdminEvents &events,
                         const ListenerAddresses &listeners)
    : m_authorisation(listeners.admin)
    , m_router(m_authorisation)
    , m_diagnostician(engine)
{
    apply(*engine.settings().settings());
    add<HealthRoutes>(engine);
    add<MetricsRoutes>(engine, signals, m_diagnostician);
    add<VersionRoutes>(listeners.open);
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

template <typename Group, typename... Parts>
void AdminRoutes::add(Parts &&...parts)
{
    m_groups.push_back(std::make_unique<Group>(std::forward<Parts>(parts)...));
    m_groups.back()->addTo(m_router);
}

} // namespace sluice
