// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// How often a loop ticks: seldom while nothing happens in it, because waking up is then most of what it
// costs. Owned by a Worker; its thread only.
#pragma once

#include "metrics/LoopMeter.h"

namespace sluice {

class LoopPace
{
public:
    /** Ticks in a row without a turn after which the loop counts as idle. */
    static constexpr unsigned quietTicks = 10;

    /** Something happens in the loop, whose timer has @p left until it fires. True when the next tick is to
     * come after LoopMeter::tick from now instead: sooner, and never later than it was due. */
    bool onTurn(Milliseconds left)
    {
        m_quiet = 0;
        return left > LoopMeter::tick;
    }

    /** The loop ticks; returns how long until the next tick. */
    Milliseconds onTick()
    {
        if (m_quiet < quietTicks)
            ++m_quiet;
        return m_quiet < quietTicks ? LoopMeter::tick : LoopMeter::idleTick;
    }

    /** Whether deadlines are to be looked at in this tick: every 50 ms, so in each tick of an idle loop.
     * After onTick(). */
    bool isRound(Instant now)
    {
        if (m_quiet < quietTicks && now < m_nextRound)
            return false;
        m_nextRound = now + roundInterval;
        return true;
    }

private:
    // Half a tick less: one that comes early by a hair is not one too early.
    static constexpr Milliseconds roundInterval = LoopMeter::idleTick - LoopMeter::tick / 2;

    unsigned m_quiet = 0; ///< ticks without a turn
    Instant m_nextRound;
};

} // namespace sluice
