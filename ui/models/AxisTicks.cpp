// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "AxisTicks.h"

#include <QDateTime>

#include <algorithm>
#include <array>
#include <cmath>

namespace sluice {

namespace {

constexpr double kWantedSteps = 4.0;
constexpr double kHeadroom = 0.05;       // of the figures' span: a line on the top grid line is hard to see
constexpr double kDecadeHeadroom = 0.02; // the same on a logarithmic axis

/** The smallest of 1, 2, 5 times a power of ten that is at least @p rough. */
double decimalStep(double rough)
{
    const double power = std::pow(10.0, std::floor(std::log10(rough)));
    for (const double factor : {1.0, 2.0, 5.0}) {
        if (factor * power >= rough * (1 - 1e-9))
            return factor * power;
    }
    return 10 * power;
}

/** The same for binary multiples: 1, 2, 4, 8 ... times a power of 1024, which reads as a round number. */
double binaryStep(double rough)
{
    return std::max(1.0, std::pow(2.0, std::ceil(std::log2(rough) - 1e-9)));
}

double stepFor(double span, Format::Unit unit)
{
    const double rough = span / kWantedSteps;
    switch (unit) {
    case Format::Bytes:
    case Format::BytesPerSecond:
        return binaryStep(rough);
    case Format::Count:
        return std::max(1.0, decimalStep(rough));
    default:
        return decimalStep(rough);
    }
}

double leastSpan(Format::Unit unit)
{
    switch (unit) {
    case Format::Count:
    case Format::PerSecond:
        return 4;
    case Format::Bytes:
    case Format::BytesPerSecond:
        return 1024;
    case Format::Seconds:
        return 1e-3;
    case Format::Percent:
        return 4;
    case Format::Ratio:
        return 0.04;
    case Format::Cores:
        return 0.1;
    }
    return 1;
}

} // namespace

AxisScale linearScale(double least, double most, Format::Unit unit)
{
    AxisScale scale;
    const double low = std::isfinite(least) ? std::min(0.0, least) : 0.0;
    // A part of a whole has no more than all of it.
    const double whole = unit == Format::Percent ? 100 : unit == Format::Ratio ? 1 : 0;
    const double above = std::isfinite(most) && most > whole ? kHeadroom * (most - low) : 0;
    const double high = std::max(std::isfinite(most) ? most + above : 0.0, low + leastSpan(unit));
    const double step = stepFor(high - low, unit);
    scale.low = step * std::floor(low / step + 1e-9);
    scale.high = step * std::ceil(high / step - 1e-9);
    const auto count = static_cast<int>(std::lround((scale.high - scale.low) / step));
    scale.ticks.reserve(static_cast<std::size_t>(count) + 1);
    for (int i = 0; i <= count; ++i) {
        const double value = scale.low + i * step;
        scale.ticks.push_back({value, Format::brief(std::abs(value) < step * 1e-9 ? 0 : value, unit)});
    }
    return scale;
}

AxisScale logarithmicScale(double least, double most, Format::Unit unit)
{
    AxisScale scale;
    const bool hasFigures = std::isfinite(least) && std::isfinite(most) && least > 0 && most > 0;
    scale.low = hasFigures ? std::floor(std::log10(least) + 1e-9) : -4;
    scale.high = hasFigures ? std::max(std::ceil(std::log10(most) + kDecadeHeadroom), scale.low + 2) : -2;
    const auto decades = std::lround(scale.high - scale.low) + 1;
    scale.ticks.reserve(static_cast<std::size_t>(decades));
    for (long i = 0; i < decades; ++i) {
        const double decade = scale.low + static_cast<double>(i);
        scale.ticks.push_back({decade, Format::brief(std::pow(10.0, decade), unit)});
    }
    return scale;
}

std::vector<AxisTick> timeTicks(double start, double end, int most)
{
    constexpr std::array<int, 12> steps{5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200};
    const double seconds = (end - start) / 1000.0;
    std::vector<AxisTick> ticks;
    if (!(seconds > 0) || most < 1)
        return ticks;
    const auto fits =
        std::find_if(steps.begin(), steps.end(), [&](int step) { return seconds / step <= most; });
    const double step = 1000.0 * (fits == steps.end() ? steps.back() : *fits);
    // Round by the clock on the wall, also where its offset is no whole hour.
    const double offset = 1000.0 * QDateTime::fromMSecsSinceEpoch(static_cast<qint64>(start)).offsetFromUtc();
    const QString pattern = step < 60'000 ? QStringLiteral("HH:mm:ss") : QStringLiteral("HH:mm");
    const double first = std::ceil((start + offset) / step) * step - offset;
    const int count = std::max(0, static_cast<int>(std::floor((end - first) / step)) + 1);
    ticks.reserve(static_cast<std::size_t>(count));
    for (int i = 0; i < count; ++i) {
        const double time = first + i * step;
        ticks.push_back({time, QDateTime::fromMSecsSinceEpoch(static_cast<qint64>(time)).toString(pattern)});
    }
    return ticks;
}

} // namespace sluice
