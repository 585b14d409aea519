// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// sluicectl without its main: what it prints, what it asks servers, and what it tells the shell.
#include "core/support/FaultyEventServer.h"
#include "core/support/ScriptedServer.h"

#include "ctl/ControlProgram.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include <algorithm>
#include <sstream>

using namespace sluice;
using test::FaultyEventServer;
using test::ScriptedServer;

namespace {

struct Outcome
{
    int status = -1;
    std::string out;
    std::string err;
};

Outcome run(const std::vector<std::string> &words, const std::string &input = {})
{
    std::istringstream in(input);
    std::ostringstream out;
    std::ostringstream err;
    const ExitStatus status = runControlProgram(words, {in, out, err});
    return {static_cast<int>(status), out.str(), err.str()};
}

bool holds(const std::string &text, const std::string &part)
{
    return text.find(part) != std::string::npos;
}

std::string baseOf(const ScriptedServer &server)
{
    return server.url({}).toString().toStdString();
}

ScriptedServer::Answer accepted()
{
    return {{"HTTP/1.1 202 Accepted\r\nContent-Length: 28\r\n\r\n{\"id\":\"1-1\",\"subscribers\":0}"}};
}

ScriptedServer::Answer events(const QByteArray &body)
{
    return {{"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n" + body},
            ScriptedServer::Then::Close};
}

} // namespace

class tst_ControlProgram : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void helps();
    void refusesUsage_data();
    void refusesUsage();
    void publishes();
    void publishesStandardInput_data();
    void publishesStandardInput();
    void publishEncodesNames();
    void publishReportsRefusals();
    void watchesAChannel();
    void watchPrintsJson();
    void watchResumesAndReconnects();
    void watchReportsGaps();
    void watchStopsWhenRefused();
    void loads();
    void loadFailsOnLoss();
};

void tst_ControlProgram::helps()
{
    const Outcome help = run({"--help"});
    QCOMPARE(help.status, 0);
    for (const char *command : {"publish", "watch", "load"}) {
        QVERIFY(holds(help.out, command));
        const Outcome own = run({command, "--help"});
        QCOMPARE(own.status, 0);
        QVERIFY(holds(own.out, std::string("Usage: sluicectl ") + command));
        QVERIFY(holds(own.out, "--url"));
    }
    const Outcome version = run({"--version"});
    QCOMPARE(version.status, 0);
    QCOMPARE(version.out, std::string("sluicectl " SLUICE_VERSION "\n"));
    const Outcome nothing = run({});
    QCOMPARE(nothing.status, 2);
    QVERIFY(nothing.out.empty());
    QVERIFY(holds(nothing.err, "Usage: sluicectl COMMAND"));
}

void tst_ControlProgram::refusesUsage_data()
{
    QTest::addColumn<QString>("words");
    QTest::addColumn<QString>("message");
    const auto row = [](const char *words, const char *message) {
        QTest::newRow(words) << QString::fromUtf8(words) << QString::fromUtf8(message);
    };
    row("lod", "unknown command 'lod'; did you mean 'load'?");
    row("--hlep", "unknown option '--hlep'; did you mean '--help'?");
    row("load --clienst 5", "unknown option '--clienst'; did you mean '--clients'?");
    row("load --clients", "--clients needs a value: N");
    row("load --json=yes", "--json takes no value, but got 'yes'");
    row("load x", "unexpected argument 'x'");
    row("load --url http://127.0.0.1/ --clients -1", "--clients: ");
    row("load --url http://127.0.0.1/ --clients 99999999999",
        "--clients is 99999999999, but must be at most");
    row("load --url http://127.0.0.1/", "--clients is missing");
    row("load --clients 1", "--url is missing");
    row("load --url http://127.0.0.1/ --clients 1 --rate 5", "--publish-url is missing");
    row("load --url http://127.0.0.1/ --clients 1 --duration 5", "--duration: ");
    row("load --url http://127.0.0.1/ --clients 1 --size 3", "--size is 3, but must be 48 to");
    row("load --url http://127.0.0.1/ --clients 1 --pid x", "--pid: ");
    row("load --url http://192.0.2.1/ --clients 1", "--allow-remote");
    row("load --url http://127.0.0.1/ --clients 1 --churn x", "--churn: 'x' is not a share");
    row("load --url http://127.0.0.1/ --clients 1 --max-drop-rate 2", "'2' is not a share");
    row("load --url http://127.0.0.1/ --clients 1 --p99 100", "--p99: ");
    row("load --url http://127.0.0.1/ --clients 1 --progress xml",
        "--progress is 'xml', but must be text, json or none");
    row("publish", "an argument is missing; usage: sluicectl publish");
    row("publish a b c", "unexpected argument 'c'");
    row("publish --url https://127.0.0.1 a b", "https is not supported");
    row("publish --url http://127.0.0.1/?x=1 a b", "must not have a query");
    row("watch", "an argument is missing; usage: sluicectl watch");
    row("watch --count 0 a", "--count is 0, but must be 1 or more");
    row("watch --count x a", "--count: ");
    row("watch https://127.0.0.1/x", "https is not supported");
    row("watch -j a", "unknown option '-j'");
}

void tst_ControlProgram::refusesUsage()
{
    QFETCH(QString, words);
    QFETCH(QString, message);
    std::vector<std::string> list;
    for (const QString &word : words.split(QLatin1Char(' ')))
        list.push_back(word.toStdString());
    const Outcome outcome = run(list);
    QCOMPARE(outcome.status, 2);
    QVERIFY2(holds(outcome.err, message.toStdString()), outcome.err.c_str());
    QVERIFY(outcome.out.empty());
}

void tst_ControlProgram::publishes()
{
    ScriptedServer server;
    server.add(accepted());
    const Outcome outcome =
        run({"publish", "--url", baseOf(server), "--token", "secret", "news", "hello world"});
    QCOMPARE(outcome.status, 0);
    QCOMPARE(outcome.out, std::string("{\"id\":\"1-1\",\"subscribers\":0}\n"));
    QVERIFY(outcome.err.empty());
    const QByteArray request = server.requests().first();
    QVERIFY2(request.startsWith("POST /publish/news HTTP/1.1\r\n"), request.constData());
    QVERIFY(request.contains("\r\nAuthorization: Bearer secret\r\n"));
    QVERIFY(request.endsWith("\r\n\r\nhello world"));
}

void tst_ControlProgram::publishesStandardInput_data()
{
    QTest::addColumn<bool>("hasDash");
    QTest::newRow("no data") << false;
    QTest::newRow("dash") << true;
}

void tst_ControlProgram::publishesStandardInput()
{
    QFETCH(bool, hasDash);
    ScriptedServer server;
    server.add(accepted());
    std::vector<std::string> words{"publish", "--url", baseOf(server), "news"};
    if (hasDash)
        words.emplace_back("-");
    QCOMPARE(run(words, "two\nlines\n").status, 0);
    QVERIFY(server.requests().first().endsWith("\r\n\r\ntwo\nlines\n"));
}

void tst_ControlProgram::publishEncodesNames()
{
    ScriptedServer server;
    server.add(accepted());
    QCOMPARE(run({"publish", "--url=" + baseOf(server) + "/base/", "--event", "a&b +c", "--id=1-2", "--",
                  "ä/b", "-x"})
                 .status,
             0);
    const QByteArray request = server.requests().first();
    QVERIFY2(request.startsWith("POST /base/publish/%C3%A4%2Fb?event=a%26b%20%2Bc&id=1-2 HTTP/1.1\r\n"),
             request.constData());
    QVERIFY(request.endsWith("\r\n\r\n-x"));
}

void tst_ControlProgram::publishReportsRefusals()
{
    std::string base;
    {
        ScriptedServer server;
        base = baseOf(server);
        server.add({{"HTTP/1.1 503 Service Unavailable\r\nContent-Length: 6\r\n\r\npaused"}});
        const Outcome refused = run({"publish", "--url", base, "news", "x"});
        QCOMPARE(refused.status, 1);
        QVERIFY(refused.out.empty());
        QVERIFY(holds(refused.err, "answered 503: paused\n"));
    }
    const Outcome nobody = run({"publish", "--url", base, "news", "x"});
    QCOMPARE(nobody.status, 3);
    QVERIFY(holds(nobody.err, "Connection refused"));
}

void tst_ControlProgram::watchesAChannel()
{
    ScriptedServer server;
    server.add(events("data: a\n\nid: 1-2\nevent: tick\ndata: b\ndata: c\n\ndata: not wanted\n\n"));
    const Outcome outcome = run({"watch", "--url", baseOf(server), "--count", "2", "news"});
    QCOMPARE(outcome.status, 0);
    QCOMPARE(outcome.out, std::string("-\tmessage\ta\n1-2\ttick\tb\n\t\tc\n"));
    QVERIFY(holds(outcome.err, "connected"));
    QVERIFY(server.requests().first().startsWith("GET /stream/news HTTP/1.1\r\n"));
}

void tst_ControlProgram::watchPrintsJson()
{
    ScriptedServer server;
    server.add(events("id: 1-2\nevent: tick\ndata: b\ndata: \"c\"\n\n"));
    const Outcome outcome = run(
        {"watch", "--json", "--count=1", server.url(QStringLiteral("/any?x=1")).toString().toStdString()});
    QCOMPARE(outcome.status, 0);
    const QJsonObject json = QJsonDocument::fromJson(QByteArray::fromStdString(outcome.out)).object();
    QCOMPARE(json, (QJsonObject{{QStringLiteral("id"), QStringLiteral("1-2")},
                                {QStringLiteral("event"), QStringLiteral("tick")},
                                {QStringLiteral("data"), QStringLiteral("b\n\"c\"")}}));
    QCOMPARE(std::count(outcome.out.begin(), outcome.out.end(), '\n'), 1);
    QVERIFY(server.requests().first().startsWith("GET /any?x=1 HTTP/1.1\r\n"));
}

void tst_ControlProgram::watchResumesAndReconnects()
{
    ScriptedServer server;
    server.add(events("retry: 1\n\nid: 8\ndata: a\n\n"));
    server.add(events("id: 9\ndata: b\n\n"));
    const Outcome outcome =
        run({"watch", "--url", baseOf(server), "--last-event-id", "7", "--count", "2", "news"});
    QCOMPARE(outcome.status, 0);
    QCOMPARE(outcome.out, std::string("8\tmessage\ta\n9\tmessage\tb\n"));
    QVERIFY(server.requests().at(0).contains("\r\nLast-Event-ID: 7\r\n"));
    QVERIFY(server.requests().at(1).contains("\r\nLast-Event-ID: 8\r\n"));
    QVERIFY(holds(outcome.err, "connected, resuming after 7\n"));
    QVERIFY(holds(outcome.err, "lost: the connection ended\n"));
    QVERIFY(holds(outcome.err, "connecting again in 1ms\n"));
    QVERIFY(holds(outcome.err, "connected, resuming after 8\n"));
}

void tst_ControlProgram::watchReportsGaps()
{
    ScriptedServer server;
    server.add(events("event: gap\ndata: {\"channels\":[\"news\"]}\n\nevent: missed\ndata: 3\n\n"));
    const Outcome outcome = run({"watch", "--url", baseOf(server), "--count", "2", "news"});
    QVERIFY(holds(outcome.err, "gap: events are missing here"));
    QVERIFY(holds(outcome.err, "missed: the server dropped events for this stream: '3'"));
}

void tst_ControlProgram::watchStopsWhenRefused()
{
    ScriptedServer server;
    server.add({{"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"}});
    const Outcome outcome = run({"watch", "--url", baseOf(server), "news"});
    QCOMPARE(outcome.status, 1);
    QVERIFY(holds(outcome.err, "stopped: status 404\n"));
}

void tst_ControlProgram::loads()
{
    const FaultyEventServer server({});
    const Outcome outcome = run({"load", "--json", "--url", server.url("/stream/x%CH%"), "--publish-url",
                                 server.url("/publish/x%CH%"), "--clients", "10", "--channels", "2", "--rate",
                                 "100", "--duration", "300ms", "--size", "1KiB"});
    QCOMPARE(outcome.status, 0);
    const QJsonObject json = QJsonDocument::fromJson(QByteArray::fromStdString(outcome.out)).object();
    QCOMPARE(json[QStringLiteral("connected")].toInt(), 10);
    QVERIFY(json[QStringLiteral("delivered")].toInt() > 0);
    QCOMPARE(json[QStringLiteral("delivered")], json[QStringLiteral("expected")]);
}

void tst_ControlProgram::loadFailsOnLoss()
{
    FaultyEventServer::Faults faults;
    faults.skipOn = 1;
    const FaultyEventServer server(faults);
    const Outcome outcome =
        run({"load", "--url", server.url("/stream/x"), "--publish-url", server.url("/publish/x"), "--clients",
             "3", "--rate", "100", "--duration", "300ms", "--tail", "100ms"});
    QCOMPARE(outcome.status, 6);
    QVERIFY2(holds(outcome.out, "0 drops, 1 gaps, 0 duplicates"), outcome.out.c_str());
    QVERIFY2(holds(outcome.out, "verdict     MISSED"), outcome.out.c_str());
}

QTEST_GUILESS_MAIN(tst_ControlProgram)
#include "tst_control_program.moc"
