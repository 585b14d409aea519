// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The whole headless server: the engine, a public front on each worker, the admin listener and, if asked, the
// demo. What sluiced runs and the console embeds. Owned by its program; functions are for the thread that
// made it.
#pragma once

#include "engine/front/ListenSocket.h"
#include "server/admin/AdminThread.h"
#include "server/demo/DemoFeed.h"
#include "server/log/ServerLog.h"
#include "server/service/PassedSockets.h"
#include "server/snapshots/Signals.h"

namespace sluice {

enum class Demo : bool { No, Yes };

class Server final : public QObject
{
    Q_OBJECT

public:
    ~Server() override;

    /** Raises the descriptor limit, opens the listeners that were not passed and starts everything; or says
     * why it cannot. Takes @p passed over. @p source is where a reload and a save find the settings: known
     * from the first request on. */
    static tl::expected<std::unique_ptr<Server>, Error>
    start(const Settings &settings, Demo demo, PassedSockets passed = {}, SettingsSource source = {});

    /** Stops as SIGTERM does; emits stopped() when the last stream is told and gone. */
    void stop(StopKind kind = StopKind::Revocable) { m_engine->beginStop(kind); }

    /** Where the listeners are, with the ports that were chosen. */
    const ListenAddress &publicAddress() const { return m_publicAddress; }
    const ListenAddress &adminAddress() const { return m_adminAddress; }

    Engine &engine() { return *m_engine; }
    const Engine &engine() const { return *m_engine; }

    /** Where everything is logged that happens to the engine. Any thread. */
    Logger &logger() { return *m_logger; }

    /** What watches the engine. Any thread. */
    Signals &signals() { return *m_signals; }

Q_SIGNALS:
    void stopped();

private:
    Server() = default;
    void startSignals();

    std::unique_ptr<Logger> m_logger;
    std::unique_ptr<Engine> m_engine;
    std::unique_ptr<Signals> m_signals;
    std::unique_ptr<ServerLog> m_log;
    std::unique_ptr<AdminThread> m_admin;
    std::unique_ptr<DemoFeed> m_demo;
    ListenAddress m_publicAddress;
    ListenAddress m_adminAddress;
};

} // namespace sluice
