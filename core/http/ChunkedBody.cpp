// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "http/ChunkedBody.h"

#include "base/text/HexDigit.h"

#include <algorithm>

namespace sluice {

namespace {

// A size of more hexadecimal digits is beyond every limit.
constexpr int mostDigits = 15;

} // namespace

void ChunkedBody::fail(std::string_view why)
{
    m_progress = Progress::Malformed;
    m_error = why;
}

void ChunkedBody::countExtra()
{
    // Extensions and trailers mean nothing here; so many of their bytes are skipped.
    if (++m_extras > m_limits.extras)
        m_progress = Progress::ExtrasTooLarge;
}

std::size_t ChunkedBody::feed(std::string_view bytes, std::string &body)
{
    std::size_t taken = 0;
    while (taken < bytes.size() && m_progress == Progress::More) {
        if (m_at != At::Data) {
            step(bytes[taken++]);
            if (m_at == At::Data && m_left > m_limits.body - std::min(m_limits.body, body.size()))
                m_progress = Progress::BodyTooLarge;
            continue;
        }
        const std::size_t run = std::min(m_left, bytes.size() - taken);
        body.append(bytes.substr(taken, run));
        taken += run;
        m_left -= run;
        if (m_left == 0)
            m_at = At::DataCr;
    }
    return taken;
}

void ChunkedBody::step(char c)
{
    switch (m_at) {
    case At::Size:
        if (const int value = hexDigit(c); value >= 0) {
            if (++m_digits > mostDigits)
                return fail("a chunk size has too many digits");
            m_left = m_left * 16 + static_cast<std::size_t>(value);
            return;
        }
        if (m_digits == 0)
            return fail("a chunk size is missing or not hexadecimal");
        if (c == '\r')
            m_at = At::SizeLf;
        else if (c == ';')
            m_at = At::Extension;
        else
            fail("a chunk size is followed by something else than CRLF or an extension");
        return;
    case At::Extension:
        if (c == '\r')
            m_at = At::SizeLf;
        else if (c == '\n' || c == '\0')
            fail("a chunk extension contains a bare LF or NUL");
        else
            countExtra();
        return;
    case At::SizeLf:
        if (c != '\n')
            return fail("a chunk size is not followed by CRLF");
        m_digits = 0;
        m_at = m_left > 0 ? At::Data : At::TrailerStart;
        return;
    case At::DataCr:
        if (c != '\r')
            return fail("a chunk is longer than its size says");
        m_at = At::DataLf;
        return;
    case At::DataLf:
        if (c != '\n')
            return fail("a chunk does not end with CRLF");
        m_at = At::Size;
        return;
    case At::TrailerStart:
        if (c == '\r')
            m_at = At::EndLf;
        else if (c == '\n' || c == '\0' || c == ' ' || c == '\t' || c == ':')
            fail("a trailer field is malformed");
        else
            m_at = At::Trailer;
        return;
    case At::Trailer:
        if (c == '\r')
            m_at = At::TrailerLf;
        else if (c == '\n' || c == '\0')
            fail("a trailer field contains a bare LF or NUL");
        else
            countExtra();
        return;
    case At::TrailerLf:
        if (c != '\n')
            return fail("a trailer field does not end with CRLF");
        m_at = At::TrailerStart;
        return;
    case At::EndLf:
        if (c != '\n')
            return fail("the last chunk does not end with CRLF");
        m_progress = Progress::Done;
        return;
    case At::Data:
        return; // feed() takes data in runs
    }
}

} // namespace sluice
