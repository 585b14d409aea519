// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// How the console writes numbers: short with a unit, whole in tooltips, by the locale.
#include "Format.h"

#include <QTest>

#include <limits>

using sluice::Format;

class TestFormat : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates)); }

    void brief_data()
    {
        QTest::addColumn<double>("value");
        QTest::addColumn<int>("unit");
        QTest::addColumn<QString>("text");
        const auto row = [](const char *name, double value, Format::Unit unit, const char *text) {
            QTest::newRow(name) << value << int(unit) << QString::fromUtf8(text).replace(u'_', u'\u202f');
        };
        row("zero", 0, Format::Count, "0");
        row("one", 1, Format::Count, "1");
        row("four digits are as short", 9999, Format::Count, "9,999");
        row("thousands", 15'000, Format::Count, "15_k");
        row("three digits", 123'456, Format::Count, "123_k");
        row("rounds into the next step", 999'960, Format::Count, "1_M");
        row("negative", -15'200, Format::Count, "-15.2_k");
        row("rate", 0.25, Format::PerSecond, "0.25/s");
        row("fast", 943'892, Format::PerSecond, "944_k/s");
        row("bytes", 512, Format::Bytes, "512_B");
        row("a KiB", 1024, Format::Bytes, "1_KiB");
        row("almost a MiB", 1'048'500, Format::Bytes, "1_MiB");
        row("GiB", 1.5 * 1024 * 1024 * 1024, Format::Bytes, "1.5_GiB");
        row("a byte rate", 10 * 1024, Format::BytesPerSecond, "10_KiB/s");
        row("no time", 0, Format::Seconds, "0_s");
        row("microseconds", 45e-6, Format::Seconds, "45_\u00b5s");
        row("milliseconds", 0.0705, Format::Seconds, "70.5_ms");
        row("seconds", 12.34, Format::Seconds, "12.3_s");
        row("minutes", 200, Format::Seconds, "3_min 20_s");
        row("percent", 63.333, Format::Percent, "63.3_%");
        row("ratio", 0.07, Format::Ratio, "7_%");
        row("whole percent", 100, Format::Percent, "100_%");
        row("one core", 1, Format::Cores, "1_core");
        row("cores", 1.75, Format::Cores, "1.75_cores");
        row("nothing", std::numeric_limits<double>::quiet_NaN(), Format::Bytes, "\u2013");
        row("infinite", std::numeric_limits<double>::infinity(), Format::Count, "\u2013");
    }

    void brief()
    {
        QFETCH(double, value);
        QFETCH(int, unit);
        QTEST(Format::brief(value, Format::Unit(unit)), "text");
    }

    void exactIsWholeAndSpelled()
    {
        QCOMPARE(Format::exact(1'234'567, Format::Count), QStringLiteral("1,234,567"));
        QCOMPARE(Format::exact(1'048'577, Format::Bytes), QStringLiteral("1,048,577 bytes"));
        QCOMPARE(Format::exact(0.000123, Format::Seconds), QStringLiteral("0.000123 seconds"));
        QCOMPARE(Format::exact(0.5, Format::Ratio), QStringLiteral("50 percent"));
        QCOMPARE(Format::exact(std::numeric_limits<double>::quiet_NaN(), Format::Count),
                 QStringLiteral("no figure"));
    }

    void durationsHaveTwoParts_data()
    {
        QTest::addColumn<double>("seconds");
        QTest::addColumn<QString>("text");
        const auto row = [](double seconds, const char *text) {
            QTest::newRow(text) << seconds << QString::fromUtf8(text).replace(u'_', u'\u202f');
        };
        row(0, "0_s");
        row(-3, "0_s");
        row(59.9, "59_s");
        row(60, "1_min");
        row(3599, "59_min 59_s");
        row(3600, "1_h");
        row(7500, "2_h 5_min");
        row(3 * 86400 + 4 * 3600 + 59, "3_d 4_h");
    }

    void durationsHaveTwoParts()
    {
        QFETCH(double, seconds);
        QTEST(Format::duration(seconds), "text");
    }

    void separatorsAreTheLocales()
    {
        QLocale::setDefault(QLocale(QLocale::German, QLocale::Germany));
        QCOMPARE(Format::integer(15'000), QStringLiteral("15.000"));
        QCOMPARE(Format::brief(0.0705, Format::Seconds), QStringLiteral("70,5\u202fms"));
        QCOMPARE(Format::brief(2.50, Format::PerSecond), QStringLiteral("2,5/s"));
    }

    void timesAreLocal()
    {
        QCOMPARE(Format::clock(0), QDateTime::fromMSecsSinceEpoch(0).toString(QStringLiteral("HH:mm:ss")));
        QCOMPARE(Format::clock(std::numeric_limits<double>::quiet_NaN()), QStringLiteral("\u2013"));
    }
};

QTEST_GUILESS_MAIN(TestFormat)
#include "tst_format.moc"
