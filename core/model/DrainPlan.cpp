// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/DrainPlan.h"

#include "base/text/Units.h"
#include "settings/Schema.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace sluice {

namespace {

double secondsOf(Milliseconds span)
{
    return std::chrono::duration<double>(span).count();
}

} // namespace

std::string_view phaseName(DrainPhase phase)
{
    constexpr std::array<std::string_view, 6> names{"serving", "grace",   "evicting",
                                                    "paused",  "forcing", "drained"};
    return names[static_cast<std::size_t>(phase)];
}

DrainPlan DrainPlan::from(const Settings &settings, DrainThen then)
{
    return {settings.drain_rate,
            settings.drain_grace,
            settings.drain_deadline,
            settings.drain_retry_spread,
            settings.drain_order == "random" ? DrainOrder::Random : DrainOrder::Oldest,
            then,
            settings.drain_total};
}

DrainPlan fitted(DrainPlan plan, std::int64_t streams)
{
    if (plan.total.count() <= 0)
        return plan;
    constexpr int graceShare = 4; // balancers need a moment to look elsewhere, streams the rest
    constexpr double spare = 0.8;
    constexpr double fastest = 1e6; // of drain.rate
    plan.grace = std::min(plan.grace, plan.total / graceShare);
    plan.deadline = std::min(plan.deadline, plan.total - plan.grace);
    const double needed = static_cast<double>(streams) / std::max(secondsOf(plan.deadline) * spare, 1e-3);
    plan.rate = std::min(std::max(plan.rate, needed), fastest);
    return plan;
}

tl::expected<void, DrainRefused> checkPlan(const DrainPlan &plan)
{
    const auto check = [](std::string_view key, const std::string &text) -> tl::expected<void, DrainRefused> {
        Settings scratch;
        const auto info = findSetting(key);
        if (const auto assigned = assignText(scratch, **info, text); !assigned)
            return tl::unexpected(DrainRefused{DrainRefused::Why::Invalid, assigned.error().message});
        return {};
    };
    const auto duration = [&check](std::string_view key, Milliseconds span) {
        // A negative span has no text of its own; it is as wrong as any other that is too short.
        return check(key, span.count() < 0 ? std::to_string(span.count()) + "ms" : formatDuration(span));
    };
    if (!std::isfinite(plan.rate) || plan.rate < 0)
        return check("drain.rate", std::to_string(plan.rate));
    return check("drain.rate", formatRate(plan.rate))
        .and_then([&] { return duration("drain.grace", plan.grace); })
        .and_then([&] { return duration("drain.deadline", plan.deadline); })
        .and_then([&] { return duration("drain.retry_spread", plan.retrySpread); });
}

DrainPreview previewOf(const DrainPlan &plan, std::int64_t streams)
{
    DrainPreview preview;
    preview.initial = streams;
    if (streams <= 0)
        return preview;
    const double needed = static_cast<double>(streams) / plan.rate;
    const double evicting = std::min(needed, secondsOf(plan.deadline));
    preview.seconds = secondsOf(plan.grace) + evicting;
    const auto paced = static_cast<std::int64_t>(std::floor(plan.rate * secondsOf(plan.deadline)));
    preview.forced = std::max<std::int64_t>(0, streams - paced);
    // Evictions spread over one window, each client's wait over another: together they come at the rate of
    // the longer one. Whoever is forced comes within the retry window alone.
    const double spread = secondsOf(plan.retrySpread);
    const double pacedStreams = static_cast<double>(streams - preview.forced);
    const double longer = std::max(evicting, spread);
    preview.reconnectsPerSecond = longer > 0 ? pacedStreams / longer : 0;
    if (preview.forced > 0)
        preview.reconnectsPerSecond += static_cast<double>(preview.forced) / std::max(spread, 1.0);
    return preview;
}

} // namespace sluice
