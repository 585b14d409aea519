// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// What the console remembers of an engine: live snapshots, a CSV of the past, gaps, clocks that are set.
#include "SnapshotStore.h"
#include "Snapshots.h"

#include <QSignalSpy>
#include <QTest>

#include <cmath>

using namespace sluice;
using namespace sluice::test;

namespace {

const QString kStreams = QStringLiteral("active_streams");
const QString kLag = QStringLiteral("loop_lag_max_seconds");

QJsonObject withStreams(double seconds, double streams)
{
    return snapshotAt(seconds, {{kStreams, streams}});
}

QByteArray csvOf(std::initializer_list<QPair<double, QByteArray>> rows)
{
    QByteArray text = "version,time_utc,active_streams,drain_phase\r\n";
    for (const auto &[seconds, streams] : rows)
        text += "1," + snapshotAt(seconds).value(QStringLiteral("time_utc")).toString().toUtf8() + "," +
                streams + ",serving\r\n";
    return text;
}

} // namespace

class TestSnapshotStore : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void isEmptyAtFirst()
    {
        const SnapshotStore store;
        QCOMPARE(store.count(), 0);
        QVERIFY(std::isnan(store.latestTime()));
        QVERIFY(std::isnan(store.latest(kStreams)));
        QVERIFY(store.column(kStreams).empty());
        QVERIFY(std::isnan(store.valueAt(kStreams, kStart)));
    }

    void holdsWhatComes()
    {
        SnapshotStore store;
        const QSignalSpy changed(&store, &SnapshotStore::changed);
        store.append(withStreams(0, 10));
        store.append(
            snapshotAt(1, {{kStreams, 20}, {QStringLiteral("drain_phase"), QStringLiteral("draining")}}));
        QCOMPARE(store.count(), 2);
        QCOMPARE(changed.size(), 2);
        QCOMPARE(store.latest(kStreams), 20.0);
        QCOMPARE(store.latestText(QStringLiteral("drain_phase")), QStringLiteral("draining"));
        QCOMPARE(store.latestTime(), kStart + 1000);
        QCOMPARE(store.valueAt(kStreams, kStart + 100), 10.0);
        QCOMPARE(store.valueAt(kStreams, kStart + 600), 20.0);
        QVERIFY(std::isnan(store.valueAt(kStreams, kStart + 60'000)));
    }

    void aColumnThatComesLateHasNoPast()
    {
        SnapshotStore store;
        store.append(withStreams(0, 1));
        store.append(snapshotAt(1, {{kStreams, 2}, {kLag, 0.5}}));
        store.append(snapshotAt(2, {{kStreams, 3}, {kLag, QJsonValue::Null}}));
        const auto lag = store.column(kLag);
        QCOMPARE(lag.size(), std::size_t(3));
        QVERIFY(std::isnan(lag[0]));
        QCOMPARE(lag[1], 0.5);
        QVERIFY(std::isnan(lag[2]));
    }

    void passesOverNonsense()
    {
        SnapshotStore store;
        store.append({});
        store.append({{QStringLiteral("time_utc"), QStringLiteral("yesterday")}, {kStreams, 4}});
        store.append({{QStringLiteral("time_utc"), 12}, {kStreams, 4}});
        QCOMPARE(store.count(), 0);
    }

    void aRepeatedSnapshotCountsOnce()
    {
        SnapshotStore store;
        store.append(withStreams(5, 1));
        store.append(withStreams(5, 1));
        store.append(withStreams(4, 9));
        QCOMPARE(store.count(), 1);
        QCOMPARE(store.latest(kStreams), 1.0);
    }

    void aClockSetBackDoesNotFreezeTheNumbers()
    {
        SnapshotStore store;
        for (int second = 0; second < 200; ++second)
            store.append(withStreams(second, second));
        const QSignalSpy reset(&store, &SnapshotStore::reset);
        store.append(withStreams(100, 777));
        QCOMPARE(reset.size(), 1);
        QCOMPARE(store.latest(kStreams), 777.0);
        QCOMPARE(store.count(), 101);
        QVERIFY(std::is_sorted(store.times().begin(), store.times().end()));
    }

    void readsTheEnginesCsv()
    {
        SnapshotStore store;
        QCOMPARE(store.loadCsv(csvOf({{0, "1"}, {1, ""}, {2, "3"}})), QString());
        QCOMPARE(store.count(), 3);
        QVERIFY(std::isnan(store.column(kStreams)[1]));
        QCOMPARE(store.latest(kStreams), 3.0);
        QCOMPARE(store.latestText(QStringLiteral("drain_phase")), QStringLiteral("serving"));
        // Asked again after a loss: only what is new is taken.
        QCOMPARE(store.loadCsv(csvOf({{1, "99"}, {2, "99"}, {3, "4"}})), QString());
        QCOMPARE(store.count(), 4);
        QCOMPARE(store.column(kStreams)[2], 3.0);
    }

    void saysWhatIsWrongWithACsv_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("named");
        QTest::newRow("nothing") << QByteArray() << QStringLiteral("header");
        QTest::newRow("no recording") << QByteArray("a,b\r\n1,2\r\n") << QStringLiteral("time_utc");
        QTest::newRow("a quote without end")
            << QByteArray("time_utc,a\r\n\"x,2\r\n") << QStringLiteral("quote");
        QTest::newRow("too narrow") << QByteArray("time_utc,a\r\n1\r\n") << QStringLiteral("line 2");
    }

    void saysWhatIsWrongWithACsv()
    {
        QFETCH(QByteArray, text);
        QFETCH(QString, named);
        SnapshotStore store;
        store.append(withStreams(0, 1));
        const QString error = store.loadCsv(text);
        QVERIFY2(error.contains(named), qPrintable(error));
        QCOMPARE(store.count(), 1);
    }

    void staysBounded()
    {
        SnapshotStore store;
        const std::size_t most = SnapshotStore::mostRows + SnapshotStore::mostRows / 8;
        for (std::size_t row = 0; row < most + 5000; ++row)
            store.append(withStreams(0.25 * double(row), double(row)));
        QVERIFY(store.times().size() <= most);
        QVERIFY(store.times().size() >= SnapshotStore::mostRows);
        QCOMPARE(store.column(kStreams).size(), store.times().size());
        QCOMPARE(store.latest(kStreams), double(most + 4999));
    }

    void intervalIsThePaceAndNoGap()
    {
        SnapshotStore store;
        QCOMPARE(store.interval(), 1000.0);
        for (const double at : {0.0, 0.25, 0.5, 60.0, 60.25, 60.5})
            store.append(withStreams(at, 1));
        QCOMPARE(store.interval(), 250.0);
    }

    void clearForgetsTheColumnsToo()
    {
        SnapshotStore store;
        store.append(withStreams(0, 1));
        store.clear();
        QCOMPARE(store.count(), 0);
        QVERIFY(store.columnNames().isEmpty());
        store.append(withStreams(-100, 5)); // another engine, whose clock is behind
        QCOMPARE(store.latest(kStreams), 5.0);
    }

    void wordsAreKeptForEachSnapshot()
    {
        SnapshotStore store;
        const QString phase = QStringLiteral("drain_phase");
        QVERIFY(store
                    .loadCsv("time_utc,drain_phase,active_streams\r\n"
                             "2026-01-01T00:00:00.000Z,serving,5\r\n"
                             "2026-01-01T00:00:01.000Z,evicting,4\r\n")
                    .isEmpty());
        QCOMPARE(store.textAt(phase, 0), QStringLiteral("serving"));
        QCOMPARE(store.textAt(phase, 1), QStringLiteral("evicting"));
        QCOMPARE(store.latestText(phase), QStringLiteral("evicting"));
        QCOMPARE(store.textAt(phase, 7), QString());
        QCOMPARE(store.columnNames(),
                 QStringList({QStringLiteral("time_utc"), phase, QStringLiteral("active_streams")}));
    }

    void aFamilyOfColumnsIsFoundByNumber()
    {
        SnapshotStore store;
        const QString lag = QStringLiteral("worker_%1_loop_lag_seconds");
        QVERIFY(store.numbered(lag).isEmpty());
        store.append(snapshotAt(0, {{lag.arg(0), 0.1}, {lag.arg(1), 0.2}, {lag.arg(3), 0.3}}));
        QCOMPARE(store.numbered(lag), QStringList({lag.arg(0), lag.arg(1)}));
    }

    void aSmallStoreKeepsTheNewest()
    {
        SnapshotStore store;
        store.setCapacity(80);
        for (int second = 0; second < 200; ++second)
            store.append(
                snapshotAt(second, {{QStringLiteral("drain_phase"), QStringLiteral("s%1").arg(second)}}));
        QVERIFY(store.count() <= 90);
        QCOMPARE(store.latestText(QStringLiteral("drain_phase")), QStringLiteral("s199"));
        QCOMPARE(store.textAt(QStringLiteral("drain_phase"), 0),
                 QStringLiteral("s%1").arg(200 - store.count()));
    }
};

QTEST_GUILESS_MAIN(TestSnapshotStore)
#include "tst_snapshotstore.moc"
