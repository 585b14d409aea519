// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// How well one event loop keeps up: how late its ticks come, and what share of its time it works. Written by
// the loop's own thread only; the functions that are const may be called from any thread.
#pragma once

#include "model/LatencyBuckets.h"

namespace sluice {

class LoopMeter
{
public:
    /** How often the loop means to tick while it works. */
    static constexpr Milliseconds tick{10};

    /** Likewise while nothing happens in it: waking up is then most of what it costs. */
    static constexpr Milliseconds idleTick{50};

    /** A tick without news for this long: the loop is blocked. */
    static constexpr Milliseconds blockedAfter{1'000};

    /** The loop ticks, and means to again after @p next. */
    void onTick(Instant now, Milliseconds next = tick);

    /** The loop means to tick at @p due already, if it did not before. */
    void expect(Instant due);

    /** The loop has worked for this long. */
    void addWork(Clock::duration time) { m_busy.add(time.count()); }

    /** How late the last tick came; while none comes, how late the next one is by now. */
    Clock::duration lag(Instant now) const;

    /** The longest lag within about the last second, the one that goes on now included. */
    Clock::duration worstLag(Instant now) const;

    /** Share of the last second that was work, 0 to 1. */
    double busyRatio() const { return m_busyRatio.load(std::memory_order_relaxed); }

    /** Time worked, ever. */
    Clock::duration busy() const { return Clock::duration(m_busy.value()); }

    /** Every tick's lag. */
    const LatencyBuckets &lags() const { return m_lags; }

    /** Since the last tick; zero before the first one. */
    Clock::duration tickAge(Instant now) const;

    /** True when no tick has come for longer than blockedAfter. */
    bool isBlocked(Instant now) const { return tickAge(now) > blockedAfter; }

private:
    /** A tenth of a second, or longer when ticks are late. */
    struct Period
    {
        Instant begin;
        Clock::duration busyBefore{};
        Clock::duration worstLag{};
    };
    static constexpr Milliseconds periodLength{100};
    static constexpr std::size_t periodCount = 10;

    void publish(Instant now);
    Clock::duration overdue(Instant now) const;

    std::array<Period, periodCount> m_periods{};
    std::size_t m_period = 0;
    Counter m_lastTick; ///< the Clock's count; 0: none yet
    Counter m_due;      ///< likewise of the next tick
    Counter m_lag;
    Counter m_worstLag;
    Counter m_busy;
    std::atomic<double> m_busyRatio{0};
    LatencyBuckets m_lags;
};

} // namespace sluice
