// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/admin/AdminEvents.h"

namespace sluice {

namespace {

constexpr Milliseconds housekeepingInterval{1000};
constexpr Milliseconds comeBackWithin{2000};

// Who was away for less misses nothing: five minutes of snapshots at one a second.
ChannelRegistry::Limits limitsFor(std::int64_t highWaterMark)
{
    ChannelRegistry::Limits limits;
    limits.log.count = 300;
    limits.log.bytes = 2 << 20;
    limits.log.age = std::chrono::minutes(5);
    limits.log.highWaterMark = highWaterMark;
    limits.totalBytes = 8 << 20;
    limits.maxChannels = AdminEvents::names.size();
    limits.readerPercent = 100; // who reads them is let in by the admin listener
    return limits;
}

} // namespace

AdminEvents::AdminEvents(FdBudget &descriptors)
    : m_maxStreams(std::max(operatorStreams + 1, descriptors.limit() - FdBudget::adminRequests))
    , m_admission(descriptors)
    , m_reactor(0, m_admission, descriptors)
    , m_channels({&m_reactor.sink()})
{
    m_admission.setMaxStreams(m_maxStreams);
    m_reactor.setChannels(m_channels);
}

void AdminEvents::publish(std::string_view name, std::string_view json)
{
    Event event;
    event.name = name;
    event.data = json;
    // Refused only if the bound over all history were owed to streams, and those end at the high-water mark.
    [[maybe_unused]] const auto published = m_channels.publish(name, event, Clock::now());
}

void AdminEvents::apply(const Settings &settings)
{
    m_channels.setLimits(limitsFor(settings.backpressure_high_water_mark));
    Reactor::Tuning tuning;
    tuning.timeouts = {settings.timeouts_heartbeat, settings.timeouts_write_stall, Milliseconds(0),
                       settings.timeouts_linger};
    tuning.marks.high = settings.backpressure_high_water_mark;
    tuning.slice = settings.pump_slice;
    m_reactor.tune(tuning);
}

bool AdminEvents::hasRoomForViewer() const
{
    return m_reactor.counters().streams.value() < m_maxStreams - operatorStreams;
}

void AdminEvents::endAll()
{
    m_reactor.evict(m_reactor.roll(), {Cause::Kicked, comeBackWithin});
}

void AdminEvents::tick(Instant now)
{
    m_reactor.tick(now);
    if (now < m_housekeepAt)
        return;
    m_channels.housekeep(now);
    m_housekeepAt = now + housekeepingInterval;
}

bool AdminEvents::isEmpty() const
{
    return m_reactor.counters().streams.value() + m_reactor.counters().lingering.value() == 0;
}

} // namespace sluice
