// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// "Keep these settings?": risky changes that are taken back by themselves after a few seconds unless somebody
// says to keep them, so that a setting which hurts is gone even if nobody can act. Owned by Tuning; GUI
// thread only.
#pragma once

#include <QDeadlineTimer>
#include <QObject>
#include <QStringList>
#include <QTimer>
#include <QtQml/qqmlregistration.h>

#include <vector>

namespace sluice {

class KeepCountdown : public QObject
{
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("Tuning has it")
    Q_PROPERTY(State state READ state NOTIFY changed)
    Q_PROPERTY(int secondsLeft READ secondsLeft NOTIFY changed)
    Q_PROPERTY(int seconds READ seconds WRITE setSeconds NOTIFY changed)
    Q_PROPERTY(QString text READ text NOTIFY changed)

public:
    enum class State {
        Idle,
        Asking,
        TakingBack, ///< time is up, or somebody said so; until the engine has answered
    };
    Q_ENUM(State)

    explicit KeepCountdown(QObject *parent = nullptr);

    State state() const { return m_state; }
    int secondsLeft() const;
    /** How long it asks; 15 s unless set otherwise. */
    int seconds() const { return m_seconds; }
    void setSeconds(int seconds);
    /** What was changed, "key: old -> new" each, and why that is risky; a line each. */
    QString text() const;

    /** The revisions that it asks about, oldest first. */
    std::vector<qint64> revisions() const;

    /** Asks about a change, and anew about those that it asks about already. */
    void begin(qint64 revision, const QStringList &lines, const QStringList &risks);

    /** Keeps all of them. */
    Q_INVOKABLE void keep();

    /** Takes all of them back now. */
    Q_INVOKABLE void takeBack();

    /** Whether the time was up, rather than that somebody took them back. */
    bool isExpired() const { return m_isExpired; }

    /** The revision to take back next, newest first; 0: none. */
    qint64 owed() const { return m_state == State::TakingBack ? m_asked.back().revision : 0; }

    /** @p revision is not in force any more, or cannot be taken back: nothing is to be done about it. */
    void settle(qint64 revision);

    /** The engine is another one. */
    void forget();

Q_SIGNALS:
    void changed();
    /** owed() is to be undone. */
    void undoWanted();

private:
    struct Asked
    {
        qint64 revision;
        QStringList lines;
    };

    void tick();

    State m_state = State::Idle;
    int m_seconds = 15;
    QDeadlineTimer m_deadline;
    QTimer m_tick;
    std::vector<Asked> m_asked; ///< oldest first
    bool m_isExpired = false;
    QStringList m_risks;
};

} // namespace sluice
