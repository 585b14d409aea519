// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tools/ResumePoint.h"

#include <algorithm>
#include <charconv>

namespace sluice {

namespace {

constexpr std::size_t kLongestLine = 1024; // an id that is longer is not sent back
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
    m_isUseful = m_isUseful && m_line.size() < kLongestLine;
    if (m_isUseful)
        m_line += c;
}

void ResumePoint::endLine()
{
    if (m_isBlank)
        m_lastEventId = m_id;
    else if (m_isUseful)
        takeField(m_line);
    m_line.clear();
    m_isUseful = true;
    m_isBlank = true;
    m_isFirst = false;
}

void ResumePoint::takeField(std::string_view line)
{
    if (m_isFirst && line.starts_with(kByteOrderMark))
        line.remove_prefix(kByteOrderMark.size());
    const auto colon = line.find(':');
    const std::string_view name = line.substr(0, colon);
    std::string_view value = colon == std::string_view::npos ? std::string_view() : line.substr(colon + 1);
    if (value.starts_with(' '))
        value.remove_prefix(1);
    if (name == "id" && value.find('\0') == std::string_view::npos)
        m_id = value;
    const bool isNumber = !value.empty() && value.find_first_not_of("0123456789") == std::string_view::npos;
    std::int64_t number = 0;
    if (name == "retry" && isNumber &&
        std::from_chars(value.data(), value.data() + value.size(), number).ec == std::errc())
        m_retry = std::chrono::milliseconds(number);
}

void ResumePoint::restart()
{
    m_line.clear();
    m_id = m_lastEventId;
    m_isUseful = m_isBlank = m_isFirst = true;
    m_afterCarriageReturn = false;
}

} // namespace sluice
