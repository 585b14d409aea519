// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/fanout/SlowStreams.h"

#include "engine/fanout/Pump.h"

#include <algorithm>

namespace sluice {

namespace {

// A paused channel goes on at most this late; a round over 15,000 lagging streams costs some milliseconds.
constexpr Milliseconds roundInterval{100};

// Long enough that one full send buffer in between does not make a stalled client look fast.
constexpr std::chrono::duration<double> drainWindow{2.0};

// An end costs a few system calls: a round in which thousands turn out slow must not hold the loop.
constexpr int endsPerRound = 64;

// A client that acknowledges nothing for this long is slow, however little it lacks above the mark. One that
// reads may still wait for a processor, or for a page to load.
constexpr Milliseconds standingPatience{10'000};

// A client that lacks as much as it may while it stands: it may just not have had its turn since.
constexpr Milliseconds farPatience{50};

// Less than this in standingPatience is a trickle, which window probes make of a client that reads nothing.
constexpr std::int64_t leastMove = 16 << 10;

// A round that comes late because the loop was held is not held against the clients.
constexpr Milliseconds longestSpan{400};

} // namespace

SlowStreams::SlowStreams(std::size_t worker, StreamTable &table, const Pump &pump, WorkerCounters &counters)
    : m_worker(worker)
    , m_table(table)
    , m_pump(pump)
    , m_counters(counters)
{
}

std::size_t SlowStreams::placeCount(const Stream &stream)
{
    if (stream.entries)
        return stream.entries->channels.size();
    return stream.seat.watch == WatchSeat::none ? 0 : 1;
}

SlowStreams::Place SlowStreams::placeOf(Stream &stream, std::size_t index)
{
    if (!stream.entries)
        return {stream.seat, &stream.cursor, stream.joined, &stream.detour, nullptr, false};
    EntryCursors &cursors = *stream.entries;
    EntryCursors::One &one = cursors.channels[index];
    const bool underCursor = cursors.entrySent > 0 && cursors.current == index && !cursors.partial;
    return {one.seat, &one.cursor, one.joined, &one.detour, &cursors, underCursor};
}

std::uint64_t SlowStreams::lacking(const Place &place, std::uint64_t from) const
{
    if (place.seat.watch == WatchSeat::none)
        return 0;
    const std::uint64_t kept = *place.detour ? (*place.detour)->keptBytes() : 0;
    // One byte into an entry that is partly sent: it does not count.
    return kept +
           m_pump.channelOf(place.seat).backlog(place.underCursor && from == *place.cursor ? from + 1 : from);
}

std::uint64_t SlowStreams::backlogOf(const Place &place) const
{
    return lacking(place, std::max(*place.cursor, place.joined));
}

std::uint64_t SlowStreams::backlog(Stream &stream) const
{
    std::uint64_t total = 0;
    for (std::size_t i = 0; i < placeCount(stream); ++i) {
        const Place place = placeOf(stream, i);
        total += lacking(place, *place.cursor);
    }
    return total;
}

void SlowStreams::judge(Stream &stream, Drain drain)
{
    for (std::size_t i = 0; i < placeCount(stream); ++i)
        if (!judgePlace(stream, placeOf(stream, i), drain))
            return;
}

bool SlowStreams::judgePlace(Stream &stream, const Place &place, Drain drain)
{
    if (place.seat.watch == WatchSeat::none)
        return true;
    const std::uint64_t backlog = backlogOf(place);
    const bool isSlow =
        backlog > static_cast<std::uint64_t>(m_marks.high) || (drain == Drain::TooSlow && backlog > 0);
    if (!isSlow)
        return true;
    Channel &channel = m_pump.channelOf(place.seat);
    switch (channel.policy()) {
    case SlowPolicy::Disconnect:
        if (drain != Drain::TooSlow && mayLag(stream, channel, backlog))
            return true;
        end(stream, channel);
        return false;
    case SlowPolicy::DropOldest:
        return dropOldest(stream, place);
    case SlowPolicy::Coalesce:
        return coalesce(stream, place);
    case SlowPolicy::Pause:
        pause(place, backlog);
    }
    return true;
}

/**
 * Whether a stream above the mark may go on under disconnect: one event or batch may be larger than the mark,
 * and a client on a late link, or without a processor, has not read it yet. The kernel is asked only when the
 * answer would be no, and once to know what to compare with.
 */
bool SlowStreams::mayLag(const Stream &stream, const Channel &channel, std::uint64_t backlog)
{
    const Channel::Allowance allowance = channel.allowance();
    if (backlog > allowance.moving || stream.strain == Stream::unstrained)
        return false;
    Strain &strain = m_table.strains()[stream.strain];
    const Instant now = Clock::now();
    if (strain.over == Instant()) {
        strain.over = strain.moved = now;
        strain.isMoving = false;
        strain.acked = StreamTable::acknowledged(stream);
        return true;
    }
    const bool isFar = backlog > allowance.standing;
    const bool isInTime =
        isFar && !strain.isMoving ? now - strain.over < farPatience : now - strain.moved < standingPatience;
    if (isInTime)
        return true;
    const std::int64_t acked = StreamTable::acknowledged(stream);
    if (acked - strain.acked < (isFar ? leastMove : 1))
        return false;
    strain.isMoving = strain.isMoving || acked - strain.acked >= leastMove;
    strain.moved = now;
    strain.acked = acked;
    return true;
}

void SlowStreams::end(Stream &stream, Channel &channel)
{
    if (stream.strain != Stream::unstrained) {
        const Strain &strain = m_table.strains()[stream.strain];
        if (strain.moved > strain.over)
            m_counters.slowWhileReading.add(1);
    }
    channel.countSlowEnd();
    m_table.end(stream, Cause::SlowConsumer);
}

void SlowStreams::follow(const Place &place, Channel::Cut &cut)
{
    if (!*place.detour)
        *place.detour = std::make_unique<Detour>();
    *place.cursor = cut.to;
    if (!cut.partial)
        return;
    if (place.cursors != nullptr) {
        place.cursors->partial = std::make_unique<LogEntryView>(*std::move(cut.partial));
    } else {
        (*place.detour)->partial = std::move(cut.partial);
        (*place.detour)->partialSent = cut.partialSent;
    }
}

bool SlowStreams::dropOldest(Stream &stream, const Place &place)
{
    Channel &channel = m_pump.channelOf(place.seat);
    auto cut = channel.dropOldest(*place.cursor + (place.underCursor ? 1 : 0),
                                  static_cast<std::uint64_t>(m_marks.low));
    if (cut.lost) {
        end(stream, channel);
        return false;
    }
    std::uint64_t removed = cut.removed;
    if (*place.detour) {
        // The policy was coalesce a moment ago: what it kept aside is the oldest of all.
        Detour &detour = **place.detour;
        const std::size_t kept = detour.kept.size() - detour.next;
        if (kept > 0)
            channel.countDropped(kept);
        removed += kept;
        detour.kept.clear();
        detour.next = 0;
    }
    if (removed == 0)
        return true;
    follow(place, cut);
    (*place.detour)->missed += removed;
    m_counters.dropped.add(static_cast<std::int64_t>(removed));
    return true;
}

bool SlowStreams::coalesce(Stream &stream, const Place &place)
{
    Channel &channel = m_pump.channelOf(place.seat);
    std::vector<LogEntryView> kept;
    if (*place.detour) {
        Detour &detour = **place.detour;
        kept.assign(std::make_move_iterator(detour.kept.begin() + static_cast<std::ptrdiff_t>(detour.next)),
                    std::make_move_iterator(detour.kept.end()));
        detour.kept.clear();
        detour.next = 0;
    }
    auto cut = channel.coalesce(*place.cursor + (place.underCursor ? 1 : 0), kept);
    if (!cut.lost) {
        follow(place, cut);
        (*place.detour)->kept = std::move(kept);
        m_counters.coalesced.add(cut.removed);
    }
    // Too many names to bring it below the mark: losing some in silence is not what coalescing promises, and
    // keeping all would have no bound. The client resumes by id.
    if (cut.lost || (*place.detour)->keptBytes() > static_cast<std::uint64_t>(m_marks.high)) {
        end(stream, channel);
        return false;
    }
    return true;
}

void SlowStreams::pause(const Place &place, std::uint64_t backlog)
{
    if (backlog < static_cast<std::uint64_t>(m_marks.low))
        return; // slow by its rate alone: below this mark the channel would go on at once
    Pressure &pressure = press(place.seat.watch);
    pressure.worst = std::max(pressure.worst, backlog);
    if (pressure.pausing)
        return;
    pressure.pausing = true;
    if (m_pump.channelOf(place.seat).setPausing(m_worker, Channel::Pausing::Yes))
        m_counters.pauses.add(1);
}

SlowStreams::Pressure &SlowStreams::press(std::uint32_t watch)
{
    if (watch >= m_pressures.size())
        m_pressures.resize(watch + 1);
    Pressure &pressure = m_pressures[watch];
    if (!pressure.listed) {
        pressure.listed = true;
        m_pressed.push_back(watch);
    }
    if (pressure.round != m_round) {
        pressure.round = m_round;
        pressure.nextOwed = Channel::nothingOwed;
        pressure.worst = 0;
    }
    return pressure;
}

void SlowStreams::refused(Stream &stream)
{
    for (std::size_t i = 0; i < placeCount(stream); ++i) {
        const Place place = placeOf(stream, i);
        if (place.seat.watch == WatchSeat::none)
            continue;
        Channel &channel = m_pump.channelOf(place.seat);
        Pressure &pressure = press(place.seat.watch);
        if (*place.cursor >= pressure.owed)
            continue;
        pressure.owed = *place.cursor;
        channel.addOwed(m_worker, pressure.owed);
    }
}

SlowStreams::Drain SlowStreams::measure(Strain &strain, const Stream &stream, std::uint64_t backlog,
                                        Instant now) const
{
    const std::chrono::duration<double> span = now - strain.windowStart;
    const bool isMeasured = m_marks.minDrainRate > 0 && backlog > 0;
    if (isMeasured && span < drainWindow)
        return Drain::Unmeasured;
    const auto isBelow = [&](double bytes) {
        return bytes / span.count() < static_cast<double>(m_marks.minDrainRate);
    };
    bool isTooSlow = isMeasured && isBelow(static_cast<double>(stream.sentBytes - strain.windowSent));
    // The kernel takes more only when a third of its buffer is free: what the client acknowledges comes
    // evenly.
    const std::int64_t acked = isMeasured ? StreamTable::acknowledged(stream) : Strain::unknown;
    if (isTooSlow)
        isTooSlow =
            strain.windowAcked != Strain::unknown && isBelow(static_cast<double>(acked - strain.windowAcked));
    strain.windowStart = now;
    strain.windowSent = stream.sentBytes;
    strain.windowAcked = acked;
    return isTooSlow ? Drain::TooSlow : Drain::Unmeasured;
}

/** Counts a stream whose backlog makes publishers wait, and ends it if it has done so for too long. */
void SlowStreams::countHold(Stream &stream, Clock::duration sinceLast)
{
    for (std::size_t i = 0; i < placeCount(stream); ++i) {
        const Place place = placeOf(stream, i);
        if (place.seat.watch >= m_pressures.size() || !m_pressures[place.seat.watch].pausing ||
            backlogOf(place) < static_cast<std::uint64_t>(m_marks.low))
            continue;
        Hold &hold = m_holds[stream.id];
        hold.held += sinceLast;
        hold.round = m_round;
        if (m_marks.longestPause.count() == 0 || hold.held < m_marks.longestPause)
            return;
        m_holds.erase(stream.id);
        end(stream, m_pump.channelOf(place.seat));
        return;
    }
}

/** Who has not held publishers in this round makes up for when it did; who has gone is forgotten in time. */
void SlowStreams::settleHolds(Clock::duration sinceLast)
{
    for (auto entry = m_holds.begin(); entry != m_holds.end();) {
        Hold &hold = entry->second;
        if (hold.round != m_round)
            hold.held -= sinceLast;
        entry = hold.held <= Clock::duration::zero() ? m_holds.erase(entry) : std::next(entry);
    }
}

void SlowStreams::note(Stream &stream)
{
    for (std::size_t i = 0; i < placeCount(stream); ++i) {
        const Place place = placeOf(stream, i);
        if (place.seat.watch == WatchSeat::none)
            continue;
        Pressure &pressure = press(place.seat.watch);
        pressure.nextOwed = std::min(pressure.nextOwed, *place.cursor);
        if (pressure.pausing)
            pressure.worst = std::max(pressure.worst, backlogOf(place));
    }
}

void SlowStreams::round(Instant now)
{
    if (now - m_lastRound < roundInterval)
        return;
    const Clock::duration sinceLast = std::min<Clock::duration>(now - m_lastRound, longestSpan);
    m_lastRound = now;
    ++m_round;
    std::uint64_t total = 0;
    std::uint64_t largest = 0;
    int endsLeft = endsPerRound;
    std::vector<Strain> &strains = m_table.strains();
    // Backwards: an end moves the last strain, which has been looked at, into its place.
    for (std::size_t i = strains.size(); i-- > 0;) {
        Stream &stream = m_table.at(strains[i].slot);
        std::uint64_t slowBacklog = 0;
        for (std::size_t p = 0; p < placeCount(stream); ++p)
            slowBacklog += backlogOf(placeOf(stream, p));
        if (slowBacklog <= static_cast<std::uint64_t>(m_marks.high))
            strains[i].over = Instant();
        const Drain drain = measure(strains[i], stream, slowBacklog, now);
        const std::size_t before = strains.size();
        if (stream.blocked && slowBacklog > 0 && endsLeft > 0)
            judge(stream, drain);
        if (strains.size() == before && endsLeft > 0)
            countHold(stream, sinceLast);
        if (strains.size() < before) {
            --endsLeft;
            continue;
        }
        const std::uint64_t lacks = backlog(stream);
        total += lacks;
        largest = std::max(largest, lacks);
        note(stream);
    }
    m_counters.backlogBytes.set(static_cast<std::int64_t>(total));
    m_counters.largestBacklog.set(static_cast<std::int64_t>(largest));
    settleHolds(sinceLast);
    settle();
}

void SlowStreams::settle()
{
    for (std::size_t i = m_pressed.size(); i-- > 0;) {
        const std::uint32_t watch = m_pressed[i];
        Pressure &pressure = m_pressures[watch];
        const bool isCurrent = pressure.round == m_round;
        const std::uint64_t owed = isCurrent ? pressure.nextOwed : Channel::nothingOwed;
        const std::uint64_t worst = isCurrent ? pressure.worst : 0;
        Channel &channel = m_pump.channelOf({watch, 0});
        if (owed != pressure.owed || pressure.isUntold) {
            pressure.owed = owed;
            pressure.isUntold = false;
            channel.setOwed(m_worker, owed);
        }
        const bool goesOn =
            channel.policy() != SlowPolicy::Pause || worst < static_cast<std::uint64_t>(m_marks.low);
        if (pressure.pausing && goesOn) {
            pressure.pausing = false;
            channel.setPausing(m_worker, Channel::Pausing::No);
        }
        if (owed == Channel::nothingOwed && !pressure.pausing) {
            pressure.listed = false;
            m_pressed[i] = m_pressed.back();
            m_pressed.pop_back();
        }
    }
}

void SlowStreams::forget(std::uint32_t watch)
{
    if (watch >= m_pressures.size())
        return;
    if (m_pressures[watch].listed)
        std::erase(m_pressed, watch);
    m_pressures[watch] = {};
}

} // namespace sluice
