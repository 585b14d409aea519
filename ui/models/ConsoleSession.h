// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// All that the console knows while it looks at one engine: the link, the span of time that is shown, and what
// happened. What every page is given. Owned by the window; GUI thread only.
#pragma once

#include "Diagnosis.h"
#include "EngineLink.h"
#include "Exporter.h"
#include "Journal.h"
#include "JournalWriter.h"
#include "LoadTest.h"
#include "Recording.h"
#include "TimeView.h"
#include "Tuning.h"

#include <QObject>
#include <QTimer>
#include <QtQml/qqmlregistration.h>

namespace sluice {

class ConsoleSession : public QObject
{
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(sluice::EngineLink *link READ link CONSTANT)
    Q_PROPERTY(sluice::SnapshotStore *snapshots READ snapshots NOTIFY snapshotsChanged)
    Q_PROPERTY(sluice::TimeView *view READ view CONSTANT)
    Q_PROPERTY(int ownStreams MEMBER m_ownStreams NOTIFY ownStreamsChanged)
    Q_PROPERTY(sluice::Diagnosis *diagnosis READ diagnosis CONSTANT)
    Q_PROPERTY(sluice::Journal *journal READ journal CONSTANT)
    Q_PROPERTY(sluice::Exporter *exporter READ exporter CONSTANT)
    Q_PROPERTY(sluice::Recording *recording READ recording CONSTANT)
    Q_PROPERTY(sluice::Tuning *tuning READ tuning CONSTANT)
    Q_PROPERTY(sluice::LoadTest *loadTest READ loadTest CONSTANT)
    Q_PROPERTY(int liveWindowSeconds READ liveWindowSeconds NOTIFY liveWindowChanged)

public:
    explicit ConsoleSession(QObject *parent = nullptr);

    EngineLink *link() { return &m_link; }
    /** What is looked at: the engine's, or a recording's. */
    SnapshotStore *snapshots() { return m_view.store(); }
    TimeView *view() { return &m_view; }
    Diagnosis *diagnosis() { return &m_diagnosis; }
    Journal *journal() { return &m_journal; }
    Exporter *exporter() { return &m_exporter; }
    Recording *recording() { return &m_recording; }
    /** One for all pages: its countdown ("keep these settings?") is asked wherever the operator is. */
    Tuning *tuning() { return &m_tuning; }
    /** One for all pages: it goes on while another page is shown. */
    LoadTest *loadTest() { return &m_loadTest; }
    /** The view's window as it was chosen for the live engine, not a recording's: what is worth remembering.
     */
    int liveWindowSeconds() const { return m_liveWindowSeconds; }

    /** Before the program ends: takes back risky changes that nobody has kept. readyToLeave() follows, at
     * once when there are none, else when the engine has answered, and after some seconds in any case. */
    Q_INVOKABLE void prepareToLeave();

Q_SIGNALS:
    void snapshotsChanged();
    void ownStreamsChanged();
    void liveWindowChanged();
    void readyToLeave();

private:
    void leaveIfSettled();

    EngineLink m_link;
    Diagnosis m_diagnosis{m_link};
    Journal m_journal{m_link};
    JournalWriter m_journalWriter{m_journal, m_link, m_diagnosis};
    TimeView m_view;
    int m_ownStreams = 0; // of the engine that are the console's own doing, as those of a load test
    Exporter m_exporter{m_link, m_view, m_journal};
    Recording m_recording{m_view, *m_link.snapshots()};
    Tuning m_tuning;
    LoadTest m_loadTest;
    int m_liveWindowSeconds = m_view.windowSeconds();
    bool m_isLeaving = false;
    QTimer m_patience; // with an engine that does not answer while the program ends
};

} // namespace sluice
