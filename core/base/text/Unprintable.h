// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The one rule of which characters never reach a terminal or a log as they are. Pure function; any thread.
#pragma once

namespace sluice {

/**
 * True for a UTF-16 unit that acts instead of being seen: controls of ASCII, DEL and C1, which terminals
 * obey; line and paragraph separators; marks that turn the direction of reading (Unicode's Bidi_Control) or
 * the shape of what follows; annotations, and the byte order mark. All of them are single units.
 */
constexpr bool isUnprintable(char16_t unit)
{
    return unit < 0x20 || (unit >= 0x7f && unit < 0xa0) || unit == 0x061c || unit == 0x200e ||
           unit == 0x200f || (unit >= 0x2028 && unit <= 0x202e) || (unit >= 0x2066 && unit <= 0x206f) ||
           unit == 0xfeff || (unit >= 0xfff9 && unit <= 0xfffb);
}

} // namespace sluice
