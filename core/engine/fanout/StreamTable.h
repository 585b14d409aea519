// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The slots of one worker's streams, from admission to the closed descriptor: epoll, deadlines, ends with one
// cause. Owned by a Worker, worker thread only. It knows nothing of channels; the Pump is its StreamServer.
#pragma once

#include "engine/fanout/Poller.h"
#include "engine/fanout/Stream.h"
#include "engine/fanout/StreamWriter.h"
#include "engine/fanout/TimerWheel.h"
#include "engine/pool/Admission.h"
#include "model/WorkerCounters.h"

#include <functional>

namespace sluice {

/** What the table asks of whoever feeds the streams. */
class StreamServer
{
public:
    virtual ~StreamServer() = default;

    /** The socket takes bytes again: send what the stream lacks. */
    virtual void serve(Stream &stream) = 0;

    /** The same without leaving anything for a later turn: the stream ends behind it. */
    virtual void serveWhole(Stream &stream) { serve(stream); }

    /** The names of the stream's channels, joined by ','; asked for once, when its end is decided. */
    virtual std::shared_ptr<const std::string> channelNames(const Stream &stream) = 0;

    /** The stream's end is decided: take it off its channels. */
    virtual void leave(Stream &stream) = 0;

    /** The stream's socket has just refused bytes. */
    virtual void refused(Stream & /*stream*/) {}

    /** True if nothing of an entry is half sent, so that other bytes may follow. */
    virtual bool betweenEntries(const Stream &stream) const = 0;
};

class StreamTable
{
public:
    StreamTable(Poller &poller, Admission &admission, FdBudget &descriptors, WorkerCounters &counters);
    ~StreamTable();
    StreamTable(const StreamTable &) = delete;
    StreamTable &operator=(const StreamTable &) = delete;

    void setServer(StreamServer &server) { m_server = &server; }

    struct Timeouts
    {
        Milliseconds heartbeat{15'000};
        Milliseconds writeStall{30'000};
        Milliseconds maxAge{0}; ///< 0 is off
        Milliseconds linger{2'000};

        bool operator==(const Timeouts &) const = default;
    };
    /** Takes effect on streams that are open, too: their deadlines move, and their kernel's. */
    void setTimeouts(const Timeouts &timeouts);

    /**
     * Takes over the descriptor of an admitted stream, which this worker's poller already watches under
     * another key. Sends @p head at once; what the kernel refuses is kept as the stream's side frame. Returns
     * nothing if the descriptor cannot be watched or the peer is gone: the stream has then ended.
     */
    Stream *open(int fd, const AdmissionPass &pass, const ClientAddress &client, BodyFraming framing,
                 std::string head);

    /** Ends the stream with @p cause; @p farewell goes out before the end if nothing is half sent. */
    void end(Stream &stream, Cause cause, std::string_view farewell = {});

    /** Ends the stream as soon as it has everything that its channels hold now. */
    void evict(Stream &stream, Cause cause);

    /** Ends the stream now: with all it lacks if its socket takes that at once, else as it is. */
    void force(Stream &stream, Cause cause);

    /** Ends the stream with @p cause now, if it is open: it gets what its socket takes at once, and the
     * farewell. Its record keeps @p note, which may be null. */
    void kick(Stream &stream, Cause cause, const std::shared_ptr<const EndNote> &note);

    /** The stream has caught up; an evicted one ends now. */
    void caughtUp(Stream &stream);

    /** The socket refused bytes: EPOLLOUT is armed and the stall clock runs. */
    void block(Stream &stream);

    /** Sends the unsent rest of a side frame. True when nothing of it is left; false when blocked or ended.
     */
    bool flushSide(Stream &stream);

    /** Acts on the outcome of a send: counts, blocks or ends. True if everything went out. */
    bool account(Stream &stream, streamwriter::Sent sent, Instant now);

    /** An epoll event of a stream's descriptor. Stale generations are ignored. */
    void onEvent(PollKey key, std::uint32_t events);

    /** Runs deadlines: heartbeats, stalls, ages, lingering ends. */
    void onTick(Instant now);

    /** The streams whose socket refused bytes and that have not caught up since; an end takes a stream out by
     * moving the last into its place. */
    std::vector<Strain> &strains() { return m_strains; }

    /** Bytes that the client of @p stream has acknowledged since it opened; a system call. */
    static std::int64_t acknowledged(const Stream &stream)
    {
        return static_cast<std::int64_t>(stream.sentBytes) - streamwriter::unacknowledged(stream.fd);
    }

    /** The stream in a slot, free or not. */
    Stream &at(std::uint32_t slot) { return m_blocks[slot / blockSize][slot % blockSize]; }
    const Stream &at(std::uint32_t slot) const { return m_blocks[slot / blockSize][slot % blockSize]; }

    /** Slots in use or once used: at(0) to at(slotCount() - 1) are valid. */
    std::uint32_t slotCount() const { return m_slotCount; }

    /** Streams whose descriptor is still open, ended ones included. */
    std::int64_t openDescriptors() const { return m_open; }

    /** Text that evicted streams hear before they end; called once for each. */
    void setFarewell(std::function<std::string(Cause)> farewell) { m_farewell = std::move(farewell); }

    /** Closes every descriptor at once, counting those still open as @p cause. */
    void closeAll(Cause cause);

private:
    static constexpr std::uint32_t blockSize = 256;

    void onReadable(Stream &stream);
    void peerClosed(Stream &stream);
    void fail(Stream &stream, int error);
    void evictNow(Stream &stream, Cause cause);
    void onDeadline(Stream &stream, Instant now);
    void heartbeat(Stream &stream, Instant now);
    Instant deadlineOf(const Stream &stream) const;
    Instant nextLook(const Stream &stream) const;
    bool isStalled(Stream &stream, Instant now);
    void rearm(Stream &stream);
    void strain(Stream &stream);
    void relax(Stream &stream);
    Milliseconds jittered(const Stream &stream, Milliseconds span) const;
    void finishClosing(Stream &stream);
    void decideEnd(Stream &stream, Cause cause);
    void record(const Stream &stream, Cause cause);
    void close(Stream &stream);
    PollKey keyOf(const Stream &stream) const
    {
        return {PollKey::Kind::Stream, stream.generation, stream.slot};
    }

    Poller &m_poller;
    Admission &m_admission;
    FdBudget &m_descriptors;
    WorkerCounters &m_counters;
    StreamServer *m_server = nullptr;
    Timeouts m_timeouts;
    TimerWheel m_wheel;
    std::vector<std::unique_ptr<Stream[]>> m_blocks;
    std::vector<std::uint32_t> m_free;
    std::vector<std::uint32_t> m_expired;
    std::vector<Strain> m_strains;
    std::uint32_t m_slotCount = 0;
    std::int64_t m_open = 0;
    std::function<std::string(Cause)> m_farewell;
    std::shared_ptr<const EndNote> m_note; ///< of the kick that is under way
};

} // namespace sluice
