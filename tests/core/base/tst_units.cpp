// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/text/Units.h"

#include "core/support/Mentions.h"

using namespace sluice;
using namespace std::string_literals;
using namespace std::chrono_literals;

class tst_Units : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void duration_data();
    void duration();
    void badDuration_data();
    void badDuration();
    void size_data();
    void size();
    void badSize_data();
    void badSize();
    void everyDurationRoundTrips();
    void everySizeRoundTrips();
    void count();
    void badCount_data();
    void badCount();
    void rate_data();
    void rate();
    void badRate_data();
    void badRate();
    void flag();
};

void tst_Units::duration_data()
{
    QTest::addColumn<std::string>("text");
    QTest::addColumn<qint64>("milliseconds");
    QTest::addColumn<std::string>("printed");
    QTest::newRow("zero") << "0"s << qint64(0) << "0"s;
    QTest::newRow("zero with a unit") << "0s"s << qint64(0) << "0"s;
    QTest::newRow("ms") << "250ms"s << qint64(250) << "250ms"s;
    QTest::newRow("s") << "15s"s << qint64(15'000) << "15s"s;
    QTest::newRow("min") << "5min"s << qint64(300'000) << "5min"s;
    QTest::newRow("h") << "1h"s << qint64(3'600'000) << "1h"s;
    QTest::newRow("24h is a day") << "24h"s << qint64(86'400'000) << "1d"s;
    QTest::newRow("d") << "30d"s << qint64(2'592'000'000) << "30d"s;
    QTest::newRow("60s is a minute") << "60s"s << qint64(60'000) << "1min"s;
    QTest::newRow("90s stays") << "90s"s << qint64(90'000) << "90s"s;
    QTest::newRow("1500ms stays") << "1500ms"s << qint64(1'500) << "1500ms"s;
    QTest::newRow("leading zeros") << "007s"s << qint64(7'000) << "7s"s;
    QTest::newRow("largest") << "9223372036854775807ms"s << std::numeric_limits<qint64>::max()
                             << "9223372036854775807ms"s;
}

void tst_Units::duration()
{
    QFETCH(const std::string, text);
    QFETCH(const qint64, milliseconds);
    QFETCH(const std::string, printed);
    const auto parsed = parseDuration(text);
    QVERIFY2(parsed.has_value(), text.c_str());
    QCOMPARE(qint64(parsed->count()), milliseconds);
    QCOMPARE(formatDuration(*parsed), printed);
    QCOMPARE(parseDuration(printed).value(), *parsed);
}

void tst_Units::badDuration_data()
{
    QTest::addColumn<std::string>("text");
    QTest::addColumn<Words>("words");
    const std::string units = "ms, s, min, h, d";
    QTest::newRow("no unit") << "15"s << Words{"'15'", "a duration", "unit is missing", units, "15s"};
    QTest::newRow("zeros are a number, but this is not 0") << "10"s << Words{"'10'", "unit is missing"};
    QTest::newRow("unknown unit") << "15sec"s << Words{"'15sec'", "unit is unknown", units};
    QTest::newRow("m is ambiguous") << "15m"s << Words{"'15m'", "unit is unknown", units};
    QTest::newRow("capital unit") << "15S"s << Words{"'15S'", "unit is unknown", units};
    QTest::newRow("a size") << "15KiB"s << Words{"'15KiB'", "unit is unknown", units};
    QTest::newRow("space") << "15 s"s << Words{"'15 s'", "unit is unknown"};
    QTest::newRow("leading space") << " 15s"s << Words{"' 15s'", "whole number"};
    QTest::newRow("trailing space") << "15s "s << Words{"'15s '", "unit is unknown"};
    QTest::newRow("fraction") << "1.5s"s << Words{"'1.5s'", "unit is unknown", "whole number"};
    QTest::newRow("negative") << "-15s"s << Words{"'-15s'", "whole number", units};
    QTest::newRow("plus") << "+15s"s << Words{"'+15s'", "whole number", units};
    QTest::newRow("empty") << ""s << Words{"''", "whole number", units};
    QTest::newRow("unit only") << "s"s << Words{"'s'", "whole number", units};
    QTest::newRow("two parts") << "1h30min"s << Words{"'1h30min'", "unit is unknown"};
    QTest::newRow("number overflows")
        << "9223372036854775808ms"s << Words{"'9223372036854775808ms'", "too large"};
    QTest::newRow("product overflows") << "106751991168d"s << Words{"'106751991168d'", "too large"};
    QTest::newRow("NUL") << "15s\0"s << Words{"'15s\\x00'", "unit is unknown"};
}

void tst_Units::badDuration()
{
    QFETCH(const std::string, text);
    QFETCH(const Words, words);
    const auto parsed = parseDuration(text);
    QVERIFY(!parsed);
    QCOMPARE(parsed.error().kind, Error::Kind::Input);
    SLUICE_VERIFY_MENTIONS(parsed.error().message, words);
}

void tst_Units::size_data()
{
    QTest::addColumn<std::string>("text");
    QTest::addColumn<qint64>("bytes");
    QTest::addColumn<std::string>("printed");
    QTest::newRow("zero") << "0"s << qint64(0) << "0"s;
    QTest::newRow("zero with a unit") << "0KiB"s << qint64(0) << "0"s;
    QTest::newRow("B") << "512B"s << qint64(512) << "512B"s;
    QTest::newRow("KiB") << "64KiB"s << qint64(65'536) << "64KiB"s;
    QTest::newRow("MiB") << "1MiB"s << qint64(1'048'576) << "1MiB"s;
    QTest::newRow("GiB") << "1GiB"s << qint64(1'073'741'824) << "1GiB"s;
    QTest::newRow("1024B is a KiB") << "1024B"s << qint64(1'024) << "1KiB"s;
    QTest::newRow("1025B stays") << "1025B"s << qint64(1'025) << "1025B"s;
    QTest::newRow("beyond 32 bits") << "64GiB"s << qint64(68'719'476'736) << "64GiB"s;
    QTest::newRow("largest") << "9223372036854775807B"s << std::numeric_limits<qint64>::max()
                             << "9223372036854775807B"s;
}

void tst_Units::size()
{
    QFETCH(const std::string, text);
    QFETCH(const qint64, bytes);
    QFETCH(const std::string, printed);
    const auto parsed = parseSize(text);
    QVERIFY2(parsed.has_value(), text.c_str());
    QCOMPARE(qint64(*parsed), bytes);
    QCOMPARE(formatSize(*parsed), printed);
    QCOMPARE(parseSize(printed).value(), *parsed);
}

void tst_Units::badSize_data()
{
    QTest::addColumn<std::string>("text");
    QTest::addColumn<Words>("words");
    const std::string units = "B, KiB, MiB, GiB";
    QTest::newRow("no unit") << "65536"s << Words{"'65536'", "a size", "unit is missing", units, "64KiB"};
    QTest::newRow("K") << "64K"s << Words{"'64K'", "unit is unknown", units};
    QTest::newRow("KB") << "64KB"s << Words{"'64KB'", "unit is unknown", units};
    QTest::newRow("lower case") << "64kib"s << Words{"'64kib'", "unit is unknown", units};
    QTest::newRow("a duration") << "64s"s << Words{"'64s'", "unit is unknown", units};
    QTest::newRow("fraction") << "1.5MiB"s << Words{"'1.5MiB'", "whole number"};
    QTest::newRow("negative") << "-1B"s << Words{"'-1B'", "whole number", units};
    QTest::newRow("empty") << ""s << Words{"''", "whole number"};
    QTest::newRow("hexadecimal") << "0x10B"s << Words{"'0x10B'", "unit is unknown"};
    QTest::newRow("number overflows")
        << "99999999999999999999B"s << Words{"'99999999999999999999B'", "too large"};
    QTest::newRow("product overflows") << "8589934592GiB"s << Words{"'8589934592GiB'", "too large"};
}

void tst_Units::badSize()
{
    QFETCH(const std::string, text);
    QFETCH(const Words, words);
    const auto parsed = parseSize(text);
    QVERIFY(!parsed);
    QCOMPARE(parsed.error().kind, Error::Kind::Input);
    SLUICE_VERIFY_MENTIONS(parsed.error().message, words);
}

void tst_Units::everyDurationRoundTrips()
{
    for (std::int64_t value = 0; value < (std::int64_t{1} << 62); value = value * 3 + 1) {
        const std::chrono::milliseconds duration(value);
        QCOMPARE(parseDuration(formatDuration(duration)).value(), duration);
    }
    for (const auto duration : {1ms, 999ms, 1001ms, 59'000ms, 61'000ms, 3'600'001ms})
        QCOMPARE(parseDuration(formatDuration(duration)).value(), duration);
}

void tst_Units::everySizeRoundTrips()
{
    for (std::int64_t value = 0; value < (std::int64_t{1} << 62); value = value * 2 + value % 3 + 1)
        QCOMPARE(parseSize(formatSize(value)).value(), value);
}

void tst_Units::count()
{
    for (const std::int64_t value :
         {std::int64_t{0}, std::int64_t{1}, std::numeric_limits<std::int64_t>::max()})
        QCOMPARE(parseCount(formatCount(value)).value(), value);
}

void tst_Units::badCount_data()
{
    QTest::addColumn<std::string>("text");
    QTest::addColumn<Words>("words");
    QTest::newRow("empty") << ""s << Words{"''", "a count", "whole number"};
    QTest::newRow("negative") << "-1"s << Words{"'-1'", "0 or more"};
    QTest::newRow("fraction") << "1.5"s << Words{"'1.5'", "whole number"};
    QTest::newRow("unit") << "10s"s << Words{"'10s'", "without a unit"};
    QTest::newRow("separator") << "10,000"s << Words{"'10,000'", "whole number"};
    QTest::newRow("word") << "auto"s << Words{"'auto'", "whole number"};
    QTest::newRow("overflow") << "9223372036854775808"s << Words{"'9223372036854775808'", "too large"};
}

void tst_Units::badCount()
{
    QFETCH(const std::string, text);
    QFETCH(const Words, words);
    const auto parsed = parseCount(text);
    QVERIFY(!parsed);
    SLUICE_VERIFY_MENTIONS(parsed.error().message, words);
}

void tst_Units::rate_data()
{
    QTest::addColumn<std::string>("text");
    QTest::addColumn<double>("perSecond");
    QTest::newRow("zero") << "0"s << 0.0;
    QTest::newRow("whole") << "1000"s << 1000.0;
    QTest::newRow("fraction") << "0.1"s << 0.1;
    QTest::newRow("exponent") << "1e3"s << 1000.0;
}

void tst_Units::rate()
{
    QFETCH(const std::string, text);
    QFETCH(const double, perSecond);
    const double parsed = parseRate(text).value();
    QVERIFY(parsed == perSecond); // exactly: QCOMPARE would forgive a difference
    QVERIFY(parseRate(formatRate(parsed)).value() == perSecond);
}

void tst_Units::badRate_data()
{
    QTest::addColumn<std::string>("text");
    QTest::addColumn<Words>("words");
    QTest::newRow("empty") << ""s << Words{"''", "a rate", "number per second"};
    QTest::newRow("negative") << "-1"s << Words{"'-1'", "0 or more"};
    QTest::newRow("negative zero") << "-0"s << Words{"'-0'", "0 or more"};
    QTest::newRow("unit") << "5/s"s << Words{"'5/s'", "number per second"};
    QTest::newRow("not a number") << "nan"s << Words{"'nan'", "number per second"};
    QTest::newRow("infinite") << "inf"s << Words{"'inf'", "number per second"};
    QTest::newRow("overflow") << "1e999"s << Words{"'1e999'", "range"};
}

void tst_Units::badRate()
{
    QFETCH(const std::string, text);
    QFETCH(const Words, words);
    const auto parsed = parseRate(text);
    QVERIFY(!parsed);
    SLUICE_VERIFY_MENTIONS(parsed.error().message, words);
}

void tst_Units::flag()
{
    QCOMPARE(parseFlag(formatFlag(true)).value(), true);
    QCOMPARE(parseFlag(formatFlag(false)).value(), false);
    for (const auto &text : {"yes"s, "1"s, "True"s, ""s, "true "s}) {
        const auto parsed = parseFlag(text);
        QVERIFY(!parsed);
        SLUICE_VERIFY_MENTIONS(parsed.error().message, (Words{"'" + text + "'", "true or false"}));
    }
}

QTEST_APPLESS_MAIN(tst_Units)
#include "tst_units.moc"
