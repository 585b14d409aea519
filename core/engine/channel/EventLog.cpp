// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/channel/EventLog.h"

#include "http/Framing.h"

#include <algorithm>
#include <cassert>
#include <charconv>
#include <cstring>

namespace sluice {

namespace {

// A thousand quiet channels must cost little, a busy one must not allocate often.
constexpr std::size_t firstSegment = 2 << 10;
constexpr std::size_t largestSegment = 64 << 10;

} // namespace

std::string_view LogEntryView::framed() const
{
    constexpr std::size_t chunkEnd = 2; // CRLF
    return {dataChunk.data(),
            static_cast<std::size_t>(idPayload.data() + idPayload.size() + chunkEnd - dataChunk.data())};
}

std::string_view LogEntryView::eventName() const
{
    constexpr std::string_view field = "event: "; // framing::fields() writes it first, if at all
    if (!dataPayload.starts_with(field))
        return {};
    return dataPayload.substr(field.size(), dataPayload.find('\n') - field.size());
}

EventLog::EventLog(std::string epoch)
    : m_epoch(std::move(epoch))
{
}

std::string EventLog::engineId(std::uint64_t sequence) const
{
    return m_epoch + '-' + std::to_string(sequence);
}

const EventLog::Entry &EventLog::entryOf(std::uint64_t sequence) const
{
    const std::uint64_t firstKept = m_lastSequence + 1 - m_entries.size();
    assert(sequence >= firstKept && sequence <= m_lastSequence);
    return m_entries[sequence - firstKept];
}

std::string EventLog::idOf(std::uint64_t sequence) const
{
    const std::uint64_t firstKept = m_lastSequence + 1 - m_entries.size();
    if (sequence >= firstKept) {
        const Entry &entry = entryOf(sequence);
        return entry.publisherId ? *entry.publisherId : engineId(sequence);
    }
    return m_beforeKept.empty() ? engineId(sequence) : m_beforeKept;
}

char *EventLog::reserve(std::size_t size)
{
    if (m_segments.empty() || m_segments.back()->capacity - m_segments.back()->used < size) {
        const std::size_t previous = m_segments.empty() ? firstSegment / 2 : m_segments.back()->capacity;
        auto segment = std::make_shared<LogSegment>();
        segment->capacity = std::max(size, std::clamp(previous * 2, firstSegment, largestSegment));
        segment->base = m_head;
        segment->bytes = std::make_unique_for_overwrite<char[]>(segment->capacity);
        m_segmentBytes += static_cast<std::int64_t>(segment->capacity);
        m_segments.push_back(std::move(segment));
    }
    LogSegment &segment = *m_segments.back();
    char *place = segment.bytes.get() + segment.used;
    segment.used += size;
    return place;
}

std::string EventLog::append(std::string_view fields, std::string_view id, Instant now)
{
    const std::uint64_t sequence = ++m_lastSequence;
    std::string entryId = id.empty() ? engineId(sequence) : std::string(id);
    const std::string data = framing::chunk(fields);
    const std::string idChunk = framing::chunk(framing::idFields(entryId));

    char *place = reserve(data.size() + idChunk.size());
    std::memcpy(place, data.data(), data.size());
    std::memcpy(place + data.size(), idChunk.data(), idChunk.size());

    Entry entry;
    entry.offset = m_head;
    entry.dataSize = static_cast<std::uint32_t>(data.size());
    entry.idSize = static_cast<std::uint32_t>(idChunk.size());
    entry.published = now;
    if (!id.empty()) {
        entry.publisherId = std::make_unique<const std::string>(entryId);
        m_publisherIds.emplace(*entry.publisherId, sequence);
    }
    m_head = entry.end();
    const std::uint32_t size = entry.dataSize + entry.idSize;
    while (!m_peaks.empty() && m_peaks.back().size <= size)
        m_peaks.pop_back();
    m_peaks.push_back({sequence, size});
    m_entries.push_back(std::move(entry));
    return entryId;
}

std::uint64_t EventLog::historyStart() const
{
    return historyEmpty() ? m_head : entryOf(m_historyFirst).offset;
}

Instant EventLog::oldestPublished() const
{
    return entryOf(m_historyFirst).published;
}

bool EventLog::isOwnId(std::string_view id) const
{
    return id.size() > m_epoch.size() && id.starts_with(m_epoch) && id[m_epoch.size()] == '-';
}

std::optional<std::uint64_t> EventLog::findAfter(std::string_view id) const
{
    if (const auto found = m_publisherIds.find(id); found != m_publisherIds.end())
        return entryOf(found->second).end();
    // The event just before history may be the last one a client has seen: all that it lacks is still here.
    if (!m_beforeHistory.empty() && id == m_beforeHistory)
        return historyStart();

    if (!isOwnId(id))
        return std::nullopt;
    const std::string_view digits = id.substr(m_epoch.size() + 1);
    std::uint64_t sequence = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), sequence);
    if (error != std::errc() || end != digits.data() + digits.size() || digits != std::to_string(sequence))
        return std::nullopt;
    if (sequence + 1 == m_historyFirst && m_beforeHistory.empty())
        return historyStart();
    if (sequence < m_historyFirst || sequence > m_lastSequence || entryOf(sequence).publisherId)
        return std::nullopt;
    return entryOf(sequence).end();
}

std::size_t EventLog::indexContaining(std::uint64_t offset) const
{
    const auto after =
        std::upper_bound(m_entries.begin(), m_entries.end(), offset,
                         [](std::uint64_t value, const Entry &entry) { return value < entry.offset; });
    assert(after != m_entries.begin());
    return static_cast<std::size_t>(after - m_entries.begin()) - 1;
}

const std::shared_ptr<LogSegment> &EventLog::segmentContaining(std::uint64_t offset) const
{
    const auto after =
        std::upper_bound(m_segments.begin(), m_segments.end(), offset,
                         [](std::uint64_t value, const auto &segment) { return value < segment->base; });
    assert(after != m_segments.begin());
    return *(after - 1);
}

std::string EventLog::idAt(std::uint64_t offset) const
{
    const std::uint64_t firstKept = m_lastSequence + 1 - m_entries.size();
    if (offset >= m_head)
        return idOf(m_lastSequence);
    return idOf(firstKept + indexContaining(offset) - 1);
}

void EventLog::slices(std::uint64_t from, std::vector<LogSlice> &out) const
{
    out.clear();
    if (from >= m_head)
        return;
    assert(from >= tail());
    auto segment = std::upper_bound(m_segments.begin(), m_segments.end(), from,
                                    [](std::uint64_t value, const auto &s) { return value < s->base; }) -
                   1;
    for (; segment != m_segments.end(); ++segment) {
        const std::size_t skip =
            from > (*segment)->base ? static_cast<std::size_t>(from - (*segment)->base) : 0;
        if ((*segment)->used > skip)
            out.push_back({*segment, (*segment)->bytes.get() + skip, (*segment)->used - skip});
    }
}

LogEntryView EventLog::viewOf(std::size_t index) const
{
    const Entry &entry = m_entries[index];
    LogEntryView view;
    view.segment = segmentContaining(entry.offset);
    const char *bytes = view.segment->bytes.get() + (entry.offset - view.segment->base);
    const auto payload = [](std::string_view framed) {
        const std::size_t prefix = framed.find("\r\n") + 2;
        return framed.substr(prefix, framed.size() - prefix - 2);
    };
    view.dataChunk = {bytes, entry.dataSize};
    view.dataPayload = payload(view.dataChunk);
    view.idPayload = payload({bytes + entry.dataSize, entry.idSize});
    view.id = idOf(m_lastSequence + 1 - m_entries.size() + index);
    view.end = entry.end();
    view.published = entry.published;
    return view;
}

std::optional<LogEntryView> EventLog::entryAt(std::uint64_t offset) const
{
    if (offset >= m_head || offset < tail())
        return std::nullopt;
    const std::size_t index = indexContaining(offset);
    if (m_entries[index].offset != offset)
        return std::nullopt;
    return viewOf(index);
}

std::optional<LogEntryView> EventLog::entryContaining(std::uint64_t offset) const
{
    if (offset >= m_head || offset < tail())
        return std::nullopt;
    return viewOf(indexContaining(offset));
}

std::uint64_t EventLog::newestFitting(std::uint64_t bytes) const
{
    if (m_entries.empty())
        return m_head;
    const std::uint64_t lowest = m_head > bytes ? m_head - bytes : 0;
    const auto first =
        std::lower_bound(m_entries.begin(), m_entries.end(), lowest,
                         [](const Entry &entry, std::uint64_t value) { return entry.offset < value; });
    return first != m_entries.end() ? first->offset : m_entries.back().offset;
}

EventLog::Span EventLog::span(std::uint64_t offset) const
{
    if (offset >= m_head || m_entries.empty())
        return {};
    const std::size_t index = indexContaining(std::max(offset, tail()));
    return {static_cast<std::uint32_t>(m_entries.size() - index), m_entries[index].published};
}

std::uint64_t EventLog::entryEnd(std::uint64_t offset) const
{
    if (offset >= m_head || offset < tail())
        return offset;
    const Entry &entry = m_entries[indexContaining(offset)];
    return entry.offset == offset ? offset : entry.end();
}

void EventLog::dropFromHistory()
{
    const Entry &entry = entryOf(m_historyFirst);
    if (entry.publisherId) {
        m_publisherIds.erase(*entry.publisherId);
        m_beforeHistory = *entry.publisherId;
    } else {
        m_beforeHistory.clear();
    }
    ++m_historyFirst;
}

void EventLog::freeBelow(std::uint64_t offset)
{
    for (;;) {
        const std::uint64_t firstKept = m_lastSequence + 1 - m_entries.size();
        if (m_entries.empty() || firstKept >= m_historyFirst || m_entries.front().end() > offset)
            break;
        if (m_peaks.front().sequence == firstKept)
            m_peaks.pop_front();
        const Entry &entry = m_entries.front();
        m_beforeKept = entry.publisherId ? *entry.publisherId : std::string();
        m_entries.pop_front();
    }
    const std::uint64_t kept = tail();
    while (!m_segments.empty() && m_segments.front()->base + m_segments.front()->used <= kept) {
        m_segmentBytes -= static_cast<std::int64_t>(m_segments.front()->capacity);
        m_segments.pop_front();
    }
}

std::uint64_t EventLog::floor(const LogLimits &limits, std::uint64_t pinned, bool hasStreams) const
{
    if (!hasStreams)
        return m_head;
    const std::uint64_t largest = m_peaks.empty() ? 0 : m_peaks.front().size;
    const std::uint64_t keep = static_cast<std::uint64_t>(limits.highWaterMark) + largest;
    return std::min(pinned, m_head > keep ? m_head - keep : 0);
}

void EventLog::trim(const LogLimits &limits, std::uint64_t pinned, bool hasStreams, Instant now)
{
    while (!historyEmpty() && (historyCount() > limits.count || historyBytes() > limits.bytes ||
                               now - oldestPublished() > limits.age))
        dropFromHistory();
    freeBelow(floor(limits, pinned, hasStreams));
}

void EventLog::shed(std::int64_t bytes, const LogLimits &limits, std::uint64_t pinned, bool hasStreams)
{
    const std::uint64_t target =
        historyStart() + static_cast<std::uint64_t>(std::max<std::int64_t>(bytes, 1));
    while (!historyEmpty() && historyStart() < target)
        dropFromHistory();
    freeBelow(floor(limits, pinned, hasStreams));
}

std::int64_t EventLog::memory() const
{
    return m_segmentBytes + static_cast<std::int64_t>(m_entries.size() * sizeof(Entry));
}

} // namespace sluice
