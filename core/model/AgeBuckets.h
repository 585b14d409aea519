// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// How old streams are when they end: the bounds of that histogram. A spike at one bound is the read timeout
// of some proxy, so the bounds stand where proxies' defaults do.
#pragma once

#include "model/Buckets.h"

namespace sluice {

inline constexpr std::array<double, 15> ageBounds{1,   5,   10,  15,   30,   60,    75,   90,
                                                  120, 300, 600, 1800, 3600, 21600, 86400};
using AgeBuckets = Buckets<ageBounds>;

} // namespace sluice
