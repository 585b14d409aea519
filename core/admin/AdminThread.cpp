// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "admin/AdminThread.h"

#include "front/FrontDoor.h"

namespace sluice {

namespace {
constexpr Milliseconds tickInterval{50};
}

AdminThread::AdminThread(const Engine &engine, int listenFd, SocketOrigin origin)
    : m_engine(engine)
    , m_descriptors(FdBudget::forAdmin())
    , m_routes(engine)
{
    m_thread.setObjectName(QStringLiteral("admin"));
    moveToThread(&m_thread);
    m_thread.start();
    QMetaObject::invokeMethod(
        this, [this, listenFd, origin] { run(listenFd, origin); }, Qt::BlockingQueuedConnection);
}

AdminThread::~AdminThread()
{
    QMetaObject::invokeMethod(
        this,
        [this] {
            m_timer.reset();
            m_notifier.reset();
            m_door.reset();
        },
        Qt::BlockingQueuedConnection);
    m_thread.quit();
    m_thread.wait();
}

void AdminThread::run(int listenFd, SocketOrigin origin)
{
    m_door = std::make_unique<FrontDoor>(listenFd, m_routes, m_poller, m_descriptors, m_counters, origin);
    m_door->apply(*m_engine.settings().settings(), FdBudget::adminConnections);
    m_notifier = std::make_unique<QSocketNotifier>(m_poller.fd(), QSocketNotifier::Read);
    connect(m_notifier.get(), &QSocketNotifier::activated, this, &AdminThread::turn);
    m_timer = std::make_unique<QTimer>();
    connect(m_timer.get(), &QTimer::timeout, this, [this] { m_door->onTick(Clock::now()); });
    m_timer->start(tickInterval);
}

void AdminThread::turn()
{
    for (const epoll_event &event : m_poller.take()) {
        const PollKey key = PollKey::unpacked(event.data.u64);
        if (key.kind != PollKey::Kind::Wake)
            m_door->onEvent(key, event.events);
    }
}

} // namespace sluice
