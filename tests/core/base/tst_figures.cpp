// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Numbers, times, foreign texts and tables as sluicectl shows them.
#include "base/text/Figures.h"

#include "base/text/QuotedText.h"
#include "base/text/TextTable.h"
#include "base/text/ValueText.h"

#include <QJsonArray>
#include <QTest>

#include <limits>

using namespace sluice;

class tst_Figures : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void showsNumbers();
    void showsBytes();
    void showsRates();
    void showsSpans();
    void showsMoments();
    void disarmsForeignText_data();
    void disarmsForeignText();
    void nothingUnprintableIsLeft();
    void fits();
    void showsJson();
    void alignsTables();
    void cutsTables();
};

void tst_Figures::showsNumbers()
{
    QCOMPARE(countText(0), std::string("0"));
    QCOMPARE(countText(999), std::string("999"));
    QCOMPARE(countText(1000), std::string("1,000"));
    QCOMPARE(countText(1234567), std::string("1,234,567"));
    QCOMPARE(countText(-1234), std::string("-1,234"));
    QCOMPARE(countText(-0.2), std::string("0"));
    QCOMPARE(countText(std::numeric_limits<double>::quiet_NaN()), std::string("-"));
    QCOMPARE(countText(1e300), std::string("-"));
    QCOMPARE(percentText(38.44), std::string("38.4 %"));
    QCOMPARE(percentText(std::numeric_limits<double>::infinity()), std::string("-"));
}

void tst_Figures::showsBytes()
{
    QCOMPARE(bytesText(0), std::string("0 B"));
    QCOMPARE(bytesText(1023), std::string("1023 B"));
    QCOMPARE(bytesText(1024), std::string("1 KiB"));
    QCOMPARE(bytesText(1536), std::string("1.5 KiB"));
    QCOMPARE(bytesText(20.0 * 1024 * 1024 + 5), std::string("20 MiB"));
    QCOMPARE(bytesText(-1), std::string("-"));
    QCOMPARE(bytesText(1e300).substr(bytesText(1e300).size() - 3), std::string("PiB"));
}

void tst_Figures::showsRates()
{
    QCOMPARE(rateText(0), std::string("0/s"));
    QCOMPARE(rateText(0.52), std::string("0.5/s"));
    QCOMPARE(rateText(12.4), std::string("12/s"));
    QCOMPARE(rateText(93200), std::string("93,200/s"));
    QCOMPARE(rateText(std::numeric_limits<double>::quiet_NaN()), std::string("-"));
}

void tst_Figures::showsSpans()
{
    QCOMPARE(spanText(0), std::string("0s"));
    QCOMPARE(spanText(0.003), std::string("3ms"));
    QCOMPARE(spanText(0.4), std::string("0.4s"));
    QCOMPARE(spanText(12.3), std::string("12s"));
    QCOMPARE(spanText(59.9), std::string("1m 00s"));
    QCOMPARE(spanText(185), std::string("3m 05s"));
    QCOMPARE(spanText(2 * 3600 + 13 * 60), std::string("2h 13m"));
    QCOMPARE(spanText(4 * 86400 + 2 * 3600), std::string("4d 02h"));
    QCOMPARE(spanText(-1), std::string("-"));
    QCOMPARE(spanText(1e300), std::string("-"));
}

void tst_Figures::showsMoments()
{
    const QDateTime moment = momentIn(QStringLiteral("2026-01-31T14:05:09.250Z"));
    QVERIFY(moment.isValid());
    QCOMPARE(momentText(moment, TimeZone::Utc), std::string("2026-01-31 14:05:09Z"));
    QCOMPARE(clockText(moment, TimeZone::Utc), std::string("14:05:09"));
    const QString local = moment.toLocalTime().toString(QStringLiteral("yyyy-MM-dd HH:mm:ss"));
    QCOMPARE(momentText(moment, TimeZone::Local), local.toStdString());
    QCOMPARE(momentText(momentIn(QStringLiteral("nonsense")), TimeZone::Utc), std::string("-"));
    QCOMPARE(clockText(momentIn(5), TimeZone::Utc), std::string("-"));
}

void tst_Figures::disarmsForeignText_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("shown");
    QTest::newRow("plain") << QByteArray("news:1") << QByteArray("news:1");
    QTest::newRow("UTF-8") << QByteArray("Zürich") << QByteArray("Zürich");
    QTest::newRow("escape") << QByteArray("\x1b[2J") << QByteArray("\\x1b[2J");
    QTest::newRow("line end") << QByteArray("a\nb\r") << QByteArray("a\\x0ab\\x0d");
    QTest::newRow("delete") << QByteArray("\x7f") << QByteArray("\\x7f");
    QTest::newRow("operating system command") << QByteArray("\x1b]0;t\x07") << QByteArray("\\x1b]0;t\\x07");
    QTest::newRow("C1 control") << QByteArray("\xc2\x9b"
                                              "2J")
                                << QByteArray("\\u009b2J");
    QTest::newRow("C1 control as a byte") << QByteArray("\x9b"
                                                        "2J")
                                          << QByteArray("\xef\xbf\xbd"
                                                        "2J");
    QTest::newRow("right to left") << QByteArray("a\xe2\x80\xae"
                                                 "b")
                                   << QByteArray("a\\u202eb");
    QTest::newRow("beyond the first plane")
        << QByteArray("\xf0\x9f\x99\x82") << QByteArray("\xf0\x9f\x99\x82");
    QTest::newRow("joined") << QByteArray("\xe2\x80\x8d") << QByteArray("\xe2\x80\x8d");
    QTest::newRow("broken UTF-8") << QByteArray("\xff") << QByteArray("\xef\xbf\xbd");
}

void tst_Figures::disarmsForeignText()
{
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, shown);
    QCOMPARE(QByteArray::fromStdString(printable(text.toStdString())), shown);
}

/** One rule for what a terminal is shown and for what a log holds; in JSON the value stays the same. */
void tst_Figures::nothingUnprintableIsLeft()
{
    QList<char16_t> units{0x61c,  0x200e, 0x200f, 0x2028, 0x2029, 0x202a, 0x202b, 0x202c, 0x202d, 0x202e,
                          0x2066, 0x2067, 0x2068, 0x2069, 0x206a, 0x206f, 0xfeff, 0xfff9, 0xfffb};
    for (char16_t unit = 0; unit < 0xa0; ++unit)
        if (unit < 0x20 || unit >= 0x7f)
            units.append(unit);
    for (const char16_t unit : units) {
        const QString text = QStringLiteral("a") + QChar(unit) + QStringLiteral("b");
        const std::string bytes = text.toStdString();
        const QJsonObject object{{QStringLiteral("data"), text}};
        const std::string json = printableJson(object);
        QCOMPARE(QJsonDocument::fromJson(QByteArray::fromStdString(json)).object(), object);
        for (const std::string &shown : {printable(bytes), valuetext::harmless(bytes), quotedText(bytes),
                                         valuetext::quoted(bytes), json})
            QVERIFY2(!QString::fromStdString(shown).contains(QChar(unit)), shown.c_str());
        const bool isLayout = unit == u'\n' || unit == u'\t';
        QCOMPARE(QString::fromStdString(printableLines(bytes)).contains(QChar(unit)), isLayout);
    }
}

void tst_Figures::fits()
{
    QCOMPARE(fitted("abc", 3), std::string("abc"));
    QCOMPARE(fitted("abcd", 3), std::string("ab~"));
    QCOMPARE(fitted("Zürich", 3), std::string("Zü~"));
    QCOMPARE(fitted("abc", 0), std::string());
    QCOMPARE(fitted("abc", 1), std::string("~"));
    QCOMPARE(textWidth("Zürich"), std::size_t{6});
}

void tst_Figures::showsJson()
{
    QCOMPARE(cellText(QJsonValue(5)), std::string("5"));
    QCOMPARE(cellText(QJsonValue(2.5)), std::string("2.5"));
    QCOMPARE(cellText(QJsonValue(true)), std::string("true"));
    QCOMPARE(cellText(QJsonValue(QStringLiteral("a\nb"))), std::string("a\\x0ab"));
    QCOMPARE(cellText(QJsonArray{QStringLiteral("a"), QStringLiteral("b")}), std::string("a,b"));
    QCOMPARE(cellText(QJsonArray{}), std::string("-"));
    QCOMPARE(cellText(QJsonValue()), std::string("-"));
}

void tst_Figures::alignsTables()
{
    TextTable table({{"NAME"}, {"COUNT", TextTable::Align::Right}, {"LAST"}});
    table.add({"Zürich", "5", "x"});
    table.add({"a", "12,345"});
    QCOMPARE(table.text(), std::string("NAME     COUNT  LAST\n"
                                       "Zürich       5  x\n"
                                       "a       12,345\n"));
    QCOMPARE(table.rows(), std::size_t{2});
}

void tst_Figures::cutsTables()
{
    TextTable table({{"NAME"}});
    table.add({"abcdefghij"});
    const std::vector<std::string> expected{"NAME", "abcd~"};
    QCOMPARE(table.lines(5), expected);
}

QTEST_GUILESS_MAIN(tst_Figures)
#include "tst_figures.moc"
