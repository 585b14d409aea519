// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The bytes of server-sent events on the wire: fields (WHATWG HTML 9.2.6) inside HTTP chunks (RFC 9112 7.1).
// Pure functions, any thread.
#pragma once

#include "http/Event.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace sluice::framing {

/** The event, retry and data lines of @p event; one data line for each line, whether it ended by CRLF, LF or
 * CR. */
std::string fields(const Event &event);

/** `id: X`, a line: decoders by the standard take it over at the next blank line, others when they read it.
 */
std::string idLine(std::string_view id);

/** `id: X` and the blank line that dispatches the event. */
std::string idFields(std::string_view id);

/** `retry: N`, a line of @p delay in milliseconds. It acts when it is read, so it needs no blank line, and
 * none may follow where no event does: many decoders hand out an event for each. */
std::string retryLine(std::uint64_t delay);

/** Bytes of idFields() of an id of @p idSize bytes. */
inline constexpr std::size_t idFieldsSize(std::size_t idSize)
{
    return idSize + 6;
}

/** @p payload as one HTTP chunk; an empty payload gives nothing, since an empty chunk would end the body. */
std::string chunk(std::string_view payload);

/** Appends @p payload as one HTTP chunk to @p out. */
void appendChunk(std::string &out, std::string_view payload);

/** Bytes of chunk framing before a payload of @p payloadSize bytes: its hexadecimal digits and CRLF. */
std::size_t chunkPrefixSize(std::size_t payloadSize);

/** The framing before a payload of @p payloadSize bytes. */
std::string chunkPrefix(std::size_t payloadSize);

/** What is behind each chunk's payload. */
inline constexpr std::string_view chunkEnd = "\r\n";

/** Bytes of a framed chunk that are not its payload. */
inline std::size_t chunkOverhead(std::size_t payloadSize)
{
    return chunkPrefixSize(payloadSize) + 2;
}

/** The chunk that ends a chunked body. */
inline constexpr std::string_view lastChunk = "0\r\n\r\n";

/** A comment: what a heartbeat says. Without a blank line, which many decoders take for an empty event. */
inline constexpr std::string_view heartbeat = ":\n";

} // namespace sluice::framing
