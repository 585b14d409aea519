// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// How long events take from a publish to the kernel: the bounds of that histogram.
#pragma once

#include "model/Buckets.h"

namespace sluice {

inline constexpr std::array<double, 16> latencyBounds{
    0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0};
using LatencyBuckets = Buckets<latencyBounds>;

} // namespace sluice
