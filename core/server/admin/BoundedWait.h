// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// How long the admin thread may wait for workers at all: 30 ms at once, refilled slowly, so that it answers
// within 50 ms whatever the workers do, and a blocked worker cannot be used to slow it down. One for all
// routes that would rather have a fresh answer; owned by AdminRoutes, admin thread only.
#pragma once

#include "base/Clock.h"

#include <algorithm>
#include <thread>

namespace sluice {

class BoundedWait
{
public:
    static constexpr Milliseconds most{30};
    static constexpr int refillDivisor = 4; ///< of the time that passes, a quarter may be waited

    /** Polls @p condition until it holds or the allowance is spent; true when it held. */
    template <typename Condition>
    bool until(Condition &&condition)
    {
        const Instant begin = Clock::now();
        m_allowance = std::min<Clock::duration>(most, m_allowance + (begin - m_refilled) / refillDivisor);
        m_refilled = begin;
        bool held = condition();
        while (!held && Clock::now() - begin < m_allowance) {
            std::this_thread::sleep_for(step);
            held = condition();
        }
        m_allowance = std::max(Clock::duration::zero(), m_allowance - (Clock::now() - begin));
        return held;
    }

private:
    static constexpr std::chrono::microseconds step{500};

    Clock::duration m_allowance = most;
    Instant m_refilled = Clock::now();
};

} // namespace sluice
