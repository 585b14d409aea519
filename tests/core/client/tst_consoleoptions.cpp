// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The console's command line: what it takes, and what it says to what it does not.
#include "client/ConsoleOptions.h"

#include <QTemporaryDir>
#include <QTest>

#include <fstream>

using namespace sluice;

namespace {

tl::expected<ConsoleOptions, Error> parsed(const std::vector<std::string> &arguments)
{
    return parseConsoleOptions(arguments);
}

QStringList words(std::initializer_list<const char *> list)
{
    QStringList made;
    for (const char *word : list)
        made.append(QString::fromUtf8(word));
    return made;
}

} // namespace

class TestConsoleOptions : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { qunsetenv("SLUICE_TOKEN"); }

    void nothingIsFine()
    {
        const auto options = parsed({});
        QVERIFY(options.has_value());
        QVERIFY(options->engine.empty() && options->page.empty() && options->theme.empty());
        QVERIFY(!options->textScale && !options->size && options->screenshot.empty());
    }

    void everythingIsTaken()
    {
        QTemporaryDir folder;
        const std::string file = folder.filePath(QStringLiteral("token")).toStdString();
        std::ofstream(file) << "secret-of-the-engine\r\nsecond line\n";
        const auto options = parsed({"--connect", "http://host:9180", "--token-file=" + file, "--page",
                                     "drain", "--theme=light", "--text-scale", "1.5", "--size", "1920x1080",
                                     "--screenshot", "a.png", "--after", "0.5"});
        QVERIFY2(options.has_value(), options ? "" : options.error().message.c_str());
        QCOMPARE(options->engine, std::string("http://host:9180"));
        QCOMPARE(options->token, std::string("secret-of-the-engine"));
        QCOMPARE(options->page, std::string("drain"));
        QCOMPARE(options->theme, std::string("light"));
        QCOMPARE(*options->textScale, 1.5);
        QCOMPARE(options->size->width, 1920);
        QCOMPARE(options->size->height, 1080);
        QCOMPARE(options->screenshot, std::string("a.png"));
        QCOMPARE(options->after, std::chrono::milliseconds(500));
    }

    void theTokenMayComeFromTheEnvironment()
    {
        qputenv("SLUICE_TOKEN", "from-outside");
        QCOMPARE(parsed({"--connect", "http://host:9180"})->token, std::string("from-outside"));
        QVERIFY(parsed({})->token.empty());
    }

    void helpAndVersionAnswerWhateverElseIsGiven()
    {
        QVERIFY(parsed({"--page", "drain", "--help", "--nonsense"})->action ==
                ConsoleOptions::Action::PrintHelp);
        QVERIFY(parsed({"-h"})->action == ConsoleOptions::Action::PrintHelp);
        const auto version = parsed({"--version"});
        QCOMPARE(answerText(*version), std::string("sluice " SLUICE_VERSION "\n"));
    }

    void theHelpNamesEveryOptionAndPage()
    {
        ConsoleOptions options;
        options.action = ConsoleOptions::Action::PrintHelp;
        const std::string help = answerText(options);
        for (const ConsoleOptionHelp &option : consoleOptionHelp())
            QVERIFY2(help.find("  " + std::string(option.name) + " ") != std::string::npos,
                     std::string(option.name).c_str());
        for (const std::string_view page : consolePages())
            QVERIFY2(help.find(page) != std::string::npos, std::string(page).c_str());
    }

    void refusesWithTheOptionTheValueAndTheRule_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QStringList>("named");
        const auto row = [](const char *name, std::initializer_list<const char *> arguments,
                            std::initializer_list<const char *> named) {
            QTest::newRow(name) << words(arguments) << words(named);
        };
        row("unknown", {"--pgae", "x"}, {"'--pgae'", "--page"});
        row("no option", {"tuning"}, {"'tuning'", "--help"});
        row("no value", {"--page"}, {"--page", "NAME"});
        row("an option instead of a value", {"--page", "--theme"}, {"--page", "needs a value"});
        row("empty value", {"--page="}, {"--page", "needs a value"});
        row("value of a flag", {"--version=2"}, {"--version", "'2'"});
        row("page", {"--page", "drains"}, {"--page", "'drains'", "overview", "did you mean 'drain'"});
        row("theme", {"--theme", "blue"}, {"--theme", "'blue'", "system, dark, light or contrast"});
        row("scale", {"--text-scale", "150%"}, {"--text-scale", "'150%'", "0.8 to 2"});
        row("scale too large", {"--text-scale", "3"}, {"'3'", "0.8 to 2"});
        row("scale no number", {"--text-scale", "nan"}, {"'nan'", "0.8 to 2"});
        row("size", {"--size", "1280"}, {"--size", "'1280'", "960x600"});
        row("size too small", {"--size", "640x480"}, {"'640x480'", "960x600"});
        row("size with more", {"--size", "1280x800px"}, {"'1280x800px'"});
        row("after", {"--screenshot", "a.png", "--after", "-1"}, {"--after", "'-1'", "0 to 3600"});
        row("after alone", {"--after", "1"}, {"--after", "--screenshot"});
        row("url", {"--connect", "host:9180"}, {"--connect", "host:9180"});
        row("https", {"--connect", "https://host:9180"}, {"--connect", "https"});
        row("token alone", {"--token-file", "x"}, {"--token-file", "--connect"});
        row("no such file", {"--connect", "http://h", "--token-file", "/nowhere/token"},
            {"--token-file", "'/nowhere/token'", "cannot be read"});
        row("both ends", {"--screenshot", "a.png", "--print-start-time"},
            {"--print-start-time", "--screenshot"});
    }

    void refusesWithTheOptionTheValueAndTheRule()
    {
        QFETCH(QStringList, arguments);
        QFETCH(QStringList, named);
        std::vector<std::string> given;
        for (const QString &argument : arguments)
            given.push_back(argument.toStdString());
        const auto options = parsed(given);
        QVERIFY(!options.has_value());
        for (const QString &part : named)
            QVERIFY2(options.error().message.find(part.toStdString()) != std::string::npos,
                     options.error().message.c_str());
    }
};

QTEST_GUILESS_MAIN(TestConsoleOptions)
#include "tst_consoleoptions.moc"
