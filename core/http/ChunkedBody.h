// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Decodes a chunked request body (RFC 9112 7.1), however it is cut, and refuses whatever the grammar does not
// allow: libhttp-parser takes "5 garbage" for a size. Owned by a RequestGuard, one thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace sluice {

class ChunkedBody
{
public:
    struct Limits
    {
        std::size_t body = 1 << 20;    ///< decoded bytes
        std::size_t extras = 16 << 10; ///< bytes of extensions and trailers
    };
    explicit ChunkedBody(const Limits &limits)
        : m_limits(limits)
    {
    }

    enum class Progress : std::uint8_t { More, Done, Malformed, BodyTooLarge, ExtrasTooLarge };

    /** Takes bytes, appends what they carry to @p body, stops behind the last chunk, and returns how many it
     * took. */
    std::size_t feed(std::string_view bytes, std::string &body);

    Progress progress() const { return m_progress; }

    /** What is wrong, once malformed. */
    std::string_view error() const { return m_error; }

private:
    enum class At : std::uint8_t {
        Size,
        Extension,
        SizeLf,
        Data,
        DataCr,
        DataLf,
        TrailerStart,
        Trailer,
        TrailerLf,
        EndLf
    };

    void step(char c);
    void fail(std::string_view why);
    void countExtra();

    const Limits m_limits;
    Progress m_progress = Progress::More;
    At m_at = At::Size;
    int m_digits = 0;
    std::size_t m_left = 0;   ///< bytes of the present chunk still to come
    std::size_t m_extras = 0; ///< bytes of extensions and trailers so far
    std::string_view m_error;
};

} // namespace sluice
