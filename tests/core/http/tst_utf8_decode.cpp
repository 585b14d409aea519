// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "http/Utf8Decode.h"

#include <QTest>

class tst_Utf8Decode : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void decodes_data();
    void decodes();
};

void tst_Utf8Decode::decodes_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char *name, const QByteArray &bytes, const QString &expected) {
        QTest::newRow(name) << bytes << expected;
    };
    const QString bad(QChar(0xFFFD));
    row("empty", "", QString());
    row("ASCII", "abc", QStringLiteral("abc"));
    row("two bytes", "\xC3\xA4", QStringLiteral("\u00E4"));
    row("three bytes", "\xE2\x82\xAC", QStringLiteral("\u20AC"));
    row("four bytes", "\xF0\x9F\x98\x80", QStringLiteral("\U0001F600"));
    row("lone continuation", "a\x80z", QStringLiteral("a\uFFFDz"));
    row("FF", "\xFF", bad);
    row("C0 overlong", "\xC0\x80", bad + bad);
    row("E0 overlong", "\xE0\x80\x80", bad + bad + bad);
    row("surrogate", "\xED\xA0\x80", bad + bad + bad);
    row("above 10FFFF", "\xF4\x90\x80\x80", bad + bad + bad + bad);
    row("F5", "\xF5\x80", bad + bad);
    // Each maximal part of a sequence becomes one replacement, as the WHATWG decoder does.
    row("truncated three", "\xE2\x82", bad);
    row("truncated three, then text", "\xE2\x82z", QStringLiteral("\uFFFDz"));
    row("truncated four", "\xF0\x9F\x98", bad);
    row("truncated by a lead", "\xE2\xE2\x82\xAC", QStringLiteral("\uFFFD\u20AC"));
    // Tables 3-8 to 3-11 of the Unicode standard.
    row("non-shortest forms",
        "\xC0\xAF\xE0\x80\xBF\xF0\x81\x82"
        "A",
        QString(8, QChar(0xFFFD)) + QStringLiteral("A"));
    row("surrogates",
        "\xED\xA0\x80\xED\xBF\xBF\xED\xAF"
        "A",
        QString(8, QChar(0xFFFD)) + QStringLiteral("A"));
    row("other ill-formed sequences",
        "\xF4\x91\x92\x93\xFF"
        "A\x80\xBF"
        "B",
        QString(5, QChar(0xFFFD)) + QStringLiteral("A\uFFFD\uFFFDB"));
    row("truncated sequences",
        "\xE1\x80\xE2\xF0\x91\x92\xF1\xBF"
        "A",
        QString(4, QChar(0xFFFD)) + QStringLiteral("A"));
    row("mark inside", "a\xEF\xBB\xBFz", QStringLiteral("a\uFEFFz"));
}

void tst_Utf8Decode::decodes()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QString, expected);
    std::string out = "<";
    sluice::appendUtf8Decoded(out, bytes.toStdString());
    QCOMPARE(QByteArray::fromStdString(out), "<" + expected.toUtf8());
}

QTEST_GUILESS_MAIN(tst_Utf8Decode)
#include "tst_utf8_decode.moc"
