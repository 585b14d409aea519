// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/Server.h"

#include "engine/front/PublicFront.h"
#include "settings/Rules.h"

#include <QFile>

#include <unistd.h>

namespace sluice {

namespace {

struct ListenSetting
{
    std::string_view key;
    const std::string &value;
};

/** The sockets that were passed, or new ones where the setting says. */
tl::expected<ListenSockets, Error> listen(const ListenSetting &where, std::vector<int> passed,
                                          std::size_t count, const Settings &settings)
{
    if (!passed.empty())
        return adoptListenSockets(std::move(passed), count, settings, where.key);
    const auto address = ListenAddress::parse(where.value);
    if (!address)
        return tl::unexpected(address.error());
    return openListenSockets(*address, count, settings, where.key);
}

/** The rules of listen.* hold for the addresses of passed sockets too: nothing listens beyond loopback
 * without a token, whoever opened it. */
std::optional<Error> checkPassed(const PassedSockets &passed, const Settings &settings)
{
    const auto check = [&settings](std::string Settings::*member, int fd) -> std::optional<Error> {
        Settings asPassed = settings;
        asPassed.*member = boundAddress(fd).text();
        const auto violations = checkRules(asPassed);
        if (violations.empty())
            return std::nullopt;
        return inputError(violations.front().message + " (a socket that the service manager passed)");
    };
    for (const int fd : passed.publicFds)
        if (auto error = check(&Settings::listen_public, fd))
            return error;
    for (const int fd : passed.adminFds)
        if (auto error = check(&Settings::listen_admin, fd))
            return error;
    return std::nullopt;
}

/** With fewer than this an engine could answer nobody, or not even start its threads. */
std::optional<Error> tooFewDescriptors(std::int64_t limit, std::size_t workers)
{
    const std::int64_t least = FdBudget::leastLimit(workers);
    if (limit >= least)
        return std::nullopt;
    return environmentError(
        "the descriptor limit of this process is " + std::to_string(limit) + ", and an engine of " +
        std::to_string(workers) + " workers needs at least " + std::to_string(least) +
        ": raise it (ulimit -n, LimitNOFILE= of a service, --ulimit nofile of a container)" +
        (limit >= FdBudget::leastLimit(1) ? ", or lower engine.workers" : ""));
}

} // namespace

Server::~Server()
{
    m_demo.reset();
    if (m_signals)
        m_signals->snapshotter().stop(); // it tells the admin thread
    m_admin.reset();                     // it reads the engine
    m_log.reset();
    m_signals.reset();
    m_engine.reset();
}

tl::expected<std::unique_ptr<Server>, Error> Server::start(const Settings &settings, Demo demo,
                                                           PassedSockets passed, SettingsSource source)
{
    const std::int64_t limit = FdBudget::raiseLimit();
    if (const auto error = tooFewDescriptors(limit, Engine::workersOf(settings)))
        return tl::unexpected(*error);
    if (const auto error = checkPassed(passed, settings))
        return tl::unexpected(*error);
    std::unique_ptr<Server> server(new Server);
    server->m_logger =
        std::make_unique<Logger>(settings.log_format == "json" ? LogFormat::Json : LogFormat::Text,
                                 Logger::readerOf(STDERR_FILENO), STDERR_FILENO);
    server->m_engine = std::make_unique<Engine>(settings, limit, std::move(source));
    if (const auto &fits = server->m_engine->fitsDescriptors(); !fits)
        return tl::unexpected(fits.error());
    const auto listeners = listen({"listen.public", settings.listen_public}, std::move(passed.publicFds),
                                  server->m_engine->workerCount(), settings);
    if (!listeners)
        return tl::unexpected(listeners.error());
    const auto admin =
        listen({"listen.admin", settings.listen_admin}, std::move(passed.adminFds), 1, settings);
    if (!admin) {
        for (const int fd : listeners->fds)
            ::close(fd);
        return tl::unexpected(admin.error());
    }
    server->m_publicAddress = listeners->address;
    server->m_adminAddress = admin->address;

    std::string demoPage;
    if (demo == Demo::Yes) {
        QFile page(QStringLiteral(":/sluice/demo.html"));
        if (page.open(QIODevice::ReadOnly))
            demoPage = page.readAll().toStdString();
    }
    Engine &engine = *server->m_engine;
    engine.start(listeners->fds,
                 [&engine, demoPage, origin = listeners->origin,
                  reach = reachOf(*listeners)](Worker &worker, int fd) -> std::unique_ptr<WorkerFront> {
                     return std::make_unique<PublicFront>(engine, worker, fd, origin, demoPage, reach);
                 });
    server->startSignals();
    server->m_admin = std::make_unique<AdminThread>(engine, *server->m_signals, *admin, listeners->address);
    server->m_signals->snapshotter().addListener(
        [to = server->m_admin.get()](const SnapshotPointer &snapshot) {
            to->publishEvent("snapshot", snapshotJson(*snapshot));
        });
    if (demo == Demo::Yes)
        server->m_demo = std::make_unique<DemoFeed>(engine);
    connect(&engine, &Engine::stopped, server.get(), &Server::stopped);
    server->m_signals->start();
    return server;
}

void Server::startSignals()
{
    const Engine &engine = *m_engine;
    m_signals = std::make_unique<Signals>(
        Signals::Sources{[&engine] { return engine.figures(); }, engine.endsRings()}, *m_logger);
    m_log = std::make_unique<ServerLog>(*m_engine, *m_signals, *m_logger);
}

} // namespace sluice
