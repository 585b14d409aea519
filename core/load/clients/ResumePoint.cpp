// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "load/clients/ResumePoint.h"

#include "http/RetryField.h"
#include "http/Utf8Decode.h"

#include <algorithm>

namespace sluice {

namespace {

// "id: " and a byte order mark before a longest id.
constexpr std::size_t kLongestLine = ResumePoint::longestId + 8;
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

bool endsLine(char c)
{
    return c == '\n' || c == '\r';
}

/** The first letters of "id" and "retry", and of a BOM before them. */
bool mayBegin(char c)
{
    return c == 'i' || c == 'r' || c == kByteOrderMark.front();
}

} // namespace

void ResumePoint::feed(std::string_view bytes)
{
    const char *at = bytes.data();
    const char *const end = at + bytes.size();
    while (at != end) {
        if (!m_isUseful)
            at = std::find_if(at, end, endsLine);
        if (at != end)
            take(*at++);
    }
}

void ResumePoint::take(char c)
{
    if (m_afterCarriageReturn && c == '\n') {
        m_afterCarriageReturn = false;
        return;
    }
    m_afterCarriageReturn = c == '\r';
    if (endsLine(c))
        return endLine();
    if (m_isBlank)
        m_isUseful = mayBegin(c);
    m_isBlank = false;
    if (!m_isUseful)
        return;
    m_line += c;
    if (m_line.size() <= kLongestLine)
        return;
    m_isUseful = false;
    if (isId())
        forgetId();
}

void ResumePoint::endLine()
{
    if (m_isBlank) {
        m_lastEventId = m_id;
        m_hasLostId = m_isIdTooLong;
    } else if (m_isUseful) {
        takeField(m_line);
    }
    m_line.clear();
    m_isUseful = true;
    m_isBlank = true;
    m_isFirst = false;
}

/** The line as a field of the stream: a byte order mark before the first one is none of it. */
std::string_view ResumePoint::withoutMark(std::string_view line) const
{
    if (m_isFirst && line.starts_with(kByteOrderMark))
        line.remove_prefix(kByteOrderMark.size());
    return line;
}

bool ResumePoint::isId() const
{
    return withoutMark(m_line).starts_with("id:");
}

/** An older id instead would make a server that is right look as if it repeated events. */
void ResumePoint::forgetId()
{
    m_id.clear();
    m_isIdTooLong = true;
}

void ResumePoint::takeField(std::string_view line)
{
    line = withoutMark(line);
    const auto colon = line.find(':');
    const std::string_view name = line.substr(0, colon);
    std::string_view value = colon == std::string_view::npos ? std::string_view() : line.substr(colon + 1);
    if (value.starts_with(' '))
        value.remove_prefix(1);
    if (name == "id" && value.find('\0') == std::string_view::npos) {
        m_id.clear();
        m_isIdTooLong = false;
        appendUtf8Decoded(m_id, value);
        if (m_id.size() > longestId)
            forgetId();
    }
    if (name != "retry")
        return;
    if (const auto retry = parseRetry(value))
        m_retry = retry;
}

void ResumePoint::restart()
{
    m_line.clear();
    m_id = m_lastEventId;
    m_isIdTooLong = m_hasLostId;
    m_isUseful = m_isBlank = m_isFirst = true;
    m_afterCarriageReturn = false;
}

} // namespace sluice
