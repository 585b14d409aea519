// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// A CSV of snapshots that is looked at through the same charts, in place of the live engine: opened, moved
// through, played, closed. Read in a thread of its own. Owned by the ConsoleSession; GUI thread only.
#pragma once

#include "SnapshotStore.h"
#include "TimeView.h"

#include <QObject>
#include <QTimer>
#include <QtQml/qqmlregistration.h>

#include <memory>

namespace sluice {

class Recording : public QObject
{
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("The ConsoleSession has it")
    Q_PROPERTY(State state READ state NOTIFY stateChanged)
    Q_PROPERTY(bool open READ isOpen NOTIFY stateChanged)
    Q_PROPERTY(QString name READ name NOTIFY stateChanged)
    Q_PROPERTY(QString problem READ problem NOTIFY stateChanged)
    Q_PROPERTY(QString span READ span NOTIFY stateChanged)
    Q_PROPERTY(double position READ position WRITE setPosition NOTIFY positionChanged)
    Q_PROPERTY(bool playing READ isPlaying WRITE setPlaying NOTIFY playingChanged)
    Q_PROPERTY(int speed READ speed WRITE setSpeed NOTIFY playingChanged)

public:
    enum class State {
        Closed,
        Loading,
        Open,
        Failed, ///< problem says why; what was shown before is still shown
    };
    Q_ENUM(State)

    /** Larger files are refused, in bytes. */
    static constexpr qint64 largestFile = qint64{1} << 30;

    /** Both outlive it; @p live is what the view shows otherwise. */
    Recording(TimeView &view, SnapshotStore &live, QObject *parent = nullptr);
    ~Recording() override;

    State state() const { return m_state; }
    bool isOpen() const { return m_store != nullptr; }
    /** Of the file, without its folder. */
    QString name() const { return m_name; }
    QString problem() const { return m_problem; }
    /** From when to when, for people. */
    QString span() const;

    /** Reads a file and shows its end. */
    Q_INVOKABLE void load(const QString &path);

    /** Back to the live engine. */
    Q_INVOKABLE void close();

    /** Where the view's end stands, 0 (as early as it can be) to 1 (the recording's end). */
    double position() const;
    void setPosition(double share);

    /** Moves on by itself, so many seconds a second. */
    bool isPlaying() const { return m_player.isActive(); }
    void setPlaying(bool playing);
    int speed() const { return m_speed; }
    void setSpeed(int speed);

Q_SIGNALS:
    void stateChanged();
    void positionChanged();
    void playingChanged();

private:
    void take(std::shared_ptr<SnapshotStore> store, const QString &name, const QString &problem);
    double earliestEnd() const;
    void play();

    TimeView &m_view;
    SnapshotStore &m_live;
    State m_state = State::Closed;
    QString m_name;
    QString m_problem;
    std::shared_ptr<SnapshotStore> m_store; // shared with the thread that reads it, until it is read
    int m_liveWindow = 0;                   // of the view, for when the recording is closed
    bool m_wasPaused = false;
    int m_reading = 0; // numbers the files, for one that comes too late
    int m_speed = 10;
    QTimer m_player;
};

} // namespace sluice
