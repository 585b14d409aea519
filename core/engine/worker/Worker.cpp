// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/worker/Worker.h"

namespace sluice {

Worker::Worker(std::size_t index, Admission &admission, FdBudget &descriptors)
    : m_reactor(index, admission, descriptors)
{
    m_thread.setObjectName(QStringLiteral("worker-%1").arg(index));
    moveToThread(&m_thread);
}

Worker::~Worker()
{
    stop();
}

void Worker::start(ChannelRegistry &channels, int listenFd, WorkerFrontFactory factory,
                   const Settings &settings)
{
    m_reactor.setChannels(channels);
    m_thread.start();
    QMetaObject::invokeMethod(
        this, [this, listenFd, factory = std::move(factory), settings] { run(listenFd, factory, settings); },
        Qt::BlockingQueuedConnection);
}

void Worker::run(int listenFd, const WorkerFrontFactory &factory, const Settings &settings)
{
    m_front = factory(*this, listenFd);
    applyNow(settings);
    m_notifier = std::make_unique<QSocketNotifier>(m_reactor.poller().fd(), QSocketNotifier::Read);
    connect(m_notifier.get(), &QSocketNotifier::activated, this, &Worker::turn);
    m_timer = std::make_unique<QTimer>();
    m_timer->setTimerType(Qt::PreciseTimer);
    connect(m_timer.get(), &QTimer::timeout, this, &Worker::tick);
    m_reactor.counters().loop.onTick(Clock::now());
    m_timer->start(LoopMeter::tick);
}

void Worker::turn()
{
    const Instant begin = Clock::now();
    if (m_pace.onTurn() && m_timer->remainingTimeAsDuration() > LoopMeter::tick) {
        m_timer->start(LoopMeter::tick);
        m_reactor.counters().loop.expect(begin + LoopMeter::tick);
    }
    m_reactor.turn(m_front.get());
    m_reactor.counters().loop.addWork(Clock::now() - begin);
}

void Worker::tick()
{
    const Instant now = Clock::now();
    const Milliseconds next = m_pace.onTick();
    if (m_timer->intervalAsDuration() != next)
        m_timer->start(next);
    m_reactor.counters().loop.onTick(now, next);
    if (!m_pace.isRound(now))
        return;
    m_reactor.tick(now);
    m_front->onTick(now);
    m_reactor.counters().loop.addWork(Clock::now() - now);
}

void Worker::apply(std::shared_ptr<const Settings> settings)
{
    QMetaObject::invokeMethod(this, [this, settings = std::move(settings)] {
        if (m_front) // not started yet: start() brings the settings of that moment
            applyNow(*settings);
    });
}

void Worker::applyNow(const Settings &settings)
{
    Reactor::Tuning tuning;
    tuning.timeouts = {settings.timeouts_heartbeat, settings.timeouts_write_stall, settings.timeouts_max_age,
                       settings.timeouts_linger};
    tuning.marks = {settings.backpressure_high_water_mark, settings.backpressure_low_water_mark,
                    settings.backpressure_min_drain_rate, settings.backpressure_longest_pause};
    tuning.slice = settings.pump_slice;
    tuning.retrySpread = settings.drain_retry_spread;
    m_reactor.tune(tuning);
    m_front->apply(settings);
}

void Worker::callRoll(std::function<void(StreamRoll)> answer)
{
    QMetaObject::invokeMethod(this, [this, answer = std::move(answer)] { answer(m_reactor.roll()); });
}

void Worker::evict(StreamRoll streams, Farewell farewell)
{
    QMetaObject::invokeMethod(
        this, [this, streams = std::move(streams), farewell] { m_reactor.evict(streams, farewell); });
}

void Worker::forceAll(Farewell farewell)
{
    QMetaObject::invokeMethod(this, [this, farewell] { m_reactor.forceAll(farewell); });
}

void Worker::reprieve()
{
    QMetaObject::invokeMethod(this, [this] { m_reactor.reprieve(); });
}

std::int64_t Worker::openStreams() const
{
    return m_reactor.counters().streams.value() + m_reactor.counters().lingering.value();
}

void Worker::stop()
{
    if (!m_thread.isRunning())
        return;
    QMetaObject::invokeMethod(
        this,
        [this] {
            m_timer.reset();
            m_notifier.reset();
            m_front->close();
            m_reactor.closeAll(Cause::Shutdown);
            m_front.reset();
        },
        Qt::BlockingQueuedConnection);
    m_thread.quit();
    m_thread.wait();
}

} // namespace sluice
