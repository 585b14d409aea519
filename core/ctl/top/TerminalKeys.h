// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The keys behind the bytes that a terminal sends, however they are cut. Owned by the command that reads
// them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace sluice {

/** One key: a printable character, or one of the names below. */
struct TerminalKey
{
    enum class Name { Character, Up, Down, PageUp, PageDown, Home, End, Escape, Other };

    Name name = Name::Other;
    char character = 0; ///< of Name::Character
};

class TerminalKeys
{
public:
    /** Takes the next bytes and returns the keys in them; half an escape sequence waits for its rest. */
    std::vector<TerminalKey> take(std::string_view bytes);

private:
    std::string m_rest;
};

} // namespace sluice
