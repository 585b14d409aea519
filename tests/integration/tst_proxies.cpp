// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Real proxies in front of a real engine, with exactly the configurations that `sluicectl config` prints for
// it: what the engine promises holds through them too.

#include "support/AdminApi.h"
#include "support/EngineTest.h"
#include "support/NeedTool.h"
#include "support/ProxiedEngine.h"

#include <QElapsedTimer>
#include <QJsonArray>
#include <QRegularExpression>

#include <memory>
#include <vector>

using namespace sluice::integration;
using namespace std::chrono_literals;

namespace {

using Kind = ProxyProcess::Kind;
using Streams = std::vector<std::unique_ptr<StreamClient>>;

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr int ManyStreams = 500; // the sanitizers cost memory and time, not correctness
#else
constexpr int ManyStreams = 5000;
#endif

// A proxy keeps its client's connection for more requests, unless it is told not to; then its end is to be
// seen.
const QByteArray lastRequest = "Connection: close";

const QByteArray browser = "User-Agent: Mozilla/5.0 (X11; Linux x86_64) Gecko/20100101 Firefox/128.0";

SluicedProcess::Options with(QStringList settings)
{
    settings << QStringLiteral("pool.trusted_proxies=127.0.0.1") << QStringLiteral("engine.workers=2");
    if (settings.filter(QStringLiteral("pool.max_streams=")).isEmpty())
        settings << QStringLiteral("pool.max_streams=1000");
    return SluicedProcess::Options::with(settings);
}

/** The clients of all streams, as the engine names them, sorted. */
QStringList clientsOf(const SluicedProcess &engine)
{
    QStringList clients;
    for (const QJsonValue &stream :
         callApi(engine.adminPort(), "GET", "streams").object[QStringLiteral("streams")].toArray())
        clients << stream[QStringLiteral("client")].toString().section(QLatin1Char(':'), 0, 0);
    clients.sort();
    return clients;
}

} // namespace

class tst_proxies : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void acceptsEveryConfiguration_data();
    void acceptsEveryConfiguration();
    void headAndEventsComeAtOnce_data() { proxies(); }
    void headAndEventsComeAtOnce();
    void idleStreamsOutliveTheTimeout_data() { proxies(); }
    void idleStreamsOutliveTheTimeout();
    void resumes_data() { proxies(); }
    void resumes();
    void clientAddresses_data() { proxies(); }
    void clientAddresses();
    void onlyWhatIsForEverybody_data() { proxies(); }
    void onlyWhatIsForEverybody();
    void deniedPublishersStayDenied_data() { proxies(); }
    void deniedPublishersStayDenied();
    void http10WithoutHostPasses_data() { proxies(); }
    void http10WithoutHostPasses();
    void bareHealthCheckFindsTheEngine();
    void shortRequestsShareConnections_data() { proxies(); }
    void shortRequestsShareConnections();
    void drainReachesTheClients_data() { proxies(); }
    void drainReachesTheClients();
    void drainedClientsResumeThroughTheProxy_data() { proxies(); }
    void drainedClientsResumeThroughTheProxy();
    void refusalsAreTheEnginesOwn_data() { proxies(); }
    void refusalsAreTheEnginesOwn();
    void browsersComeBackWhileTheEngineIsAway_data();
    void browsersComeBackWhileTheEngineIsAway();
    void browsersAreToldFromScripts_data() { proxies(); }
    void browsersAreToldFromScripts();
    void logsUpstreamTimes();
    void partOfAnotherConfiguration();
    void thousandsOfStreams_data() { proxies(); }
    void thousandsOfStreams();

private:
    static void proxies()
    {
        QTest::addColumn<Kind>("kind");
        QTest::newRow("nginx") << Kind::Nginx;
        QTest::newRow("haproxy") << Kind::Haproxy;
    }
};

#define FETCH_KIND(kind)                                                                                     \
    QFETCH(const Kind, kind);                                                                                \
    NEED_TOOL(kind == Kind::Nginx ? "nginx" : "haproxy", ProxiedEngine::name(kind).toLatin1().constData())

void tst_proxies::acceptsEveryConfiguration_data()
{
    QTest::addColumn<Kind>("kind");
    QTest::addColumn<QStringList>("words");
    for (const Kind kind : {Kind::Nginx, Kind::Haproxy}) {
        const auto row = [kind](const char *name, const QStringList &words) {
            QTest::addRow("%s, %s", qPrintable(ProxiedEngine::name(kind)), name) << kind << words;
        };
        const auto set = [](const char *change) {
            return QStringList{QStringLiteral("--set"), QString::fromLatin1(change)};
        };
        row("defaults", {});
        row("small", set("pool.max_streams=1"));
        row("milliseconds", set("timeouts.heartbeat=1500ms") +
                                QStringList{QStringLiteral("--read-timeout"), QStringLiteral("4500ms")});
        row("origins", set("cors.allow_origin=https://one.example, https://two.example:8443") +
                           set("cors.allow_credentials=true"));
        row("no origins", set("cors.allow_origin="));
        row("origins with stars", set("cors.allow_origin=auto, https://*.one.example, http://[::1]:*, "
                                      "capacitor://localhost, null"));
        row("status", set("pool.overload_mode=status"));
        row("token", set("auth.publish_token=correct-horse-battery"));
        row("IPv6", {QStringLiteral("--engine"), QStringLiteral("[::1]:8080")});
        if (kind == Kind::Haproxy) // nginx's binds a socket in /run: tst_proxy_protocol has it elsewhere
            row("PROXY header", set("pool.proxy_protocol=true") + set("pool.trusted_proxies=127.0.0.1"));
    }
}

/** The programs themselves judge them, without a warning. */
void tst_proxies::acceptsEveryConfiguration()
{
    FETCH_KIND(kind);
    QFETCH(const QStringList, words);
    ProxyProcess proxy(kind);
    const ControlRun run = control(1, QStringList{QStringLiteral("config"), ProxiedEngine::name(kind),
                                                  QStringLiteral("--defaults"), QStringLiteral("--listen"),
                                                  QStringLiteral("127.0.0.1:%1").arg(proxy.port()),
                                                  QStringLiteral("--log-directory"), proxy.folder()} +
                                          words);
    QVERIFY2(run.status == 0, run.err.constData());
    const QByteArray complaint = proxy.complaint(run.out);
    QVERIFY2(complaint.isEmpty(), (complaint + '\n' + run.out).constData());
}

void tst_proxies::headAndEventsComeAtOnce()
{
    FETCH_KIND(kind);
    // No heartbeat that could push anything along.
    ProxiedEngine pair(
        kind, with({QStringLiteral("timeouts.heartbeat=40s"), QStringLiteral("timeouts.keep_alive=80s"),
                    QStringLiteral("timeouts.headers=90s"), QStringLiteral("timeouts.write_stall=40s")}));
    START_PROXIED(pair);
    StreamClient::Options options;
    // What a browser sends; a compressor would take it up.
    options.fields = {browser, "Accept-Encoding: gzip, deflate, br"};
    StreamClient stream(pair.proxy.port(), "/stream/a", options);
    QCOMPARE(stream.head().status, 200);
    QCOMPARE(stream.head().version, QByteArray("HTTP/1.1"));
    QCOMPARE(stream.head().field("Content-Type"), QByteArray("text/event-stream"));
    QCOMPARE(stream.head().field("Cache-Control"), QByteArray("no-cache, no-transform"));
    QCOMPARE(stream.head().field("Transfer-Encoding"), QByteArray("chunked"));
    QVERIFY(!stream.head().has("Content-Encoding"));
    QVERIFY2(!stream.primedId().isEmpty(), "the id that the engine begins with does not come");

    // One event at a time, and the next only when it has come: nothing else makes it come.
    Publisher publisher(pair.engine.publicPort());
    qint64 fastest = std::numeric_limits<qint64>::max();
    for (int index = 0; index < 20; ++index) {
        const QByteArray data = QByteArray::number(index);
        QElapsedTimer time;
        time.start();
        QCOMPARE(publisher.publish("a", data).status, 202);
        QCOMPARE(stream.nextData(1), QList<QByteArray>{data});
        fastest = std::min(fastest, time.elapsed());
    }
    // A proxy that waits for a segment to fill holds each of them for 200 ms.
    QVERIFY2(fastest < 100, QByteArray::number(fastest).constData());

    // Also through the other spellings of the same.
    QVERIFY(StreamClient(pair.proxy.port(), "/api/sse/a").isOpen());
    QVERIFY(StreamClient(pair.proxy.port(), "/stream?channel=a&channel=b").isOpen());
    const HttpReply head = exchange(pair.proxy.port(), request("HEAD", "/stream/a"), BodyRule::None);
    QCOMPARE(head.status, 200);
}

void tst_proxies::idleStreamsOutliveTheTimeout()
{
    FETCH_KIND(kind);
    ProxiedEngine pair(kind, with({QStringLiteral("timeouts.heartbeat=500ms")}));
    START_PROXIED(pair, {QStringLiteral("--read-timeout"), QStringLiteral("4s")});
    StreamClient stream(pair.proxy.port(), "/stream/idle");
    QVERIFY(stream.isOpen());
    stream.readFor(9s);
    QCOMPARE(stream.socket().peer(), RawSocket::Peer::Open);
    QVERIFY(stream.reader().comments() > 0);
    QCOMPARE(Publisher(pair.engine.publicPort()).publish("idle", "still here").subscribers, 1);
    QCOMPARE(stream.nextData(1), QList<QByteArray>{"still here"});

    // The timeout is there: without heartbeats in time the same proxy cuts the same stream.
    const ApiReply set = callApi(pair.engine.adminPort(), "PATCH", "settings",
                                 {{QStringLiteral("timeouts.heartbeat"), QStringLiteral("15s")}});
    QCOMPARE(set.status, 200);
    QElapsedTimer time;
    time.start();
    QVERIFY(stream.waitForEnd() != StreamClient::Ending::Open);
    QVERIFY2(time.elapsed() > 2000, QByteArray::number(time.elapsed()).constData());
}

void tst_proxies::resumes()
{
    FETCH_KIND(kind);
    ProxiedEngine pair(kind, with({}));
    START_PROXIED(pair);
    Publisher publisher(pair.engine.publicPort());
    StreamClient::Options options;
    {
        StreamClient first(pair.proxy.port(), "/stream/a");
        QVERIFY(publisher.publishNumbered("a", 3));
        QCOMPARE(first.nextData(3), (QList<QByteArray>{"0", "1", "2"}));
        options.lastEventId = first.lastEventId();
    }
    QVERIFY(publisher.publishNumbered("a", 2, "later-"));
    StreamClient second(pair.proxy.port(), "/stream/a", options);
    QCOMPARE(second.nextData(2), (QList<QByteArray>{"later-0", "later-1"}));
    // The proxy lets go of the engine when its client leaves.
    QVERIFY(eventually([&] { return Metrics::scrape(pair.engine.adminPort()).active() == 1; }));
}

void tst_proxies::clientAddresses()
{
    FETCH_KIND(kind);
    ProxiedEngine pair(kind, with({QStringLiteral("pool.max_streams_per_client=2")}));
    START_PROXIED(pair);
    Streams streams;
    const auto connect = [&](const char *source, const QList<QByteArray> &fields = {}) {
        StreamClient::Options options;
        options.source = source;
        options.fields = fields;
        streams.push_back(std::make_unique<StreamClient>(pair.proxy.port(), "/stream/a", options));
        return streams.back()->head().status;
    };
    QCOMPARE(connect("127.0.0.5"), 200);
    QCOMPARE(connect("127.0.0.5"), 200);
    QCOMPARE(connect("127.0.0.6"), 200);
    // The third of one client, also if it says that it is somebody else.
    QCOMPARE(connect("127.0.0.5"), 429);
    QCOMPARE(connect("127.0.0.5", {"X-Forwarded-For: 203.0.113.9"}), 429);
    QCOMPARE(connect("127.0.0.5", {"Forwarded: for=203.0.113.9"}), 429);
    QCOMPARE(connect("127.0.0.5", {"X-Forwarded-For: 203.0.113.9", "Forwarded: for=203.0.113.9"}), 429);
    QCOMPARE(connect("127.0.0.7", {"X-Forwarded-For: 203.0.113.9"}), 200);
    QCOMPARE(connect("127.0.0.7", {"Forwarded: for=203.0.113.9"}), 200);
    const QStringList expected{QStringLiteral("127.0.0.5"), QStringLiteral("127.0.0.5"),
                               QStringLiteral("127.0.0.6"), QStringLiteral("127.0.0.7"),
                               QStringLiteral("127.0.0.7")};
    QStringList clients;
    QVERIFY2(eventually([&] { return (clients = clientsOf(pair.engine)) == expected; }),
             qPrintable(clients.join(QLatin1Char(' '))));
}

void tst_proxies::onlyWhatIsForEverybody()
{
    FETCH_KIND(kind);
    ProxiedEngine pair(kind, with({}));
    START_PROXIED(pair);
    for (const char *target : {"/metrics", "/api/v1/settings", "/api/v1/streams", "/demo", "/", "/streams",
                               "/publisher", "/stream/../api/v1/settings"})
        QVERIFY2(statusOf(pair.proxy.port(), target) / 100 == 4, target);
    QCOMPARE(statusOf(pair.proxy.port(), "/healthz"), 200);
    // Spare slashes name nothing, here as there.
    for (const char *target : {"//healthz", "/readyz/"})
        QCOMPARE(statusOf(pair.proxy.port(), target), 200);
    for (const char *target : {"//stream/slashes", "/stream/slashes/", "//api//sse//slashes"})
        QVERIFY2(StreamClient(pair.proxy.port(), target).isOpen(), target);
    // Its own machine may publish without a token, by HTTP/1.1 and in chunks too.
    StreamClient stream(pair.proxy.port(), "/stream/a");
    QCOMPARE(Publisher(pair.proxy.port()).publish("a", "through the proxy").status, 202);
    QCOMPARE(stream.nextData(1), QList<QByteArray>{"through the proxy"});
    const HttpReply chunked = exchange(
        pair.proxy.port(), "POST /publish/a HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
                           "3\r\nabc\r\n0\r\n\r\n");
    QCOMPARE(chunked.status, 202);
    QCOMPARE(stream.nextData(1), QList<QByteArray>{"abc"});
    QCOMPARE(Publisher(pair.proxy.port()).publish("a", QByteArray(2 << 20, 'x')).status, 413);
}

/** However the path is spelled, whom the proxy denies publishing does not get through to the engine. */
void tst_proxies::deniedPublishersStayDenied()
{
    FETCH_KIND(kind);
    ProxiedEngine pair(kind, with({}));
    // As generated, but only one address of this machine is let through.
    START_PROXIED(pair, {}, [kind](QByteArray &text) {
        if (kind == Kind::Nginx)
            text.replace("allow 127.0.0.0/8;", "allow 127.0.0.1;");
        else
            text.replace("src 127.0.0.0/8 ::1", "src 127.0.0.1 ::1");
    });
    StreamClient orders(pair.engine.publicPort(), "/stream/orders");
    QVERIFY(orders.isOpen());
    const QByteArray lines = "{\"channel\":\"orders\",\"data\":\"evil\"}\n";
    const auto sent = [&](const QByteArray &target, const QByteArray &source) {
        RawSocket socket(pair.proxy.port(), 0, source);
        const QByteArray bytes = request("POST", target, {"Content-Type: application/x-ndjson"}, lines);
        return socket.send(bytes) ? readReply(socket).status : 0;
    };
    QCOMPARE(sent("/publish/orders", "127.0.0.1"), 202);
    QCOMPARE(orders.nextData(1), QList<QByteArray>{"evil"});
    QCOMPARE(sent("/publish/orders", "127.0.0.5"), 403);

    QList<QByteArray> targets{"/publish",
                              "/publish/",
                              "//publish/orders",
                              "///publish//orders",
                              "/%70ublish/orders",
                              "/publis%68/orders",
                              "/publish%3f/orders",
                              "/publish;x/orders",
                              "/publish/;/orders",
                              "/PUBLISH/orders",
                              "/publish%20/orders",
                              "/publish%00/orders",
                              "/publish%0a/orders",
                              "/publish#/orders",
                              "/stream#/../publish/orders",
                              "/stream/x?/../../publish/orders",
                              "http://x/publish/orders",
                              "http://x/stream/../publish/orders",
                              "http://publish/stream/..%2fpublish/orders",
                              "/stream/%c0%ae%c0%ae/publish/orders",
                              "/stream/..;/publish/orders",
                              "/healthz/../publish/orders",
                              "/healthz%2f..%2fpublish/orders"};
    for (const char *slash : {"/", "%2f", "%2F", "%5c", "\\", "%252f"}) {
        for (const char *dots : {"..", "%2e%2e", ".%2E", "%252e%252e", "."}) {
            const QByteArray up = QByteArray(dots) + slash;
            targets << "/publish/" + up + "stream"
                    << "/publish" + QByteArray(slash) + up + "stream/x"
                    << "/stream/" + up + "publish/orders"
                    << "/stream/x" + QByteArray(slash) + up + up + "publish/orders"
                    << "/api/sse/" + up + up + up + "publish/orders"
                    << "/" + up + "publish/orders";
        }
        targets << "/publish" + QByteArray(slash) + "orders" << QByteArray(slash) + "publish/orders"
                << "/stream" + QByteArray(slash) + "publish";
    }
    for (const QByteArray &target : targets) {
        const int status = sent(target, "127.0.0.5");
        QVERIFY2(status / 100 == 4, (target + ": " + QByteArray::number(status)).constData());
    }
    QCOMPARE(Publisher(pair.engine.publicPort()).publish("orders", "sentinel").status, 202);
    QCOMPARE(orders.nextData(1), QList<QByteArray>{"sentinel"});
    // What is spelled plainly passes: names that a browser escapes, and what is no path.
    StreamClient escaped(pair.proxy.port(), "/stream/user%40site%3aroom?x=%2f..%2f&y=a/../b");
    QVERIFY(escaped.isOpen());
    QCOMPARE(Publisher(pair.engine.publicPort()).publish("user@site:room", "x").subscribers, 1);
}

/** As load balancers' health checks ask. */
void tst_proxies::http10WithoutHostPasses()
{
    FETCH_KIND(kind);
    ProxiedEngine pair(kind, with({}));
    START_PROXIED(pair);
    QCOMPARE(exchange(pair.proxy.port(), "GET /healthz HTTP/1.0\r\n\r\n").status, 200);
    QCOMPARE(exchange(pair.proxy.port(), "HEAD /readyz HTTP/1.0\r\n\r\n", BodyRule::None).status, 200);
    RawSocket stream(pair.proxy.port());
    QVERIFY(stream.send("GET /stream/a HTTP/1.0\r\n\r\n"));
    QCOMPARE(readHead(stream).status, 200);
    // And whatever name the client has for the proxy.
    QCOMPARE(exchange(pair.proxy.port(), "GET /healthz HTTP/1.1\r\nHost: api.example.com\r\n\r\n").status,
             200);
}

/** `option httpchk` alone asks OPTIONS / by HTTP/1.0, as many a configuration has it. */
void tst_proxies::bareHealthCheckFindsTheEngine()
{
    NEED_TOOL("haproxy", "haproxy");
    ProxiedEngine pair(Kind::Haproxy, with({}));
    START_PROXIED(pair, {},
                  [](QByteArray &text) { text.replace("option httpchk GET /healthz", "option httpchk"); });
    // Long enough for two checks, which would take the engine out.
    QThread::msleep(2500);
    QCOMPARE(statusOf(pair.proxy.port(), "/readyz"), 200);
}

void tst_proxies::shortRequestsShareConnections()
{
    FETCH_KIND(kind);
    ProxiedEngine pair(kind, with({}));
    START_PROXIED(pair);
    const auto accepted = [&] {
        return callApi(pair.engine.adminPort(), "GET", "snapshot")
            .object[QStringLiteral("accepted_connections_total")]
            .toInt();
    };
    const auto requests = [&] {
        return callApi(pair.engine.adminPort(), "GET", "snapshot")
            .object[QStringLiteral("http_requests_total")]
            .toInt();
    };
    const int connectionsBefore = accepted();
    const int requestsBefore = requests();
    Publisher publisher(pair.proxy.port()); // keeps its own connection
    for (int index = 0; index < 100; ++index)
        QCOMPARE(publisher.publish("a", "x").status, 202);
    QVERIFY(eventually([&] { return requests() >= requestsBefore + 100; }));
    // HAProxy asks for the engine's health once a second besides, on connections of their own.
    const int made = accepted() - connectionsBefore;
    QVERIFY2(made < 50, QByteArray::number(made).constData());
}

void tst_proxies::drainReachesTheClients()
{
    FETCH_KIND(kind);
    ProxiedEngine pair(kind, with({QStringLiteral("drain.grace=500ms"), QStringLiteral("drain.rate=100")}));
    START_PROXIED(pair);
    Streams streams;
    for (int index = 0; index < 30; ++index) {
        StreamClient::Options options;
        options.fields = {lastRequest};
        streams.push_back(std::make_unique<StreamClient>(pair.proxy.port(), "/stream/a", options));
        QVERIFY(streams.back()->isOpen());
    }
    QCOMPARE(Publisher(pair.engine.publicPort()).publish("a", "the last one").subscribers, 30);
    const QJsonObject drain{{QStringLiteral("then"), QStringLiteral("hold")}};
    QCOMPARE(callApi(pair.engine.adminPort(), "POST", "drain", drain).status / 100, 2);
    for (const auto &stream : streams) {
        QCOMPARE(stream->waitForEnd(), StreamClient::Ending::Clean);
        const std::optional<SseEvent> event = stream->next();
        QVERIFY(event && event->data == "the last one");
        const std::optional<SseEvent> farewell = stream->next();
        QVERIFY(farewell && farewell->name == "shutdown");
        QCOMPARE(farewell->data, "{\"retry_ms\":" + QByteArray::number(stream->reader().retry()) + '}');
    }
    QVERIFY(eventually([&] { return drainPhase(pair.engine.adminPort()) == QLatin1String("drained"); }));
    QCOMPARE(statusOf(pair.proxy.port(), "/readyz"), 503);
    // Who comes back while it drains is refused in the engine's own words.
    StreamClient::Options options;
    options.fields = {browser, lastRequest};
    StreamClient back(pair.proxy.port(), "/stream/a", options);
    QCOMPARE(back.head().status, 200);
    QCOMPARE(back.waitForEnd(), StreamClient::Ending::Clean);
    QVERIFY(back.reader().retry() > 0);
    QCOMPARE(callApi(pair.engine.adminPort(), "DELETE", "drain").status / 100, 2);
    QVERIFY(eventually([&] { return StreamClient(pair.proxy.port(), "/stream/a").isOpen(); }));
}

/** What is published before, while it evicts, and while nobody is there: each client has all of it, once. */
void tst_proxies::drainedClientsResumeThroughTheProxy()
{
    FETCH_KIND(kind);
    constexpr int clients = 40;
    // Slow enough that publishing meets clients on both sides of their eviction.
    ProxiedEngine pair(kind, with({QStringLiteral("drain.grace=0s"), QStringLiteral("drain.rate=40")}));
    START_PROXIED(pair);
    const auto connect = [&](const QByteArray &lastEventId) {
        StreamClient::Options options;
        options.lastEventId = lastEventId;
        options.fields = {lastRequest};
        return std::make_unique<StreamClient>(pair.proxy.port(), "/stream/a", options);
    };
    QList<QByteArray> everything;
    Publisher publisher(pair.engine.publicPort());
    const auto publish = [&](int count) {
        const auto first = int(everything.size());
        for (int number = first; number < first + count; ++number)
            everything << QByteArray::number(number);
        return publisher.publishNumbered("a", count, {}, first);
    };
    Streams streams;
    for (int index = 0; index < clients; ++index) {
        streams.push_back(connect({}));
        QVERIFY(streams.back()->isOpen() && !streams.back()->primedId().isEmpty());
    }
    QVERIFY(publish(5));
    const QJsonObject drain{{QStringLiteral("then"), QStringLiteral("hold")}};
    QCOMPARE(callApi(pair.engine.adminPort(), "POST", "drain", drain).status / 100, 2);
    const auto left = [&] { return Metrics::scrape(pair.engine.adminPort()).active(); };
    do {
        QVERIFY(publish(2));
    } while (left() > 0 && everything.size() < 400);
    std::vector<QList<QByteArray>> seen;
    for (const auto &stream : streams) {
        QCOMPARE(stream->waitForEnd(), StreamClient::Ending::Clean);
        QList<QByteArray> data;
        while (const std::optional<SseEvent> event = stream->next())
            if (event->name != "shutdown")
                data << event->data;
        QVERIFY2(data == everything.first(data.size()), data.join(' ').constData());
        QVERIFY(data.size() >= 5);
        seen.push_back(data);
    }
    QVERIFY(eventually([&] { return drainPhase(pair.engine.adminPort()) == QLatin1String("drained"); }));
    QVERIFY(publish(5));
    QCOMPARE(callApi(pair.engine.adminPort(), "DELETE", "drain").status / 100, 2);
    QVERIFY(eventually([&] { return statusOf(pair.proxy.port(), "/readyz") == 200; }));
    for (std::size_t index = 0; index < streams.size(); ++index) {
        streams[index] = connect(streams[index]->lastEventId());
        QVERIFY(streams[index]->isOpen());
        QVERIFY(!streams[index]->head().has("Sluice-Gap"));
    }
    QVERIFY(publish(3));
    for (std::size_t index = 0; index < streams.size(); ++index) {
        const QList<QByteArray> rest = streams[index]->nextData(everything.size() - seen[index].size());
        QVERIFY2(seen[index] + rest == everything, (seen[index] + rest).join(' ').constData());
        QVERIFY(!streams[index]->next(1ms));
    }
}

void tst_proxies::refusalsAreTheEnginesOwn()
{
    FETCH_KIND(kind);
    ProxiedEngine pair(
        kind, with({QStringLiteral("pool.max_streams=1"), QStringLiteral("pool.overload_retry=700ms")}));
    START_PROXIED(pair);
    StreamClient first(pair.proxy.port(), "/stream/a");
    QVERIFY(first.isOpen());
    const HttpReply refusal = get(pair.proxy.port(), "/stream/a");
    QCOMPARE(refusal.status, 503);
    QVERIFY2(refusal.body.contains("(pool-full)"), refusal.body.constData());
    QVERIFY(refusal.field("Retry-After").toInt() >= 1);
    StreamClient::Options options;
    options.fields = {browser, lastRequest};
    StreamClient second(pair.proxy.port(), "/stream/a", options);
    QCOMPARE(second.head().status, 200);
    QCOMPARE(second.waitForEnd(), StreamClient::Ending::Clean);
    QVERIFY(second.reader().retry() >= 700);
}

void tst_proxies::browsersComeBackWhileTheEngineIsAway_data()
{
    QTest::addColumn<Kind>("kind");
    QTest::addColumn<QString>("origins");
    QTest::addColumn<QByteArray>("allowed");
    for (const Kind kind : {Kind::Nginx, Kind::Haproxy}) {
        QTest::addRow("%s, any origin", qPrintable(ProxiedEngine::name(kind)))
            << kind << QStringLiteral("*") << QByteArray("*");
        QTest::addRow("%s, a list", qPrintable(ProxiedEngine::name(kind)))
            << kind << QStringLiteral("https://other.example,https://page.example")
            << QByteArray("https://page.example");
        QTest::addRow("%s, names below one", qPrintable(ProxiedEngine::name(kind)))
            << kind << QStringLiteral("https://*.example") << QByteArray("https://page.example");
        QTest::addRow("%s, another list", qPrintable(ProxiedEngine::name(kind)))
            << kind << QStringLiteral("auto, https://*.page.example") << QByteArray();
    }
}

/** At any status but 200 an EventSource gives up for ever: what a deploy must not do to every open tab. */
void tst_proxies::browsersComeBackWhileTheEngineIsAway()
{
    FETCH_KIND(kind);
    QFETCH(const QString, origins);
    QFETCH(const QByteArray, allowed);
    ProxiedEngine pair(kind, with({QStringLiteral("pool.overload_retry=900ms"),
                                   QStringLiteral("cors.allow_origin=") + origins}));
    START_PROXIED(pair);
    pair.engine.kill();
    StreamClient::Options options;
    options.fields = {browser, lastRequest, "Origin: https://page.example", "Sec-Fetch-Mode: cors"};
    HttpReply head;
    QVERIFY(eventually([&] {
        StreamClient away(pair.proxy.port(), "/stream/a", options);
        head = away.head();
        return head.status == 200 && away.waitForEnd() != StreamClient::Ending::Open &&
               away.reader().retry() == 900;
    }));
    QCOMPARE(head.field("Content-Type"), QByteArray("text/event-stream"));
    QCOMPARE(head.field("Access-Control-Allow-Origin"), allowed);
    QVERIFY(head.field("Cache-Control").contains("no-store"));
    // A program gets a status that it understands, and so does who publishes.
    QVERIFY(statusOf(pair.proxy.port(), "/stream/a") >= 502);
    QVERIFY(Publisher(pair.proxy.port()).publish("a", "x").status >= 502);
    // The engine is back.
    QVERIFY2(pair.engine.start(), pair.engine.standardError().constData());
    if (allowed.isEmpty()) // which refuses it itself
        options.fields = {browser, lastRequest, "Origin: http://localhost:5173"};
    QVERIFY(eventually(
        [&] { return !StreamClient(pair.proxy.port(), "/stream/a", options).primedId().isEmpty(); }));
}

/** One rule of three: a full engine, and each proxy while the engine is away. */
void tst_proxies::browsersAreToldFromScripts()
{
    FETCH_KIND(kind);
    struct Client
    {
        QList<QByteArray> fields;
        bool isBrowser;
    };
    const Client clients[] = {
        {{}, false},
        {{"User-Agent: curl/7.88.1"}, false},
        {{"User-Agent: Bot (like Mozilla/5.0)"}, false},
        {{browser}, true},
        {{"User-Agent: mozilla/5.0"}, true},
        {{"Origin: https://page.example"}, true},
        {{"Origin: null"}, true},
        {{"Origin: "}, false},
        {{"Sec-Fetch-Dest: empty"}, true},
        {{"User-Agent: node", "Accept: */*", "Accept-Language: *", "Sec-Fetch-Mode: cors"},
         false}, // Node's fetch
        {{"Sec-Fetch-Site: cross-site"}, false},
        {{"Sec-Fetch-Mode: cors", "Sec-Fetch-Dest: empty"}, true},
    };
    ProxiedEngine pair(kind,
                       with({QStringLiteral("pool.max_streams=1"), QStringLiteral("cors.allow_origin=*")}));
    START_PROXIED(pair);
    const auto isTakenForABrowser = [](quint16 port, const Client &client) {
        StreamClient::Options options;
        options.fields = client.fields + QList<QByteArray>{lastRequest};
        StreamClient refused(port, "/stream/a", options);
        return refused.head().status == 200 && refused.waitForEnd() == StreamClient::Ending::Clean;
    };
    const auto named = [](const Client &client) { return client.fields.join(", "); };
    StreamClient first(pair.engine.publicPort(), "/stream/a");
    QVERIFY(first.isOpen());
    for (const Client &client : clients)
        QVERIFY2(isTakenForABrowser(pair.engine.publicPort(), client) == client.isBrowser,
                 named(client).constData());
    pair.engine.kill();
    QVERIFY(eventually([&] { return statusOf(pair.proxy.port(), "/stream/a") >= 502; }));
    for (const Client &client : clients)
        QVERIFY2(isTakenForABrowser(pair.proxy.port(), client) == client.isBrowser,
                 named(client).constData());
}

/** What the log correlation reads: a line for each request, with the engine's times. */
void tst_proxies::logsUpstreamTimes()
{
    NEED_TOOL("nginx", "nginx");
    ProxiedEngine pair(Kind::Nginx, with({}));
    START_PROXIED(pair);
    QCOMPARE(Publisher(pair.engine.publicPort()).publish("a", "x").status, 202);
    {
        StreamClient stream(pair.proxy.port(), "/stream/a?last_event_id=0");
        QVERIFY(stream.isOpen());
    }
    static const QRegularExpression line(
        QStringLiteral(
            "^at=\\d{4}-\\d\\d-\\d\\dT\\S+ client=127\\.0\\.0\\.1 status=200 time=\\d+\\.\\d+ bytes=\\d+ "
            "upstream=127\\.0\\.0\\.1:\\d+ upstream_status=200 connect=\\d+\\.\\d+ header=\\d+\\.\\d+ "
            "request=\"GET /stream/a\\?last_event_id=0 HTTP/1\\.1\"$"),
        QRegularExpression::MultilineOption);
    QByteArray log;
    QVERIFY2(eventually([&] {
                 log = pair.proxy.log(QStringLiteral("sluice-access.log"));
                 return QString::fromUtf8(log).contains(line);
             }),
             log.constData());
    // And the error log says what a dead engine looks like.
    pair.engine.kill();
    QVERIFY(statusOf(pair.proxy.port(), "/stream/a") >= 502);
    QVERIFY(eventually([&] {
        return pair.proxy.log(QStringLiteral("sluice-error.log")).contains("while connecting to upstream");
    }));
}

/** What `--part http` prints, inside somebody's own nginx.conf. */
void tst_proxies::partOfAnotherConfiguration()
{
    NEED_TOOL("nginx", "nginx");
    ProxiedEngine pair(Kind::Nginx, with({}));
    QVERIFY(pair.engine.start());
    const QByteArray part = pair.configuration({QStringLiteral("--part"), QStringLiteral("http")});
    const QByteArray whole =
        "events { worker_connections 512; }\nhttp {\ndefault_type application/octet-stream;\n"
        "gzip on;\ngzip_types text/event-stream;\n" +
        part + "}\n";
    const QByteArray complaint = pair.proxy.complaint(whole);
    QVERIFY2(complaint.isEmpty(), complaint.constData());
    QVERIFY2(pair.proxy.start(whole), pair.proxy.output().constData());
    StreamClient::Options options;
    options.fields = {"Accept-Encoding: gzip"};
    StreamClient stream(pair.proxy.port(), "/stream/a", options);
    QVERIFY(stream.isOpen() && !stream.head().has("Content-Encoding"));
    QCOMPARE(Publisher(pair.engine.publicPort()).publish("a", "plain").subscribers, 1);
    QCOMPARE(stream.nextData(1), QList<QByteArray>{"plain"});
}

void tst_proxies::thousandsOfStreams()
{
    FETCH_KIND(kind);
    ProxiedEngine pair(kind, with({QStringLiteral("pool.max_streams=%1").arg(ManyStreams + 100)}));
    START_PROXIED(pair);
    QProcess load;
    load.start(QStringLiteral(SLUICECTL_PATH),
               {QStringLiteral("load"), QStringLiteral("--url"),
                QStringLiteral("http://127.0.0.1:%1/stream/many").arg(pair.proxy.port()),
                QStringLiteral("--publish-url"),
                QStringLiteral("http://127.0.0.1:%1/publish/many").arg(pair.engine.publicPort()),
                QStringLiteral("--clients"), QString::number(ManyStreams), QStringLiteral("--rate"),
                QStringLiteral("1"), QStringLiteral("--duration"), QStringLiteral("5s"),
                QStringLiteral("--tail"), QStringLiteral("60s"), QStringLiteral("--json")});
    QVERIFY(load.waitForFinished(240'000));
    const QByteArray said = load.readAllStandardOutput() + load.readAllStandardError();
    QVERIFY2(load.exitStatus() == QProcess::NormalExit && load.exitCode() == 0, said.constData());
    const QJsonObject report = QJsonDocument::fromJson(said.left(said.lastIndexOf('}') + 1)).object();
    QCOMPARE(report[QStringLiteral("connected")].toInt(), ManyStreams);
    QCOMPARE(report[QStringLiteral("drops")].toInt(-1), 0);
    QCOMPARE(report[QStringLiteral("gaps")].toInt(-1), 0);
    QCOMPARE(report[QStringLiteral("duplicates")].toInt(-1), 0);
    QVERIFY(report[QStringLiteral("delivered")].toInt() >= ManyStreams);
    QCOMPARE(Metrics::scrape(pair.engine.adminPort()).admitted(), double(ManyStreams));
    const QString broken = brokenBalance(pair.engine.adminPort());
    QVERIFY2(broken.isEmpty(), qPrintable(broken));
}

QTEST_GUILESS_MAIN(tst_proxies)
#include "tst_proxies.moc"
