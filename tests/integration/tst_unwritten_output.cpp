// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What every program says and tells the shell when its standard output is full, or closed.
#include "support/ControlRun.h"
#include "support/EngineTest.h"

using namespace sluice::integration;

namespace {

/** Starts a program by a shell, which redirects its output. */
void startRedirected(QProcess &process, const QString &program, const QString &words,
                     const QString &redirection)
{
    process.start(QStringLiteral("/bin/sh"),
                  {QStringLiteral("-c"), QStringLiteral("exec %1 %2 %3").arg(program, words, redirection)});
}

ControlRun redirected(const QString &program, const QString &words, const QString &redirection)
{
    QProcess process;
    startRedirected(process, program, words, redirection);
    return finishControl(process);
}

} // namespace

class tst_UnwrittenOutput : public EngineTest
{
    Q_OBJECT

private Q_SLOTS:
    void isSaid_data();
    void isSaid();
    void endsAWatch();
    void reachesNobodyElse();

private:
    void startWatch(QProcess &process, const QString &options, const QString &redirection) const
    {
        startRedirected(process, QStringLiteral(SLUICECTL_PATH),
                        QStringLiteral("watch --url http://127.0.0.1:%1 %2 news").arg(port()).arg(options),
                        redirection);
    }
};

void tst_UnwrittenOutput::isSaid_data()
{
    QTest::addColumn<QString>("program");
    QTest::addColumn<QString>("words");
    const auto row = [](const char *name, const QString &program, const char *words) {
        QTest::addRow("%s %s", name, words) << program << QString::fromLatin1(words);
    };
    for (const char *words :
         {"--help", "--version", "--print-config", "--check-config", "--print-settings-reference"})
        row("sluiced", QStringLiteral(SLUICED_PATH), words);
    for (const char *words :
         {"--help", "help get", "get --help", "--version", "config nginx --defaults", "get", "get --json",
          "schema", "snapshot", "streams", "audit", "channels --json"})
        row("sluicectl", QStringLiteral(SLUICECTL_PATH), words);
#ifdef SLUICE_PATH
    for (const char *words : {"--help", "--version"})
        row("sluice", QStringLiteral(SLUICE_PATH), words);
#endif
}

void tst_UnwrittenOutput::isSaid()
{
    QFETCH(QString, program);
    QFETCH(QString, words);
    qputenv("SLUICE_ADMIN", "http://127.0.0.1:" + QByteArray::number(adminPort()));
    const ControlRun sound = redirected(program, words, {});
    QVERIFY2(sound.status == 0 && !sound.out.isEmpty(), sound.err.constData());
    for (const char *redirection : {">/dev/full", ">&-", ">/dev/full <&-", ">&- <&-"}) {
        const ControlRun lost = redirected(program, words, QString::fromLatin1(redirection));
        QVERIFY2(lost.status == 1,
                 qPrintable(QStringLiteral("%1: %2").arg(QLatin1String(redirection)).arg(lost.status)));
        QVERIFY2(lost.err.contains("standard output could not"), lost.err.constData());
        // With nobody to tell it to, the status still does.
        QCOMPARE(
            redirected(program, words, QString::fromLatin1(redirection) + QStringLiteral(" 2>&-")).status, 1);
    }
    const ControlRun alone = redirected(program, words, QStringLiteral("2>&- <&-"));
    QVERIFY(alone.status == 0 && !alone.out.isEmpty());
}

/** A command that would go on for ever ends when nobody can see what it says. */
void tst_UnwrittenOutput::endsAWatch()
{
    QProcess process;
    startWatch(process, {}, QStringLiteral(">/dev/full"));
    QVERIFY(eventually([&] {
        Publisher(port()).publish("news", "x");
        return process.waitForFinished(100);
    }));
    QCOMPARE(process.exitCode(), 1);
    QVERIFY(process.readAllStandardError().contains("standard output could not"));
}

/** What is meant for a person must not get into a connection that took the number of a closed descriptor. */
void tst_UnwrittenOutput::reachesNobodyElse()
{
    QProcess process;
    startWatch(process, QStringLiteral("--json --count 1"), QStringLiteral("<&- 2>&-"));
    QVERIFY(eventually([&] {
        Publisher(port()).publish("news", "x");
        return process.waitForFinished(100);
    }));
    QCOMPARE(process.exitCode(), 0);
    QVERIFY(process.readAllStandardOutput().contains("\"data\":\"x\""));
}

QTEST_GUILESS_MAIN(tst_UnwrittenOutput)
#include "tst_unwritten_output.moc"
