// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Strict incremental parser of an event stream, as the WHATWG HTML standard (9.2.6) interprets one: bytes in
// at any cut, events out. One per connection after another; its owner's thread.
#pragma once

#include "base/Error.h"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

namespace sluice {

/** One dispatched event; all texts are valid UTF-8. */
struct SseEvent
{
    std::string type; ///< "message" where the stream names none
    std::string data; ///< lines joined by LF
    std::string lastEventId;
};

class SseParser
{
public:
    /** The most that the parser keeps in memory for a stream that never ends its line or event, bytes. */
    struct Limits
    {
        std::size_t line = 4 << 20;
        std::size_t data = 16 << 20; ///< of one event
    };

    /** What becomes of an event, or a line of it, that is over its limit. */
    enum class Oversize {
        Fail, ///< feed() says so, and reads nothing more
        Skip, ///< it is not kept and not dispatched, but its id counts as seen; whatever follows is read
    };

    /** What kinds of lines came since the connection began: what tells an event stream from anything else. */
    struct Lines
    {
        std::uint64_t comments = 0; ///< one right behind another counts with it unless both say the same
        std::uint64_t fields = 0;   ///< of the four fields that there are
        std::uint64_t unknown = 0;  ///< other fields, which the standard says to ignore
    };

    SseParser() = default;
    explicit SseParser(const Limits &limits, Oversize oversize = Oversize::Fail);

    /**
     * Takes the next bytes and appends the events that they complete. A line or an event over its limit is an
     * error unless it is to be skipped, and so is everything after it until restart(); the events before it
     * are appended.
     */
    tl::expected<void, Error> feed(std::string_view bytes, std::vector<SseEvent> &events);

    /** A new connection begins: an unfinished event is discarded, the last event id and the retry time stay.
     */
    void restart();

    /** The id to resume after, empty when there is none. Only a blank line moves it. */
    const std::string &lastEventId() const { return m_lastEventId; }

    /** Sets the id to resume after, as if the stream had sent it. */
    void setLastEventId(std::string id);

    /** The reconnection time that the stream set last; nothing when it never did. */
    std::optional<std::chrono::milliseconds> retry() const { return m_retry; }

    const Lines &lines() const { return m_lines; }

    /** How many events were skipped since the beginning, over all connections. */
    std::uint64_t skipped() const { return m_skipped; }

    const Limits &limits() const { return m_limits; }

private:
    enum class State { ByteOrderMark, Lines, Failed };

    std::string_view skipByteOrderMark(std::string_view bytes);
    tl::expected<void, Error> addToLine(std::string_view part);
    tl::expected<void, Error> endLine(std::string_view line, std::vector<SseEvent> &events);
    tl::expected<void, Error> takeField(std::string_view name, std::string_view value);
    void dispatch(std::vector<SseEvent> &events);
    tl::expected<void, Error> checkLine(std::string_view part);
    void skipEvent();
    tl::unexpected<Error> fail(const char *what, std::size_t limit);

    Limits m_limits;
    Oversize m_oversize = Oversize::Fail;
    State m_state = State::ByteOrderMark;
    std::size_t m_markSize = 0; // bytes of the byte order mark seen so far
    bool m_afterCarriageReturn = false;
    std::optional<std::size_t> m_comment; // hash of the comment in the line before
    bool m_isLineSkipped = false;         // its end has not come
    bool m_isEventSkipped = false;        // until its blank line
    std::uint64_t m_skipped = 0;
    Lines m_lines;
    std::string m_line; // the beginning of a line whose end has not come
    std::string m_data;
    std::string m_type;
    std::string m_idBuffer;
    std::string m_lastEventId;
    std::optional<std::chrono::milliseconds> m_retry;
    std::string m_failure;
};

} // namespace sluice
