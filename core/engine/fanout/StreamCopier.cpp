// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/fanout/StreamCopier.h"

#include <algorithm>

namespace sluice {

namespace {

// A slice of a tenth of the promised millisecond: a copy must not be felt in the latency of deliveries.
constexpr std::chrono::microseconds copySlice{100};

constexpr std::uint32_t slotsPerClockRead = 32;

constexpr double leastSpanSeconds = 0.001;

} // namespace

StreamCopier::StreamCopier(std::size_t worker, StreamTable &table, const Pump &pump, Poller &poller)
    : m_worker(worker)
    , m_table(table)
    , m_pump(pump)
    , m_poller(poller)
{
}

void StreamCopier::request()
{
    if (!m_wanted.exchange(true))
        m_poller.wake();
}

std::shared_ptr<const StreamsCopy> StreamCopier::latest() const
{
    const std::lock_guard lock(m_mutex);
    return m_latest;
}

void StreamCopier::step()
{
    if (!hasWork())
        return;
    const Instant begun = Clock::now();
    if (!m_making) {
        m_making = std::make_unique<StreamsCopy>();
        m_making->worker = m_worker;
        m_making->taken = begun;
        // Growing it later would move thousands of entries in one slice.
        m_making->streams.reserve(
            static_cast<std::size_t>(std::max<std::int64_t>(0, m_table.openDescriptors())));
        m_next = 0;
    }
    if (m_before.size() < m_table.slotCount())
        m_before.resize(m_table.slotCount());
    Instant now = begun;
    while (m_next < m_table.slotCount() && now - begun < copySlice) {
        for (std::uint32_t i = 0; i < slotsPerClockRead && m_next < m_table.slotCount(); ++i, ++m_next) {
            Stream &stream = m_table.at(m_next);
            if (stream.state == Stream::State::Open)
                copy(stream, begun);
        }
        now = Clock::now();
    }
    if (m_next >= m_table.slotCount())
        finish();
    m_longest.store(std::max(m_longest.load(), (Clock::now() - begun).count()));
}

void StreamCopier::copy(Stream &stream, Instant now)
{
    Before &before = m_before[stream.slot];
    const bool known = before.id == stream.id;
    const double span =
        std::max(leastSpanSeconds,
                 std::chrono::duration<double>(now - (known ? before.taken : stream.opened)).count());

    StreamFacts &facts = m_making->streams.emplace_back();
    facts.id = stream.id;
    facts.client = stream.client;
    facts.channelNames = m_pump.channelNames(stream);
    facts.worker = m_worker;
    facts.opened = stream.opened;
    facts.age = std::chrono::duration_cast<Milliseconds>(now - stream.opened);
    facts.backlogBytes = stream.strain != Stream::unstrained ? m_pump.backlog(stream) : 0;
    facts.drainRate = static_cast<double>(stream.sentBytes - (known ? before.sentBytes : 0)) / span;
    facts.sentBytes = stream.sentBytes;
    facts.sentEvents = stream.sentEvents;
    facts.eventRate = static_cast<double>(stream.sentEvents - (known ? before.sentEvents : 0)) / span;
    if (stream.sentEvents > 0)
        facts.lastEvent = stream.lastEvent;
    facts.blocked = stream.blocked;
    facts.evicting = stream.evicting;
    facts.framing = stream.framing;
    before = {stream.id, stream.sentBytes, stream.sentEvents, now};
}

void StreamCopier::finish()
{
    std::shared_ptr<const StreamsCopy> made(std::move(m_making));
    {
        const std::lock_guard lock(m_mutex);
        m_latest.swap(made);
    }
    m_wanted.store(false);
    // What this held before is freed by whoever drops it last, outside the lock.
}

} // namespace sluice
