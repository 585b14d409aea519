// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Backpressure: judges the streams whose socket refused bytes and does what their channel's policy says.
// It acts for each subscription; the entry under the cursor is neither counted nor cut, and history that a
// client resumes through is no backlog. Owned by a Pump; worker thread only.
#pragma once

#include "engine/fanout/StreamTable.h"

#include <unordered_map>

namespace sluice {

class Pump;

class SlowStreams
{
public:
    SlowStreams(std::size_t worker, StreamTable &table, const Pump &pump, WorkerCounters &counters);

    struct Marks
    {
        std::int64_t high = 64 << 10; ///< bytes of backlog above which a policy acts
        std::int64_t low =
            16 << 10; ///< bytes below which a paused channel goes on, and to which a backlog is cut
        std::int64_t minDrainRate = 0;     ///< bytes/s below which a stream with a backlog is slow; 0 is off
        Milliseconds longestPause{30'000}; ///< a stream that makes publishers wait for longer, in sum, ends
    };
    void setMarks(const Marks &marks) { m_marks = marks; }

    enum class Drain : std::uint8_t {
        Unmeasured, ///< or fast enough
        TooSlow,    ///< below the minimum rate for a whole window
    };
    /** Does what the policies say of a blocked stream that is slow; it may end. */
    void judge(Stream &stream, Drain drain);

    /** The policies may have changed: the channel of @p watch waits to hear anew what it owes the blocked
     * streams, which the next round tells it. */
    void tellAnew(std::uint32_t watch) { press(watch).isUntold = true; }

    /** The stream's socket has just refused bytes: the log is to keep what a policy needs of its backlog. */
    void refused(Stream &stream);

    /** Measures and judges every stream that lags, lets paused channels go on, and takes the figures. Call
     * often; it does its round a few times a second. */
    void round(Instant now);

    /** Ends a stream of @p channel as slow-consumer. */
    void end(Stream &stream, Channel &channel);

    /** The worker's last stream of a watch is gone. */
    void forget(std::uint32_t watch);

    /** What @p stream lacks, without the entry under its cursor, in bytes. */
    std::uint64_t backlog(Stream &stream) const;

private:
    /** One subscription of a stream, whichever way the stream holds it. */
    struct Place
    {
        WatchSeat seat;
        std::uint64_t *cursor = nullptr;
        std::uint64_t joined = 0;
        std::unique_ptr<Detour> *detour = nullptr;
        EntryCursors *cursors = nullptr; ///< null: a plain cursor
        bool underCursor = false;        ///< the entry that begins at the cursor is partly sent
    };

    /** What the streams of one watch ask of their channel. */
    struct Pressure
    {
        std::uint64_t owed = Channel::nothingOwed; ///< as the channel was told
        std::uint64_t nextOwed = Channel::nothingOwed;
        std::uint64_t worst = 0; ///< largest backlog in this round
        std::uint64_t round = 0; ///< the round that nextOwed and worst are of
        bool pausing = false;
        bool isUntold = false; ///< the channel may owe more than it was told
        bool listed = false;   ///< its index is in m_pressed
    };

    /** Time that a stream has made publishers wait, less the time since that it has not. */
    struct Hold
    {
        Clock::duration held{};
        std::uint64_t round = 0; ///< in which it did so last
    };

    static std::size_t placeCount(const Stream &stream);
    static Place placeOf(Stream &stream, std::size_t index);
    std::uint64_t lacking(const Place &place, std::uint64_t from) const;
    std::uint64_t backlogOf(const Place &place) const;
    bool judgePlace(Stream &stream, const Place &place, Drain drain);
    bool mayLag(const Stream &stream, const Channel &channel, std::uint64_t backlog);
    void countHold(Stream &stream, Clock::duration sinceLast);
    void settleHolds(Clock::duration sinceLast);
    bool dropOldest(Stream &stream, const Place &place);
    bool coalesce(Stream &stream, const Place &place);
    void pause(const Place &place, std::uint64_t backlog);
    static void follow(const Place &place, Channel::Cut &cut);
    Drain measure(Strain &strain, const Stream &stream, std::uint64_t backlog, Instant now) const;
    Pressure &press(std::uint32_t watch);
    void note(Stream &stream);
    void settle();

    const std::size_t m_worker;
    StreamTable &m_table;
    const Pump &m_pump;
    WorkerCounters &m_counters;
    Marks m_marks;
    std::vector<Pressure> m_pressures;               ///< by watch
    std::vector<std::uint32_t> m_pressed;            ///< watches to settle at the end of a round
    std::unordered_map<std::uint64_t, Hold> m_holds; ///< by stream id
    std::uint64_t m_round = 0;
    Instant m_lastRound;
};

} // namespace sluice
