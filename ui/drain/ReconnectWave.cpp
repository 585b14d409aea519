// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ReconnectWave.h"

#include <algorithm>

namespace sluice {

namespace {

/** Integral of max(0, x). */
double ramp(double x)
{
    return x > 0 ? x * x / 2 : 0;
}

/** How many of @p streams, leaving evenly over @p leaving seconds and each back within @p spread seconds, are
 * back after @p time seconds. */
double backAfter(double time, double streams, double leaving, double spread)
{
    // Two uniform spans added: a trapezoid, whose sum is made of ramps; a span of nothing is a step.
    constexpr double instant = 1e-3;
    const double a = std::max(leaving, instant);
    const double b = std::max(spread, instant);
    return streams * (ramp(time) - ramp(time - a) - ramp(time - b) + ramp(time - a - b)) / (a * b);
}

} // namespace

ReconnectWave reconnectWave(const ReconnectPlan &plan, std::size_t parts)
{
    ReconnectWave wave;
    if (plan.streams <= 0 || plan.rate <= 0 || parts == 0)
        return wave;
    const double evicting = std::min(plan.streams / plan.rate, plan.deadline);
    const double paced = std::min(plan.streams, plan.rate * plan.deadline);
    const double forced = plan.streams - paced;
    // A wave needs a width to be drawn, also where all return at once.
    wave.seconds = std::max(plan.grace + evicting + plan.spread, 1.0);
    const double part = wave.seconds / static_cast<double>(parts);
    const auto back = [&](double time) {
        return backAfter(time - plan.grace, paced, evicting, plan.spread) +
               backAfter(time - plan.grace - evicting, forced, 0, plan.spread);
    };
    wave.perSecond.reserve(parts);
    double before = 0;
    for (std::size_t i = 1; i <= parts; ++i) {
        // Who is back at the last instant belongs to the last part, rounding or not.
        const double now = i == parts ? plan.streams : back(static_cast<double>(i) * part);
        wave.perSecond.push_back(std::max(0.0, now - before) / part);
        before = now;
    }
    wave.peak = *std::max_element(wave.perSecond.begin(), wave.perSecond.end());
    return wave;
}

} // namespace sluice
