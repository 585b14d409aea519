// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ctl/output/DrainView.h"

#include "base/text/Figures.h"

#include <algorithm>
#include <cmath>

namespace sluice {

namespace {

constexpr std::size_t kBrackets = 2;
constexpr std::size_t kLeastGauge = 5;
constexpr std::size_t kMostGauge = 40;

std::string figures(const DrainView &progress)
{
    std::string text =
        countText(progress.initial - progress.left) + " of " + countText(progress.initial) + " gone";
    if (progress.forced > 0)
        text += "  " + countText(progress.forced) + " forced";
    if (progress.isUnderWay() && progress.rate > 0)
        text += "  " + rateText(progress.rate);
    if (progress.isUnderWay() && progress.etaSeconds)
        text += "  " + spanText(*progress.etaSeconds) + " left";
    return text;
}

} // namespace

std::string gauge(double part, std::size_t width)
{
    if (width <= kBrackets)
        return {};
    const auto inside = width - kBrackets;
    const double clamped = std::isfinite(part) ? std::clamp(part, 0.0, 1.0) : 0.0;
    const auto filled = static_cast<std::size_t>(std::floor(clamped * static_cast<double>(inside)));
    return "[" + std::string(filled, '#') + std::string(inside - filled, '-') + "]";
}

std::optional<DrainView> DrainView::read(const QJsonObject &json)
{
    const auto number = [&json](const char *name) { return json.value(QLatin1String(name)).toDouble(); };
    const QJsonValue phase = json.value(QLatin1String("phase"));
    if (!phase.isString())
        return std::nullopt;
    DrainView made;
    made.phase = printable(phase.toString().toStdString());
    made.initial = number("initial");
    made.left = number("left");
    made.closed = number("closed");
    made.forced = number("forced");
    made.rate = number("rate");
    const QJsonValue eta = json.value(QLatin1String("eta_seconds"));
    if (eta.isDouble() && eta.toDouble() >= 0)
        made.etaSeconds = eta.toDouble();
    made.then = printable(json.value(QLatin1String("then")).toString().toStdString());
    return made;
}

std::string DrainView::bar(std::size_t width) const
{
    constexpr std::size_t phaseWidth = 8;
    constexpr std::size_t gaps = 4;
    std::string text = phase;
    text.append(phaseWidth - std::min(phaseWidth, text.size()), ' ');
    const std::string right = figures(*this);
    const std::size_t taken = text.size() + right.size() + gaps;
    if (width >= taken + kLeastGauge + kBrackets) {
        const double part = initial > 0 ? (initial - left) / initial : isUnderWay() ? 0 : 1;
        text += "  " + gauge(part, std::min(width - taken, kMostGauge + kBrackets));
    }
    return fitted(text + "  " + right, width);
}

std::string DrainView::line() const
{
    return phase + ": " + figures(*this);
}

} // namespace sluice
