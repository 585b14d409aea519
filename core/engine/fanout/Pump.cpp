// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/fanout/Pump.h"

#include "engine/channel/ResumeId.h"
#include "http/Framing.h"

#include <algorithm>
#include <array>
#include <utility>

namespace sluice {

namespace {

// A clock read costs a few per cent of a send; eight sends are far below a slice.
constexpr std::uint32_t visitsPerClockRead = 8;

constexpr std::size_t maxRuns = 16;

} // namespace

void Pump::Watch::beginRound()
{
    due = static_cast<std::uint32_t>(members.size());
    dueTarget = target;
}

/** Everybody has been visited since the head was at dueTarget, or has come later. */
void Pump::Watch::endRound()
{
    settled = std::max(settled, dueTarget);
    beginRound();
}

void Pump::Watch::join(Member member)
{
    if (position >= members.size())
        position = 0;
    if (position + due > members.size())
        ++due; // it sits among those that are due
    members.push_back(member);
}

/** Takes the member at @p index away and puts the last one in its place, which is the answer. */
Pump::Member Pump::Watch::leave(std::uint32_t index)
{
    const auto size = static_cast<std::uint32_t>(members.size());
    const std::uint32_t lastIndex = size - 1;
    if (position >= size)
        position = 0;
    const auto isDue = [this, size](std::uint32_t member) { return (member + size - position) % size < due; };
    const bool lastWasDue = isDue(lastIndex);
    const bool placeIsDue = isDue(index);
    const Member last = members.back();
    members.pop_back();
    if (index != lastIndex)
        members[index] = last;
    if (position >= lastIndex)
        position = 0;
    if (!lastWasDue)
        return last;
    --due;
    if (index != lastIndex && !placeIsDue) {
        // It has moved to where the round has been: the round goes on as far as that.
        due = std::max(due, (index + lastIndex - position) % lastIndex + 1);
    }
    if (due == 0)
        endRound();
    return last;
}

Pump::Pump(std::size_t worker, StreamTable &table, Poller &poller, WorkerCounters &counters)
    : m_worker(worker)
    , m_table(table)
    , m_poller(poller)
    , m_counters(counters)
    , m_slow(worker, table, *this, counters)
    , m_inbox(poller)
{
}

Pump::~Pump() = default;

void Pump::setMarks(const SlowStreams::Marks &marks)
{
    m_slow.setMarks(marks);
    for (std::uint32_t watch = 0; watch < m_watches.size(); ++watch)
        if (m_watches[watch].channel)
            m_slow.tellAnew(watch);
}

std::uint32_t Pump::watchOf(const std::shared_ptr<Channel> &channel)
{
    if (const auto found = m_watchOf.find(channel.get()); found != m_watchOf.end())
        return found->second;
    if (m_freeWatches.empty()) {
        m_freeWatches.push_back(static_cast<std::uint32_t>(m_watches.size()));
        m_watches.emplace_back();
    }
    const std::uint32_t index = m_freeWatches.back();
    m_freeWatches.pop_back();
    m_watches[index].channel = channel;
    m_watches[index].names =
        std::make_shared<const std::vector<std::string>>(std::vector<std::string>{channel->name()});
    m_watchOf.emplace(channel.get(), index);
    return index;
}

void Pump::releaseWatch(std::uint32_t index)
{
    Watch &watch = m_watches[index];
    m_slow.forget(index);
    m_watchOf.erase(watch.channel.get());
    if (m_rangeChannel == watch.channel.get()) {
        m_rangeChannel = nullptr;
        m_range = {};
    }
    const std::uint32_t generation = watch.generation + 1;
    if (watch.queued)
        std::erase(m_queue, index);
    watch = Watch{};
    watch.generation = generation;
    m_freeWatches.push_back(index);
}

tl::expected<Pump::Seating, Channel::Refused> Pump::subscribe(const Channels &channels,
                                                              std::string_view resumeId)
{
    const std::vector<std::string_view> ids = resumeIds(resumeId, channels.size());
    Seating seating;
    for (std::size_t i = 0; i < channels.size(); ++i) {
        const std::uint32_t index = watchOf(channels[i]);
        Watch &watch = m_watches[index];
        auto place = channels[i]->subscribe(m_worker, {index, watch.generation}, ids[i]);
        if (!place) {
            if (watch.members.empty())
                releaseWatch(index);
            abandon(seating);
            return tl::unexpected(place.error());
        }
        if (watch.members.empty() && watch.settled == 0)
            watch.settled = watch.target = place->cursor;
        if (!seating.position.empty())
            seating.position += '.';
        seating.position += place->position;
        if (place->gap)
            seating.gaps.push_back(channels[i]->name());
        // The seat is taken at once, so that nothing can release the watch in between.
        seating.seats.push_back({index, static_cast<std::uint32_t>(watch.members.size())});
        watch.join({WatchSeat::none, static_cast<std::uint32_t>(i)});
        seating.places.push_back(*std::move(place));
    }
    return seating;
}

void Pump::abandon(const Seating &seating)
{
    // Backwards: a watch's last member is the newest.
    for (std::size_t i = seating.seats.size(); i-- > 0;)
        leaveSeat(seating.seats[i]);
}

void Pump::seat(Stream &stream, Seating seating)
{
    for (const WatchSeat &seat : seating.seats)
        m_watches[seat.watch].members[seat.member].slot = stream.slot;

    if (seating.seats.size() == 1 && stream.framing == BodyFraming::Chunked) {
        stream.seat = seating.seats.front();
        stream.cursor = seating.places.front().cursor;
        stream.joined = seating.places.front().joined;
    } else {
        stream.entries = std::make_unique<EntryCursors>();
        for (std::size_t i = 0; i < seating.seats.size(); ++i)
            stream.entries->channels.push_back({seating.seats[i], seating.places[i].cursor,
                                                seating.places[i].joined,
                                                std::move(seating.places[i].position)});
    }
    if (stream.blocked)
        m_slow.refused(stream); // its head did not fit; what it resumes through is owed to it
    else
        serve(stream);
}

void Pump::leaveSeat(WatchSeat seat, std::uint64_t lacked)
{
    if (seat.watch == WatchSeat::none)
        return;
    Watch &watch = m_watches[seat.watch];
    const bool isUnused = watch.channel->unsubscribe(m_worker, lacked);

    const Member last = watch.leave(seat.member);
    if (seat.member < watch.members.size()) {
        if (last.slot != WatchSeat::none) {
            Stream &moved = m_table.at(last.slot);
            (moved.entries ? moved.entries->channels[last.place].seat : moved.seat).member = seat.member;
        }
    }
    if (watch.members.empty()) {
        const std::shared_ptr<Channel> channel = watch.channel;
        releaseWatch(seat.watch);
        if (isUnused && m_registry != nullptr)
            m_registry->release(*channel);
        return;
    }
    // A member has moved, perhaps from before us to behind us: go once round again. Those who lack nothing
    // cost nothing.
    if (watch.remaining > 0)
        watch.remaining = static_cast<std::uint32_t>(watch.members.size());
}

std::shared_ptr<const std::string> Pump::channelNames(const Stream &stream)
{
    if (!stream.entries) {
        if (stream.seat.watch == WatchSeat::none)
            return nullptr;
        Watch &watch = m_watches[stream.seat.watch];
        if (!watch.name)
            watch.name = std::make_shared<const std::string>(watch.channel->name());
        return watch.name;
    }
    std::string names;
    for (const EntryCursors::One &one : stream.entries->channels) {
        if (!names.empty())
            names += ',';
        names += m_watches[one.seat.watch].channel->name();
    }
    return std::make_shared<const std::string>(std::move(names));
}

void Pump::leave(Stream &stream)
{
    stream.detour.reset();
    // What the kernel has not brought to the client may be lost with the connection.
    const bool isBehind = stream.strain != Stream::unstrained;
    const auto onTheWay = static_cast<std::uint64_t>(isBehind ? streamwriter::unacknowledged(stream.fd) : 0);
    const auto lacked = [&](std::uint64_t cursor) {
        return isBehind ? cursor - std::min(cursor, onTheWay) : Channel::nothingOwed;
    };
    if (!stream.entries) {
        leaveSeat(stream.seat, lacked(stream.cursor));
        stream.seat = {};
        return;
    }
    for (EntryCursors::One &one : stream.entries->channels) {
        leaveSeat(one.seat, lacked(one.cursor));
        one.seat = {};
    }
}

void Pump::takeInbox()
{
    m_inbox.take(m_taken);
    for (const WatchToken token : m_taken) {
        if (token.index >= m_watches.size())
            continue;
        Watch &watch = m_watches[token.index];
        if (!watch.channel || watch.generation != token.generation || watch.queued)
            continue;
        watch.queued = true;
        m_queue.push_back(token.index);
    }
    m_taken.clear();
}

void Pump::runSlice(Instant deadline)
{
    takeInbox();
    if (m_queue.empty())
        return;
    m_deadline = deadline;
    m_counters.slices.add(1);
    do {
        const std::uint32_t index = m_queue.front();
        m_queue.pop_front();
        m_watches[index].queued = false;
        const std::uint32_t generation = m_watches[index].generation;
        const bool finished = walk(m_watches[index], deadline);
        // The last stream may have left during the walk, and the watch with it.
        if (finished || m_watches[index].generation != generation)
            continue;
        if (!m_watches[index].queued) {
            m_watches[index].queued = true;
            m_queue.push_back(index);
        }
        break;
    } while (!m_queue.empty() && Clock::now() < deadline);
    if (m_queue.empty()) {
        // Nothing must pin segments while the worker sleeps.
        m_rangeChannel = nullptr;
        m_range.slices.clear();
    }
}

bool Pump::walk(Watch &watch, Instant deadline)
{
    const std::uint32_t generation = watch.generation;
    const std::uint64_t head = watch.channel->beginRound(m_worker, watch.settled);
    if (head != watch.target) {
        watch.target = head;
        watch.remaining = static_cast<std::uint32_t>(watch.members.size());
    }
    if (watch.due == 0)
        watch.beginRound();
    std::uint32_t visits = 0;
    while (watch.remaining > 0) {
        if (watch.position >= watch.members.size())
            watch.position = 0;
        --watch.remaining;
        --watch.due;
        const Member member = watch.members[watch.position++];
        visit(watch, member);
        if (watch.generation != generation)
            return true;
        if (watch.due == 0)
            watch.endRound();
        if (++visits % visitsPerClockRead == 0 && Clock::now() >= deadline && watch.remaining > 0)
            return false;
    }
    watch.settled = watch.target;
    watch.due = 0;
    return true;
}

void Pump::visit(Watch &watch, const Member &member)
{
    if (member.slot == WatchSeat::none)
        return; // subscribed, but not open yet
    Stream &stream = m_table.at(member.slot);
    if (stream.blocked) {
        m_slow.judge(stream, SlowStreams::Drain::Unmeasured);
        return;
    }
    if (stream.entries || stream.detour) {
        serve(stream);
        return;
    }
    if (stream.cursor >= watch.target)
        return;
    if (m_rangeChannel == watch.channel.get() && m_range.from == stream.cursor &&
        m_range.to >= watch.target) {
        if (sendRange(stream, m_range))
            m_table.caughtUp(stream);
        return;
    }
    serveLog(stream, *watch.channel);
}

std::shared_ptr<const std::vector<std::string>> Pump::channelNames(const Stream &stream) const
{
    static const auto none = std::make_shared<const std::vector<std::string>>();
    if (!stream.entries)
        return stream.seat.watch == WatchSeat::none ? none : m_watches[stream.seat.watch].names;
    std::vector<std::string> names;
    for (const EntryCursors::One &one : stream.entries->channels)
        names.push_back(m_watches[one.seat.watch].channel->name());
    return std::make_shared<const std::vector<std::string>>(std::move(names));
}

void Pump::serve(Stream &stream)
{
    if (stream.entries)
        serveEntries(stream);
    else if (stream.seat.watch != WatchSeat::none && (!stream.detour || serveDetour(stream)))
        serveLog(stream, *m_watches[stream.seat.watch].channel);
}

void Pump::serveWhole(Stream &stream)
{
    const Instant deadline = std::exchange(m_deadline, Instant::max());
    serve(stream);
    m_deadline = deadline;
}

void Pump::serveLog(Stream &stream, Channel &channel)
{
    if (m_rangeChannel == &channel)
        m_rangeChannel = nullptr;
    if (!channel.range(stream.cursor, m_range)) {
        // The log has let its bytes go: more than the high-water mark came while its socket refused.
        m_slow.end(stream, channel);
        return;
    }
    m_rangeChannel = &channel;
    if (m_range.from == m_range.to || sendRange(stream, m_range))
        m_table.caughtUp(stream);
}

bool Pump::sendRange(Stream &stream, Channel::Range &range)
{
    streamwriter::Sent sent;
    if (range.slices.size() == 1) {
        sent = streamwriter::send(stream.fd, {range.slices.front().data, range.slices.front().size});
    } else {
        std::array<iovec, maxRuns> runs{};
        const std::size_t count = std::min(range.slices.size(), maxRuns);
        for (std::size_t i = 0; i < count; ++i)
            runs[i] = {const_cast<char *>(range.slices[i].data), range.slices[i].size};
        sent = streamwriter::send(stream.fd, std::span(runs.data(), count));
        if (sent.outcome == streamwriter::Outcome::Whole && count < range.slices.size())
            sent.outcome =
                streamwriter::Outcome::Refused; // the rest goes when EPOLLOUT says so, at once if it can
    }
    const Instant now = Clock::now();
    stream.cursor += sent.bytes;
    if (sent.outcome == streamwriter::Outcome::Whole) {
        delivered(stream, range.events, range.oldest, now);
    } else if (sent.bytes > 0) {
        Channel &channel = *m_watches[stream.seat.watch].channel;
        const std::uint32_t lacking = channel.eventsBetween(stream.cursor, range.to);
        delivered(stream, range.events - std::min(lacking, range.events), range.oldest, now);
    }
    return m_table.account(stream, sent, now);
}

void Pump::delivered(Stream &stream, std::uint32_t events, Instant published, Instant now)
{
    if (events == 0)
        return;
    stream.sentEvents += events;
    stream.lastEvent = now;
    m_counters.delivered.add(events);
    m_counters.latency.observe(now - published, events);
}

bool Pump::betweenEntries(const Stream &stream) const
{
    if (stream.entries)
        return stream.entries->entrySent == 0;
    if (stream.detour)
        return !stream.detour->partial;
    if (stream.seat.watch == WatchSeat::none)
        return true;
    return m_watches[stream.seat.watch].channel->onBoundary(stream.cursor);
}

} // namespace sluice
