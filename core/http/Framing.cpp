// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "http/Framing.h"

#include <charconv>

namespace sluice::framing {

namespace {

std::size_t hexDigits(std::size_t value)
{
    std::size_t digits = 1;
    while (value >>= 4)
        ++digits;
    return digits;
}

} // namespace

std::string fields(const Event &event)
{
    std::string out;
    out.reserve(event.data.size() + event.name.size() + 40);
    if (!event.name.empty())
        out.append("event: ").append(event.name).push_back('\n');
    if (event.retry)
        out.append(retryLine(*event.retry));

    std::string_view rest = event.data;
    for (;;) {
        const std::size_t end = rest.find_first_of("\r\n");
        // Always with the space: a parser removes exactly one, so data that begins with a space survives.
        out.append("data: ").append(rest.substr(0, end)).push_back('\n');
        if (end == std::string_view::npos)
            return out;
        const bool crlf = rest[end] == '\r' && end + 1 < rest.size() && rest[end + 1] == '\n';
        rest.remove_prefix(end + (crlf ? 2 : 1));
    }
}

std::string idLine(std::string_view id)
{
    std::string out;
    out.reserve(idFieldsSize(id.size()));
    out.append("id: ").append(id).push_back('\n');
    return out;
}

std::string idFields(std::string_view id)
{
    return idLine(id) += '\n';
}

std::string retryLine(std::uint64_t delay)
{
    return "retry: " + std::to_string(delay) + '\n';
}

void appendChunk(std::string &out, std::string_view payload)
{
    if (payload.empty())
        return;
    out.append(chunkPrefix(payload.size())).append(payload).append(chunkEnd);
}

std::string chunkPrefix(std::size_t payloadSize)
{
    char digits[16];
    const auto end = std::to_chars(digits, digits + sizeof digits, payloadSize, 16).ptr;
    return std::string(digits, static_cast<std::size_t>(end - digits)).append("\r\n");
}

std::string chunk(std::string_view payload)
{
    std::string out;
    out.reserve(payload.size() + chunkOverhead(payload.size()));
    appendChunk(out, payload);
    return out;
}

std::size_t chunkPrefixSize(std::size_t payloadSize)
{
    return hexDigits(payloadSize) + 2;
}

} // namespace sluice::framing
