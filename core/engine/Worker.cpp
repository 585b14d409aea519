// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/Worker.h"

#include <algorithm>
#include <random>

namespace sluice {

namespace {

// The resolution of heartbeats, stalls and connection deadlines.
constexpr Milliseconds tickInterval{50};

// Over which clients come back after a shutdown.
constexpr int retrySpreadMs = 5'000;
constexpr int retryFirstMs = 1'000;

// Evictions between two looks at the clock.
constexpr int evictionsPerClockRead = 16;

constexpr Milliseconds evictionSlice{2};

} // namespace

Worker::Worker(std::size_t index, Admission &admission, FdBudget &descriptors)
    : m_index(index)
    , m_admission(admission)
    , m_descriptors(descriptors)
    , m_table(m_poller, admission, descriptors, m_counters)
    , m_pump(index, m_table, m_poller, m_counters)
{
    m_table.setServer(m_pump);
    m_table.setFarewell([this] { return farewell(); });
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
    m_channels = &channels;
    m_thread.start();
    QMetaObject::invokeMethod(
        this, [this, listenFd, factory = std::move(factory), settings] { run(listenFd, factory, settings); },
        Qt::BlockingQueuedConnection);
}

void Worker::run(int listenFd, const WorkerFrontFactory &factory, const Settings &settings)
{
    m_front = factory(*this, listenFd);
    applyNow(settings);
    m_notifier = std::make_unique<QSocketNotifier>(m_poller.fd(), QSocketNotifier::Read);
    connect(m_notifier.get(), &QSocketNotifier::activated, this, &Worker::turn);
    m_timer = std::make_unique<QTimer>();
    m_timer->setTimerType(Qt::CoarseTimer);
    connect(m_timer.get(), &QTimer::timeout, this, &Worker::tick);
    m_timer->start(tickInterval);
}

void Worker::apply(std::shared_ptr<const Settings> settings)
{
    QMetaObject::invokeMethod(this, [this, settings = std::move(settings)] { applyNow(*settings); });
}

void Worker::applyNow(const Settings &settings)
{
    m_pump.setHighWaterMark(settings.backpressure_high_water_mark);
    m_pump.setSlice(settings.pump_slice);
    m_table.setTimeouts({settings.timeouts_heartbeat, settings.timeouts_write_stall,
                         settings.timeouts_max_age, settings.timeouts_linger});
    m_front->apply(settings);
}

void Worker::turn()
{
    for (const epoll_event &event : m_poller.take()) {
        const PollKey key = PollKey::unpacked(event.data.u64);
        switch (key.kind) {
        case PollKey::Kind::Stream:
            m_table.onEvent(key, event.events);
            break;
        case PollKey::Kind::Wake:
            break; // what it is about is found below
        default:
            m_front->onEvent(key, event.events);
        }
    }
    m_pump.runSlice();
    if (m_evicting)
        evictSome();
    // Not a zero timer: GLib would run it only when nothing else is ready.
    if (m_pump.hasWork() || m_evicting)
        m_poller.wake();
}

void Worker::tick()
{
    const Instant now = Clock::now();
    m_table.onTick(now);
    m_front->onTick(now);
}

tl::expected<StreamTicket, Refusal> Worker::admit(const StreamRequest &request)
{
    const auto refuse = [this](Refusal refusal) {
        m_counters.refusals[static_cast<std::size_t>(refusal)].add(1);
        return tl::unexpected(refusal);
    };
    const auto id = m_admission.admit();
    if (!id)
        return refuse(id.error());

    for (;;) {
        Pump::Channels channels;
        for (const std::string &name : request.channels) {
            auto channel = m_channels->obtain(name);
            if (!channel) {
                m_admission.leave();
                return refuse(Refusal::ChannelLimit);
            }
            channels.push_back(*std::move(channel));
        }
        auto seating = m_pump.subscribe(channels, request.resumeId);
        if (!seating)
            continue; // forgotten between the look-up and the subscription: it is made anew
        if (!request.resumeId.empty())
            (seating->gaps.empty() ? m_counters.resumeHits : m_counters.resumeGaps).add(1);
        return StreamTicket{*id, request.framing, request.client, *std::move(seating)};
    }
}

void Worker::open(StreamTicket ticket, int fd, std::string head)
{
    Stream *stream = m_table.open(fd, ticket.id, ticket.client, ticket.framing, std::move(head));
    if (stream == nullptr) {
        m_pump.abandon(ticket.seating);
        return;
    }
    m_pump.seat(*stream, std::move(ticket.seating));
}

std::string Worker::farewell()
{
    // Each client gets a delay of its own, so that they do not all come back in the same second.
    thread_local std::minstd_rand random{std::random_device{}()};
    const int retry = retryFirstMs + static_cast<int>(random() % retrySpreadMs);
    return "retry: " + std::to_string(retry) +
           "\nevent: shutdown\ndata: {\"retry_ms\":" + std::to_string(retry) + "}\n\n";
}

void Worker::evictAll(Cause cause)
{
    QMetaObject::invokeMethod(this, [this, cause] {
        m_evicting = true;
        m_evictCause = cause;
        m_evictNext = 0;
        m_poller.wake();
    });
}

void Worker::evictSome()
{
    const Instant deadline = Clock::now() + evictionSlice;
    for (int done = 1; m_evictNext < m_table.slotCount(); ++m_evictNext, ++done) {
        m_table.evict(m_table.at(m_evictNext), m_evictCause);
        if (done % evictionsPerClockRead == 0 && Clock::now() >= deadline)
            return;
    }
    m_evicting = false;
}

void Worker::forceAll(Cause cause)
{
    QMetaObject::invokeMethod(this, [this, cause] {
        for (std::uint32_t slot = 0; slot < m_table.slotCount(); ++slot)
            m_table.end(m_table.at(slot), cause);
    });
}

std::int64_t Worker::openStreams() const
{
    return m_counters.streams.value() + m_counters.lingering.value();
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
            m_table.closeAll(Cause::Shutdown);
            m_front.reset();
        },
        Qt::BlockingQueuedConnection);
    m_thread.quit();
    m_thread.wait();
}

} // namespace sluice
