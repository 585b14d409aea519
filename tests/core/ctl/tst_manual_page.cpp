// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The tables of the manual pages: nothing that the programs know is missing, and no text of theirs can be
// taken for a macro.

#include "client/ConsoleOptions.h"
#include "ctl/CommandTable.h"
#include "ctl/manual/ManualPage.h"
#include "ctl/manual/Mdoc.h"
#include "settings/DaemonOptions.h"
#include "settings/Schema.h"

#include <QTest>

using namespace sluice;

class tst_manual_page : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void textIsNoMacro_data();
    void textIsNoMacro();
    void argumentIsNoMacro();
    void everySettingIsThere();
    void everyOptionIsThere();
    void everyConsoleOptionIsThere();
    void everyCommandIsThere();
    void everyExitCodeIsThere();
    void proseStays();
    void unknownTableIsAnError();
};

void tst_manual_page::textIsNoMacro_data()
{
    QTest::addColumn<QByteArray>("prose");
    QTest::addColumn<QByteArray>("expected");
    QTest::newRow("request") << QByteArray(".Sh X") << QByteArray("\\&.Sh X\n");
    QTest::newRow("old request") << QByteArray("'br") << QByteArray("\\&'br\n");
    QTest::newRow("escape") << QByteArray("a\\fBb") << QByteArray("a\\efBb\n");
    QTest::newRow("dashes") << QByteArray("--set") << QByteArray("\\-\\-set\n");
    QTest::newRow("sentences") << QByteArray("One. .Two.") << QByteArray("One.\n\\&.Two.\n");
    QTest::newRow("paragraphs") << QByteArray("one\n\n.two") << QByteArray("one\n\\&.two\n");
    QTest::newRow("empty") << QByteArray() << QByteArray();
}

void tst_manual_page::textIsNoMacro()
{
    QFETCH(QByteArray, prose);
    QFETCH(QByteArray, expected);
    QCOMPARE(QByteArray::fromStdString(mdoc::text(prose.toStdString())), expected);
}

void tst_manual_page::argumentIsNoMacro()
{
    QCOMPARE(mdoc::argument("No"), std::string("\"\\&No\""));
    QCOMPARE(mdoc::argument("a \"b\""), std::string("\"\\&a \\(dqb\\(dq\""));
}

void tst_manual_page::everySettingIsThere()
{
    const auto page = manualPage("@SETTINGS@\n");
    QVERIFY(page.has_value());
    for (const SettingInfo &info : schema())
        QVERIFY2(page->find(".It Cm " + mdoc::argument(info.key) + "\n" + mdoc::text(info.help)) !=
                     std::string::npos,
                 std::string(info.key).c_str());
    QVERIFY(page->find("100ms to 1h; default 15s; live.") != std::string::npos);
}

void tst_manual_page::everyOptionIsThere()
{
    const auto page = manualPage("@OPTIONS@\n");
    QVERIFY(page.has_value());
    const auto options = daemonOptionHelp();
    QVERIFY(!options.empty());
    for (const DaemonOptionHelp &option : options)
        QVERIFY2(page->find(mdoc::argument(option.name.substr(1))) != std::string::npos,
                 std::string(option.name).c_str());
    QVERIFY(page->find(".It Fl \"\\&\\-config\" Ar \"\\&FILE\"\n") != std::string::npos);
}

void tst_manual_page::everyConsoleOptionIsThere()
{
    const auto page = manualPage("@CONSOLE_OPTIONS@\n");
    QVERIFY(page.has_value());
    for (const ConsoleOptionHelp &option : consoleOptionHelp())
        QVERIFY2(page->find(".It Fl " + mdoc::argument(option.name.substr(1))) != std::string::npos,
                 std::string(option.name).c_str());
}

void tst_manual_page::everyCommandIsThere()
{
    const auto page = manualPage("@COMMANDS@\n");
    QVERIFY(page.has_value());
    QVERIFY(allCommands().size() >= 3);
    for (const Command &command : allCommands()) {
        QVERIFY(page->find(".Ss " + mdoc::argument(command.syntax.name) + "\n") != std::string::npos);
        for (const CommandOption &option : command.syntax.options)
            QVERIFY(page->find(mdoc::argument(option.name.substr(1))) != std::string::npos);
    }
}

void tst_manual_page::everyExitCodeIsThere()
{
    const auto page = manualPage("@EXITS@\n");
    QVERIFY(page.has_value());
    for (const ExitStatus status :
         {ExitStatus::Done, ExitStatus::Failed, ExitStatus::Usage, ExitStatus::Unreachable,
          ExitStatus::Garbled, ExitStatus::Found, ExitStatus::Interrupted})
        QVERIFY(page->find(".It " + mdoc::argument(std::to_string(static_cast<int>(status))) + "\n") !=
                std::string::npos);
}

void tst_manual_page::proseStays()
{
    QCOMPARE(manualPage(".Sh NAME\ntext @ no table\n@ \n"), std::string(".Sh NAME\ntext @ no table\n@ \n"));
}

void tst_manual_page::unknownTableIsAnError()
{
    const auto page = manualPage(".Sh NAME\n@NOTHING@\n");
    QVERIFY(!page.has_value());
    QVERIFY(page.error().message.find("'@NOTHING@'") != std::string::npos);
}

QTEST_APPLESS_MAIN(tst_manual_page)
#include "tst_manual_page.moc"
