// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The part of the Pump that sends entry by entry: to streams of several channels, to HTTP/1.0, and what a
// policy has left of a slow stream's backlog.
#include "stream/Pump.h"

#include "channel/Framing.h"

#include <array>

namespace sluice {

bool Pump::sendPartial(Stream &stream, Detour &detour)
{
    const LogEntryView &entry = *detour.partial;
    const auto sent = streamwriter::send(stream.fd, entry.framed().substr(detour.partialSent));
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
    for (;;) {
        std::optional<LogEntryView> next;
        if (cursors.entrySent > 0) {
            const EntryCursors::One &one = cursors.channels[cursors.current];
            next = cursors.partial ? *cursors.partial : channelOf(one.seat).entryAt(one.cursor);
            if (!next) {
                m_slow.end(stream, channelOf(one.seat));
                return;
            }
        } else if (!nextEntry(stream, cursors, next)) {
            return;
        }
        if (!next) {
            m_table.caughtUp(stream);
            return;
        }
        if (!sendEntry(stream, cursors, *next))
            return;
    }
}

bool Pump::sendEntry(Stream &stream, EntryCursors &cursors, const LogEntryView &entry)
{
    EntryCursors::One &one = cursors.channels[cursors.current];
    // The id names the position in every channel, so that the client resumes exactly in all of them.
    std::string id;
    for (std::size_t i = 0; i < cursors.channels.size(); ++i) {
        if (i > 0)
            id += '.';
        id += i == cursors.current ? entry.id : cursors.channels[i].position;
    }
    const bool chunked = stream.framing == BodyFraming::Chunked;
    const std::string_view data = chunked ? entry.dataChunk : entry.dataPayload;
    const std::string idFields = framing::idFields(id);
    const std::string tail = chunked ? framing::chunk(idFields) : idFields;

    std::array<iovec, 2> runs{};
    std::size_t count = 0;
    const std::size_t done = cursors.entrySent;
    if (done < data.size())
        runs[count++] = {const_cast<char *>(data.data()) + done, data.size() - done};
    const std::size_t tailDone = done > data.size() ? done - data.size() : 0;
    runs[count++] = {const_cast<char *>(tail.data()) + tailDone, tail.size() - tailDone};

    const auto sent = streamwriter::send(stream.fd, std::span(runs.data(), count));
    const Instant now = Clock::now();
    if (sent.outcome == streamwriter::Outcome::Whole) {
        one.position = entry.id;
        if (one.detour && one.detour->next < one.detour->kept.size() && !cursors.partial)
            ++one.detour->next;
        else if (!cursors.partial)
            one.cursor = entry.end;
        cursors.partial.reset();
        cursors.entrySent = 0;
        delivered(stream, 1, entry.published, now);
    } else {
        cursors.entrySent += sent.bytes;
        // An entry that was kept aside stays at hand by itself: the policy may act again before it is whole.
        if (cursors.entrySent > 0 && !cursors.partial && one.detour) {
            cursors.partial = std::make_unique<LogEntryView>(entry);
            ++one.detour->next;
        }
    }
    return m_table.account(stream, sent, now);
}

} // namespace sluice
