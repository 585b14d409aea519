// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/TokenBucket.h"

#include <algorithm>
#include <cmath>

namespace sluice {

namespace {

// Sums of fractions end a hair beside whole numbers; a token that is all but there is there.
constexpr double tolerance = 1e-9;

} // namespace

double TokenBucket::Rate::capacity() const
{
    return std::max(1.0, burst > 0 ? burst : perSecond);
}

double TokenBucket::missing(const Rate &rate, Instant now) const
{
    const double elapsed = std::chrono::duration<double>(std::max(now, m_at) - m_at).count();
    // Of a bucket that has shrunk meanwhile no more can be missing than it holds.
    return std::max(0.0, std::min(m_missing, rate.capacity()) - elapsed * rate.perSecond);
}

bool TokenBucket::has(const Rate &rate, Instant now) const
{
    return !rate.isOn() || missing(rate, now) + 1 <= rate.capacity() + tolerance;
}

bool TokenBucket::take(const Rate &rate, Instant now)
{
    if (!rate.isOn())
        return true;
    const double lacking = missing(rate, now);
    if (lacking + 1 > rate.capacity() + tolerance)
        return false; // nothing is written: the next look reckons from the same moment, without rounding anew
    m_missing = lacking + 1;
    m_at = std::max(now, m_at);
    return true;
}

void TokenBucket::giveBack()
{
    m_missing = std::max(0.0, m_missing - 1);
}

Clock::duration TokenBucket::wait(const Rate &rate, Instant now) const
{
    if (has(rate, now))
        return Clock::duration::zero();
    const double seconds = (missing(rate, now) + 1 - rate.capacity()) / rate.perSecond;
    return std::chrono::ceil<Clock::duration>(std::chrono::duration<double>(seconds));
}

} // namespace sluice
