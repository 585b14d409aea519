// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// All that the console knows while it looks at one engine: the link, the span of time that is shown, and what
// happened. What every page is given. Owned by the window; GUI thread only.
#pragma once

#include "Diagnosis.h"
#include "EngineLink.h"
#include "Exporter.h"
#include "Journal.h"
#include "Recording.h"
#include "TimeView.h"

#include <QObject>
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

public:
    explicit ConsoleSession(QObject *parent = nullptr)
        : QObject(parent)
    {
        m_view.setStore(m_link.snapshots());
        const auto judge = [this] { m_view.setFresh(m_link.isLive() || m_recording.isOpen()); };
        connect(&m_link, &EngineLink::stateChanged, &m_view, judge);
        connect(&m_recording, &Recording::stateChanged, &m_view, judge);
        m_view.setJournal(&m_journal);
        connect(&m_view, &TimeView::storeChanged, this, &ConsoleSession::snapshotsChanged);
    }

    EngineLink *link() { return &m_link; }
    /** What is looked at: the engine's, or a recording's. */
    SnapshotStore *snapshots() { return m_view.store(); }
    TimeView *view() { return &m_view; }
    Diagnosis *diagnosis() { return &m_diagnosis; }
    Journal *journal() { return &m_journal; }
    Exporter *exporter() { return &m_exporter; }
    Recording *recording() { return &m_recording; }

Q_SIGNALS:
    void snapshotsChanged();
    void ownStreamsChanged();

private:
    EngineLink m_link;
    Diagnosis m_diagnosis{m_link};
    Journal m_journal{m_link, m_diagnosis};
    TimeView m_view;
    int m_ownStreams = 0; // of the engine that are the console's own doing, as those of a load test
    Exporter m_exporter{m_link, m_view, m_journal};
    Recording m_recording{m_view, *m_link.snapshots()};
};

} // namespace sluice
