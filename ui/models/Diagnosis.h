// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What the engine's own diagnosis says, asked for every few seconds while somebody looks or something is
// wrong, else now and then, so that no alarm is missed. Owned by the ConsoleSession; GUI thread only.
#pragma once

#include "EngineLink.h"

#include <QObject>
#include <QTimer>
#include <QVariantList>
#include <QtQml/qqmlregistration.h>

namespace sluice {

/** One thing that the diagnosis sees. */
struct DiagnosisFinding
{
    QString rule;
    QString severity; ///< "warning" or "critical"
    QString summary;  ///< one sentence with its numbers
    QString action;   ///< the first thing to do
    QStringList evidence;
};

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
    Q_PROPERTY(QStringList evidence READ evidence NOTIFY changed)
    Q_PROPERTY(int findingCount READ findingCount NOTIFY changed)
    Q_PROPERTY(QVariantList findings READ findingList NOTIFY changed)
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
    QString action() const { return m_findings.isEmpty() ? QString() : m_findings.first().action; }
    /** The numbers behind the sentence. */
    QStringList evidence() const
    {
        return m_findings.isEmpty() ? QStringList() : m_findings.first().evidence;
    }
    int findingCount() const { return static_cast<int>(m_findings.size()); }
    /** All that was found, the worst first. */
    const QList<DiagnosisFinding> &findings() const { return m_findings; }
    QVariantList findingList() const;
    /** The engine's whole answer, for a bundle. */
    const QJsonObject &answer() const { return m_answer; }

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
    QList<DiagnosisFinding> m_findings;
    QJsonObject m_answer;
    bool m_isWatched = false;
    bool m_isAsking = false;
    QTimer m_timer;
};

} // namespace sluice
