// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The request's target on both listeners: whoever stands in front decides by its own reading of it who may
// pass, so what two readers could take in two ways is refused before anything is done. And what the answers
// that no route has made tell a browser.

#include "support/AdminApi.h"
#include "support/Bystander.h"
#include "support/EngineTest.h"

using namespace sluice::integration;

class tst_protocol_targets : public EngineTest
{
    Q_OBJECT

public:
    // Whose pages may ask is not the question here, but what they are told.
    tst_protocol_targets()
        : EngineTest(SluicedProcess::Options::with(
              {QStringLiteral("cors.allow_origin=*"), QStringLiteral("publish.allow_origin=*")}))
    {
    }

private Q_SLOTS:
    void ambiguousTargetsAreRefused_data();
    void ambiguousTargetsAreRefused();
    void batchChecksTheChannelOfItsPath_data();
    void batchChecksTheChannelOfItsPath();
    void absoluteFormCountsInsteadOfHost();
    void spareSlashesNameNothing_data();
    void spareSlashesNameNothing();
    void spareSlashesOnTheAdminListenerAreNotTolerated();
    void answersBeforeRoutingHaveCorsFields_data();
    void answersBeforeRoutingHaveCorsFields();
    void corsFieldsFollowTheSetting();
    void preflightRepeatsWhatIsAsked();
    void compressedBodiesAreRefused_data();
    void compressedBodiesAreRefused();
    void engineAnswersOptions_data();
    void engineAnswersOptions();
    void resumeParameterHasManySpellings_data();
    void resumeParameterHasManySpellings();
    void newestOfSeveralIdsCounts();
    void retryIsBounded();
    void engineEventNamesAreRefused();
};

void tst_protocol_targets::ambiguousTargetsAreRefused_data()
{
    QTest::addColumn<QByteArray>("target");
    const auto row = [](const QByteArray &target) { QTest::newRow(target) << target; };
    for (const char *slash : {"%2f", "%2F", "%5c", "%5C", "\\"}) {
        row(QByteArray("/publish/..") + slash + "stream");
        row(QByteArray("/stream/a") + slash + "b");
        row(QByteArray("/stream") + slash + "a");
        row(QByteArray("/") + slash + "publish/orders");
        row(QByteArray("/api/v1/streams/1") + slash);
    }
    for (const char *dots : {".", "..", "%2e", "%2E%2e", ".%2e", "%2e."}) {
        row(QByteArray("/stream/") + dots + "/publish/orders");
        row(QByteArray("/publish/orders/") + dots);
        row(QByteArray("/") + dots + "/healthz");
        row(QByteArray("/nowhere/") + dots + "/healthz");
        row(QByteArray("/publish/") + dots + ";x/orders");
        row(QByteArray("http://127.0.0.1/") + dots + "/healthz");
    }
    for (const char *twice : {"%252f", "%252e%252e", "%255c", "%2500"})
        row(QByteArray("/publish/") + twice + "/orders");
    for (const char *control : {"%00", "%01", "%09", "%0a", "%0d%0a", "%1f", "%7f"}) {
        row(QByteArray("/publish/orders") + control);
        row(QByteArray("/healthz") + control);
        row(QByteArray("/healthz?x=") + control);
        row(QByteArray("/healthz?") + control);
    }
    for (const char *text : {"%ff", "%c0%af", "%e0%80%af", "%c0%ae%c0%ae", "%c1%9c", "%ed%a0%80", "\xff"}) {
        row(QByteArray("/publish/") + text + "/orders");
        row(QByteArray("/healthz?x=") + text);
    }
    for (const char *target :
         {"/healthz%", "/healthz%2", "/healthz%zz", "/healthz?%", "/healthz#", "/healthz?x#y", "*",
          "*/healthz", "healthz", "ftp://127.0.0.1/healthz", "http:///healthz", "http://me@127.0.0.1/healthz",
          "http:/healthz", "127.0.0.1:80"})
        row(target);
    row("/healthz\t");
}

void tst_protocol_targets::ambiguousTargetsAreRefused()
{
    QFETCH(QByteArray, target);
    const double publishedBefore = Metrics::scrape(adminPort()).sum("sluice_published_total");
    for (const quint16 listener : {port(), adminPort()}) {
        QCOMPARE(statusOf(listener, target), 400);
        const HttpReply head = exchange(listener, request("HEAD", target), BodyRule::None);
        QCOMPARE(head.status, 400);
        // At once, whatever is still to come: the body is neither asked for nor kept.
        const HttpReply post = exchange(listener, request("POST", target,
                                                          {"Content-Type: application/x-ndjson",
                                                           "Content-Length: 1000", "Expect: 100-continue"}));
        QCOMPARE(post.status, 400);
        QCOMPARE(post.field("Connection").toLower(), QByteArray("close"));
        QVERIFY(!post.body.isEmpty());
    }
    QCOMPARE(Publisher(port())
                 .post(target, "application/x-ndjson", "{\"channel\":\"orders\",\"data\":1}\n")
                 .status,
             400);
    QCOMPARE(Metrics::scrape(adminPort()).sum("sluice_published_total"), publishedBefore);
}

void tst_protocol_targets::batchChecksTheChannelOfItsPath_data()
{
    QTest::addColumn<QByteArray>("channel");
    for (const char *channel : {"..%2fstream", "..", ".hidden", "a%20b", "%C3%BC", "a,b", "", "/"})
        QTest::newRow(channel) << QByteArray(channel);
    QTest::newRow("129 letters") << QByteArray(129, 'n');
}

/** As if one event went there: who is let through for one path must not publish by it to where he likes. */
void tst_protocol_targets::batchChecksTheChannelOfItsPath()
{
    QFETCH(QByteArray, channel);
    const QByteArray orders = freshChannel();
    StreamClient client(port(), "/stream/" + orders);
    QVERIFY(client.isOpen());
    Publisher publisher(port());
    const HttpReply refused =
        publisher.publishLines(channel, "{\"channel\":\"" + orders + "\",\"data\":\"evil\"}\n");
    QCOMPARE(refused.status, 400);
    QCOMPARE(publisher.publish(channel, "x").status, 400);
    QCOMPARE(publisher.publish(orders, "sentinel").status, 202);
    QCOMPARE(client.nextData(1), QList<QByteArray>{"sentinel"});
}

void tst_protocol_targets::absoluteFormCountsInsteadOfHost()
{
    const auto asked = [](quint16 listener, const QByteArray &target, const QByteArray &host) {
        return exchange(listener, "GET " + target + " HTTP/1.1\r\nHost: " + host + "\r\n\r\n").status;
    };
    QCOMPARE(asked(port(), "http://127.0.0.1/healthz", "127.0.0.1"), 200);
    QCOMPARE(asked(port(), "HTTP://anything.example:81/healthz?x", "127.0.0.1"), 200);
    // RFC 9112 3.2.2: a rebound name in the target is not mended by a good one in the field, nor the other
    // way.
    QCOMPARE(asked(adminPort(), "http://127.0.0.1/api/v1/version", "evil.example"), 200);
    QCOMPARE(asked(adminPort(), "http://evil.example/api/v1/version", "127.0.0.1"), 421);
    QCOMPARE(asked(adminPort(), "/api/v1/version", "127.0.0.1"), 200);
    QCOMPARE(asked(adminPort(), "/api/v1/version", "evil.example"), 421);
    QCOMPARE(asked(port(), "http://evil.example/stream/a,b", "127.0.0.1"), 421);
    QCOMPARE(asked(port(), "http://127.0.0.1/stream/a,b", "evil.example"), 400);
}

void tst_protocol_targets::spareSlashesNameNothing_data()
{
    QTest::addColumn<QByteArray>("prefix");
    QTest::addColumn<QByteArray>("suffix");
    QTest::newRow("plain") << QByteArray("/stream/") << QByteArray();
    QTest::newRow("doubled") << QByteArray("//stream/") << QByteArray();
    QTest::newRow("doubled within") << QByteArray("/stream//") << QByteArray();
    QTest::newRow("trailing") << QByteArray("/stream/") << QByteArray("/");
    QTest::newRow("trailing before a query") << QByteArray("/stream/") << QByteArray("/?x=y");
    QTest::newRow("all of it") << QByteArray("///stream///") << QByteArray("//");
    QTest::newRow("api") << QByteArray("//api//sse/") << QByteArray("/");
    QTest::newRow("query") << QByteArray("/stream/?channel=") << QByteArray();
    QTest::newRow("absolute") << QByteArray("http://127.0.0.1//stream/") << QByteArray("/");
}

void tst_protocol_targets::spareSlashesNameNothing()
{
    QFETCH(QByteArray, prefix);
    QFETCH(QByteArray, suffix);
    const QByteArray channel = freshChannel();
    StreamClient client(port(), prefix + channel + suffix);
    QVERIFY(client.isOpen());
    const HttpReply head = exchange(port(), request("HEAD", prefix + channel + suffix), BodyRule::None);
    QCOMPARE(head.status, 200);
    Publisher publisher(port());
    QCOMPARE(publisher.post("//publish/" + channel, "text/plain", "one").status, 202);
    QCOMPARE(publisher.post("/publish//" + channel + "/", "text/plain", "two").status, 202);
    QCOMPARE(client.nextData(2), (QList<QByteArray>{"one", "two"}));
    for (const char *target : {"//healthz", "/healthz/", "/readyz/"})
        QCOMPARE(statusOf(port(), target), 200);
    // A script whose variable is unset must not publish to another channel.
    QCOMPARE(publisher.post("/publish/", "text/plain", "x").status, 400);
    for (const char *target : {"/", "//", "///", "/stream/a/b/", "/healthz//x"})
        QCOMPARE(statusOf(port(), target), 404);
}

/** There a segment that is left out would make one stream's end the end of all. */
void tst_protocol_targets::spareSlashesOnTheAdminListenerAreNotTolerated()
{
    StreamClient client(port(), "/stream/" + freshChannel());
    QVERIFY(client.isOpen());
    for (const char *target :
         {"/api/v1/streams/", "//api/v1/streams", "/api//v1/streams", "/api/v1/streams//"}) {
        const HttpReply reply = exchange(adminPort(), request("DELETE", target));
        QVERIFY2(reply.status == 404 || reply.status == 405, target);
    }
    client.readFor(std::chrono::milliseconds(50));
    QCOMPARE(client.socket().peer(), RawSocket::Peer::Open);
}

void tst_protocol_targets::answersBeforeRoutingHaveCorsFields_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<int>("status");
    const QByteArray origin = "Origin: https://page.example";
    const auto row = [](const char *name, const QByteArray &bytes, int status) {
        QTest::newRow(name) << bytes << status;
    };
    row("bad target", request("GET", "/stream/%zz", {origin}), 400);
    row("dot segment", request("GET", "/stream/../a", {origin}), 400);
    row("malformed", "GET /stream/a HTTP/1.1\r\nHost: a\r\n" + origin + "\r\nnonsense\r\n\r\n", 400);
    row("no Host", "GET /stream/a HTTP/1.1\r\n" + origin + "\r\n\r\n", 400);
    row("WebSocket", request("GET", "/stream/a", {origin, "Connection: Upgrade", "Upgrade: websocket"}), 400);
    row("both framings",
        request("POST", "/publish/a", {origin, "Content-Length: 5", "Transfer-Encoding: chunked"}) + "hello",
        400);
    row("bad chunk", request("POST", "/publish/a", {origin, "Transfer-Encoding: chunked"}) + "x\r\n", 400);
    row("unknown coding", request("POST", "/publish/a", {origin, "Transfer-Encoding: gzip, chunked"}), 501);
    row("not found", request("GET", "/nowhere", {origin}), 404);
    row("nothing at the root", request("GET", "/", {origin}), 404);
    row("method", request("PUT", "/stream/a", {origin}, "x"), 405);
    row("method of publish", request("GET", "/publish/a", {origin}), 405);
    row("method of health", request("DELETE", "/healthz", {origin}), 405);
    row("not acceptable", request("GET", "/stream/a", {origin, "Accept: text/html"}), 406);
    row("channel name", request("GET", "/stream/a,b", {origin}), 400);
    row("resume", request("GET", "/stream/a?lastEventId=x&lastEventId=y", {origin}), 400);
    row("body too large", request("POST", "/publish/a", {origin, "Content-Length: 100000000"}), 413);
    row("target too long", request("GET", "/stream/" + QByteArray(9000, 'a'), {origin}), 414);
    row("expectation", request("POST", "/publish/a", {origin, "Content-Length: 5", "Expect: tea"}), 417);
    row("large cookies", request("GET", "/stream/a", {origin, "Cookie: a=" + QByteArray(20'000, 'c')}), 431);
    row("version", "GET /stream/a HTTP/2.0\r\nHost: a\r\n" + origin + "\r\n\r\n", 505);
    row("published", request("POST", "/publish/a", {origin}, "x"), 202);
    row("health", request("GET", "/healthz", {origin}), 200);
}

/** Without them a page sees a network error, whatever the answer says. */
void tst_protocol_targets::answersBeforeRoutingHaveCorsFields()
{
    QFETCH(QByteArray, bytes);
    QFETCH(int, status);
    const HttpReply reply = exchange(port(), bytes);
    QCOMPARE(reply.status, status);
    QCOMPARE(reply.field("Access-Control-Allow-Origin"), QByteArray("*"));
    QCOMPARE(reply.field("Access-Control-Expose-Headers"),
             QByteArray("Sluice-Gap, Sluice-First-Id, Retry-After"));
    // The admin listener's never: its pages are its own.
    QVERIFY(!exchange(adminPort(), bytes).has("Access-Control-Allow-Origin"));
}

void tst_protocol_targets::corsFieldsFollowTheSetting()
{
    SluicedProcess own(SluicedProcess::Options::with(
        {QStringLiteral("cors.allow_origin=https://page.example"),
         QStringLiteral("cors.allow_credentials=true"), QStringLiteral("timeouts.head_read=300ms")}));
    START_ENGINE(own);
    for (const char *target : {"/stream/%zz", "/nowhere", "/stream/a,b"}) {
        const HttpReply mine = get(own.publicPort(), target, {"Origin: https://page.example"});
        QCOMPARE(mine.field("Access-Control-Allow-Origin"), QByteArray("https://page.example"));
        QCOMPARE(mine.field("Access-Control-Allow-Credentials"), QByteArray("true"));
        QCOMPARE(mine.field("Vary"), QByteArray("Origin"));
        const HttpReply other = get(own.publicPort(), target, {"Origin: https://evil.example"});
        QVERIFY(!other.has("Access-Control-Allow-Origin"));
        QCOMPARE(other.field("Vary"), QByteArray("Origin"));
    }
    // Also what is answered because nothing more came.
    RawSocket socket(own.publicPort());
    QVERIFY(socket.send("GET /stream/a HTTP/1.1\r\nHost: a\r\nOrigin: https://page.example\r\nX: "));
    const HttpReply late = readReply(socket);
    QCOMPARE(late.status, 408);
    QCOMPARE(late.field("Access-Control-Allow-Origin"), QByteArray("https://page.example"));
    QVERIFY(own.stop());
}

void tst_protocol_targets::preflightRepeatsWhatIsAsked()
{
    const auto allowed = [this](const QByteArray &asked) {
        return exchange(port(), request("OPTIONS", "/stream/a",
                                        {"Origin: https://page.example", "Access-Control-Request-Method: GET",
                                         "Access-Control-Request-Headers: " + asked}))
            .field("Access-Control-Allow-Headers")
            .toLower();
    };
    for (const char *name : {"authorization", "traceparent", "tracestate", "baggage", "x-requested-with",
                             "last-event-id", "cache-control", "x-b3-traceid", "sentry-trace"})
        QVERIFY2(allowed(name).split(',').contains(QByteArray(name)) ||
                     allowed(name).split(',').contains(' ' + QByteArray(name)),
                 name);
    QCOMPARE(allowed("authorization,traceparent"),
             QByteArray("last-event-id, cache-control, authorization, traceparent"));
    QCOMPARE(allowed("a b, x"), QByteArray("last-event-id, cache-control, x"));
    QVERIFY(allowed(QByteArray("n,").repeated(5000)).size() < 200);
    QVERIFY(!allowed(QByteArray(10'000, 'n')).contains("nnn"));
}

void tst_protocol_targets::compressedBodiesAreRefused_data()
{
    QTest::addColumn<QByteArray>("coding");
    QTest::addColumn<int>("status");
    QTest::newRow("gzip") << QByteArray("gzip") << 415;
    QTest::newRow("x-gzip") << QByteArray("x-gzip") << 415;
    QTest::newRow("deflate") << QByteArray("deflate") << 415;
    QTest::newRow("br") << QByteArray("br") << 415;
    QTest::newRow("zstd") << QByteArray("ZSTD") << 415;
    QTest::newRow("aws-chunked") << QByteArray("aws-chunked") << 415;
    QTest::newRow("identity, gzip") << QByteArray("identity, gzip") << 415;
    QTest::newRow("identity") << QByteArray("identity") << 202;
    QTest::newRow("empty") << QByteArray("") << 202;
}

void tst_protocol_targets::compressedBodiesAreRefused()
{
    QFETCH(QByteArray, coding);
    QFETCH(int, status);
    const QByteArray field = "Content-Encoding: " + coding;
    for (const QByteArray &type : {QByteArray("text/plain"), QByteArray("application/x-ndjson")}) {
        const HttpReply reply =
            exchange(port(), request("POST", "/publish/" + freshChannel(), {field, "Content-Type: " + type},
                                     "{\"data\":\"text\"}"));
        QCOMPARE(reply.status, status);
        if (status == 415) {
            QCOMPARE(reply.field("Accept-Encoding"), QByteArray("identity"));
            QVERIFY2(reply.body.contains("Content-Encoding"), reply.body.constData());
        }
    }
    if (status != 415)
        return;
    // Before the body is asked for.
    const HttpReply early = exchange(
        port(), request("POST", "/publish/a", {field, "Content-Length: 100", "Expect: 100-continue"}));
    QCOMPARE(early.status, 415);
    // A change of settings likewise.
    const HttpReply change = exchange(
        adminPort(), request("PATCH", "/api/v1/settings", {field, "Content-Type: application/json"}, "{}"));
    QCOMPARE(change.status, 415);
    QCOMPARE(change.field("Accept-Encoding"), QByteArray("identity"));
}

void tst_protocol_targets::engineAnswersOptions_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("*") << request("OPTIONS", "*");
    QTest::newRow("* by HTTP/1.0") << QByteArray("OPTIONS * HTTP/1.0\r\n\r\n");
    // What HAProxy asks for `option httpchk` alone.
    QTest::newRow("/ by HTTP/1.0") << QByteArray("OPTIONS / HTTP/1.0\r\n\r\n");
    QTest::newRow("/") << request("OPTIONS", "/");
    QTest::newRow("absolute") << request("OPTIONS", "http://127.0.0.1");
}

void tst_protocol_targets::engineAnswersOptions()
{
    QFETCH(QByteArray, bytes);
    for (const quint16 listener : {port(), adminPort()}) {
        const HttpReply reply = exchange(listener, bytes);
        QCOMPARE(reply.status, 204);
        QVERIFY(reply.field("Allow").contains("GET"));
    }
}

void tst_protocol_targets::resumeParameterHasManySpellings_data()
{
    QTest::addColumn<QByteArray>("name");
    for (const char *name :
         {"lastEventId", "last_event_id", "Last-Event-ID", "last-event-id", "evs_last_event_id"})
        QTest::newRow(name) << QByteArray(name);
}

void tst_protocol_targets::resumeParameterHasManySpellings()
{
    QFETCH(QByteArray, name);
    const QByteArray channel = freshChannel();
    Publisher publisher(port());
    const QByteArray first = publisher.publish(channel, "1").id;
    QCOMPARE(publisher.publish(channel, "2").status, 202);
    StreamClient client(port(), "/stream/" + channel + '?' + name + '=' + first);
    QVERIFY(client.isOpen());
    QCOMPARE(client.nextData(1), QList<QByteArray>{"2"});
}

void tst_protocol_targets::newestOfSeveralIdsCounts()
{
    const QByteArray channel = freshChannel();
    Publisher publisher(port());
    const QByteArray first = publisher.publish(channel, "1").id;
    const QByteArray second = publisher.publish(channel, "2", "id=own-2").id;
    QCOMPARE(publisher.publish(channel, "3").status, 202);
    const QByteArray target = "/stream/" + channel + "?lastEventId=";
    for (const QByteArray &query : {first + "&lastEventId=" + second, second + "&last_event_id=" + first,
                                    second + "&Last-Event-ID=gone",
                                    first + "&lastEventId=" + first + "&x=y&evs_last_event_id=" + second}) {
        StreamClient client(port(), target + query);
        QVERIFY2(client.isOpen(), query.constData());
        QVERIFY(!client.head().has("Sluice-Gap"));
        QCOMPARE(client.nextData(1), QList<QByteArray>{"3"});
    }
    // The field is of the last reconnect, the URL of the first.
    StreamClient reconnected(port(), target + first, {second, {}});
    QCOMPARE(reconnected.nextData(1), QList<QByteArray>{"3"});
    const HttpReply refused = get(port(), target + "gone&last_event_id=lost");
    QCOMPARE(refused.status, 400);
    QVERIFY2(refused.body.contains("'gone', 'lost'"), refused.body.constData());
    const HttpReply fields =
        get(port(), "/stream/" + channel, {"Last-Event-ID: gone", "Last-Event-ID: lost"});
    QCOMPARE(fields.status, 400);
}

void tst_protocol_targets::retryIsBounded()
{
    const QByteArray channel = freshChannel();
    Publisher publisher(port());
    for (const char *retry : {"0", "99", "3600001", "4294967295"}) {
        const Published refused = publisher.publish(channel, "x", QByteArray("retry=") + retry);
        QCOMPARE(refused.status, 400);
        QVERIFY2(refused.reply.body.contains("publish.max_retry"), refused.reply.body.constData());
    }
    for (const char *retry : {"100", "3600000"})
        QCOMPARE(publisher.publish(channel, "x", QByteArray("retry=") + retry).status, 202);
    const QJsonObject longer{{QStringLiteral("publish.max_retry"), QStringLiteral("2h")}};
    QCOMPARE(callApi(adminPort(), "PATCH", "settings", longer).status, 200);
    QVERIFY(eventually([&] { return publisher.publish(channel, "x", "retry=7200000").status == 202; }));
    QCOMPARE(callApi(adminPort(), "POST", "settings/undo").status, 200);
}

void tst_protocol_targets::engineEventNamesAreRefused()
{
    const QByteArray channel = freshChannel();
    StreamClient client(port(), "/stream/" + channel);
    Publisher publisher(port());
    for (const char *name : {"gap", "missed", "shutdown"}) {
        QCOMPARE(publisher.publish(channel, "x", QByteArray("event=") + name).status, 400);
        QCOMPARE(
            publisher.publishLines(channel, QByteArray("{\"event\":\"") + name + "\",\"data\":1}\n").status,
            400);
    }
    QCOMPARE(publisher.publish(channel, "sentinel").status, 202);
    QCOMPARE(client.nextData(1), QList<QByteArray>{"sentinel"});
}

QTEST_GUILESS_MAIN(tst_protocol_targets)
#include "tst_protocol_targets.moc"
