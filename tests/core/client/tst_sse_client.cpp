// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The client against a scripted server on loopback.
#include "core/support/ScriptedServer.h"

#include "client/SseClient.h"

#include <QSignalSpy>
#include <QTest>

#include <functional>
#include <memory>

using namespace std::chrono_literals;
using namespace sluice;
using test::ScriptedServer;
using Then = ScriptedServer::Then;
using State = SseClient::State;

namespace {

const QByteArray openHead =
    "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n";
const QByteArray plainHead = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream; charset=utf-8\r\n\r\n";

QByteArray chunk(const QByteArray &bytes)
{
    return QByteArray::number(bytes.size(), 16) + "\r\n" + bytes + "\r\n";
}

QByteArray redirect(const QByteArray &location)
{
    return "HTTP/1.1 302 Found\r\nLocation: " + location + "\r\nContent-Length: 0\r\n\r\n";
}

/** A client, and everything that it said. */
class Watcher : public QObject
{
public:
    Watcher(const QUrl &url, SseClient::Options options = fast())
        : client(options)
    {
        connect(&client, &SseClient::eventReceived, this, [this](const SseEvent &event) {
            data.append(QByteArray::fromStdString(event.data));
            if (const auto call = onEvent)
                call();
        });
        connect(&client, &SseClient::stateChanged, this, [this](State state, const QString &reason) {
            states.append(state);
            reasons.append(reason);
            if (const auto call = onState) // a copy: the function may take itself away
                call(state);
        });
        connect(&client, &SseClient::reconnectScheduled, this,
                [this](std::chrono::milliseconds delay) { delays.append(delay.count()); });
        if (!url.isEmpty())
            client.start(url);
    }

    static SseClient::Options fast()
    {
        SseClient::Options options;
        options.delay = {1ms, 20ms, 0};
        return options;
    }

    SseClient client;
    QList<QByteArray> data;
    QList<State> states;
    QStringList reasons;
    QList<qint64> delays;
    std::function<void()> onEvent;
    std::function<void(State)> onState;
};

QByteArray field(const QByteArray &request, const QByteArray &name)
{
    const auto at = request.indexOf("\r\n" + name + ": ");
    if (at < 0)
        return {};
    const auto begin = at + name.size() + 4;
    return request.mid(begin, request.indexOf("\r\n", begin) - begin);
}

} // namespace

class tst_SseClient : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void receivesChunksHoweverTheyAreCut();
    void asksForAnEventStream();
    void resumesAfterACut_data();
    void resumesAfterACut();
    void honoursRetry();
    void backsOffWhereNothingComes();
    void takesSilenceForDeath();
    void goesOnBehindWhatIsTooLarge();
    void findsLocalhost_data();
    void findsLocalhost();
    void stopsForGood_data();
    void stopsForGood();
    void comesBackAfterTemporaryRefusals_data();
    void comesBackAfterTemporaryRefusals();
    void waitsAsRetryAfterSays();
    void followsRedirects();
    void beginsAnewAtTheFirstUrl();
    void hidesTheTokenFromOthers();
    void boundsRedirects();
    void reconnectsWhenNobodyListens();
    void givesUpOnASilentServer();
    void reportsMalformedChunks();
    void stopsInsideASlot();
    void startsAnewInsideASlot();
    void stopsWhenItSaysThatItConnects();
    void startsAnewWhenItSaysThatItConnects_data();
    void startsAnewWhenItSaysThatItConnects();
    void startsAnewWhenItSaysThatItWaits();
    void startsAnewOnTheLastBytes();
    void refusesBadUrls_data();
    void refusesBadUrls();
};

void tst_SseClient::receivesChunksHoweverTheyAreCut()
{
    const QByteArray bytes =
        openHead + chunk("id: 1\nda") + chunk("ta: a\n") + chunk("\n") + chunk("data: b\n\n:\n\n");
    ScriptedServer server;
    QList<QByteArray> pieces;
    for (const char byte : bytes)
        pieces.append(QByteArray(1, byte));
    server.add({pieces});
    Watcher watcher(server.url(QStringLiteral("/stream/x")));
    QTRY_COMPARE(watcher.data, (QList<QByteArray>{"a", "b"}));
    QCOMPARE(watcher.states, (QList<State>{State::Connecting, State::Open}));
    QCOMPARE(watcher.client.lastEventId(), std::string("1"));
    QCOMPARE(*watcher.client.head().find("content-type"), std::string("text/event-stream"));
}

void tst_SseClient::asksForAnEventStream()
{
    ScriptedServer server;
    server.add({{plainHead + "data: x\n\n"}});
    SseClient::Options options = Watcher::fast();
    options.token = "secret";
    options.lastEventId = "1-7";
    Watcher watcher(server.url(QStringLiteral("/stream/a%20b?x=1")), options);
    QTRY_COMPARE(watcher.data.size(), 1);
    const QByteArray request = server.requests().first();
    QVERIFY2(request.startsWith("GET /stream/a%20b?x=1 HTTP/1.1\r\n"), request.constData());
    QCOMPARE(field(request, "Accept"), QByteArray("text/event-stream"));
    QCOMPARE(field(request, "Cache-Control"), QByteArray("no-cache"));
    QCOMPARE(field(request, "Host"), "127.0.0.1:" + QByteArray::number(server.serverPort()));
    QCOMPARE(field(request, "Authorization"), QByteArray("Bearer secret"));
    QCOMPARE(field(request, "Last-Event-ID"), QByteArray("1-7"));
}

void tst_SseClient::resumesAfterACut_data()
{
    QTest::addColumn<QByteArray>("cut");
    QTest::addColumn<int>("then");
    const QByteArray first = openHead + chunk("id: 1-1\ndata: a\n\n");
    QTest::newRow("clean end") << first + "0\r\n\r\n" << static_cast<int>(Then::KeepOpen);
    QTest::newRow("between events") << first << static_cast<int>(Then::Close);
    QTest::newRow("in a chunk") << first + "20\r\nid: 1-2\ndata: lo" << static_cast<int>(Then::Close);
    QTest::newRow("in an event") << first + chunk("id: 1-2\ndata: lost\n") << static_cast<int>(Then::Close);
    QTest::newRow("no chunks") << plainHead + "id: 1-1\ndata: a\n\nid: 1-2\ndata: lost"
                               << static_cast<int>(Then::Close);
    QTest::newRow("reset") << first + chunk("id: 1-2\ndata: lost\n") << static_cast<int>(Then::Reset);
}

void tst_SseClient::resumesAfterACut()
{
    QFETCH(QByteArray, cut);
    QFETCH(int, then);
    ScriptedServer server;
    server.add({{cut}, static_cast<Then>(then)});
    server.add({{openHead + chunk("id: 1-2\ndata: b\n\n")}});
    Watcher watcher(server.url(QStringLiteral("/stream/x")));
    QTRY_COMPARE(watcher.data, (QList<QByteArray>{"a", "b"}));
    QCOMPARE(watcher.states,
             (QList<State>{State::Connecting, State::Open, State::Waiting, State::Connecting, State::Open}));
    QVERIFY(!watcher.reasons.at(2).isEmpty());
    QCOMPARE(watcher.delays.size(), 1);
    QCOMPARE(field(server.requests().at(0), "Last-Event-ID"), QByteArray());
    QCOMPARE(field(server.requests().at(1), "Last-Event-ID"), QByteArray("1-1"));
    QTRY_COMPARE(server.openConnections(), 1);
}

void tst_SseClient::honoursRetry()
{
    ScriptedServer server;
    server.add({{openHead + chunk("retry: 123\n\n") + "0\r\n\r\n"}});
    server.add({{openHead}});
    Watcher watcher(server.url(QStringLiteral("/stream/x")));
    QTRY_COMPARE(watcher.states.size(), 5);
    QCOMPARE(watcher.delays, (QList<qint64>{123}));
}

/** A server that lets in and sends away at once, whatever it says, is asked ever more seldom. */
void tst_SseClient::backsOffWhereNothingComes()
{
    ScriptedServer server;
    for (int i = 0; i < 3; ++i)
        server.add({{openHead + chunk("retry: 0\n:\n\n") + "0\r\n\r\n"}});
    server.add({{openHead + chunk("data: a\n\n") + "0\r\n\r\n"}});
    server.add({{openHead}});
    SseClient::Options options = Watcher::fast();
    options.delay.longest = 10s;
    Watcher watcher(server.url(QStringLiteral("/stream/x")), options);
    QTRY_COMPARE(watcher.delays.size(), 4);
    QCOMPARE(watcher.delays, (QList<qint64>{100, 200, 400, 100})); // an event is worth a connect
}

void tst_SseClient::takesSilenceForDeath()
{
    ScriptedServer server;
    server.add({{plainHead + "id: 1\ndata: a\n\n", ":\n\n"}}); // and nothing more, but it stays open
    server.add({{plainHead + "data: b\n\n"}});
    SseClient::Options options = Watcher::fast();
    options.idleTimeout = 100ms;
    Watcher watcher(server.url(QStringLiteral("/stream/x")), options);
    QTRY_VERIFY(watcher.data.size() >= 2);
    QVERIFY(watcher.reasons.contains(QStringLiteral("nothing came for 100ms")));
    QCOMPARE(field(server.requests().at(1), "Last-Event-ID"), QByteArray("1"));
}

void tst_SseClient::goesOnBehindWhatIsTooLarge()
{
    ScriptedServer server;
    server.add({{plainHead + "data: a\n\n", "data: " + QByteArray(5000, 'x'),
                 QByteArray(5000, 'x') + "\nid: 7\n\ndata: b\n\n"},
                Then::Close});
    server.add({{plainHead + "data: c\n\n"}});
    SseClient::Options options = Watcher::fast();
    options.limits = {1000, 1000};
    options.oversize = SseParser::Oversize::Skip;
    Watcher watcher({}, options);
    int skipped = 0;
    connect(&watcher.client, &SseClient::eventSkipped, &watcher, [&] { ++skipped; });
    watcher.client.start(server.url(QStringLiteral("/stream/x")));
    QTRY_COMPARE(watcher.data, (QList<QByteArray>{"a", "b", "c"}));
    QCOMPARE(skipped, 1);
    QCOMPARE(field(server.requests().at(1), "Last-Event-ID"), QByteArray("7"));
}

/** localhost is both of its addresses, whichever of them the resolver knows. */
void tst_SseClient::findsLocalhost_data()
{
    QTest::addColumn<QHostAddress>("address");
    QTest::newRow("IPv4") << QHostAddress(QHostAddress::LocalHost);
    QTest::newRow("IPv6") << QHostAddress(QHostAddress::LocalHostIPv6);
}

void tst_SseClient::findsLocalhost()
{
    QFETCH(QHostAddress, address);
    ScriptedServer server;
    server.close();
    if (!server.listen(address))
        QSKIP("this machine has no such address");
    server.add({{plainHead + "data: a\n\n"}});
    Watcher watcher(QUrl(QStringLiteral("http://localhost:%1/").arg(server.serverPort())));
    QTRY_COMPARE(watcher.data, (QList<QByteArray>{"a"}));
    QCOMPARE(watcher.delays.size(), 0);
}

void tst_SseClient::stopsForGood_data()
{
    QTest::addColumn<QByteArray>("answer");
    QTest::addColumn<QString>("reason");
    QTest::newRow("204") << QByteArray("HTTP/1.1 204 No Content\r\n\r\n") << QStringLiteral("status 204");
    QTest::newRow("404") << QByteArray("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n")
                         << QStringLiteral("status 404");
    QTest::newRow("500") << QByteArray("HTTP/1.1 500 Oops\r\nContent-Length: 0\r\n\r\n")
                         << QStringLiteral("status 500");
    QTest::newRow("HTML") << QByteArray("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\ndata: x\n\n")
                          << QStringLiteral("content type is 'text/html'");
    QTest::newRow("longer type") << QByteArray("HTTP/1.1 200 OK\r\nContent-Type: text/event-streams\r\n\r\n")
                                 << QStringLiteral("content type is 'text/event-streams'");
    QTest::newRow("no type") << QByteArray("HTTP/1.1 200 OK\r\n\r\ndata: x\n\n")
                             << QStringLiteral("content type is ''");
    QTest::newRow("redirect to nowhere") << QByteArray("HTTP/1.1 302 Found\r\nContent-Length: 0\r\n\r\n")
                                         << QStringLiteral("without a Location");
    QTest::newRow("redirect to https")
        << redirect("https://127.0.0.1/x") << QStringLiteral("https is not supported");
    QTest::newRow("redirect to a file")
        << redirect("file:///etc/passwd") << QStringLiteral("must begin with http://");
    QTest::newRow("line without end")
        << plainHead + QByteArray(2000, 'x') << QStringLiteral("longer than 1000 bytes");
}

void tst_SseClient::stopsForGood()
{
    QFETCH(QByteArray, answer);
    QFETCH(QString, reason);
    ScriptedServer server;
    server.add({{answer}});
    SseClient::Options options = Watcher::fast();
    options.limits.line = 1000;
    Watcher watcher(server.url(QStringLiteral("/stream/x")), options);
    QTRY_COMPARE(watcher.client.state(), State::Stopped);
    QVERIFY2(watcher.reasons.last().contains(reason), qPrintable(watcher.reasons.last()));
    QVERIFY(watcher.data.isEmpty());
    QTest::qWait(60); // three times the longest back-off
    QCOMPARE(server.requests().size(), 1);
    QCOMPARE(server.openConnections(), 0);
}

void tst_SseClient::comesBackAfterTemporaryRefusals_data()
{
    QTest::addColumn<QByteArray>("status");
    for (const char *status :
         {"429 Too Many Requests", "502 Bad Gateway", "503 Service Unavailable", "504 Gateway Timeout"})
        QTest::newRow(status) << QByteArray(status);
}

void tst_SseClient::comesBackAfterTemporaryRefusals()
{
    QFETCH(QByteArray, status);
    ScriptedServer server;
    for (int i = 0; i < 3; ++i)
        server.add({{"HTTP/1.1 " + status + "\r\nContent-Length: 4\r\n\r\nfull"}});
    server.add({{plainHead + "data: a\n\n"}});
    Watcher watcher(server.url(QStringLiteral("/stream/x")));
    QTRY_COMPARE(watcher.data.size(), 1);
    QCOMPARE(watcher.delays, (QList<qint64>{1, 2, 4})); // back-off
    QVERIFY(watcher.reasons.at(1).contains(QString::fromLatin1(status.left(3))));
}

void tst_SseClient::waitsAsRetryAfterSays()
{
    ScriptedServer server;
    server.add({{"HTTP/1.1 503 Service Unavailable\r\nRetry-After: 7\r\nContent-Length: 0\r\n\r\n"}});
    Watcher watcher(server.url(QStringLiteral("/stream/x")));
    QTRY_COMPARE(watcher.delays, (QList<qint64>{7000}));
    watcher.client.stop();
    QCOMPARE(watcher.client.state(), State::Stopped);
}

void tst_SseClient::followsRedirects()
{
    ScriptedServer server;
    server.add({{redirect("/second?x=1")}});
    server.add({{redirect(server.url(QStringLiteral("/third")).toEncoded())}});
    server.add({{plainHead + "data: a\n\n"}});
    Watcher watcher(server.url(QStringLiteral("/first")));
    QTRY_COMPARE(watcher.data.size(), 1);
    QVERIFY(server.requests().at(1).startsWith("GET /second?x=1 "));
    QVERIFY(server.requests().at(2).startsWith("GET /third "));
}

void tst_SseClient::beginsAnewAtTheFirstUrl()
{
    ScriptedServer server;
    server.add({{redirect("/second")}});
    server.add({{plainHead + "id: 9\ndata: a\n\n"}, Then::Close});
    server.add({{plainHead + "data: b\n\n"}});
    Watcher watcher(server.url(QStringLiteral("/first")));
    QTRY_COMPARE(watcher.data.size(), 2);
    QVERIFY(server.requests().at(2).startsWith("GET /first "));
    QCOMPARE(field(server.requests().at(2), "Last-Event-ID"), QByteArray("9"));
}

void tst_SseClient::hidesTheTokenFromOthers()
{
    ScriptedServer server;
    ScriptedServer other;
    server.add({{redirect("/here")}});
    server.add({{redirect(other.url(QStringLiteral("/there")).toEncoded())}});
    other.add({{plainHead + "data: a\n\n"}});
    SseClient::Options options = Watcher::fast();
    options.token = "secret";
    Watcher watcher(server.url(QStringLiteral("/first")), options);
    QTRY_COMPARE(watcher.data.size(), 1);
    QCOMPARE(field(server.requests().at(1), "Authorization"), QByteArray("Bearer secret"));
    QVERIFY(!other.requests().first().contains("secret"));
}

void tst_SseClient::boundsRedirects()
{
    ScriptedServer server;
    for (int i = 0; i < 10; ++i)
        server.add({{redirect("/again")}});
    Watcher watcher(server.url(QStringLiteral("/first")));
    QTRY_COMPARE(watcher.client.state(), State::Stopped);
    QCOMPARE(server.requests().size(), 6);
    QVERIFY(watcher.reasons.last().contains(QStringLiteral("more than 5 redirects")));
}

void tst_SseClient::reconnectsWhenNobodyListens()
{
    auto server = std::make_unique<ScriptedServer>();
    const QUrl url = server->url(QStringLiteral("/stream/x"));
    const quint16 port = server->serverPort();
    server.reset();
    Watcher watcher(url);
    QTRY_VERIFY(watcher.delays.size() >= 2);
    QVERIFY(watcher.reasons.contains(QStringLiteral("Connection refused")));
    ScriptedServer again;
    again.close();
    QVERIFY(again.listen(QHostAddress::LocalHost, port));
    again.add({{plainHead + "data: a\n\n"}});
    QTRY_COMPARE(watcher.data.size(), 1);
}

void tst_SseClient::givesUpOnASilentServer()
{
    ScriptedServer server;
    server.add({{"HTTP/1.1 200 OK\r\n"}});
    server.add({{plainHead + "data: a\n\n"}});
    SseClient::Options options = Watcher::fast();
    options.headTimeout = 50ms;
    Watcher watcher(server.url(QStringLiteral("/stream/x")), options);
    QTRY_COMPARE(watcher.data.size(), 1);
    QVERIFY(watcher.reasons.contains(QStringLiteral("no response head within 50ms")));
    // The deadline is the head's, not the stream's.
    QTest::qWait(150);
    QCOMPARE(watcher.client.state(), State::Open);
}

void tst_SseClient::reportsMalformedChunks()
{
    ScriptedServer server;
    server.add({{openHead + chunk("data: a\n\n") + "zz\r\n"}});
    server.add({{plainHead + "data: b\n\n"}});
    Watcher watcher(server.url(QStringLiteral("/stream/x")));
    QTRY_COMPARE(watcher.data, (QList<QByteArray>{"a", "b"}));
    QVERIFY2(watcher.reasons.at(2).contains(QStringLiteral("not valid HTTP")),
             qPrintable(watcher.reasons.at(2)));
}

void tst_SseClient::stopsInsideASlot()
{
    ScriptedServer server;
    server.add({{plainHead + "data: a\n\ndata: b\n\n"}, Then::Close});
    Watcher watcher(server.url(QStringLiteral("/stream/x")));
    watcher.onEvent = [&] { watcher.client.stop(); };
    QTRY_COMPARE(watcher.client.state(), State::Stopped);
    QTest::qWait(50);
    QCOMPARE(watcher.data, (QList<QByteArray>{"a"}));
    QCOMPARE(server.requests().size(), 1);
    QTRY_COMPARE(server.openConnections(), 0);
}

void tst_SseClient::startsAnewInsideASlot()
{
    ScriptedServer server;
    server.add({{plainHead + "data: a\n\ndata: b\n\n"}});
    server.add({{plainHead + "data: c\n\n"}});
    Watcher watcher(server.url(QStringLiteral("/one")));
    watcher.onEvent = [&] {
        watcher.onEvent = nullptr;
        watcher.client.start(server.url(QStringLiteral("/two")));
    };
    QTRY_COMPARE(watcher.data, (QList<QByteArray>{"a", "c"}));
    QVERIFY(server.requests().at(1).startsWith("GET /two "));
    QTRY_COMPARE(server.openConnections(), 1);
}

void tst_SseClient::stopsWhenItSaysThatItConnects()
{
    ScriptedServer server;
    server.add({{plainHead + "data: a\n\n"}});
    SseClient::Options options = Watcher::fast();
    options.headTimeout = 20ms;
    Watcher watcher({}, options);
    watcher.onState = [&](State state) {
        if (state == State::Connecting)
            watcher.client.stop();
    };
    watcher.client.start(server.url(QStringLiteral("/stream/x")));
    QTest::qWait(100); // five times the deadline for the head
    QCOMPARE(watcher.states, (QList<State>{State::Connecting, State::Stopped}));
    QCOMPARE(watcher.client.state(), State::Stopped);
    QCOMPARE(server.openConnections(), 0);
    QVERIFY(server.requests().isEmpty());
}

void tst_SseClient::startsAnewWhenItSaysThatItConnects_data()
{
    QTest::addColumn<bool>("stopsBefore");
    QTest::newRow("start") << false;
    QTest::newRow("stop and start") << true;
}

void tst_SseClient::startsAnewWhenItSaysThatItConnects()
{
    QFETCH(bool, stopsBefore);
    ScriptedServer one;
    ScriptedServer two;
    one.add({{plainHead + "data: a\n\n"}});
    two.add({{plainHead + "data: b\n\n"}});
    Watcher watcher({});
    watcher.onState = [&](State state) {
        if (state != State::Connecting)
            return;
        watcher.onState = nullptr;
        if (stopsBefore)
            watcher.client.stop();
        watcher.client.start(two.url(QStringLiteral("/two")));
    };
    watcher.client.start(one.url(QStringLiteral("/one")));
    QTRY_COMPARE(watcher.data, (QList<QByteArray>{"b"}));
    QTest::qWait(50);
    QVERIFY(one.requests().isEmpty());
    QCOMPARE(one.openConnections(), 0);
    QCOMPARE(two.openConnections(), 1);
    QCOMPARE(watcher.client.state(), State::Open);
}

void tst_SseClient::startsAnewWhenItSaysThatItWaits()
{
    ScriptedServer server;
    server.add({{plainHead + "data: a\n\n"}, Then::Close});
    server.add({{plainHead + "data: b\n\n"}});
    Watcher watcher({});
    watcher.onState = [&](State state) {
        if (state != State::Waiting)
            return;
        watcher.onState = nullptr;
        watcher.client.start(server.url(QStringLiteral("/two")));
    };
    watcher.client.start(server.url(QStringLiteral("/one")));
    QTRY_COMPARE(watcher.data, (QList<QByteArray>{"a", "b"}));
    QTest::qWait(50);
    QVERIFY(watcher.delays.isEmpty()); // it does not wait for the old one besides
    QCOMPARE(server.requests().size(), 2);
    QCOMPARE(server.openConnections(), 1);
}

/** The head and the end of the first connection come at once; the second one is not what ended. */
void tst_SseClient::startsAnewOnTheLastBytes()
{
    ScriptedServer server;
    server.add({{plainHead + "data: a\n\n"}, Then::Close});
    server.add({{plainHead + "data: b\n\n"}});
    Watcher watcher(server.url(QStringLiteral("/one")));
    watcher.onEvent = [&] {
        watcher.onEvent = nullptr;
        QTest::qSleep(20); // the end is there as well
        watcher.client.start(server.url(QStringLiteral("/two")));
    };
    QTRY_COMPARE(watcher.data, (QList<QByteArray>{"a", "b"}));
    QVERIFY(!watcher.states.contains(State::Waiting));
    QCOMPARE(watcher.client.state(), State::Open);
}

void tst_SseClient::refusesBadUrls_data()
{
    QTest::addColumn<QString>("url");
    QTest::addColumn<QString>("reason");
    QTest::newRow("https") << QStringLiteral("https://127.0.0.1/x")
                           << QStringLiteral("https is not supported");
    QTest::newRow("ftp") << QStringLiteral("ftp://127.0.0.1/x") << QStringLiteral("must begin with http://");
    QTest::newRow("relative") << QStringLiteral("/x") << QStringLiteral("must begin with http://");
    QTest::newRow("user") << QStringLiteral("http://u:p@127.0.0.1/")
                          << QStringLiteral("must not hold a user");
    QTest::newRow("no host") << QStringLiteral("http:///x") << QStringLiteral("URL 'http");
}

void tst_SseClient::refusesBadUrls()
{
    QFETCH(QString, url);
    QFETCH(QString, reason);
    Watcher watcher{QUrl(url)};
    QCOMPARE(watcher.client.state(), State::Stopped);
    QVERIFY2(watcher.reasons.last().contains(reason), qPrintable(watcher.reasons.last()));
    QVERIFY(!watcher.reasons.last().contains(QStringLiteral("u:p")));
}

QTEST_GUILESS_MAIN(tst_SseClient)
#include "tst_sse_client.moc"
