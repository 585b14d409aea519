// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/LoopMeter.h"

#include <algorithm>

namespace sluice {

void LoopMeter::onTick(Instant now, Milliseconds next)
{
    const bool isFirst = m_lastTick.value() == 0;
    const auto lag = overdue(now);
    m_lastTick.set(now.time_since_epoch().count());
    m_due.set((now + next).time_since_epoch().count());
    m_lag.set(lag.count());
    if (!isFirst)
        m_lags.observe(lag, 1);

    if (isFirst || now - m_periods[m_period].begin >= periodLength) {
        m_period = (m_period + 1) % periodCount;
        m_periods[m_period] = {now, busy(), lag};
    }
    Period &present = m_periods[m_period];
    present.worstLag = std::max(present.worstLag, lag);
    publish(now);
}

void LoopMeter::expect(Instant due)
{
    m_due.set(std::min(m_due.value(), due.time_since_epoch().count()));
}

void LoopMeter::publish(Instant now)
{
    constexpr Milliseconds window{1'000};
    Clock::duration worst{};
    const Period *oldest = &m_periods[m_period];
    for (const Period &period : m_periods) {
        if (period.begin == Instant() || now - period.begin > window)
            continue;
        worst = std::max(worst, period.worstLag);
        if (period.begin < oldest->begin)
            oldest = &period;
    }
    m_worstLag.set(worst.count());
    const auto span = now - oldest->begin;
    if (span >= periodLength / 2)
        m_busyRatio.store(std::clamp(std::chrono::duration<double>(busy() - oldest->busyBefore) /
                                         std::chrono::duration<double>(span),
                                     0.0, 1.0),
                          std::memory_order_relaxed);
}

Clock::duration LoopMeter::tickAge(Instant now) const
{
    const std::int64_t last = m_lastTick.value();
    if (last == 0)
        return {};
    return std::max(now.time_since_epoch() - Clock::duration(last), Clock::duration::zero());
}

Clock::duration LoopMeter::overdue(Instant now) const
{
    const std::int64_t due = m_due.value();
    return due == 0 ? Clock::duration::zero()
                    : std::max(now.time_since_epoch() - Clock::duration(due), Clock::duration::zero());
}

Clock::duration LoopMeter::lag(Instant now) const
{
    return std::max(Clock::duration(m_lag.value()), overdue(now));
}

Clock::duration LoopMeter::worstLag(Instant now) const
{
    return std::max(Clock::duration(m_worstLag.value()), overdue(now));
}

} // namespace sluice
