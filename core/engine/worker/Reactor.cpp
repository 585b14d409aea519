// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/worker/Reactor.h"

#include "engine/worker/WorkerFront.h"
#include "http/Framing.h"

namespace sluice {

namespace {

// The least that an evicted client waits: its successor must be found first.
constexpr std::int64_t retryFirstMs = 1'000;

// Evictions between two looks at the clock.
constexpr int evictionsPerClockRead = 16;

constexpr Milliseconds evictionSlice{2};

} // namespace

Reactor::Reactor(std::size_t index, Admission &admission, FdBudget &descriptors)
    : m_index(index)
    , m_admission(admission)
    , m_descriptors(descriptors)
    , m_table(m_poller, admission, descriptors, m_counters)
    , m_pump(index, m_table, m_poller, m_counters)
    , m_copier(index, m_table, m_pump, m_poller)
    , m_kicks(m_table, m_poller)
    , m_random(std::random_device{}())
{
    m_table.setServer(m_pump);
    m_table.setFarewell([this](Cause cause) { return farewellText(cause); });
}

std::string Reactor::farewellText(Cause cause)
{
    // Each a delay of its own, so that they do not all come back in the same second. A kick is no drain's:
    // what a drain was asked for says nothing of whom an operator ends by name.
    const Milliseconds window = cause == Cause::Kicked ? m_retrySpread : m_farewell.retrySpread;
    std::uniform_int_distribution<std::int64_t> spread(0, window.count());
    const auto retry = static_cast<std::uint64_t>(retryFirstMs + spread(m_random));
    return framing::retryLine(retry) + "event: shutdown\ndata: {\"retry_ms\":" + std::to_string(retry) +
           "}\n\n";
}

void Reactor::tune(const Tuning &tuning)
{
    m_table.setTimeouts(tuning.timeouts);
    m_pump.setMarks(tuning.marks);
    m_slice = tuning.slice;
    m_retrySpread = tuning.retrySpread;
}

tl::expected<StreamTicket, Refusal> Reactor::admit(const StreamRequest &request)
{
    const auto refuse = [this](Refusal refusal) {
        m_counters.refusals[static_cast<std::size_t>(refusal)].add(1);
        return tl::unexpected(refusal);
    };
    const auto pass = m_admission.admit(ClientKey::of(request.client));
    if (!pass)
        return refuse(pass.error());

    for (;;) {
        Pump::Channels channels;
        // What was made for the refused stream alone must not stay to be refused for.
        const auto giveBack = [&] {
            m_admission.revoke(*pass);
            for (const auto &channel : channels)
                m_channels->release(*channel);
        };
        for (const std::string &name : request.channels) {
            auto channel = m_channels->obtain(name, ChannelRegistry::For::Reader);
            if (!channel) {
                giveBack();
                return refuse(Refusal::ChannelLimit);
            }
            channels.push_back(*std::move(channel));
        }
        auto seating = m_pump.subscribe(channels, request.resumeId);
        if (!seating && seating.error() == Channel::Refused::Crowded) {
            giveBack();
            return refuse(Refusal::ChannelCap);
        }
        if (!seating)
            continue; // forgotten between the look-up and the subscription: it is made anew
        if (!request.resumeId.empty())
            (seating->gaps.empty() ? m_counters.resumeHits : m_counters.resumeGaps).add(1);
        return StreamTicket{*pass, request.framing, request.client, *std::move(seating)};
    }
}

void Reactor::open(StreamTicket ticket, int fd, std::string head)
{
    Stream *stream = m_table.open(fd, ticket.pass, ticket.client, ticket.framing, std::move(head));
    if (stream == nullptr) {
        m_pump.abandon(ticket.seating);
        return;
    }
    m_pump.seat(*stream, std::move(ticket.seating));
}

void Reactor::turn(WorkerFront *front)
{
    m_turnEnd = Clock::now() + m_slice;
    m_pump.beginTurn(m_turnEnd);
    Instant now;
    // Again while there is news: a round through Qt's loop costs as much as sending to one more stream.
    do {
        const auto events = m_poller.take();
        const epoll_event *listener = nullptr;
        for (const epoll_event &event : events) {
            const PollKey key = PollKey::unpacked(event.data.u64);
            if (key.kind == PollKey::Kind::Stream)
                m_table.onEvent(key, event.events);
            else if (key.kind == PollKey::Kind::Listener)
                listener = &event; // last: whom the batch before has accepted may leave, and make room
            else if (key.kind != PollKey::Kind::Wake && front != nullptr)
                front->onEvent(key, event.events);
        }
        if (listener != nullptr && front != nullptr)
            front->onEvent(PollKey::unpacked(listener->data.u64), listener->events);
        m_pump.runSlice(m_turnEnd);
        now = Clock::now();
        if (events.empty())
            break;
    } while (now < m_turnEnd);
    if (front != nullptr)
        front->onTurn(now);
    if (isEvicting()) {
        const Instant deadline = Clock::now() + evictionSlice;
        evictSome(deadline);
        forceSome(deadline);
    }
    m_copier.step();
    m_kicks.step();
    // Not a zero timer: GLib would run it only when nothing else is ready.
    if (m_pump.hasWork() || isEvicting() || m_copier.hasWork() || m_kicks.hasWork())
        m_poller.wake();
}

void Reactor::fanOut()
{
    if (!m_pump.hasWork() && Clock::now() < m_turnEnd)
        m_pump.runSlice(m_turnEnd);
}

StreamRoll Reactor::roll() const
{
    StreamRoll roll;
    for (std::uint32_t slot = 0; slot < m_table.slotCount(); ++slot) {
        const Stream &stream = m_table.at(slot);
        if (stream.state == Stream::State::Open && !stream.evicting)
            roll.push_back({stream.id, slot});
    }
    return roll;
}

void Reactor::evict(const StreamRoll &streams, Farewell farewell)
{
    m_farewell = farewell;
    m_evictions.insert(m_evictions.end(), streams.begin(), streams.end());
    m_poller.wake();
}

void Reactor::evictSome(Instant deadline)
{
    int done = 0;
    while (!m_evictions.empty()) {
        const StreamName name = m_evictions.front();
        m_evictions.pop_front();
        Stream &stream = m_table.at(name.slot);
        if (stream.id == name.id && stream.state == Stream::State::Open)
            m_table.evict(stream, m_farewell.cause);
        else
            m_counters.missedEvictions.add(1);
        if (++done % evictionsPerClockRead == 0 && Clock::now() >= deadline)
            return;
    }
}

void Reactor::forceAll(Farewell farewell)
{
    m_farewell = farewell;
    m_evictions.clear();
    m_forceNext = 0;
    m_poller.wake();
}

void Reactor::forceSome(Instant deadline)
{
    int done = 0;
    while (m_forceNext < m_table.slotCount()) {
        m_table.force(m_table.at(m_forceNext++), m_farewell.cause);
        if (++done % evictionsPerClockRead == 0 && Clock::now() >= deadline)
            return;
    }
    m_forceNext = forceNobody;
}

void Reactor::reprieve()
{
    m_evictions.clear();
    m_forceNext = forceNobody;
    for (std::uint32_t slot = 0; slot < m_table.slotCount(); ++slot)
        m_table.at(slot).evicting = false;
}

void Reactor::closeAll(Cause cause)
{
    m_kicks.close();
    m_table.closeAll(cause);
}

} // namespace sluice
