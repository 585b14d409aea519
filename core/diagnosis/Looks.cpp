// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "diagnosis/Looks.h"

#include <cmath>
#include <cstdio>

namespace sluice {

std::string plain(double value)
{
    constexpr double whole = 100; // from here on nobody cares for decimals
    std::array<char, 32> text{};
    const bool isWhole = std::abs(value) >= whole || value == std::floor(value);
    std::snprintf(text.data(), text.size(), isWhole ? "%.0f" : "%.1f", value);
    return text.data();
}

Evidence refusedEvidence(const Observation &seen, Refusal refusal)
{
    return increase(seen, "sluice_refusals_total{cause=\"" + std::string(refusalName(refusal)) + "\"}",
                    seen.refused(refusal));
}

Evidence endedEvidence(const Observation &seen, Cause cause)
{
    return increase(seen, "sse_disconnects_total{cause=\"" + std::string(causeName(cause)) + "\"}",
                    seen.ended(cause));
}

} // namespace sluice
