// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "load/report/LoadVerdict.h"

#include "load/report/LoadReport.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

namespace sluice {

namespace {

using Unit = LoadJudgement::Unit;
using Rule = LoadJudgement::Rule;

std::optional<double> share(double part, double whole)
{
    return whole > 0 ? std::optional(part / whole) : std::nullopt;
}

/** Three digits, so that something very small does not look like nothing. */
std::string numberText(double number)
{
    constexpr double whole = 1000;
    std::array<char, 32> text{};
    const int size =
        std::snprintf(text.data(), text.size(), std::abs(number) < whole ? "%.3g" : "%.0f", number);
    return {text.data(), static_cast<std::size_t>(size)};
}

std::string withUnit(double number, Unit unit)
{
    switch (unit) {
    case Unit::Share:
        return numberText(number * 100) + " %";
    case Unit::Milliseconds:
        return numberText(number) + " ms";
    case Unit::Events:
        return numberText(number) + (number == 1 ? " event" : " events");
    }
    return {};
}

double lost(const LoadReport &report)
{
    return static_cast<double>(report.expected) -
           static_cast<double>(std::min(report.delivered, report.expected));
}

LoadJudgement latency(std::string_view name, std::string_view option, std::string_view words,
                      std::chrono::milliseconds asked, std::optional<double> measured)
{
    return {name,    option, words, Unit::Milliseconds, Rule::AtMost, static_cast<double>(asked.count()),
            measured};
}

} // namespace

bool LoadJudgement::passed() const
{
    if (!measured)
        return false;
    return rule == Rule::AtMost ? *measured <= asked : *measured >= asked;
}

std::string LoadJudgement::askedText() const
{
    return (rule == Rule::AtMost ? "at most " : "at least ") + withUnit(asked, unit);
}

std::string LoadJudgement::measuredText() const
{
    return measured ? withUnit(*measured, unit) : "not measured";
}

bool LoadVerdict::passed() const
{
    return std::all_of(judgements.begin(), judgements.end(),
                       [](const LoadJudgement &judgement) { return judgement.passed(); });
}

LoadVerdict LoadVerdict::of(const LoadReport &report, const LoadThresholds &thresholds)
{
    LoadVerdict verdict;
    auto &list = verdict.judgements;
    list.reserve(9); // all that there are; GCC 14 takes a vector that grows here for an overflow
    const double failed = double(report.refused) + report.connectErrors;
    list.push_back({"connect_failures", "--max-connect-failures", "clients that did not connect", Unit::Share,
                    Rule::AtMost, thresholds.connectFailures,
                    share(failed, double(report.clients) + report.spike)});
    list.push_back({"drop_rate", "--max-drop-rate", "streams that dropped", Unit::Share, Rule::AtMost,
                    thresholds.dropRate, share(report.drops, double(report.connected) + report.returned)});
    if (report.offeredRate > 0) {
        list.push_back({"published", "", "events published", Unit::Events, Rule::AtLeast, 1,
                        static_cast<double>(report.published)});
        list.push_back(
            {"publish_errors", "--max-publish-errors", "publishes that failed", Unit::Share, Rule::AtMost,
             thresholds.publishErrors,
             share(static_cast<double>(report.publishErrors), static_cast<double>(report.publishAttempts))
                 .value_or(0)});
        if (thresholds.publishShare)
            list.push_back({"publish_share", "--min-publish-share", "reached of the offered rate",
                            Unit::Share, Rule::AtLeast, *thresholds.publishShare, report.publishShare});
        list.push_back({"loss", "--max-loss", "events lost", Unit::Share, Rule::AtMost, thresholds.loss,
                        share(lost(report), static_cast<double>(report.expected)).value_or(0)});
        list.push_back({"duplicates", "", "events delivered twice", Unit::Events, Rule::AtMost, 0,
                        static_cast<double>(report.duplicates)});
    }
    if (thresholds.p50)
        list.push_back(latency("p50", "--p50", "median latency", *thresholds.p50, report.latency.p50));
    if (thresholds.p99)
        list.push_back(latency("p99", "--p99", "p99 latency", *thresholds.p99, report.latency.p99));
    if (thresholds.rssGrowth)
        list.push_back({"rss_growth", "--max-rss-growth", "growth of memory", Unit::Share, Rule::AtMost,
                        *thresholds.rssGrowth, report.rssGrowth});
    return verdict;
}

} // namespace sluice
