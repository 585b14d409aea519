// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/text/QuotedText.h"

namespace sluice {

namespace {

constexpr std::size_t longestQuoted = 100; // a message stays one readable line
constexpr unsigned char firstPrintable = 0x20;
constexpr unsigned char deleteByte = 0x7f;

std::size_t endOfWholeCharacter(std::string_view text, std::size_t limit)
{
    constexpr unsigned char continuationMask = 0xc0;
    constexpr unsigned char continuation = 0x80;
    std::size_t end = limit;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & continuationMask) == continuation)
        --end;
    return end;
}

} // namespace

std::string quotedText(std::string_view text)
{
    constexpr std::string_view hexDigits = "0123456789abcdef";
    const bool isCut = text.size() > longestQuoted;
    if (isCut)
        text = text.substr(0, endOfWholeCharacter(text, longestQuoted));
    std::string shown = "'";
    for (const char character : text) {
        const auto byte = static_cast<unsigned char>(character);
        if (byte >= firstPrintable && byte != deleteByte) {
            shown += character;
            continue;
        }
        shown += "\\x";
        shown += hexDigits[byte >> 4U];
        shown += hexDigits[byte & 0x0fU];
    }
    shown += isCut ? "...'" : "'";
    return shown;
}

} // namespace sluice
