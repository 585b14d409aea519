// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What the engine's own diagnosis says, asked for every few seconds while somebody looks or something is
// wrong, else now and then, so that no alarm is missed. Owned by the ConsoleSession; GUI thread only.
#pragma once

#include "EngineLink.h"
#include "FindingsModel.h"

#include <QObject>
#include <QTimer>
#include <QtQml/qqmlregistration.h>

namespace sluice {

class Diagnosis : public QObject
{
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("The ConsoleSession has it")
    Q_PROPERTY(State state READ state NOTIFY changed)
    Q_PROPERTY(QString tone READ tone NOTIFY changed)
    Q_PROPERTY(QString word READ word NOTIFY changed)
    Q_PROPERTY(QString sentence READ sentence NOTIFY changed)
    Q_PROPERTY(QString action READ action NOTIFY changed)
    Q_PROPERTY(sluice::FindingsModel *findings READ findings CONSTANT)
    Q_PROPERTY(bool watched READ isWatched WRITE setWatched NOTIFY watchedChanged)

public:
    enum class State {
        Unknown,  ///< not asked yet, or no answer
        Healthy,  ///< nothing found
        Warning,  ///< clients feel it, or will soon
        Critical, ///< clients are refused, cut off or kept waiting now
    };
    Q_ENUM(State)

    explicit Diagnosis(EngineLink &link, QObject *parent = nullptr);

    State state() const { return m_state; }
    /** One of Theme.tone()'s names. */
    QString tone() const;
    /** The state in a word. */
    QString word() const;
    /** What matters most, in one sentence. */
    QString sentence() const;
    /** The first thing to do; empty when all is well. */
    QString action() const;
    /** All that was found, the worst first. */
    FindingsModel *findings() { return &m_findings; }
    const FindingsModel *findings() const { return &m_findings; }

    /** Whether somebody looks at it. */
    bool isWatched() const { return m_isWatched; }
    void setWatched(bool watched);

    /** Asks now. */
    Q_INVOKABLE void refresh();

Q_SIGNALS:
    void changed();
    void watchedChanged();

private:
    void forget();
    void take(const AdminClient::Result &result);
    void askLater();

    EngineLink &m_link;
    State m_state = State::Unknown;
    QString m_problem;
    double m_observed = 0; // seconds that the engine has looked at
    FindingsModel m_findings;
    bool m_isWatched = false;
    bool m_isAsking = false;
    QTimer m_timer;
};

} // namespace sluice
