// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "http/SseParser.h"

#include "http/RetryField.h"
#include "http/Utf8Decode.h"

#include <algorithm>
#include <functional>
#include <utility>

namespace sluice {

namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

bool endsLine(char c)
{
    return c == '\n' || c == '\r';
}

} // namespace

SseParser::SseParser(const Limits &limits, Oversize oversize)
    : m_limits(limits)
    , m_oversize(oversize)
{
}

void SseParser::restart()
{
    m_state = State::ByteOrderMark;
    m_markSize = 0;
    m_afterCarriageReturn = false;
    m_comment.reset();
    m_isLineSkipped = false;
    m_isEventSkipped = false;
    m_lines = {};
    m_line.clear();
    m_data.clear();
    m_type.clear();
    // The standard begins each stream with an empty buffer, so an event without id would make the client
    // forget where it was. Browsers keep the id over a reconnect, and so does this.
    m_idBuffer = m_lastEventId;
    m_failure.clear();
}

void SseParser::setLastEventId(std::string id)
{
    m_lastEventId = std::move(id);
    m_idBuffer = m_lastEventId;
}

tl::expected<void, Error> SseParser::feed(std::string_view bytes, std::vector<SseEvent> &events)
{
    if (m_state == State::Failed)
        return tl::unexpected(environmentError(m_failure));
    if (m_state == State::ByteOrderMark)
        bytes = skipByteOrderMark(bytes);
    while (!bytes.empty()) {
        if (m_afterCarriageReturn) {
            m_afterCarriageReturn = false;
            if (bytes.front() == '\n') {
                bytes.remove_prefix(1);
                continue;
            }
        }
        const auto found = std::find_if(bytes.begin(), bytes.end(), endsLine);
        if (found == bytes.end())
            return addToLine(bytes);
        const auto end = static_cast<std::size_t>(found - bytes.begin());
        std::string_view line = bytes.substr(0, end);
        if (auto taken = checkLine(line); !taken)
            return taken;
        m_afterCarriageReturn = bytes[end] == '\r';
        bytes.remove_prefix(end + 1);
        if (std::exchange(m_isLineSkipped, false))
            continue;
        std::string joined;
        if (!m_line.empty()) {
            joined = std::exchange(m_line, {}).append(line);
            line = joined;
        }
        if (auto taken = endLine(line, events); !taken)
            return taken;
    }
    return {};
}

/** Skips what is, or may become, a leading mark; bytes that did not become one are the beginning of a line.
 */
std::string_view SseParser::skipByteOrderMark(std::string_view bytes)
{
    while (!bytes.empty() && m_markSize < kByteOrderMark.size() &&
           bytes.front() == kByteOrderMark[m_markSize]) {
        bytes.remove_prefix(1);
        ++m_markSize;
    }
    if (m_markSize == kByteOrderMark.size()) {
        m_state = State::Lines;
    } else if (!bytes.empty()) {
        m_state = State::Lines;
        m_line = kByteOrderMark.substr(0, m_markSize);
    }
    return bytes;
}

tl::expected<void, Error> SseParser::addToLine(std::string_view part)
{
    if (auto taken = checkLine(part); !taken)
        return taken;
    if (!m_isLineSkipped)
        m_line.append(part);
    return {};
}

/** What a line becomes with this part of it. */
tl::expected<void, Error> SseParser::checkLine(std::string_view part)
{
    if (m_isLineSkipped || m_line.size() + part.size() <= m_limits.line)
        return {};
    if (m_oversize == Oversize::Fail)
        return fail("a line of the event stream", m_limits.line);
    const bool isComment = (m_line.empty() ? part : std::string_view(m_line)).front() == ':';
    m_isLineSkipped = true;
    m_line = {};
    m_comment.reset();
    if (!isComment)
        skipEvent();
    return {};
}

void SseParser::skipEvent()
{
    m_data = {};
    m_skipped += std::exchange(m_isEventSkipped, true) ? 0 : 1;
}

tl::expected<void, Error> SseParser::endLine(std::string_view line, std::vector<SseEvent> &events)
{
    const auto before = std::exchange(m_comment, std::nullopt);
    if (line.empty()) {
        dispatch(events);
        return {};
    }
    const auto colon = line.find(':');
    if (colon == 0) {
        // Heartbeats need no blank line between them, but a text over several lines is one comment.
        m_comment = std::hash<std::string_view>()(line);
        m_lines.comments += !before || before == m_comment ? 1 : 0;
        return {};
    }
    if (colon == std::string_view::npos)
        return takeField(line, {});
    std::string_view value = line.substr(colon + 1);
    if (!value.empty() && value.front() == ' ')
        value.remove_prefix(1);
    return takeField(line.substr(0, colon), value);
}

tl::expected<void, Error> SseParser::takeField(std::string_view name, std::string_view value)
{
    ++m_lines.fields;
    if (name == "data" && m_isEventSkipped) {
        return {};
    } else if (name == "data") {
        appendUtf8Decoded(m_data, value);
        m_data += '\n';
        if (m_data.size() > m_limits.data && m_oversize == Oversize::Fail)
            return fail("the data of an event", m_limits.data);
        if (m_data.size() > m_limits.data)
            skipEvent();
    } else if (name == "event") {
        m_type.clear();
        appendUtf8Decoded(m_type, value);
    } else if (name == "id") {
        if (value.find('\0') == std::string_view::npos) {
            m_idBuffer.clear();
            appendUtf8Decoded(m_idBuffer, value);
        }
    } else if (name == "retry") {
        if (const auto retry = parseRetry(value))
            m_retry = retry;
    } else {
        --m_lines.fields;
        ++m_lines.unknown;
    }
    return {};
}

void SseParser::dispatch(std::vector<SseEvent> &events)
{
    m_lastEventId = m_idBuffer;
    std::string type = std::exchange(m_type, {});
    m_isEventSkipped = false; // its data is empty, so nothing of it is dispatched
    if (m_data.empty())
        return;
    std::string data = std::exchange(m_data, {});
    data.pop_back();
    events.push_back({type.empty() ? "message" : std::move(type), std::move(data), m_lastEventId});
}

tl::unexpected<Error> SseParser::fail(const char *what, std::size_t limit)
{
    m_state = State::Failed;
    m_failure =
        std::string(what) + " is longer than " + std::to_string(limit) + " bytes, the most this client takes";
    m_line = {};
    m_data = {};
    return tl::unexpected(environmentError(m_failure));
}

} // namespace sluice
