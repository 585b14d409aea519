// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/admin/DrainFeed.h"

#include "server/admin/DrainJson.h"

#include <QJsonDocument>

namespace sluice {

namespace {
constexpr Milliseconds interval{250};
}

void DrainFeed::tick(Instant now)
{
    const DrainPhase phase = m_engine.drain().phase();
    const bool isNewPhase = phase != m_phase;
    if (!isNewPhase && (phase == DrainPhase::Serving || now - m_told < interval))
        return;
    const DrainProgress progress = m_engine.drainProgress();
    m_told = now;
    if (!isNewPhase && progress.left == m_left && progress.plan == m_plan)
        return;
    m_phase = phase;
    m_left = progress.left;
    m_plan = progress.plan;
    m_events.publish(
        "drain", QJsonDocument(drainjson::progress(progress)).toJson(QJsonDocument::Compact).toStdString());
}

} // namespace sluice
