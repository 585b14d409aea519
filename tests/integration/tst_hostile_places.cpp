// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Connections that hold places and never finish a request: silent ones, and ones that send a byte now and
// then. Whoever has a request gets its answer all the same, on both listeners, and nobody else's connection
// is cut.

#include "support/AdminApi.h"
#include "support/EngineTest.h"

#include <QElapsedTimer>
#include <QTemporaryDir>

using namespace sluice::integration;
using namespace std::chrono_literals;

namespace {

const QByteArray OperatorToken = "Authorization: Bearer open-sesame-open-sesame";
const QByteArray ViewerToken = "Authorization: Bearer only-looking-only-looking";
const QByteArray PublishToken = "Authorization: Bearer correct-horse-battery";

SluicedProcess::Options guarded()
{
    SluicedProcess::Options options = SluicedProcess::Options::with(
        {QStringLiteral("auth.admin_token=open-sesame-open-sesame"),
         QStringLiteral("auth.viewer_token=only-looking-only-looking"),
         QStringLiteral("auth.publish_token=correct-horse-battery"), QStringLiteral("engine.workers=1")});
    return options;
}

/** Keeps @p count connections to a port busy with nothing: each begins a request, sends a byte of it at every
 * turn, and comes back when it is cut. */
class Tricklers
{
public:
    Tricklers(quint16 port, int count, QByteArray beginning, QByteArray source = {})
        : m_port(port)
        , m_beginning(std::move(beginning))
        , m_source(std::move(source))
        , m_sockets(static_cast<std::size_t>(count))
    {
        turn();
    }

    void turn()
    {
        for (RawSocket &socket : m_sockets) {
            socket.fillFor(0ms);
            if (socket.isOpen() && socket.peer() == RawSocket::Peer::Open && socket.send("x"))
                continue;
            socket = RawSocket(m_port, 0, m_source);
            if (!m_beginning.isEmpty())
                socket.send(m_beginning);
            ++m_connects;
        }
    }

    int connects() const { return m_connects; }

private:
    quint16 m_port;
    QByteArray m_beginning;
    QByteArray m_source;
    std::vector<RawSocket> m_sockets;
    int m_connects = 0;
};

} // namespace

class tst_hostile_places : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void adminListenerAnswersBehindTricklers_data();
    void adminListenerAnswersBehindTricklers();
    void publishersGoOnBehindIdleConnections_data();
    void publishersGoOnBehindIdleConnections();
    void aStrayBodyIsNotWaitedFor();
    void viewersLeavePlacesToOperators();
    void followersGoWithTheirToken();
};

void tst_hostile_places::adminListenerAnswersBehindTricklers_data()
{
    QTest::addColumn<bool>("withTokens");
    QTest::addColumn<QByteArray>("beginning");
    const QByteArray head = "GET /metrics HTTP/1.1\r\nX-A: ";
    const QByteArray body =
        request("POST", "/api/v1/drain", {"Content-Type: application/json", "Content-Length: 4096"});
    QTest::newRow("heads, tokens") << true << head;
    QTest::newRow("heads, no tokens") << false << head;
    QTest::newRow("bodies, no tokens") << false << body;
    QTest::newRow("stray bodies, tokens") << true << request("GET", "/healthz", {"Content-Length: 4096"});
}

void tst_hostile_places::adminListenerAnswersBehindTricklers()
{
    QFETCH(const bool, withTokens);
    QFETCH(const QByteArray, beginning);
    SluicedProcess engine(withTokens ? guarded() : SluicedProcess::Options());
    START_ENGINE(engine);
    Tricklers tricklers(engine.adminPort(), 13, beginning);
    const QList<QByteArray> fields = withTokens ? QList<QByteArray>{OperatorToken} : QList<QByteArray>{};
    QElapsedTimer timer;
    timer.start();
    int rounds = 0;
    for (; timer.elapsed() < 20'000; ++rounds) {
        for (const char *path : {"/api/v1/snapshot", "/healthz", "/metrics"})
            QCOMPARE(exchange(engine.adminPort(), request("GET", path, fields)).status, 200);
        tricklers.turn();
        QThread::msleep(300);
    }
    QVERIFY(rounds > 3);
    QVERIFY(tricklers.connects() > 13); // they were in the way, and had to go
}

void tst_hostile_places::publishersGoOnBehindIdleConnections_data()
{
    QTest::addColumn<QByteArray>("beginning");
    QTest::addColumn<QByteArray>("source");
    const QByteArray stray = request("GET", "/healthz", {"Content-Length: 4096"});
    const QByteArray head = "POST /publish/a HTTP/1.1\r\nX-A: ";
    QTest::newRow("silent") << QByteArray() << QByteArray("127.0.0.7");
    QTest::newRow("half a head") << head << QByteArray("127.0.0.7");
    QTest::newRow("stray body") << stray << QByteArray("127.0.0.7");
    QTest::newRow("silent, from the publisher's address") << QByteArray() << QByteArray();
    QTest::newRow("stray body, from the publisher's address") << stray << QByteArray();
}

void tst_hostile_places::publishersGoOnBehindIdleConnections()
{
    QFETCH(const QByteArray, beginning);
    QFETCH(const QByteArray, source);
    SluicedProcess::Options options = SluicedProcess::Options::with(
        {QStringLiteral("auth.publish_token=correct-horse-battery"), QStringLiteral("engine.workers=1")});
    options.descriptorLimit = 1024; // an eighth of it are 128 connections
    SluicedProcess engine(options);
    START_ENGINE(engine);
    // A publisher that keeps its connection has proven what it is for.
    RawSocket kept(engine.publicPort());
    const QByteArray publish = request("POST", "/publish/a", {PublishToken}, "x");
    QVERIFY(kept.send(publish));
    QCOMPARE(readReply(kept).status, 202);
    std::vector<RawSocket> idle;
    for (int index = 0; index < 128; ++index) {
        idle.emplace_back(engine.publicPort(), 0, source);
        QVERIFY(idle.back().isOpen());
        if (!beginning.isEmpty())
            QVERIFY(idle.back().send(beginning));
    }
    QVERIFY(eventually([&] { return Metrics::scrape(engine.adminPort()).sum("sluice_connections") >= 128; }));
    // Of one's own address only what was held for two seconds makes room: a load test's connects are younger.
    // Of another's what was held for 20 ms, or longer where the engine has not read what came with it.
    QThread::msleep(source.isEmpty() ? 2'500 : 500);
    for (int index = 0; index < 20; ++index) {
        RawSocket socket(engine.publicPort());
        QVERIFY(socket.send(publish));
        QCOMPARE(readReply(socket).status, 202);
        QVERIFY(kept.send(publish));
        QCOMPARE(readReply(kept).status, 202);
    }
    // It is said whose they were, and no lack of descriptors.
    QVERIFY(Metrics::scrape(engine.adminPort()).sum("sluice_refusals_total", "cause=\"connection-share\"") >=
            1);
    const QByteArray diagnosis = exchange(engine.adminPort(), request("GET", "/api/v1/diagnosis")).body;
    QVERIFY2(
        diagnosis.contains("the last place was of " + (source.isEmpty() ? QByteArray("127.0.0.1") : source)),
        diagnosis.constData());
    QVERIFY(eventually([&] { return engine.standardError().contains("gave their places up"); }));
}

/** Bytes that nobody wants may take as long as a head, however often one of them comes. */
void tst_hostile_places::aStrayBodyIsNotWaitedFor()
{
    SluicedProcess engine(SluicedProcess::Options::with({QStringLiteral("timeouts.head_read=1s")}));
    START_ENGINE(engine);
    for (const quint16 port : {engine.publicPort(), engine.adminPort()}) {
        RawSocket socket(port);
        QVERIFY(socket.send(request("GET", "/healthz", {"Content-Length: 4096"})));
        QVERIFY(!socket.sendSlowly(QByteArray(4000, 'x'), 20ms) || socket.fillToEnd());
        QVERIFY(socket.peer() != RawSocket::Peer::Open || socket.fillToEnd());
        QVERIFY2(socket.buffer().startsWith("HTTP/1.1 408 "), socket.buffer().constData());
    }
}

void tst_hostile_places::viewersLeavePlacesToOperators()
{
    SluicedProcess engine(guarded());
    START_ENGINE(engine);
    std::vector<RawSocket> viewers;
    int open = 0;
    for (int index = 0; index < 33; ++index) {
        viewers.emplace_back(engine.adminPort());
        QVERIFY(viewers.back().send(request("GET", "/api/v1/events", {ViewerToken})));
        const int status = readHead(viewers.back()).status;
        QVERIFY(status == 200 || status == 503);
        open += status == 200 ? 1 : 0;
    }
    QCOMPARE(open, 30); // of admin.max_followers, 32
    for (int index = 0; index < 2; ++index) {
        viewers.emplace_back(engine.adminPort());
        QVERIFY(viewers.back().send(request("GET", "/api/v1/events", {OperatorToken})));
        QCOMPARE(readHead(viewers.back()).status, 200);
    }
}

/** A token that was rotated opens nothing any more, and keeps nothing open. */
void tst_hostile_places::followersGoWithTheirToken()
{
    QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("token"));
    const auto write = [&path](const QByteArray &token) {
        QFile file(path);
        return file.open(QIODevice::WriteOnly) && file.write(token) == token.size() &&
               file.setPermissions(QFile::ReadOwner | QFile::WriteOwner);
    };
    QVERIFY(write("only-looking-only-looking\n"));
    SluicedProcess engine(
        SluicedProcess::Options::with({QStringLiteral("auth.admin_token=open-sesame-open-sesame"),
                                       QStringLiteral("auth.viewer_token_file=") + path}));
    START_ENGINE(engine);
    RawSocket viewer(engine.adminPort());
    QVERIFY(viewer.send(request("GET", "/api/v1/events", {ViewerToken})));
    QCOMPARE(readHead(viewer).status, 200);
    QVERIFY(write("another-one-another-one\n"));
    const QByteArray reload =
        request("POST", "/api/v1/settings/reload", {OperatorToken, "Content-Type: application/json"}, "{}");
    QCOMPARE(exchange(engine.adminPort(), reload).status, 200);
    QVERIFY(viewer.fillToEnd());
    QCOMPARE(viewer.peer(),
             RawSocket::Peer::Finished); // by a clean end, after which it is asked for its token
    QCOMPARE(exchange(engine.adminPort(), request("GET", "/api/v1/events", {ViewerToken})).status, 401);
}

QTEST_GUILESS_MAIN(tst_hostile_places)
#include "tst_hostile_places.moc"
