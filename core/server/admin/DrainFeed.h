// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Tells who watches /api/v1/events how a drain goes: at each change of phase, and while streams leave
// or its plan is changed a few times a second. Owned by the AdminThread; that thread only.
#pragma once

#include "engine/Engine.h"
#include "server/admin/AdminEvents.h"

namespace sluice {

class DrainFeed
{
public:
    DrainFeed(const Engine &engine, AdminEvents &events)
        : m_engine(engine)
        , m_events(events)
    {
    }

    /** Publishes a drain event if there is news. */
    void tick(Instant now);

private:
    const Engine &m_engine;
    AdminEvents &m_events;
    DrainPhase m_phase = DrainPhase::Serving;
    std::int64_t m_left = 0;
    DrainPlan m_plan;
    Instant m_told;
};

} // namespace sluice
