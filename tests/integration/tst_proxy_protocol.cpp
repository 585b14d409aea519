// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The PROXY protocol: who must send a header, who must not, and whose the connection is then. By raw bytes,
// and by HAProxy and nginx with what `sluicectl config` prints and with what their users write by hand.

#include "support/AdminApi.h"
#include "support/EngineTest.h"
#include "support/NeedTool.h"
#include "support/ProxiedEngine.h"

#include <QJsonArray>
#include <QJsonDocument>

using namespace sluice::integration;
using namespace std::chrono_literals;

namespace {

using Kind = ProxyProcess::Kind;

// None of pool.trusted_proxies.
const QByteArray stranger = "127.0.0.9";

SluicedProcess::Options behindProxies(QStringList settings = {})
{
    settings << QStringLiteral("pool.proxy_protocol=true") << QStringLiteral("engine.workers=2");
    if (settings.filter(QStringLiteral("pool.trusted_proxies=")).isEmpty())
        settings << QStringLiteral("pool.trusted_proxies=127.0.0.1");
    return SluicedProcess::Options::with(settings);
}

QByteArray word(qsizetype value)
{
    return QByteArray(1, char(value >> 8)) + QByteArray(1, char(value & 0xff));
}

QByteArray binary(int command, int family, const QByteArray &rest)
{
    return QByteArray("\r\n\r\n\0\r\nQUIT\n", 12) + char(command) + char(family) + word(rest.size()) + rest;
}

/** Of version 1, from 192.0.2.`last`. */
QByteArray header(int last)
{
    return "PROXY TCP4 192.0.2." + QByteArray::number(last) + " 198.51.100.1 5000 80\r\n";
}

const QByteArray addresses4 = QByteArray::fromHex("c0000207c6336401") + word(56324) + word(443);
const QByteArray addresses6 = QByteArray::fromHex("20010db8000000000000000000000007"
                                                  "00000000000000000000000000000001") +
                              word(1) + word(2);

QByteArray streamRequest(const QList<QByteArray> &fields = {})
{
    return request("GET", "/stream/a", fields);
}

double refused(const SluicedProcess &engine)
{
    return Metrics::scrape(engine.adminPort()).sum("sluice_refusals_total", "cause=\"proxy-header\"");
}

QStringList clientsNow(const SluicedProcess &engine)
{
    QStringList clients;
    for (const QJsonValue &stream :
         callApi(engine.adminPort(), "GET", "streams").object[QStringLiteral("streams")].toArray())
        clients << stream[QStringLiteral("client")].toString();
    clients.sort();
    return clients;
}

/** The clients of all streams, as the engine names them; its list is a moment behind. */
QStringList clientsOf(const SluicedProcess &engine, qsizetype count)
{
    QStringList clients;
    eventually([&] { return (clients = clientsNow(engine)).size() == count; });
    return clients;
}

/** The answer to the bytes, and how the connection ended. */
struct Refusal
{
    HttpReply reply;
    RawSocket::Peer peer = RawSocket::Peer::Open;
};

Refusal refusalOf(quint16 port, const QByteArray &bytes, const QByteArray &source = {})
{
    RawSocket socket(port, 0, source);
    socket.send(bytes);
    Refusal refusal;
    refusal.reply = readReply(socket);
    socket.fillToEnd();
    refusal.peer = socket.peer();
    return refusal;
}

} // namespace

class tst_proxy_protocol : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void namesTheClient_data();
    void namesTheClient();
    void namedClientsHaveTheCaps();
    void namedProxiesAreBelieved();
    void headerComesOnce();
    void strangersAreRefused();
    void proxiesWithoutHeaderAreRefused_data();
    void proxiesWithoutHeaderAreRefused();
    void headersHaveTheirTime();
    void unwantedHeadersAreNamed_data();
    void unwantedHeadersAreNamed();
    void requestsLikeHeadersAreRequests();
    void changesLive();
    void isToldOf();
    void generated_data();
    void generated();
    void byHand_data();
    void byHand();
};

void tst_proxy_protocol::namesTheClient_data()
{
    QTest::addColumn<QByteArray>("header");
    QTest::addColumn<QString>("client");
    const auto row = [](const char *name, const QByteArray &header, const char *client) {
        QTest::newRow(name) << header << QString::fromLatin1(client);
    };
    row("TCP4", header(7), "192.0.2.7:5000");
    row("TCP6", "PROXY TCP6 2001:db8::7 ::1 1 2\r\n", "[2001:db8::7]:1");
    row("UNKNOWN", "PROXY UNKNOWN\r\n", "127.0.0.1:");
    row("v2 TCP4", binary(0x21, 0x11, addresses4), "192.0.2.7:56324");
    row("v2 TCP6", binary(0x21, 0x21, addresses6), "[2001:db8::7]:1");
    row("v2 with extras",
        binary(0x21, 0x11, addresses4 + QByteArray(1, 2) + word(3000) + QByteArray(3000, 'x')),
        "192.0.2.7:56324");
    row("v2 LOCAL", binary(0x20, 0, {}), "127.0.0.1:");
    row("v2 UNSPEC", binary(0x21, 0, {}), "127.0.0.1:");
    row("v2 Unix", binary(0x21, 0x31, QByteArray(216, 'u')), "127.0.0.1:");
}

/** At once with the request, apart from it, byte by byte. */
void tst_proxy_protocol::namesTheClient()
{
    QFETCH(const QByteArray, header);
    QFETCH(const QString, client);
    SluicedProcess engine(behindProxies());
    START_ENGINE(engine);
    std::vector<RawSocket> streams;
    for (int way = 0; way < 3; ++way) {
        RawSocket &socket = streams.emplace_back(engine.publicPort());
        if (way == 0)
            QVERIFY(socket.send(header + streamRequest()));
        else if (way == 1)
            QVERIFY(socket.send(header) && (QThread::msleep(30), true) && socket.send(streamRequest()));
        else
            QVERIFY(socket.sendSlowly(header.size() < 200 ? header : header.left(100), 200us) &&
                    socket.send(header.size() < 200 ? QByteArray() : header.mid(100)) &&
                    socket.sendSlowly(streamRequest(), 200us));
        QCOMPARE(readHead(socket).status, 200);
    }
    const QStringList clients = clientsOf(engine, 3);
    QCOMPARE(clients.size(), 3);
    for (const QString &one : clients)
        QVERIFY2(one.startsWith(client), qPrintable(one));
    QCOMPARE(refused(engine), 0.0);
}

void tst_proxy_protocol::namedClientsHaveTheCaps()
{
    SluicedProcess engine(behindProxies({QStringLiteral("pool.max_streams_per_client=2")}));
    START_ENGINE(engine);
    std::vector<RawSocket> streams;
    const auto connect = [&](int last) {
        RawSocket &socket = streams.emplace_back(engine.publicPort());
        return socket.send(header(last) + streamRequest()) ? readHead(socket).status : 0;
    };
    QCOMPARE(connect(1), 200);
    QCOMPARE(connect(1), 200);
    QCOMPARE(connect(1), 429);
    QCOMPARE(connect(2), 200);
    // A kick blocks the client, not the proxy.
    const ApiReply kick = callApi(engine.adminPort(), "DELETE", "streams?client=192.0.2.2&block=10m");
    QVERIFY2(kick.status == 200 || kick.status == 202, kick.reply.body.constData());
    QVERIFY(eventually([&] { return Metrics::scrape(engine.adminPort()).active() == 2; }));
    QCOMPARE(connect(2), 204);
    QCOMPARE(connect(3), 200);
}

/** What X-Forwarded-For says is heard from whom the header names, as it would be from the peer. */
void tst_proxy_protocol::namedProxiesAreBelieved()
{
    SluicedProcess engine(behindProxies({QStringLiteral("pool.trusted_proxies=127.0.0.1, 10.0.0.0/8")}));
    START_ENGINE(engine);
    const QList<QByteArray> forwarded{"X-Forwarded-For: 203.0.113.9"};
    RawSocket outer(engine.publicPort());
    QVERIFY(outer.send("PROXY TCP4 10.1.2.3 198.51.100.1 5000 80\r\n" + streamRequest(forwarded)));
    QCOMPARE(readHead(outer).status, 200);
    QCOMPARE(clientsOf(engine, 1), QStringList{QStringLiteral("203.0.113.9")});
    RawSocket client(engine.publicPort());
    QVERIFY(client.send(header(7) + streamRequest(forwarded)));
    QCOMPARE(readHead(client).status, 200);
    RawSocket local(engine.publicPort());
    QVERIFY(local.send(binary(0x20, 0, {}) + streamRequest({"X-Forwarded-For: 203.0.113.10"})));
    QCOMPARE(readHead(local).status, 200);
    QCOMPARE(clientsOf(engine, 3),
             (QStringList{QStringLiteral("192.0.2.7:5000"), QStringLiteral("203.0.113.10"),
                          QStringLiteral("203.0.113.9")}));
}

/** Before the first request of a connection, and not before each. */
void tst_proxy_protocol::headerComesOnce()
{
    SluicedProcess engine(behindProxies());
    START_ENGINE(engine);
    RawSocket socket(engine.publicPort());
    QVERIFY(socket.send(header(7) + request("GET", "/healthz") + request("GET", "/readyz")));
    QCOMPARE(readReply(socket).status, 200);
    QCOMPARE(readReply(socket).status, 200);
    QVERIFY(socket.send(request("POST", "/publish/a", {}, "x")));
    QCOMPARE(readReply(socket).status, 202);
    QVERIFY(socket.send(streamRequest()));
    QCOMPARE(readHead(socket).status, 200);
    QCOMPARE(clientsOf(engine, 1), QStringList{QStringLiteral("192.0.2.7:5000")});

    const Refusal twice = refusalOf(engine.publicPort(), header(7) + header(8) + streamRequest());
    QCOMPARE(twice.reply.status, 400);
    QVERIFY2(twice.reply.body.contains("a second PROXY header"), twice.reply.body.constData());
    const Refusal later = refusalOf(engine.publicPort(), header(7) + request("GET", "/healthz") + header(8));
    QCOMPARE(later.reply.status, 200);
    QCOMPARE(later.peer, RawSocket::Peer::Finished);
}

/** With a header or without one, and before a byte of either. */
void tst_proxy_protocol::strangersAreRefused()
{
    SluicedProcess engine(behindProxies());
    START_ENGINE(engine);
    double expected = 0;
    for (const QByteArray &bytes : {QByteArray(), header(7) + streamRequest(), streamRequest(),
                                    binary(0x20, 0, {}) + streamRequest(), request("GET", "/healthz")}) {
        const Refusal refusal = refusalOf(engine.publicPort(), bytes, stranger);
        QCOMPARE(refusal.reply.status, 403);
        for (const char *part :
             {"pool.proxy_protocol", "pool.trusted_proxies", "127.0.0.9", "(proxy-header)"})
            QVERIFY2(refusal.reply.body.contains(part), refusal.reply.body.constData());
        QCOMPARE(refusal.peer, RawSocket::Peer::Finished);
        QCOMPARE(refused(engine), ++expected);
    }
    QVERIFY(clientsNow(engine).isEmpty());
    // The admin listener is no business of proxies.
    QCOMPARE(statusOf(engine.adminPort(), "/healthz"), 200);
}

void tst_proxy_protocol::proxiesWithoutHeaderAreRefused_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QByteArray>("part");
    QTest::newRow("request") << streamRequest() << QByteArray("must begin with a PROXY header");
    QTest::newRow("bare health check")
        << QByteArray("OPTIONS / HTTP/1.0\r\n\r\n") << QByteArray("send-proxy-v2");
    QTest::newRow("request with a header's name")
        << QByteArray("PROPFIND / HTTP/1.1\r\nHost: a\r\n\r\n") << QByteArray("pool.proxy_protocol=false");
    QTest::newRow("blank in front") << " " + header(7) + streamRequest() << QByteArray("must begin");
    QTest::newRow("malformed") << "PROXY TCP4 192.0.2.7 x 1 2\r\n" + streamRequest()
                               << QByteArray("the destination 'x' is no IPv4 address");
    QTest::newRow("LF alone") << "PROXY UDP4\n" + streamRequest() << QByteArray("ends without CR");
    QTest::newRow("too long a line") << "PROXY TCP4 " + QByteArray(200, '1') << QByteArray("107 bytes");
    QTest::newRow("version 3") << binary(0x31, 0x11, addresses4) << QByteArray("version is 3");
    QTest::newRow("too long") << binary(0x21, 0x11, addresses4 + QByteArray(5000, 'x'))
                              << QByteArray("at most 4096");
}

void tst_proxy_protocol::proxiesWithoutHeaderAreRefused()
{
    QFETCH(const QByteArray, bytes);
    QFETCH(const QByteArray, part);
    SluicedProcess engine(behindProxies());
    START_ENGINE(engine);
    const Refusal refusal = refusalOf(engine.publicPort(), bytes);
    QCOMPARE(refusal.reply.status, 400);
    QVERIFY2(refusal.reply.body.contains(part), refusal.reply.body.constData());
    QVERIFY2(refusal.reply.body.contains("(proxy-header)"), refusal.reply.body.constData());
    QCOMPARE(refusal.peer, RawSocket::Peer::Finished);
    QCOMPARE(refused(engine), 1.0);
    QVERIFY(clientsNow(engine).isEmpty());
}

/** From accept to the header's end, however many bytes come meanwhile. */
void tst_proxy_protocol::headersHaveTheirTime()
{
    SluicedProcess engine(behindProxies({QStringLiteral("timeouts.head_read=1s")}));
    START_ENGINE(engine);
    RawSocket silent(engine.publicPort());
    QCOMPARE(readReply(silent).status, 408);
    RawSocket slow(engine.publicPort());
    const QByteArray bytes = header(7);
    int sent = 0;
    while (sent < bytes.size() && slow.send(bytes.mid(sent, 1)) && !slow.fill(100ms) &&
           slow.peer() == RawSocket::Peer::Open)
        ++sent;
    QVERIFY2(sent < bytes.size(), "the whole header came, a byte in 100 ms");
    const HttpReply reply = readReply(slow);
    QCOMPARE(reply.status, 408);
    QVERIFY2(reply.body.contains("timeouts.head_read"), reply.body.constData());
    QCOMPARE(refused(engine), 2.0);
    // Who connects to see whether anybody is there, and goes, is no fault.
    RawSocket(engine.publicPort()).close();
    QCOMPARE(exchange(engine.publicPort(), header(7) + request("GET", "/healthz")).status, 200);
    QCOMPARE(refused(engine), 2.0);
}

void tst_proxy_protocol::unwantedHeadersAreNamed_data()
{
    QTest::addColumn<QByteArray>("header");
    QTest::newRow("TCP4") << header(7);
    QTest::newRow("UNKNOWN") << QByteArray("PROXY UNKNOWN\r\n");
    QTest::newRow("v2 TCP4") << binary(0x21, 0x11, addresses4);
    QTest::newRow("v2 LOCAL") << binary(0x20, 0, {});
}

/** While the setting is off, and on the admin listener always. */
void tst_proxy_protocol::unwantedHeadersAreNamed()
{
    QFETCH(const QByteArray, header);
    SluicedProcess engine(SluicedProcess::Options::with({QStringLiteral("pool.trusted_proxies=127.0.0.1")}));
    START_ENGINE(engine);
    for (const quint16 port : {engine.publicPort(), engine.adminPort()}) {
        const Refusal refusal = refusalOf(port, header + request("GET", "/healthz"));
        QCOMPARE(refusal.reply.status, 400);
        QVERIFY2(refusal.reply.body.contains("pool.proxy_protocol"), refusal.reply.body.constData());
        RawSocket slow(port);
        // The rest may find the connection closed.
        slow.sendSlowly(header.left(5), 2ms);
        const HttpReply reply = readReply(slow);
        QCOMPARE(reply.status, 400);
        QVERIFY2(reply.body.contains("pool.proxy_protocol"), reply.body.constData());
    }
    QCOMPARE(refused(engine), 2.0);
}

void tst_proxy_protocol::requestsLikeHeadersAreRequests()
{
    SluicedProcess engine;
    START_ENGINE(engine);
    for (const char *bytes : {"PROPFIND / HTTP/1.1\r\nHost: localhost\r\n\r\n", "\r\n\r\nBAD\r\n\r\n",
                              "PROXIMATE / HTTP/1.1\r\n\r\n"}) {
        const HttpReply reply = exchange(engine.publicPort(), bytes);
        QVERIFY2(reply.status / 100 == 4 && !reply.body.contains("PROXY"), reply.body.constData());
    }
    QCOMPARE(exchange(engine.publicPort(), "\r\n\r\n" + request("GET", "/healthz")).status, 200);
    RawSocket slow(engine.publicPort());
    QVERIFY(slow.sendSlowly(request("POST", "/publish/a", {}, "x"), 200us));
    QCOMPARE(readReply(slow).status, 202);
    QCOMPARE(refused(engine), 0.0);
}

/** What is connected stays as it is, what comes is judged anew; and nobody locks everybody out. */
void tst_proxy_protocol::changesLive()
{
    SluicedProcess engine;
    START_ENGINE(engine);
    const auto set = [&](const QJsonObject &changes) {
        return callApi(engine.adminPort(), "PATCH", "settings", changes);
    };
    RawSocket before(engine.publicPort());
    QVERIFY(before.send(request("GET", "/healthz")));
    QCOMPARE(readReply(before).status, 200);
    const ApiReply alone = set({{QStringLiteral("pool.proxy_protocol"), true}});
    QVERIFY(alone.status / 100 == 4);
    QVERIFY2(alone.reply.body.contains("proxy-protocol-needs-proxies"), alone.reply.body.constData());
    QCOMPARE(set({{QStringLiteral("pool.proxy_protocol"), true},
                  {QStringLiteral("pool.trusted_proxies"), QStringLiteral("127.0.0.1")}})
                 .status,
             200);
    QVERIFY(eventually([&] { return statusOf(engine.publicPort(), "/healthz") == 400; }));
    QCOMPARE(exchange(engine.publicPort(), header(7) + request("GET", "/healthz")).status, 200);
    QVERIFY(before.send(request("GET", "/healthz")));
    QCOMPARE(readReply(before).status, 200);
    QCOMPARE(set({{QStringLiteral("pool.proxy_protocol"), false}}).status, 200);
    QVERIFY(eventually([&] { return statusOf(engine.publicPort(), "/healthz") == 200; }));
}

/** In the log and by the diagnosis, with what mends it. */
void tst_proxy_protocol::isToldOf()
{
    SluicedProcess engine(behindProxies());
    START_ENGINE(engine);
    const auto finding = [&engine] {
        const QJsonArray findings =
            callApi(engine.adminPort(), "GET", "diagnosis").object[QStringLiteral("findings")].toArray();
        for (const QJsonValue &one : findings)
            if (one[QStringLiteral("rule")].toString() == QLatin1String("proxy-header"))
                return QJsonDocument(one.toObject()).toJson();
        return QByteArray();
    };
    const auto logs = [&engine](const char *fault) {
        return eventually([&] {
            const QByteArray log = engine.standardError();
            return log.contains("a connection is refused for its PROXY header") && log.contains(fault);
        });
    };
    QVERIFY(finding().isEmpty());
    QCOMPARE(refusalOf(engine.publicPort(), streamRequest(), stranger).reply.status, 403);
    QByteArray told = finding();
    for (const char *part : {"warning", "127.0.0.9", "pool.trusted_proxies='127.0.0.1,127.0.0.9'"})
        QVERIFY2(told.contains(part), told.constData());
    QVERIFY2(logs("untrusted"), engine.standardError().constData());
    QThread::msleep(1100); // a line a second at most
    QCOMPARE(refusalOf(engine.publicPort(), streamRequest()).reply.status, 400);
    told = finding();
    for (const char *part : {"critical", "the proxy at 127.0.0.1 sends no PROXY header"})
        QVERIFY2(told.contains(part), told.constData());
    QVERIFY2(logs("missing"), engine.standardError().constData());
}

void tst_proxy_protocol::generated_data()
{
    QTest::addColumn<Kind>("kind");
    QTest::addColumn<QByteArray>("word");
    QTest::newRow("haproxy, send-proxy-v2") << Kind::Haproxy << QByteArray("send-proxy-v2");
    QTest::newRow("haproxy, send-proxy") << Kind::Haproxy << QByteArray("send-proxy");
    QTest::newRow("haproxy, with extras")
        << Kind::Haproxy << QByteArray("send-proxy-v2 proxy-v2-options crc32c,unique-id");
    QTest::newRow("nginx") << Kind::Nginx << QByteArray();
}

/** What sluicectl prints while the setting is on, with the words that HAProxy has for it. */
void tst_proxy_protocol::generated()
{
    QFETCH(const Kind, kind);
    QFETCH(const QByteArray, word);
    NEED_TOOL(kind == Kind::Nginx ? "nginx" : "haproxy",
              kind == Kind::Nginx ? "libnginx-mod-stream" : "haproxy");
    ProxiedEngine pair(kind, behindProxies({QStringLiteral("pool.max_streams_per_client=2"),
                                            QStringLiteral("pool.max_streams=1000")}));
    const QByteArray socket = "unix:" + pair.proxy.folder().toLatin1() + "/hop.sock";
    QByteArray text;
    START_PROXIED(pair, {}, [&](QByteArray &configuration) {
        text = configuration;
        configuration.replace("send-proxy-v2\n", word + '\n');
        configuration.replace("unix:/run/sluice-nginx.sock", socket);
    });
    QVERIFY2(text.contains(kind == Kind::Nginx ? "proxy_protocol on;" : " send-proxy-v2\n"),
             text.constData());
    std::vector<std::unique_ptr<StreamClient>> streams;
    const auto connect = [&](const char *source) {
        StreamClient::Options options;
        options.source = source;
        options.fields = {"X-Forwarded-For: 203.0.113.9"};
        streams.push_back(std::make_unique<StreamClient>(pair.proxy.port(), "/stream/a", options));
        return streams.back()->head().status;
    };
    QCOMPARE(connect("127.0.0.5"), 200);
    QCOMPARE(connect("127.0.0.5"), 200);
    QCOMPARE(connect("127.0.0.5"), 429);
    QCOMPARE(connect("127.0.0.6"), 200);
    QStringList clients = clientsOf(pair.engine, 3);
    for (QString &client : clients)
        client = client.section(QLatin1Char(':'), 0, 0);
    QCOMPARE(clients, (QStringList{QStringLiteral("127.0.0.5"), QStringLiteral("127.0.0.5"),
                                   QStringLiteral("127.0.0.6")}));
    // Through the proxy alone, which asks for the engine's health by the same way.
    QCOMPARE(Publisher(pair.proxy.port()).publish("a", "through the proxy").status, 202);
    QCOMPARE(streams.front()->nextData(1), QList<QByteArray>{"through the proxy"});
    QCOMPARE(statusOf(pair.engine.publicPort(), "/healthz"), 400);
    QThread::msleep(2500); // two health checks
    QCOMPARE(statusOf(pair.proxy.port(), "/readyz"), 200);
    QCOMPARE(refused(pair.engine), 1.0);
}

void tst_proxy_protocol::byHand_data()
{
    QTest::addColumn<Kind>("kind");
    QTest::addColumn<QByteArray>("text");
    const QByteArray haproxy =
        "defaults\n  mode tcp\n  timeout connect 5s\n  timeout client 1h\n  timeout server 1h\n"
        "listen a\n  bind 127.0.0.1:%PORT%\n  server a 127.0.0.1:%ENGINE% check inter 500ms ";
    QTest::newRow("haproxy, tcp, send-proxy") << Kind::Haproxy << haproxy + "send-proxy\n";
    QTest::newRow("haproxy, tcp, send-proxy-v2") << Kind::Haproxy << haproxy + "send-proxy-v2\n";
    QTest::newRow("nginx, stream")
        << Kind::Nginx
        << QByteArray("include /etc/nginx/modules-enabled/*.conf;\nevents {}\nstream { server { "
                      "listen 127.0.0.1:%PORT%; proxy_pass 127.0.0.1:%ENGINE%; "
                      "proxy_protocol on; } }\n");
}

/** Proxies that know nothing of HTTP: only the header says whose a connection is. */
void tst_proxy_protocol::byHand()
{
    QFETCH(const Kind, kind);
    QFETCH(QByteArray, text);
    NEED_TOOL(kind == Kind::Nginx ? "nginx" : "haproxy",
              kind == Kind::Nginx ? "libnginx-mod-stream" : "haproxy");
    SluicedProcess engine(behindProxies());
    START_ENGINE(engine);
    ProxyProcess proxy(kind);
    text.replace("%PORT%", QByteArray::number(proxy.port()));
    text.replace("%ENGINE%", QByteArray::number(engine.publicPort()));
    QVERIFY2(proxy.start(text), proxy.output().constData());
    QVERIFY2(eventually([&] { return statusOf(proxy.port(), "/readyz") == 200; }),
             proxy.output().constData());
    StreamClient::Options options;
    options.source = "127.0.0.5";
    StreamClient stream(proxy.port(), "/stream/a", options);
    QVERIFY(stream.isOpen());
    const QStringList clients = clientsOf(engine, 1);
    QCOMPARE(clients.size(), 1);
    QCOMPARE(clients.front(), QStringLiteral("127.0.0.5:%1").arg(stream.socket().localPort()));
    QThread::msleep(1500); // health checks that only connect
    QCOMPARE(refused(engine), 0.0);
}

QTEST_GUILESS_MAIN(tst_proxy_protocol)
#include "tst_proxy_protocol.moc"
