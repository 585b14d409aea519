// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/LatencyBuckets.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <thread>

using namespace sluice;
using namespace std::chrono_literals;

class tst_LatencyBuckets : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void boundsRise();
    void aBoundBelongsToItsBucket();
    void beyondTheLastBound();
    void countsTimes();
    void sumNeverOverflows();
    void readWhileWritten();
};

namespace {

std::int64_t total(const LatencyBuckets &buckets)
{
    std::int64_t sum = 0;
    for (std::size_t i = 0; i <= LatencyBuckets::bounds.size(); ++i)
        sum += buckets.count(i);
    return sum;
}

} // namespace

void tst_LatencyBuckets::boundsRise()
{
    QVERIFY(std::is_sorted(LatencyBuckets::bounds.begin(), LatencyBuckets::bounds.end()));
    QVERIFY(std::adjacent_find(LatencyBuckets::bounds.begin(), LatencyBuckets::bounds.end()) ==
            LatencyBuckets::bounds.end());
}

/** Prometheus: a bucket counts what is less than or equal to its bound. */
void tst_LatencyBuckets::aBoundBelongsToItsBucket()
{
    for (std::size_t i = 0; i < LatencyBuckets::bounds.size(); ++i) {
        const auto bound = std::chrono::nanoseconds(std::llround(LatencyBuckets::bounds[i] * 1e9));
        LatencyBuckets at;
        at.observe(bound, 1);
        QCOMPARE(at.count(i), std::int64_t{1});
        LatencyBuckets above;
        above.observe(bound + 1ns, 1);
        QCOMPARE(above.count(i), std::int64_t{0});
        QCOMPARE(above.count(i + 1), std::int64_t{1});
    }
    LatencyBuckets none;
    none.observe(0ns, 1);
    QCOMPARE(none.count(0), std::int64_t{1});
}

void tst_LatencyBuckets::beyondTheLastBound()
{
    LatencyBuckets buckets;
    buckets.observe(11s, 1);
    buckets.observe(24h, 1);
    QCOMPARE(buckets.count(LatencyBuckets::bounds.size()), std::int64_t{2});
    QCOMPARE(total(buckets), std::int64_t{2});
}

void tst_LatencyBuckets::countsTimes()
{
    LatencyBuckets buckets;
    buckets.observe(3ms, 1000);
    buckets.observe(20ms, 1);
    buckets.observe(1ms, 0);
    QCOMPARE(total(buckets), std::int64_t{1001});
    QVERIFY(std::abs(buckets.sumSeconds() - 3.02) < 1e-9);
}

/** 932,000 deliveries a second of 250 ms each, for ten years. */
void tst_LatencyBuckets::sumNeverOverflows()
{
    LatencyBuckets buckets;
    double expected = 0;
    for (int year = 0; year < 10; ++year) {
        buckets.observe(250ms, std::int64_t{932'000} * 86'400 * 365);
        expected += 0.25 * 932'000.0 * 86'400 * 365;
    }
    QVERIFY(std::abs(buckets.sumSeconds() / expected - 1) < 1e-9);
    buckets.observe(10s, 1);
    QVERIFY(buckets.sumSeconds() > expected); // and still counts
}

void tst_LatencyBuckets::readWhileWritten()
{
    LatencyBuckets buckets;
    std::atomic<bool> isOver = false;
    int wrong = 0;
    std::thread reader([&] {
        std::int64_t last = 0;
        double lastSum = 0;
        while (!isOver) {
            const std::int64_t now = total(buckets);
            const double sum = buckets.sumSeconds();
            wrong += now < last || sum < lastSum ? 1 : 0;
            last = now;
            lastSum = sum;
        }
    });
    for (int i = 0; i < 100'000; ++i)
        buckets.observe(std::chrono::microseconds(i), 1);
    isOver = true;
    reader.join();
    QCOMPARE(wrong, 0);
    QCOMPARE(total(buckets), std::int64_t{100'000});
}

QTEST_APPLESS_MAIN(tst_LatencyBuckets)
#include "tst_latencybuckets.moc"
