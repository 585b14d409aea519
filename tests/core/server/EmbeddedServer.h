// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// A Server inside the test's own process, as the console runs one: in a thread with an event loop, so that
// the test may block on sockets. Owned by a test; its functions are for the test's thread.
#pragma once

#include "server/Server.h"

#include <QThread>

namespace sluice::test {

class EmbeddedServer
{
public:
    using Overrides = std::vector<std::pair<std::string, std::string>>; ///< keys and values

    /** Starts on free ports with these settings on top of the defaults. */
    explicit EmbeddedServer(const Overrides &settings = {})
    {
        std::vector<SettingChange> changes{{"listen.public", "127.0.0.1:0", "test"},
                                           {"listen.admin", "127.0.0.1:0", "test"},
                                           {"engine.workers", "2", "test"}};
        for (const auto &[key, text] : settings)
            changes.push_back({key, text, "test"});
        const auto wanted = withChanges(Settings(), changes);
        if (!wanted) {
            m_error = wanted.error().message;
            return;
        }
        m_thread.start();
        m_inside.moveToThread(&m_thread);
        QMetaObject::invokeMethod(
            &m_inside,
            [this, &wanted] {
                auto server = Server::start(*wanted, Demo::No);
                if (!server) {
                    m_error = server.error().message;
                    return;
                }
                m_server = *std::move(server);
                QObject::connect(m_server.get(), &Server::stopped, &m_inside, [this] { m_stopped = true; });
            },
            Qt::BlockingQueuedConnection);
    }
    ~EmbeddedServer()
    {
        if (!m_thread.isRunning())
            return;
        QMetaObject::invokeMethod(
            &m_inside, [this] { m_server.reset(); }, Qt::BlockingQueuedConnection);
        m_thread.quit();
        m_thread.wait();
    }
    EmbeddedServer(const EmbeddedServer &) = delete;
    EmbeddedServer &operator=(const EmbeddedServer &) = delete;

    /** Empty when it runs. */
    const std::string &error() const { return m_error; }
    quint16 port() const { return m_server->publicAddress().port; }
    quint16 adminPort() const { return m_server->adminAddress().port; }
    Engine &engine() { return m_server->engine(); }
    bool hasStopped() const { return m_stopped; }

    /** Changes one setting as the admin API would. */
    bool set(const std::string &key, const std::string &text)
    {
        const std::vector<SettingChange> changes{{key, text, "test"}};
        return engine().settings().apply(changes, {"test", {}}).has_value();
    }

    void stop()
    {
        QMetaObject::invokeMethod(&m_inside, [this] { m_server->stop(); });
    }

private:
    QThread m_thread;
    QObject m_inside; ///< lives in the thread
    std::unique_ptr<Server> m_server;
    std::string m_error;
    std::atomic<bool> m_stopped{false};
};

} // namespace sluice::test
