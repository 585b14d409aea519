// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Writes into the journal what happens to the engine by itself: the phases of a drain, its absences and
// restarts, what the diagnosis finds, bursts of refusals. Owned by the ConsoleSession; GUI thread only.
#pragma once

#include "Diagnosis.h"
#include "EngineLink.h"
#include "Journal.h"
#include "RefusalBursts.h"

#include <QHash>
#include <QObject>

namespace sluice {

class JournalWriter : public QObject
{
    Q_OBJECT

public:
    /** All outlive it. */
    JournalWriter(Journal &journal, EngineLink &link, const Diagnosis &diagnosis);

private:
    void forget();
    void catchUp();
    void takeDrain(const QJsonObject &progress);
    void onState();
    void onDiagnosis();
    void onBurst(const RefusalBursts::Burst &burst);

    Journal &m_journal;
    EngineLink &m_link;
    const Diagnosis &m_diagnosis;
    RefusalBursts m_bursts;
    QString m_phase; // of the drain, as last heard
    int m_burstId = 0;
    int m_lostId = 0;
    bool m_wasLive = false;
    QHash<QString, int> m_alarms; // by rule
};

} // namespace sluice
