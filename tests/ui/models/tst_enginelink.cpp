// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The console's link to an engine in good times and bad: live, stale, gone and back, refused, incompatible,
// nonsense, and a remote that stalls.
#include "EngineLink.h"
#include "Snapshots.h"
#include "core/support/ScriptedServer.h"
#include "ui/support/TestEngine.h"

#include <QElapsedTimer>
#include <QJsonDocument>
#include <QSignalSpy>
#include <QTest>

using namespace sluice;
using namespace sluice::test;
using State = EngineLink::State;

#define TRY(condition) QTRY_VERIFY_WITH_TIMEOUT(condition, 60'000)

namespace {

ScriptedServer::Answer answer(const QByteArray &body, const QByteArray &type = "application/json")
{
    return {{"HTTP/1.1 200 OK\r\nContent-Type: " + type +
             "\r\nContent-Length: " + QByteArray::number(body.size()) + "\r\n\r\n" + body}};
}

ScriptedServer::Answer version(int api)
{
    return answer("{\"version\":\"9.9\",\"role\":\"viewer\",\"api_version\":" + QByteArray::number(api) +
                  "}");
}

ScriptedServer::Answer noHistory()
{
    return answer("version,time_utc\r\n", "text/csv");
}

ScriptedServer::Answer follows(const QList<QByteArray> &snapshots)
{
    ScriptedServer::Answer made{{"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n"}};
    for (const QByteArray &snapshot : snapshots)
        made.pieces.append("event: snapshot\ndata: " + snapshot + "\n\n");
    return made;
}

QByteArray snapshotText(double seconds)
{
    return QJsonDocument(snapshotAt(seconds, {{QStringLiteral("interval_seconds"), 0.25},
                                              {QStringLiteral("active_streams"), 7}}))
        .toJson(QJsonDocument::Compact);
}

AdminRequest settingsRequest()
{
    AdminRequest request;
    request.path = QStringLiteral("settings");
    return request;
}

} // namespace

class TestEngineLink : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void looksAtNothingAtFirst()
    {
        EngineLink link;
        QCOMPARE(link.state(), State::Idle);
        QVERIFY(link.secondsSinceSnapshot() < 0);
        bool isRefused = false;
        link.send({}, this, [&](const AdminClient::Result &result) { isRefused = !result; });
        QVERIFY(isRefused);
        link.retryNow();
        QCOMPARE(link.state(), State::Idle);
    }

    void isLiveWithARealEngine()
    {
        TestEngine engine;
        QVERIFY2(engine.start(), qPrintable(engine.error()));
        EngineLink link;
        const QSignalSpy established(&link, &EngineLink::established);
        link.connectTo(engine.url(), TestEngine::token(), QStringLiteral("mine"));
        QCOMPARE(link.state(), State::Connecting);
        QCOMPARE(link.name(), QStringLiteral("mine"));
        TRY(link.isLive());
        QCOMPARE(established.size(), 1);
        QVERIFY(link.reason().isEmpty());
        QCOMPARE(link.version(), QStringLiteral(SLUICE_VERSION));
        QVERIFY(link.mayOperate());
        QCOMPARE(engine.openStreams(QStringLiteral("a"), 5), 5);
        TRY(link.snapshots()->latest(QStringLiteral("active_streams")) == 5.0);
        QVERIFY(link.secondsSinceSnapshot() >= 0);

        bool isAnswered = false;
        link.send(settingsRequest(), this, [&](const AdminClient::Result &result) {
            isAnswered = result && result->json.contains(QStringLiteral("revision"));
        });
        TRY(isAnswered);

        link.disconnectFromEngine();
        QCOMPARE(link.state(), State::Idle);
        QCOMPARE(link.snapshots()->count(), 0);
        QVERIFY(link.version().isEmpty() && link.role().isEmpty());
    }

    void aViewerIsToldApart()
    {
        TestEngine engine;
        QVERIFY2(engine.start(), qPrintable(engine.error()));
        EngineLink link;
        link.connectTo(engine.url(), TestEngine::viewerToken());
        TRY(link.isLive());
        QCOMPARE(link.role(), QStringLiteral("viewer"));
        QVERIFY(!link.mayOperate());
        QCOMPARE(link.name(), engine.url().authority());
    }

    void knowsThePastOfAnEngineThatRanBefore()
    {
        TestEngine engine;
        QVERIFY2(engine.start(), qPrintable(engine.error()));
        EngineLink first;
        first.connectTo(engine.url(), TestEngine::token());
        TRY(first.snapshots()->count() >= 5);
        EngineLink second;
        const QSignalSpy established(&second, &EngineLink::established);
        second.connectTo(engine.url(), TestEngine::token());
        TRY(established.size() == 1);
        QVERIFY(second.snapshots()->count() >= 4);
        QCOMPARE(second.snapshots()->times().front(), first.snapshots()->times().front());
    }

    void aWrongTokenIsRefusedAndNotTriedOn()
    {
        TestEngine engine;
        QVERIFY2(engine.start(), qPrintable(engine.error()));
        EngineLink link;
        link.connectTo(engine.url(), QStringLiteral("wrong"));
        TRY(link.state() == State::Refused);
        QVERIFY2(link.reason().contains(QStringLiteral("token")), qPrintable(link.reason()));
        link.connectTo(engine.url(), {});
        TRY(link.state() == State::Refused);
        QVERIFY2(link.reason().contains(QStringLiteral("asks for a token")), qPrintable(link.reason()));
        link.connectTo(engine.url(), TestEngine::token());
        TRY(link.isLive());
    }

    void goneAndBack()
    {
        TestEngine engine;
        QVERIFY2(engine.start(), qPrintable(engine.error()));
        EngineLink link;
        link.connectTo(engine.url(), TestEngine::token());
        TRY(link.isLive() && link.snapshots()->count() > 2);
        const int before = link.snapshots()->count();
        engine.stop();
        TRY(link.state() == State::Lost);
        QVERIFY2(link.reason().contains(engine.url().authority()), qPrintable(link.reason()));
        // What was seen stays, and is known to be old.
        QVERIFY(link.snapshots()->count() >= before);
        const double age = link.secondsSinceSnapshot();
        TRY(link.secondsSinceSnapshot() > age);
        const QSignalSpy established(&link, &EngineLink::established);
        QVERIFY2(engine.start(), qPrintable(engine.error()));
        link.retryNow();
        TRY(link.isLive());
        QVERIFY(established.size() >= 1);
        QVERIFY(link.snapshots()->count() > before);
    }

    void comesBackByItself()
    {
        TestEngine engine;
        EngineLink link;
        link.connectTo(engine.url(), TestEngine::token());
        TRY(link.state() == State::Lost);
        QVERIFY2(link.reason().contains(QStringLiteral("Is sluiced running")), qPrintable(link.reason()));
        QVERIFY2(engine.start(), qPrintable(engine.error()));
        TRY(link.isLive());
        engine.stop();
        TRY(link.state() == State::Lost);
        QVERIFY2(engine.start(), qPrintable(engine.error()));
        TRY(link.isLive());
    }

    void anotherTokenAfterARestartIsRefused()
    {
        TestEngine engine;
        QVERIFY2(engine.start(), qPrintable(engine.error()));
        EngineLink link;
        link.connectTo(engine.url(), TestEngine::token());
        TRY(link.isLive());
        engine.stop();
        TRY(link.state() == State::Lost);
        QVERIFY2(engine.start({{QStringLiteral("auth.admin_token"), QStringLiteral("another-one-since")}}),
                 qPrintable(engine.error()));
        TRY(link.state() == State::Refused);
        QTest::qWait(500);
        QCOMPARE(link.state(), State::Refused);
    }

    void anotherApiVersionIsIncompatible_data()
    {
        QTest::addColumn<int>("api");
        QTest::newRow("older") << 0;
        QTest::newRow("newer") << 2;
    }

    void anotherApiVersionIsIncompatible()
    {
        QFETCH(int, api);
        ScriptedServer server;
        server.add(version(api));
        EngineLink link;
        link.connectTo(server.url({}), {});
        TRY(link.state() == State::Incompatible);
        QVERIFY2(link.reason().contains(QStringLiteral("version %1").arg(api)), qPrintable(link.reason()));
        server.add(version(1));
        server.add(noHistory());
        server.add(follows({snapshotText(0)}));
        link.retryNow();
        TRY(link.isLive());
        QCOMPARE(link.version(), QStringLiteral("9.9"));
    }

    void anUpgradeBehindTheConnectionIsNoticed()
    {
        ScriptedServer server;
        server.add(version(1));
        server.add(noHistory());
        ScriptedServer::Answer cut = follows({snapshotText(0)});
        cut.then = ScriptedServer::Then::Close;
        server.add(cut);
        // The stream is back before the greeting, with snapshots of the new process.
        server.add(follows({snapshotText(1), snapshotText(2)}));
        server.add(version(2));
        EngineLink link;
        link.connectTo(server.url({}), {});
        TRY(link.state() == State::Incompatible);
        QTest::qWait(300);
        QCOMPARE(link.state(), State::Incompatible);
        QCOMPARE(link.snapshots()->count(), 1);
    }

    void nonsenseIsNoEngine_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("no HTTP") << QByteArray("220 mail.example ESMTP\r\n");
        QTest::newRow("no JSON") << answer("<html>It works!</html>", "text/html").pieces.first();
        QTest::newRow("an array") << answer("[1,2]").pieces.first();
        QTest::newRow("an object of somebody else") << answer("{\"status\":\"ok\"}").pieces.first();
        QTest::newRow("not found") << QByteArray("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n");
    }

    void nonsenseIsNoEngine()
    {
        QFETCH(QByteArray, bytes);
        ScriptedServer server;
        server.add({{bytes}, ScriptedServer::Then::Close});
        EngineLink link;
        link.connectTo(server.url({}), {});
        TRY(link.state() == State::Incompatible);
        QVERIFY(!link.reason().isEmpty());
        QCOMPARE(link.snapshots()->count(), 0);
    }

    void nonsenseInTheStreamIsPassedOver()
    {
        ScriptedServer server;
        server.add(version(1));
        server.add(answer("this is no CSV\r\n\"", "text/csv"));
        server.add(follows({"[]", "nonsense", "{\"time_utc\":null}", snapshotText(3)}));
        EngineLink link;
        link.connectTo(server.url({}), {});
        TRY(link.snapshots()->count() == 1);
        QCOMPARE(link.snapshots()->latest(QStringLiteral("active_streams")), 7.0);
    }

    void aSilentEngineIsStaleThenLost()
    {
        ScriptedServer server;
        server.add(version(1));
        server.add(noHistory());
        server.add(follows({snapshotText(0)}));
        EngineLink link;
        link.connectTo(server.url({}), {});
        TRY(link.isLive());
        TRY(link.state() == State::Stale);
        QVERIFY(link.secondsSinceSnapshot() >= 0.5);
        QVERIFY(!link.reason().isEmpty());
        // A dead connection never says so: it is tried anew.
        const qsizetype asked = server.requests().size();
        TRY(link.state() == State::Lost);
        TRY(server.requests().size() > asked);
    }

    void anHourAsleepMakesTheNumbersAnHourOld()
    {
        ScriptedServer server;
        for (const double second : {0.0, 1.0}) {
            server.add(version(1));
            server.add(noHistory());
            server.add(follows({snapshotText(second)})); // one snapshot, then not a word
        }
        double slept = 0;
        QElapsedTimer awake;
        awake.start();
        EngineLink link;
        link.setClock([&] { return slept + static_cast<double>(awake.elapsed()) / 1000.0; });
        const QSignalSpy established(&link, &EngineLink::established);
        QStringList states;
        connect(&link, &EngineLink::stateChanged, this,
                [&] { states.append(QVariant::fromValue(link.state()).toString()); });
        link.connectTo(server.url({}), {});
        TRY(link.isLive());
        states.clear();
        slept = 3600;
        // Before anything else runs, as when the lid opens, the figures say how old they are.
        QVERIFY(link.secondsSinceSnapshot() >= 3600);
        // The connection, which may have died unheard, is given up at once and made anew by itself.
        TRY(established.size() == 2);
        QVERIFY2(states.contains(QStringLiteral("Lost")), qPrintable(states.join(QLatin1Char(' '))));
        TRY(states.contains(QStringLiteral("Live")));
        QVERIFY(link.secondsSinceSnapshot() < 3600);
        QCOMPARE(link.snapshots()->count(), 2);
    }

    void aRemoteThatStallsIsNamed()
    {
        ScriptedServer server;
        server.add({{"HTTP/1.1 200 OK\r\n"}});
        EngineLink link;
        link.connectTo(server.url({}), {});
        QCOMPARE(link.state(), State::Connecting);
        TRY(link.state() == State::Lost);
        QVERIFY2(link.reason().contains(server.url({}).authority()), qPrintable(link.reason()));
    }

    void answersOfTheEngineBeforeAreForgotten()
    {
        TestEngine one;
        TestEngine two;
        QVERIFY2(one.start() && two.start(), qPrintable(one.error() + two.error()));
        EngineLink link;
        link.connectTo(one.url(), TestEngine::token());
        TRY(link.isLive());
        bool isAnswered = false;
        link.send(settingsRequest(), this,
                  [&](const AdminClient::Result & /*result*/) { isAnswered = true; });
        link.connectTo(two.url(), TestEngine::token());
        TRY(link.isLive());
        QTest::qWait(300);
        QVERIFY(!isAnswered);
    }
};

QTEST_GUILESS_MAIN(TestEngineLink)
#include "tst_enginelink.moc"
