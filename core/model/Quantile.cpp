// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/Quantile.h"

#include <numeric>

namespace sluice {

std::optional<double> quantile(std::span<const double> bounds, std::span<const std::int64_t> counts, double q)
{
    const auto total = std::accumulate(counts.begin(), counts.end(), std::int64_t{0});
    if (total <= 0)
        return std::nullopt;
    const double rank = q * static_cast<double>(total);
    double before = 0;
    for (std::size_t i = 0; i < bounds.size(); ++i) {
        const auto here = static_cast<double>(counts[i]);
        if (here > 0 && before + here >= rank) {
            const double low = i > 0 ? bounds[i - 1] : 0;
            return low + (bounds[i] - low) * (rank - before) / here;
        }
        before += here;
    }
    return bounds.back();
}

} // namespace sluice
