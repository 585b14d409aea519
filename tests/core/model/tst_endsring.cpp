// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/EndsRing.h"

#include <QTest>

#include <atomic>
#include <thread>

using namespace sluice;
using namespace std::chrono_literals;

namespace {

/** The end number @p n of a worker, whose fields all follow from n. */
EndRecord record(std::uint64_t n, Instant ended = Instant(1h))
{
    EndRecord one;
    one.id = n;
    one.channels = std::make_shared<const std::string>("c" + std::to_string(n));
    one.opened = Instant(1s);
    one.ended = ended;
    one.sentBytes = n * 3;
    one.cause = static_cast<Cause>(n % causeCount);
    return one;
}

bool isRecord(const EndRecord &one, std::uint64_t n)
{
    return one.id == n && one.channelNames() == "c" + std::to_string(n) && one.sentBytes == n * 3 &&
           one.cause == static_cast<Cause>(n % causeCount);
}

} // namespace

class tst_EndsRing : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void empty();
    void keepsTheLast();
    void continuesWhereItStopped();
    void stopsWhereItIsTold();
    void latestOverSeveralRings();
    void aRecordIsSmall();
    void copiedWhileWritten();
};

void tst_EndsRing::empty()
{
    const EndsRing ring;
    std::vector<EndRecord> records;
    QCOMPARE(ring.copyFrom(0, records), std::uint64_t{0});
    QVERIFY(records.empty());
    QCOMPARE(ring.total(), std::uint64_t{0});
    const std::array<const EndsRing *, 1> rings{&ring};
    QVERIFY(latestEnds(rings, 10).empty());
    QVERIFY(latestEnds({}, 10).empty());
    QCOMPARE(EndRecord().channelNames(), std::string_view());
}

void tst_EndsRing::keepsTheLast()
{
    EndsRing ring;
    const std::uint64_t total = EndsRing::capacity + 1234;
    for (std::uint64_t n = 0; n < total; ++n)
        ring.add(record(n));
    QCOMPARE(ring.total(), total);
    std::vector<EndRecord> records;
    QCOMPARE(ring.copyFrom(0, records), total);
    QCOMPARE(records.size(), EndsRing::capacity);
    for (std::size_t i = 0; i < records.size(); ++i)
        QVERIFY(isRecord(records[i], 1234 + i));
    QVERIFY(records.front().age() == 1h - 1s);
}

void tst_EndsRing::continuesWhereItStopped()
{
    EndsRing ring;
    std::vector<EndRecord> records;
    std::uint64_t next = 0;
    for (std::uint64_t n = 0; n < 1000; ++n) {
        ring.add(record(n));
        if (n % 7 == 0)
            next = ring.copyFrom(next, records);
    }
    ring.copyFrom(next, records);
    QCOMPARE(records.size(), std::size_t{1000});
    for (std::size_t i = 0; i < records.size(); ++i)
        QVERIFY(isRecord(records[i], i));
}

void tst_EndsRing::stopsWhereItIsTold()
{
    EndsRing ring;
    for (std::uint64_t n = 0; n < 1000; ++n)
        ring.add(record(n));
    std::vector<EndRecord> records;
    QCOMPARE(ring.copyFrom(100, records, 400), std::uint64_t{400});
    QCOMPARE(records.size(), std::size_t{300});
    QVERIFY(isRecord(records.front(), 100) && isRecord(records.back(), 399));
    QCOMPARE(ring.copyFrom(400, records, 400), std::uint64_t{400});
    QCOMPARE(records.size(), std::size_t{300});
    // What is not there yet is not waited for.
    QCOMPARE(ring.copyFrom(400, records, 5000), std::uint64_t{1000});
    QCOMPARE(records.size(), std::size_t{900});
}

void tst_EndsRing::latestOverSeveralRings()
{
    std::array<EndsRing, 3> rings;
    const std::array<const EndsRing *, 3> all{rings.data(), &rings[1], &rings[2]};
    // Worker 2 has only old ends; 0 and 1 take turns.
    for (std::uint64_t n = 0; n < 50; ++n)
        rings[2].add(record(n, Instant(std::chrono::milliseconds(n))));
    for (std::uint64_t n = 0; n < 100; ++n)
        rings[n % 2].add(record(1000 + n, Instant(1s + std::chrono::milliseconds(n))));
    const auto latest = latestEnds(all, 60);
    QCOMPARE(latest.size(), std::size_t{60});
    for (std::size_t i = 0; i < latest.size(); ++i) {
        QVERIFY(isRecord(latest[i], 1099 - i));
        QCOMPARE(std::size_t{latest[i].worker}, (99 - i) % 2);
    }
    const auto everything = latestEnds(all, EndsRing::capacity);
    QCOMPARE(everything.size(), std::size_t{150});
    QVERIFY(isRecord(everything.back(), 0));
    QCOMPARE(everything.back().worker, std::uint16_t{2});
}

void tst_EndsRing::aRecordIsSmall()
{
    QVERIFY2(sizeof(EndRecord) <= 96, std::to_string(sizeof(EndRecord)).c_str());
}

void tst_EndsRing::copiedWhileWritten()
{
    std::array<EndsRing, 2> rings;
    std::atomic<int> writing{2};
    std::vector<std::thread> writers;
    for (EndsRing &ring : rings)
        writers.emplace_back([&ring, &writing] {
            for (std::uint64_t n = 0; n < 60'000; ++n)
                ring.add(record(n, Clock::now()));
            --writing;
        });
    int wrong = 0;
    std::uint64_t seen = 0;
    std::uint64_t next = 0;
    const std::array<const EndsRing *, 2> all{rings.data(), &rings[1]};
    bool isLast = false;
    while (!isLast) {
        isLast = writing == 0; // a last round after the last end
        std::vector<EndRecord> records;
        next = rings[0].copyFrom(next, records);
        seen += records.size();
        for (std::size_t i = 0; i < records.size(); ++i) {
            wrong += isRecord(records[i], records[i].id) ? 0 : 1;
            wrong += i > 0 && records[i].id <= records[i - 1].id ? 1 : 0;
        }
        const auto latest = latestEnds(all, 500);
        for (std::size_t i = 1; i < latest.size(); ++i)
            wrong += latest[i].ended > latest[i - 1].ended ? 1 : 0;
    }
    for (std::thread &writer : writers)
        writer.join();
    QCOMPARE(wrong, 0);
    QCOMPARE(next, std::uint64_t{60'000});
    QVERIFY(seen >= EndsRing::capacity && seen <= 60'000);
}

QTEST_APPLESS_MAIN(tst_EndsRing)
#include "tst_endsring.moc"
