// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The bytes of server-sent events on the wire: fields (WHATWG HTML 9.2.6) inside HTTP chunks (RFC 9112 7.1).
// Pure functions, any thread.
#pragma once

#include "http/Event.h"

#include <cstddef>
#include <string>
#include <string_view>

namespace sluice::framing {

/** The event, retry and data lines of @p event; one data line for each line, whether it ended by CRLF, LF or
 * CR. */
std::string fields(const Event &event);

/** `id: X` and the blank line that dispatches the event. */
std::string idFields(std::string_view id);

/** @p payload as one HTTP chunk; an empty payload gives nothing, since an empty chunk would end the body. */
std::string chunk(std::string_view payload);

/** Appends @p payload as one HTTP chunk to @p out. */
void appendChunk(std::string &out, std::string_view payload);

/** Bytes of chunk framing before a payload of @p payloadSize bytes: its hexadecimal digits and CRLF. */
std::size_t chunkPrefixSize(std::size_t payloadSize);

/** Bytes of a framed chunk that are not its payload. */
inline std::size_t chunkOverhead(std::size_t payloadSize)
{
    return chunkPrefixSize(payloadSize) + 2;
}

/** The chunk that ends a chunked body. */
inline constexpr std::string_view lastChunk = "0\r\n\r\n";

/** A comment and a blank line: what a heartbeat says. */
inline constexpr std::string_view heartbeat = ":\n\n";

} // namespace sluice::framing
