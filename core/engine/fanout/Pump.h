// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Fan-out: walks the streams of every channel that has news and sends each what it lacks with one send().
// A walk is cut into slices so that a broadcast never holds the loop; it goes round the members like a ring,
// so its start rotates. Owned by a Worker; worker thread only, except markDirty() and inbox(): any thread may
// call these.
#pragma once

#include "engine/channel/ChannelRegistry.h"
#include "engine/fanout/DirtyInbox.h"
#include "engine/fanout/SlowStreams.h"

#include <deque>
#include <unordered_map>

namespace sluice {

class Pump final : public DirtySink, public StreamServer
{
public:
    /** @p worker is this worker's index in the registry's list of sinks. */
    Pump(std::size_t worker, StreamTable &table, Poller &poller, WorkerCounters &counters);
    ~Pump() override;

    /** Where channels are given back that only readers have used; before the first subscribe(). */
    void setRegistry(ChannelRegistry &registry) { m_registry = &registry; }

    /** What makes a stream slow; takes effect at each stream's next judgement. Call also when the channels'
     * policies have changed. */
    void setMarks(const SlowStreams::Marks &marks);

    /** Judges the streams that lag, whether or not anybody publishes. */
    void onTick(Instant now) { m_slow.round(now); }

    using Channels = std::vector<std::shared_ptr<Channel>>;

    /** Where a stream of some channels would begin, and what its head must say of that. */
    struct Seating
    {
        std::vector<Subscription> places; ///< one for each channel
        std::vector<WatchSeat> seats;
        std::string position;          ///< the id that primes the client
        std::vector<std::string> gaps; ///< names of the channels whose history no longer reaches back
    };

    /** Subscribes to all of @p channels, resuming after @p resumeId if it is not empty; fails if one was
     * forgotten meanwhile. */
    tl::expected<Seating, Channel::Refused> subscribe(const Channels &channels, std::string_view resumeId);

    /** Gives the places back: the stream could not be opened. */
    void abandon(const Seating &seating);

    /** Lets an open stream take its places, and sends what it lacks. */
    void seat(Stream &stream, Seating seating);

    /** Until @p deadline a stream whose entries are made one by one may have many sent; later it gets a few,
     * and the rest in the next slices. */
    void beginTurn(Instant deadline) { m_deadline = deadline; }

    /** Sends until @p deadline, a few streams at least. Call after every batch of events. */
    void runSlice(Instant deadline);

    /** True while walks are unfinished: wake the loop again. */
    bool hasWork() const { return !m_queue.empty(); }

    void markDirty(WatchToken token) override { m_inbox.put(token); }

    /** The channels that have news and that no slice has looked at. Any thread. */
    DirtyInbox &inbox() { return m_inbox; }

    void serve(Stream &stream) override;
    void serveWhole(Stream &stream) override;
    std::shared_ptr<const std::string> channelNames(const Stream &stream) override;
    void leave(Stream &stream) override;
    void refused(Stream &stream) override { m_slow.refused(stream); }
    bool betweenEntries(const Stream &stream) const override;

    /** What @p stream lacks, without the entry under its cursor, in bytes. */
    std::uint64_t backlog(Stream &stream) const { return m_slow.backlog(stream); }

    /** The channel of a taken seat. */
    Channel &channelOf(WatchSeat seat) const { return *m_watches[seat.watch].channel; }

    /** The names of the channels of @p stream, never null; streams of one channel share the list. */
    std::shared_ptr<const std::vector<std::string>> channelNames(const Stream &stream) const;

private:
    struct Member
    {
        std::uint32_t slot = 0;
        std::uint32_t place = 0; ///< index in EntryCursors::channels; 0 for a stream of one channel
    };

    /** This worker's view of one channel that has streams here. */
    struct Watch
    {
        std::shared_ptr<Channel> channel; ///< null: free
        /** The channel's name, shared by the records of its streams' ends; made at the first of them. */
        std::shared_ptr<const std::string> name;
        std::shared_ptr<const std::vector<std::string>> names; ///< of that channel alone, for StreamFacts
        std::vector<Member> members;
        std::uint64_t target = 0;  ///< head that the walk brings everybody to
        std::uint64_t settled = 0; ///< every stream that is not blocked has all below this
        std::uint32_t generation = 0;
        std::uint32_t position = 0;  ///< next member to visit
        std::uint32_t remaining = 0; ///< members to visit until everybody has been
        bool queued = false;
        /** The round that settles: while events come faster than a walk ends, remaining never gets to
         * nothing, and the log would keep all that came since. */
        std::uint32_t due = 0; ///< members from position on that the round has not visited; 0: none runs
        std::uint64_t dueTarget = 0; ///< where the head was at the round's begin

        void beginRound();
        void endRound();
        void join(Member member);
        Member leave(std::uint32_t index);
    };

    /** An entry on its way to a stream that has its entries made one by one. */
    struct OutgoingEntry
    {
        std::size_t place = 0; ///< of its channel in EntryCursors::channels
        LogEntryView entry;
        std::string head; ///< what this stream gets before its data
        std::string tail; ///< likewise behind it: the id
    };
    using Outgoing = std::vector<OutgoingEntry>;

    std::uint32_t watchOf(const std::shared_ptr<Channel> &channel);
    void leaveSeat(WatchSeat seat, std::uint64_t lacked = Channel::nothingOwed);
    void releaseWatch(std::uint32_t index);
    void takeInbox();
    bool walk(Watch &watch, Instant deadline);
    void visit(Watch &watch, const Member &member);
    void serveLog(Stream &stream, Channel &channel);
    bool sendRange(Stream &stream, Channel::Range &range);
    bool serveDetour(Stream &stream);
    bool sendPartial(Stream &stream, Detour &detour);
    bool tellMissed(Stream &stream, const std::string &channel, Detour &detour);
    void serveEntries(Stream &stream);
    bool nextEntry(Stream &stream, EntryCursors &cursors, std::optional<LogEntryView> &next);
    bool gather(Stream &stream, EntryCursors &cursors, Outgoing &outgoing);
    bool gatherOne(Stream &stream, EntryCursors &cursors, Outgoing &outgoing);
    bool sendEntries(Stream &stream, EntryCursors &cursors, Outgoing &outgoing);
    void passed(Stream &stream, EntryCursors &cursors, const OutgoingEntry &sent, Instant now);
    void postpone(Stream &stream);
    void delivered(Stream &stream, std::uint32_t events, Instant published, Instant now);

    const std::size_t m_worker;
    StreamTable &m_table;
    Poller &m_poller;
    ChannelRegistry *m_registry = nullptr;
    WorkerCounters &m_counters;
    SlowStreams m_slow;
    std::vector<Watch> m_watches;
    std::vector<std::uint32_t> m_freeWatches;
    std::unordered_map<const Channel *, std::uint32_t> m_watchOf;
    std::deque<std::uint32_t> m_queue;
    Instant m_deadline;     ///< of the present slice or turn, in between of the last
    Channel::Range m_range; ///< the last range sent; neighbours in a walk mostly need the same one
    const Channel *m_rangeChannel = nullptr;

    DirtyInbox m_inbox;
    std::vector<WatchToken> m_taken;
};

} // namespace sluice
