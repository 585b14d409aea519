// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The admin listener's own thread, event loop and descriptors: it answers while the pool is full and the
// workers are busy, because it waits for none of them. Owned by the Server; functions are for the thread that
// made it, unless they say otherwise.
#pragma once

#include "engine/Engine.h"
#include "engine/front/ListenSocket.h"
#include "server/admin/DrainFeed.h"
#include "server/snapshots/Signals.h"

#include <QSocketNotifier>
#include <QThread>
#include <QTimer>

namespace sluice {

class AdminFront;

class AdminThread final : public QObject
{
    Q_OBJECT

public:
    /** Takes over the one listening socket of @p sockets and starts the thread; @p open is where the public
     * listener is. */
    AdminThread(Engine &engine, const Signals &signals, const ListenSockets &sockets,
                const ListenAddress &open);
    ~AdminThread() override;

    /** Tells all who watch /api/v1/events: @p name is one of AdminEvents::names, @p json its data. Any
     * thread; never waits. */
    void publishEvent(std::string_view name, std::string_view json) { m_events.publish(name, json); }

private:
    void run(const ListenSockets &sockets, const ListenAddress &open);
    void apply(const Settings &settings);
    void setPace(Milliseconds interval);
    void stop();

    Engine &m_engine;
    const Signals &m_signals;
    FdBudget m_descriptors;
    AdminEvents m_events;
    std::optional<std::string> m_tokens; ///< of the roles, as they were applied last
    DrainFeed m_drainFeed;
    std::unique_ptr<AdminFront> m_front;
    std::unique_ptr<QSocketNotifier> m_notifier;
    std::unique_ptr<QTimer> m_timer;
    SettingsStore::ListenerId m_settingsListener = 0;
    QThread m_thread;
};

} // namespace sluice
