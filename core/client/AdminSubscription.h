// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Follows /api/v1/events of one engine, over its restarts too: a snapshot every metrics.interval, and each
// entry of the audit as it is made. Owned by whoever shows them; that thread only.
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

Q_SIGNALS:
    /** One flat object whose keys are the CSV's column names. */
    void snapshotReceived(const QJsonObject &snapshot);

    /** Who changed what, when and why. */
    void auditReceived(const QJsonObject &entry);

    /** As SseClient::stateChanged(): @p reason is for people. */
    void stateChanged(sluice::SseClient::State state, const QString &reason);

private:
    void take(const SseEvent &event);

    const QUrl m_url;
    SseClient m_client;
};

} // namespace sluice
