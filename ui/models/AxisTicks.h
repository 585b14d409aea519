// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Where an axis has its lines and what stands beside them: round numbers of its unit. Pure functions; any
// thread.
#pragma once

#include "Format.h"

#include <QString>

#include <vector>

namespace sluice {

struct AxisTick
{
    double value = 0; ///< as the axis has it
    QString label;
};

struct AxisScale
{
    double low = 0;  ///< of a logarithmic scale: the decimal logarithm
    double high = 1; ///< above low
    std::vector<AxisTick> ticks;
};

/** From 0 (or below, if @p least is) to the round number that @p most needs, in about four steps. */
AxisScale linearScale(double least, double most, Format::Unit unit);

/** Whole decades around the positive figures from @p least to @p most, at least two of them. */
AxisScale logarithmicScale(double least, double most, Format::Unit unit);

/** Round times of day from @p start to @p end (milliseconds since 1970), at most @p most of them. */
std::vector<AxisTick> timeTicks(double start, double end, int most);

} // namespace sluice
