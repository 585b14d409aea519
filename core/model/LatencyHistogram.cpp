// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "model/LatencyHistogram.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <sstream>

namespace sluice {

std::size_t LatencyHistogram::bucketOf(std::uint64_t nanoseconds)
{
    constexpr std::uint64_t lowest = std::uint64_t{1} << kLowestBit;
    constexpr std::uint64_t highest = (std::uint64_t{1} << (kHighestBit + 1)) - 1;
    const std::uint64_t value = std::clamp(nanoseconds, lowest, highest);
    const int octave = static_cast<int>(std::bit_width(value)) - 1;
    const std::uint64_t step = (value >> (octave - kStepBits)) & (kSteps - 1);
    return static_cast<std::size_t>(octave - kLowestBit) * kSteps + static_cast<std::size_t>(step);
}

std::uint64_t LatencyHistogram::middleOf(std::size_t bucket)
{
    const auto octave = static_cast<int>(bucket / kSteps) + kLowestBit;
    const std::uint64_t step = kSteps + bucket % kSteps;
    const int shift = octave - kStepBits;
    return (step << shift) + (std::uint64_t{1} << shift) / 2;
}

void LatencyHistogram::record(std::chrono::nanoseconds duration)
{
    const auto value = static_cast<std::uint64_t>(std::max<std::int64_t>(duration.count(), 0));
    ++m_buckets[bucketOf(value)];
    ++m_count;
    m_maximum = std::max(m_maximum, value);
    m_sum += static_cast<double>(value);
}

void LatencyHistogram::merge(const LatencyHistogram &other)
{
    for (std::size_t bucket = 0; bucket < kBuckets; ++bucket)
        m_buckets[bucket] += other.m_buckets[bucket];
    m_count += other.m_count;
    m_maximum = std::max(m_maximum, other.m_maximum);
    m_sum += other.m_sum;
}

LatencyHistogram LatencyHistogram::since(const LatencyHistogram &earlier) const
{
    LatencyHistogram difference;
    for (std::size_t bucket = 0; bucket < kBuckets; ++bucket) {
        difference.m_buckets[bucket] = m_buckets[bucket] - earlier.m_buckets[bucket];
        if (difference.m_buckets[bucket] > 0)
            difference.m_maximum = std::min(middleOf(bucket), m_maximum);
    }
    difference.m_count = m_count - earlier.m_count;
    difference.m_sum = m_sum - earlier.m_sum;
    return difference;
}

std::string LatencyHistogram::toText() const
{
    std::string text = std::to_string(m_maximum) + ' ' + std::to_string(std::llround(m_sum));
    for (std::size_t bucket = 0; bucket < kBuckets; ++bucket)
        if (m_buckets[bucket] > 0)
            text += ' ' + std::to_string(bucket) + ' ' + std::to_string(m_buckets[bucket]);
    return text;
}

bool LatencyHistogram::addText(std::string_view text)
{
    std::istringstream in{std::string(text)};
    std::uint64_t maximum = 0;
    double sum = 0;
    if (!(in >> maximum >> sum))
        return false;
    m_maximum = std::max(m_maximum, maximum);
    m_sum += sum;
    std::size_t bucket = 0;
    std::uint64_t count = 0;
    while (in >> bucket) {
        if (!(in >> count) || bucket >= kBuckets)
            return false;
        m_buckets[bucket] += count;
        m_count += count;
    }
    return in.eof();
}

std::vector<std::pair<std::chrono::nanoseconds, std::uint64_t>> LatencyHistogram::counts() const
{
    std::vector<std::pair<std::chrono::nanoseconds, std::uint64_t>> counts;
    for (std::size_t bucket = 0; bucket < kBuckets; ++bucket)
        if (m_buckets[bucket] > 0)
            counts.emplace_back(std::chrono::nanoseconds(middleOf(bucket)), m_buckets[bucket]);
    return counts;
}

std::optional<std::chrono::nanoseconds> LatencyHistogram::quantile(double share) const
{
    if (m_count == 0)
        return std::nullopt;
    const double wanted = std::ceil(std::clamp(share, 0.0, 1.0) * static_cast<double>(m_count));
    const auto rank = std::max<std::uint64_t>(static_cast<std::uint64_t>(wanted), 1);
    std::uint64_t passed = 0;
    for (std::size_t bucket = 0; bucket < kBuckets - 1; ++bucket) {
        passed += m_buckets[bucket];
        if (passed >= rank)
            return std::chrono::nanoseconds(std::min(middleOf(bucket), m_maximum));
    }
    return std::chrono::nanoseconds(m_maximum);
}

std::optional<std::chrono::nanoseconds> LatencyHistogram::maximum() const
{
    if (m_count == 0)
        return std::nullopt;
    return std::chrono::nanoseconds(m_maximum);
}

std::optional<std::chrono::nanoseconds> LatencyHistogram::mean() const
{
    if (m_count == 0)
        return std::nullopt;
    return std::chrono::nanoseconds(std::llround(m_sum / static_cast<double>(m_count)));
}

} // namespace sluice
