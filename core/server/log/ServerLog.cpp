// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/log/ServerLog.h"

#include "settings/Schema.h"

namespace sluice {

namespace {
constexpr Milliseconds pollInterval{200};
}

ServerLog::ServerLog(Engine &engine, Signals &signals, Logger &logger)
    : m_engine(engine)
    , m_signals(signals)
    , m_logger(logger)
{
    m_signals.apply(*engine.settings().settings());
    m_listener =
        engine.settings().addListener([this](const SettingsStore::Update &update) { onChanged(update); });
    connect(&m_timer, &QTimer::timeout, this, &ServerLog::poll);
    m_timer.start(pollInterval);
}

ServerLog::~ServerLog()
{
    m_engine.settings().removeListener(m_listener);
}

void ServerLog::onChanged(const SettingsStore::Update &update)
{
    m_signals.apply(*update.after.settings);
    for (const SettingInfo *info : update.changed)
        m_logger.log(LogLevel::Info, "setting changed",
                     {{"key", std::string(info->key)},
                      {"old", valueText(*update.before.settings, *info)},
                      {"new", valueText(*update.after.settings, *info)},
                      {"who", update.note.who},
                      {"why", update.note.why},
                      {"revision", static_cast<std::int64_t>(update.after.revision)}});
}

void ServerLog::poll()
{
    m_signals.pollEnds();
    const std::string phase = m_engine.figures().drainPhase;
    if (phase != m_phase)
        m_logger.log(LogLevel::Info, "drain phase", {{"phase", phase}, {"before", m_phase}});
    m_phase = phase;
}

} // namespace sluice
