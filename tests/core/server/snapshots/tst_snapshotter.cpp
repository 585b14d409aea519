// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/snapshots/Snapshotter.h"

#include <QTest>

#include <atomic>
#include <mutex>

#include <malloc.h>

using namespace sluice;
using namespace std::chrono_literals;

class tst_Snapshotter : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void historyIsBoundedByItsSpan();
    void historySinceAndNext();
    void aLongTimeInFewRows();
    void takesThemByItself();
    void theIntervalChangesWhileItRuns();
    void aClockThatJumpsDisturbsNothing();
    void currentIsNeverStale();
    void readWhileTaken();
};

namespace {

SnapshotPointer numbered(std::int64_t n)
{
    auto row = std::make_shared<Snapshot>();
    row->active_streams = n;
    return row;
}

Snapshotter::Sources counting(std::atomic<std::int64_t> &streams)
{
    return {[&streams] {
                EngineFigures figures;
                figures.streams = streams;
                return figures;
            },
            utcNow};
}

} // namespace

void tst_Snapshotter::historyIsBoundedByItsSpan()
{
    SnapshotHistory history;
    history.setSpan(60s);
    QVERIFY(history.latest() == nullptr);
    for (int i = 0; i < 500; ++i)
        history.add(Instant(std::chrono::seconds(i)), numbered(i));
    QCOMPARE(history.size(), std::size_t{61});
    QCOMPARE(history.since(Instant()).front()->active_streams, std::int64_t{439});
    history.setSpan(10s);
    QCOMPARE(history.size(), std::size_t{11});
    QCOMPARE(history.latest()->active_streams, std::int64_t{499});
    // A day at four a second would be more than memory is worth.
    history.setSpan(24h);
    const SnapshotPointer row = numbered(0);
    for (std::size_t i = 0; i < SnapshotHistory::most + 100; ++i)
        history.add(Instant(1000s + Milliseconds(i)), row);
    QCOMPARE(history.size(), SnapshotHistory::most);
}

/** An hour at the shortest interval is 14,400 snapshots; every one of them counts in the rows that are given.
 */
void tst_Snapshotter::aLongTimeInFewRows()
{
    constexpr std::size_t limit = 4'000;
    constexpr int taken = 14'403;
    SnapshotHistory history;
    history.setSpan(2h);
    const auto at = [](int i) { return Instant(std::chrono::milliseconds(250) * i); };
    for (int i = 1; i <= taken; ++i) {
        auto row = std::make_shared<Snapshot>();
        row->interval_seconds = 0.25;
        row->active_streams = i;
        row->blocked_streams = i % 1000 == 0 ? i : 0;
        history.add(at(i), row);
    }
    const auto hour = history.atMost(Instant(), limit);
    QCOMPARE(hour.merged, std::size_t{4});
    QCOMPARE(hour.rows.size(), std::size_t{3'603}); // 3,600 of four each, and three that wait for a fourth
    double seconds = 0;
    std::int64_t peaks = 0;
    std::int64_t before = 0;
    for (const SnapshotPointer &row : hour.rows) {
        seconds += row->interval_seconds;
        peaks += row->blocked_streams > 0 ? 1 : 0;
        QVERIFY(row->active_streams > before);
        before = row->active_streams;
    }
    QCOMPARE(seconds, 0.25 * taken);
    QCOMPARE(peaks, std::int64_t{14});
    QCOMPARE(before, std::int64_t{taken});
    QCOMPARE(hour.rows.front()->interval_seconds, 1.0);

    // As fine as the limit allows, and no finer than they were taken.
    QCOMPARE(history.atMost(Instant(), taken).merged, std::size_t{1});
    QVERIFY(history.atMost(at(12'000), limit).rows == history.since(at(12'000)));
    QCOMPARE(history.atMost(Instant(), 1'000).merged, std::size_t{16});
    QVERIFY(history.atMost(Instant(), 1'000).rows.size() <= 1'000);
    QVERIFY(history.atMost(at(taken + 1), limit).rows.empty());
    QVERIFY(SnapshotHistory().atMost(Instant(), limit).rows.empty());

    // What is too old goes from all of them.
    history.setSpan(60s);
    QCOMPARE(history.atMost(Instant(), 100).rows.front()->interval_seconds, 1.0);
    QVERIFY(history.atMost(Instant(), 100).rows.size() <= 64);
}

void tst_Snapshotter::historySinceAndNext()
{
    SnapshotHistory history;
    for (int i = 0; i < 10; ++i)
        history.add(Instant(std::chrono::seconds(i)), numbered(i));
    QCOMPARE(history.since(Instant(7s)).size(), std::size_t{3});
    QVERIFY(history.since(Instant(20s)).empty());
    Instant last(4s);
    const auto some = history.next(last, 3);
    QCOMPARE(some.size(), std::size_t{3});
    QCOMPARE(some.front()->active_streams, std::int64_t{5});
    QVERIFY(last == Instant(7s));
    QCOMPARE(history.next(last, 100).size(), std::size_t{2});
    QVERIFY(history.next(last, 100).empty());
    QVERIFY(last == Instant(9s));
}

void tst_Snapshotter::takesThemByItself()
{
    std::atomic<std::int64_t> streams{5};
    Snapshotter snapshotter(counting(streams));
    std::atomic<int> told{0};
    snapshotter.addListener([&told](const SnapshotPointer &) { ++told; });
    snapshotter.setInterval(20ms);
    snapshotter.start();
    QTRY_VERIFY_WITH_TIMEOUT(told.load() >= 5, 20'000);
    snapshotter.stop();
    const auto rows = snapshotter.history().since(Instant());
    QCOMPARE(int(rows.size()), told.load());
    for (std::size_t i = 0; i < rows.size(); ++i) {
        QCOMPARE(rows[i]->active_streams, std::int64_t{5});
        QVERIFY(rows[i]->interval_seconds > 0);
        if (i > 0)
            QVERIFY(rows[i]->time_monotonic_seconds > rows[i - 1]->time_monotonic_seconds);
    }
    QVERIFY(rows.back()->resident_bytes > 0);
    // The sanitizers bring a malloc of their own, which says nothing.
    if (::mallinfo2().uordblks > 0)
        QVERIFY(rows.back()->heap_bytes > 0);
}

void tst_Snapshotter::theIntervalChangesWhileItRuns()
{
    std::atomic<std::int64_t> streams{1};
    Snapshotter snapshotter(counting(streams));
    snapshotter.setInterval(1h);
    snapshotter.start();
    QCOMPARE(snapshotter.history().size(), std::size_t{0});
    snapshotter.setInterval(10ms);
    QTRY_VERIFY_WITH_TIMEOUT(snapshotter.history().size() >= 3, 20'000);
}

void tst_Snapshotter::aClockThatJumpsDisturbsNothing()
{
    std::atomic<std::int64_t> calls{0};
    Snapshotter::Sources sources;
    sources.engine = [] { return EngineFigures(); };
    // Back by an hour, forward by a year, and so on.
    sources.utc = [&calls] {
        const std::int64_t n = ++calls;
        return UtcTime(std::chrono::hours(n % 2 == 0 ? 500'000 - n : 500'000 + 8766));
    };
    Snapshotter snapshotter(sources);
    snapshotter.setInterval(10ms);
    snapshotter.history().setSpan(1h);
    snapshotter.start();
    QTRY_VERIFY_WITH_TIMEOUT(snapshotter.history().size() >= 6, 20'000);
    snapshotter.stop();
    const auto rows = snapshotter.history().since(Instant());
    bool hasGoneBack = false;
    for (std::size_t i = 1; i < rows.size(); ++i) {
        hasGoneBack = hasGoneBack || rows[i]->time_utc < rows[i - 1]->time_utc;
        QVERIFY(rows[i]->time_monotonic_seconds > rows[i - 1]->time_monotonic_seconds);
        QVERIFY(rows[i]->interval_seconds > 0 && rows[i]->interval_seconds < 60);
    }
    QVERIFY(hasGoneBack);
    QVERIFY(snapshotter.history().since(Clock::now()).empty());
}

void tst_Snapshotter::currentIsNeverStale()
{
    std::atomic<std::int64_t> streams{1};
    Snapshotter snapshotter(counting(streams));
    snapshotter.setInterval(1h);
    snapshotter.start();
    for (int n = 2; n < 10; ++n) {
        streams = n;
        QCOMPARE(snapshotter.current().active_streams, std::int64_t{n});
    }
    QCOMPARE(snapshotter.history().size(), std::size_t{0});
}

void tst_Snapshotter::readWhileTaken()
{
    std::atomic<std::int64_t> streams{0};
    Snapshotter snapshotter(counting(streams));
    snapshotter.setInterval(1ms);
    snapshotter.start();
    std::atomic<int> wrong{0};
    std::vector<std::thread> readers;
    for (int i = 0; i < 2; ++i)
        readers.emplace_back([&] {
            Instant last;
            std::size_t seen = 0;
            double before = 0;
            while (seen < 30) {
                for (const auto &row : snapshotter.history().next(last, 7)) {
                    wrong += row->time_monotonic_seconds > before ? 0 : 1;
                    before = row->time_monotonic_seconds;
                    ++seen;
                }
                wrong += snapshotter.current().version == Snapshot::schemaVersion ? 0 : 1;
                snapshotter.history().setSpan(1min);
                snapshotter.setInterval(Milliseconds(1 + (seen % 2)));
                ++streams;
            }
        });
    for (std::thread &reader : readers)
        reader.join();
    QCOMPARE(wrong.load(), 0);
}

QTEST_GUILESS_MAIN(tst_Snapshotter)
#include "tst_snapshotter.moc"
