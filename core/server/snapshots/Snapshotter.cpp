// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/snapshots/Snapshotter.h"

#include <algorithm>

#include <malloc.h>

namespace sluice {

namespace {

// mallinfo2() walks malloc's free lists with their lock held, which workers may want meanwhile: some 2 ms for
// 15,000 free pieces. So it is asked seldom, and the longer it takes the more seldom.
constexpr std::chrono::seconds heapInterval{10};
constexpr int heapRest = 20'000; ///< times as long as it took

// A rate over less says more of chance than of the engine.
constexpr Milliseconds shortestBase{200};

} // namespace

Snapshotter::Snapshotter(Sources sources)
    : m_sources(std::move(sources))
{
}

Snapshotter::~Snapshotter()
{
    stop();
}

void Snapshotter::addListener(Listener listener)
{
    m_listeners.push_back(std::move(listener));
}

void Snapshotter::start()
{
    const SnapshotReading first = read(heapBytes(Clock::now()));
    {
        const std::lock_guard lock(m_mutex);
        m_last = m_lastButOne = first;
        m_stop = false;
    }
    m_thread = std::thread([this] { run(); });
}

void Snapshotter::stop()
{
    {
        const std::lock_guard lock(m_mutex);
        m_stop = true;
    }
    m_wake.notify_all();
    if (m_thread.joinable())
        m_thread.join();
}

void Snapshotter::setInterval(Milliseconds interval)
{
    {
        const std::lock_guard lock(m_mutex);
        m_interval = interval;
    }
    m_wake.notify_all();
}

void Snapshotter::run()
{
    Instant last = Clock::now();
    std::unique_lock lock(m_mutex);
    while (!m_stop) {
        const Instant due = last + m_interval;
        const Instant now = Clock::now();
        if (now < due) {
            m_wake.wait_until(lock, due);
            continue;
        }
        // In step, unless this thread was held up for so long that a snapshot is lost anyhow.
        last = now < due + m_interval ? due : now;
        lock.unlock();
        take();
        lock.lock();
    }
}

void Snapshotter::take()
{
    SnapshotReading now = read(heapBytes(Clock::now()));
    SnapshotPointer snapshot;
    {
        const std::lock_guard lock(m_mutex);
        snapshot = std::make_shared<const Snapshot>(snapshotOf(now, m_last, m_started));
        m_lastButOne = std::move(m_last);
        m_last = now;
    }
    m_history.add(now.at, snapshot);
    for (const Listener &listener : m_listeners)
        listener(snapshot);
}

SnapshotReading Snapshotter::read(std::int64_t heapBytes) const
{
    SnapshotReading reading;
    reading.at = Clock::now();
    reading.utc = m_sources.utc();
    reading.engine = m_sources.engine();
    reading.process = ProcessFigures::read(ProcessFigures::Descriptors::Omit);
    reading.process.heapBytes = heapBytes;
    reading.waits = CpuWaits::read();
    return reading;
}

std::int64_t Snapshotter::heapBytes(Instant now)
{
    if (now < m_heapDue) {
        const std::lock_guard lock(m_mutex);
        return m_last.process.heapBytes;
    }
    const Instant began = Clock::now();
    const struct mallinfo2 info = ::mallinfo2();
    // Bounded: on a busy machine the look takes as long as the thread had to wait for a processor.
    m_heapDue = now + std::clamp<Clock::duration>(heapRest * (Clock::now() - began), heapInterval,
                                                  std::chrono::minutes(5));
    return static_cast<std::int64_t>(info.uordblks + info.hblkhd);
}

Snapshot Snapshotter::current() const
{
    SnapshotReading before;
    std::int64_t heap = 0;
    {
        const std::lock_guard lock(m_mutex);
        before = Clock::now() - m_last.at >= shortestBase ? m_last : m_lastButOne;
        heap = m_last.process.heapBytes;
    }
    return snapshotOf(read(heap), before, m_started);
}

} // namespace sluice
