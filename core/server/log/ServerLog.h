// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Tells the log what happens to the engine, changes of settings, phases of the drain, ends of streams and
// strangers that are refused, and puts changed settings in force in what watches it. Owned by the Server;
// functions are for its thread.
#pragma once

#include "engine/Engine.h"
#include "server/snapshots/Signals.h"

#include <QTimer>

namespace sluice {

class ServerLog final : public QObject
{
    Q_OBJECT

public:
    /** The parts outlive it. */
    ServerLog(Engine &engine, Signals &signals, Logger &logger);
    ~ServerLog() override;

private:
    void onChanged(const SettingsStore::Update &update);
    void poll();
    void tellOfStrangers(Instant now);

    Engine &m_engine;
    Signals &m_signals;
    Logger &m_logger;
    QTimer m_timer;
    std::string m_phase = "serving"; ///< as it was logged last
    /** What was said last of those who are refused for one cause. */
    struct Told
    {
        std::string name;
        std::int64_t count = 0;
        Instant at;
    };
    std::array<Told, Strangers::causes.size()> m_told;
    SettingsStore::ListenerId m_listener = 0;
};

} // namespace sluice
