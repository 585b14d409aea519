// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// How often a loop ticks: seldom while nothing happens in it, because waking up is then most of what it
// costs. Owned by a Worker; its thread only.
#pragma once

#include "model/LoopMeter.h"

namespace sluice {

class LoopPace
{
public:
    /** Ticks in a row without a turn after which the loop counts as idle. */
    static constexpr unsigned quietTicks = 10;

    /** Something happens in the loop. True when it was idle: if its next tick is due later than after
     * LoopMeter::tick from now, it is to come then. */
    bool onTurn()
    {
        const bool wasIdle = isIdle();
        m_quiet = 0;
        return wasIdle;
    }

    /** The loop ticks; returns how long until the next tick. */
    Milliseconds onTick()
    {
        if (!isIdle())
            ++m_quiet;
        return isIdle() ? LoopMeter::idleTick : LoopMeter::tick;
    }

    /** Whether deadlines are to be looked at in this tick: every 50 ms, so in each tick of an idle loop.
     * After onTick(). */
    bool isRound(Instant now)
    {
        if (!isIdle() && now < m_nextRound)
            return false;
        m_nextRound = now + roundInterval;
        return true;
    }

private:
    bool isIdle() const { return m_quiet >= quietTicks; }

    // Half a tick less: one that comes early by a hair is not one too early.
    static constexpr Milliseconds roundInterval = LoopMeter::idleTick - LoopMeter::tick / 2;

    unsigned m_quiet = 0; ///< ticks without a turn
    Instant m_nextRound;
};

} // namespace sluice
