// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/admin/AdminFront.h"

namespace sluice {

namespace {

// What a change may send: every setting at its longest. Not publish.max_body, which may be one byte.
constexpr std::int64_t bodyLimit = 256 << 10;

// What is left beyond them and the event streams is for saying no politely.
constexpr std::int64_t descriptorsForRefusals = 3;

} // namespace

AdminFront::AdminFront(Engine &engine, const Signals &signals, AdminEvents &events, FdBudget &descriptors,
                       const ListenSockets &sockets, const ListenAddress &open)
    : m_routes(engine, signals, events, open)
    , m_door(sockets.fds.front(), m_routes, events.reactor().poller(), descriptors,
             events.reactor().counters(), sockets.origin)
{
    m_maxConnections = std::max<std::int64_t>(
        descriptors.limit() - events.maxStreams() - descriptorsForRefusals, descriptorsForRefusals);
    m_door.setWhenFull(FrontDoor::WhenFull::MakeRoom);
}

void AdminFront::apply(const Settings &settings)
{
    Settings ours = settings;
    ours.publish_max_body = bodyLimit;
    m_door.apply(ours, m_maxConnections);
    m_routes.apply(settings);
}

} // namespace sluice
