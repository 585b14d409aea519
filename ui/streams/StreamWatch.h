// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// One open stream, looked at every second: what is known of it, and how its backlog and its rate went since
// somebody looks. Once it has ended it says how. GUI thread only.
#pragma once

#include "EngineLink.h"

#include <QPointer>
#include <QTimer>
#include <QVariantMap>

namespace sluice {

class StreamWatch : public QObject
{
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(sluice::EngineLink *link READ link WRITE setLink NOTIFY linkChanged)
    Q_PROPERTY(bool active READ isActive WRITE setActive NOTIFY activeChanged)
    Q_PROPERTY(double streamId READ streamId WRITE setStreamId NOTIFY streamIdChanged)
    Q_PROPERTY(QVariantMap facts READ facts NOTIFY changed)
    Q_PROPERTY(QVariantMap end READ end NOTIFY changed)
    Q_PROPERTY(bool ended READ hasEnded NOTIFY changed)
    Q_PROPERTY(QString channels READ channels NOTIFY changed)
    Q_PROPERTY(QList<double> backlogs READ backlogs NOTIFY changed)
    Q_PROPERTY(QList<double> rates READ rates NOTIFY changed)
    Q_PROPERTY(QString problem READ problem NOTIFY changed)

public:
    static constexpr int mostSamples = 120; // two minutes

    explicit StreamWatch(QObject *parent = nullptr);

    EngineLink *link() const { return m_link; }
    void setLink(EngineLink *link);
    bool isActive() const { return m_active; }
    void setActive(bool active);
    /** The engine's number of it; 0: none. */
    double streamId() const { return static_cast<double>(m_id); }
    void setStreamId(double id);

    /** The members of the API's answer; those of the last one once it has ended. */
    QVariantMap facts() const { return m_facts; }
    /** How it ended, as the API says; empty while it is open, or when the engine has forgotten. */
    QVariantMap end() const { return m_end; }
    bool hasEnded() const { return m_ended; }
    QString channels() const;
    /** Bytes, a figure a second. */
    QList<double> backlogs() const { return m_backlogs; }
    /** Bytes a second, likewise. */
    QList<double> rates() const { return m_rates; }
    QString problem() const { return m_problem; }

Q_SIGNALS:
    void linkChanged();
    void activeChanged();
    void streamIdChanged();
    void changed();

private:
    void look();
    void askForEnd();
    void follow();

    QPointer<EngineLink> m_link;
    bool m_active = false;
    bool m_wasThere = false; // the engine answered before
    qint64 m_id = 0;
    QVariantMap m_facts;
    QVariantMap m_end;
    bool m_ended = false;
    QList<double> m_backlogs;
    QList<double> m_rates;
    QString m_problem;
    QTimer m_timer;
};

} // namespace sluice
