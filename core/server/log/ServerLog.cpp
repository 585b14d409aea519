// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/log/ServerLog.h"

#include "model/HeaderFault.h"
#include "settings/Schema.h"

namespace sluice {

namespace {
constexpr Milliseconds pollInterval{200};

// A new stranger is told of at once, but who makes up a name for each request gets no line for each; one who
// goes on is told of again.
constexpr std::chrono::seconds betweenStrangers{1};
constexpr std::chrono::minutes strangerAgain{1};

/** How one line tells of a stranger. */
struct StrangerWords
{
    std::string_view message;
    std::string_view name; ///< what Stranger::name is
    std::string setting;   ///< that lets it in
};

StrangerWords wordsFor(Refusal cause, const Stranger &stranger)
{
    if (cause == Refusal::UnknownHost)
        return {"a Host that is not listed is refused", "host", "listen.allowed_hosts"};
    if (cause == Refusal::ProxyHeader)
        return {"a connection is refused for its PROXY header", "fault",
                stranger.name == headerFaultName(HeaderFault::Untrusted) ? "pool.trusted_proxies"
                : stranger.name == headerFaultName(HeaderFault::Late)    ? "timeouts.head_read"
                                                                         : "pool.proxy_protocol"};
    return {"a page of another origin is refused", "origin",
            stranger.listener == Stranger::Listener::Admin ? ""
            : stranger.isChange                            ? "publish.allow_origin"
                                                           : "cors.allow_origin"};
}
} // namespace

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
    tellOfStrangers(Clock::now());
}

void ServerLog::tellOfStrangers(Instant now)
{
    for (std::size_t i = 0; i < m_told.size(); ++i) {
        const Refusal cause = Strangers::causes[i];
        Told &told = m_told[i];
        const std::int64_t count = m_engine.strangers().count(cause);
        if (count == told.count)
            continue;
        const auto last = m_engine.strangers().last(cause);
        const bool isNew = told.count == 0 || last->name != told.name;
        if (told.count > 0 &&
            now - told.at < (isNew ? Milliseconds(betweenStrangers) : Milliseconds(strangerAgain)))
            continue;
        const bool isAdmin = last->listener == Stranger::Listener::Admin;
        if (cause == Refusal::InFlight) {
            m_logger.log(LogLevel::Warning, "publishes were refused: too many bodies are on their way",
                         {{"cause", std::string(refusalName(cause))},
                          {"client", last->name},
                          {"publishes", count - told.count},
                          {"setting", std::string("publish.max_in_flight")}});
            told = {last->name, count, now};
            continue;
        }
        if (cause == Refusal::ConnectionShare) {
            m_logger.log(LogLevel::Warning, "connections without a finished request gave their places up",
                         {{"cause", std::string(refusalName(cause))},
                          {"client", last->name},
                          {"listener", std::string(isAdmin ? "admin" : "public")},
                          {"connections", count - told.count},
                          {"setting", std::string(isAdmin ? "" : "pool.max_idle_connections")}});
            told = {last->name, count, now};
            continue;
        }
        const StrangerWords words = wordsFor(cause, *last);
        m_logger.log(LogLevel::Warning, words.message,
                     {{"cause", std::string(refusalName(cause))},
                      {words.name, last->name},
                      {"client", last->client.text()},
                      {"listener", std::string(isAdmin ? "admin" : "public")},
                      {"requests", count - told.count},
                      {"setting", words.setting}});
        told = {last->name, count, now};
    }
}

} // namespace sluice
