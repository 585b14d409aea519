// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// How large the terminal is now. Pure function; any thread.
#pragma once

#include <cstddef>

namespace sluice {

/** Rows and columns of a terminal. */
struct TerminalSize
{
    std::size_t columns = 80;
    std::size_t rows = 24;
};

/** The size of the terminal that is standard output or, if that is none, standard error; else 80 by 24. */
TerminalSize terminalSize();

} // namespace sluice
