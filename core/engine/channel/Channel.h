// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// One channel: its log, and which workers have streams on it. Shared by all threads; one short lock guards
// it. A publish appends, marks the workers dirty under the lock, and wakes them after it, so no wake-up can
// be lost: a worker clears its mark under the same lock in which it reads the head.
#pragma once

#include "base/TokenBucket.h"
#include "engine/channel/ChannelFacts.h"
#include "engine/channel/DirtySink.h"
#include "engine/channel/EventLog.h"
#include "http/Event.h"

#include <atomic>
#include <limits>
#include <mutex>
#include <span>

namespace sluice {

/** What all channels share: the limits in force and the bytes that all logs hold together. Any thread. */
struct ChannelBudget
{
    std::mutex mutex; ///< guards limits and publishRate
    LogLimits limits;
    TokenBucket::Rate publishRate;
    std::atomic<std::uint32_t> maxStreams{0}; ///< of one channel; 0 is off
    std::atomic<std::int64_t> totalLimit{256 << 20};
    std::atomic<std::int64_t> totalBytes{0};
    std::atomic<std::size_t> readerOnly{0}; ///< channels that readers made and nobody has published to

    LogLimits current()
    {
        const std::lock_guard lock(mutex);
        return limits;
    }

    TokenBucket::Rate currentPublishRate()
    {
        const std::lock_guard lock(mutex);
        return publishRate;
    }
};

/** Where a new stream of a channel begins. */
struct Subscription
{
    std::uint64_t cursor = 0; ///< offset of the first byte to send
    std::string position;     ///< the id that primes the client's cursor
    std::uint64_t joined = 0; ///< the head then: what lies below is history that the client asked for
    bool gap = false;         ///< the id the client named is no longer in history
};

class Channel
{
public:
    Channel(std::string name, std::string epoch, std::span<DirtySink *const> workers, ChannelBudget &budget);
    ~Channel();
    Channel(const Channel &) = delete;
    Channel &operator=(const Channel &) = delete;

    const std::string &name() const { return m_name; }

    struct Published
    {
        std::string id;
        std::uint32_t subscribers = 0;
        bool duplicate = false;
    };
    enum class Refused {
        Forgotten, ///< ask the registry for the channel again
        Full,      ///< every byte of the budget is still owed to streams: the engine is behind
        Paused,    ///< its publishers wait for slow streams
        IdTaken,   ///< the id reads like one that this channel gives itself
        Crowded,   ///< ChannelBudget::maxStreams are here already
        TooFast,   ///< beyond ChannelBudget::publishRate
    };

    /** Appends the event and wakes the workers that have streams here. Any thread; never waits for a stream.
     */
    tl::expected<Published, Refused> publish(std::string_view fields, std::string_view id, Instant now);

    /** Registers a stream of @p worker and takes its position, in one step. An empty @p resumeId begins at
     * the head. */
    tl::expected<Subscription, Refused> subscribe(std::size_t worker, WatchToken watch,
                                                  std::string_view resumeId);

    /** True if history reaches back to the event @p id, so that a stream could resume behind it. */
    bool reaches(std::string_view id) const;

    /** Where a stream resumes behind the event @p id; nothing if history does not reach back to it. */
    std::optional<std::uint64_t> placeBehind(std::string_view id) const;

    /** What happens to its slow streams. */
    SlowPolicy policy() const { return m_policy.load(std::memory_order_relaxed); }

    /** Takes effect at the next judgement of each stream. All that the log holds stays until each worker has
     * said with setOwed() what its blocked streams lack: under disconnect none of them had. */
    void setPolicy(SlowPolicy policy);

    /** How a slow stream goes on: it finishes the entry under its cursor and continues elsewhere. */
    struct Cut
    {
        bool lost = false;                   ///< the log no longer holds the entry under the cursor
        std::optional<LogEntryView> partial; ///< that entry, if it is partly sent
        std::size_t partialSent = 0;
        std::uint64_t to = 0;      ///< the log's next byte for the stream
        std::uint32_t removed = 0; ///< entries that it will not get, counted here
    };

    /** Leaves out the oldest entries behind the one under @p cursor, so that the rest fits @p bytes. */
    Cut dropOldest(std::uint64_t cursor, std::uint64_t bytes);

    /**
     * Leaves out the entries behind the one under @p cursor that a later one of the same name replaces, and
     * those of @p kept, which the stream gets before. What is left of both is @p kept; the log goes on at its
     * head.
     */
    Cut coalesce(std::uint64_t cursor, std::vector<LogEntryView> &kept);

    /** A stream ended as slow-consumer. */
    void countSlowEnd();

    /** @p count entries that were kept aside for a stream are dropped after all. */
    void countDropped(std::size_t count);

    enum class Pausing : std::uint8_t { No, Yes };
    /** Makes publishers wait until no worker has them wait; true if the channel was not paused and is now. */
    bool setPausing(std::size_t worker, Pausing pausing);

    /**
     * The worker's blocked streams still lack what is at or above @p cursor: it stays until the next such
     * call. nothingOwed lets it go.
     */
    void setOwed(std::size_t worker, std::uint64_t cursor);

    /** The same of one more stream: what others lack stays as well. */
    void addOwed(std::size_t worker, std::uint64_t cursor);
    static constexpr std::uint64_t nothingOwed = std::numeric_limits<std::uint64_t>::max();

    /** How many bytes behind the entry under its cursor a blocked stream may lack under disconnect. */
    struct Allowance
    {
        std::uint64_t standing = 0; ///< while its client acknowledges next to nothing
        std::uint64_t moving = 0;   ///< while its client goes on acknowledging
    };
    /** What history, publish.max_body and the largest event at hand allow; the high-water mark alone where
     * all logs together exceed their bound. */
    Allowance allowance() const;

    /** The stream is gone. What is at or above @p lacked stays for its client's return, as far as
     * history.bytes has room. True if that was the last and nobody has ever published here. Any thread. */
    bool unsubscribe(std::size_t worker, std::uint64_t lacked = nothingOwed);

    /**
     * Clears the worker's dirty mark and returns the head. Bytes at or above @p pinned stay until the next
     * call: the worker has streams that it has not reached yet.
     */
    std::uint64_t beginRound(std::size_t worker, std::uint64_t pinned);

    /** All bytes from an offset to the head, ready to send. */
    struct Range
    {
        std::uint64_t from = 0;
        std::uint64_t to = 0;
        std::uint32_t events = 0;
        Instant oldest;
        std::vector<LogSlice> slices;
    };

    /** Fills @p range from @p from to the head; false when the log no longer holds @p from. */
    bool range(std::uint64_t from, Range &range) const;

    /** The entry at a boundary; nothing at the head or where the log no longer holds it. */
    std::optional<LogEntryView> entryAt(std::uint64_t offset) const;

    /** True where the log has let go what a stream at @p offset lacks. */
    bool hasLost(std::uint64_t offset) const;

    /** The id that resumes at an entry's boundary that the log still holds. */
    std::string idAt(std::uint64_t offset) const;

    /** Bytes that a stream at @p cursor lacks, without the entry under the cursor. */
    std::uint64_t backlog(std::uint64_t cursor) const;

    /** True if @p offset lies between two entries. */
    bool onBoundary(std::uint64_t offset) const;

    /** Entries, whole or partly, from @p from to the boundary @p to. */
    std::uint32_t eventsBetween(std::uint64_t from, std::uint64_t to) const;

    /** Lets go what age and limits no longer keep, and takes the rate of publishes since the last time. */
    void trim(Instant now);

    /** Takes about @p bytes of the oldest events out of history. */
    void shed(std::int64_t bytes);

    /** True, and for ever after, if nothing is kept, nobody subscribes and nobody used it since @p idleSince.
     */
    bool forget(Instant idleSince);

    /** True, and for ever after, if nobody has ever published and nobody subscribes. */
    bool forgetUnused();

    /** A reader has asked for it first: it counts in ChannelBudget::readerOnly until somebody publishes. */
    void countAsReaders();

    ChannelFacts facts() const;

private:
    struct Attachment
    {
        DirtySink *sink = nullptr;
        WatchToken watch;
        std::uint32_t subscribers = 0;
        bool dirty = false;
        std::uint64_t pinned = 0;
        std::uint64_t owed = nothingOwed; ///< what blocked streams lack begins here
        Pausing pausing = Pausing::No;
    };

    std::uint64_t pinned() const;
    Cut beginCut(std::uint64_t cursor) const;
    bool isPaused() const;
    void uncountAsReaders();
    void account();
    void takeRate(Instant now);

    const std::string m_name;
    ChannelBudget &m_budget;
    mutable std::mutex m_mutex;
    EventLog m_log;
    std::vector<Attachment> m_workers;
    std::uint32_t m_subscribers = 0;
    std::uint64_t m_published = 0;
    std::uint64_t m_ratedPublished = 0; ///< m_published when the rate was last taken
    Instant m_rated = Clock::now();
    double m_publishRate = 0;
    std::int64_t m_accounted = 0;
    std::uint64_t m_dropped = 0;
    std::uint64_t m_coalesced = 0;
    std::uint64_t m_pauses = 0;
    std::uint64_t m_slowEnds = 0;
    std::optional<Instant> m_pausedSince;
    std::atomic<SlowPolicy> m_policy{SlowPolicy::Disconnect};
    Instant m_lastUse = Clock::now();
    bool m_forgotten = false;
    bool m_isReaders = false; ///< counted in ChannelBudget::readerOnly
    TokenBucket m_publishes;
};

} // namespace sluice
