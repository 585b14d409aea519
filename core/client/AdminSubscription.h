// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Follows /api/v1/events of one engine, over its restarts too: a snapshot every metrics.interval, each
// entry of the audit as it is made, and the progress of a drain. Owned by whoever shows them; that thread
// only.
#pragma once

#include "client/AdminClient.h"
#include "client/SseClient.h"

#include <QJsonObject>
#include <QObject>

namespace sluice {

class AdminSubscription : public QObject
{
    Q_OBJECT

public:
    explicit AdminSubscription(const AdminClient::Options &options, QObject *parent = nullptr);

    /** Begins to follow. */
    void start();

    /** Closes; no signal follows but stateChanged(). */
    void stop();

    SseClient::State state() const { return m_client.state(); }

    /** Whether it follows, or will again by itself. */
    bool isRunning() const
    {
        return state() != SseClient::State::Idle && state() != SseClient::State::Stopped;
    }

Q_SIGNALS:
    /** One flat object whose keys are the CSV's column names. */
    void snapshotReceived(const QJsonObject &snapshot);

    /** Who changed what, when and why. */
    void auditReceived(const QJsonObject &entry);

    /** How far the drain is, as `GET drain` answers. */
    void drainReceived(const QJsonObject &progress);

    /** As SseClient::stateChanged(): @p reason is for people. */
    void stateChanged(sluice::SseClient::State state, const QString &reason);

private:
    void take(const SseEvent &event);

    const QUrl m_url;
    SseClient m_client;
};

} // namespace sluice
