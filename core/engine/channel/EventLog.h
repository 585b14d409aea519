// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The log of one channel: framed entries in reference-counted segments of immutable bytes, found by byte
// offset or by id. Owned by its Channel, whose lock guards every call; the bytes below head() may be read
// without it while a reference to their segment is held.
#pragma once

#include "base/Clock.h"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace sluice {

/** Bounds of the history that a client may resume from, and of what the log keeps for streams that are
 * behind. */
struct LogLimits
{
    std::int64_t count = 1000;    ///< events
    std::int64_t bytes = 1 << 20; ///< framed bytes
    Milliseconds age{300'000};    ///< oldest event
    std::int64_t highWaterMark =
        64 << 10; ///< bytes kept behind the head for blocked streams, whatever history says
    std::int64_t largestBody = 1 << 20; ///< of one publish: what may come in one go, whatever the mark says

    /** False where nothing is ever kept for clients that resume. */
    bool keepsHistory() const { return count > 0 && bytes > 0; }
};

/** A run of immutable bytes; entries never straddle two segments. */
struct LogSegment
{
    std::uint64_t base = 0; ///< offset in the log of the first byte
    std::size_t capacity = 0;
    std::size_t used = 0; ///< grows under the channel's lock only
    std::unique_ptr<char[]> bytes;
};

/** Bytes of the log in one segment, kept alive by the reference. */
struct LogSlice
{
    std::shared_ptr<const LogSegment> segment;
    const char *data = nullptr;
    std::size_t size = 0;
};

/** One entry as a stream of several channels, or of HTTP/1.0, needs it. */
struct LogEntryView
{
    std::shared_ptr<const LogSegment> segment;
    std::string_view chunk;       ///< the whole entry as a chunked stream of one channel gets it: one chunk
    std::string_view dataPayload; ///< unframed event, retry and data lines
    std::string_view idPayload;   ///< unframed id line and blank line
    std::string id;
    std::uint64_t end = 0; ///< offset behind the entry
    Instant published;

    /** The value of its event field; empty for the default, "message". */
    std::string_view eventName() const;
};

class EventLog
{
public:
    /** @p epoch begins the ids this log gives; it must be new for each incarnation of a channel. */
    explicit EventLog(std::string epoch);

    /** Offset behind the last entry. */
    std::uint64_t head() const { return m_head; }

    /** Offset of the oldest byte still kept. */
    std::uint64_t tail() const { return m_entries.empty() ? m_head : m_entries.front().offset; }

    /** Appends an entry of @p fields (see framing::fields) and returns its id; @p id empty lets the log give
     * one. */
    std::string append(std::string_view fields, std::string_view id, Instant now);

    /** True if @p id reads like one that this log gives: nobody else may use it. */
    bool isOwnId(std::string_view id) const;

    /** True if a publisher gave @p id to an event that is still in history. */
    bool holdsPublisherId(std::string_view id) const { return m_publisherIds.contains(id); }

    /** Offset exactly behind the event @p id, or nothing where history does not reach back to it. */
    std::optional<std::uint64_t> findAfter(std::string_view id) const;

    /** Offset of the oldest event of history. */
    std::uint64_t historyStart() const;

    /** The id that resumes at @p offset, which must be an entry's boundary and not below tail(). */
    std::string idAt(std::uint64_t offset) const;

    /** The kept bytes from @p from to head, one slice per segment. @p from must not be below tail(). */
    void slices(std::uint64_t from, std::vector<LogSlice> &out) const;

    /** The entry that begins at @p offset, if there is one. */
    std::optional<LogEntryView> entryAt(std::uint64_t offset) const;

    /** The entry that the byte at @p offset is in, if the log holds it. */
    std::optional<LogEntryView> entryContaining(std::uint64_t offset) const;

    /** Where the newest entries begin that have at most @p bytes together; the newest one always counts. */
    std::uint64_t newestFitting(std::uint64_t bytes) const;

    /** Events from @p offset (anywhere inside an entry counts that entry) to head, and when the oldest of
     * them was published. */
    struct Span
    {
        std::uint32_t events = 0;
        Instant oldest;
    };
    Span span(std::uint64_t offset) const;

    /** End of the entry that contains the byte at @p offset; @p offset itself on a boundary. */
    std::uint64_t entryEnd(std::uint64_t offset) const;

    /** Lets history go that exceeds @p limits, but not the newest event for its size; bytes at or above
     * @p pinned, and while @p hasStreams the high-water mark, stay. */
    void trim(const LogLimits &limits, std::uint64_t pinned, bool hasStreams, Instant now);

    /** Takes the oldest events out of history, about @p bytes of them, then frees what is not pinned. For the
     * bound over all channels. */
    void shed(std::int64_t bytes, const LogLimits &limits, std::uint64_t pinned, bool hasStreams);

    /**
     * A client will come back until @p until that lacks what is at or above @p from: as much of that as the
     * log still holds and @p limits.bytes has room for is history until then, whatever its count and age.
     */
    void keepForReturn(std::uint64_t from, Instant until, const LogLimits &limits, Instant now);

    /** The largest entry that is kept, framed; 0 if none is. */
    std::uint64_t largestKept() const { return m_peaks.empty() ? 0 : m_peaks.front().size; }

    /** True when nothing is left to resume from. */
    bool historyEmpty() const { return m_historyFirst > m_lastSequence; }

    /** Memory held, in bytes: segments, the entry table, publishers' ids and what finds them. */
    std::int64_t memory() const;

    /** When the oldest event of history was published; only if !historyEmpty(). */
    Instant oldestPublished() const;

    std::int64_t historyCount() const
    {
        return static_cast<std::int64_t>(m_lastSequence + 1 - m_historyFirst);
    }
    std::int64_t historyBytes() const { return static_cast<std::int64_t>(m_head - historyStart()); }

private:
    struct Entry
    {
        std::uint64_t offset = 0;
        std::uint32_t size = 0; ///< framed
        bool isRepeated =
            false; ///< history has let an event of the same id go: which one is meant is unknown
        Instant published;
        std::unique_ptr<const std::string> publisherId;

        std::uint64_t end() const { return offset + size; }
    };

    /** A kept entry that is larger than all behind it. */
    struct Peak
    {
        std::uint64_t sequence = 0;
        std::uint32_t size = 0;
    };

    /**
     * The ids that history has let go, as hashes: the last leastRemembered of them, and at most twice as
     * many.
     */
    class LetGo
    {
    public:
        static constexpr std::size_t leastRemembered = 2048;

        void add(std::string_view id);
        bool contains(std::string_view id) const;
        std::int64_t memory() const;

    private:
        /** Open addressing, at most half full: a node for each would be ten times as large. */
        struct Table
        {
            std::vector<std::uint32_t> slots; ///< a power of two of them; 0 is free
            std::size_t size = 0;

            void add(std::uint32_t hash);
            bool contains(std::uint32_t hash) const;
        };
        static std::uint32_t hashOf(std::string_view id);

        Table m_young;
        Table m_old;
    };

    const Entry &entryOf(std::uint64_t sequence) const;
    LogEntryView viewOf(std::size_t index) const;
    std::size_t indexContaining(std::uint64_t offset) const;
    const std::shared_ptr<LogSegment> &segmentContaining(std::uint64_t offset) const;
    std::string engineId(std::uint64_t sequence) const;
    std::string idOf(std::uint64_t sequence) const;
    char *reserve(std::size_t size);
    bool isExcess(const LogLimits &limits, Instant now) const;
    void dropFromHistory();
    void freeBelow(std::uint64_t offset);
    std::uint64_t floor(const LogLimits &limits, std::uint64_t pinned, bool hasStreams) const;

    std::string m_epoch;
    std::deque<std::shared_ptr<LogSegment>> m_segments;
    std::deque<Entry> m_entries; ///< contiguous sequences, the last is m_lastSequence
    std::uint64_t m_head = 0;
    std::uint64_t m_lastSequence = 0; ///< sequences begin at 1
    std::uint64_t m_historyFirst = 1; ///< oldest sequence that a client may still resume from
    std::string m_beforeHistory;      ///< id of the event before m_historyFirst, if a publisher gave it
    bool m_isBeforeRepeated = false;  ///< as Entry::isRepeated, of that event
    std::string m_beforeKept;         ///< likewise before the oldest kept entry
    bool m_isBeforeKeptRepeated = false;
    std::deque<Peak> m_peaks; ///< the first is the largest entry that is kept
    std::int64_t m_segmentBytes = 0;
    std::int64_t m_idBytes = 0;   ///< memory of the entries' publisherId
    std::uint64_t m_heldFrom = 0; ///< what is at or above it is history until m_heldUntil
    Instant m_heldUntil;
    LetGo m_letGo;
    std::unordered_map<std::string_view, std::uint64_t>
        m_publisherIds; ///< of history only; keys live in the entries
};

} // namespace sluice
