// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// One worker's streams without its thread: the epoll descriptor, the stream table and the pump, and one turn
// of their loop. Owned by a Worker, which turns it from a Qt event loop (tests turn it from a std::thread).
// Functions are for the turning thread unless they say otherwise.
#pragma once

#include "engine/drain/StreamRoll.h"
#include "engine/fanout/Pump.h"
#include "engine/fanout/StreamCopier.h"
#include "engine/fanout/StreamKicks.h"

#include <deque>
#include <random>

namespace sluice {

class WorkerFront;

/** A stream somebody asks for. */
struct StreamRequest
{
    std::vector<std::string> channels; ///< valid names, none twice, 1 to Reactor::maxChannelsPerStream
    std::string resumeId;              ///< empty: begin now
    BodyFraming framing = BodyFraming::Chunked;
    ClientAddress client;
};

/** A stream that is admitted and has its places, but no descriptor yet. */
struct StreamTicket
{
    AdmissionPass pass;
    BodyFraming framing = BodyFraming::Chunked;
    ClientAddress client;
    Pump::Seating seating;
};

class Reactor
{
public:
    static constexpr std::size_t maxChannelsPerStream = EntryCursors::maxChannels;

    /** @p index is the worker's place among the registry's sinks. */
    Reactor(std::size_t index, Admission &admission, FdBudget &descriptors);

    /** The registry exists only when every sink does; before the first admit(). */
    void setChannels(ChannelRegistry &channels)
    {
        m_channels = &channels;
        m_pump.setRegistry(channels);
    }

    struct Tuning
    {
        StreamTable::Timeouts timeouts;
        SlowStreams::Marks marks;
        Clock::duration slice = Milliseconds(2);
        Milliseconds retrySpread{10'000}; ///< window over which kicked clients are told to come back
    };
    void tune(const Tuning &tuning);

    /** Admits a stream and takes its places, or says why not. */
    tl::expected<StreamTicket, Refusal> admit(const StreamRequest &request);

    /** Opens an admitted stream on @p fd, which the poller already watches; @p head goes out at once. */
    void open(StreamTicket ticket, int fd, std::string head);

    /** Handles events, pumps and evicts until nothing is ready or a slice is over; @p front gets what is not
     * a stream's. */
    void turn(WorkerFront *front);

    /**
     * Sends what a publish in this turn has brought, before its publisher gets the answer: who publishes in a
     * closed loop then goes no faster than the streams are served. Spends what is left of the turn's slice,
     * and nothing when an earlier broadcast is still under way.
     */
    void fanOut();

    /** Runs the streams' deadlines. */
    void tick(Instant now)
    {
        m_table.onTick(now);
        m_pump.onTick(now);
    }

    /** The streams that are open and not told to go. */
    StreamRoll roll() const;

    /** Ends these streams as soon as they have what they lack, some in each turn. */
    void evict(const StreamRoll &streams, Farewell farewell);

    /** Ends every open stream, some in each turn: flushed if its socket takes everything at once, cut if not.
     */
    void forceAll(Farewell farewell);

    /** Takes back evict() and forceAll() for every stream whose end is not decided. */
    void reprieve();

    /** Closes every stream's descriptor at once; kicks that wait are answered. */
    void closeAll(Cause cause);

    /** Copies of what is known of the streams; request() and latest() are for any thread. */
    StreamCopier &copier() { return m_copier; }
    const StreamCopier &copier() const { return m_copier; }

    /** Ends of streams that an operator names; add() is for any thread. */
    StreamKicks &kicks() { return m_kicks; }

    std::size_t index() const { return m_index; }
    Poller &poller() { return m_poller; }
    FdBudget &descriptors() { return m_descriptors; }

    /** Where channels report news. Any thread. */
    DirtySink &sink() { return m_pump; }

    /** As DirtyInbox::awaitTake(): a wait if this worker is late with what was published; @p waiter, another
     * worker's, is woken when it has come round. Any thread. */
    std::optional<DirtyInbox::Wait> awaitTurn(Poller &waiter, Instant now, Clock::duration longest)
    {
        return m_pump.inbox().awaitTake(waiter, now, longest);
    }

    /** Any thread may read them. */
    const WorkerCounters &counters() const { return m_counters; }
    WorkerCounters &counters() { return m_counters; }

private:
    void evictSome(Instant deadline);
    void forceSome(Instant deadline);
    bool isEvicting() const { return !m_evictions.empty() || m_forceNext < m_table.slotCount(); }
    std::string farewellText(Cause cause);

    const std::size_t m_index;
    Admission &m_admission;
    FdBudget &m_descriptors;
    ChannelRegistry *m_channels = nullptr;
    WorkerCounters m_counters;
    Poller m_poller;
    StreamTable m_table;
    Pump m_pump;
    Clock::duration m_slice = Milliseconds(2);
    Instant m_turnEnd;
    StreamCopier m_copier;
    StreamKicks m_kicks;
    static constexpr std::uint32_t forceNobody = 0xffffffff;
    std::deque<StreamName> m_evictions;
    std::uint32_t m_forceNext = forceNobody; ///< slots from here on are to be forced
    Farewell m_farewell;                     ///< of the drain that evicts, and of no kick
    Milliseconds m_retrySpread = Tuning().retrySpread;
    std::minstd_rand m_random;
};

} // namespace sluice
