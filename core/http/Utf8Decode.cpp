// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "http/Utf8Decode.h"

#include <algorithm>
#include <cstdint>

namespace sluice {

namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";

/** What a lead byte demands: how many bytes follow, and the range of the first of them (the others are 80 to
 * BF). */
struct Lead
{
    std::size_t following = 0; ///< 0: not a lead byte
    std::uint8_t lowest = 0x80;
    std::uint8_t highest = 0xBF;
};

Lead leadOf(std::uint8_t byte)
{
    if (byte >= 0xC2 && byte <= 0xDF)
        return {1};
    if (byte == 0xE0)
        return {2, 0xA0, 0xBF}; // no overlong forms
    if (byte == 0xED)
        return {2, 0x80, 0x9F}; // no surrogates
    if (byte >= 0xE1 && byte <= 0xEF)
        return {2};
    if (byte == 0xF0)
        return {3, 0x90, 0xBF};
    if (byte >= 0xF1 && byte <= 0xF3)
        return {3};
    if (byte == 0xF4)
        return {3, 0x80, 0x8F}; // nothing above U+10FFFF
    return {};
}

bool isAscii(char c)
{
    return static_cast<std::uint8_t>(c) < 0x80;
}

/** How many bytes of a sequence are valid, the lead included; all of them when it is complete. */
std::size_t validLength(const Lead &lead, std::string_view bytes)
{
    std::size_t length = 1;
    std::uint8_t lowest = lead.lowest;
    std::uint8_t highest = lead.highest;
    while (length <= lead.following && length < bytes.size()) {
        const auto byte = static_cast<std::uint8_t>(bytes[length]);
        if (byte < lowest || byte > highest)
            break;
        lowest = 0x80;
        highest = 0xBF;
        ++length;
    }
    return length;
}

} // namespace

void appendUtf8Decoded(std::string &out, std::string_view bytes)
{
    while (!bytes.empty()) {
        const auto asciiEnd = std::find_if_not(bytes.begin(), bytes.end(), isAscii);
        const auto asciiSize = static_cast<std::size_t>(asciiEnd - bytes.begin());
        out.append(bytes.substr(0, asciiSize));
        bytes.remove_prefix(asciiSize);
        if (bytes.empty())
            return;
        const Lead lead = leadOf(static_cast<std::uint8_t>(bytes.front()));
        const std::size_t length = lead.following == 0 ? 1 : validLength(lead, bytes);
        if (lead.following != 0 && length == lead.following + 1)
            out.append(bytes.substr(0, length));
        else
            out.append(kReplacement);
        bytes.remove_prefix(length);
    }
}

} // namespace sluice
