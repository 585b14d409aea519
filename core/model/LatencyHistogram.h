// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Log-linear histogram of durations, in the manner of HDR: 1 us to 60 s with an error of at most 1 %.
// Fixed memory (27 KiB), recording is a few instructions. Owned by whoever measures; one thread at a time.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sluice {

class LatencyHistogram
{
public:
    /** Counts one duration; below 1 us it counts as 1 us, above 60 s only maximum() and mean() stay exact. */
    void record(std::chrono::nanoseconds duration);

    /** Adds everything another histogram counted. */
    void merge(const LatencyHistogram &other);

    /** What was recorded since @p earlier, a copy of this histogram; its maximum() is that of a bucket. */
    LatencyHistogram since(const LatencyHistogram &earlier) const;

    /** How often each duration was counted, as text that add() reads back exactly; short when little was
     * recorded. */
    std::string toText() const;

    /** Adds what toText() of another wrote; false when it is none of that, and then some of it was added. */
    bool addText(std::string_view text);

    /** The durations that were recorded, from the shortest: the middle of each bucket, and how many. */
    std::vector<std::pair<std::chrono::nanoseconds, std::uint64_t>> counts() const;

    /** How many durations were recorded. */
    std::uint64_t count() const { return m_count; }

    /** The duration that a share of 0..1 of all recorded ones does not exceed; nothing when none was
     * recorded. */
    std::optional<std::chrono::nanoseconds> quantile(double share) const;

    /** The longest duration, exact; nothing when none was recorded. */
    std::optional<std::chrono::nanoseconds> maximum() const;

    /** The arithmetic mean, exact; nothing when none was recorded. */
    std::optional<std::chrono::nanoseconds> mean() const;

private:
    static constexpr int kLowestBit = 10;  // 2^10 ns, about 1 us
    static constexpr int kHighestBit = 35; // the last octave, 34 s to 69 s, holds 60 s
    static constexpr int kStepBits = 7;    // 128 steps an octave: a step is at most 0.8 % of its value
    static constexpr std::size_t kSteps = std::size_t{1} << kStepBits;
    static constexpr std::size_t kBuckets = (kHighestBit - kLowestBit + 1) * kSteps;

    static std::size_t bucketOf(std::uint64_t nanoseconds);
    static std::uint64_t middleOf(std::size_t bucket);

    std::array<std::uint64_t, kBuckets> m_buckets{};
    std::uint64_t m_count = 0;
    std::uint64_t m_maximum = 0;
    double m_sum = 0;
};

} // namespace sluice
