// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/channel/EventLog.h"

#include "http/Framing.h"

#include <algorithm>
#include <cassert>
#include <charconv>
#include <utility>

namespace sluice {

namespace {

// A thousand quiet channels must cost little, a busy one must not allocate often.
constexpr std::size_t firstSegment = 2 << 10;
constexpr std::size_t largestSegment = 64 << 10;

// What an allocation takes beside its bytes, on average: its header, and the rounding up to 16.
constexpr std::int64_t allocation = 16;

/** Memory of an entry's own copy of its publisher's @p id. */
std::int64_t idMemory(const std::string &id)
{
    static const std::size_t inPlace = std::string().capacity();
    const std::int64_t text =
        id.capacity() > inPlace ? static_cast<std::int64_t>(id.capacity()) + allocation : 0;
    return static_cast<std::int64_t>(sizeof(std::string)) + allocation + text;
}

/** Memory of a hash table: its buckets, and a node with a link and a hash for each value. */
template <typename Table>
std::int64_t tableMemory(const Table &table)
{
    if (table.empty())
        return 0;
    constexpr std::int64_t node = sizeof(typename Table::value_type) + 2 * sizeof(void *) + allocation;
    return static_cast<std::int64_t>(table.size()) * node +
           static_cast<std::int64_t>(table.bucket_count() * sizeof(void *));
}

} // namespace

void EventLog::LetGo::Table::add(std::uint32_t hash)
{
    if (contains(hash))
        return;
    if (2 * (size + 1) > slots.size()) {
        constexpr std::size_t firstSlots = 16;
        const std::vector<std::uint32_t> before =
            std::exchange(slots, std::vector<std::uint32_t>(std::max(firstSlots, 2 * slots.size())));
        size = 0;
        for (const std::uint32_t kept : before)
            if (kept != 0)
                add(kept);
    }
    std::size_t at = hash & (slots.size() - 1);
    while (slots[at] != 0)
        at = (at + 1) & (slots.size() - 1);
    slots[at] = hash;
    ++size;
}

bool EventLog::LetGo::Table::contains(std::uint32_t hash) const
{
    if (slots.empty())
        return false;
    for (std::size_t at = hash & (slots.size() - 1); slots[at] != 0; at = (at + 1) & (slots.size() - 1))
        if (slots[at] == hash)
            return true;
    return false;
}

std::uint32_t EventLog::LetGo::hashOf(std::string_view id)
{
    const std::uint64_t hash = std::hash<std::string_view>{}(id);
    return std::max(static_cast<std::uint32_t>(hash ^ (hash >> 32)), std::uint32_t{1});
}

void EventLog::LetGo::add(std::string_view id)
{
    if (m_young.size >= leastRemembered)
        m_old = std::exchange(m_young, {});
    m_young.add(hashOf(id));
}

bool EventLog::LetGo::contains(std::string_view id) const
{
    const std::uint32_t hash = hashOf(id);
    return m_young.contains(hash) || m_old.contains(hash);
}

std::int64_t EventLog::LetGo::memory() const
{
    return static_cast<std::int64_t>((m_young.slots.capacity() + m_old.slots.capacity()) *
                                     sizeof(std::uint32_t));
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
    // One chunk: a client that is handed chunk after chunk gets an event and its id together.
    const std::string idFields = framing::idFields(entryId);
    const std::size_t payload = fields.size() + idFields.size();
    const std::string prefix = framing::chunkPrefix(payload);
    const std::size_t size = prefix.size() + payload + framing::chunkEnd.size();
    char *place = reserve(size);
    for (const std::string_view part :
         {std::string_view(prefix), fields, std::string_view(idFields), framing::chunkEnd})
        place = std::copy(part.begin(), part.end(), place);

    Entry entry;
    entry.offset = m_head;
    entry.size = static_cast<std::uint32_t>(size);
    entry.published = now;
    if (!id.empty()) {
        entry.publisherId = std::make_unique<const std::string>(entryId);
        entry.isRepeated = m_letGo.contains(entryId);
        m_idBytes += idMemory(*entry.publisherId);
        m_publisherIds.emplace(*entry.publisherId, sequence);
    }
    m_head = entry.end();
    while (!m_peaks.empty() && m_peaks.back().size <= entry.size)
        m_peaks.pop_back();
    m_peaks.push_back({sequence, entry.size});
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
    // An id that came twice says nothing of which of the two a client has seen: to resume behind the newer
    // one could pass over all that came in between without a word.
    if (const auto found = m_publisherIds.find(id); found != m_publisherIds.end()) {
        const Entry &entry = entryOf(found->second);
        return entry.isRepeated ? std::nullopt : std::optional(entry.end());
    }
    // The event just before history may be the last one a client has seen: all that it lacks is still here.
    if (!m_beforeHistory.empty() && id == m_beforeHistory)
        return m_isBeforeRepeated ? std::nullopt : std::optional(historyStart());

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
    view.id = idOf(m_lastSequence + 1 - m_entries.size() + index);
    view.chunk = {bytes, entry.size};
    const std::size_t prefix = view.chunk.find("\r\n") + 2;
    const std::string_view payload = view.chunk.substr(prefix, view.chunk.size() - prefix - 2);
    const std::size_t data = payload.size() - framing::idFieldsSize(view.id.size());
    view.dataPayload = payload.substr(0, data);
    view.idPayload = payload.substr(data);
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
        // Its id may have come again while it was out of history, before keepForReturn() brought it back.
        if (const auto found = m_publisherIds.find(*entry.publisherId);
            found != m_publisherIds.end() && found->second == m_historyFirst)
            m_publisherIds.erase(found);
        m_letGo.add(*entry.publisherId);
        m_beforeHistory = *entry.publisherId;
    } else {
        m_beforeHistory.clear();
    }
    m_isBeforeRepeated = entry.isRepeated;
    ++m_historyFirst;
}

void EventLog::keepForReturn(std::uint64_t from, Instant until, const LogLimits &limits, Instant now)
{
    if (!limits.keepsHistory())
        return;
    m_heldFrom = now < m_heldUntil ? std::min(m_heldFrom, from) : from;
    m_heldUntil = std::max(m_heldUntil, until);
    const std::uint64_t firstKept = m_lastSequence + 1 - m_entries.size();
    while (m_historyFirst > firstKept) {
        const Entry &entry = entryOf(m_historyFirst - 1);
        if (entry.end() <= from || m_head - entry.offset > static_cast<std::uint64_t>(limits.bytes))
            break;
        --m_historyFirst;
        if (entry.publisherId)
            m_publisherIds.try_emplace(*entry.publisherId, m_historyFirst);
        const Entry *before = m_historyFirst > firstKept ? &entryOf(m_historyFirst - 1) : nullptr;
        m_beforeHistory = before == nullptr     ? m_beforeKept
                          : before->publisherId ? *before->publisherId
                                                : std::string();
        m_isBeforeRepeated = before == nullptr ? m_isBeforeKeptRepeated : before->isRepeated;
    }
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
        m_isBeforeKeptRepeated = entry.isRepeated;
        if (entry.publisherId)
            m_idBytes -= idMemory(*entry.publisherId);
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
    const std::uint64_t keep = static_cast<std::uint64_t>(limits.highWaterMark) + largestKept();
    return std::min(pinned, m_head > keep ? m_head - keep : 0);
}

/** Whether the oldest event of history goes. */
bool EventLog::isExcess(const LogLimits &limits, Instant now) const
{
    if (!limits.keepsHistory())
        return true;
    if (historyBytes() > limits.bytes && historyCount() > 1)
        return true;
    const bool isHeld = now < m_heldUntil && entryOf(m_historyFirst).end() > m_heldFrom;
    return !isHeld && (historyCount() > limits.count || now - oldestPublished() > limits.age);
}

void EventLog::trim(const LogLimits &limits, std::uint64_t pinned, bool hasStreams, Instant now)
{
    while (!historyEmpty() && isExcess(limits, now))
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
    return m_segmentBytes + static_cast<std::int64_t>(m_entries.size() * sizeof(Entry)) +
           static_cast<std::int64_t>(m_peaks.size() * sizeof(Peak)) + m_idBytes +
           tableMemory(m_publisherIds) + m_letGo.memory();
}

} // namespace sluice
