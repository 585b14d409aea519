// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Tells the service manager what the server does (sd_notify: ready, stopping, reloading, a status line) and
// feeds its watchdog for as long as the workers are healthy. Does nothing where no service manager listens
// (NOTIFY_SOCKET). Owned by main beside the Server; main thread only.
#pragma once

#include "server/service/NotifySender.h"

#include <QObject>
#include <QTimer>

#include <optional>
#include <string>

namespace sluice {

class Server;

class ServiceReporter final : public QObject
{
    Q_OBJECT

public:
    /** @p server outlives the reporter. */
    explicit ServiceReporter(Server &server);

    /** Whether a service manager listens. */
    bool hasManager() const { return m_manager.hasManager(); }

    /** The server serves, or serves again because its stop was cancelled. */
    void reportReady();

    /** The settings are being read again; reportReloaded() follows. */
    void reportReloading();

    /** They were read; the server serves, or stops, as before. */
    void reportReloaded();

    /** The server has begun to stop; the manager waits for as long as the drain needs. */
    void reportStopping();

private:
    void beat();
    std::optional<std::size_t> blockedWorker() const;
    std::string statusLine() const;

    Server &m_server;
    NotifySender m_manager;
    QTimer m_beat;
    bool m_stopping = false;
};

} // namespace sluice
