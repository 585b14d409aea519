// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What a load run must reach to pass. A plain value, part of LoadOptions.
#pragma once

#include <chrono>
#include <optional>

namespace sluice {

/** All shares are 0 to 1. */
struct LoadThresholds
{
    double connectFailures =
        0;                    ///< of the clients: refused, or failed otherwise, before their stream was open
    double dropRate = 0;      ///< of the streams that were opened: ended without being asked to
    double publishErrors = 0; ///< of the publishes: refused, or not answered
    double loss = 0;          ///< of the events that streams were owed: not delivered
    std::optional<double> publishShare; ///< of the offered rate: at least so much was published
    std::optional<std::chrono::milliseconds> p50;
    std::optional<std::chrono::milliseconds> p99;
    std::optional<double> rssGrowth; ///< of the measured processes, after everybody was connected
};

} // namespace sluice
