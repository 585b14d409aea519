// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/fanout/StreamTable.h"

#include "http/Framing.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <utility>

#include <sys/socket.h>
#include <unistd.h>

namespace sluice {

namespace {

constexpr Milliseconds wheelTick{20};

// What a client may send on an open stream before it counts as a flood.
constexpr std::uint32_t discardBudget = 64 << 10;

// Reads of one event: whoever sends without end must leave turns for the others.
constexpr int readsPerEvent = 8;

constexpr std::uint32_t streamEvents = EPOLLIN | EPOLLRDHUP | EPOLLET;

// Looks at what a blocked stream's client acknowledges, over timeouts.write_stall: EPOLLOUT says nothing
// until a third of the send buffer is free, which a slow client may take minutes to read.
constexpr int looksPerStall = 4;

// Over this long the streams that a change of timeouts makes overdue are served.
constexpr Milliseconds longestRetiming{400};

/** A part of @p span, from none to all of it, by a hash of the slot. */
Milliseconds spread(std::uint32_t slot, Milliseconds span)
{
    const std::uint32_t hash = (slot * 2654435761U) >> 22;
    return span * static_cast<int>(hash) / 1024;
}

bool wantsChunks(const Stream &stream)
{
    return stream.framing == BodyFraming::Chunked;
}

} // namespace

StreamTable::StreamTable(Poller &poller, Admission &admission, FdBudget &descriptors,
                         WorkerCounters &counters)
    : m_poller(poller)
    , m_admission(admission)
    , m_descriptors(descriptors)
    , m_counters(counters)
    , m_wheel(wheelTick)
{
}

StreamTable::~StreamTable()
{
    closeAll(Cause::Shutdown);
}

Stream *StreamTable::open(int fd, const AdmissionPass &pass, const ClientAddress &client, BodyFraming framing,
                          std::string head)
{
    if (m_free.empty()) {
        m_blocks.push_back(std::make_unique<Stream[]>(blockSize));
        for (std::uint32_t i = blockSize; i-- > 0;) {
            m_blocks.back()[i].slot = m_slotCount + i;
            m_free.push_back(m_slotCount + i);
        }
        m_slotCount += blockSize;
    }
    Stream &stream = at(m_free.back());
    m_free.pop_back();

    stream.fd = fd;
    stream.id = pass.id;
    stream.clientRef = pass.client;
    stream.client = client;
    stream.framing = framing;
    stream.state = Stream::State::Open;
    stream.opened = Clock::now();
    stream.lastSent = stream.opened;
    ++m_open;
    m_counters.streams.add(1);
    m_counters.admitted.add(1);

    if (!m_poller.modify(fd, streamEvents, keyOf(stream))) {
        end(stream, Cause::Error);
        return nullptr;
    }
    stream.side = std::make_unique<std::string>(std::move(head));
    if (!flushSide(stream) && stream.state != Stream::State::Open)
        return nullptr;
    rearm(stream);
    return &stream;
}

bool StreamTable::flushSide(Stream &stream)
{
    if (!stream.side)
        return true;
    const auto sent = streamwriter::send(stream.fd, *stream.side);
    stream.side->erase(0, sent.bytes);
    if (stream.side->empty())
        stream.side.reset();
    return account(stream, sent, Clock::now());
}

bool StreamTable::account(Stream &stream, streamwriter::Sent sent, Instant now)
{
    using streamwriter::Outcome;
    m_counters.sends.add(1);
    if (sent.bytes > 0) {
        stream.sentBytes += sent.bytes;
        stream.lastSent = now;
        m_counters.sentBytes.add(static_cast<std::int64_t>(sent.bytes));
    }
    switch (sent.outcome) {
    case Outcome::Whole:
        return true;
    case Outcome::Refused:
        block(stream);
        return false;
    default:
        if (stream.state == Stream::State::Open)
            decideEnd(stream, streamwriter::causeOf(sent.outcome));
        close(stream);
        return false;
    }
}

void StreamTable::block(Stream &stream)
{
    if (stream.blocked)
        return;
    stream.blocked = true;
    if (stream.state == Stream::State::Open) {
        m_counters.blocked.add(1);
        if (stream.strain == Stream::unstrained)
            strain(stream);
        m_server->refused(stream);
    }
    m_poller.modify(stream.fd, streamEvents | EPOLLOUT, keyOf(stream));
    rearm(stream);
}

void StreamTable::strain(Stream &stream)
{
    stream.strain = static_cast<std::uint32_t>(m_strains.size());
    Strain strain;
    strain.slot = stream.slot;
    strain.windowStart = Clock::now();
    strain.windowSent = stream.sentBytes;
    m_strains.push_back(strain);
}

void StreamTable::relax(Stream &stream)
{
    m_strains[stream.strain] = m_strains.back();
    at(m_strains.back().slot).strain = stream.strain;
    m_strains.pop_back();
    stream.strain = Stream::unstrained;
}

void StreamTable::onEvent(PollKey key, std::uint32_t events)
{
    if (key.index >= m_slotCount)
        return;
    Stream &stream = at(key.index);
    if (stream.state == Stream::State::Free || stream.generation != key.generation)
        return;

    if ((events & EPOLLERR) != 0) {
        int error = 0;
        socklen_t size = sizeof error;
        ::getsockopt(stream.fd, SOL_SOCKET, SO_ERROR, &error, &size);
        fail(stream, error);
        return;
    }
    // Writing goes first: a client that closed its side may still read what is due to it.
    if ((events & EPOLLOUT) != 0 && stream.blocked) {
        stream.blocked = false;
        if (stream.state == Stream::State::Open)
            m_counters.blocked.add(-1);
        if (stream.state == Stream::State::Closing) {
            finishClosing(stream);
        } else if (stream.state == Stream::State::Open) {
            if (flushSide(stream))
                m_server->serve(stream);
        }
        if (stream.generation != key.generation)
            return;
        if (!stream.blocked && stream.state == Stream::State::Open)
            m_poller.modify(stream.fd, streamEvents, key);
    }
    if ((events & (EPOLLIN | EPOLLRDHUP | EPOLLHUP)) != 0)
        onReadable(stream);
}

void StreamTable::onReadable(Stream &stream)
{
    std::array<char, 16 << 10> scratch;
    for (int reads = 0; reads < readsPerEvent; ++reads) {
        const ssize_t bytes = ::recv(stream.fd, scratch.data(), scratch.size(), MSG_DONTWAIT);
        if (bytes == 0) {
            peerClosed(stream);
            return;
        }
        if (bytes < 0 && errno == EAGAIN)
            return;
        if (bytes < 0 && errno != EINTR) {
            fail(stream, errno);
            return;
        }
        if (bytes < 0 || stream.state != Stream::State::Open)
            continue; // one that is ending is read until its linger deadline
        stream.discarded += static_cast<std::uint32_t>(bytes);
        if (stream.discarded > discardBudget) {
            end(stream, Cause::Error);
            return;
        }
    }
    // More may wait, and its edge is over: asking anew reports it in a later turn, behind everybody else.
    m_poller.modify(stream.fd, stream.blocked ? streamEvents | EPOLLOUT : streamEvents, keyOf(stream));
}

void StreamTable::peerClosed(Stream &stream)
{
    if (stream.state == Stream::State::Lingering)
        close(stream);
    else if (stream.state == Stream::State::Open)
        end(stream, Cause::ClientClosed);
}

void StreamTable::fail(Stream &stream, int error)
{
    if (stream.state == Stream::State::Open)
        decideEnd(stream, streamwriter::causeOf(streamwriter::outcomeOf(error)));
    close(stream);
}

void StreamTable::decideEnd(Stream &stream, Cause cause)
{
    record(stream, cause);
    m_server->leave(stream);
    if (stream.strain != Stream::unstrained)
        relax(stream);
    if (stream.blocked)
        m_counters.blocked.add(-1);
    stream.state = Stream::State::Closing;
    stream.cause = cause;
    m_counters.streams.add(-1);
    m_counters.ends[static_cast<std::size_t>(cause)].add(1);
    m_counters.lingering.add(1);
    m_admission.leave({stream.id, stream.clientRef});
}

void StreamTable::record(const Stream &stream, Cause cause)
{
    EndRecord record;
    record.id = stream.id;
    record.channels = m_server->channelNames(stream);
    record.opened = stream.opened;
    record.ended = Clock::now();
    record.endedUtc = utcNow();
    record.sentBytes = stream.sentBytes;
    record.client = stream.client;
    record.cause = cause;
    if (cause == Cause::Kicked) // the last bytes may have found that the client had gone
        record.note = m_note;
    m_counters.ages.observe(record.age(), 1);
    m_counters.lastEnds.add(std::move(record));
}

void StreamTable::end(Stream &stream, Cause cause, std::string_view farewell)
{
    if (stream.state != Stream::State::Open)
        return;
    const bool clean = m_server->betweenEntries(stream);
    decideEnd(stream, cause);
    if (clean) {
        if (!stream.side)
            stream.side = std::make_unique<std::string>();
        if (!wantsChunks(stream)) {
            stream.side->append(farewell);
        } else {
            framing::appendChunk(*stream.side, farewell);
            stream.side->append(framing::lastChunk);
        }
    } else {
        // Half an event is better cut than mended: the client discards it and resumes from its last whole
        // one.
        stream.side.reset();
    }
    m_wheel.arm(stream.slot, Clock::now() + m_timeouts.linger);
    finishClosing(stream);
}

void StreamTable::finishClosing(Stream &stream)
{
    if (!flushSide(stream))
        return; // blocked until EPOLLOUT or the linger deadline, or gone
    ::shutdown(stream.fd, SHUT_WR);
    stream.state = Stream::State::Lingering;
    stream.blocked = false;
    m_poller.modify(stream.fd, streamEvents, keyOf(stream));
    // Bytes that wait unread would make close() reset the peer; and its end may have come already.
    onReadable(stream);
}

void StreamTable::evict(Stream &stream, Cause cause)
{
    if (stream.state != Stream::State::Open || stream.evicting)
        return;
    stream.evicting = true;
    stream.cause = cause;
    if (!stream.blocked)
        m_server->serve(stream);
}

void StreamTable::evictNow(Stream &stream, Cause cause)
{
    stream.evicting = true;
    stream.cause = cause;
    if (!stream.blocked)
        m_server->serveWhole(stream);
}

void StreamTable::force(Stream &stream, Cause cause)
{
    if (stream.state != Stream::State::Open)
        return;
    evictNow(stream, cause);
    end(stream, cause); // whoever could not be served
}

void StreamTable::kick(Stream &stream, Cause cause, const std::shared_ptr<const EndNote> &note)
{
    if (stream.state != Stream::State::Open)
        return;
    m_note = note;
    evictNow(stream, cause); // a drain may have begun with it; the kick decides the cause
    if (stream.state == Stream::State::Open)
        end(stream, cause, m_farewell ? m_farewell(cause) : std::string());
    m_note.reset();
}

void StreamTable::caughtUp(Stream &stream)
{
    if (stream.strain != Stream::unstrained)
        relax(stream);
    if (stream.evicting && stream.state == Stream::State::Open)
        end(stream, stream.cause, m_farewell ? m_farewell(stream.cause) : std::string());
}

Milliseconds StreamTable::jittered(const Stream &stream, Milliseconds span) const
{
    // Up to a fifth less: one broadcast must not be followed by one wave of heartbeats.
    return span - spread(stream.slot, span) / 5;
}

Instant StreamTable::deadlineOf(const Stream &stream) const
{
    const Instant due =
        stream.blocked ? nextLook(stream) : stream.lastSent + jittered(stream, m_timeouts.heartbeat);
    if (m_timeouts.maxAge.count() <= 0)
        return due;
    return std::min(due, stream.opened + jittered(stream, m_timeouts.maxAge));
}

/** When the client of a blocked stream is next looked at. */
Instant StreamTable::nextLook(const Stream &stream) const
{
    const Clock::duration step = std::max<Clock::duration>(m_timeouts.writeStall / looksPerStall, wheelTick);
    if (stream.strain == Stream::unstrained || m_strains[stream.strain].stallSent != stream.lastSent)
        return stream.lastSent + step;
    const Instant progress = m_strains[stream.strain].progress;
    return std::min(progress + m_timeouts.writeStall,
                    progress + step * ((Clock::now() - progress) / step + 1));
}

/** True if the client of a blocked stream has neither taken nor acknowledged a byte for timeouts.write_stall.
 */
bool StreamTable::isStalled(Stream &stream, Instant now)
{
    if (stream.strain == Stream::unstrained)
        return now >= stream.lastSent + m_timeouts.writeStall;
    Strain &strain = m_strains[stream.strain];
    const std::int64_t acked = acknowledged(stream);
    if (strain.stallSent != stream.lastSent) {
        strain.stallSent = strain.progress = stream.lastSent;
        strain.stallAcked = acked;
    } else if (acked > strain.stallAcked) {
        strain.progress = now;
        strain.stallAcked = acked;
    }
    return now >= strain.progress + m_timeouts.writeStall;
}

void StreamTable::rearm(Stream &stream)
{
    if (stream.state == Stream::State::Open)
        m_wheel.arm(stream.slot, deadlineOf(stream));
}

void StreamTable::setTimeouts(const Timeouts &timeouts)
{
    const Timeouts before = std::exchange(m_timeouts, timeouts);
    if (before == timeouts)
        return;
    const Instant now = Clock::now();
    for (std::uint32_t slot = 0; slot < m_slotCount; ++slot) {
        Stream &stream = at(slot);
        if (stream.state == Stream::State::Open) {
            if (before.writeStall != timeouts.writeStall)
                streamwriter::setUserTimeout(stream.fd, timeouts.writeStall);
            // Those that are overdue now must not all be due in the same tick.
            m_wheel.arm(slot, std::max(deadlineOf(stream), now + spread(slot, longestRetiming)));
        } else if (stream.state != Stream::State::Free && before.linger != timeouts.linger) {
            m_wheel.arm(slot, now + timeouts.linger);
        }
    }
}

void StreamTable::onTick(Instant now)
{
    m_wheel.expire(now, m_expired);
    for (const std::uint32_t slot : m_expired) {
        Stream &stream = at(slot);
        if (stream.state == Stream::State::Open)
            onDeadline(stream, now);
        else if (stream.state != Stream::State::Free)
            close(stream); // the linger deadline
    }
}

void StreamTable::onDeadline(Stream &stream, Instant now)
{
    if (m_timeouts.maxAge.count() > 0 && now >= stream.opened + jittered(stream, m_timeouts.maxAge)) {
        end(stream, Cause::MaxAge);
        return;
    }
    if (stream.blocked) {
        if (isStalled(stream, now)) {
            end(stream, Cause::WriteStalled);
            return;
        }
    } else if (now >= stream.lastSent + jittered(stream, m_timeouts.heartbeat)) {
        heartbeat(stream, now);
        if (stream.state != Stream::State::Open)
            return;
    }
    rearm(stream);
}

void StreamTable::heartbeat(Stream &stream, Instant now)
{
    if (!m_server->betweenEntries(stream)) {
        m_server->serve(stream);
        return;
    }
    static const std::string framed = framing::chunk(framing::heartbeat);
    const std::string_view bytes = wantsChunks(stream) ? std::string_view(framed) : framing::heartbeat;
    const auto sent = streamwriter::send(stream.fd, bytes);
    if (sent.outcome == streamwriter::Outcome::Refused)
        stream.side = std::make_unique<std::string>(bytes.substr(sent.bytes));
    m_counters.heartbeats.add(1);
    account(stream, sent, now);
}

void StreamTable::close(Stream &stream)
{
    if (stream.state == Stream::State::Closing || stream.state == Stream::State::Lingering)
        m_counters.lingering.add(-1);
    m_wheel.disarm(stream.slot);
    m_poller.remove(stream.fd);
    ::close(stream.fd);
    m_descriptors.release();
    --m_open;

    const std::uint32_t slot = stream.slot;
    const std::uint32_t generation = (stream.generation + 1) & PollKey::generationMask;
    stream = Stream{};
    stream.slot = slot;
    stream.generation = generation;
    m_free.push_back(slot);
}

void StreamTable::closeAll(Cause cause)
{
    for (std::uint32_t slot = 0; slot < m_slotCount; ++slot) {
        Stream &stream = at(slot);
        if (stream.state == Stream::State::Open)
            decideEnd(stream, cause);
        if (stream.state != Stream::State::Free)
            close(stream);
    }
}

} // namespace sluice
