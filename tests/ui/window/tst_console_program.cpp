// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The program sluice from outside: its options, its pictures, two of them at once, and how it ends.
#include "support/SluicedProcess.h"

#include <QImage>
#include <QProcess>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <set>

using namespace sluice::integration;

namespace {

constexpr int kPatience = 60'000; // milliseconds

struct Outcome
{
    int status = -1;
    QByteArray out;
    QByteArray err;
};

Outcome outcomeOf(QProcess &process)
{
    if (!process.waitForFinished(kPatience)) {
        process.kill();
        process.waitForFinished(kPatience);
        return {-2, process.readAllStandardOutput(), process.readAllStandardError()};
    }
    return {process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1,
            process.readAllStandardOutput(), process.readAllStandardError()};
}

QStringList words(std::initializer_list<const char *> list)
{
    QStringList made;
    for (const char *word : list)
        made.append(QLatin1String(word));
    return made;
}

/** How many colours an image has, up to a hundred: an empty window has one. */
std::size_t coloursOf(const QImage &image)
{
    std::set<QRgb> colours;
    for (int y = 0; y < image.height() && colours.size() < 100; ++y) {
        for (int x = 0; x < image.width(); ++x)
            colours.insert(image.pixel(x, y));
    }
    return colours.size();
}

} // namespace

class TestConsoleProgram : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;

    /** A console with preferences of this test's own, not yet started. */
    std::unique_ptr<QProcess> console(const QStringList &arguments, const char *platform = "offscreen") const
    {
        auto process = std::make_unique<QProcess>();
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(QStringLiteral("XDG_CONFIG_HOME"), m_folder.path());
        for (const char *name :
             {"QT_QPA_PLATFORM", "DISPLAY", "WAYLAND_DISPLAY", "QT_QUICK_BACKEND", "SLUICE_TOKEN"})
            environment.remove(QLatin1String(name));
        if (*platform != 0)
            environment.insert(QStringLiteral("QT_QPA_PLATFORM"), QLatin1String(platform));
        process->setProcessEnvironment(environment);
        process->setProgram(QStringLiteral(SLUICE_PATH));
        process->setArguments(arguments);
        return process;
    }

    Outcome run(const QStringList &arguments, const char *platform = "offscreen") const
    {
        const auto process = console(arguments, platform);
        process->start();
        return outcomeOf(*process);
    }

    QString file(const char *name) const { return m_folder.filePath(QLatin1String(name)); }

private Q_SLOTS:
    void answersWithoutADisplay()
    {
        const Outcome version = run(words({"--version"}), "");
        QCOMPARE(version.status, 0);
        QCOMPARE(version.out, QByteArray("sluice " SLUICE_VERSION "\n"));
        const Outcome help = run(words({"--help"}), "");
        QCOMPARE(help.status, 0);
        QVERIFY(help.out.contains("--connect"));
        const Outcome wrong = run(words({"--theme", "blue"}), "");
        QCOMPARE(wrong.status, 2);
        QVERIFY2(wrong.err.contains("'blue'") && wrong.err.contains("contrast"), wrong.err.constData());
    }

    void withoutADisplayItSaysSo()
    {
        const Outcome outcome = run({}, "");
        QCOMPARE(outcome.status, 1);
        QVERIFY2(outcome.err.contains("no display"), outcome.err.constData());
    }

    void makesAPictureOfARunningEngine()
    {
        SluicedProcess engine(
            SluicedProcess::Options::with({QStringLiteral("auth.admin_token=t0ken-of-the-test")}));
        QVERIFY2(engine.start(), engine.standardError().constData());
        QFile token(file("token"));
        QVERIFY(token.open(QIODevice::WriteOnly));
        token.write("t0ken-of-the-test\n");
        token.close();
        const QString url = QStringLiteral("http://127.0.0.1:%1").arg(engine.adminPort());
        const QString picture = file("picture.png");
        const Outcome outcome =
            run(words({"--page", "overview", "--theme", "light", "--size", "1280x800", "--after", "3"}) +
                    QStringList{QStringLiteral("--connect"), url, QStringLiteral("--token-file"),
                                token.fileName(), QStringLiteral("--screenshot"), picture},
                "");
        QVERIFY2(outcome.status == 0, outcome.err.constData());
        QVERIFY2(!outcome.err.contains(".qml:"), outcome.err.constData());
        QVERIFY2(outcome.err.contains("drawing in software"), outcome.err.constData());
        const QImage image(picture);
        QCOMPARE(image.size(), QSize(1280, 800));
        QVERIFY(coloursOf(image) > 20);
        QVERIFY(image.pixelColor(1270, 795).lightness() > 128);
        // A picture leaves no preferences behind.
        QVERIFY(!QFile::exists(file("sluice/console.ini")));
    }

    void aPictureThatCannotBeWrittenIsAnError()
    {
        const Outcome outcome = run(words({"--screenshot", "/nowhere/a.png", "--after", "0.2"}));
        QCOMPARE(outcome.status, 1);
        QVERIFY2(outcome.err.contains("/nowhere/a.png"), outcome.err.constData());
    }

    void twoAtOnceHaveAnEngineEach()
    {
        const auto one = console({QStringLiteral("--screenshot"), file("one.png")});
        const auto two = console({QStringLiteral("--screenshot"), file("two.png")});
        one->start();
        two->start();
        const Outcome first = outcomeOf(*one);
        const Outcome second = outcomeOf(*two);
        QVERIFY2(first.status == 0 && second.status == 0, (first.err + second.err).constData());
        QVERIFY(coloursOf(QImage(file("one.png"))) > 20);
        QVERIFY(coloursOf(QImage(file("two.png"))) > 20);
    }

    void showsAChartSoonAndPrintsWhen()
    {
        const Outcome outcome = run(words({"--print-start-time"}));
        QVERIFY2(outcome.status == 0, outcome.err.constData());
        const QRegularExpression pattern(QStringLiteral("^first live chart after ([0-9.]+) s\n$"));
        const auto match = pattern.match(QString::fromUtf8(outcome.out));
        QVERIFY2(match.hasMatch(), outcome.out.constData());
        // How soon is for a quiet machine to say (below 1.5 s); here only that it is a time.
        QVERIFY(match.captured(1).toDouble() > 0);
    }

    void aSignalEndsItCleanlyAndItRemembersItsPage()
    {
        const auto process = console(words({"--page", "drain"}));
        process->start();
        QVERIFY(process->waitForStarted(kPatience));
        QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(file("sluice/console.ini")), kPatience);
        QTest::qWait(500);
        ::kill(static_cast<pid_t>(process->processId()), SIGTERM);
        const Outcome outcome = outcomeOf(*process);
        QVERIFY2(outcome.status == 0, outcome.err.constData());
        QFile preferences(file("sluice/console.ini"));
        QVERIFY(preferences.open(QIODevice::ReadOnly));
        QVERIFY(preferences.readAll().contains("page=drain"));
    }
};

QTEST_GUILESS_MAIN(TestConsoleProgram)
#include "tst_console_program.moc"
