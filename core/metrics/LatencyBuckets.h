// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// A latency histogram with the fixed bounds that Prometheus shows: one writing thread, any reader.
#pragma once

#include "metrics/Clock.h"
#include "metrics/Counter.h"

#include <array>
#include <cstddef>

namespace sluice {

class LatencyBuckets
{
public:
    /** Upper bounds in seconds; what is larger falls into the last bucket, +Inf. */
    static constexpr std::array<double, 16> bounds{0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025,
                                                   0.05,   0.1,     0.25,   0.5,   1.0,    2.5,   5.0,  10.0};

    /** Counts @p times observations of @p latency. */
    void observe(Clock::duration latency, std::int64_t times)
    {
        const double seconds = std::chrono::duration<double>(latency).count();
        std::size_t bucket = 0;
        while (bucket < bounds.size() && seconds > bounds[bucket])
            ++bucket;
        m_buckets[bucket].add(times);
        m_sumSeconds.store(sumSeconds() + seconds * static_cast<double>(times), std::memory_order_relaxed);
    }

    /** Observations in one bucket alone; index bounds.size() is +Inf. */
    std::int64_t count(std::size_t bucket) const { return m_buckets[bucket].value(); }

    double sumSeconds() const { return m_sumSeconds.load(std::memory_order_relaxed); }

private:
    std::array<Counter, bounds.size() + 1> m_buckets;
    /** Not in whole nanoseconds: 9,500 streams that are served at once would overflow 64 bits within weeks.
     */
    std::atomic<double> m_sumSeconds{0};
};

} // namespace sluice
