// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// `sluicectl load` as its users run it, against a real engine: streams that leave and are kicked resume
// without a gap, too few descriptors mean more processes, Ctrl-C leaves a partial report and no client.
#include "support/ControlRun.h"
#include "support/EngineTest.h"

#include <QFile>
#include <QJsonArray>
#include <QTemporaryDir>

#include <csignal>

#include <sys/resource.h>
#include <unistd.h>

using namespace sluice::integration;

class tst_LoadTest : public EngineTest
{
    Q_OBJECT

private Q_SLOTS:
    void churnResumesWithoutAGap();
    void kickedClientsComeBack();
    void startsProcessesForItsDescriptors();
    void saysWhatDescriptorsItLacks();
    void interruptedRunIsPartial();
    void interruptedProcessesReportTogether();
    void interruptedProcessesAreGone();
    void missedThresholdHasItsOwnCode();

private:
    /** A line of options behind the URLs of a channel of its own. */
    QStringList loadOf(const QString &options)
    {
        const QString channel = QString::fromLatin1(freshChannel());
        const QString base = QStringLiteral("http://127.0.0.1:%1").arg(port());
        const QStringList urls{QStringLiteral("load"), QStringLiteral("--url"),
                               base + QStringLiteral("/stream/") + channel, QStringLiteral("--publish-url"),
                               base + QStringLiteral("/publish/") + channel};
        return urls + options.split(QLatin1Char(' '));
    }

    static ControlRun finish(QProcess &process) { return finishControl(process); }

    static ControlRun run(const QStringList &words)
    {
        QProcess process;
        process.start(QStringLiteral(SLUICECTL_PATH), words);
        return finish(process);
    }

    /** With so many descriptors at most. */
    static void startWith(QProcess &process, unsigned descriptors, const QStringList &words)
    {
        process.setChildProcessModifier([descriptors] {
            const rlimit limit{descriptors, descriptors};
            ::setrlimit(RLIMIT_NOFILE, &limit);
        });
        process.start(QStringLiteral(SLUICECTL_PATH), words);
    }

    /** Reads progress until a line is as it should be; nothing when there is none. */
    template <typename Condition>
    static QJsonObject awaitProgress(QProcess &process, Condition isWanted)
    {
        QJsonObject found;
        eventually([&] {
            process.setReadChannel(QProcess::StandardError);
            process.waitForReadyRead(100);
            while (found.isEmpty() && process.canReadLine()) {
                const QJsonObject line = QJsonDocument::fromJson(process.readLine()).object();
                if (isWanted(line))
                    found = line;
            }
            return !found.isEmpty();
        });
        return found;
    }

    static bool isPublishing(const QJsonObject &line)
    {
        return line[QLatin1StringView("phase")].toString() == QLatin1StringView("publishing") &&
               line[QLatin1StringView("delivered")].toInteger() > 0;
    }

    static QJsonObject report(const ControlRun &run) { return QJsonDocument::fromJson(run.out).object(); }

    static qint64 number(const QJsonObject &object, const char *key)
    {
        return object[QLatin1StringView(key)].toInteger(-1);
    }
};

void tst_LoadTest::churnResumesWithoutAGap()
{
    const ControlRun done =
        run(loadOf(QStringLiteral("--clients 100 --rate 50 --duration 2s --churn 20% --away 100ms --tail 60s "
                                  "--json --progress none")));
    const QJsonObject json = report(done);
    QVERIFY2(done.status == 0, (done.out + done.err).constData());
    QVERIFY(done.err.isEmpty());
    const QJsonObject reconnect = json[QLatin1StringView("reconnect")].toObject();
    QVERIFY(number(reconnect, "churned") > 10);
    QCOMPARE(number(reconnect, "returned"), number(reconnect, "churned"));
    QVERIFY(number(reconnect, "replayed") > 0);
    QCOMPARE(number(json, "delivered"), number(json, "expected"));
    QCOMPARE(number(json, "delivered"), number(json, "published") * 100);
    QCOMPARE(number(json, "gaps"), 0);
    QCOMPARE(number(json, "duplicates"), 0);
}

void tst_LoadTest::kickedClientsComeBack()
{
    QProcess process;
    process.start(QStringLiteral(SLUICECTL_PATH),
                  loadOf(QStringLiteral("--clients 20 --rate 50 --duration 4s --reconnect --away 100ms "
                                        "--tail 60s --json --progress json --max-drop-rate 100%")));
    QVERIFY(!awaitProgress(process, isPublishing).isEmpty());
    const ControlRun kicked = control(adminPort(), {QStringLiteral("kick"), QStringLiteral("--client"),
                                                    QStringLiteral("127.0.0.1"), QStringLiteral("--yes")});
    QVERIFY2(kicked.status == 0, (kicked.out + kicked.err).constData());
    const ControlRun done = finish(process);
    const QJsonObject json = report(done);
    QVERIFY2(done.status == 0, (done.out + done.err).constData());
    QCOMPARE(number(json, "drops"), 20);
    QCOMPARE(number(json[QLatin1StringView("reconnect")].toObject(), "returned"), 20);
    QCOMPARE(number(json, "delivered"), number(json, "published") * 20);
    QCOMPARE(number(json, "gaps"), 0);
    QCOMPARE(number(json, "duplicates"), 0);
}

void tst_LoadTest::startsProcessesForItsDescriptors()
{
    QProcess process;
    startWith(process, 100,
              loadOf(QStringLiteral("--clients 300 --rate 20 --duration 1s --stalled 2% --json")));
    const ControlRun done = finish(process);
    const QJsonObject json = report(done);
    QVERIFY2(done.status == 0, (done.out + done.err).constData());
    QVERIFY(number(json, "reader_processes") >= 4);
    QCOMPARE(number(json, "connected"), 300);
    QCOMPARE(number(json, "stalled"), 6);
    QCOMPARE(number(json, "delivered"), number(json, "published") * 294);
    QCOMPARE(number(json, "delivered"), number(json, "expected"));
}

void tst_LoadTest::saysWhatDescriptorsItLacks()
{
    QProcess process;
    startWith(process, 64, loadOf(QStringLiteral("--clients 100000 --rate 20 --duration 1s")));
    const ControlRun done = finish(process);
    QCOMPARE(done.status, 1);
    QVERIFY2(done.err.contains("100000 clients"), done.err.constData());
    QVERIFY2(done.err.contains("sudo prlimit --pid $$ --nofile="), done.err.constData());
    QVERIFY(done.out.isEmpty());
}

void tst_LoadTest::interruptedRunIsPartial()
{
    const QTemporaryDir directory;
    const QString csv = directory.filePath(QStringLiteral("load.csv"));
    const QString html = directory.filePath(QStringLiteral("load.html"));
    QProcess process;
    process.start(QStringLiteral(SLUICECTL_PATH),
                  loadOf(QStringLiteral("--clients 50 --rate 20 --duration 10min --json --progress json")) +
                      QStringList{QStringLiteral("--csv"), csv, QStringLiteral("--html"), html});
    QVERIFY(!awaitProgress(process, isPublishing).isEmpty());
    ::kill(static_cast<pid_t>(process.processId()), SIGINT);
    const ControlRun done = finish(process);
    QCOMPARE(done.status, 130);
    const QJsonObject json = report(done);
    QVERIFY(json[QLatin1StringView("interrupted")].toBool());
    QCOMPARE(number(json, "connected"), 50);
    QVERIFY(number(json, "delivered") > 0);
    QVERIFY(done.err.contains("\"phase\":\"interrupted\""));
    QFile rows(csv);
    QVERIFY(rows.open(QIODevice::ReadOnly));
    QVERIFY(rows.readAll().trimmed().split('\n').last().contains(",interrupted,"));
    QFile page(html);
    QVERIFY(page.open(QIODevice::ReadOnly));
    QVERIFY(page.readAll().contains("Partial report"));
    QVERIFY(eventually([&] { return Metrics::scrape(adminPort()).active() == 0; }));
}

/** Ctrl-C on a terminal is for the whole group of processes; the readers have one of their own. */
void tst_LoadTest::interruptedProcessesReportTogether()
{
    const QTemporaryDir directory;
    const QString html = directory.filePath(QStringLiteral("load.html"));
    QProcess process;
    process.setChildProcessModifier([] { ::setpgid(0, 0); });
    process.start(QStringLiteral(SLUICECTL_PATH),
                  loadOf(QStringLiteral("--clients 60 --rate 20 --duration 10min --processes 3 --json "
                                        "--progress json")) +
                      QStringList{QStringLiteral("--html"), html});
    QVERIFY(!awaitProgress(process, isPublishing).isEmpty());
    QCOMPARE(::kill(-static_cast<pid_t>(process.processId()), SIGINT), 0);
    const ControlRun done = finish(process);
    QCOMPARE(done.status, 130);
    const QJsonObject json = report(done);
    QVERIFY(json[QLatin1StringView("interrupted")].toBool());
    QCOMPARE(number(json, "reader_processes"), 3);
    QCOMPARE(number(json, "connected"), 60);
    QCOMPARE(number(json, "drops"), 0);
    QVERIFY(number(json, "published") > 0);
    QCOMPARE(number(json, "expected"), number(json, "published") * 60);
    QCOMPARE(number(json, "delivered"), number(json, "expected"));
    QFile page(html);
    QVERIFY(page.open(QIODevice::ReadOnly));
    QVERIFY(page.readAll().contains("Partial report"));
    QVERIFY(eventually([&] { return Metrics::scrape(adminPort()).active() == 0; }));
}

void tst_LoadTest::interruptedProcessesAreGone()
{
    QProcess process;
    process.start(QStringLiteral(SLUICECTL_PATH),
                  loadOf(QStringLiteral("--clients 60 --rate 20 --duration 10min --processes 3 --json "
                                        "--progress json")));
    QVERIFY(!awaitProgress(process, isPublishing).isEmpty());
    QCOMPARE(Metrics::scrape(adminPort()).active(), 60);
    // Nobody tells the other processes but the end of their sockets.
    ::kill(static_cast<pid_t>(process.processId()), SIGKILL);
    finish(process);
    QVERIFY(eventually([&] { return Metrics::scrape(adminPort()).active() == 0; }));
}

void tst_LoadTest::missedThresholdHasItsOwnCode()
{
    const ControlRun done = run(loadOf(QStringLiteral("--clients 5 --rate 20 --duration 1s --p99 0")));
    QCOMPARE(done.status, 6);
    QVERIFY2(done.out.contains("verdict     MISSED"), done.out.constData());
    QVERIFY2(done.out.contains("MISSED    p99 latency: "), done.out.constData());
}

QTEST_GUILESS_MAIN(tst_LoadTest)
#include "tst_load_test.moc"
