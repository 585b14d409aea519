// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Who may ask what of the public listener: every page in a browser of the machine reaches an engine on
// loopback, so being there is no leave. One table of requests, as browsers, proxies and scripts send them,
// and their answers.

#include "support/AdminApi.h"
#include "support/EngineTest.h"
#include "support/NeedTool.h"
#include "support/ProxiedEngine.h"

#include <QJsonArray>

using namespace sluice::integration;

namespace {

using Kind = ProxyProcess::Kind;

const QByteArray RightToken = "correct-horse-battery";

/** The engines of the table. */
enum class Door {
    Loopback,      ///< on loopback, without a token, as on every developer's machine
    LoopbackToken, ///< on loopback, with a token
    Beyond,        ///< on every address, which needs a token
    Lists,         ///< on loopback, with a name, an origin to read and one to publish listed
};

/** One request; Host and what else browsers set are written out. */
struct Asked
{
    QByteArray method;
    QByteArray target;
    QByteArray host;
    QByteArray origin{};
    QByteArray site{};
    QByteArray mode{};
    QByteArray token{};

    QByteArray bytes() const
    {
        QByteArray text = method + ' ' + target + " HTTP/1.1\r\nHost: " + host + "\r\n";
        if (!origin.isEmpty())
            text += "Origin: " + origin + "\r\n";
        if (!site.isEmpty())
            text += "Sec-Fetch-Site: " + site + "\r\n";
        if (!mode.isEmpty())
            text += "Sec-Fetch-Mode: " + mode + "\r\n";
        if (!token.isEmpty())
            text += "Authorization: Bearer " + token + "\r\n";
        return text + (method == "POST" ? "Content-Length: 1\r\n\r\nx" : "\r\n");
    }
};

/** The answer's head: a stream has no end to wait for. */
HttpReply headOf(quint16 port, const QByteArray &bytes)
{
    RawSocket socket(port);
    if (!socket.isOpen() || !socket.send(bytes))
        return {};
    return readHead(socket);
}

double refusals(const SluicedProcess &engine, const QByteArray &cause)
{
    return Metrics::scrape(engine.adminPort()).sum("sluice_refusals_total", "cause=\"" + cause + '"');
}

SluicedProcess::Options beyond(const PortLease &lease)
{
    SluicedProcess::Options options;
    options.publicPort = lease.port();
    options.settings << QStringLiteral("listen.public=0.0.0.0:%1").arg(lease.port())
                     << QStringLiteral("auth.publish_token=") + QString::fromLatin1(RightToken);
    return options;
}

} // namespace

class tst_doors : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void table_data();
    void table();
    void aReboundPageGetsNothing();
    void refusalsNameWhoTheyRefuse();
    void whatTheCommandsSayLetsIn();
    void listedPagesPublishFromABrowser();
    void strangersAreDiagnosedAndLogged();
    void generatedProxiesAreKnown_data();
    void generatedProxiesAreKnown();
    void aProxyThatPassesTheNameIsNamed();
    void cleanup();
    void cleanupTestCase();

private:
    SluicedProcess &engine(Door door);

    const PortLease m_lease;
    SluicedProcess m_loopback;
    SluicedProcess m_loopbackToken{SluicedProcess::Options::with(
        {QStringLiteral("auth.publish_token=") + QString::fromLatin1(RightToken)})};
    SluicedProcess m_beyond{beyond(m_lease)};
    SluicedProcess m_lists{SluicedProcess::Options::with(
        {QStringLiteral("listen.allowed_hosts=api.example.com"),
         QStringLiteral("cors.allow_origin=https://*.reader.example, capacitor://localhost, null"),
         QStringLiteral("publish.allow_origin=https://writer.example")})};
};

SluicedProcess &tst_doors::engine(Door door)
{
    return door == Door::Loopback        ? m_loopback
           : door == Door::LoopbackToken ? m_loopbackToken
           : door == Door::Beyond        ? m_beyond
                                         : m_lists;
}

void tst_doors::initTestCase()
{
    for (SluicedProcess *each : {&m_loopback, &m_loopbackToken, &m_beyond, &m_lists})
        START_ENGINE(*each);
}

void tst_doors::cleanup()
{
    for (SluicedProcess *each : {&m_loopback, &m_loopbackToken, &m_beyond, &m_lists})
        QVERIFY2(each->isRunning(), each->standardError().constData());
}

void tst_doors::cleanupTestCase()
{
    for (SluicedProcess *each : {&m_loopback, &m_loopbackToken, &m_beyond, &m_lists})
        QVERIFY2(each->stop(), each->standardError().constData());
}

void tst_doors::table_data()
{
    QTest::addColumn<int>("door");
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<int>("status");
    const auto row = [](Door door, const Asked &asked, int status) {
        QTest::addRow("%d: %s %s Host '%s' Origin '%s' Site '%s' Mode '%s' Token '%s'",
                      static_cast<int>(door), asked.method.constData(), asked.target.constData(),
                      asked.host.constData(), asked.origin.constData(), asked.site.constData(),
                      asked.mode.constData(), asked.token.constData())
            << static_cast<int>(door) << asked.bytes() << status;
    };
    using D = Door;
    const QByteArray stream = "/stream/a";
    const QByteArray publish = "/publish/a";
    const QByteArray own = "127.0.0.1:8080";
    const QByteArray evil = "https://evil.example";

    // Host: every method, reads and writes, and what is asked before anything is done.
    for (const char *host : {"127.0.0.1", "127.0.0.1:8080", "localhost:8080", "LOCALHOST", "a.localhost:1",
                             "[::1]:8080", "10.1.2.3:8080", "[2001:db8::1]", ""}) {
        row(D::Loopback, {"GET", stream, host}, 200);
        row(D::Loopback, {"POST", publish, host}, 202);
    }
    for (const char *host :
         {"evil.example", "evil.example:8080", "localhost.evil.example", "127.0.0.1.evil.example:8080",
          "localhost:8080.evil.example", "api.example.com"}) {
        for (const Door door : {D::Loopback, D::LoopbackToken}) {
            row(door, {"GET", stream, host}, 421);
            row(door, {"HEAD", stream, host}, 421);
            row(door, {"OPTIONS", stream, host}, 421);
            row(door, {"GET", "/stream?channel=a&channel=b", host}, 421);
            row(door, {"GET", "/api/sse/a", host}, 421);
            row(door, {"POST", publish, host}, 421);
            row(door, {"OPTIONS", publish, host}, 421);
            row(door, {"OPTIONS", "/", host}, 204); // as a load balancer asks whether anybody is there
            row(door, {"GET", "/nowhere", host}, 404);
            // A rebound page is same-origin with itself.
            row(door, {"POST", publish, host, QByteArray("http://") + host, "same-origin"}, 421);
            // Health is for whoever asks, by whatever name.
            row(door, {"GET", "/healthz", host}, 200);
            row(door, {"GET", "/readyz", host, evil, "cross-site", "cors"}, 200);
        }
        row(D::Beyond, {"GET", stream, host}, 200);
        row(D::Beyond, {"POST", publish, host, {}, {}, {}, RightToken}, 202);
        row(D::Beyond, {"POST", publish, host}, 401);
    }
    row(D::Lists, {"GET", stream, "api.example.com"}, 200);
    row(D::Lists, {"GET", stream, "API.example.com:8443"}, 200);
    row(D::Lists, {"POST", publish, "api.example.com"}, 202);
    row(D::Lists, {"POST", publish, "api.example.com", "https://api.example.com"}, 202);
    row(D::Lists, {"GET", stream, "api.example.com.evil.example"}, 421);

    // With the right token rebinding is no threat, nor is any page: none has it by itself.
    row(D::LoopbackToken, {"POST", publish, "evil.example", {}, {}, {}, RightToken}, 202);
    row(D::LoopbackToken, {"GET", stream, "evil.example", {}, {}, {}, RightToken}, 200);
    row(D::LoopbackToken, {"POST", publish, own, evil, "cross-site", "cors", RightToken}, 202);
    row(D::LoopbackToken, {"POST", publish, "evil.example", {}, {}, {}, "guess"}, 421);
    row(D::LoopbackToken, {"POST", publish, own, {}, {}, {}, "guess"}, 401);
    row(D::LoopbackToken, {"POST", publish, own}, 401);
    // Where no token is needed, none is right.
    row(D::Loopback, {"POST", publish, "evil.example", {}, {}, {}, "anything"}, 421);
    row(D::Loopback, {"POST", publish, own, evil, {}, {}, "anything"}, 403);

    // Publishing.
    row(D::Loopback, {"POST", publish, own, "http://127.0.0.1:8080"}, 202);
    row(D::Loopback, {"POST", publish, own, "https://127.0.0.1:8080"}, 202); // TLS may end at a proxy
    row(D::Loopback, {"POST", publish, own, "http://127.0.0.1:8080", "same-origin", "cors"}, 202);
    row(D::Loopback, {"POST", publish, own, {}, "none"}, 202);
    row(D::Loopback, {"POST", publish, own, "http://127.0.0.1:3000"}, 403);
    row(D::Loopback, {"POST", publish, own, "http://localhost:8080"}, 403);
    row(D::Loopback, {"POST", publish, own, "http://127.0.0.1:3000", "same-site", "no-cors"}, 403);
    row(D::Loopback, {"POST", publish, own, evil, "cross-site", "no-cors"}, 403);
    row(D::Loopback, {"POST", publish, own, evil}, 403);
    row(D::Loopback, {"POST", publish, own, "null", "cross-site", "navigate"}, 403); // a form
    row(D::Loopback, {"POST", publish, own, "null"}, 403);
    row(D::Loopback, {"POST", publish, own, {}, "cross-site"}, 403);
    row(D::Loopback, {"POST", "/publish", own, evil}, 403);
    row(D::Loopback, {"POST", publish + "?event=x&id=1", own, evil}, 403);
    for (const Door door : {D::LoopbackToken, D::Beyond}) {
        row(door, {"POST", publish, own, evil, "cross-site", "no-cors"}, 403);
        row(door, {"POST", publish, own, evil, "cross-site", "no-cors", "guess"}, 403);
        row(door, {"POST", publish, own, evil, "cross-site", "cors", RightToken}, 202);
    }
    row(D::Lists, {"POST", publish, own, "https://writer.example", "cross-site", "cors"}, 202);
    row(D::Lists, {"POST", publish, own, "https://writer.example"}, 202);
    row(D::Lists, {"POST", publish, own, "https://a.reader.example"}, 403); // it inherits nothing
    row(D::Lists, {"POST", publish, own, "null"}, 403);
    row(D::Lists, {"POST", publish, own, "https://writer.example.evil.example"}, 403);

    // Reading.
    for (const char *origin : {"http://localhost:5173", "https://app.localhost", "http://127.0.0.1:3000",
                               "http://[::1]:3000", "http://127.0.0.1:8080"})
        row(D::Loopback, {"GET", stream, own, origin, "same-site", "cors"}, 200);
    for (const char *origin : {"https://evil.example", "null", "http://localhost.evil.example",
                               "http://127.0.0.1.evil.example", "file://", "http://192.168.0.2"}) {
        row(D::Loopback, {"GET", stream, own, origin, "cross-site", "cors"}, 403);
        row(D::Loopback, {"HEAD", stream, own, origin, "cross-site", "cors"}, 403);
        row(D::Loopback, {"GET", stream, own, origin}, 403);
        // A token, or a listener for everybody: the origin decides what a page is shown, not whether.
        row(D::LoopbackToken, {"GET", stream, own, origin, "cross-site", "cors"}, 200);
        row(D::Beyond, {"GET", stream, own, origin, "cross-site", "cors"}, 200);
    }
    row(D::Loopback, {"OPTIONS", stream, own, evil, "cross-site", "cors"}, 204); // and grants nothing
    row(D::Loopback, {"GET", stream, own, {}, "cross-site", "no-cors"}, 403);    // an image
    row(D::Loopback, {"GET", stream, own, {}, "cross-site", "navigate"}, 200);   // a link
    row(D::Loopback, {"GET", stream, own, {}, "same-origin", "cors"}, 200);
    row(D::Loopback, {"GET", stream, own, {}, {}, "cors"}, 200); // Node's fetch
    row(D::Lists, {"GET", stream, own, "https://a.reader.example", "cross-site", "cors"}, 200);
    row(D::Lists, {"GET", stream, own, "https://a.b.reader.example"}, 200);
    row(D::Lists, {"GET", stream, own, "https://reader.example"}, 403);
    row(D::Lists, {"GET", stream, own, "https://evilreader.example"}, 403);
    row(D::Lists, {"GET", stream, own, "capacitor://localhost"}, 200);
    row(D::Lists, {"GET", stream, own, "null"}, 200);
    row(D::Lists, {"GET", stream, own, "https://writer.example"}, 403);
    row(D::Lists, {"GET", stream, own, "http://localhost:5173"}, 403); // a list instead of auto
}

void tst_doors::table()
{
    QFETCH(const int, door);
    QFETCH(const QByteArray, bytes);
    QFETCH(const int, status);
    SluicedProcess &asked = engine(static_cast<Door>(door));
    const double before = refusals(asked, status == 421 ? "unknown-host" : "foreign-origin");
    const HttpReply reply = headOf(asked.publicPort(), bytes);
    QCOMPARE(reply.status, status);
    // Whoever may not read for its origin is not shown the refusal either.
    if (status == 403 && !bytes.startsWith("POST"))
        QVERIFY(!reply.has("Access-Control-Allow-Origin"));
    if (status == 421 || status == 403)
        QCOMPARE(refusals(asked, status == 421 ? "unknown-host" : "foreign-origin"), before + 1);
}

/** Its name leads to 127.0.0.1 now, and its browser takes the engine for its own site. */
void tst_doors::aReboundPageGetsNothing()
{
    Publisher publisher(m_loopback.publicPort());
    QCOMPARE(publisher.publish("secret", "for this machine").status, 202);
    const QByteArray host = "rebound.evil.example:" + QByteArray::number(m_loopback.publicPort());
    const auto asks = [&](const QByteArray &method, const QByteArray &target, const QByteArray &further) {
        return exchange(m_loopback.publicPort(),
                        method + ' ' + target + " HTTP/1.1\r\nHost: " + host + "\r\n" + further + "\r\n");
    };
    const HttpReply read = asks("GET", "/stream/secret?last_event_id=0", "Accept: text/event-stream\r\n");
    QCOMPARE(read.status, 421);
    QVERIFY(!read.body.contains("for this machine"));
    const double published = Metrics::scrape(m_loopback.adminPort()).sum("sluice_published_total");
    QCOMPARE(asks("POST", "/publish/secret", "Origin: http://" + host + "\r\nContent-Length: 0\r\n").status,
             421);
    // Not asked to send what would not be kept.
    const HttpReply large =
        asks("POST", "/publish/secret", "Content-Length: 1000000\r\nExpect: 100-continue\r\n");
    QCOMPARE(large.status, 421);
    QCOMPARE(large.field("Connection").toLower(), QByteArray("close"));
    QCOMPARE(Metrics::scrape(m_loopback.adminPort()).sum("sluice_published_total"), published);
    // The admin API neither.
    QCOMPARE(exchange(m_loopback.adminPort(), "GET /api/v1/settings HTTP/1.1\r\nHost: " + host + "\r\n\r\n")
                 .status,
             421);
}

void tst_doors::refusalsNameWhoTheyRefuse()
{
    const HttpReply host = get(m_loopback.publicPort(), "/healthz"); // the connection is well
    QCOMPARE(host.status, 200);
    const auto detail = [this](const Asked &asked) {
        return exchange(m_loopback.publicPort(), asked.bytes()).body;
    };
    const QByteArray unknown = detail({"GET", "/stream/a", "api.example.com:8080"});
    for (const char *part :
         {"'api.example.com:8080'", "sluicectl set listen.allowed_hosts=api.example.com", "(unknown-host)"})
        QVERIFY2(unknown.contains(part), unknown.constData());
    const QByteArray reader = detail({"GET", "/stream/a", "localhost", "https://app.example"});
    for (const char *part : {"'https://app.example'",
                             "sluicectl set cors.allow_origin=auto,https://app.example", "(foreign-origin)"})
        QVERIFY2(reader.contains(part), reader.constData());
    const QByteArray publisher = detail({"POST", "/publish/a", "localhost", "https://app.example"});
    QVERIFY2(publisher.contains("sluicectl set publish.allow_origin=https://app.example"),
             publisher.constData());
}

/** On the running engine, and the streams that are open stay. */
void tst_doors::whatTheCommandsSayLetsIn()
{
    SluicedProcess own;
    START_ENGINE(own);
    StreamClient open(own.publicPort(), "/stream/a");
    QVERIFY(open.isOpen());
    const auto status = [&own](const Asked &asked) { return headOf(own.publicPort(), asked.bytes()).status; };
    const Asked named{"GET", "/stream/a", "api.example.com"};
    const Asked read{"GET", "/stream/a", "localhost", "https://app.example"};
    const Asked published{"POST", "/publish/a", "localhost", "https://app.example"};
    QCOMPARE(status(named), 421);
    QCOMPARE(status(read), 403);
    QCOMPARE(status(published), 403);
    const ApiReply set =
        callApi(own.adminPort(), "PATCH", "settings",
                {{QStringLiteral("listen.allowed_hosts"), QStringLiteral("api.example.com")},
                 {QStringLiteral("cors.allow_origin"), QStringLiteral("auto,https://app.example")},
                 {QStringLiteral("publish.allow_origin"), QStringLiteral("https://app.example")}});
    QCOMPARE(set.status, 200);
    QVERIFY(
        eventually([&] { return status(named) == 200 && status(read) == 200 && status(published) == 202; }));
    QCOMPARE(status({"GET", "/stream/a", "localhost", "http://localhost:5173"}), 200);
    QCOMPARE(open.nextData(1), QList<QByteArray>{"x"});
    QVERIFY(own.stop());
}

/** What a browser asks before it lets a page of another origin send JSON, and what it wants to see
 * afterwards. */
void tst_doors::listedPagesPublishFromABrowser()
{
    const QByteArray asks =
        "Access-Control-Request-Method: POST\r\nAccess-Control-Request-Headers: content-type\r\n";
    const auto preflight = [&](const QByteArray &origin) {
        return exchange(m_lists.publicPort(), "OPTIONS /publish/a HTTP/1.1\r\nHost: localhost\r\nOrigin: " +
                                                  origin + "\r\n" + asks + "\r\n");
    };
    const HttpReply granted = preflight("https://writer.example");
    QCOMPARE(granted.status, 204);
    QCOMPARE(granted.field("Access-Control-Allow-Origin"), QByteArray("https://writer.example"));
    QCOMPARE(granted.field("Access-Control-Allow-Methods"), QByteArray("POST"));
    QVERIFY(granted.field("Access-Control-Allow-Headers").toLower().contains("content-type"));
    const HttpReply published = exchange(
        m_lists.publicPort(), Asked{"POST", "/publish/a", "localhost", "https://writer.example"}.bytes());
    QCOMPARE(published.status, 202);
    QCOMPARE(published.field("Access-Control-Allow-Origin"), QByteArray("https://writer.example"));
    for (const char *origin : {"https://evil.example", "https://a.reader.example"}) {
        const HttpReply refused = preflight(origin);
        QVERIFY(!refused.has("Access-Control-Allow-Methods"));
        QVERIFY(!refused.has("Access-Control-Allow-Headers"));
    }
}

void tst_doors::strangersAreDiagnosedAndLogged()
{
    SluicedProcess own;
    START_ENGINE(own);
    const auto remedyOf = [&own](const char *rule) {
        const QJsonArray findings =
            callApi(own.adminPort(), "GET", "diagnosis").object[QStringLiteral("findings")].toArray();
        for (const QJsonValue &one : findings)
            if (one[QStringLiteral("rule")].toString() == QLatin1String(rule))
                return QJsonDocument(one.toObject()).toJson();
        return QByteArray();
    };
    for (int i = 0; i < 3; ++i) {
        QCOMPARE(headOf(own.publicPort(), Asked{"GET", "/stream/a", "api.example.com"}.bytes()).status, 421);
        QCOMPARE(
            headOf(own.publicPort(), Asked{"POST", "/publish/a", "localhost", "https://app.example"}.bytes())
                .status,
            403);
    }
    const QByteArray host = remedyOf("unknown-hosts");
    for (const char *part :
         {"'api.example.com'", "3 in a row", "127.0.0.1", "listen.allowed_hosts='api.example.com'"})
        QVERIFY2(host.contains(part), host.constData());
    const QByteArray page = remedyOf("foreign-pages");
    for (const char *part : {"'https://app.example'", "publish.allow_origin='https://app.example'"})
        QVERIFY2(page.contains(part), page.constData());
    QVERIFY2(eventually([&] {
                 const QByteArray log = own.standardError();
                 return log.contains("unknown-host") && log.contains("api.example.com") &&
                        log.contains("foreign-origin") && log.contains("publish.allow_origin");
             }),
             own.standardError().constData());
    const QByteArray csv = get(own.adminPort(), "/api/v1/snapshots.csv").body;
    QVERIFY(csv.contains("refusals_unknown_host_total") && csv.contains("refusals_foreign_origin_total"));
    QVERIFY(own.stop());
}

void tst_doors::generatedProxiesAreKnown_data()
{
    QTest::addColumn<Kind>("kind");
    QTest::newRow("nginx") << Kind::Nginx;
    QTest::newRow("haproxy") << Kind::Haproxy;
}

/** By whatever name their clients come; what pages may do is the engine's own answer behind them too. */
void tst_doors::generatedProxiesAreKnown()
{
    QFETCH(const Kind, kind);
    NEED_TOOL(kind == Kind::Nginx ? "nginx" : "haproxy", ProxiedEngine::name(kind).toLatin1().constData());
    ProxiedEngine pair(kind, SluicedProcess::Options::with({QStringLiteral("pool.trusted_proxies=127.0.0.1"),
                                                            QStringLiteral("pool.max_streams=1000")}));
    START_PROXIED(pair);
    const auto status = [&pair](const Asked &asked) {
        return headOf(pair.proxy.port(), asked.bytes()).status;
    };
    QCOMPARE(status({"GET", "/stream/a", "api.example.com"}), 200);
    QCOMPARE(status({"POST", "/publish/a", "api.example.com"}), 202);
    // A page of the proxy's own origin: its browser says so, and sends no Origin to read.
    QCOMPARE(
        status({"POST", "/publish/a", "api.example.com", "https://api.example.com", "same-origin", "cors"}),
        202);
    QCOMPARE(status({"GET", "/stream/a", "api.example.com", {}, "same-origin", "cors"}), 200);
    QCOMPARE(
        status({"POST", "/publish/a", "api.example.com", "https://evil.example", "cross-site", "no-cors"}),
        403);
    QCOMPARE(status({"GET", "/stream/a", "api.example.com", "https://evil.example", "cross-site", "cors"}),
             403);
    QCOMPARE(refusals(pair.engine, "unknown-host"), 0.0);
}

/** Other people's configurations pass the client's Host on. */
void tst_doors::aProxyThatPassesTheNameIsNamed()
{
    NEED_TOOL("nginx", "nginx");
    ProxiedEngine pair(Kind::Nginx,
                       SluicedProcess::Options::with({QStringLiteral("pool.trusted_proxies=127.0.0.1"),
                                                      QStringLiteral("pool.max_streams=1000")}));
    START_PROXIED(pair, {}, [&pair](QByteArray &text) {
        const QByteArray line =
            "proxy_set_header Host 127.0.0.1:" + QByteArray::number(pair.engine.publicPort()) + ';';
        if (!text.contains(line))
            qFatal("the generated configuration has no line %s", line.constData());
        text.replace(line, "proxy_set_header Host $http_host;");
    });
    const auto status = [&pair](const Asked &asked) {
        return headOf(pair.proxy.port(), asked.bytes()).status;
    };
    QCOMPARE(status({"GET", "/stream/a", "api.example.com"}), 421);
    const QByteArray diagnosis = get(pair.engine.adminPort(), "/api/v1/diagnosis").body;
    for (const char *part : {"unknown-hosts", "a proxy passes its clients' Host on",
                             "proxy_set_header Host 127.0.0.1:", "listen.allowed_hosts='api.example.com'"})
        QVERIFY2(diagnosis.contains(part), diagnosis.constData());
    QCOMPARE(callApi(pair.engine.adminPort(), "PATCH", "settings",
                     {{QStringLiteral("listen.allowed_hosts"), QStringLiteral("api.example.com")}})
                 .status,
             200);
    QVERIFY(eventually([&] { return status({"GET", "/stream/a", "api.example.com"}) == 200; }));
    QCOMPARE(status({"POST", "/publish/a", "api.example.com", "https://api.example.com"}), 202);
    QCOMPARE(status({"POST", "/publish/a", "api.example.com", "https://evil.example"}), 403);
    QCOMPARE(status({"GET", "/stream/a", "other.example.com"}), 421);
}

QTEST_GUILESS_MAIN(tst_doors)
#include "tst_doors.moc"
