// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// One thread of the engine: a Qt event loop that turns a Reactor and, beside it, a front door.
// Owned by the Engine; functions are for the engine's thread unless they say otherwise.
#pragma once

#include "engine/worker/LoopPace.h"
#include "engine/worker/Reactor.h"
#include "engine/worker/WorkerFront.h"

#include <QObject>
#include <QSocketNotifier>
#include <QThread>
#include <QTimer>

namespace sluice {

class Worker final : public QObject
{
    Q_OBJECT

public:
    /** @p index is the worker's place among all; the parts it shares outlive it. */
    Worker(std::size_t index, Admission &admission, FdBudget &descriptors);
    ~Worker() override;

    /** Starts the thread and in it the front. */
    void start(ChannelRegistry &channels, int listenFd, WorkerFrontFactory factory, const Settings &settings);

    /** Puts new settings in force. Any thread. */
    void apply(std::shared_ptr<const Settings> settings);

    /** Gives @p answer, in the worker's thread, the streams that are open. Any thread. */
    void callRoll(std::function<void(StreamRoll)> answer);

    /** As the Reactor's functions of these names. Any thread. */
    void evict(StreamRoll streams, Farewell farewell);
    void forceAll(Farewell farewell);
    void reprieve();

    /** Asks for a new copy of what is known of its streams. Any thread; waits for nothing. */
    void copyStreams() { m_reactor.copier().request(); }

    /** The newest such copy; null before the first. Any thread. */
    std::shared_ptr<const StreamsCopy> streams() const { return m_reactor.copier().latest(); }

    /** Closes the front and all descriptors and ends the thread; waits for it. */
    void stop();

    /** Open descriptors of streams, ended ones that linger included. Any thread. */
    std::int64_t openStreams() const;

    /** What says so there may be used by any thread, the rest by the worker's own only. */
    Reactor &reactor() { return m_reactor; }
    const Reactor &reactor() const { return m_reactor; }

private:
    void run(int listenFd, const WorkerFrontFactory &factory, const Settings &settings);
    void applyNow(const Settings &settings);
    void turn();
    void tick();

    Reactor m_reactor;
    std::unique_ptr<WorkerFront> m_front;
    std::unique_ptr<QSocketNotifier> m_notifier;
    std::unique_ptr<QTimer> m_timer;
    LoopPace m_pace;
    QThread m_thread;
};

} // namespace sluice
