// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Whether memory is stable: what it was at most in the first tenth of a time, against the most it was later.
// Owned by LoadRun; its thread.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <optional>

namespace sluice {

class RssWatch
{
public:
    using Clock = std::chrono::steady_clock;

    /** Begins to watch, for about so long. */
    void begin(Clock::time_point now, Clock::duration length)
    {
        m_baselineEnd = now + length / 10;
        m_baseline.reset();
        m_highest = 0;
    }

    /** Takes one look; before begin() it counts for nothing. */
    void take(Clock::time_point now, std::int64_t rssKib)
    {
        if (!m_baselineEnd)
            return;
        if (!m_baseline || now < *m_baselineEnd)
            m_baseline = std::max(m_baseline.value_or(0), rssKib);
        else
            m_highest = std::max(m_highest, rssKib);
    }

    /** The most of the first tenth, KiB; nothing when nothing was seen. */
    std::optional<std::int64_t> baselineKib() const { return m_baseline; }

    /** The most that was seen, KiB. */
    std::int64_t highestKib() const { return std::max(m_highest, m_baseline.value_or(0)); }

    /** How much more it was later, as a share of the baseline, at least 0; nothing without a later look. */
    std::optional<double> growth() const
    {
        if (m_baseline.value_or(0) <= 0 || m_highest == 0)
            return std::nullopt;
        const auto grown = static_cast<double>(std::max<std::int64_t>(m_highest - *m_baseline, 0));
        return grown / static_cast<double>(*m_baseline);
    }

private:
    std::optional<Clock::time_point> m_baselineEnd;
    std::optional<std::int64_t> m_baseline;
    std::int64_t m_highest = 0;
};

} // namespace sluice
