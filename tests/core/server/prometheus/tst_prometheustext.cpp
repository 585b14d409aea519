// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/prometheus/PrometheusText.h"

#include <QRegularExpression>
#include <QTest>

#include <clocale>
#include <cmath>
#include <cstddef>
#include <map>
#include <set>

using namespace sluice;
using namespace std::string_literals;

class tst_PrometheusText : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyLineParses();
    void everyFamilyHasHelpAndTypeOnce();
    void namesFollowTheRules();
    void theThreeExactNames();
    void everyCauseAndRefusal();
    void workersAreLabelled();
    void workerFiguresAddUp();
    void loopsOfEachWorker();
    void histogram();
    void largeNumbersAreExact();
    void process();
    void withoutWorkers();
    void anyLocale();
};

namespace {

struct Sample
{
    std::string name;
    std::map<std::string, std::string> labels;
    double value = 0;
};

/** The text format 0.0.4, read back by its grammar. */
struct Exposition
{
    std::vector<std::string> strange; ///< lines that do not parse
    std::map<std::string, std::string> types;
    std::map<std::string, std::string> helps;
    std::vector<std::string> order;                      ///< families by their TYPE lines
    std::vector<std::pair<std::string, Sample>> samples; ///< with the family they stand under

    explicit Exposition(const std::string &text)
    {
        static const QRegularExpression comment(
            QString::fromLatin1(R"(^# (HELP|TYPE) ([a-zA-Z_:][a-zA-Z0-9_:]*) (.+)$)"));
        static const QRegularExpression sample(
            QString::fromLatin1(R"(^([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{([^}]*)\})? ([^ ]+)$)"));
        static const QRegularExpression label(
            QString::fromLatin1(R"re(^([a-zA-Z_][a-zA-Z0-9_]*)="([^"\\]*)"$)re"));
        if (!text.ends_with('\n'))
            strange.push_back("no line end at the end");
        std::string family;
        for (const QString &line : QString::fromStdString(text).chopped(1).split(QLatin1Char('\n'))) {
            if (const auto match = comment.match(line); match.hasMatch()) {
                const std::string name = match.captured(2).toStdString();
                const bool isType = match.captured(1) == QStringLiteral("TYPE");
                auto &table = isType ? types : helps;
                if (!table.emplace(name, match.captured(3).toStdString()).second)
                    strange.push_back(line.toStdString());
                if (isType) {
                    family = name;
                    order.push_back(name);
                }
                continue;
            }
            const auto match = sample.match(line);
            bool isNumber = false;
            Sample one;
            one.name = match.captured(1).toStdString();
            one.value = number(match.captured(3), &isNumber);
            for (const QString &pair : match.captured(2).split(QLatin1Char(','), Qt::SkipEmptyParts)) {
                const auto parts = label.match(pair);
                isNumber = isNumber && parts.hasMatch();
                one.labels[parts.captured(1).toStdString()] = parts.captured(2).toStdString();
            }
            if (!match.hasMatch() || !isNumber || !one.name.starts_with(family))
                strange.push_back(line.toStdString());
            samples.emplace_back(family, one);
        }
    }

    static double number(const QString &text, bool *ok)
    {
        if (text == QStringLiteral("+Inf")) {
            *ok = true;
            return std::numeric_limits<double>::infinity();
        }
        return text.toDouble(ok);
    }

    std::vector<Sample> all(const std::string &name) const
    {
        std::vector<Sample> found;
        for (const auto &[family, sample] : samples)
            if (sample.name == name)
                found.push_back(sample);
        return found;
    }

    /** The value of a metric that stands once. */
    double one(const std::string &name, const std::string &label = {}, const std::string &value = {}) const
    {
        double found = std::nan("");
        int times = 0;
        for (const Sample &sample : all(name)) {
            const auto at = sample.labels.find(label);
            if (label.empty() ? !sample.labels.empty() : at == sample.labels.end() || at->second != value)
                continue;
            found = sample.value;
            ++times;
        }
        return times == 1 ? found : std::nan("");
    }
};

EngineFigures busyEngine()
{
    EngineFigures engine;
    engine.workers.resize(3);
    std::int64_t next = 1;
    for (auto &worker : engine.workers) {
        for (auto member : {&EngineFigures::PerWorker::streams, &EngineFigures::PerWorker::blocked,
                            &EngineFigures::PerWorker::admitted, &EngineFigures::PerWorker::delivered,
                            &EngineFigures::PerWorker::published, &EngineFigures::PerWorker::resumeGaps})
            worker.*member = next++;
    }
    for (std::size_t i = 0; i < causeCount; ++i)
        engine.ends[i] = static_cast<std::int64_t>(100 + i);
    for (std::size_t i = 0; i < refusalCount; ++i)
        engine.refusals[i] = static_cast<std::int64_t>(200 + i);
    for (std::size_t i = 0; i < engine.latency.size(); ++i)
        engine.latency[i] = static_cast<std::int64_t>(i * i);
    engine.latencySumSeconds = 123.456;
    engine.streams = 750;
    engine.maxStreams = 2000;
    engine.poolUtilizationPercent = 37.5;
    engine.descriptorsUsed = 800;
    engine.descriptorsLimit = 20'000;
    engine.channels = 12;
    engine.historyBytes = 345'678;
    engine.ready = true;
    return engine;
}

Exposition busy()
{
    return Exposition(prometheusText(busyEngine(), ProcessFigures{1 << 20, 2 << 20, 42, 0, 1.25, 1.7e9}));
}

} // namespace

void tst_PrometheusText::everyLineParses()
{
    const Exposition text = busy();
    QVERIFY2(text.strange.empty(), text.strange.empty() ? "" : text.strange.front().c_str());
    QVERIFY(text.samples.size() > 80);
}

void tst_PrometheusText::everyFamilyHasHelpAndTypeOnce()
{
    const Exposition text = busy();
    QCOMPARE(text.order.size(), std::set<std::string>(text.order.begin(), text.order.end()).size());
    for (const auto &[family, sample] : text.samples) {
        QVERIFY2(text.helps.contains(family), family.c_str());
        const std::string &type = text.types.at(family);
        QVERIFY2(type == "gauge" || type == "counter" || type == "histogram", type.c_str());
        QVERIFY(type == "histogram" || sample.name == family);
    }
    // No series twice.
    std::set<std::pair<std::string, std::map<std::string, std::string>>> series;
    for (const auto &[family, sample] : text.samples)
        QVERIFY2(series.emplace(sample.name, sample.labels).second, sample.name.c_str());
}

/** design.md 9: three exact names, the process's, and all others begin with sluice_ and end with their unit.
 */
void tst_PrometheusText::namesFollowTheRules()
{
    const std::set<std::string> exact{"http_active_connections", "pool_utilization_percent",
                                      "sse_disconnects_total"};
    for (const auto &[name, type] : busy().types) {
        QVERIFY2(exact.contains(name) || name.starts_with("sluice_") || name.starts_with("process_"),
                 name.c_str());
        QVERIFY2((type == "counter") == name.ends_with("_total"), name.c_str());
        QVERIFY2(name.find("milli") == std::string::npos && !name.ends_with("_ms"), name.c_str());
        if (type == "histogram")
            QVERIFY2(name.ends_with("_seconds"), name.c_str());
    }
}

void tst_PrometheusText::theThreeExactNames()
{
    const Exposition text = busy();
    QCOMPARE(text.types.at("http_active_connections"), "gauge"s);
    QCOMPARE(text.one("http_active_connections"), 750.0);
    QCOMPARE(text.types.at("pool_utilization_percent"), "gauge"s);
    QCOMPARE(text.one("pool_utilization_percent"), 37.5);
    QCOMPARE(text.types.at("sse_disconnects_total"), "counter"s);
    QCOMPARE(text.one("sse_disconnects_total", "cause", "client-closed"), 100.0);
}

/** All of them, also those that are 0, so that a rate() has a beginning. */
void tst_PrometheusText::everyCauseAndRefusal()
{
    const Exposition text = busy();
    for (std::size_t i = 0; i < causeCount; ++i)
        QCOMPARE(text.one("sse_disconnects_total", "cause", std::string(causeName(static_cast<Cause>(i)))),
                 100.0 + static_cast<double>(i));
    for (std::size_t i = 0; i < refusalCount; ++i)
        QCOMPARE(
            text.one("sluice_refusals_total", "cause", std::string(refusalName(static_cast<Refusal>(i)))),
            200.0 + static_cast<double>(i));
    const Exposition idle(prometheusText({}, {}));
    QCOMPARE(idle.all("sse_disconnects_total").size(), causeCount);
    QCOMPARE(idle.all("sluice_refusals_total").size(), refusalCount);
}

void tst_PrometheusText::workersAreLabelled()
{
    const Exposition text = busy();
    const EngineFigures engine = busyEngine();
    for (std::size_t i = 0; i < 3; ++i) {
        const std::string worker = std::to_string(i);
        const auto &figures = engine.workers[i];
        QCOMPARE(text.one("sluice_worker_streams", "worker", worker), double(figures.streams));
        QCOMPARE(text.one("sluice_blocked_streams", "worker", worker), double(figures.blocked));
        QCOMPARE(text.one("sluice_streams_admitted_total", "worker", worker), double(figures.admitted));
        QCOMPARE(text.one("sluice_delivered_total", "worker", worker), double(figures.delivered));
        QCOMPARE(text.one("sluice_published_total", "worker", worker), double(figures.published));
        QCOMPARE(text.one("sluice_resume_gaps_total", "worker", worker), double(figures.resumeGaps));
        QCOMPARE(text.one("sluice_heartbeats_total", "worker", worker), 0.0);
    }
}

/** Each figure of a worker is shown by one metric, and by no other. */
void tst_PrometheusText::workerFiguresAddUp()
{
    using PerWorker = EngineFigures::PerWorker;
    // Whole numbers come first; what the loops say follows, see loopsOfEachWorker().
    constexpr std::size_t figures = offsetof(PerWorker, worstLagSeconds) / sizeof(std::int64_t);
    std::set<std::string> shown;
    for (std::size_t i = 0; i < figures; ++i) {
        EngineFigures engine;
        engine.workers.resize(1);
        reinterpret_cast<std::int64_t *>(engine.workers.data())[i] = 777;
        std::vector<std::string> names;
        for (const auto &[family, sample] : Exposition(prometheusText(engine, {})).samples)
            if (sample.value == 777)
                names.push_back(sample.name);
        QCOMPARE(names.size(), std::size_t{1});
        shown.insert(names.front());
    }
    QCOMPARE(shown.size(), figures);
}

void tst_PrometheusText::loopsOfEachWorker()
{
    EngineFigures engine;
    engine.workers.resize(2);
    engine.workers[1].worstLagSeconds = 0.25;
    engine.workers[1].busyRatio = 0.5;
    engine.workers[1].busySeconds = 12.5;
    engine.workers[1].lags[2] = 3;
    engine.workers[1].lags.back() = 4;
    engine.workers[1].lagSumSeconds = 99;
    const Exposition text(prometheusText(engine, {}));
    QCOMPARE(text.one("sluice_loop_lag_max_seconds", "worker", "1"), 0.25);
    QCOMPARE(text.one("sluice_loop_busy_ratio", "worker", "1"), 0.5);
    QCOMPARE(text.one("sluice_loop_busy_seconds_total", "worker", "1"), 12.5);
    QCOMPARE(text.one("sluice_loop_lag_seconds_sum", "worker", "1"), 99.0);
    QCOMPARE(text.one("sluice_loop_lag_seconds_count", "worker", "1"), 7.0);
    QCOMPARE(text.one("sluice_loop_lag_seconds_count", "worker", "0"), 0.0);
    double last = 0;
    for (const Sample &bucket : text.all("sluice_loop_lag_seconds_bucket")) {
        if (bucket.labels.at("worker") != "1")
            continue;
        QVERIFY(bucket.value >= last);
        last = bucket.value;
    }
    QCOMPARE(last, 7.0);
}

void tst_PrometheusText::histogram()
{
    const Exposition text = busy();
    QCOMPARE(text.types.at("sluice_delivery_latency_seconds"), "histogram"s);
    const auto buckets = text.all("sluice_delivery_latency_seconds_bucket");
    QCOMPARE(buckets.size(), LatencyBuckets::bounds.size() + 1);
    double last = 0;
    double sum = 0;
    for (std::size_t i = 0; i < buckets.size(); ++i) {
        bool isNumber = false;
        const double bound =
            Exposition::number(QString::fromStdString(buckets[i].labels.at("le")), &isNumber);
        QVERIFY(isNumber);
        if (i < LatencyBuckets::bounds.size())
            QCOMPARE(bound, LatencyBuckets::bounds[i]);
        else
            QVERIFY(std::isinf(bound));
        sum += static_cast<double>(i * i);
        QCOMPARE(buckets[i].value, sum); // cumulative
        QVERIFY(buckets[i].value >= last);
        last = buckets[i].value;
    }
    QCOMPARE(text.one("sluice_delivery_latency_seconds_count"), last);
    QCOMPARE(text.one("sluice_delivery_latency_seconds_sum"), 123.456);
}

/** Bytes sent in a year are beyond what six digits show. */
void tst_PrometheusText::largeNumbersAreExact()
{
    EngineFigures engine;
    engine.workers.resize(1);
    engine.workers[0].sentBytes = 1'234'567'890'123'457;
    engine.historyBytes = 268'435'457;
    const Exposition text(prometheusText(engine, {}));
    QVERIFY(text.one("sluice_sent_bytes_total", "worker", "0") == 1'234'567'890'123'457.0);
    QVERIFY(text.one("sluice_history_bytes") == 268'435'457.0);
}

void tst_PrometheusText::process()
{
    const Exposition text = busy();
    QCOMPARE(text.one("process_resident_memory_bytes"), double(1 << 20));
    QCOMPARE(text.one("process_virtual_memory_bytes"), double(2 << 20));
    QCOMPARE(text.one("process_open_fds"), 42.0);
    QCOMPARE(text.one("process_max_fds"), 20'000.0);
    QCOMPARE(text.one("process_cpu_seconds_total"), 1.25);
    QCOMPARE(text.one("process_start_time_seconds"), 1.7e9);
    QCOMPARE(text.one("sluice_ready"), 1.0);
    QCOMPARE(text.one("sluice_build_info", "version", SLUICE_VERSION), 1.0);
    EngineFigures stopping = busyEngine();
    stopping.ready = false;
    QCOMPARE(Exposition(prometheusText(stopping, {})).one("sluice_ready"), 0.0);
}

void tst_PrometheusText::withoutWorkers()
{
    const Exposition text(prometheusText({}, {}));
    QVERIFY2(text.strange.empty(), text.strange.empty() ? "" : text.strange.front().c_str());
    QCOMPARE(text.one("http_active_connections"), 0.0);
}

/** A decimal comma would break every scrape. */
void tst_PrometheusText::anyLocale()
{
    const std::string before = std::setlocale(LC_ALL, nullptr);
    const std::string plain = prometheusText(busyEngine(), {});
    std::setlocale(LC_ALL, "de_DE.UTF-8"); // where it is not installed, nothing changes
    const std::string german = prometheusText(busyEngine(), {});
    std::setlocale(LC_ALL, before.c_str());
    QCOMPARE(german, plain);
    QVERIFY(plain.find("pool_utilization_percent 37.5\n") != std::string::npos);
}

QTEST_APPLESS_MAIN(tst_PrometheusText)
#include "tst_prometheustext.moc"
