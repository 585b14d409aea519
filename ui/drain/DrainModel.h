// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// How far the engine's drain is, whoever started it, and the commands that pace it. Follows the engine's
// drain events, and asks on its own only while a drain runs and somebody looks. Declared by the page; GUI
// thread only.
#pragma once

#include "EngineLink.h"
#include "SnapshotStore.h"

#include <QObject>
#include <QPointer>
#include <QTimer>
#include <QtQml/qqmlregistration.h>

namespace sluice {

class DrainModel : public QObject
{
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(sluice::EngineLink *link READ link WRITE setLink NOTIFY linkChanged)
    Q_PROPERTY(bool active READ isActive WRITE setActive NOTIFY activeChanged)
    Q_PROPERTY(Phase phase READ phase NOTIFY changed)
    Q_PROPERTY(bool running READ isRunning NOTIFY changed)
    Q_PROPERTY(bool pausable READ isPausable NOTIFY changed)
    Q_PROPERTY(double initial READ initial NOTIFY changed)
    Q_PROPERTY(double left READ left NOTIFY changed)
    Q_PROPERTY(double closed READ closed NOTIFY changed)
    Q_PROPERTY(double forced READ forced NOTIFY changed)
    Q_PROPERTY(double etaSeconds READ etaSeconds NOTIFY changed)
    Q_PROPERTY(double elapsedSeconds READ elapsedSeconds NOTIFY changed)
    Q_PROPERTY(double share READ share NOTIFY changed)
    Q_PROPERTY(QString who READ who NOTIFY changed)
    Q_PROPERTY(double rate READ rate NOTIFY changed)
    Q_PROPERTY(QString deadline READ deadline NOTIFY changed)
    Q_PROPERTY(QString then READ then NOTIFY changed)
    Q_PROPERTY(bool busy READ isBusy NOTIFY problemChanged)
    Q_PROPERTY(QString problem READ problem NOTIFY problemChanged)
    Q_PROPERTY(QString readOnlyReason READ readOnlyReason NOTIFY readOnlyChanged)
    Q_PROPERTY(Ending ending READ ending NOTIFY endingChanged)
    Q_PROPERTY(QString summary READ summary NOTIFY endingChanged)
    Q_PROPERTY(sluice::SnapshotStore *course READ course CONSTANT)
    Q_PROPERTY(int courseSeconds READ courseSeconds NOTIFY changed)

public:
    enum class Phase { Unknown, Serving, Grace, Evicting, Paused, Forcing, Drained };
    Q_ENUM(Phase)

    /** How the last drain that was seen here ended. */
    enum class Ending {
        NotSeen,   ///< none was seen, or one runs
        Emptied,   ///< the engine holds, without a stream
        CalledOff, ///< back to serving before all streams had gone
        Reopened,  ///< back to serving after it was drained
        Exited,    ///< the engine is gone, as planned
    };
    Q_ENUM(Ending)

    explicit DrainModel(QObject *parent = nullptr);

    EngineLink *link() const { return m_link; }
    void setLink(EngineLink *link);

    /** Whether somebody looks. */
    bool isActive() const { return m_active; }
    void setActive(bool active);

    Phase phase() const { return m_phase; }
    /** Whether the engine is not serving; a drained one that holds counts. */
    bool isRunning() const { return m_phase > Phase::Serving; }
    /** Whether pace, pause and deadline still mean something. */
    bool isPausable() const
    {
        return m_phase == Phase::Grace || m_phase == Phase::Evicting || m_phase == Phase::Paused;
    }
    double initial() const { return number("initial"); }
    double left() const { return number("left"); }
    double closed() const { return number("closed"); }
    double forced() const { return number("forced"); }
    /** Not a number while serving or paused. */
    double etaSeconds() const { return number("eta_seconds"); }
    double elapsedSeconds() const { return number("elapsed_seconds"); }
    /** Of the streams that have gone, 0 to 1. */
    double share() const;
    QString who() const { return text("who"); }
    double rate() const { return number("rate"); }
    QString deadline() const { return text("deadline"); }
    QString then() const { return text("then"); }
    /** As GET drain answered: rate, grace, deadline, retry_spread, order, then; while serving, as configured.
     */
    QJsonObject plan() const { return m_progress; }
    bool isBusy() const { return m_running > 0; }
    /** Why the last command was refused. */
    QString problem() const { return m_problem; }
    /** Why nothing can be done now; empty: it can. */
    QString readOnlyReason() const;
    Ending ending() const { return m_ending; }
    /** How the last drain went, in a sentence. */
    QString summary() const { return m_summary; }

    /** Columns left, closed and forced of this drain over time. */
    SnapshotStore *course() { return &m_course; }
    /** A span that shows the whole course, in seconds. */
    int courseSeconds() const;

    /** Why a drain with this "then" cannot be started; empty: it can. */
    Q_INVOKABLE QString refusalOf(const QString &then) const;

    /** Starts a drain; @p plan as POST drain takes it. */
    void start(const QJsonObject &plan);
    Q_INVOKABLE void pause();
    Q_INVOKABLE void resume();
    /** Evictions per second, from now on. */
    Q_INVOKABLE void setRate(double perSecond);
    /** A duration, from the first eviction. */
    Q_INVOKABLE void setDeadline(const QString &duration);
    /** Back to serving, in any phase. */
    Q_INVOKABLE void cancel();
    /** Forgets the summary and the problem. */
    Q_INVOKABLE void dismiss();

    /** Asks the engine now. */
    Q_INVOKABLE void refresh();

Q_SIGNALS:
    void linkChanged();
    void activeChanged();
    void changed();
    void problemChanged();
    void readOnlyChanged();
    void endingChanged();

private:
    double number(const char *name) const;
    QString text(const char *name) const;
    void command(const QByteArray &method, const QJsonObject &body);
    void take(const QJsonObject &progress);
    void noteEnding(Phase before, const QJsonObject &last);
    void onLinkState();
    void startCourse();
    void plot();
    void schedulePoll();

    QPointer<EngineLink> m_link;
    SnapshotStore m_course;
    QTimer m_poll;
    bool m_active = false;
    int m_running = 0;
    unsigned m_taken = 0; ///< how often progress was told
    Phase m_phase = Phase::Unknown;
    QJsonObject m_progress;
    QString m_problem;
    Ending m_ending = Ending::NotSeen;
    QString m_summary;
};

} // namespace sluice
