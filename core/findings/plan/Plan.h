// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What a load needs of an engine and its machine, what of it they do not have, and what mends that. A plain
// value, made by the Planner; any thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace sluice {

enum class PlanUnit { Count, PerSecond, Bytes, BytesPerSecond, Seconds, Cores };

/** One thing that is needed. */
struct PlanFigure
{
    std::string_view name;  ///< the key in JSON, such as "descriptors"
    std::string_view title; ///< what people read
    double value = 0;
    PlanUnit unit = PlanUnit::Count;
    std::string reason; ///< how it comes about, one sentence with its numbers
};

/** Something that does not fit. */
struct PlanShortfall
{
    std::string_view figure; ///< the name of the figure that does not fit
    std::string_view limit;  ///< what stands against it, such as "net.core.somaxconn"
    double needed = 0;
    double available = 0;
    PlanUnit unit = PlanUnit::Count;
    std::string message; ///< one sentence with both numbers
    std::string remedy;  ///< the command or the line of configuration that mends it
};

struct Plan
{
    std::int64_t poolSize = 0;   ///< streams at one time, by the formula
    std::int64_t maxStreams = 0; ///< pool.max_streams to set: the pool's size and its headroom
    std::vector<PlanFigure> figures;
    std::vector<PlanShortfall> shortfalls; ///< the hardest first
    std::vector<std::string> advice;       ///< what fits, but is unwise; a sentence each

    bool fits() const { return shortfalls.empty(); }

    /** The figure of that name, or null. */
    const PlanFigure *figure(std::string_view name) const;
};

} // namespace sluice
