// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The admin listener's own thread, event loop and descriptors: it answers while the pool is full and the
// workers are busy. Owned by the Server; functions are for the thread that made it.
#pragma once

#include "admin/AdminRoutes.h"
#include "front/ListenSocket.h"

#include <QSocketNotifier>
#include <QThread>
#include <QTimer>

namespace sluice {

class FrontDoor;

class AdminThread final : public QObject
{
    Q_OBJECT

public:
    /** Takes over @p listenFd and starts the thread. */
    AdminThread(const Engine &engine, int listenFd, SocketOrigin origin);
    ~AdminThread() override;

private:
    void run(int listenFd, SocketOrigin origin);
    void turn();

    const Engine &m_engine;
    FdBudget m_descriptors;
    WorkerCounters m_counters; ///< the admin listener's own; not part of the engine's figures
    Poller m_poller;
    AdminRoutes m_routes;
    std::unique_ptr<FrontDoor> m_door;
    std::unique_ptr<QSocketNotifier> m_notifier;
    std::unique_ptr<QTimer> m_timer;
    QThread m_thread;
};

} // namespace sluice
