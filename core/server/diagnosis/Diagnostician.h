// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Watches the engine once a second and, when asked, says what the rules see in it. Owned by AdminRoutes;
// made, asked and destroyed in its thread, and it never waits for a worker.
#pragma once

#include "findings/diagnosis/DiagnosisReport.h"
#include "findings/diagnosis/ProxyLogs.h"
#include "server/diagnosis/Canary.h"

#include <QTimer>

#include <deque>

namespace sluice {

class Diagnostician final : public QObject
{
    Q_OBJECT

public:
    /** @p engine outlives it. */
    explicit Diagnostician(Engine &engine);

    /** What every rule says now. */
    DiagnosisReport report() const;

    /** What the logs of the proxy told since the start. */
    const ProxyLogFigures &proxyLogs() const { return m_logs.figures(); }

private:
    DiagnosisSample sampleNow() const;
    void sample();
    std::vector<EndRecord> recentEnds(Instant now) const;

    Engine &m_engine;
    Canary m_canary;
    ProxyLogs m_logs;
    QTimer m_timer;
    std::deque<DiagnosisSample> m_samples;
};

} // namespace sluice
