// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/text/QuotedText.h"

#include "base/text/Figures.h"

namespace sluice {

namespace {

constexpr std::size_t longestQuoted = 100; // a message stays one readable line

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
    const bool isCut = text.size() > longestQuoted;
    if (isCut)
        text = text.substr(0, endOfWholeCharacter(text, longestQuoted));
    return "'" + printable(text) + (isCut ? "...'" : "'");
}

} // namespace sluice
