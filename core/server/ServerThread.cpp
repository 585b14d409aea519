// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/ServerThread.h"

namespace sluice {

namespace {

/** Nobody waits long for a window to close: streams are told at once, and who does not read is cut soon. */
DrainPlan hastyPlan()
{
    DrainPlan plan;
    plan.rate = 1'000'000;
    plan.grace = {};
    plan.deadline = std::chrono::seconds(1);
    plan.then = DrainThen::Exit;
    return plan;
}

} // namespace

ServerThread::~ServerThread()
{
    if (!m_thread.isRunning())
        return;
    QMetaObject::invokeMethod(
        &m_context,
        [this] {
            if (!m_server) {
                m_thread.quit();
                return;
            }
            QObject::connect(m_server.get(), &Server::stopped, &m_context, [this] { m_thread.quit(); });
            // A drain that is under way has a plan of its own, maybe one of hours.
            static_cast<void>(m_server->engine().drain().cancel());
            m_server->engine().drain().stop(hastyPlan(), "the program that runs it", StopKind::Revocable);
        },
        Qt::QueuedConnection);
    m_thread.wait();
}

tl::expected<ServerThread::Addresses, Error> ServerThread::start(const Settings &settings, Demo demo)
{
    m_thread.setObjectName(QStringLiteral("server"));
    m_context.moveToThread(&m_thread);
    // The server goes in the thread that made it, and so do its timers.
    QObject::connect(
        &m_thread, &QThread::finished, &m_context, [this] { m_server.reset(); }, Qt::DirectConnection);
    m_thread.start();
    tl::expected<Addresses, Error> result;
    QMetaObject::invokeMethod(
        &m_context,
        [&] {
            auto server = Server::start(settings, demo);
            if (!server) {
                result = tl::unexpected(server.error());
                return;
            }
            m_server = std::move(*server);
            result = Addresses{m_server->publicAddress(), m_server->adminAddress()};
        },
        Qt::BlockingQueuedConnection);
    return result;
}

} // namespace sluice
