// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// A whole Server in a thread of its own, for a program whose main thread has other work, such as drawing: the
// console's own engine. Owned by its program; functions are for the thread that made it.
#pragma once

#include "server/Server.h"

#include <QThread>

namespace sluice {

class ServerThread final
{
public:
    /** What whoever talks to the server needs to know. */
    struct Addresses
    {
        ListenAddress publicAddress;
        ListenAddress adminAddress;
    };

    ServerThread() = default;
    /** Stops the server within about a second: its streams are told, those that do not read are cut. */
    ~ServerThread();
    ServerThread(const ServerThread &) = delete;
    ServerThread &operator=(const ServerThread &) = delete;

    /** Starts the server and waits until it serves; once. */
    tl::expected<Addresses, Error> start(const Settings &settings, Demo demo);

private:
    QThread m_thread;
    QObject m_context; // lives in the thread: what runs there is called through it
    std::unique_ptr<Server> m_server;
};

} // namespace sluice
