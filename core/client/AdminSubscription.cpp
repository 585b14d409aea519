// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/AdminSubscription.h"

#include <QJsonDocument>

namespace sluice {

namespace {

SseClient::Options streamOptions(const AdminClient::Options &options)
{
    SseClient::Options made;
    made.token = options.token;
    made.headTimeout = options.timeout;
    made.delay.longest = std::chrono::seconds(5); // somebody is watching
    made.idleTimeout = std::chrono::seconds(60);  // metrics.interval is 10 s at most
    return made;
}

} // namespace

AdminSubscription::AdminSubscription(const AdminClient::Options &options, QObject *parent)
    : QObject(parent)
    , m_url(AdminClient(options).url(QStringLiteral("events")))
    , m_client(streamOptions(options))
{
    connect(&m_client, &SseClient::eventReceived, this, &AdminSubscription::take);
    connect(&m_client, &SseClient::stateChanged, this, &AdminSubscription::stateChanged);
}

void AdminSubscription::start()
{
    m_client.start(m_url);
}

void AdminSubscription::stop()
{
    m_client.stop();
}

void AdminSubscription::take(const SseEvent &event)
{
    // Other names are for a later version; an object that is none is as good as not sent.
    const QJsonObject object = QJsonDocument::fromJson(QByteArray::fromStdString(event.data)).object();
    if (object.isEmpty())
        return;
    if (event.type == "snapshot")
        Q_EMIT snapshotReceived(object);
    else if (event.type == "audit")
        Q_EMIT auditReceived(object);
    else if (event.type == "drain")
        Q_EMIT drainReceived(object);
}

} // namespace sluice
