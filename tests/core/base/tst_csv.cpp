// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/text/Csv.h"

#include <QTest>

using namespace sluice;
using Fields = std::vector<std::string>;

class tst_Csv : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void fieldsAreQuotedWhereTheyMustBe();
    void formulasAreHarmless();
    void readsWhatItWrote();
    void readsWhatOthersWrite();
    void refusesWhatIsNoCsv_data();
    void refusesWhatIsNoCsv();
    void aCutLineIsLeftOut();
};

void tst_Csv::fieldsAreQuotedWhereTheyMustBe()
{
    QCOMPARE(csv::field("plain text"), std::string("plain text"));
    QCOMPARE(csv::field(""), std::string());
    QCOMPARE(csv::field("a,b"), std::string("\"a,b\""));
    QCOMPARE(csv::field("say \"hi\""), std::string("\"say \"\"hi\"\"\""));
    QCOMPARE(csv::field("two\nlines"), std::string("\"two\nlines\""));
    QCOMPARE(csv::field("cr\r"), std::string("\"cr\r\""));
    QCOMPARE(csv::line({"a", "b", ""}), std::string("a,b,\r\n"));
}

void tst_Csv::formulasAreHarmless()
{
    for (const std::string begin : {"=", "+", "-", "@", "\t", "\r"}) {
        const std::string safe = csv::guardedField(begin + "SUM(A1)");
        QVERIFY2(safe.starts_with('\'') || safe.starts_with("\"'"), safe.c_str());
    }
    QCOMPARE(csv::guardedField("=1,2"), std::string("\"'=1,2\""));
    QCOMPARE(csv::guardedField("serving"), std::string("serving"));
    // A number of our own may be negative.
    QCOMPARE(csv::field("-1.5"), std::string("-1.5"));
}

void tst_Csv::readsWhatItWrote()
{
    const Fields hard{"a,b", "\"", "", "two\r\nlines", "\"\"", "ü€", " spaces "};
    Fields ready;
    for (const std::string &one : hard)
        ready.push_back(csv::field(one));
    const auto table = csv::parse("1,2,3,4,5,6,7\r\n" + csv::line(ready) + csv::line(ready));
    QVERIFY2(table, table ? "" : table.error().message.c_str());
    QCOMPARE(table->header.size(), std::size_t{7});
    QCOMPARE(table->rows.size(), std::size_t{2});
    QVERIFY(table->rows[0] == hard);
    QVERIFY(table->rows[1] == hard);
    QVERIFY(!table->wasCut);
}

void tst_Csv::readsWhatOthersWrite()
{
    const auto table = csv::parse("\xef\xbb\xbfname,value\nx,1\ny,\n");
    QVERIFY(table);
    QVERIFY(table->header == (Fields{"name", "value"}));
    QVERIFY(table->rows[1] == (Fields{"y", ""}));
    const auto headerOnly = csv::parse("a,b");
    QVERIFY(headerOnly && headerOnly->rows.empty() && !headerOnly->wasCut);
}

void tst_Csv::refusesWhatIsNoCsv_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("says");
    QTest::newRow("empty") << QByteArray("") << QByteArray("header");
    QTest::newRow("too wide") << QByteArray("a,b\r\n1,2,3\r\n") << QByteArray("line 2");
    QTest::newRow("too narrow") << QByteArray("a,b\r\n1,2\r\n1\r\n") << QByteArray("line 3");
    QTest::newRow("open quote") << QByteArray("a\r\n\"x\r\n") << QByteArray("closing quote");
    QTest::newRow("behind a quote") << QByteArray("a\r\n\"x\"y\r\n") << QByteArray("line 2");
}

void tst_Csv::refusesWhatIsNoCsv()
{
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, says);
    const auto table = csv::parse(text.toStdString());
    QVERIFY(!table);
    QVERIFY2(table.error().message.find(says.toStdString()) != std::string::npos,
             table.error().message.c_str());
}

void tst_Csv::aCutLineIsLeftOut()
{
    const auto table = csv::parse("a,b\r\n1,2\r\n3,");
    QVERIFY(table);
    QVERIFY(table->wasCut);
    QCOMPARE(table->rows.size(), std::size_t{1});
}

QTEST_APPLESS_MAIN(tst_Csv)
#include "tst_csv.moc"
