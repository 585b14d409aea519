// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ctl/top/TerminalKeys.h"

namespace sluice {

namespace {

using Name = TerminalKey::Name;

constexpr char kEscape = '\x1b';

bool endsSequence(char c)
{
    return c >= '@' && c <= '~';
}

/** The key of a sequence without its ESC and '[' or 'O'. */
Name nameOf(std::string_view sequence)
{
    switch (sequence.back()) {
    case 'A':
        return Name::Up;
    case 'B':
        return Name::Down;
    case 'H':
        return Name::Home;
    case 'F':
        return Name::End;
    default:
        break;
    }
    if (sequence == "5~")
        return Name::PageUp;
    if (sequence == "6~")
        return Name::PageDown;
    return Name::Other;
}

/** How long the sequence at the beginning is; 0: not all of it is there. */
std::size_t sequenceSize(std::string_view bytes)
{
    for (std::size_t i = 2; i < bytes.size(); ++i)
        if (endsSequence(bytes[i]))
            return i + 1;
    return 0;
}

} // namespace

std::vector<TerminalKey> TerminalKeys::take(std::string_view bytes)
{
    constexpr std::size_t longestSequence = 16;
    std::vector<TerminalKey> keys;
    m_rest.append(bytes);
    std::string_view rest = m_rest;
    while (!rest.empty()) {
        std::size_t taken = 1;
        if (rest.front() != kEscape) {
            const bool isPrintable = rest.front() >= ' ' && rest.front() < '\x7f';
            keys.push_back({isPrintable ? Name::Character : Name::Other, rest.front()});
        } else if (rest.size() == 1 || (rest[1] != '[' && rest[1] != 'O')) {
            // A terminal sends a sequence in one piece, so an ESC that comes alone is the key.
            keys.push_back({Name::Escape, 0});
        } else {
            taken = sequenceSize(rest);
            if (taken == 0 && rest.size() < longestSequence)
                break;
            taken = taken == 0 ? rest.size() : taken;
            keys.push_back({nameOf(rest.substr(2, taken - 2)), 0});
        }
        rest.remove_prefix(taken);
    }
    m_rest = std::string(rest);
    return keys;
}

} // namespace sluice
