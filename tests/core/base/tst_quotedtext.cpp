// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/text/QuotedText.h"

#include <QTest>

using namespace sluice;
using namespace std::string_literals;

class tst_QuotedText : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void text_data();
    void text();
    void longTextIsCutBetweenCharacters();
};

void tst_QuotedText::text_data()
{
    QTest::addColumn<std::string>("raw");
    QTest::addColumn<std::string>("shown");
    QTest::newRow("empty") << ""s
                           << "''"s;
    QTest::newRow("plain") << "15s"s
                           << "'15s'"s;
    QTest::newRow("UTF-8") << "Grüße"s
                           << "'Grüße'"s;
    QTest::newRow("line ends") << "a\r\nb"s
                               << "'a\\x0d\\x0ab'"s;
    QTest::newRow("NUL") << "a\0b"s
                         << "'a\\x00b'"s;
    QTest::newRow("terminal escape") << "\x1b[31m"s
                                     << "'\\x1b[31m'"s;
    QTest::newRow("delete") << "\x7f"s
                            << "'\\x7f'"s;
    QTest::newRow("C1 control") << "\xc2\x9b"s
                                << "'\\u009b'"s;
    QTest::newRow("a byte of C1") << "\x9b"s
                                  << "'\xef\xbf\xbd'"s;
    QTest::newRow("right to left") << "\xe2\x80\xae"s
                                   << "'\\u202e'"s;
    QTest::newRow("longest") << std::string(100, 'x') << "'" + std::string(100, 'x') + "'";
    QTest::newRow("too long") << std::string(101, 'x') << "'" + std::string(100, 'x') + "...'";
}

void tst_QuotedText::text()
{
    QFETCH(const std::string, raw);
    QFETCH(const std::string, shown);
    QCOMPARE(quotedText(raw), shown);
}

void tst_QuotedText::longTextIsCutBetweenCharacters()
{
    const std::string raw = std::string(99, 'x') + "ü" + std::string(10, 'x'); // the ü is bytes 99 and 100
    QCOMPARE(quotedText(raw), "'" + std::string(99, 'x') + "...'");
}

QTEST_APPLESS_MAIN(tst_QuotedText)
#include "tst_quotedtext.moc"
