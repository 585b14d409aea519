// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The admin client against a scripted server: what it sends, and what it makes of answers good and hostile.
#include "core/support/ScriptedServer.h"

#include "client/AdminClient.h"
#include "client/AdminSubscription.h"

#include <QSignalSpy>
#include <QTest>

using namespace std::chrono_literals;
using namespace sluice;
using test::ScriptedServer;
using Reason = AdminError::Reason;

namespace {

AdminClient::Options options(const QUrl &base, std::chrono::milliseconds timeout = 10s)
{
    return {base, "secret", "ann", timeout};
}

ScriptedServer::Answer answer(const QByteArray &status, const QByteArray &body,
                              const QByteArray &type = "application/json")
{
    return {{"HTTP/1.1 " + status + "\r\nContent-Type: " + type +
             "\r\nContent-Length: " + QByteArray::number(body.size()) + "\r\n\r\n" + body}};
}

AdminRequest getting(const QString &path)
{
    AdminRequest request;
    request.path = path;
    return request;
}

bool holds(const std::string &text, const char *part)
{
    return text.find(part) != std::string::npos;
}

} // namespace

class tst_AdminClient : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void gets();
    void changes();
    void answersManyAtOnce();
    void takesText();
    void judgesAnswers_data();
    void judgesAnswers();
    void saysWhatAProblemSays();
    void saysThatNobodyListens();
    void givesUpInTime();
    void followsEvents();
};

void tst_AdminClient::gets()
{
    ScriptedServer server;
    server.add(answer("200 OK", "{\"total\":3}"));
    AdminClient client(options(server.url(QStringLiteral("/behind/"))));
    AdminRequest request = getting(QStringLiteral("streams"));
    request.query.addQueryItem(QStringLiteral("channel"), QStringLiteral("a b"));
    const auto result = client.call(request);
    QVERIFY2(result.has_value(), result ? "" : result.error().message.c_str());
    QCOMPARE(result->json.value(QStringLiteral("total")).toInt(), 3);
    const QByteArray sent = server.requests().first();
    QVERIFY2(sent.startsWith("GET /behind/api/v1/streams?channel=a%20b HTTP/1.1\r\n"), sent.constData());
    QVERIFY(sent.contains("\r\nAuthorization: Bearer secret\r\n"));
    QVERIFY(sent.contains("\r\nSluice-User: ann\r\n"));
    QVERIFY(!sent.contains("Content-Type"));
}

void tst_AdminClient::changes()
{
    ScriptedServer server;
    server.add(answer("200 OK", "{\"revision\":8}"));
    server.add({{"HTTP/1.1 204 No Content\r\n\r\n"}});
    AdminClient client(options(server.url({})));
    AdminRequest patch = getting(QStringLiteral("settings"));
    patch.method = "PATCH";
    patch.body = QJsonObject{{QStringLiteral("pool.max_streams"), 150}};
    QCOMPARE(client.call(patch)->json.value(QStringLiteral("revision")).toInt(), 8);
    AdminRequest cancel = getting(QStringLiteral("drain"));
    cancel.method = "DELETE";
    const auto done = client.call(cancel);
    QVERIFY(done.has_value());
    QCOMPARE(done->status, 204U);
    QVERIFY(done->json.isEmpty());
    QVERIFY(server.requests().at(0).startsWith("PATCH /api/v1/settings HTTP/1.1\r\n"));
    QVERIFY(server.requests().at(0).endsWith("\r\n\r\n{\"pool.max_streams\":150}"));
    for (const QByteArray &sent : server.requests())
        QVERIFY2(sent.contains("\r\nContent-Type: application/json\r\n"), sent.constData());
}

void tst_AdminClient::answersManyAtOnce()
{
    ScriptedServer server;
    for (int i = 0; i < 5; ++i)
        server.add(answer("200 OK", "{\"n\":" + QByteArray::number(i) + "}"));
    AdminClient client(options(server.url({})));
    int sum = 0;
    int answers = 0;
    for (int i = 0; i < 5; ++i)
        client.get(QStringLiteral("snapshot"), {}, [&](const AdminClient::Result &result) {
            QVERIFY(result.has_value());
            sum += result->json.value(QStringLiteral("n")).toInt();
            ++answers;
        });
    QTRY_COMPARE_WITH_TIMEOUT(answers, 5, 20'000);
    QCOMPARE(sum, 10);
    QTRY_VERIFY_WITH_TIMEOUT(client.children().isEmpty(), 20'000);
}

void tst_AdminClient::takesText()
{
    ScriptedServer server;
    server.add(answer("200 OK", "a,b\r\n1,2\r\n", "text/csv"));
    AdminClient client(options(server.url({})));
    AdminRequest request = getting(QStringLiteral("snapshots.csv"));
    request.expects = AdminRequest::Expects::Text;
    QCOMPARE(client.call(request)->body, QByteArray("a,b\r\n1,2\r\n"));
}

void tst_AdminClient::judgesAnswers_data()
{
    QTest::addColumn<QByteArray>("response");
    QTest::addColumn<int>("reason");
    QTest::addColumn<QByteArray>("message");
    const auto row = [](const char *name, const QByteArray &response, Reason reason, const char *message) {
        QTest::newRow(name) << response << static_cast<int>(reason) << QByteArray(message);
    };
    const auto sized = [](const char *status, const QByteArray &body) {
        return answer(status, body).pieces.first();
    };
    row("nonsense", sized("200 OK", "<html>hello</html>"), Reason::Garbled,
        "'<html>hello</html>' is no JSON");
    row("array", sized("200 OK", "[1]"), Reason::Garbled, "'[1]' is no JSON object");
    row("half JSON", sized("200 OK", "{\"a\":"), Reason::Garbled, "is no JSON object");
    row("no HTTP", "SSH-2.0-OpenSSH\r\n", Reason::Garbled, "is no Sluice admin listener");
    row("500", sized("500 Oops", "boom"), Reason::Refused, "said no: 500: 'boom'");
    row("500 in silence", sized("500 Oops", ""), Reason::Refused, "said no: 500");
    row("control bytes", sized("500 Oops", "\x1b[2Jboom"), Reason::Refused, "\\x1b[2Jboom");
    row("401", sized("401 Unauthorized", ""), Reason::Refused, "--token-file");
    row("403", sized("403 Forbidden", ""), Reason::Refused, "viewer");
    row("redirect", sized("302 Found", ""), Reason::Refused, "said no: 302");
    row("cut", "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n{\"a\"", Reason::Unreachable, "did not answer");
    row("closed", "", Reason::Unreachable, "did not answer");
}

void tst_AdminClient::judgesAnswers()
{
    QFETCH(QByteArray, response);
    QFETCH(int, reason);
    QFETCH(QByteArray, message);
    ScriptedServer server;
    server.add({{response}, ScriptedServer::Then::Close});
    AdminClient client(options(server.url({})));
    const auto result = client.call(getting(QStringLiteral("snapshot")));
    QVERIFY(!result.has_value());
    QCOMPARE(static_cast<int>(result.error().reason), reason);
    QVERIFY2(holds(result.error().message, message.constData()), result.error().message.c_str());
}

void tst_AdminClient::saysWhatAProblemSays()
{
    ScriptedServer server;
    server.add(
        answer("422 Unprocessable Content",
               "{\"type\":\"about:blank\",\"title\":\"Not valid\",\"status\":422,"
               "\"detail\":\"timeouts.keep_alive is 1s\",\"violations\":[{\"rule\":\"a\",\"message\":\"a is "
               "b\"},{\"message\":\"timeouts.keep_alive is 1s\"}]}",
               "application/problem+json"));
    AdminClient client(options(server.url({})));
    const auto result = client.call(getting(QStringLiteral("settings")));
    QVERIFY(!result.has_value());
    const AdminError &error = result.error();
    QCOMPARE(error.status, 422U);
    QCOMPARE(error.title, std::string("Not valid"));
    QCOMPARE(error.detail, std::string("timeouts.keep_alive is 1s"));
    QVERIFY(error.problem.contains(QStringLiteral("violations")));
    QVERIFY2(holds(error.message, "said no: 422 Not valid: timeouts.keep_alive is 1s; a is b"),
             error.message.c_str());
    QVERIFY(error.message.rfind("keep_alive") == error.message.find("keep_alive"));
}

void tst_AdminClient::saysThatNobodyListens()
{
    QUrl base;
    {
        const ScriptedServer server;
        base = server.url({});
    }
    AdminClient client(options(base));
    const auto result = client.call(getting(QStringLiteral("snapshot")));
    QVERIFY(!result.has_value());
    QVERIFY(result.error().reason == Reason::Unreachable);
    for (const char *part : {"cannot connect to the engine at http://127.0.0.1:", "Connection refused",
                             "is sluiced running", "SLUICE_ADMIN"})
        QVERIFY2(holds(result.error().message, part), result.error().message.c_str());
}

void tst_AdminClient::givesUpInTime()
{
    ScriptedServer server;
    server.add({{"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n"}});
    AdminClient client(options(server.url({}), 100ms));
    const auto result = client.call(getting(QStringLiteral("snapshot")));
    QVERIFY(!result.has_value());
    QVERIFY(result.error().reason == Reason::Unreachable);
    QVERIFY2(holds(result.error().message, "no complete answer within 100ms"),
             result.error().message.c_str());
}

void tst_AdminClient::followsEvents()
{
    ScriptedServer server;
    const QByteArray head = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\nretry: 1\n\n";
    server.add({{head + "event: snapshot\ndata: {\"streams\":1}\n\nevent: snapshot\ndata: nonsense\n\n"},
                ScriptedServer::Then::Close});
    server.add({{head + "event: audit\ndata: {\"revision\":2}\n\nevent: later\ndata: {}\n\n"}});
    AdminSubscription events(options(server.url({})));
    QSignalSpy snapshots(&events, &AdminSubscription::snapshotReceived);
    QSignalSpy audits(&events, &AdminSubscription::auditReceived);
    events.start();
    QTRY_COMPARE_WITH_TIMEOUT(audits.count(), 1, 20'000);
    QCOMPARE(snapshots.count(), 1);
    QCOMPARE(snapshots.first().first().toJsonObject().value(QStringLiteral("streams")).toInt(), 1);
    QCOMPARE(audits.first().first().toJsonObject().value(QStringLiteral("revision")).toInt(), 2);
    QVERIFY(server.requests().first().startsWith("GET /api/v1/events HTTP/1.1\r\n"));
    QVERIFY(server.requests().first().contains("\r\nAuthorization: Bearer secret\r\n"));
    events.stop();
    QVERIFY(events.state() == SseClient::State::Stopped);
}

QTEST_GUILESS_MAIN(tst_AdminClient)
#include "tst_admin_client.moc"
