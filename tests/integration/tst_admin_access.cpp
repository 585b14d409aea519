// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Who may do what on the admin listener of a real engine: roles, tokens, known hosts, and pages of other
// sites.

#include "support/AdminApi.h"
#include "support/EngineTest.h"

using namespace sluice::integration;
using namespace std::chrono_literals;

class tst_admin_access : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { START_ENGINE(m_engine); }
    void roles_data();
    void roles();
    void nobodyIsAskedForABodyInVain();
    void wrongTokensAreLimitedAndRightOnesAreNot();
    void noPageMayDrainTheEngine_data();
    void noPageMayDrainTheEngine();
    void allowedHostsMayChange();
    void hugeAndBrokenBodies_data();
    void hugeAndBrokenBodies();

private:
    static SluicedProcess::Options withTokens()
    {
        SluicedProcess::Options options;
        options.settings = {QStringLiteral("auth.admin_token=the-boss"),
                            QStringLiteral("auth.viewer_token=the-eyes")};
        return options;
    }

    SluicedProcess m_engine{withTokens()};
};

namespace {

const QByteArray Json = "Content-Type: application/json";
const QByteArray Operator = "Authorization: Bearer the-boss";
const QByteArray Viewer = "Authorization: Bearer the-eyes";

QByteArray phaseOf(const SluicedProcess &engine, const QList<QByteArray> &fields = {})
{
    return jsonObject(get(engine.adminPort(), "/api/v1/drain", fields).body)[QLatin1String("phase")]
        .toString()
        .toUtf8();
}

} // namespace

void tst_admin_access::roles_data()
{
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<QByteArray>("path");
    QTest::addColumn<int>("withoutToken");
    QTest::addColumn<int>("asViewer");
    QTest::addColumn<int>("asOperator");
    const auto row = [](const char *method, const char *path, int none, int viewer, int boss) {
        QTest::addRow("%s %s", method, path)
            << QByteArray(method) << QByteArray(path) << none << viewer << boss;
    };
    row("GET", "/healthz", 200, 200, 200);
    row("GET", "/readyz", 200, 200, 200);
    row("GET", "/metrics", 401, 200, 200);
    row("GET", "/api/v1/version", 401, 200, 200);
    row("GET", "/api/v1/streams", 401, 200, 200);
    row("GET", "/api/v1/channels", 401, 200, 200);
    row("GET", "/api/v1/disconnects", 401, 200, 200);
    row("GET", "/api/v1/drain", 401, 200, 200);
    row("GET", "/api/v1/settings", 401, 200, 200);
    row("DELETE", "/api/v1/streams?channel=nobody", 401, 403, 200);
    row("DELETE", "/api/v1/streams/99999", 401, 403, 404);
    row("PATCH", "/api/v1/settings", 401, 403, 200);
    row("DELETE", "/api/v1/drain", 401, 403, 409);
    row("PATCH", "/api/v1/drain", 401, 403, 422);
    row("POST", "/api/v1/drain?dry_run=1", 401, 403, 200);
}

void tst_admin_access::roles()
{
    QFETCH(const QByteArray, method);
    QFETCH(const QByteArray, path);
    QFETCH(const int, withoutToken);
    QFETCH(const int, asViewer);
    QFETCH(const int, asOperator);
    const auto call = [&](const QList<QByteArray> &fields) {
        return exchange(m_engine.adminPort(),
                        request(method, path, fields, method == "GET" ? QByteArray() : "{}"));
    };
    const HttpReply none = call({Json});
    QCOMPARE(none.status, withoutToken);
    if (none.status == 401)
        QVERIFY(none.field("WWW-Authenticate").startsWith("Bearer"));
    const HttpReply viewer = call({Json, Viewer});
    QCOMPARE(viewer.status, asViewer);
    if (viewer.status == 403)
        QVERIFY2(viewer.body.contains("operator"), viewer.body.constData());
    const HttpReply boss = call({Json, Operator});
    // A kick is 202 while a worker is too late for the answer.
    const bool isKick = method == "DELETE" && path.startsWith("/api/v1/streams");
    QVERIFY2(boss.status == asOperator || (isKick && boss.status == 202), boss.body.constData());
    QVERIFY(!boss.body.contains("the-boss") && !boss.body.contains("the-eyes"));
}

/** The head says whether a body is of use; nobody without a token makes the engine keep one. */
void tst_admin_access::nobodyIsAskedForABodyInVain()
{
    const auto statusOf = [this](const char *method, const char *path, const QByteArray &token) {
        RawSocket socket(m_engine.adminPort());
        socket.send(request(method, path, {Json, token, "Content-Length: 20", "Expect: 100-continue"}));
        return readHead(socket).status;
    };
    QCOMPARE(statusOf("PATCH", "/api/v1/settings", "X: 1"), 401);
    QCOMPARE(statusOf("PATCH", "/api/v1/settings", Viewer), 403);
    QCOMPARE(statusOf("PATCH", "/api/v1/settings", Operator), 100);
    QCOMPARE(statusOf("PATCH", "/api/v1/nothing", Operator), 404);
    QCOMPARE(statusOf("PUT", "/api/v1/settings", Operator), 405);
}

void tst_admin_access::wrongTokensAreLimitedAndRightOnesAreNot()
{
    SluicedProcess own(withTokens());
    START_ENGINE(own);
    int refused = 0;
    int limited = 0;
    for (int attempt = 0; attempt < 30; ++attempt) {
        const HttpReply reply = get(own.adminPort(), "/api/v1/version",
                                    {"Authorization: Bearer guess-" + QByteArray::number(attempt)});
        QVERIFY(reply.status == 401 || reply.status == 429);
        reply.status == 401 ? ++refused : ++limited;
        if (reply.status == 429)
            QVERIFY(reply.field("Retry-After").toInt() > 0);
        // From the same address, all the time.
        QCOMPARE(get(own.adminPort(), "/api/v1/version", {Operator}).status, 200);
        QCOMPARE(get(own.adminPort(), "/metrics", {Viewer}).status, 200);
        QCOMPARE(get(own.adminPort(), "/metrics").status, 401);
    }
    QVERIFY(refused >= 10);
    QVERIFY(limited >= 10);
    QCOMPARE(statusOf(own.adminPort(), "/healthz"), 200);
}

void tst_admin_access::noPageMayDrainTheEngine_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<int>("status");
    const auto row = [](const char *name, const QList<QByteArray> &fields, int status,
                        const QByteArray &host = "127.0.0.1:9180") {
        QByteArray bytes = "POST /api/v1/drain HTTP/1.1\r\nHost: " + host + "\r\nContent-Length: 2\r\n";
        for (const QByteArray &field : fields)
            bytes += field + "\r\n";
        QTest::newRow(name) << bytes + "\r\n{}" << status;
    };
    row("a form", {"Content-Type: application/x-www-form-urlencoded", "Origin: https://evil.example"}, 403);
    row("a form without Origin", {"Content-Type: application/x-www-form-urlencoded"}, 415);
    row("text that is JSON", {"Content-Type: text/plain"}, 415);
    row("no type", {}, 415);
    row("fetch", {Json, "Origin: https://evil.example", "Sec-Fetch-Site: cross-site"}, 403);
    row("fetch without Origin", {Json, "Sec-Fetch-Site: cross-site"}, 403);
    row("sandboxed frame", {Json, "Origin: null"}, 403);
    row("another port of this machine", {Json, "Origin: http://localhost:3000"}, 403);
    row("a rebound name", {Json, "Origin: http://evil.example:9180"}, 421, "evil.example:9180");
    row("a rebound name, same-origin", {Json, "Sec-Fetch-Site: same-origin"}, 421, "evil.example:9180");
    row("a rebound name with a dot", {Json}, 421, "127.0.0.1.evil.example");
}

void tst_admin_access::noPageMayDrainTheEngine()
{
    QFETCH(const QByteArray, bytes);
    QFETCH(const int, status);
    // Without tokens, as on every developer's machine.
    static SluicedProcess own;
    if (!own.isRunning())
        START_ENGINE(own);
    const HttpReply reply = exchange(own.adminPort(), bytes);
    QCOMPARE(reply.status, status);
    QVERIFY(!reply.has("Access-Control-Allow-Origin"));
    QCOMPARE(phaseOf(own), QByteArray("serving"));
    // Nor may it read, if it comes by a name of its own.
    QCOMPARE(exchange(own.adminPort(), "GET /api/v1/streams HTTP/1.1\r\nHost: evil.example\r\n\r\n").status,
             421);
    QCOMPARE(exchange(own.adminPort(), "GET /metrics HTTP/1.1\r\nHost: evil.example\r\n\r\n").status, 421);
}

void tst_admin_access::allowedHostsMayChange()
{
    const QByteArray asNamed = "GET /api/v1/version HTTP/1.1\r\nHost: console.example\r\n";
    QCOMPARE(exchange(m_engine.adminPort(), asNamed + "\r\n").status, 421);
    // With a token rebinding is no threat: so Prometheus comes by the name that its targets are listed with.
    QCOMPARE(exchange(m_engine.adminPort(), asNamed + Operator + "\r\n\r\n").status, 200);
    QCOMPARE(exchange(m_engine.adminPort(),
                      "GET /metrics HTTP/1.1\r\nHost: console.example:9180\r\n" + Viewer + "\r\n\r\n")
                 .status,
             200);
    QCOMPARE(exchange(m_engine.adminPort(), asNamed + "Authorization: Bearer guess\r\n\r\n").status, 421);
    const HttpReply changed = exchange(
        m_engine.adminPort(), request("PATCH", "/api/v1/settings", {Json, Operator},
                                      "{\"listen.allowed_hosts\": \"other.example, console.example\"}"));
    QVERIFY2(changed.status == 200, changed.body.constData());
    QVERIFY(eventually([&] { return exchange(m_engine.adminPort(), asNamed + "\r\n").status == 401; }));
}

void tst_admin_access::hugeAndBrokenBodies_data()
{
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<QByteArray>("what");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<int>("status");
    const QByteArray huge = "{\"a\": \"" + QByteArray(1 << 20, 'x') + "\"}";
    for (const auto &[method, what] :
         {std::pair{"POST", "drain"}, {"PATCH", "drain"}, {"PATCH", "settings"}}) {
        const auto row = [method = method, what = what](const char *name, const QByteArray &body,
                                                        int status) {
            QTest::addRow("%s %s: %s", method, what, name)
                << QByteArray(method) << QByteArray(what) << body << status;
        };
        row("huge", huge, 413);
        row("no JSON", "{\"rate\": ", 400);
        row("deep", QByteArray(50'000, '['), 400);
        row("array", "[1]", 422);
        row("unknown member", "{\"speed\": 1}", 422);
        row("not UTF-8", "{\"\xff\xfe\": 1}", 400);
    }
}

void tst_admin_access::hugeAndBrokenBodies()
{
    QFETCH(const QByteArray, method);
    QFETCH(const QByteArray, what);
    QFETCH(const QByteArray, body);
    QFETCH(const int, status);
    const HttpReply reply =
        exchange(m_engine.adminPort(), request(method, "/api/v1/" + what, {Json, Operator}, body));
    QVERIFY2(reply.status == status || (status == 400 && reply.status == 422), reply.body.constData());
    QCOMPARE(reply.field("Content-Type"), QByteArray("application/problem+json"));
    QCOMPARE(phaseOf(m_engine, {Operator}), QByteArray("serving"));
}

QTEST_GUILESS_MAIN(tst_admin_access)
#include "tst_admin_access.moc"
