// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The part of the Pump that sends entry by entry: to streams of several channels, to HTTP/1.0, and what a
// policy has left of a slow stream's backlog.
#include "engine/fanout/Pump.h"

#include "http/Framing.h"

#include <algorithm>
#include <array>

namespace sluice {

namespace {

// Entries of one sendmsg(): each is three runs, what is before its data, the data, and what is behind it.
constexpr std::size_t entriesPerSend = 8;

} // namespace

bool Pump::sendPartial(Stream &stream, Detour &detour)
{
    const LogEntryView &entry = *detour.partial;
    const auto sent = streamwriter::send(stream.fd, entry.chunk.substr(detour.partialSent));
    const Instant now = Clock::now();
    detour.partialSent += sent.bytes;
    if (sent.outcome == streamwriter::Outcome::Whole) {
        delivered(stream, 1, entry.published, now);
        detour.partial.reset();
        detour.partialSent = 0;
    }
    return m_table.account(stream, sent, now);
}

bool Pump::tellMissed(Stream &stream, const std::string &channel, Detour &detour)
{
    if (detour.missed == 0)
        return true;
    // Without an id line: the client's last id stays that of the last event it has got, so that a resume is
    // right, whether it comes before or after the next one.
    const std::string text = "event: missed\ndata: {\"channel\":\"" + channel +
                             "\",\"missed\":" + std::to_string(detour.missed) + "}\n\n";
    detour.missed = 0;
    if (!stream.side)
        stream.side = std::make_unique<std::string>();
    if (stream.framing == BodyFraming::Chunked)
        framing::appendChunk(*stream.side, text);
    else
        stream.side->append(text);
    return m_table.flushSide(stream);
}

bool Pump::serveDetour(Stream &stream)
{
    Detour &detour = *stream.detour;
    for (;;) {
        if (detour.partial && !sendPartial(stream, detour))
            return false;
        if (!tellMissed(stream, channelOf(stream.seat).name(), detour))
            return false;
        if (detour.next == detour.kept.size())
            break;
        detour.partial = std::move(detour.kept[detour.next++]);
    }
    stream.detour.reset();
    return true;
}

bool Pump::nextEntry(Stream &stream, EntryCursors &cursors, std::optional<LogEntryView> &next)
{
    // In the order in which they were published, as far as the channels can tell.
    for (std::size_t i = 0; i < cursors.channels.size(); ++i) {
        EntryCursors::One &one = cursors.channels[i];
        Channel &channel = channelOf(one.seat);
        if (one.detour) {
            if (!tellMissed(stream, channel.name(), *one.detour))
                return false;
            if (one.detour->isOver())
                one.detour.reset();
        }
        std::optional<LogEntryView> entry =
            one.detour ? one.detour->kept[one.detour->next] : channel.entryAt(one.cursor);
        if (!entry && channel.hasLost(one.cursor)) {
            m_slow.end(stream, channel);
            return false;
        }
        if (entry && (!next || entry->published < next->published)) {
            next = std::move(entry);
            cursors.current = i;
        }
    }
    return true;
}

void Pump::serveEntries(Stream &stream)
{
    EntryCursors &cursors = *stream.entries;
    Outgoing outgoing;
    for (;;) {
        outgoing.clear();
        if (!gather(stream, cursors, outgoing))
            return;
        if (outgoing.empty()) {
            m_table.caughtUp(stream);
            return;
        }
        if (!sendEntries(stream, cursors, outgoing))
            return;
        if (outgoing.size() == entriesPerSend && Clock::now() >= m_deadline) {
            postpone(stream);
            return;
        }
    }
}

/**
 * The stream goes on in a later slice, wherever this one was served: its channels are walked again, and keep
 * what it has not got, which may be history that nobody else needs.
 */
void Pump::postpone(Stream &stream)
{
    for (const EntryCursors::One &one : stream.entries->channels) {
        Watch &watch = m_watches[one.seat.watch];
        watch.settled = std::min(watch.settled, one.cursor);
        watch.target = watch.channel->beginRound(m_worker, watch.settled);
        watch.remaining = static_cast<std::uint32_t>(watch.members.size());
        watch.beginRound(); // nothing is settled before it has been visited again
        if (watch.queued)
            continue;
        watch.queued = true;
        m_queue.push_back(one.seat.watch);
    }
    m_poller.wake();
}

/** The next entry alone: a policy leads the stream round something. */
bool Pump::gatherOne(Stream &stream, EntryCursors &cursors, Outgoing &outgoing)
{
    std::optional<LogEntryView> next;
    if (cursors.entrySent == 0) {
        if (!nextEntry(stream, cursors, next))
            return false;
    } else {
        next = *cursors.partial;
    }
    if (next)
        outgoing.push_back({cursors.current, *std::move(next), {}, {}});
    return true;
}

/** What one call can send of what the stream lacks; false if it has ended or is blocked. */
bool Pump::gather(Stream &stream, EntryCursors &cursors, Outgoing &outgoing)
{
    const std::size_t count = cursors.channels.size();
    const bool led = std::any_of(cursors.channels.begin(), cursors.channels.end(),
                                 [](const EntryCursors::One &one) { return one.detour != nullptr; });
    if (cursors.partial || (led && cursors.entrySent == 0))
        return gatherOne(stream, cursors, outgoing);

    std::array<std::uint64_t, EntryCursors::maxChannels> froms{};
    std::array<std::optional<LogEntryView>, EntryCursors::maxChannels> fronts;
    const auto look = [&](std::size_t i) {
        fronts[i] = channelOf(cursors.channels[i].seat).entryAt(froms[i]);
    };
    for (std::size_t i = 0; i < count; ++i) {
        froms[i] = cursors.channels[i].cursor;
        look(i);
        const bool isBegun = cursors.entrySent > 0 && i == cursors.current;
        Channel &channel = channelOf(cursors.channels[i].seat);
        if (!fronts[i] && (isBegun || channel.hasLost(froms[i]))) {
            m_slow.end(stream, channel);
            return false;
        }
    }
    while (outgoing.size() < entriesPerSend) {
        std::size_t next = count;
        if (outgoing.empty() && cursors.entrySent > 0) {
            next = cursors.current; // the rest of it goes before all others
        } else {
            // In the order in which they were published, as far as the channels can tell.
            for (std::size_t i = 0; i < count; ++i)
                if (fronts[i] && (next == count || fronts[i]->published < fronts[next]->published))
                    next = i;
        }
        if (next == count)
            break;
        if (outgoing.empty())
            outgoing.reserve(entriesPerSend);
        froms[next] = fronts[next]->end;
        outgoing.push_back({next, *std::move(fronts[next]), {}, {}});
        if (led)
            break; // what follows goes one by one
        look(next);
        // What another channel got meanwhile may be older than what this one got.
        for (std::size_t i = 0; i < count && fronts[next]; ++i)
            if (!fronts[i])
                look(i);
    }
    return true;
}

bool Pump::sendEntries(Stream &stream, EntryCursors &cursors, Outgoing &outgoing)
{
    const std::size_t count = cursors.channels.size();
    const bool chunked = stream.framing == BodyFraming::Chunked;
    std::array<std::string_view, EntryCursors::maxChannels> positions;
    for (std::size_t i = 0; i < count; ++i)
        positions[i] = cursors.channels[i].position;

    std::array<iovec, 3 * entriesPerSend> runs{};
    std::size_t runCount = 0;
    std::size_t done = cursors.entrySent;
    for (OutgoingEntry &one : outgoing) {
        // The id names the position in every channel, so that the client resumes exactly in all of them.
        positions[one.place] = one.entry.id;
        std::string id;
        for (std::size_t i = 0; i < count; ++i)
            id.append(i > 0 ? "." : "").append(positions[i]);
        one.tail = framing::idFields(id);
        if (chunked) { // one chunk, like an entry of a single channel
            one.head = framing::chunkPrefix(one.entry.dataPayload.size() + one.tail.size());
            one.tail.append(framing::chunkEnd);
        }
        for (const std::string_view part :
             {std::string_view(one.head), one.entry.dataPayload, std::string_view(one.tail)}) {
            const std::size_t skipped = std::min(done, part.size());
            done -= skipped;
            if (skipped < part.size())
                runs[runCount++] = {const_cast<char *>(part.data()) + skipped, part.size() - skipped};
        }
    }

    const auto sent = streamwriter::send(stream.fd, std::span(runs.data(), runCount));
    const Instant now = Clock::now();
    std::size_t taken = cursors.entrySent + sent.bytes;
    for (const OutgoingEntry &one : outgoing) {
        const std::size_t size = one.head.size() + one.entry.dataPayload.size() + one.tail.size();
        if (taken < size) {
            cursors.current = one.place;
            break;
        }
        taken -= size;
        passed(stream, cursors, one, now);
    }
    cursors.entrySent = taken;
    // An entry that was kept aside stays at hand by itself: the policy may act again before it is whole.
    EntryCursors::One &current = cursors.channels[cursors.current];
    if (taken > 0 && !cursors.partial && current.detour) {
        cursors.partial = std::make_unique<LogEntryView>(outgoing.front().entry);
        ++current.detour->next;
    }
    return m_table.account(stream, sent, now);
}

/** The kernel has taken the whole entry. */
void Pump::passed(Stream &stream, EntryCursors &cursors, const OutgoingEntry &sent, Instant now)
{
    EntryCursors::One &one = cursors.channels[sent.place];
    one.position = sent.entry.id;
    if (one.detour && one.detour->next < one.detour->kept.size() && !cursors.partial)
        ++one.detour->next;
    else if (!cursors.partial)
        one.cursor = sent.entry.end;
    cursors.partial.reset();
    delivered(stream, 1, sent.entry.published, now);
}

} // namespace sluice
