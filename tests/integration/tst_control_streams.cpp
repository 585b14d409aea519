// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// sluicectl's commands about streams against a real engine: streams, channels, disconnects, kick, snapshot,
// export, diagnose and top without a terminal; and every command against nobody.
#include "support/ControlRun.h"
#include "support/EngineTest.h"

#include <QFile>
#include <QJsonArray>
#include <QSet>
#include <QTemporaryDir>

#include <csignal>

using namespace sluice::integration;

namespace {

QStringList words(const QString &line)
{
    return line.split(QLatin1Char(' '));
}

} // namespace

class tst_ControlStreams : public EngineTest
{
    Q_OBJECT

private Q_SLOTS:
    void listsStreams();
    void listsChannels();
    void kicks();
    void blocks();
    void tellsTheEnds();
    void takesSnapshots();
    void watchesUntilCtrlC();
    void exportsOnce();
    void followsOverARestart();
    void diagnoses();
    void printsTopWithoutATerminal();
    void findsNobody();

private:
    ControlRun run(const QString &line) { return control(adminPort(), words(line)); }
    QJsonArray streamsOf(const QByteArray &channel)
    {
        return run(QStringLiteral("streams --json --channel ") + QString::fromLatin1(channel))
            .json()
            .value(QLatin1String("streams"))
            .toArray();
    }
};

void tst_ControlStreams::listsStreams()
{
    const QByteArray channel = freshChannel();
    const StreamClient one(port(), "/stream/" + channel);
    const StreamClient two(port(), "/stream/" + channel);
    QVERIFY(one.isOpen() && two.isOpen());
    QVERIFY(eventually([&] { return streamsOf(channel).size() == 2; }));
    const ControlRun text =
        run(QStringLiteral("streams --sort -age --channel ") + QString::fromLatin1(channel));
    QCOMPARE(text.status, 0);
    QVERIFY2(text.out.contains("127.0.0.1") && text.out.contains(channel), text.out.constData());
    QVERIFY2(text.out.endsWith("2 of 2 streams\n"), text.out.constData());
    QCOMPARE(
        run(QStringLiteral("streams --min-age 10h --json")).json().value(QLatin1String("total")).toInt(-1),
        0);
    QCOMPARE(run(QStringLiteral("streams --sort nonsense")).status, 1);
    QCOMPARE(run(QStringLiteral("streams --client nonsense")).status, 1);
}

void tst_ControlStreams::listsChannels()
{
    const QByteArray channel = freshChannel();
    const StreamClient client(port(), "/stream/" + channel);
    QVERIFY(client.isOpen());
    const ControlRun text = run(QStringLiteral("channels --sort -streams"));
    QCOMPARE(text.status, 0);
    QVERIFY2(text.out.contains(channel), text.out.constData());
    QVERIFY(run(QStringLiteral("channels --json --limit 1"))
                .json()
                .value(QLatin1String("channels"))
                .toArray()
                .size() == 1);
}

void tst_ControlStreams::kicks()
{
    const QByteArray channel = freshChannel();
    StreamClient one(port(), "/stream/" + channel);
    StreamClient two(port(), "/stream/" + channel);
    StreamClient three(port(), "/stream/" + channel);
    QVERIFY(eventually([&] { return streamsOf(channel).size() == 3; }));
    const QString id =
        QString::number(streamsOf(channel).first().toObject().value(QLatin1String("id")).toInteger());
    const ControlRun single = run(QStringLiteral("kick ") + id);
    QVERIFY2(single.status == 0, single.err.constData());
    // On a busy machine a worker may be too late for the answer, which says so.
    QVERIFY2(single.out == "1 stream ended\n" || single.out == "0 streams ended, 1 pending\n",
             single.out.constData());
    ControlRun again;
    QVERIFY(eventually([&] {
        again = run(QStringLiteral("kick --json ") + id);
        return again.status == 1;
    }));
    QCOMPARE(again.json().value(QLatin1String("missing")).toArray().size(), 1);
    QVERIFY(eventually([&] { return streamsOf(channel).size() == 2; }));
    const ControlRun rest = run(QStringLiteral("kick --json --channel ") + QString::fromLatin1(channel));
    QVERIFY2(rest.status == 0, rest.err.constData());
    const int kicked = rest.json().value(QLatin1String("kicked")).toInt();
    QVERIFY2(kicked == 2 || rest.err.contains("has not answered yet"), rest.out.constData());
    for (StreamClient *client : {&one, &two, &three})
        QCOMPARE(client->waitForEnd(), StreamClient::Ending::Clean);
}

void tst_ControlStreams::blocks()
{
    SluicedProcess own;
    START_ENGINE(own);
    StreamClient client(own.publicPort(), "/stream/x");
    QVERIFY(client.isOpen());
    const auto kick = [&] {
        return control(own.adminPort(), words(QStringLiteral("kick --channel x --block 10m --json")))
                   .json()
                   .value(QLatin1String("kicked"))
                   .toInt() == 1;
    };
    QVERIFY(eventually(kick));
    QCOMPARE(client.waitForEnd(), StreamClient::Ending::Clean);
    QCOMPARE(StreamClient(own.publicPort(), "/stream/x").head().status, 204);
}

void tst_ControlStreams::tellsTheEnds()
{
    const QByteArray channel = freshChannel();
    {
        const StreamClient client(port(), "/stream/" + channel);
        QVERIFY(client.isOpen());
    }
    const QString line = QStringLiteral("disconnects --json --channel ") + QString::fromLatin1(channel);
    QVERIFY(eventually(
        [&] { return run(line).json().value(QLatin1String("disconnects")).toArray().size() == 1; }));
    const ControlRun text =
        run(QStringLiteral("disconnects --utc --channel ") + QString::fromLatin1(channel));
    QVERIFY2(text.out.contains("client-closed") || text.out.contains("reset"), text.out.constData());
    QCOMPARE(run(QStringLiteral("disconnects --cause nonsense")).status, 1);
}

void tst_ControlStreams::takesSnapshots()
{
    const QJsonObject json = run(QStringLiteral("snapshot --json")).json();
    QVERIFY(json.contains(QLatin1String("pool_utilization_percent")));
    const ControlRun text = run(QStringLiteral("snapshot"));
    QCOMPARE(text.status, 0);
    QVERIFY(text.out.contains("pool_utilization_percent"));
}

void tst_ControlStreams::watchesUntilCtrlC()
{
    QProcess process;
    startControl(process, adminPort(), words(QStringLiteral("snapshot --json --watch --every 50ms")));
    QByteArray seen;
    QVERIFY(eventually([&] {
        process.waitForReadyRead(100);
        seen += process.readAllStandardOutput();
        return seen.count('\n') >= 3;
    }));
    ::kill(static_cast<pid_t>(process.processId()), SIGINT);
    ControlRun run = finishControl(process);
    QCOMPARE(run.status, 0);
    run.out = seen + run.out;
    for (const QJsonObject &snapshot : run.jsonLines())
        QVERIFY(snapshot.contains(QLatin1String("active_streams")));
}

void tst_ControlStreams::exportsOnce()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("out.csv"));
    const auto hasRows = [&] {
        return run(QStringLiteral("export --json --since 10m --csv ") + path)
                   .json()
                   .value(QLatin1String("rows"))
                   .toInt() >= 2;
    };
    QVERIFY(eventually(hasRows));
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArray text = file.readAll();
    QVERIFY2(text.startsWith("version,time_utc,"), text.left(100).constData());
    QVERIFY(text.endsWith("\r\n"));
    const ControlRun out = run(QStringLiteral("export --since 10m --csv -"));
    QCOMPARE(out.status, 0);
    QVERIFY(out.out.startsWith("version,time_utc,"));
    const ControlRun full = run(QStringLiteral("export --csv /dev/full"));
    QCOMPARE(full.status, 1);
    QVERIFY2(full.err.contains("No space left on device"), full.err.constData());
}

void tst_ControlStreams::followsOverARestart()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("out.csv"));
    const auto rows = [&path] {
        QFile file(path);
        QList<QByteArray> lines =
            file.open(QIODevice::ReadOnly) ? file.readAll().split('\n') : QList<QByteArray>();
        lines.removeAll(QByteArray());
        return lines;
    };
    SluicedProcess::Options options;
    options.settings = {QStringLiteral("metrics.interval=250ms")};
    auto engine = std::make_unique<SluicedProcess>(options);
    START_ENGINE(*engine);
    QProcess process;
    startControl(process, engine->adminPort(),
                 words(QStringLiteral("export --follow --every 250ms --csv ") + path));
    QVERIFY(eventually([&] { return rows().size() >= 4; }));
    options.publicPort = engine->publicPort();
    options.adminPort = engine->adminPort();
    engine->kill();
    engine = std::make_unique<SluicedProcess>(options);
    START_ENGINE(*engine);
    const qsizetype before = rows().size();
    QVERIFY(eventually([&] { return rows().size() >= before + 3; }));
    ::kill(static_cast<pid_t>(process.processId()), SIGINT);
    const ControlRun ended = finishControl(process);
    QVERIFY2(ended.status == 0, ended.err.constData());
    const QList<QByteArray> all = rows();
    QVERIFY(all.first().startsWith("version,"));
    QCOMPARE(QSet<QByteArray>(all.begin(), all.end()).size(), all.size()); // no row and no header twice
    QVERIFY(engine->stop());
}

void tst_ControlStreams::diagnoses()
{
    const ControlRun text = run(QStringLiteral("diagnose"));
    QVERIFY2(text.status == 0 || text.status == 5, text.err.constData());
    QCOMPARE(text.out.contains("healthy"), text.status == 0);
    QVERIFY(run(QStringLiteral("diagnose --json")).json().contains(QLatin1String("status")));
}

void tst_ControlStreams::printsTopWithoutATerminal()
{
    const QByteArray channel = freshChannel();
    const StreamClient client(port(), "/stream/" + channel);
    QVERIFY(client.isOpen());
    const ControlRun text = run(QStringLiteral("top --every 300ms --utc"));
    QVERIFY2(text.status == 0, text.err.constData());
    for (const char *part : {"sluice 127.0.0.1:", "serving", "pool ", "WORKER", "CHANNEL", "CLIENT", "CAUSE"})
        QVERIFY2(text.out.contains(part), text.out.constData());
    QVERIFY(!text.out.contains('\x1b'));
    const QJsonObject json = run(QStringLiteral("top --json")).json();
    for (const char *part : {"snapshot", "streams", "channels", "disconnects", "drain"})
        QVERIFY(json.contains(QLatin1String(part)));
}

void tst_ControlStreams::findsNobody()
{
    SluicedProcess gone;
    START_ENGINE(gone);
    const quint16 adminPortOfNobody = gone.adminPort();
    QVERIFY(gone.stop());
    for (const char *line :
         {"get", "set a=b", "undo", "save", "reload", "audit", "schema", "streams", "kick 1", "channels",
          "disconnects", "drain", "drain --status", "snapshot", "export --csv -", "diagnose", "top"}) {
        const ControlRun run = control(adminPortOfNobody, words(QString::fromUtf8(line)));
        QVERIFY2(run.status == 3, (QByteArray(line) + ": " + run.err).constData());
        QVERIFY2(run.err.contains("cannot connect to the engine at http://127.0.0.1:"), run.err.constData());
        QVERIFY(run.out.isEmpty());
    }
}

QTEST_GUILESS_MAIN(tst_ControlStreams)
#include "tst_control_streams.moc"
