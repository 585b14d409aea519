// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Filling in a template: values, their lines, conditions, and what only looks like a placeholder.
#include "findings/config/ConfigTemplate.h"

#include <QTest>

using namespace sluice;

class tst_ConfigTemplate : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void fills_data();
    void fills();
    void indents();
};

void tst_ConfigTemplate::fills_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("expected");
    const auto row = [](const char *name, const char *text, const char *expected) {
        QTest::newRow(name) << QByteArray(text) << QByteArray(expected);
    };
    row("nothing", "", "");
    row("plain", "a\n\nb\n", "a\n\nb\n");
    row("value", "x @ONE@ y\n", "x 1 y\n");
    row("two in a line", "@ONE@@ONE@\n", "11\n");
    row("number", "@NUMBER@\n", "-5\n");
    row("several lines keep the indentation", "  @LINES@\n", "  a\n  b\n");
    row("an empty line goes", "a\n    @EMPTY@\nb\n", "a\nb\n");
    row("an empty value in a line", "a@EMPTY@b\n", "ab\n");
    row("nginx's own at signs", "location @sluice_away { # me@ONE.example\n",
        "location @sluice_away { # me@ONE.example\n");
    row("at the end", "a @\n@ONE", "a @\n@ONE\n");
    row("condition holds", "@IF YES@\na\n@END@\nb\n", "a\nb\n");
    row("condition does not", "@IF NO@\na\n@END@\nb\n", "b\n");
    row("nested", "@IF YES@\na\n@IF NO@\nb\n@END@\nc\n@END@\n", "a\nc\n");
    row("nested in what does not hold", "@IF NO@\na\n@IF YES@\nb\n@END@\nc\n@END@\nd\n", "d\n");
}

void tst_ConfigTemplate::fills()
{
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, expected);
    ConfigTemplate page;
    page.set("ONE", "1");
    page.set("NUMBER", std::int64_t{-5});
    page.set("LINES", "a\nb");
    page.set("EMPTY", "");
    page.setIf("YES", true);
    page.setIf("NO", false);
    QCOMPARE(QByteArray::fromStdString(page.filled(text.toStdString(), "a test")), expected);
}

void tst_ConfigTemplate::indents()
{
    QCOMPARE(indented("a\n\nb\n", 2), std::string("  a\n\n  b\n"));
}

QTEST_APPLESS_MAIN(tst_ConfigTemplate)
#include "tst_config_template.moc"
