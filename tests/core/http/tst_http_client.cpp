// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/support/ScriptedServer.h"

#include "http/HttpClient.h"

#include <QTest>

using namespace std::chrono_literals;
using namespace sluice;
using test::ScriptedServer;

namespace {

HttpRequest post(const QUrl &url, const QByteArray &body)
{
    HttpRequest request;
    request.method = "POST";
    request.url = url;
    request.body = body;
    return request;
}

HttpRequest get(const QUrl &url)
{
    HttpRequest request;
    request.url = url;
    return request;
}

} // namespace

class tst_HttpClient : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void posts();
    void getsText_data();
    void getsText();
    void reportsFailures_data();
    void reportsFailures();
    void reportsNobodyListening();
    void anAddressWithoutARouteFailsLater();
    void findsLocalhost_data();
    void findsLocalhost();
    void refusesUnsafeFields();
};

void tst_HttpClient::posts()
{
    ScriptedServer server;
    server.add({{"HTTP/1.1 202 Accepted\r\nContent-Length: 12\r\n\r\n{\"id\":", "\"1-1\"}"}});
    HttpRequest request =
        post(server.url(QStringLiteral("/publish/x?event=a%26b")), QByteArray("hello\0\n", 7));
    request.setToken("secret");
    const auto answer = HttpClient::exchange(request, 5s);
    QVERIFY2(answer.has_value(), answer ? "" : answer.error().message.c_str());
    QCOMPARE(answer->head.status, 202U);
    QCOMPARE(answer->body, std::string("{\"id\":\"1-1\"}"));
    const QByteArray sent = server.requests().first();
    QVERIFY(sent.startsWith("POST /publish/x?event=a%26b HTTP/1.1\r\n"));
    QVERIFY(sent.contains("\r\nContent-Length: 7\r\n"));
    QVERIFY(sent.contains("\r\nAuthorization: Bearer secret\r\n"));
    QVERIFY(sent.contains("\r\nConnection: close\r\n"));
    QVERIFY(sent.endsWith(QByteArray("\r\n\r\nhello\0\n", 11)));
}

void tst_HttpClient::getsText_data()
{
    QTest::addColumn<QByteArray>("answer");
    QTest::addColumn<bool>("closes");
    QTest::newRow("length") << QByteArray("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\ntext") << false;
    QTest::newRow("chunks")
        << QByteArray("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\ntext\r\n0\r\n\r\n") << false;
    QTest::newRow("until the end") << QByteArray("HTTP/1.1 200 OK\r\n\r\ntext") << true;
}

void tst_HttpClient::getsText()
{
    QFETCH(QByteArray, answer);
    QFETCH(bool, closes);
    ScriptedServer server;
    server.add({{answer}, closes ? ScriptedServer::Then::Close : ScriptedServer::Then::KeepOpen});
    const auto result = HttpClient::exchange(get(server.url(QStringLiteral("/metrics"))), 5s);
    QVERIFY2(result.has_value(), result ? "" : result.error().message.c_str());
    QCOMPARE(result->body, std::string("text"));
    QVERIFY(!server.requests().first().contains("Content-Length"));
}

void tst_HttpClient::reportsFailures_data()
{
    QTest::addColumn<QByteArray>("answer");
    QTest::addColumn<bool>("closes");
    QTest::addColumn<QByteArray>("reason");
    QTest::newRow("nothing") << QByteArray() << true << QByteArray("before the response head was complete");
    QTest::newRow("short body") << QByteArray("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\ntext") << true
                                << QByteArray("in the middle of the response");
    QTest::newRow("no HTTP") << QByteArray("SSH-2.0-OpenSSH\r\n") << false << QByteArray("not valid HTTP");
    QTest::newRow("silence") << QByteArray("HTTP/1.1 200 OK\r\n") << false
                             << QByteArray("no complete answer within 100ms");
}

void tst_HttpClient::reportsFailures()
{
    QFETCH(QByteArray, answer);
    QFETCH(bool, closes);
    QFETCH(QByteArray, reason);
    ScriptedServer server;
    server.add({{answer}, closes ? ScriptedServer::Then::Close : ScriptedServer::Then::KeepOpen});
    const auto result = HttpClient::exchange(get(server.url(QStringLiteral("/x"))),
                                             reason.contains("100ms") ? 100ms : 5000ms);
    QVERIFY(!result.has_value());
    QVERIFY2(result.error().message.find(reason.toStdString()) != std::string::npos,
             result.error().message.c_str());
    QVERIFY(result.error().kind == Error::Kind::Environment);
}

void tst_HttpClient::reportsNobodyListening()
{
    QUrl url;
    {
        const ScriptedServer closed;
        url = closed.url(QStringLiteral("/x"));
    }
    const auto result = HttpClient::exchange(get(url), 5s);
    QVERIFY(!result.has_value());
    QCOMPARE(result.error().message,
             "no answer from 127.0.0.1:" + std::to_string(url.port()) + ": Connection refused");
}

/** The kernel refuses such a connect within the call: whoever asked must be waiting by then. */
void tst_HttpClient::anAddressWithoutARouteFailsLater()
{
    bool isAnswered = false;
    HttpClient client;
    client.send(get(QUrl(QStringLiteral("http://255.255.255.255:1/"))), 30s,
                [&](const HttpClient::Result &result) {
                    isAnswered = !result && result.error().stage == HttpError::Stage::Connect;
                });
    QVERIFY(!isAnswered);
    QTRY_VERIFY(isAnswered);
}

/** localhost is both of its addresses, whichever of them the resolver knows. */
void tst_HttpClient::findsLocalhost_data()
{
    QTest::addColumn<QHostAddress>("address");
    QTest::newRow("IPv4") << QHostAddress(QHostAddress::LocalHost);
    QTest::newRow("IPv6") << QHostAddress(QHostAddress::LocalHostIPv6);
}

void tst_HttpClient::findsLocalhost()
{
    QFETCH(QHostAddress, address);
    ScriptedServer server;
    server.close();
    if (!server.listen(address))
        QSKIP("this machine has no such address");
    server.add({{"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"}});
    const QUrl url(QStringLiteral("http://localhost:%1/").arg(server.serverPort()));
    const auto answer = HttpClient::exchange(get(url), 5s);
    QVERIFY2(answer.has_value(), answer ? "" : answer.error().message.c_str());
    QCOMPARE(answer->body, std::string("ok"));
    QVERIFY(server.requests().first().contains("\r\nHost: localhost:"));
    server.close();
    const auto nobody = HttpClient::exchange(get(url), 5s);
    QVERIFY(!nobody.has_value());
    QCOMPARE(nobody.error().stage, HttpError::Stage::Connect);
    QVERIFY2(nobody.error().message.find("Connection refused") != std::string::npos,
             nobody.error().message.c_str());
}

void tst_HttpClient::refusesUnsafeFields()
{
    HttpRequest request = get(QUrl(QStringLiteral("http://127.0.0.1/")));
    request.setToken("a\r\nX: y");
    const auto result = HttpClient::exchange(request, 5s);
    QVERIFY(!result.has_value());
    QVERIFY(result.error().kind == Error::Kind::Input);
    QVERIFY(HttpClient::exchange(get(QUrl(QStringLiteral("https://127.0.0.1/"))), 5s)
                .error()
                .message.find("https") != std::string::npos);
}

QTEST_GUILESS_MAIN(tst_HttpClient)
#include "tst_http_client.moc"
