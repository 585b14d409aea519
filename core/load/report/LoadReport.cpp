// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "load/report/LoadReport.h"

#include "base/text/Figures.h"
#include "base/text/JsonValues.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <array>
#include <string_view>

namespace sluice {

namespace {

/** The sum of a figure over all processes; absent when there are none or one lacks it. */
template <typename Figure>
std::optional<double> total(const std::vector<ProcessReport> &processes, Figure figure)
{
    double sum = 0;
    for (const ProcessReport &process : processes) {
        const std::optional<double> part = figure(process);
        if (!part)
            return std::nullopt;
        sum += *part;
    }
    return processes.empty() ? std::nullopt : std::optional(sum);
}

std::optional<double> totalRssStart(const LoadReport &report)
{
    return total(report.processes,
                 [](const ProcessReport &p) { return std::optional(double(p.rssStartKib)); });
}

std::optional<double> totalRssGrowth(const LoadReport &report)
{
    return total(report.processes,
                 [](const ProcessReport &p) { return std::optional(double(p.rssMaxKib - p.rssStartKib)); });
}

std::optional<double> totalPerConnect(const LoadReport &report)
{
    return total(report.processes, [](const ProcessReport &p) { return p.cpuMicrosecondsPerConnect; });
}

std::optional<double> totalPerDelivery(const LoadReport &report)
{
    return total(report.processes, [](const ProcessReport &p) { return p.cpuMicrosecondsPerDelivery; });
}

std::optional<double> totalPerStream(const LoadReport &report)
{
    return total(report.processes, [](const ProcessReport &p) { return p.kibPerStream; });
}

QJsonObject processJson(const ProcessReport &process)
{
    return {
        {QStringLiteral("pid"), process.pid},
        {QStringLiteral("name"), QString::fromStdString(process.name)},
        {QStringLiteral("cpu_us_per_connect"), jsonNumber(process.cpuMicrosecondsPerConnect)},
        {QStringLiteral("cpu_us_per_delivery"), jsonNumber(process.cpuMicrosecondsPerDelivery)},
        {QStringLiteral("cpu_seconds_connect"), process.cpuSecondsConnect},
        {QStringLiteral("cpu_seconds_publish"), process.cpuSecondsPublish},
        {QStringLiteral("rss_start_kib"), qint64{process.rssStartKib}},
        {QStringLiteral("rss_warm_kib"), qint64{process.rssWarmKib}},
        {QStringLiteral("rss_connected_kib"), qint64{process.rssConnectedKib}},
        {QStringLiteral("rss_end_kib"), qint64{process.rssEndKib}},
        {QStringLiteral("rss_max_kib"), qint64{process.rssMaxKib}},
        {QStringLiteral("rss_anon_start_kib"), qint64{process.rssAnonStartKib}},
        {QStringLiteral("rss_anon_connected_kib"), qint64{process.rssAnonConnectedKib}},
        {QStringLiteral("rss_anon_end_kib"), qint64{process.rssAnonEndKib}},
        {QStringLiteral("kib_per_stream"), jsonNumber(process.kibPerStream)},
    };
}

QJsonObject reasonsJson(const std::map<std::string, std::uint32_t> &reasons)
{
    QJsonObject object;
    for (const auto &[reason, count] : reasons)
        object.insert(QString::fromStdString(reason), qint64{count});
    return object;
}

QString asText(std::string_view words)
{
    return QString::fromUtf8(words.data(), static_cast<qsizetype>(words.size()));
}

QJsonObject verdictJson(const LoadVerdict &verdict)
{
    constexpr std::array units{"share", "ms", "events"};
    constexpr std::array rules{"at_most", "at_least"};
    QJsonArray thresholds;
    for (const LoadJudgement &judgement : verdict.judgements)
        thresholds.append(QJsonObject{
            {QStringLiteral("name"), asText(judgement.name)},
            {QStringLiteral("option"), judgement.option.empty() ? QJsonValue() : asText(judgement.option)},
            {QStringLiteral("unit"), asText(units.at(static_cast<std::size_t>(judgement.unit)))},
            {QStringLiteral("rule"), asText(rules.at(static_cast<std::size_t>(judgement.rule)))},
            {QStringLiteral("asked"), judgement.asked},
            {QStringLiteral("measured"), jsonNumber(judgement.measured)},
            {QStringLiteral("passed"), judgement.passed()},
        });
    return {{QStringLiteral("passed"), verdict.passed()}, {QStringLiteral("thresholds"), thresholds}};
}

QJsonObject reconnectJson(const LoadReport &report)
{
    return {{QStringLiteral("churn"), report.churn},
            {QStringLiteral("churned"), qint64{report.churned}},
            {QStringLiteral("returned"), qint64{report.returned}},
            {QStringLiteral("failures"), qint64{report.returnFailures}},
            {QStringLiteral("away"), qint64{report.away}},
            {QStringLiteral("replayed"), jsonNumber(report.replayed)}};
}

QJsonObject rssJson(const LoadReport &report)
{
    const auto kib = [&report](std::int64_t number) {
        return report.rssBaselineKib ? QJsonValue(qint64{number}) : QJsonValue(QJsonValue::Null);
    };
    return {{QStringLiteral("baseline_kib"), kib(report.rssBaselineKib.value_or(0))},
            {QStringLiteral("highest_kib"), kib(report.rssHighestKib)},
            {QStringLiteral("growth"), jsonNumber(report.rssGrowth)}};
}

/** A number with so many decimals, or "-" when it is absent. */
std::string text(std::optional<double> number, int decimals)
{
    if (!number)
        return "-";
    return QByteArray::number(*number, 'f', decimals).toStdString();
}

void addLine(std::string &out, std::string_view title, const std::string &content)
{
    constexpr std::size_t titleWidth = 12;
    out += title;
    out.append(titleWidth - std::min(title.size(), titleWidth - 1), ' ');
    out += content;
    out += '\n';
}

void addReasons(std::string &out, const std::map<std::string, std::uint32_t> &reasons)
{
    for (const auto &[reason, count] : reasons)
        addLine(out, "", std::to_string(count) + " x " + printable(reason));
}

std::string summaryText(const LatencySummary &summary)
{
    return "p50 " + text(summary.p50, 2) + "  p90 " + text(summary.p90, 2) + "  p99 " + text(summary.p99, 2) +
           "  max " + text(summary.max, 2) + " ms";
}

void addPublishing(std::string &out, const LoadReport &report)
{
    addLine(out, "published",
            std::to_string(report.published) + " events in " + text(report.durationSeconds, 1) +
                " s: offered " + text(report.offeredRate, 1) + "/s, reached " + text(report.publishRate, 1) +
                "/s, " + std::to_string(report.publishErrors) + " errors");
    if (const std::string note = report.publishNote(); !note.empty())
        addLine(out, "", note);
    addLine(out, "", "round trip " + summaryText(report.publish));
    addLine(out, "delivered",
            std::to_string(report.delivered) + " of " + std::to_string(report.expected) + " (" +
                text(report.deliveredRatio ? std::optional(*report.deliveredRatio * 100) : std::nullopt, 3) +
                " %), " + text(report.deliveriesPerSecond, 0) + "/s");
    addLine(out, "latency", summaryText(report.latency) + "  mean " + text(report.latency.mean, 2) + " ms");
}

void addProcesses(std::string &out, const LoadReport &report)
{
    for (const ProcessReport &process : report.processes) {
        addLine(out, "process",
                std::to_string(process.pid) + " (" + printable(process.name) + "): CPU " +
                    text(process.cpuMicrosecondsPerConnect, 1) + " us/connect, " +
                    text(process.cpuMicrosecondsPerDelivery, 2) + " us/delivery, " +
                    text(process.cpuSecondsPublish, 2) + " s while publishing");
        addLine(out, "",
                "RSS " + std::to_string(process.rssStartKib) + " KiB at start, " +
                    std::to_string(process.rssWarmKib) + " warm, " + std::to_string(process.rssConnectedKib) +
                    " connected, " + std::to_string(process.rssEndKib) + " at the end, " +
                    std::to_string(process.rssMaxKib) + " at most; " + text(process.kibPerStream, 2) +
                    " KiB per stream");
        addLine(out, "",
                "anonymous " + std::to_string(process.rssAnonStartKib) + " KiB at start, " +
                    std::to_string(process.rssAnonConnectedKib) + " connected, " +
                    std::to_string(process.rssAnonEndKib) + " at the end");
    }
    if (report.processes.size() > 1)
        addLine(out, "together",
                text(totalPerConnect(report), 1) + " us/connect, " + text(totalPerDelivery(report), 2) +
                    " us/delivery, " + text(totalPerStream(report), 2) + " KiB per stream, RSS grew by " +
                    text(totalRssGrowth(report), 0) + " KiB at most");
}

void addVerdict(std::string &out, const LoadReport &report)
{
    if (report.rssBaselineKib)
        addLine(out, "memory",
                std::to_string(*report.rssBaselineKib) + " KiB in the first tenth, " +
                    std::to_string(report.rssHighestKib) + " KiB at most");
    const char *soFar = report.interrupted ? " so far" : "";
    addLine(out, "verdict", std::string(report.verdict.passed() ? "passed" : "MISSED") + soFar);
    for (const LoadJudgement &judgement : report.verdict.judgements)
        addLine(out, judgement.passed() ? "  ok" : "  MISSED",
                std::string(judgement.words) + ": " + judgement.measuredText() + ", asked " +
                    judgement.askedText());
}

} // namespace

LatencySummary LatencySummary::of(const LatencyHistogram &histogram)
{
    return {histogram.count(),
            inMilliseconds(histogram.quantile(0.50)),
            inMilliseconds(histogram.quantile(0.90)),
            inMilliseconds(histogram.quantile(0.99)),
            inMilliseconds(histogram.maximum()),
            inMilliseconds(histogram.mean())};
}

std::string LoadReport::toJson() const
{
    QJsonArray processList;
    for (const ProcessReport &process : processes)
        processList.append(processJson(process));
    const QJsonObject object{
        {QStringLiteral("clients"), qint64{clients}},
        {QStringLiteral("connected"), qint64{connected}},
        {QStringLiteral("refused"), qint64{refused}},
        {QStringLiteral("connect_errors"), qint64{connectErrors}},
        {QStringLiteral("connect_seconds"), connectSeconds},
        {QStringLiteral("failures"), reasonsJson(failures)},
        {QStringLiteral("channels"), qint64{channels}},
        {QStringLiteral("publishers"), qint64{publishers}},
        {QStringLiteral("offered_rate"), offeredRate},
        {QStringLiteral("duration_seconds"), durationSeconds},
        {QStringLiteral("published"), jsonNumber(published)},
        {QStringLiteral("publish_errors"), jsonNumber(publishErrors)},
        {QStringLiteral("publish_rate"), publishRate},
        {QStringLiteral("publish_share"), jsonNumber(publishShare)},
        {QStringLiteral("expected"), jsonNumber(expected)},
        {QStringLiteral("delivered"), jsonNumber(delivered)},
        {QStringLiteral("delivered_ratio"), jsonNumber(deliveredRatio)},
        {QStringLiteral("deliveries_per_second"), jsonNumber(deliveriesPerSecond)},
        {QStringLiteral("drops"), qint64{drops}},
        {QStringLiteral("drop_reasons"), reasonsJson(dropReasons)},
        {QStringLiteral("gaps"), jsonNumber(gaps)},
        {QStringLiteral("duplicates"), jsonNumber(duplicates)},
        {QStringLiteral("stalled"), qint64{stalled}},
        {QStringLiteral("latency_ms"), QJsonObject{{QStringLiteral("p50"), jsonNumber(latency.p50)},
                                                   {QStringLiteral("p90"), jsonNumber(latency.p90)},
                                                   {QStringLiteral("p99"), jsonNumber(latency.p99)},
                                                   {QStringLiteral("max"), jsonNumber(latency.max)},
                                                   {QStringLiteral("mean"), jsonNumber(latency.mean)}}},
        {QStringLiteral("publish_ms"), QJsonObject{{QStringLiteral("p50"), jsonNumber(publish.p50)},
                                                   {QStringLiteral("p90"), jsonNumber(publish.p90)},
                                                   {QStringLiteral("p99"), jsonNumber(publish.p99)},
                                                   {QStringLiteral("max"), jsonNumber(publish.max)}}},
        {QStringLiteral("probe_ms"), QJsonObject{{QStringLiteral("p50"), jsonNumber(probe.p50)},
                                                 {QStringLiteral("p99"), jsonNumber(probe.p99)},
                                                 {QStringLiteral("max"), jsonNumber(probe.max)},
                                                 {QStringLiteral("count"), jsonNumber(probe.count)}}},
        {QStringLiteral("hold"), QJsonObject{{QStringLiteral("seconds"), holdSeconds},
                                             {QStringLiteral("drops"), qint64{holdDrops}},
                                             {QStringLiteral("cpu_percent"), jsonNumber(holdCpuPercent)}}},
        {QStringLiteral("processes"), processList},
        {QStringLiteral("totals"),
         QJsonObject{{QStringLiteral("cpu_us_per_connect"), jsonNumber(totalPerConnect(*this))},
                     {QStringLiteral("cpu_us_per_delivery"), jsonNumber(totalPerDelivery(*this))},
                     {QStringLiteral("kib_per_stream"), jsonNumber(totalPerStream(*this))},
                     {QStringLiteral("rss_start_kib"), jsonNumber(totalRssStart(*this))},
                     {QStringLiteral("rss_growth_kib"), jsonNumber(totalRssGrowth(*this))}}},
        {QStringLiteral("slow"), qint64{slow}},
        {QStringLiteral("slow_ended"), qint64{slowEnded}},
        {QStringLiteral("spike"), qint64{spike}},
        {QStringLiteral("ramp_seconds"), rampSeconds},
        {QStringLiteral("reader_processes"), qint64{processesUsed}},
        {QStringLiteral("reconnect"), reconnectJson(*this)},
        {QStringLiteral("rss"), rssJson(*this)},
        {QStringLiteral("verdict"), verdictJson(verdict)},
        {QStringLiteral("interrupted"), interrupted},
    };
    return printableJson(object, QJsonDocument::Indented);
}

std::string LoadReport::publishNote() const
{
    constexpr double enough = 0.9;
    if (!publishShare || *publishShare >= enough)
        return {};
    return "only " + text(*publishShare * 100, 1) +
           " % of the offered rate was reached, so all figures are those of the lower rate: publishes take "
           "too "
           "long for so few connections (--publishers), or are refused";
}

std::string LoadReport::toText() const
{
    std::string out;
    if (interrupted)
        addLine(out, "PARTIAL", "the run was interrupted, the figures are of what ran");
    addLine(out, "connected",
            std::to_string(connected) + " of " + std::to_string(clients + spike) + " clients in " +
                text(connectSeconds, 2) + " s on " + std::to_string(channels) + " channels; " +
                std::to_string(refused) + " refused, " + std::to_string(connectErrors) + " errors, " +
                std::to_string(stalled) + " stalled, " + std::to_string(slow) + " slow");
    addReasons(out, failures);
    if (holdSeconds > 0)
        addLine(out, "held",
                text(holdSeconds, 1) + " s: " + std::to_string(holdDrops) + " drops, CPU " +
                    text(holdCpuPercent, 2) + " % of a core");
    if (offeredRate > 0)
        addPublishing(out, *this);
    addLine(out, "streams",
            std::to_string(drops) + " drops, " + std::to_string(gaps) + " gaps, " +
                std::to_string(duplicates) + " duplicates");
    addReasons(out, dropReasons);
    if (churned + returned + returnFailures > 0)
        addLine(out, "returns",
                std::to_string(churned) + " streams went by themselves, " + std::to_string(returned) +
                    " came back, " + std::to_string(returnFailures) + " attempts failed, " +
                    std::to_string(away) + " still away; " + std::to_string(replayed) +
                    " events were made up for");
    if (slow > 0)
        addLine(out, "slow", std::to_string(slowEnded) + " of " + std::to_string(slow) + " were cut off");
    if (probe.count > 0)
        addLine(out, "probe",
                "p50 " + text(probe.p50, 2) + "  p99 " + text(probe.p99, 2) + "  max " + text(probe.max, 2) +
                    " ms of " + std::to_string(probe.count));
    addProcesses(out, *this);
    addVerdict(out, *this);
    return out;
}

} // namespace sluice
