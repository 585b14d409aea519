// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ctl/output/TerminalSize.h"

#include <algorithm>

#include <sys/ioctl.h>
#include <unistd.h>

namespace sluice {

TerminalSize terminalSize()
{
    // What a hostile or broken terminal may claim; nothing is laid out for less or more.
    constexpr std::size_t least = 2;
    constexpr std::size_t most = 1000;
    for (const int descriptor : {STDOUT_FILENO, STDERR_FILENO}) {
        winsize size{};
        if (::ioctl(descriptor, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 && size.ws_row > 0)
            return {std::clamp<std::size_t>(size.ws_col, least, most),
                    std::clamp<std::size_t>(size.ws_row, least, most)};
    }
    return {};
}

} // namespace sluice
