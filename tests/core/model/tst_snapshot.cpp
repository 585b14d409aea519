// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/text/ValueText.h"
#include "model/Quantile.h"
#include "model/SnapshotCsv.h"
#include "server/snapshots/SnapshotReading.h"
#include "settings/Schema.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>
#include <QTest>

#include <clocale>
#include <cmath>
#include <set>

using namespace sluice;
using namespace std::chrono_literals;

namespace {

constexpr std::size_t workers = 3;

/** A row in which every column has a value of its own. */
Snapshot fullRow(std::int64_t seed)
{
    Snapshot row;
    std::int64_t n = seed;
    for (const SnapshotColumn &column : snapshotColumns(workers)) {
        ++n;
        const bool isAssigned = column.assign(row, n) || column.assign(row, static_cast<double>(n) + 0.25) ||
                                column.assign(row, UtcTime(Milliseconds(n * 1'000'003))) ||
                                column.assign(row, "word" + std::to_string(n));
        Q_ASSERT(isAssigned);
        Q_UNUSED(isAssigned);
    }
    row.workers = std::int64_t{workers};
    return row;
}

SnapshotPointer rowWith(double interval, double rate, std::optional<double> p99, std::int64_t blocked,
                        std::int64_t total)
{
    auto row = std::make_shared<Snapshot>();
    row->interval_seconds = interval;
    row->events_delivered_per_second = rate;
    row->delivery_latency_p99_seconds = p99;
    row->blocked_streams = blocked;
    row->events_delivered_total = total;
    row->workers = 1;
    row->worker_N_streams = {total};
    row->worker_N_loop_lag_seconds = {static_cast<double>(blocked)};
    row->worker_N_loop_busy_ratio = {rate};
    return row;
}

} // namespace

class tst_Snapshot : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void columnsAreNamedAndExplained();
    void everyCauseAndRefusalHasAColumn();
    void everyWorkerHasItsColumnsLast();
    void jsonIsFlatAndHasEveryColumn();
    void csvReadsBackWhole();
    void csvOfOtherVersionsIsRead();
    void badCsvIsRefused();
    void anyLocale();
    void mergesByTheColumnsRules();
    void thinsToASpan();
    void ratesAreThoseOfTheInterval();
    void countersThatWentBackMakeNoRate();
    void quantiles();
    void utcTimes();
};

void tst_Snapshot::columnsAreNamedAndExplained()
{
    std::set<std::string> names;
    const QRegularExpression rule(QStringLiteral("^[a-z][a-z0-9_]*$"));
    for (const SnapshotColumn &column : snapshotColumns(Snapshot::mostWorkers)) {
        QVERIFY2(rule.match(QString::fromStdString(column.name)).hasMatch(), column.name.c_str());
        QVERIFY2(names.insert(column.name).second, column.name.c_str());
        QVERIFY2(column.help.ends_with('.'), column.name.c_str());
        QCOMPARE(findSnapshotColumn(column.name), &column);
    }
    QCOMPARE(snapshotColumns(0)[0].name, std::string("version"));
    QCOMPARE(snapshotColumns(0)[1].name, std::string("time_utc"));
    QCOMPARE(snapshotColumns(0)[2].name, std::string("time_monotonic_seconds"));
    QVERIFY(findSnapshotColumn("no_such_column") == nullptr);
}

void tst_Snapshot::everyCauseAndRefusalHasAColumn()
{
    QVERIFY(findSnapshotColumn("disconnects_slow_consumer_total") != nullptr);
    for (std::size_t i = 0; i < refusalCount; ++i) {
        std::string name(refusalName(static_cast<Refusal>(i)));
        std::replace(name.begin(), name.end(), '-', '_');
        QVERIFY2(findSnapshotColumn("refusals_" + name + "_total") != nullptr, name.c_str());
    }
}

void tst_Snapshot::everyWorkerHasItsColumnsLast()
{
    const auto none = snapshotColumns(0);
    const auto two = snapshotColumns(2);
    std::vector<std::string> last;
    for (const SnapshotColumn &column : two.subspan(none.size()))
        last.push_back(column.name);
    QCOMPARE(last, (std::vector<std::string>{"worker_0_loop_lag_seconds", "worker_0_loop_busy_ratio",
                                             "worker_0_streams", "worker_1_loop_lag_seconds",
                                             "worker_1_loop_busy_ratio", "worker_1_streams"}));
    for (const SnapshotColumn &column : none)
        QVERIFY2(!column.name.starts_with("worker_"), column.name.c_str());
    // Whatever the settings allow has columns; a row that says more, from a file, has no more.
    QCOMPARE(std::to_string(Snapshot::mostWorkers),
             std::string(findSetting("engine.workers").value()->maximumText));
    QCOMPARE(snapshotColumns(Snapshot::mostWorkers + 1).size(),
             snapshotColumns(Snapshot::mostWorkers).size());
    QVERIFY(findSnapshotColumn("worker_64_streams") == nullptr);

    Snapshot row;
    row.workers = 2;
    row.worker_N_streams = {7, 8};
    QVERIFY(findSnapshotColumn("worker_1_streams")->valueIn(row) == SnapshotCell(std::int64_t{8}));
    // Of an engine that had no such columns yet: nothing, and not zero.
    QVERIFY(findSnapshotColumn("worker_1_loop_lag_seconds")->valueIn(row) == SnapshotCell());
    const auto back =
        snapshotcsv::parse(snapshotcsv::text({std::make_shared<Snapshot>(row)}, std::size_t{2}));
    QVERIFY2(back, back ? "" : back.error().message.c_str());
    QVERIFY(back->snapshots.front() == row);
}

void tst_Snapshot::jsonIsFlatAndHasEveryColumn()
{
    Snapshot row = fullRow(10);
    row.drain_phase = "a \"quoted\"\nword";
    row.cpu_pressure_percent.reset();
    QJsonParseError error;
    const auto document = QJsonDocument::fromJson(QByteArray::fromStdString(snapshotJson(row)), &error);
    QCOMPARE(error.error, QJsonParseError::NoError);
    const QJsonObject object = document.object();
    QCOMPARE(std::size_t(object.size()), snapshotColumns(workers).size());
    for (const SnapshotColumn &column : snapshotColumns(workers)) {
        const QJsonValue value = object.value(QString::fromStdString(column.name));
        QVERIFY2(!value.isUndefined() && !value.isObject() && !value.isArray(), column.name.c_str());
    }
    QVERIFY(object.value(QStringLiteral("cpu_pressure_percent")).isNull());
    QCOMPARE(object.value(QStringLiteral("drain_phase")).toString(), QStringLiteral("a \"quoted\"\nword"));
    QCOMPARE(object.value(QStringLiteral("active_streams")).toInteger(), qint64(row.active_streams));
}

void tst_Snapshot::csvReadsBackWhole()
{
    Snapshot second = fullRow(5000);
    second.delivery_latency_p50_seconds.reset();
    second.drain_phase = "ev,ict\"ing";
    const SnapshotPointers rows{std::make_shared<Snapshot>(fullRow(1)), std::make_shared<Snapshot>(second)};
    const auto back = snapshotcsv::parse(snapshotcsv::text(rows, workers));
    QVERIFY2(back, back ? "" : back.error().message.c_str());
    QCOMPARE(back->snapshots.size(), std::size_t{2});
    QVERIFY(back->snapshots[0] == *rows[0]);
    QVERIFY(back->snapshots[1] == *rows[1]);
}

void tst_Snapshot::csvOfOtherVersionsIsRead()
{
    const auto back = snapshotcsv::parse(
        "time_utc,not_known_here,active_streams\r\n2026-11-22T21:14:56.123Z,x,7\r\n2026-11");
    QVERIFY(back);
    QVERIFY(back->wasCut);
    QCOMPARE(back->snapshots.size(), std::size_t{1});
    QCOMPARE(back->snapshots[0].active_streams, std::int64_t{7});
}

void tst_Snapshot::badCsvIsRefused()
{
    const auto noTime = snapshotcsv::parse("a,b\r\n1,2\r\n");
    QVERIFY(!noTime && noTime.error().message.find("time_utc") != std::string::npos);
    const auto notANumber = snapshotcsv::parse("time_utc,active_streams\r\n2026-11-22T21:14:56Z,many\r\n");
    QVERIFY(!notANumber);
    for (const char *part : {"line 2", "active_streams", "many"})
        QVERIFY2(notANumber.error().message.find(part) != std::string::npos,
                 notANumber.error().message.c_str());
    QVERIFY(!snapshotcsv::parse("time_utc\r\nyesterday\r\n"));
}

void tst_Snapshot::anyLocale()
{
    const std::string before = snapshotcsv::row(fullRow(1));
    if (std::setlocale(LC_ALL, "de_DE.UTF-8") == nullptr && std::setlocale(LC_ALL, "C.UTF-8") == nullptr)
        QSKIP("no other locale here");
    QCOMPARE(snapshotcsv::row(fullRow(1)), before);
    std::setlocale(LC_ALL, "C");
}

void tst_Snapshot::mergesByTheColumnsRules()
{
    const SnapshotPointers rows{rowWith(1, 100, 0.5, 3, 100), rowWith(3, 20, std::nullopt, 9, 160),
                                rowWith(1, 0, 0.2, 1, 160)};
    const Snapshot merged = mergedSnapshot(rows);
    QCOMPARE(merged.interval_seconds, 5.0);
    QCOMPARE(merged.events_delivered_per_second, 32.0); // (100 + 3 * 20) / 5
    QCOMPARE(merged.delivery_latency_p99_seconds.value_or(-1), 0.5);
    QCOMPARE(merged.blocked_streams, std::int64_t{9});
    QCOMPARE(merged.events_delivered_total, std::int64_t{160});
    QVERIFY(!merged.cpu_pressure_percent);
    QCOMPARE(merged.worker_N_streams, (std::vector<std::int64_t>{160}));
    QCOMPARE(merged.worker_N_loop_lag_seconds, (std::vector<double>{9}));
    QCOMPARE(merged.worker_N_loop_busy_ratio, (std::vector<double>{32}));
    QVERIFY(mergedSnapshot(std::span(rows).first(1)) == *rows[0]);
}

void tst_Snapshot::thinsToASpan()
{
    SnapshotPointers rows;
    for (int i = 0; i < 25; ++i)
        rows.push_back(rowWith(1, i, {}, i, i));
    const auto thinned = thinnedSnapshots(rows, 10s);
    QCOMPARE(thinned.size(), std::size_t{3});
    QCOMPARE(thinned[0]->interval_seconds, 10.0);
    QCOMPARE(thinned[0]->blocked_streams, std::int64_t{9});
    QCOMPARE(thinned[2]->interval_seconds, 5.0);
    QVERIFY(thinnedSnapshots(rows, 0s) == rows);
    QVERIFY(thinnedSnapshots({}, 10s).empty());
}

void tst_Snapshot::ratesAreThoseOfTheInterval()
{
    SnapshotReading before;
    before.at = Instant(100s);
    before.engine.workers.resize(2);
    before.engine.workers[0].delivered = 1000;
    before.engine.latency[3] = 50;
    before.process.cpuSeconds = 7;
    before.waits.machineSeconds = 1;
    SnapshotReading now = before;
    now.at = Instant(102s);
    now.utc = UtcTime(Milliseconds(5));
    now.engine.workers[0].delivered = 1400;
    now.engine.workers[1].delivered = 100;
    now.engine.workers[1].streams = 4;
    now.engine.workers[1].worstLagSeconds = 0.5;
    now.engine.workers[1].busyRatio = 0.25;
    now.engine.latency[9] = 10; // up to 0.1 s
    now.engine.ends[1] = 6;
    now.engine.settingsRevision = 3;
    now.engine.drainPhase = "grace";
    now.process.cpuSeconds = 8;
    now.waits.machineSeconds = 1.5;
    const Snapshot row = snapshotOf(now, before, Instant(2s));
    QCOMPARE(row.version, Snapshot::schemaVersion);
    QCOMPARE(row.interval_seconds, 2.0);
    QCOMPARE(row.uptime_seconds, 100.0);
    QCOMPARE(row.events_delivered_total, std::int64_t{1500});
    QCOMPARE(row.events_delivered_per_second, 250.0);
    QCOMPARE(row.disconnects_total, std::int64_t{6});
    QCOMPARE(row.disconnects_per_second, 3.0);
    QCOMPARE(row.cpu_cores_used, 0.5);
    QCOMPARE(row.cpu_pressure_percent.value_or(-1), 25.0);
    QVERIFY(!row.cpu_wait_percent);
    // Only what was delivered in the interval counts, not the 50 before it.
    QVERIFY(row.delivery_latency_p50_seconds.value_or(0) > 0.05);
    QVERIFY(row.delivery_latency_p99_seconds.value_or(1) <= 0.1);
    QCOMPARE(row.drain_phase, std::string("grace"));
    QCOMPARE(row.settings_revision, std::int64_t{3});
    QCOMPARE(row.worker_N_streams, (std::vector<std::int64_t>{0, 4}));
    QCOMPARE(row.worker_N_loop_lag_seconds, (std::vector<double>{0, 0.5}));
    QCOMPARE(row.worker_N_loop_busy_ratio, (std::vector<double>{0, 0.25}));
    QCOMPARE(row.loop_lag_max_seconds, 0.5);
    QCOMPARE(row.loop_busy_mean_ratio, 0.125);
}

void tst_Snapshot::countersThatWentBackMakeNoRate()
{
    SnapshotReading before;
    before.at = Instant(100s);
    before.waits.threadsSeconds = 9; // of a thread that is gone now
    SnapshotReading now;
    now.at = Instant(101s);
    now.waits.threadsSeconds = 1;
    QCOMPARE(snapshotOf(now, before, Instant(1s)).cpu_wait_percent.value_or(-1), 0.0);
    const Snapshot same = snapshotOf(before, before, Instant(1s));
    QCOMPARE(same.events_delivered_per_second, 0.0);
    QVERIFY(std::isfinite(same.cpu_utilization_percent));
}

void tst_Snapshot::quantiles()
{
    const std::array<double, 3> bounds{1, 2, 4};
    QVERIFY(!quantile(bounds, std::array<std::int64_t, 4>{}, 0.5));
    QCOMPARE(quantile(bounds, std::array<std::int64_t, 4>{0, 10, 0, 0}, 0.5).value_or(-1), 1.5);
    QCOMPARE(quantile(bounds, std::array<std::int64_t, 4>{10, 0, 10, 0}, 0.75).value_or(-1), 3.0);
    QCOMPARE(quantile(bounds, std::array<std::int64_t, 4>{0, 0, 0, 5}, 0.5).value_or(-1), 4.0);
    QCOMPARE(quantile(bounds, std::array<std::int64_t, 4>{10, 0, 0, 0}, 1).value_or(-1), 1.0);
}

void tst_Snapshot::utcTimes()
{
    const UtcTime time = valuetext::parseUtc("2026-11-22T21:14:56.123Z").value_or(UtcTime());
    QCOMPARE(valuetext::utc(time), std::string("2026-11-22T21:14:56.123Z"));
    QCOMPARE(valuetext::utc(UtcTime()), std::string("1970-01-01T00:00:00.000Z"));
    QVERIFY(valuetext::parseUtc("2026-11-22T21:14:56Z"));
    for (const char *bad : {"", "2026-11-22", "2026-02-30T00:00:00Z", "2026-11-22T24:00:00Z",
                            "2026-11-22 21:14:56Z", "2026-11-22T21:14:56.12xZ", "2026-11-22T21:14:-1Z"})
        QVERIFY2(!valuetext::parseUtc(bad), bad);
}

QTEST_APPLESS_MAIN(tst_Snapshot)
#include "tst_snapshot.moc"
