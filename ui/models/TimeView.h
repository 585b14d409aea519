// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The span of time that all charts show together: its length, its end (now, or frozen by a pause), and the
// crosshair that reads them all at one instant. Also lets the charts repaint one after the other, not all in
// one frame. Owned by the window; GUI thread only.
#pragma once

#include "Journal.h"
#include "SnapshotStore.h"

#include <QObject>
#include <QPointer>
#include <QTimer>
#include <QtQml/qqmlregistration.h>

#include <deque>
#include <functional>

namespace sluice {

class TimeView : public QObject
{
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(sluice::SnapshotStore *store READ store WRITE setStore NOTIFY storeChanged)
    Q_PROPERTY(sluice::Journal *journal READ journal WRITE setJournal NOTIFY journalChanged)
    Q_PROPERTY(QList<QObject *> charts READ charts NOTIFY chartsChanged)
    Q_PROPERTY(int windowSeconds READ windowSeconds WRITE setWindowSeconds NOTIFY spanChanged)
    Q_PROPERTY(bool paused READ isPaused WRITE setPaused NOTIFY pausedChanged)
    Q_PROPERTY(bool fresh READ isFresh NOTIFY freshChanged)
    Q_PROPERTY(double start READ start NOTIFY spanChanged)
    Q_PROPERTY(double end READ end NOTIFY spanChanged)
    Q_PROPERTY(double crosshair READ crosshair WRITE setCrosshair NOTIFY crosshairChanged)
    Q_PROPERTY(bool hasCrosshair READ hasCrosshair NOTIFY crosshairChanged)

public:
    explicit TimeView(QObject *parent = nullptr);

    SnapshotStore *store() const { return m_store; }
    void setStore(SnapshotStore *store);

    /** What its charts mark; null: nothing. */
    Journal *journal() const { return m_journal; }
    void setJournal(Journal *journal);

    /** The models of the charts that are on the screen now, in the order in which they came. */
    QList<QObject *> charts() const { return m_charts; }
    void addChart(QObject *chart);
    void removeChart(QObject *chart);

    /** Length of the span in seconds; 60, 300, 900 and 3600 are offered, any above 0 works. */
    int windowSeconds() const { return m_windowSeconds; }
    void setWindowSeconds(int seconds);

    /** A pause freezes the view, never the recording. */
    bool isPaused() const { return m_paused; }
    void setPaused(bool paused);

    /** Whether the newest figure is of now; an old one is greyed. */
    bool isFresh() const { return m_fresh; }
    void setFresh(bool fresh);

    /** Moves a paused view by a share of its length, -1 one length back; pauses it first. */
    Q_INVOKABLE void scroll(double share);

    /** Shows the span that ends at @p end (milliseconds since 1970), as far as there is something. */
    Q_INVOKABLE void moveTo(double end);

    /** First and last instant shown, in milliseconds since 1970 (UTC). */
    double start() const { return m_end - 1000.0 * m_windowSeconds; }
    double end() const { return m_end; }

    /** The instant under the pointer, as end(); not a number when there is none. */
    double crosshair() const { return m_crosshair; }
    void setCrosshair(double timeMs);
    bool hasCrosshair() const;

    /** Runs @p repaint of @p chart in one of the next frames, one chart a frame; asked twice, it runs once.
     */
    void queueRepaint(QObject *chart, std::function<void()> repaint);

Q_SIGNALS:
    void storeChanged();
    void spanChanged();
    void pausedChanged();
    void freshChanged();
    void crosshairChanged();
    void journalChanged();
    void chartsChanged();

private:
    struct Repaint
    {
        QPointer<QObject> chart;
        std::function<void()> run;
    };

    void onStoreChanged();
    void repaintOne();

    QPointer<SnapshotStore> m_store;
    QPointer<Journal> m_journal;
    QList<QObject *> m_charts;
    int m_windowSeconds = 300;
    bool m_paused = false;
    bool m_fresh = false;
    double m_end = 0;
    double m_crosshair = SnapshotStore::none;
    std::deque<Repaint> m_repaints;
    QTimer m_frame;
};

} // namespace sluice
