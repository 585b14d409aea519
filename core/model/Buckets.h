// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// A histogram with fixed bounds, as Prometheus shows it: one writing thread, any reader, no lock.
#pragma once

#include "base/Clock.h"
#include "base/Counter.h"

#include <array>
#include <cstddef>

namespace sluice {

/** @p Bounds is a constant array of rising upper bounds in seconds. */
template <const auto &Bounds>
class Buckets
{
public:
    /** Upper bounds in seconds; what is larger falls into the last bucket, +Inf. */
    static constexpr auto &bounds = Bounds;

    /** Counts @p times observations of @p duration. */
    void observe(Clock::duration duration, std::int64_t times)
    {
        const double seconds = std::chrono::duration<double>(duration).count();
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
    std::array<Counter, Bounds.size() + 1> m_buckets;
    /** Not in whole nanoseconds: 9,500 streams that are served at once would overflow 64 bits within weeks.
     */
    std::atomic<double> m_sumSeconds{0};
};

} // namespace sluice
