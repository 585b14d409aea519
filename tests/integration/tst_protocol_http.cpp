// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The HTTP half of protocol.md: response heads, methods, negotiation, versions, connections, operations
// paths.

#include "support/EngineSocket.h"
#include "support/EngineTest.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <vector>

using namespace sluice::integration;

class tst_protocol_http : public EngineTest
{
    Q_OBJECT

private Q_SLOTS:
    void streamHeadHasTheFieldsOfTheProtocol_data();
    void streamHeadHasTheFieldsOfTheProtocol();
    void headGoesOutBeforeAnyEvent();
    void headRequestAnswersLikeGetAndOpensNoStream_data();
    void headRequestAnswersLikeGetAndOpensNoStream();
    void wrongMethodIsAnsweredWithAllow_data();
    void wrongMethodIsAnsweredWithAllow();
    void optionsAnswersPreflight();
    void corsOriginFollowsTheSetting_data();
    void corsOriginFollowsTheSetting();
    void acceptDecidesOnTheStream_data();
    void acceptDecidesOnTheStream();
    void http10GetsNoChunks();
    void http10HeadEndsAsItSays();
    void refusedHeadHasNoBody_data();
    void refusedHeadHasNoBody();
    void http10ConnectionEndsAfterTheAnswer();
    void connectionCloseIsHonoured_data();
    void connectionCloseIsHonoured();
    void connectionStaysForTheNextRequest();
    void pipelinedRequestsAreAnsweredInOrder();
    void pipelinedAnswerPrecedesAStream();
    void unsentAnswersPrecedeAStream_data();
    void unsentAnswersPrecedeAStream();
    void absoluteTargetIsUnderstood();
    void unknownPathIsNotFound_data();
    void unknownPathIsNotFound();
    void healthIsOpenOnBothListeners();
    void metricsHaveTheirNames();
    void activeStreamsAreCounted();
    void bothWorkersServe();
    void poolUtilizationIsActiveOverCap();
    void fullPoolRefusesWithRetryAfter();
    void streamSocketsAreSetForStreaming();
};

namespace {

void compareStreamFields(const HttpReply &head)
{
    QCOMPARE(head.status, 200);
    QCOMPARE(head.field("Content-Type"), QByteArray("text/event-stream"));
    QCOMPARE(head.field("Cache-Control"), QByteArray("no-cache, no-transform"));
    QCOMPARE(head.field("Connection"), QByteArray("keep-alive"));
    QCOMPARE(head.field("Transfer-Encoding"), QByteArray("chunked"));
    QCOMPARE(head.field("X-Accel-Buffering"), QByteArray("no"));
    QVERIFY(!head.has("Content-Length"));
}

void streamTargets()
{
    QTest::addColumn<QByteArray>("target");
    QTest::newRow("path") << QByteArray("/stream/a");
    QTest::newRow("query") << QByteArray("/stream?channel=a");
    QTest::newRow("several") << QByteArray("/stream?channel=a&channel=b");
    QTest::newRow("default") << QByteArray("/stream");
    QTest::newRow("api path") << QByteArray("/api/sse/a");
    QTest::newRow("api query") << QByteArray("/api/sse?channel=a&channel=b");
    QTest::newRow("api default") << QByteArray("/api/sse");
}

} // namespace

void tst_protocol_http::streamHeadHasTheFieldsOfTheProtocol_data()
{
    streamTargets();
}

void tst_protocol_http::streamHeadHasTheFieldsOfTheProtocol()
{
    QFETCH(QByteArray, target);
    StreamClient client(port(), target);
    QCOMPARE(client.head().version, QByteArray("HTTP/1.1"));
    compareStreamFields(client.head());
}

void tst_protocol_http::headGoesOutBeforeAnyEvent()
{
    const QByteArray channel = freshChannel();
    StreamClient client(port(), "/stream/" + channel);
    QVERIFY(client.isOpen()); // Nothing was ever published there.
    QVERIFY(!client.primedId().isEmpty());
    QVERIFY(!client.reader().hasEvent());
    QVERIFY(!client.body().startsWith("\xEF\xBB\xBF"));
    // What came so far moves the cursor and fires nothing.
    QVERIFY2(client.body().startsWith("retry: "), client.body().constData());
    QVERIFY2(client.body().endsWith("\nid: " + client.primedId() + "\n\n"), client.body().constData());
}

void tst_protocol_http::headRequestAnswersLikeGetAndOpensNoStream_data()
{
    streamTargets();
}

void tst_protocol_http::headRequestAnswersLikeGetAndOpensNoStream()
{
    QFETCH(QByteArray, target);
    const double admittedBefore = Metrics::scrape(adminPort()).admitted();
    RawSocket socket(port());
    QVERIFY(socket.send(request("HEAD", target)));
    compareStreamFields(readReply(socket, BodyRule::None));
    socket.fillFor(std::chrono::milliseconds(100));
    QCOMPARE(socket.buffer(), QByteArray());
    QCOMPARE(Metrics::scrape(adminPort()).admitted(), admittedBefore);
    // The connection is as good as new.
    QVERIFY(socket.send(request("GET", "/healthz")));
    QCOMPARE(readReply(socket).status, 200);
}

/** Its head says close, even to a client that asked for more. */
void tst_protocol_http::http10HeadEndsAsItSays()
{
    RawSocket socket(port());
    QVERIFY(socket.send("HEAD /stream/a HTTP/1.0\r\nHost: localhost\r\nConnection: keep-alive\r\n\r\n"));
    const HttpReply head = readReply(socket, BodyRule::None);
    QCOMPARE(head.status, 200);
    QCOMPARE(head.field("Connection"), QByteArray("close"));
    QVERIFY(socket.fillToEnd());
    QCOMPARE(socket.peer(), RawSocket::Peer::Finished);
    QCOMPARE(socket.buffer(), QByteArray());
}

void tst_protocol_http::refusedHeadHasNoBody_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<int>("status");
    QTest::newRow("bad escape") << request("HEAD", "/stream/%zz") << 400;
    QTest::newRow("target too long") << request("HEAD", "/stream/" + QByteArray(9000, 'a')) << 414;
    QTest::newRow("no Host") << QByteArray("HEAD /stream/a HTTP/1.1\r\n\r\n") << 400;
    QTest::newRow("body for nobody") << request("HEAD", "/nothing", {"Content-Length: 9"}) << 404;
}

void tst_protocol_http::refusedHeadHasNoBody()
{
    QFETCH(QByteArray, bytes);
    QFETCH(int, status);
    RawSocket socket(port());
    QVERIFY(socket.send(bytes));
    const HttpReply head = readReply(socket, BodyRule::None);
    QCOMPARE(head.status, status);
    QVERIFY(socket.fillToEnd());
    QCOMPARE(socket.peer(), RawSocket::Peer::Finished);
    QCOMPARE(socket.buffer(), QByteArray());
}

void tst_protocol_http::wrongMethodIsAnsweredWithAllow_data()
{
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<QByteArray>("target");
    QTest::addColumn<QByteArray>("allowed");
    for (const char *method : {"POST", "PUT", "DELETE", "PATCH"}) {
        QTest::addRow("%s stream", method)
            << QByteArray(method) << QByteArray("/stream/a") << QByteArray("GET");
        QTest::addRow("%s api stream", method)
            << QByteArray(method) << QByteArray("/api/sse") << QByteArray("HEAD");
        QTest::addRow("%s health", method)
            << QByteArray(method) << QByteArray("/healthz") << QByteArray("GET");
        QTest::addRow("%s readiness", method)
            << QByteArray(method) << QByteArray("/readyz") << QByteArray("GET");
    }
    for (const char *method : {"GET", "HEAD", "PUT", "DELETE"})
        QTest::addRow("%s publish", method)
            << QByteArray(method) << QByteArray("/publish/a") << QByteArray("POST");
}

void tst_protocol_http::wrongMethodIsAnsweredWithAllow()
{
    QFETCH(QByteArray, method);
    QFETCH(QByteArray, target);
    QFETCH(QByteArray, allowed);
    const bool hasBody = method != "GET" && method != "HEAD";
    const QByteArray bytes = request(method, target, {}, hasBody ? QByteArray("") : QByteArray());
    const HttpReply reply = exchange(port(), bytes, method == "HEAD" ? BodyRule::None : BodyRule::AsFramed);
    QCOMPARE(reply.status, 405);
    const QByteArray allow = reply.field("Allow").replace(' ', "");
    QVERIFY2(allow.split(',').contains(allowed), allow.constData());
    QVERIFY2(!allow.split(',').contains(method), allow.constData());
}

void tst_protocol_http::optionsAnswersPreflight()
{
    const HttpReply reply =
        exchange(port(), request("OPTIONS", "/stream/a",
                                 {"Origin: http://localhost:5173", "Access-Control-Request-Method: GET",
                                  "Access-Control-Request-Headers: last-event-id"}));
    QVERIFY2(reply.status == 200 || reply.status == 204, QByteArray::number(reply.status).constData());
    QCOMPARE(reply.field("Access-Control-Allow-Origin"), QByteArray("http://localhost:5173"));
    QVERIFY2(reply.field("Access-Control-Allow-Methods").contains("GET"),
             reply.field("Access-Control-Allow-Methods").constData());
    QVERIFY2(reply.field("Access-Control-Allow-Headers").toLower().contains("last-event-id"),
             reply.field("Access-Control-Allow-Headers").constData());
}

void tst_protocol_http::corsOriginFollowsTheSetting_data()
{
    QTest::addColumn<QString>("setting");
    QTest::addColumn<QByteArray>("expected");
    QTest::newRow("any") << QStringLiteral("cors.allow_origin=*") << QByteArray("*");
    QTest::newRow("one") << QStringLiteral("cors.allow_origin=https://page.example")
                         << QByteArray("https://page.example");
    QTest::newRow("none") << QStringLiteral("cors.allow_origin=") << QByteArray();
}

void tst_protocol_http::corsOriginFollowsTheSetting()
{
    QFETCH(QString, setting);
    QFETCH(QByteArray, expected);
    SluicedProcess::Options options;
    options.settings << setting;
    SluicedProcess own(options);
    START_ENGINE(own);
    StreamClient client(own.publicPort(), "/stream/a", {{}, {"Origin: https://page.example"}});
    // Who may not read it gets none, where all that speaks for a client is that it is on this machine.
    QCOMPARE(client.head().status, expected.isEmpty() ? 403 : 200);
    QCOMPARE(client.head().field("Access-Control-Allow-Origin"), expected);
    QVERIFY(own.stop());
}

void tst_protocol_http::acceptDecidesOnTheStream_data()
{
    QTest::addColumn<QByteArray>("field");
    QTest::addColumn<int>("status");
    const auto row = [](const char *field, int status) {
        QTest::newRow(field) << QByteArray(field) << status;
    };
    row("X-No-Accept: 1", 200);
    row("Accept: text/event-stream", 200);
    row("Accept: TEXT/Event-Stream", 200);
    row("Accept: */*", 200);
    row("Accept: text/*", 200);
    row("Accept: text/html, text/event-stream;q=0.5", 200);
    row("Accept: text/html,*/*;q=0.1", 200);
    row("Accept: text/event-stream; charset=utf-8", 200);
    row("Accept: text/html", 406);
    row("Accept: application/json", 406);
    row("Accept: text/event-streams", 406);
    row("Accept: text/event-stream;q=0", 406);
    row("Accept: */*, text/event-stream;q=0.0", 406);
    row("Accept: application/*, image/png", 406);
    row("Accept: text/event-stream;Q=0", 406);
    row("Accept: text/event-stream; q = 0", 406);
    row("Accept: text/event-stream;seq=0", 200);
    row("Accept: text/event-stream;seq=0;q=0", 406);
}

void tst_protocol_http::acceptDecidesOnTheStream()
{
    QFETCH(QByteArray, field);
    QFETCH(int, status);
    RawSocket socket(port());
    QVERIFY(socket.send(request("GET", "/stream/a", {field})));
    QCOMPARE(readHead(socket).status, status);
}

void tst_protocol_http::http10GetsNoChunks()
{
    const QByteArray channel = freshChannel();
    StreamClient::Options options;
    options.version = "HTTP/1.0";
    StreamClient client(port(), "/stream/" + channel, options);
    QCOMPARE(client.head().status, 200);
    QVERIFY(!client.head().has("Transfer-Encoding"));
    QCOMPARE(client.head().field("Connection").toLower(), QByteArray("close"));
    QVERIFY(!client.primedId().isEmpty());
    Publisher publisher(port());
    const Published published = publisher.publish(channel, "bare", "event=plain");
    QCOMPARE(published.status, 202);
    const std::optional<SseEvent> event = client.next();
    QVERIFY(event.has_value());
    QCOMPARE(event->name, QByteArray("plain"));
    QCOMPARE(event->data, QByteArray("bare"));
    QCOMPARE(event->id, published.id);
    // A chunk's frame would have been read as a line that no rule names.
    QVERIFY2(client.reader().strangeLines().isEmpty(), client.body().constData());
}

void tst_protocol_http::http10ConnectionEndsAfterTheAnswer()
{
    RawSocket socket(port());
    QVERIFY(socket.send("GET /healthz HTTP/1.0\r\n\r\n"));
    QCOMPARE(readReply(socket).status, 200);
    QVERIFY(socket.fillToEnd());
    QCOMPARE(socket.peer(), RawSocket::Peer::Finished);
    QCOMPARE(socket.buffer(), QByteArray());
}

void tst_protocol_http::connectionCloseIsHonoured_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<int>("status");
    QTest::newRow("health") << request("GET", "/healthz", {"Connection: close"}) << 200;
    QTest::newRow("case") << request("GET", "/healthz", {"connection: Close"}) << 200;
    QTest::newRow("list") << request("GET", "/healthz", {"Connection: x-hop, close"}) << 200;
    QTest::newRow("publish") << request("POST", "/publish/closing", {"Connection: close"}, "x") << 202;
    QTest::newRow("not found") << request("GET", "/nowhere", {"Connection: close"}) << 404;
}

void tst_protocol_http::connectionCloseIsHonoured()
{
    QFETCH(QByteArray, bytes);
    QFETCH(int, status);
    RawSocket socket(port());
    // What follows a closing request is not answered.
    QVERIFY(socket.send(bytes + request("GET", "/healthz")));
    const HttpReply reply = readReply(socket);
    QCOMPARE(reply.status, status);
    QCOMPARE(reply.field("Connection").toLower(), QByteArray("close"));
    QVERIFY(socket.fillToEnd());
    QCOMPARE(socket.peer(), RawSocket::Peer::Finished);
    QCOMPARE(socket.buffer(), QByteArray());
}

void tst_protocol_http::connectionStaysForTheNextRequest()
{
    RawSocket socket(port());
    for (int round = 0; round < 20; ++round) {
        QVERIFY(socket.send(request("GET", "/healthz")));
        QCOMPARE(readReply(socket).status, 200);
        QVERIFY(socket.send(request("POST", "/publish/staying", {}, "x")));
        QCOMPARE(readReply(socket).status, 202);
        QVERIFY(socket.send(request("GET", "/nowhere")));
        QCOMPARE(readReply(socket).status, 404);
    }
    QCOMPARE(socket.peer(), RawSocket::Peer::Open);
}

void tst_protocol_http::pipelinedRequestsAreAnsweredInOrder()
{
    // Together far above the limit of one head: each is counted once, and on its own.
    constexpr int Count = 600;
    QByteArray bytes;
    for (int index = 0; index < Count; ++index)
        bytes += index % 3 == 2 ? request("POST", "/publish/pipeline", {}, QByteArray(100, 'x'))
                                : request("GET", index % 3 == 0 ? "/healthz" : "/nowhere");
    QVERIFY(bytes.size() > 3 * 16 * 1024);
    RawSocket socket(port());
    QVERIFY(socket.send(bytes));
    for (int index = 0; index < Count; ++index) {
        const HttpReply reply = readReply(socket);
        QCOMPARE(reply.status, index % 3 == 2 ? 202 : index % 3 == 0 ? 200 : 404);
        QVERIFY(reply.complete);
    }
}

void tst_protocol_http::pipelinedAnswerPrecedesAStream()
{
    const QByteArray channel = freshChannel();
    RawSocket socket(port());
    QByteArray bytes;
    for (int index = 0; index < 50; ++index)
        bytes += request("GET", "/healthz");
    QVERIFY(socket.send(bytes + request("GET", "/stream/" + channel)));
    for (int index = 0; index < 50; ++index)
        QCOMPARE(readReply(socket).status, 200);
    compareStreamFields(readHead(socket));
    Publisher publisher(port());
    QTRY_COMPARE(publisher.publish(channel, "after-the-pipeline").subscribers, 1);
    QVERIFY(socket.fillUntil("data: after-the-pipeline\n"));
}

void tst_protocol_http::unsentAnswersPrecedeAStream_data()
{
    QTest::addColumn<int>("requests");
    // From what the kernel takes at once to what waits in the engine when the stream is admitted.
    for (const int requests : {50, 100, 200, 400, 700})
        QTest::addRow("%d", requests) << requests;
}

void tst_protocol_http::unsentAnswersPrecedeAStream()
{
    QFETCH(int, requests);
    const QByteArray channel = freshChannel();
    RawSocket socket(port(), 4096);
    QByteArray bytes = request("GET", "/nowhere").repeated(requests);
    QVERIFY(socket.send(bytes + request("GET", "/stream/" + channel)));
    QThread::msleep(200); // Long enough for the engine to answer until nothing more is taken.
    for (int index = 0; index < requests; ++index) {
        const HttpReply reply = readReply(socket);
        QCOMPARE(reply.status, 404);
        QVERIFY(reply.complete);
    }
    compareStreamFields(readHead(socket));
    QCOMPARE(Publisher(port()).publish(channel, "after-the-pipeline").subscribers, 1);
    QVERIFY(socket.fillUntil("data: after-the-pipeline\n"));
    QVERIFY(!socket.buffer().contains("HTTP/1.1"));
}

void tst_protocol_http::absoluteTargetIsUnderstood()
{
    QCOMPARE(statusOf(port(), "http://127.0.0.1/healthz"), 200); // RFC 9112, section 3.2.2.
}

void tst_protocol_http::unknownPathIsNotFound_data()
{
    QTest::addColumn<QByteArray>("target");
    for (const char *target : {"/", "/nowhere", "/streams", "/streams/a", "/publis/a", "/healthz/x", "/api",
                               "/api/ssex", "/favicon.ico", "/demox", "//", "/?stream"})
        QTest::newRow(target) << QByteArray(target);
}

void tst_protocol_http::unknownPathIsNotFound()
{
    QFETCH(QByteArray, target);
    QCOMPARE(statusOf(port(), target), 404);
    QCOMPARE(statusOf(adminPort(), target), 404);
}

void tst_protocol_http::healthIsOpenOnBothListeners()
{
    for (const quint16 listener : {port(), adminPort()}) {
        QCOMPARE(statusOf(listener, "/healthz"), 200);
        QCOMPARE(statusOf(listener, "/readyz"), 200);
        for (const char *target : {"/healthz", "/readyz"}) {
            const HttpReply head = exchange(listener, request("HEAD", target), BodyRule::None);
            QCOMPARE(head.status, 200);
        }
    }
    QCOMPARE(statusOf(port(), "/metrics"), 404); // The admin listener's alone.
}

void tst_protocol_http::metricsHaveTheirNames()
{
    const HttpReply reply = get(adminPort(), "/metrics");
    QCOMPARE(reply.status, 200);
    QVERIFY2(reply.field("Content-Type").startsWith("text/plain"), reply.field("Content-Type").constData());
    const Metrics metrics = Metrics::scrape(adminPort());
    for (const char *name :
         {"http_active_connections", "pool_utilization_percent", "sluice_streams_admitted_total",
          "sluice_published_total", "sluice_delivered_total", "sluice_delivery_latency_seconds_bucket",
          "sluice_delivery_latency_seconds_count", "sluice_lingering_descriptors", "sluice_descriptors_used",
          "sluice_descriptors_limit", "sluice_channels", "sluice_history_bytes",
          "process_resident_memory_bytes", "process_cpu_seconds_total", "process_open_fds"})
        QVERIFY2(metrics.has(name), name);
    for (const char *cause : {"client-closed", "reset", "timed-out", "write-stalled", "slow-consumer",
                              "max-age", "kicked", "drained", "forced", "shutdown", "error"})
        QVERIFY2(metrics.text().contains(QByteArray("sse_disconnects_total{cause=\"") + cause + "\"}"),
                 cause);
    QVERIFY(metrics.text().contains("sluice_refusals_total{cause="));
    QVERIFY(metrics.text().contains("# TYPE sse_disconnects_total counter"));
    QVERIFY(metrics.text().contains("# TYPE http_active_connections gauge"));
    QVERIFY(metrics.text().contains("# TYPE pool_utilization_percent gauge"));
    QVERIFY(metrics.text().contains("# TYPE sluice_delivery_latency_seconds histogram"));
}

void tst_protocol_http::activeStreamsAreCounted()
{
    QVERIFY(eventually([this] { return Metrics::scrape(adminPort()).active() == 0; }));
    const Metrics before = Metrics::scrape(adminPort());
    {
        const QByteArray target = "/stream/" + freshChannel();
        StreamClient first(port(), target);
        StreamClient second(port(), target);
        StreamClient third(port(), target);
        QVERIFY(first.isOpen() && second.isOpen() && third.isOpen());
        QCOMPARE(Metrics::scrape(adminPort()).active(), 3.0); // Read at the request: never stale.
    }
    QVERIFY(eventually([this] { return Metrics::scrape(adminPort()).active() == 0; }));
    const Metrics after = Metrics::scrape(adminPort());
    QCOMPARE(after.admitted() - before.admitted(), 3.0);
    QCOMPARE(after.ended("client-closed") - before.ended("client-closed"), 3.0);
}

void tst_protocol_http::bothWorkersServe()
{
    SluicedProcess::Options options;
    options.settings << QStringLiteral("engine.workers=2");
    SluicedProcess own(options);
    START_ENGINE(own);
    const QByteArray target = "/stream/shared";
    std::vector<std::unique_ptr<StreamClient>> clients;
    for (int index = 0; index < 64; ++index) { // All on one of two once in 2^63 runs.
        clients.push_back(std::make_unique<StreamClient>(own.publicPort(), target));
        QVERIFY(clients.back()->isOpen());
    }
    const Metrics metrics = Metrics::scrape(own.adminPort());
    const double zero = metrics.sum("sluice_streams_admitted_total", "worker=\"0\"");
    const double one = metrics.sum("sluice_streams_admitted_total", "worker=\"1\"");
    QVERIFY(zero > 0 && one > 0);
    QCOMPARE(zero + one, 64.0);
    // An event published through either worker reaches the streams of both.
    for (int round = 0; round < 16; ++round) {
        const QByteArray data = QByteArray::number(round);
        QCOMPARE(Publisher(own.publicPort()).publish("shared", data).subscribers, 64);
        for (const std::unique_ptr<StreamClient> &client : clients)
            QCOMPARE(client->nextData(1), QList<QByteArray>{data});
    }
    clients.clear();
    QVERIFY(own.stop());
}

void tst_protocol_http::poolUtilizationIsActiveOverCap()
{
    SluicedProcess::Options options;
    options.settings << QStringLiteral("pool.max_streams=8");
    SluicedProcess own(options);
    START_ENGINE(own);
    StreamClient first(own.publicPort(), "/stream/a");
    StreamClient second(own.publicPort(), "/stream/a");
    QVERIFY(first.isOpen() && second.isOpen());
    QCOMPARE(Metrics::scrape(own.adminPort()).sum("pool_utilization_percent"), 25.0);
    QVERIFY(own.stop());
}

void tst_protocol_http::fullPoolRefusesWithRetryAfter()
{
    SluicedProcess::Options options;
    options.settings << QStringLiteral("pool.max_streams=2");
    SluicedProcess own(options);
    START_ENGINE(own);
    StreamClient first(own.publicPort(), "/stream/a");
    {
        StreamClient second(own.publicPort(), "/stream/a");
        QVERIFY(first.isOpen() && second.isOpen());
        const HttpReply refusal = get(own.publicPort(), "/stream/a");
        QCOMPARE(refusal.status, 503);
        QVERIFY(refusal.complete);
        bool isNumber = false;
        QVERIFY2(refusal.field("Retry-After").toInt(&isNumber) >= 1,
                 refusal.field("Retry-After").constData());
        QVERIFY(isNumber);
        QVERIFY2(refusal.field("Cache-Control").contains("no-store"),
                 refusal.field("Cache-Control").constData());
        const Metrics metrics = Metrics::scrape(own.adminPort());
        QCOMPARE(metrics.sum("sluice_refusals_total", "cause=\"pool-full\""), 1.0);
        QCOMPARE(metrics.admitted(), 2.0); // A refusal is no stream, and no disconnect.
        QCOMPARE(metrics.sum("sse_disconnects_total"), 0.0);
    }
    QVERIFY(eventually([&own] { return StreamClient(own.publicPort(), "/stream/a").isOpen(); }));
    QVERIFY(own.stop());
}

void tst_protocol_http::streamSocketsAreSetForStreaming()
{
    StreamClient client(port(), "/stream/a");
    QVERIFY(!client.primedId().isEmpty());
    EngineSocket socket(engine(), client.socket().localPort());
    if (socket.result() == EngineSocket::Result::Forbidden)
        QSKIP("this kernel does not let a parent borrow its child's descriptors");
    QVERIFY(eventually([&] { return EngineSocket(engine(), client.socket().localPort()).matches() == 1; }));
    QCOMPARE(socket.option(IPPROTO_TCP, TCP_NODELAY), 1);
    QCOMPARE(socket.option(IPPROTO_TCP, TCP_USER_TIMEOUT), 30000); // timeouts.write_stall
    QCOMPARE(socket.option(IPPROTO_TCP, TCP_NOTSENT_LOWAT), 16 * 1024);
    // backpressure.send_buffer is 64 KiB, and the kernel doubles what it is asked for; without a bound it
    // would grow to megabytes.
    const int sendBuffer = socket.option(SOL_SOCKET, SO_SNDBUF);
    QVERIFY2(sendBuffer >= 64 * 1024 && sendBuffer <= 2 * 64 * 1024,
             QByteArray::number(sendBuffer).constData());
    QVERIFY(socket.isNonBlocking());
    QVERIFY(socket.isCloseOnExec());
}

QTEST_GUILESS_MAIN(tst_protocol_http)
#include "tst_protocol_http.moc"
