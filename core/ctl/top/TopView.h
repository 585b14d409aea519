// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The screen of `sluicectl top`, laid out as lines for a size: from 20 by 5 to as large as there are
// terminals. Pure functions; any thread.
#pragma once

#include "ctl/top/TerminalScreen.h"
#include "ctl/top/TopModel.h"

#include <string>
#include <vector>

namespace sluice {

/** What the person at the screen has done to it. */
struct TopControls
{
    enum class Flow { Live, Paused };

    Flow flow = Flow::Live;
    std::size_t scroll = 0; ///< rows of the streams above the first one shown
    std::string question;   ///< waits for y or n; empty: none
    std::string message;    ///< what came of the last order
};

/** The whole screen: exactly @p size.rows lines or fewer, none wider than @p size.columns. */
std::vector<ScreenLine> topScreen(const TopModel &model, const TopControls &controls, TerminalSize size);

/** The same without the keys and as long as it needs to be: what is printed where there is no terminal. */
std::string topText(const TopModel &model, std::size_t columns);

} // namespace sluice
