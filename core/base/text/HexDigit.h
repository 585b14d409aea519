// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// One hexadecimal digit, as percent escapes and chunk sizes have them. Pure function, any thread.
#pragma once

namespace sluice {

/** The digit's value, 0 to 15, or -1 if @p c is none. */
constexpr int hexDigit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return -1;
}

} // namespace sluice
