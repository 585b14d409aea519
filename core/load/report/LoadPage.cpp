// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "load/report/LoadPage.h"

#include "base/text/Figures.h"
#include "load/report/LoadPageStyle.h"
#include "load/report/SvgChart.h"

#include <QByteArray>

#include <algorithm>
#include <cctype>
#include <cmath>
#include <map>

namespace sluice {

namespace {

using Samples = std::vector<LoadSample>;
using Style = ChartSeries::Style;

constexpr std::size_t kMostMoments = 400; // of a chart; more are not to be told apart

constexpr const char *kTick =
    "<svg viewBox=\"0 0 24 24\" aria-hidden=\"true\"><circle cx=\"12\" cy=\"12\" r=\"11\" "
    "fill=\"currentColor\" fill-opacity=\".16\"/><path d=\"M6.8 12.6l3.5 3.5 7-7.6\" "
    "fill=\"none\" stroke=\"currentColor\" stroke-width=\"2.2\" "
    "stroke-linecap=\"round\" stroke-linejoin=\"round\"/></svg>";
constexpr const char *kCross =
    "<svg viewBox=\"0 0 24 24\" aria-hidden=\"true\"><circle cx=\"12\" cy=\"12\" r=\"11\" "
    "fill=\"currentColor\" fill-opacity=\".16\"/><path d=\"M8 8l8 8M16 8l-8 8\" "
    "fill=\"none\" stroke=\"currentColor\" stroke-width=\"2.2\" "
    "stroke-linecap=\"round\"/></svg>";

/** Three digits. */
std::string shortNumber(double number)
{
    constexpr double whole = 100;
    constexpr double tenths = 10;
    if (number == std::round(number) || number >= whole)
        return countText(std::round(number));
    return QByteArray::number(number, 'f', number >= tenths ? 1 : 2).toStdString();
}

std::string millisecondsText(double milliseconds)
{
    return shortNumber(milliseconds) + " ms";
}

std::string millisecondsText(std::optional<double> milliseconds)
{
    return milliseconds ? millisecondsText(*milliseconds) : "-";
}

/** Short enough for an axis: 950, 12k, 1.5M. */
std::string axisCount(double number)
{
    constexpr double thousand = 1e3;
    constexpr double million = 1e6;
    if (number >= million)
        return shortNumber(number / million) + "M";
    if (number >= thousand * 10)
        return shortNumber(number / thousand) + "k";
    return shortNumber(number);
}

std::string kibText(std::int64_t kib)
{
    constexpr double kibibyte = 1024;
    return bytesText(static_cast<double>(kib) * kibibyte);
}

std::string plural(std::uint64_t count, const char *one, const char *many)
{
    return countText(static_cast<double>(count)) + ' ' + (count == 1 ? one : many);
}

/** A share of deliveries or clients; a loss is never rounded away. */
std::string shareText(double share)
{
    constexpr double precision = 1e4;
    if (share >= 1)
        return "100 %";
    return QByteArray::number(std::floor(share * precision) / precision * 100, 'f', 2).toStdString() + " %";
}

std::string tile(const std::string &what, const std::string &value, const std::string &detail)
{
    return "<div><dt>" + htmlText(what) + "</dt><dd>" + htmlText(value) + "</dd><dd>" + htmlText(detail) +
           "</dd></div>\n";
}

std::string row(const std::string &what, const std::string &value)
{
    return "<tr><th>" + htmlText(what) + "</th><td>" + htmlText(value) + "</td></tr>\n";
}

std::string aboutText(const LoadReport &report)
{
    std::string text =
        plural(report.clients, "client", "clients") + " on " + plural(report.channels, "channel", "channels");
    if (report.rampSeconds > 0)
        text += ", coming over " + spanText(report.rampSeconds);
    if (report.holdSeconds > 0)
        text += ", held for " + spanText(report.holdSeconds);
    if (report.offeredRate > 0)
        text += ", " + shortNumber(report.offeredRate) + " events/s of " +
                plural(report.eventBytes, "byte", "bytes") + " for " + spanText(report.durationSeconds);
    if (report.spike > 0)
        text += ", a spike of " + countText(report.spike) + " more";
    if (report.churn > 0)
        text += ", " + percentText(report.churn * 100) + " of the clients leave and return every second";
    if (report.stalled + report.slow > 0)
        text += ", " + countText(report.stalled) + " stalled and " + countText(report.slow) + " slow";
    return text + ".";
}

std::string headHtml(const LoadReport &report, const std::string &when)
{
    const bool passed = report.verdict.passed();
    std::string html = "<header><div><p class=\"over\">Load test, " + htmlText(when) + "</p><h1>" +
                       htmlText(report.url) + "</h1><p class=\"about\">" + htmlText(aboutText(report)) +
                       "</p></div>\n<div class=\"stamp " + (passed ? "good" : "bad") + "\">" +
                       (passed ? kTick : kCross) + (passed ? "Passed" : "Missed") +
                       (report.interrupted ? " so far" : "") + "</div></header>\n";
    if (report.interrupted)
        html += "<p class=\"partial\"><b>Partial report.</b> The run was interrupted; the figures and the "
                "verdict "
                "are of what ran.</p>\n";
    return html;
}

std::string tilesHtml(const LoadReport &report)
{
    std::string html = "<dl class=\"tiles\">\n";
    html += tile("Connected", countText(report.connected),
                 "of " + countText(double(report.clients) + report.spike) + " in " +
                     spanText(report.connectSeconds));
    if (report.offeredRate > 0) {
        html += tile("Delivered", report.deliveredRatio ? shareText(*report.deliveredRatio) : "-",
                     countText(static_cast<double>(report.delivered)) + " of " +
                         countText(static_cast<double>(report.expected)));
        html += tile("p99 latency", millisecondsText(report.latency.p99),
                     "median " + millisecondsText(report.latency.p50));
    }
    html += tile("Drops", countText(report.drops),
                 plural(report.gaps, "gap", "gaps") + ", " +
                     plural(report.duplicates, "duplicate", "duplicates"));
    if (report.churned + report.returned > 0)
        html += tile("Came back", countText(report.returned),
                     "of " + countText(double(report.churned) + report.drops) + ", " +
                         countText(static_cast<double>(report.replayed)) + " events made up for");
    if (report.rssBaselineKib)
        html += tile("Memory", kibText(report.rssHighestKib),
                     report.rssGrowth
                         ? "grew by " + percentText(*report.rssGrowth * 100) + " once all were connected"
                         : "of the measured processes");
    return html + "</dl>\n";
}

std::string verdictHtml(const LoadVerdict &verdict)
{
    std::string html =
        "<h2>Verdict</h2><div class=\"card\"><table><thead><tr><th>Result</th><th>Threshold</th>"
        "<th class=\"number\">Measured</th><th class=\"number\">Asked</th></tr></thead><tbody>\n";
    for (const LoadJudgement &judgement : verdict.judgements) {
        const bool passed = judgement.passed();
        std::string words(judgement.words);
        if (std::isalpha(words[1]) != 0) // not p99
            words.front() = static_cast<char>(std::toupper(words.front()));
        html +=
            std::string("<tr><td class=\"state ") + (passed ? "good" : "bad") + "\">" +
            (passed ? kTick : kCross) + (passed ? "Passed" : "Missed") + "</td><td>" + htmlText(words) +
            (judgement.option.empty() ? std::string() : " <code>" + htmlText(judgement.option) + "</code>") +
            "</td><td class=\"number\">" + htmlText(judgement.measuredText()) + "</td><td class=\"number\">" +
            htmlText(judgement.askedText()) + "</td></tr>\n";
    }
    return html + "</tbody></table></div>\n";
}

/** The run in as many moments as a chart can show; of several samples, the highest values. */
class Moments
{
public:
    explicit Moments(const Samples &samples)
        : m_samples(samples)
        , m_step(samples.size() / kMostMoments + 1)
    {
    }

    std::vector<double> seconds() const
    {
        std::vector<double> seconds;
        for (std::size_t i = 0; i < m_samples.size(); i += m_step)
            seconds.push_back(m_samples[last(i)].elapsedSeconds);
        return seconds;
    }

    template <typename Figure>
    std::vector<std::optional<double>> values(Figure figure) const
    {
        std::vector<std::optional<double>> values;
        for (std::size_t i = 0; i < m_samples.size(); i += m_step) {
            std::optional<double> highest;
            for (std::size_t at = i; at <= last(i); ++at)
                highest = std::max(highest, std::optional<double>(figure(m_samples[at])));
            values.push_back(highest);
        }
        return values;
    }

    /** When the phases began, the first one excepted. */
    std::vector<double> phases() const
    {
        std::vector<double> begins;
        for (std::size_t i = 1; i + 1 < m_samples.size(); ++i)
            if (m_samples[i].phase != m_samples[i - 1].phase)
                begins.push_back(m_samples[i - 1].elapsedSeconds);
        return begins;
    }

    std::string grain() const
    {
        return m_step == 1 ? std::string()
                           : " Each point is the highest of " + std::to_string(m_step) + " seconds.";
    }

private:
    std::size_t last(std::size_t first) const { return std::min(first + m_step, m_samples.size()) - 1; }

    const Samples &m_samples;
    std::size_t m_step;
};

std::optional<double> askedOf(const LoadVerdict &verdict, std::string_view name)
{
    for (const LoadJudgement &judgement : verdict.judgements)
        if (judgement.name == name)
            return judgement.asked;
    return std::nullopt;
}

TimeChart emptyChart(const Moments &moments, std::string title, TimeChart::Format format)
{
    TimeChart chart;
    chart.title = std::move(title);
    chart.seconds = moments.seconds();
    chart.marks = moments.phases();
    chart.format = std::move(format);
    return chart;
}

std::string clientsChart(const LoadReport &report, const Moments &moments)
{
    TimeChart chart = emptyChart(moments, "Clients", axisCount);
    chart.exact = countText;
    chart.summary = "Open streams over time: " + countText(report.connected) + " clients connected, " +
                    countText(report.drops) + " streams dropped.";
    chart.series = {{"connected", "blue", Style::Area,
                     moments.values([](const LoadSample &sample) { return double(sample.connected); })},
                    {"asked", "plain", Style::Dashed,
                     moments.values([](const LoadSample &sample) { return double(sample.asked); })}};
    if (report.churned + report.returned > 0)
        chart.series.push_back({"away", "amber", Style::Line, moments.values([](const LoadSample &sample) {
                                    return double(sample.away);
                                })});
    return chart.toHtml();
}

std::string latencyChart(const LoadReport &report, const Moments &moments)
{
    TimeChart chart =
        emptyChart(moments, "Latency", [](double milliseconds) { return millisecondsText(milliseconds); });
    chart.summary = "Latency of each second: p99 of the run " + millisecondsText(report.latency.p99) +
                    ", median " + millisecondsText(report.latency.p50) + ".";
    chart.series = {
        {"p99", "amber", Style::Line, moments.values([](const LoadSample &sample) { return sample.p99; })},
        {"median", "blue", Style::Line, moments.values([](const LoadSample &sample) { return sample.p50; })}};
    chart.limit = askedOf(report.verdict, "p99");
    chart.limitName = "p99 asked";
    return chart.toHtml();
}

std::string deliveryChart(const LoadReport &report, const Moments &moments)
{
    TimeChart chart = emptyChart(moments, "Deliveries per second", axisCount);
    chart.exact = countText;
    chart.summary = "Deliveries per second over time: " + countText(static_cast<double>(report.delivered)) +
                    " events delivered in all.";
    chart.series = {{"delivered", "teal", Style::Area,
                     moments.values([](const LoadSample &sample) { return sample.deliveryRate; })}};
    return chart.toHtml();
}

std::string memoryChart(const LoadReport &report, const Moments &moments)
{
    constexpr double mebibyte = 1024; // in KiB
    TimeChart chart = emptyChart(moments, "Memory of the server",
                                 [](double mebibytes) { return shortNumber(mebibytes) + " MiB"; });
    chart.summary = "Resident memory over time, at most " + kibText(report.rssHighestKib) + ".";
    chart.series = {{"resident", "violet", Style::Area, moments.values([](const LoadSample &sample) {
                         return sample.rssKib ? std::optional(static_cast<double>(*sample.rssKib) / mebibyte)
                                              : std::nullopt;
                     })}};
    return chart.toHtml();
}

std::string cpuChart(const Moments &moments)
{
    TimeChart chart =
        emptyChart(moments, "CPU of the server", [](double percent) { return shortNumber(percent) + " %"; });
    chart.summary = "CPU over time, in percent of one core.";
    chart.series = {{"of one core", "amber", Style::Area,
                     moments.values([](const LoadSample &sample) { return sample.cpuPercent; })}};
    return chart.toHtml();
}

/** Latencies by times of which two make a doubling, from the shortest to the longest that occurred. */
std::string distributionChart(const LoadReport &report)
{
    BarChart chart;
    chart.title = "Distribution of latency";
    chart.note = "deliveries by time, each bar up to the time below it";
    chart.summary = "Distribution of the latencies: median " + millisecondsText(report.latency.p50) +
                    ", p99 " + millisecondsText(report.latency.p99) + ", longest " +
                    millisecondsText(report.latency.max) + ".";
    constexpr int perDoubling = 2;
    const auto upper = [](int bar) { return std::exp2(static_cast<double>(bar) / perDoubling); };
    std::map<int, double> bars; // of milliseconds
    for (const auto &[duration, count] : report.latencies) {
        const double milliseconds = std::chrono::duration<double, std::milli>(duration).count();
        bars[static_cast<int>(std::ceil(std::log2(milliseconds) * perDoubling))] +=
            static_cast<double>(count);
    }
    if (bars.empty())
        return {};
    const int first = bars.begin()->first;
    const int last = bars.rbegin()->first;
    constexpr int mostLabels = 8;
    const int every = ((last - first) / perDoubling / mostLabels + 1) * perDoubling; // at whole doublings
    for (int bar = first; bar <= last; ++bar)
        chart.bars.push_back({bar % every == 0 ? millisecondsText(upper(bar)) : std::string(),
                              millisecondsText(upper(bar - 1)) + " to " + millisecondsText(upper(bar)),
                              bars.contains(bar) ? bars[bar] : 0});
    return chart.toHtml();
}

std::string chartsHtml(const LoadReport &report)
{
    if (report.timeline.size() < 2)
        return {};
    const Moments moments(report.timeline);
    std::string html = "<h2>Over time</h2><div class=\"charts\">\n" + clientsChart(report, moments);
    if (report.offeredRate > 0)
        html += latencyChart(report, moments) + deliveryChart(report, moments) + distributionChart(report);
    if (!report.processes.empty())
        html += memoryChart(report, moments) + cpuChart(moments);
    html += "</div>\n";
    if (!moments.grain().empty())
        html += "<p class=\"about\">" + moments.grain() + "</p>\n";
    return html;
}

std::string reasonsText(const std::map<std::string, std::uint32_t> &reasons)
{
    std::string text;
    for (const auto &[reason, count] : reasons)
        text += (text.empty() ? "" : "; ") + countText(count) + " x " + printable(reason);
    return text;
}

std::string latencyText(const LatencySummary &latency)
{
    return "p50 " + millisecondsText(latency.p50) + ", p90 " + millisecondsText(latency.p90) + ", p99 " +
           millisecondsText(latency.p99) + ", longest " + millisecondsText(latency.max);
}

std::string detailsHtml(const LoadReport &report)
{
    std::string html = "<h2>In detail</h2><div class=\"card\"><table><tbody>\n";
    html += row("Connecting", countText(report.connected) + " connected, " + countText(report.refused) +
                                  " refused, " + countText(report.connectErrors) + " failed otherwise");
    if (!report.failures.empty())
        html += row("Why they failed", reasonsText(report.failures));
    if (report.holdSeconds > 0)
        html += row("Holding", countText(report.holdDrops) + " drops in " + spanText(report.holdSeconds));
    if (report.offeredRate > 0) {
        html +=
            row("Publishing", countText(static_cast<double>(report.published)) + " events, offered " +
                                  rateText(report.offeredRate) + ", reached " + rateText(report.publishRate) +
                                  "; " + plural(report.publishErrors, "error", "errors"));
        if (const std::string note = report.publishNote(); !note.empty())
            html += row("Not as offered", note);
        html += row("Publish round trip", latencyText(report.publish));
        html += row("Delivery latency", latencyText(report.latency));
    }
    if (report.probe.count > 0)
        html += row("Probe meanwhile", latencyText(report.probe));
    if (!report.dropReasons.empty())
        html += row("Why streams dropped", reasonsText(report.dropReasons));
    if (report.slow > 0)
        html += row("Slow readers",
                    countText(report.slowEnded) + " of " + countText(report.slow) + " were cut off");
    for (const ProcessReport &process : report.processes) {
        std::string text = kibText(process.rssStartKib) + " at start, " + kibText(process.rssConnectedKib) +
                           " connected, " + kibText(process.rssMaxKib) + " at most";
        if (process.cpuMicrosecondsPerDelivery)
            text += "; " + shortNumber(*process.cpuMicrosecondsPerDelivery) + " us of CPU per delivery";
        html += row("Process " + std::to_string(process.pid) + " (" + printable(process.name) + ")", text);
    }
    return html + "</tbody></table></div>\n";
}

} // namespace

std::string loadPage(const LoadReport &report, const std::string &when)
{
    return "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\"/>\n<meta name=\"viewport\" "
           "content=\"width=device-width, initial-scale=1\"/>\n<meta name=\"generator\" "
           "content=\"sluicectl " SLUICE_VERSION "\"/>\n<title>Load test: " +
           std::string(report.interrupted ? "partial, " : "") +
           (report.verdict.passed() ? "passed" : "missed") + "</title>\n<style>" +
           std::string(kLoadPageStyle) + "</style>\n</head>\n<body>\n<main>\n" + headHtml(report, when) +
           tilesHtml(report) + verdictHtml(report.verdict) + chartsHtml(report) + detailsHtml(report) +
           "<footer>Written by sluicectl " SLUICE_VERSION
           ". Latency is from the moment an event is sent to the server until a client has its last byte; "
           "events "
           "that a client was sent after it came back are not part of "
           "it.</footer>\n</main>\n</body>\n</html>\n";
}

} // namespace sluice
