// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Who becomes a stream and how the others are told: caps under a crowd, rates, the overload modes, clients
// behind proxies, CORS, and the publish rate, as they look from outside.

#include "support/EngineTest.h"

#include <atomic>
#include <csignal>
#include <thread>
#include <vector>

#include <QElapsedTimer>

using namespace sluice::integration;

class tst_admission_limits : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void capsAreExactUnderACrowd_data();
    void capsAreExactUnderACrowd();
    void statusMode_data();
    void statusMode();
    void softMode_data();
    void softMode();
    void autoModeKnowsBrowsers_data();
    void autoModeKnowsBrowsers();
    void refusedComesBack();
    void drainingFollowsTheMode();
    void connectRates();
    void forwardedClients();
    void fewIdleConnections();
    void untrustedPeersNameNobody();
    void publishRate();
    void publishRateInBatches();
    void corsList();
    void badSettingsAreRefused_data();
    void badSettingsAreRefused();
};

namespace {

const QByteArray browser = "User-Agent: Mozilla/5.0 (X11; Linux x86_64) Gecko/20100101 Firefox/128.0";

SluicedProcess::Options with(const QStringList &settings)
{
    SluicedProcess::Options options;
    options.settings = settings;
    return options;
}

double refusals(const SluicedProcess &engine, const QByteArray &cause)
{
    return Metrics::scrape(engine.adminPort()).sum("sluice_refusals_total", "cause=\"" + cause + '"');
}

/** A refusal as an EventSource sees it: 200, an event stream with a retry, and a clean end. */
void verifySoft(StreamClient &client, int leastRetry)
{
    QCOMPARE(client.head().status, 200);
    QCOMPARE(client.head().field("Content-Type"), QByteArray("text/event-stream"));
    QCOMPARE(client.head().field("Cache-Control"), QByteArray("no-cache, no-transform"));
    QCOMPARE(client.head().field("X-Accel-Buffering"), QByteArray("no"));
    QVERIFY(!client.head().has("Content-Length"));
    QCOMPARE(client.waitForEnd(), StreamClient::Ending::Clean);
    QVERIFY(!client.reader().hasEvent());
    QVERIFY(client.reader().strangeLines().isEmpty());
    QVERIFY2(client.reader().retry() >= leastRetry && client.reader().retry() <= 2 * leastRetry,
             QByteArray::number(client.reader().retry()).constData());
}

} // namespace

void tst_admission_limits::capsAreExactUnderACrowd_data()
{
    QTest::addColumn<QString>("setting");
    QTest::addColumn<QByteArray>("cause");
    QTest::addColumn<int>("status");
    QTest::newRow("pool") << QStringLiteral("pool.max_streams=40") << QByteArray("pool-full") << 503;
    QTest::newRow("client") << QStringLiteral("pool.max_streams_per_client=40") << QByteArray("client-cap")
                            << 429;
    QTest::newRow("channel") << QStringLiteral("pool.max_streams_per_channel=40") << QByteArray("channel-cap")
                             << 503;
    QTest::newRow("rate") << QStringLiteral("pool.connect_rate=0.001") << QByteArray("rate-limited") << 429;
}

/** 200 connect at once to two workers: exactly as many get in as may, each other gets an answer. */
void tst_admission_limits::capsAreExactUnderACrowd()
{
    QFETCH(const QString, setting);
    QFETCH(const QByteArray, cause);
    QFETCH(const int, status);
    constexpr int threads = 8;
    constexpr int each = 25;
    constexpr int cap = 40;
    SluicedProcess engine(
        with({setting, QStringLiteral("pool.connect_rate_burst=40"), QStringLiteral("engine.workers=2"),
              QStringLiteral("pool.max_idle_connections=1000")}));
    START_ENGINE(engine);
    std::atomic<int> other = 0;
    std::vector<std::vector<std::unique_ptr<StreamClient>>> open(threads);
    std::vector<std::thread> crowd;
    for (auto &mine : open) {
        crowd.emplace_back([&] {
            for (int i = 0; i < each; ++i) {
                auto client = std::make_unique<StreamClient>(engine.publicPort(), "/stream/crowd");
                other += client->head().status != 200 && client->head().status != status ? 1 : 0;
                if (client->isOpen())
                    mine.push_back(std::move(client));
            }
        });
    }
    for (std::thread &thread : crowd)
        thread.join();
    QCOMPARE(other.load(), 0);
    int admitted = 0;
    for (const auto &mine : open)
        admitted += static_cast<int>(mine.size());
    QCOMPARE(admitted, cap);
    const Metrics metrics = Metrics::scrape(engine.adminPort());
    QCOMPARE(metrics.admitted(), double(cap));
    QCOMPARE(metrics.active(), double(cap));
    QCOMPARE(refusals(engine, cause), double(threads * each - cap));

    // Everybody who is in gets everything.
    Publisher publisher(engine.publicPort());
    QCOMPARE(publisher.publish("crowd", "hello").subscribers, cap);
    for (const auto &mine : open)
        for (const auto &client : mine)
            QCOMPARE(client->nextData(1), QList<QByteArray>{"hello"});
    open.clear();
    const QString broken = brokenBalance(engine.adminPort());
    QVERIFY2(broken.isEmpty(), qPrintable(broken));
    QVERIFY(engine.stop());
}

void tst_admission_limits::statusMode_data()
{
    QTest::addColumn<QString>("setting");
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("cause");
    QTest::newRow("pool") << QStringLiteral("pool.max_streams=1") << 503 << QByteArray("pool-full");
    QTest::newRow("channel") << QStringLiteral("pool.max_streams_per_channel=1") << 503
                             << QByteArray("channel-cap");
    QTest::newRow("client") << QStringLiteral("pool.max_streams_per_client=1") << 429
                            << QByteArray("client-cap");
    QTest::newRow("rate") << QStringLiteral("pool.connect_rate=0.001") << 429 << QByteArray("rate-limited");
    QTest::newRow("client rate") << QStringLiteral("pool.client_connect_rate=0.001") << 429
                                 << QByteArray("rate-limited");
}

void tst_admission_limits::statusMode()
{
    QFETCH(const QString, setting);
    QFETCH(const int, status);
    QFETCH(const QByteArray, cause);
    SluicedProcess engine(
        with({setting, QStringLiteral("pool.overload_mode=status"), QStringLiteral("pool.overload_retry=5s"),
              QStringLiteral("cors.allow_origin=*")}));
    START_ENGINE(engine);
    StreamClient first(engine.publicPort(), "/stream/a");
    QVERIFY(first.isOpen());
    // Also for a browser: that is the mode's point.
    for (int i = 0; i < 10; ++i) {
        const HttpReply refusal =
            get(engine.publicPort(), "/stream/a", {browser, "Origin: https://page.example"});
        QCOMPARE(refusal.status, status);
        QVERIFY(refusal.complete);
        QVERIFY2(refusal.body.contains('(' + cause + ')'), refusal.body.constData());
        QVERIFY(refusal.field("Cache-Control").contains("no-store"));
        QCOMPARE(refusal.field("Access-Control-Allow-Origin"), QByteArray("*"));
        const int wait = refusal.field("Retry-After").toInt();
        QVERIFY2(wait >= 5 && wait <= 10, QByteArray::number(wait).constData());
    }
    QCOMPARE(refusals(engine, cause), 10.0);
    // HEAD opens no stream, and health has no cap.
    const HttpReply head = exchange(engine.publicPort(), request("HEAD", "/stream/a"), BodyRule::None);
    QCOMPARE(head.status, 200);
    QCOMPARE(statusOf(engine.publicPort(), "/healthz"), 200);
    QVERIFY(engine.stop());
}

void tst_admission_limits::softMode_data()
{
    QTest::addColumn<QString>("setting");
    QTest::addColumn<QByteArray>("version");
    for (const char *version : {"HTTP/1.1", "HTTP/1.0"}) {
        QTest::addRow("pool, %s", version) << QStringLiteral("pool.max_streams=1") << QByteArray(version);
        QTest::addRow("channel, %s", version)
            << QStringLiteral("pool.max_streams_per_channel=1") << QByteArray(version);
        QTest::addRow("client, %s", version)
            << QStringLiteral("pool.max_streams_per_client=1") << QByteArray(version);
        QTest::addRow("rate, %s", version)
            << QStringLiteral("pool.connect_rate=0.001") << QByteArray(version);
    }
}

void tst_admission_limits::softMode()
{
    QFETCH(const QString, setting);
    QFETCH(const QByteArray, version);
    SluicedProcess engine(with(
        {setting, QStringLiteral("pool.overload_mode=soft"), QStringLiteral("pool.overload_retry=700ms")}));
    START_ENGINE(engine);
    StreamClient first(engine.publicPort(), "/stream/a");
    QVERIFY(first.isOpen() && !first.primedId().isEmpty());
    QList<qint64> retries;
    for (int i = 0; i < 12; ++i) {
        StreamClient::Options options;
        options.version = version;
        StreamClient refused(engine.publicPort(), "/stream/a", options);
        verifySoft(refused, 700);
        QCOMPARE(refused.head().field("Connection"), QByteArray("close"));
        QCOMPARE(refused.head().has("Transfer-Encoding"), version == "HTTP/1.1");
        if (!retries.contains(refused.reader().retry()))
            retries.append(refused.reader().retry());
    }
    QVERIFY2(retries.size() > 1, "every client is told the same moment");
    QCOMPARE(Metrics::scrape(engine.adminPort()).admitted(), 1.0);
    QVERIFY(engine.stop());
}

void tst_admission_limits::autoModeKnowsBrowsers_data()
{
    QTest::addColumn<QByteArray>("field");
    QTest::addColumn<bool>("soft");
    QTest::newRow("nothing") << QByteArray("X-Nothing: 1") << false;
    QTest::newRow("curl") << QByteArray("User-Agent: curl/7.88.1") << false;
    QTest::newRow("Mozilla later") << QByteArray("User-Agent: Bot (like Mozilla/5.0)") << false;
    QTest::newRow("browser") << browser << true;
    QTest::newRow("Origin") << QByteArray("Origin: https://page.example") << true;
    QTest::newRow("null origin") << QByteArray("oRIGIN: null") << true;
    QTest::newRow("sec-fetch-dest") << QByteArray("sec-fetch-dest: empty") << true;
    QTest::newRow("Node's fetch") << QByteArray("Sec-Fetch-Mode: cors") << false;
    QTest::newRow("Sec-Fetch-Site") << QByteArray("Sec-Fetch-Site: same-origin") << false;
    QTest::newRow("Originator") << QByteArray("Originator: me") << false;
}

void tst_admission_limits::autoModeKnowsBrowsers()
{
    QFETCH(const QByteArray, field);
    QFETCH(const bool, soft);
    SluicedProcess engine(
        with({QStringLiteral("pool.max_streams=1"), QStringLiteral("cors.allow_origin=*")}));
    START_ENGINE(engine);
    StreamClient first(engine.publicPort(), "/stream/a");
    QVERIFY(first.isOpen());
    StreamClient::Options options;
    options.fields = {field};
    StreamClient refused(engine.publicPort(), "/stream/a", options);
    if (soft)
        verifySoft(refused, 3000);
    else
        QCOMPARE(refused.head().status, 503);
    QCOMPARE(refusals(engine, "pool-full"), 1.0);
    QVERIFY(engine.stop());
}

/** What a browser does: it comes back with its Last-Event-ID when there is room, and misses nothing. */
void tst_admission_limits::refusedComesBack()
{
    SluicedProcess engine(with({QStringLiteral("pool.max_streams=1")}));
    START_ENGINE(engine);
    Publisher publisher(engine.publicPort());
    StreamClient::Options options;
    options.fields = {browser};
    {
        StreamClient first(engine.publicPort(), "/stream/a", options);
        QVERIFY(publisher.publish("a", "one").status == 202);
        QCOMPARE(first.nextData(1), QList<QByteArray>{"one"});
        options.lastEventId = first.lastEventId();
        QVERIFY(publisher.publish("a", "two").status == 202);
        StreamClient refused(engine.publicPort(), "/stream/a", options);
        verifySoft(refused, 3000);
        QVERIFY2(refused.lastEventId().isEmpty(), "a refusal must not move the client's cursor");
    }
    QVERIFY(eventually([&] { return Metrics::scrape(engine.adminPort()).active() == 0; }));
    StreamClient again(engine.publicPort(), "/stream/a", options);
    QCOMPARE(again.nextData(1), QList<QByteArray>{"two"});
    QVERIFY(engine.stop());
}

void tst_admission_limits::drainingFollowsTheMode()
{
    // A stalled reader keeps the engine draining.
    SluicedProcess engine(
        with({QStringLiteral("drain.deadline=10min"), QStringLiteral("drain.grace=10min")}));
    START_ENGINE(engine);
    StreamClient::Options options;
    options.receiveBuffer = 4096;
    StreamClient stalled(engine.publicPort(), "/stream/a", options);
    QVERIFY(stalled.isOpen());
    Publisher publisher(engine.publicPort());
    const QByteArray block(20'000, 'x');
    for (int i = 0; i < 40 && Metrics::scrape(engine.adminPort()).sum("sluice_blocked_streams") == 0; ++i)
        QCOMPARE(publisher.publish("a", block).status, 202);
    engine.signal(SIGTERM);
    QVERIFY(eventually([&] { return statusOf(engine.publicPort(), "/readyz") == 503; }));
    QCOMPARE(get(engine.publicPort(), "/stream/b").status, 503);
    StreamClient::Options page;
    page.fields = {browser};
    StreamClient refused(engine.publicPort(), "/stream/b", page);
    verifySoft(refused, 3000);
    QCOMPARE(refusals(engine, "draining"), 2.0);
    engine.kill();
}

void tst_admission_limits::connectRates()
{
    SluicedProcess engine(with(
        {QStringLiteral("pool.client_connect_rate=5"), QStringLiteral("pool.client_connect_rate_burst=3")}));
    START_ENGINE(engine);
    std::vector<std::unique_ptr<StreamClient>> open;
    for (int i = 0; i < 3; ++i) {
        open.push_back(std::make_unique<StreamClient>(engine.publicPort(), "/stream/a"));
        QVERIFY(open.back()->isOpen());
    }
    // On a busy machine some tokens may have come meanwhile; without end they do not.
    int further = 0;
    while (further < 50 && StreamClient(engine.publicPort(), "/stream/a").isOpen())
        ++further;
    QVERIFY2(further < 50, "the rate does not limit");
    QVERIFY(refusals(engine, "rate-limited") >= 1);
    QVERIFY(eventually([&] { return StreamClient(engine.publicPort(), "/stream/a").isOpen(); }));
    // What already streams is not touched.
    Publisher publisher(engine.publicPort());
    QCOMPARE(publisher.publish("a", "x").status, 202);
    for (const auto &client : open)
        QCOMPARE(client->nextData(1), QList<QByteArray>{"x"});
    QVERIFY(engine.stop());
}

void tst_admission_limits::forwardedClients()
{
    SluicedProcess engine(with({QStringLiteral("pool.trusted_proxies=127.0.0.0/8, 10.0.0.0/8"),
                                QStringLiteral("pool.max_streams_per_client=1")}));
    START_ENGINE(engine);
    const auto through = [&engine](const QList<QByteArray> &fields) {
        StreamClient::Options options;
        options.fields = fields;
        return std::make_unique<StreamClient>(engine.publicPort(), "/stream/a", options);
    };
    const auto one = through({"X-Forwarded-For: 198.51.100.1"});
    const auto two = through({"X-Forwarded-For: 198.51.100.2"});
    const auto three = through({"Forwarded: for=\"[2001:db8::1]:4711\";proto=https"});
    QVERIFY(one->isOpen() && two->isOpen() && three->isOpen());
    QCOMPARE(through({"X-Forwarded-For: 198.51.100.1"})->head().status, 429);
    QCOMPARE(through({"x-forwarded-for: 203.0.113.9, 198.51.100.1"})->head().status, 429);
    // Two lines of the field, and a proxy behind the proxy.
    QCOMPARE(
        through({"X-Forwarded-For: 203.0.113.9, 198.51.100.2", "X-Forwarded-For: 10.0.0.1"})->head().status,
        429);
    QCOMPARE(through({"Forwarded: for=\"[2001:db8::2]\""})->head().status, 429); // the same /64
    const auto four = through({"Forwarded: for=\"[2001:db8:0:1::2]\""});
    QVERIFY(four->isOpen());
    // Rubbish, and nothing at all, is the proxy itself.
    const auto proxy = through({"X-Forwarded-For: unknown"});
    QVERIFY(proxy->isOpen());
    QCOMPARE(through({})->head().status, 429);
    QCOMPARE(through({"X-Forwarded-For: 198.51.100.77, rubbish"})->head().status, 429);
    QCOMPARE(through({"X-Forwarded-For: 198.51.100.1", "Forwarded: for=203.0.113.5"})->head().status, 429);
    QCOMPARE(refusals(engine, "client-cap"), 7.0);
    QVERIFY(engine.stop());
}

void tst_admission_limits::untrustedPeersNameNobody()
{
    SluicedProcess engine(with({QStringLiteral("pool.trusted_proxies=10.0.0.0/8"),
                                QStringLiteral("pool.max_streams_per_client=1")}));
    START_ENGINE(engine);
    StreamClient first(engine.publicPort(), "/stream/a");
    QVERIFY(first.isOpen());
    for (const char *field : {"X-Forwarded-For: 198.51.100.1", "Forwarded: for=198.51.100.1"})
        QCOMPARE(get(engine.publicPort(), "/stream/a", {field}).status, 429);
    QVERIFY(engine.stop());
}

void tst_admission_limits::publishRate()
{
    SluicedProcess engine(
        with({QStringLiteral("publish.channel_rate=0.01"), QStringLiteral("publish.channel_rate_burst=3")}));
    START_ENGINE(engine);
    StreamClient client(engine.publicPort(), "/stream/a");
    Publisher publisher(engine.publicPort());
    for (int i = 0; i < 3; ++i)
        QCOMPARE(publisher.publish("a", QByteArray::number(i), "id=id" + QByteArray::number(i)).status, 202);
    const Published refused = publisher.publish("a", "3");
    QCOMPARE(refused.status, 429);
    QCOMPARE(refused.reply.field("Retry-After"), QByteArray("100"));
    QVERIFY2(refused.reply.body.contains("'a'") && refused.reply.body.contains("publish.channel_rate"),
             refused.reply.body.constData());
    // What is there already costs nothing: a publisher that asks again after a lost answer is not punished.
    const Published again = publisher.publish("a", "2", "id=id2");
    QCOMPARE(again.status, 202);
    QVERIFY(again.duplicate);
    QCOMPARE(publisher.publish("b", "other channels have their own").status, 202);
    QCOMPARE(client.nextData(3), (QList<QByteArray>{"0", "1", "2"}));
    QCOMPARE(refusals(engine, "publish-rate"), 1.0);
    QVERIFY(engine.stop());
}

void tst_admission_limits::publishRateInBatches()
{
    SluicedProcess engine(
        with({QStringLiteral("publish.channel_rate=0.5"), QStringLiteral("publish.channel_rate_burst=2")}));
    START_ENGINE(engine);
    Publisher publisher(engine.publicPort());
    const HttpReply some =
        publisher.publishLines("a", "{\"data\":\"1\"}\n{\"data\":\"2\"}\n{\"data\":\"3\"}\n"
                                    "{\"channel\":\"b\",\"data\":\"4\"}\n");
    QCOMPARE(some.status, 207);
    const QList<QByteArray> lines = some.body.trimmed().split('\n');
    QCOMPARE(lines.size(), 4);
    QVERIFY(lines[0].contains("\"id\"") && lines[1].contains("\"id\"") && lines[3].contains("\"id\""));
    QVERIFY2(lines[2].contains("\"line\":3") && lines[2].contains("\"status\":429"), lines[2].constData());
    const HttpReply none = publisher.publishLines("a", "{\"data\":\"5\"}\n");
    // On a very busy machine two seconds may have passed.
    if (none.status != 202) {
        QCOMPARE(none.status, 429);
        QCOMPARE(none.field("Retry-After"), QByteArray("2"));
    }
    QVERIFY(refusals(engine, "publish-rate") >= 1);
    QVERIFY(engine.stop());
}

void tst_admission_limits::corsList()
{
    SluicedProcess engine(
        with({QStringLiteral("cors.allow_origin=https://app.example, http://localhost:3000"),
              QStringLiteral("cors.allow_credentials=true"), QStringLiteral("pool.max_streams=1")}));
    START_ENGINE(engine);
    const auto ask = [&engine](const char *origin) {
        StreamClient::Options options;
        options.fields = {QByteArray("Origin: ") + origin};
        return std::make_unique<StreamClient>(engine.publicPort(), "/stream/a", options);
    };
    const auto client = ask("http://localhost:3000");
    QVERIFY(client->isOpen());
    QCOMPARE(client->head().field("Access-Control-Allow-Origin"), QByteArray("http://localhost:3000"));
    QCOMPARE(client->head().field("Access-Control-Allow-Credentials"), QByteArray("true"));
    QCOMPARE(client->head().field("Vary"), QByteArray("Origin"));
    // A soft refusal must be readable too, or the browser takes it for a network error.
    const auto refused = ask("https://app.example");
    verifySoft(*refused, 3000);
    QCOMPARE(refused->head().field("Access-Control-Allow-Origin"), QByteArray("https://app.example"));
    const auto stranger = ask("https://evil.example");
    QCOMPARE(stranger->head().status, 403);
    QVERIFY(!stranger->head().has("Access-Control-Allow-Origin"));
    QVERIFY(!stranger->head().has("Access-Control-Allow-Credentials"));
    QCOMPARE(stranger->head().field("Vary"), QByteArray("Origin"));

    const HttpReply preflight =
        exchange(engine.publicPort(), request("OPTIONS", "/stream/a", {"Origin: https://app.example"}));
    QCOMPARE(preflight.status, 204);
    QCOMPARE(preflight.field("Access-Control-Allow-Origin"), QByteArray("https://app.example"));
    QCOMPARE(preflight.field("Access-Control-Allow-Methods"), QByteArray("GET, HEAD"));
    QVERIFY(engine.stop());
}

void tst_admission_limits::badSettingsAreRefused_data()
{
    QTest::addColumn<QStringList>("settings");
    QTest::addColumn<QList<QByteArray>>("words");
    QTest::newRow("proxies") << QStringList{QStringLiteral("pool.trusted_proxies=10.0.0.0/8,10.0.0.300")}
                             << QList<QByteArray>{"trusted-proxies-parse", "'10.0.0.300'"};
    QTest::newRow("host bits") << QStringList{QStringLiteral("pool.trusted_proxies=10.1.2.3/8")}
                               << QList<QByteArray>{"trusted-proxies-parse", "10.0.0.0/8"};
    QTest::newRow("origin") << QStringList{QStringLiteral("cors.allow_origin=app.example")}
                            << QList<QByteArray>{"origins-parse", "'app.example'"};
    QTest::newRow("credentials") << QStringList{QStringLiteral("cors.allow_credentials=true")}
                                 << QList<QByteArray>{"credentials-need-origins",
                                                      "cors.allow_origin is auto"};
    QTest::newRow("mode") << QStringList{QStringLiteral("pool.overload_mode=softly")}
                          << QList<QByteArray>{"pool.overload_mode", "softly"};
    QTest::newRow("rate") << QStringList{QStringLiteral("pool.connect_rate=-1")}
                          << QList<QByteArray>{"pool.connect_rate", "-1"};
}

void tst_admission_limits::badSettingsAreRefused()
{
    QFETCH(const QStringList, settings);
    QFETCH(const QList<QByteArray>, words);
    SluicedProcess engine(with(settings));
    QVERIFY(engine.launch());
    QVERIFY(engine.waitForEnd());
    QCOMPARE(engine.exitCode(), 2);
    for (const QByteArray &word : words)
        QVERIFY2(engine.standardError().contains(word), engine.standardError().constData());
}

/** pool.max_idle_connections is what it says, however small; a stream is no such connection. */
void tst_admission_limits::fewIdleConnections()
{
    SluicedProcess engine(
        with({QStringLiteral("engine.workers=1"), QStringLiteral("pool.max_idle_connections=3")}));
    START_ENGINE(engine);
    const auto connections = [&engine] {
        return Metrics::scrape(engine.adminPort()).sum("sluice_connections");
    };
    QVERIFY(eventually([&] { return connections() == 0; }));
    std::vector<RawSocket> idle;
    RawSocket beyond;
    HttpReply reply;
    // Places that are held for two seconds without a request make room; on a busy machine these may be.
    for (int attempt = 0; attempt < 5 && reply.status == 0; ++attempt) {
        idle.clear();
        beyond.close();
        QVERIFY(eventually([&] { return connections() == 0; }));
        QElapsedTimer held;
        held.start();
        for (int n = 0; n < 3; ++n)
            idle.emplace_back(engine.publicPort());
        QVERIFY(eventually([&] { return connections() == 3; }));
        beyond = RawSocket(engine.publicPort());
        if (held.elapsed() < 1'500)
            reply = readReply(beyond);
    }
    QCOMPARE(reply.status, 503);
    QVERIFY(reply.has("Retry-After"));
    QVERIFY2(reply.body.contains("pool.max_idle_connections"), reply.body.constData());
    QVERIFY(beyond.fillToEnd());
    QCOMPARE(beyond.peer(), RawSocket::Peer::Finished);
    QVERIFY(refusals(engine, "connections") >= 1.0);

    // Each of them may become a stream, and leaves its place to another.
    for (RawSocket &socket : idle) {
        QVERIFY(socket.send(request("GET", "/stream/a")));
        QCOMPARE(readHead(socket).status, 200);
    }
    QVERIFY(eventually([&] { return connections() == 0; }));
    // One batch of connects that all ask at once is no crowd of idle ones.
    std::vector<RawSocket> together;
    for (int n = 0; n < 20; ++n)
        together.emplace_back(engine.publicPort());
    for (RawSocket &socket : together)
        socket.send(request("GET", "/stream/a"));
    int served = 0;
    for (RawSocket &socket : together)
        served += readHead(socket).status == 200 ? 1 : 0;
    QVERIFY2(served >= 3, QByteArray::number(served).constData());
    QVERIFY2(engine.stop(), engine.standardError().constData());
}

QTEST_GUILESS_MAIN(tst_admission_limits)
#include "tst_admission_limits.moc"
