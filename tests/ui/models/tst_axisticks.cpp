// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The lines of an axis: round numbers that hold all figures, few enough to read.
#include "AxisTicks.h"
#include "Snapshots.h"

#include <QDateTime>
#include <QTest>

#include <cmath>
#include <limits>

using namespace sluice;

namespace {

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

} // namespace

class TestAxisTicks : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aLinearScaleHoldsItsFigures_data()
    {
        QTest::addColumn<double>("most");
        QTest::addColumn<int>("unit");
        int number = 0;
        for (const Format::Unit unit : {Format::Count, Format::PerSecond, Format::Bytes, Format::Seconds,
                                        Format::Percent, Format::Ratio, Format::Cores}) {
            for (const double most : {0.0, 1e-6, 0.3, 1.0, 3.0, 7.0, 100.0, 9'999.0, 15'000.0, 1e9})
                QTest::addRow("%d: %g", ++number, most) << most << int(unit);
        }
    }

    void aLinearScaleHoldsItsFigures()
    {
        QFETCH(double, most);
        QFETCH(int, unit);
        const AxisScale scale = linearScale(0, most, Format::Unit(unit));
        QCOMPARE(scale.low, 0.0);
        QVERIFY(scale.high >= most);
        QVERIFY(scale.high > scale.low);
        QVERIFY2(scale.ticks.size() >= 2 && scale.ticks.size() <= 7,
                 qPrintable(QString::number(scale.ticks.size())));
        QCOMPARE(scale.ticks.front().value, scale.low);
        QVERIFY(std::abs(scale.ticks.back().value - scale.high) <= 1e-9 * scale.high);
        // Two lines that are named alike would say nothing.
        for (std::size_t i = 1; i < scale.ticks.size(); ++i) {
            QVERIFY(scale.ticks[i].value > scale.ticks[i - 1].value);
            QVERIFY2(scale.ticks[i].label != scale.ticks[i - 1].label, qPrintable(scale.ticks[i].label));
        }
    }

    void bytesStepInPowersOfTwo()
    {
        const AxisScale scale = linearScale(0, 90.0 * 1024 * 1024, Format::Bytes);
        const double step = scale.ticks[1].value - scale.ticks[0].value;
        QCOMPARE(std::exp2(std::round(std::log2(step))), step);
    }

    void countsHaveNoHalves()
    {
        for (const AxisTick &tick : linearScale(0, 2, Format::Count).ticks)
            QCOMPARE(tick.value, std::floor(tick.value));
    }

    void belowZeroIsHeldToo()
    {
        const AxisScale scale = linearScale(-30, 50, Format::Percent);
        QVERIFY(scale.low <= -30 && scale.high >= 50);
    }

    void noFiguresStillMakeAnAxis()
    {
        const AxisScale linear = linearScale(kNone, kNone, Format::Seconds);
        QVERIFY(linear.high > linear.low && linear.ticks.size() >= 2);
        const AxisScale logarithmic = logarithmicScale(kNone, kNone, Format::Seconds);
        QVERIFY(logarithmic.high > logarithmic.low && logarithmic.ticks.size() >= 2);
    }

    void aLogarithmicScaleHasWholeDecades()
    {
        const AxisScale scale = logarithmicScale(0.00034, 0.8, Format::Seconds);
        QCOMPARE(logarithmicScale(0.001, 1.0, Format::Seconds).high, 1.0); // a line at 1 s lies on no edge
        QCOMPARE(scale.low, -4.0);
        QCOMPARE(scale.high, 0.0);
        QCOMPARE(scale.ticks.size(), std::size_t(5));
        QCOMPARE(scale.ticks.back().label, Format::brief(1, Format::Seconds));
        const AxisScale narrow = logarithmicScale(0.002, 0.003, Format::Seconds);
        QVERIFY(narrow.high - narrow.low >= 2);
        QVERIFY(logarithmicScale(0, 0, Format::Seconds).ticks.size() >= 2);
    }

    void timesAreRoundAndWithinTheSpan_data()
    {
        QTest::addColumn<int>("seconds");
        for (const int seconds : {10, 60, 300, 900, 3600, 86'400})
            QTest::addRow("%d s", seconds) << seconds;
    }

    void timesAreRoundAndWithinTheSpan()
    {
        QFETCH(int, seconds);
        constexpr int most = 12; // a day in steps of two hours
        const double start = test::kStart + 1234;
        const double end = start + 1000.0 * seconds;
        const auto ticks = timeTicks(start, end, most);
        QVERIFY(!ticks.empty() && ticks.size() <= std::size_t(most) + 1);
        for (const AxisTick &tick : ticks) {
            QVERIFY(tick.value >= start && tick.value <= end);
            QCOMPARE(QDateTime::fromMSecsSinceEpoch(qint64(tick.value)).time().msec(), 0);
            QCOMPARE(QDateTime::fromMSecsSinceEpoch(qint64(tick.value)).time().second() % 5, 0);
        }
    }

    void anEmptySpanHasNone()
    {
        QVERIFY(timeTicks(5, 5, 6).empty());
        QVERIFY(timeTicks(9, 5, 6).empty());
        QVERIFY(timeTicks(0, 1000, 0).empty());
    }
};

QTEST_GUILESS_MAIN(TestAxisTicks)
#include "tst_axisticks.moc"
