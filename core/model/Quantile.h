// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// A quantile out of a histogram's buckets. Pure function; any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <span>

namespace sluice {

/**
 * The value below which the share @p q (0 to 1) of the observations lies, evenly spread within a bucket as
 * Prometheus reckons; @p counts are not cumulative and have one more for +Inf, which counts as the last
 * bound. Nothing when there is no observation.
 */
std::optional<double> quantile(std::span<const double> bounds, std::span<const std::int64_t> counts,
                               double q);

} // namespace sluice
