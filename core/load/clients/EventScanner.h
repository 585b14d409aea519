// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Finds the load generator's own events in the body of one stream, however it is cut, without parsing the
// rest. An event counts when its blank line is in, as in a browser. One per stream, about 90 bytes; its
// reader's thread.
#pragma once

#include "load/run/LoadEvent.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <string_view>

namespace sluice {

class EventScanner
{
public:
    /** Takes the next bytes of the body and calls sink(const LoadEvent &) for every event they complete. */
    template <typename Sink>
    void feed(const LoadEventFormat &format, std::string_view bytes, Sink &&sink);

private:
    enum class State : std::uint8_t {
        ByteOrderMark, ///< nothing but a BOM has come yet
        LineBegin,     ///< m_collected bytes of what may become our data line are in m_line
        OtherLine,     ///< in a line that is not ours
        Data,          ///< in our data, m_remaining bytes of it are to come
        DataEnd,       ///< the line must end here
    };

    static constexpr std::string_view kField = "data: ";
    static constexpr std::size_t kLineSize = kField.size() + LoadEventFormat::kHeaderSize;

    static bool endsLine(char c) { return c == '\n' || c == '\r'; }

    template <typename Sink>
    const char *beginLine(const LoadEventFormat &format, const char *at, const char *end, Sink &sink);
    void endLine(char c);
    const char *skipByteOrderMark(const char *at);
    bool collect(const LoadEventFormat &format, char c);
    void openData(const LoadEventFormat &format, const char *header);
    const char *skipOtherLine(const char *at, const char *end);
    const char *skipData(const char *at, const char *end);

    LoadEvent m_event;
    std::uint32_t m_remaining = 0;
    State m_state = State::ByteOrderMark;
    std::uint8_t m_collected = 0;
    bool m_afterCarriageReturn = false;
    bool m_hasEvent = false; // a whole data line of ours waits for its blank line
    std::array<char, kLineSize> m_line;
};

template <typename Sink>
void EventScanner::feed(const LoadEventFormat &format, std::string_view bytes, Sink &&sink)
{
    const char *at = bytes.data();
    const char *const end = at + bytes.size();
    while (at != end) {
        switch (m_state) {
        case State::ByteOrderMark:
            at = skipByteOrderMark(at);
            break;
        case State::LineBegin:
            at = beginLine(format, at, end, sink);
            break;
        case State::OtherLine:
            at = skipOtherLine(at, end);
            if (at != end)
                endLine(*at++);
            break;
        case State::Data:
            at = skipData(at, end);
            break;
        case State::DataEnd:
            m_hasEvent = endsLine(*at);
            if (m_hasEvent)
                endLine(*at++);
            else
                m_state = State::OtherLine;
            break;
        }
    }
}

template <typename Sink>
const char *EventScanner::beginLine(const LoadEventFormat &format, const char *at, const char *end,
                                    Sink &sink)
{
    if (m_afterCarriageReturn) {
        m_afterCarriageReturn = false;
        if (*at == '\n')
            return at + 1;
    }
    if (m_collected == 0 && end - at >= static_cast<std::ptrdiff_t>(kLineSize) &&
        std::memcmp(at, kField.data(), kField.size()) == 0 &&
        std::memcmp(at + kField.size(), format.marker().data(), LoadEventFormat::kMarkerSize) == 0) {
        openData(format, at + kField.size());
        return at + kLineSize;
    }
    if (endsLine(*at)) {
        if (m_collected == 0 && m_hasEvent) {
            m_hasEvent = false;
            sink(static_cast<const LoadEvent &>(m_event));
        }
        endLine(*at);
        return at + 1;
    }
    if (!collect(format, *at))
        m_state = State::OtherLine;
    else if (m_collected == kLineSize)
        openData(format, m_line.data() + kField.size());
    return at + 1;
}

inline void EventScanner::endLine(char c)
{
    m_state = State::LineBegin;
    m_collected = 0;
    m_afterCarriageReturn = c == '\r';
}

inline const char *EventScanner::skipByteOrderMark(const char *at)
{
    constexpr std::string_view mark = "\xEF\xBB\xBF";
    if (*at != mark[m_collected]) {
        m_state = m_collected == 0 ? State::LineBegin : State::OtherLine;
        m_collected = 0;
        return at;
    }
    if (++m_collected == mark.size()) {
        m_state = State::LineBegin;
        m_collected = 0;
    }
    return at + 1;
}

inline bool EventScanner::collect(const LoadEventFormat &format, char c)
{
    // The space after the colon is optional, so one is put in where a server leaves it out.
    if (m_collected + 1 == kField.size() && c != ' ')
        m_line[m_collected++] = ' ';
    const std::size_t position = m_collected;
    const std::string_view marker = format.marker();
    if (position < kField.size()
            ? c != kField[position]
            : position - kField.size() < marker.size() && c != marker[position - kField.size()])
        return false;
    m_line[m_collected++] = c;
    return true;
}

inline void EventScanner::openData(const LoadEventFormat &format, const char *header)
{
    m_collected = 0;
    const std::optional<LoadEvent> event = LoadEventFormat::read(header);
    m_hasEvent = false;
    if (!event) {
        m_state = State::OtherLine;
        return;
    }
    m_event = *event;
    m_remaining = static_cast<std::uint32_t>(format.size() - LoadEventFormat::kHeaderSize);
    m_state = State::Data;
}

inline const char *EventScanner::skipOtherLine(const char *at, const char *end)
{
    return std::find_if(at, end, endsLine);
}

inline const char *EventScanner::skipData(const char *at, const char *end)
{
    const auto size = static_cast<std::uint32_t>(std::min<std::ptrdiff_t>(end - at, m_remaining));
    at += size;
    m_remaining -= size;
    if (m_remaining == 0)
        m_state = at[-1] == '}' ? State::DataEnd : State::OtherLine;
    return at;
}

} // namespace sluice
