// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// A few clients of the console's own engine, so that a newcomer sees streams, latencies and disconnects: each
// watches the demo feed for a while, leaves, and comes back. In a thread of its own, over loopback like any
// client. Owned by the EmbeddedEngine; functions are for the thread that made it.
#pragma once

#include <QMutex>
#include <QObject>
#include <QSet>
#include <QThread>
#include <QUrl>

#include <deque>
#include <memory>
#include <vector>

namespace sluice {

class DemoSeat;

class DemoAudience final
{
public:
    /** Clients; a few of them are away at any time. */
    static constexpr int seats = 24;

    /** Begins to watch @p stream. */
    explicit DemoAudience(const QUrl &stream);
    /** All of them leave. */
    ~DemoAudience();
    DemoAudience(const DemoAudience &) = delete;
    DemoAudience &operator=(const DemoAudience &) = delete;

    /** The local ports of its streams, with those of streams that have just ended: the engine may still list
     * them. */
    QSet<quint16> ports() const;

private:
    void remember(quint16 port);

    QThread m_thread;
    QObject m_context; // lives in the thread: what runs there is called through it
    std::vector<std::unique_ptr<DemoSeat>> m_seats;
    mutable QMutex m_mutex;
    std::deque<quint16> m_ports; // the newest last
};

} // namespace sluice
