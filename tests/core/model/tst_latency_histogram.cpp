// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "model/LatencyHistogram.h"

#include <QTest>

#include <cmath>

using namespace std::chrono_literals;
using sluice::LatencyHistogram;

class tst_LatencyHistogram : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void isEmptyAtFirst();
    void errsByOnePercentAtMost();
    void ranksQuantiles();
    void keepsMaximumAndMeanExact();
    void clampsWhatIsOutOfRange();
    void merges();
    void mergesAsTextExactly();
    void refusesOtherTexts();
    void tellsWhatIsNew();
};

void tst_LatencyHistogram::isEmptyAtFirst()
{
    const LatencyHistogram histogram;
    QCOMPARE(histogram.count(), 0U);
    QVERIFY(!histogram.quantile(0.5));
    QVERIFY(!histogram.maximum());
    QVERIFY(!histogram.mean());
}

void tst_LatencyHistogram::errsByOnePercentAtMost()
{
    // From 1.1 us to 60 s in steps of 0.3 %, each in a histogram with one larger value, so that the middle of
    // its bucket is asked for and not the exact maximum.
    for (double nanoseconds = 1'100; nanoseconds <= 60e9; nanoseconds *= 1.003) {
        LatencyHistogram histogram;
        histogram.record(std::chrono::nanoseconds(std::llround(nanoseconds)));
        histogram.record(65s);
        const double read = static_cast<double>(histogram.quantile(0.5)->count());
        QVERIFY2(std::abs(read - nanoseconds) <= nanoseconds * 0.01,
                 qPrintable(QStringLiteral("%1 ns is read as %2").arg(nanoseconds).arg(read)));
    }
}

void tst_LatencyHistogram::ranksQuantiles()
{
    LatencyHistogram histogram;
    for (int i = 1; i <= 1000; ++i)
        histogram.record(std::chrono::milliseconds(i));
    const auto isAbout = [&](double share, double milliseconds) {
        const double read = std::chrono::duration<double, std::milli>(*histogram.quantile(share)).count();
        return std::abs(read - milliseconds) <= milliseconds * 0.01;
    };
    QVERIFY(isAbout(0.0, 1));
    QVERIFY(isAbout(0.5, 500));
    QVERIFY(isAbout(0.9, 900));
    QVERIFY(isAbout(0.99, 990));
    QVERIFY(isAbout(1.0, 1000));
}

void tst_LatencyHistogram::keepsMaximumAndMeanExact()
{
    LatencyHistogram histogram;
    histogram.record(1'234'567ns);
    histogram.record(7'654'321ns);
    QCOMPARE(histogram.maximum()->count(), 7'654'321);
    QCOMPARE(histogram.mean()->count(), (1'234'567 + 7'654'321) / 2);
    QVERIFY(*histogram.quantile(1.0) <= 7'654'321ns);
}

void tst_LatencyHistogram::clampsWhatIsOutOfRange()
{
    LatencyHistogram histogram;
    histogram.record(-5ns);
    histogram.record(0ns);
    histogram.record(10ns);
    QCOMPARE(histogram.count(), 3U);
    QCOMPARE(histogram.maximum()->count(), 10);
    histogram.record(1h);
    QCOMPARE(histogram.maximum()->count(), std::chrono::nanoseconds(1h).count());
    QCOMPARE(histogram.quantile(1.0)->count(), std::chrono::nanoseconds(1h).count());
}

void tst_LatencyHistogram::merges()
{
    LatencyHistogram one;
    LatencyHistogram other;
    one.record(1ms);
    other.record(100ms);
    other.record(100ms);
    one.merge(other);
    QCOMPARE(one.count(), 3U);
    QCOMPARE(one.maximum()->count(), std::chrono::nanoseconds(100ms).count());
    QCOMPARE(one.mean()->count(), std::chrono::nanoseconds(67ms).count());
    QVERIFY(*one.quantile(0.5) > 90ms);
}

void tst_LatencyHistogram::mergesAsTextExactly()
{
    LatencyHistogram one;
    LatencyHistogram other;
    LatencyHistogram both;
    for (int i = 1; i <= 5000; ++i) {
        const auto duration = std::chrono::nanoseconds(std::int64_t{i} * i * 1717);
        (i % 3 == 0 ? one : other).record(duration);
        both.record(duration);
    }
    QVERIFY(one.addText(other.toText()));
    QCOMPARE(one.count(), both.count());
    QVERIFY(one.counts() == both.counts());
    QVERIFY(one.maximum() == both.maximum());
    for (const double share : {0.0, 0.01, 0.5, 0.9, 0.99, 0.999, 1.0})
        QVERIFY(one.quantile(share) == both.quantile(share));
    LatencyHistogram empty;
    QVERIFY(empty.addText(LatencyHistogram().toText()));
    QCOMPARE(empty.count(), 0U);
}

void tst_LatencyHistogram::refusesOtherTexts()
{
    for (const char *text : {"", "x", "1", "1 2 3", "1 2 3 x", "1 2 999999 1", "1 2 -3 1"}) {
        LatencyHistogram histogram;
        QVERIFY2(!histogram.addText(text), text);
    }
}

void tst_LatencyHistogram::tellsWhatIsNew()
{
    LatencyHistogram histogram;
    histogram.record(50ms);
    const LatencyHistogram earlier = histogram;
    QCOMPARE(histogram.since(earlier).count(), 0U);
    QVERIFY(!histogram.since(earlier).quantile(0.5));
    histogram.record(2ms);
    histogram.record(2ms);
    const LatencyHistogram recent = histogram.since(earlier);
    QCOMPARE(recent.count(), 2U);
    QVERIFY(*recent.quantile(1.0) < 3ms);
    QVERIFY(*recent.quantile(0.5) > 1ms);
}

QTEST_GUILESS_MAIN(tst_LatencyHistogram)
#include "tst_latency_histogram.moc"
