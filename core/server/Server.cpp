// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/Server.h"

#include "front/PublicFront.h"
#include "settings/Rules.h"

#include <QFile>

#include <unistd.h>

namespace sluice {

Server::~Server()
{
    m_demo.reset();
    m_admin.reset(); // it reads the engine
    m_engine.reset();
}

tl::expected<std::unique_ptr<Server>, Error> Server::start(const Settings &settings, Demo demo)
{
    const std::int64_t limit = FdBudget::raiseLimit();
    if (const auto violation = checkPoolFits(settings, limit, descriptorReserve(limit)))
        return tl::unexpected(inputError(violation->message));
    const auto publicAddress = ListenAddress::parse(settings.listen_public);
    if (!publicAddress)
        return tl::unexpected(publicAddress.error());
    const auto adminAddress = ListenAddress::parse(settings.listen_admin);
    if (!adminAddress)
        return tl::unexpected(adminAddress.error());

    std::unique_ptr<Server> server(new Server);
    server->m_engine = std::make_unique<Engine>(settings, limit);
    const auto listeners =
        openListenSockets(*publicAddress, server->m_engine->workerCount(), settings, "listen.public");
    if (!listeners)
        return tl::unexpected(listeners.error());
    const auto admin = openListenSockets(*adminAddress, 1, settings, "listen.admin");
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
    engine.start(listeners->fds, [&engine, demoPage](Worker &worker, int fd) -> std::unique_ptr<WorkerFront> {
        return std::make_unique<PublicFront>(engine, worker, fd, demoPage);
    });
    server->m_admin = std::make_unique<AdminThread>(engine, admin->fds.front());
    if (demo == Demo::Yes)
        server->m_demo = std::make_unique<DemoFeed>(engine);
    connect(&engine, &Engine::stopped, server.get(), &Server::stopped);
    return server;
}

} // namespace sluice
