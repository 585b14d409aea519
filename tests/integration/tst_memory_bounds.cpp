// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Whatever clients and publishers can make the engine hold is counted and bounded: each bound is filled, all
// of them at once, and resident memory is compared with their sum.

#include "support/AdminApi.h"
#include "support/EngineTest.h"

#include <sys/socket.h>

#include <vector>

using namespace sluice::integration;

namespace {

constexpr qint64 MiB = 1 << 20;
constexpr qint64 History = 48 * MiB;
constexpr qint64 InFlight = 48 * MiB;
constexpr qint64 Body = 4 * MiB;
constexpr int Idle = 200;
constexpr qint64 Head = 64 << 10; // listen.max_head
constexpr int Streams = 500;
constexpr qint64 Stream = 4 << 10; // far more than one costs

SluicedProcess::Options bounded()
{
    return SluicedProcess::Options::with(
        {QStringLiteral("engine.workers=2"), QStringLiteral("history.total_bytes=48MiB"),
         QStringLiteral("history.bytes=4MiB"), QStringLiteral("publish.max_body=4MiB"),
         QStringLiteral("publish.max_in_flight=48MiB"), QStringLiteral("pool.max_idle_connections=300"),
         QStringLiteral("pool.max_streams=500"), QStringLiteral("listen.max_head=64KiB"),
         QStringLiteral("timeouts.head_read=5min"), QStringLiteral("timeouts.headers=10min"),
         QStringLiteral("timeouts.keep_alive=9min"), QStringLiteral("timeouts.body=5min"),
         QStringLiteral("timeouts.linger=50ms")});
}

double inFlight(quint16 adminPort)
{
    return Metrics::scrape(adminPort).sum("sluice_in_flight_bytes");
}

} // namespace

class tst_memory_bounds : public EngineTest
{
    Q_OBJECT

public:
    tst_memory_bounds()
        : EngineTest(bounded())
    {
    }

private Q_SLOTS:
    void bodiesOnTheirWayAreBounded();
    void refusedBodiesGiveTheirMemoryBack();
    void answersThatNobodyTakesAreCounted();
    void allBoundsAtOnce();
};

/** As much of a body as has been sent stays, until all of them together are too much. */
void tst_memory_bounds::bodiesOnTheirWayAreBounded()
{
    const QByteArray head = request("POST", "/publish/a", {"Content-Length: " + QByteArray::number(Body)});
    const QByteArray most(Body - 1, 'b');
    std::vector<RawSocket> sockets;
    int refused = 0;
    for (int index = 0; index < 20; ++index) {
        RawSocket socket(port());
        QVERIFY(socket.send(head));
        if (!socket.send(most) || socket.fill(std::chrono::milliseconds(1))) {
            const HttpReply reply = readReply(socket);
            if (reply.status != 0) {
                QCOMPARE(reply.status, 503);
                QVERIFY2(reply.body.contains("publish.max_in_flight"), reply.body.constData());
            }
            ++refused;
            continue;
        }
        sockets.push_back(std::move(socket));
    }
    QTRY_VERIFY(Metrics::scrape(adminPort()).sum("sluice_refusals_total", "cause=\"in-flight\"") >= 7);
    QTRY_VERIFY(inFlight(adminPort()) <= InFlight);
    QVERIFY(inFlight(adminPort()) > InFlight * 0.8);
    // A publish that comes in one piece passes all the same.
    QCOMPARE(Publisher(port()).publish("small", QByteArray(8'000, 's')).status, 202);
    // The diagnosis says what it is and who.
    const auto findings = callApi(adminPort(), "GET", "diagnosis").reply.body;
    QVERIFY2(findings.contains("bodies-in-flight") && findings.contains("127.0.0.1") &&
                 findings.contains("publish.max_in_flight"),
             findings.constData());
    // Whose body was not refused may finish it.
    int accepted = 0;
    for (RawSocket &socket : sockets) {
        if (socket.send("b"))
            accepted += readReply(socket).status == 202 ? 1 : 0;
    }
    QVERIFY2(accepted >= 9, QByteArray::number(accepted).constData());
    QTRY_COMPARE(inFlight(adminPort()), 0.0);
}

/** A body that is refused while it comes is not kept until its client has gone. */
void tst_memory_bounds::refusedBodiesGiveTheirMemoryBack()
{
    std::vector<RawSocket> sockets;
    for (int index = 0; index < 8; ++index) {
        RawSocket socket(port());
        QVERIFY(socket.send(request("POST", "/publish/a", {"Transfer-Encoding: chunked"})));
        for (int part = 0; part < 5; ++part)
            (void)socket.send("100000\r\n" + QByteArray(MiB, 'c') + "\r\n");
        sockets.push_back(std::move(socket));
    }
    for (RawSocket &socket : sockets)
        QVERIFY(readReply(socket).status == 413 || socket.peer() == RawSocket::Peer::Reset);
    QTRY_COMPARE(inFlight(adminPort()), 0.0);
}

void tst_memory_bounds::answersThatNobodyTakesAreCounted()
{
    // Results of batches, with a receive buffer that takes few of them.
    QByteArray lines;
    for (int line = 0; line < 1000; ++line)
        lines += "{\"data\":\"x\",\"unknown-member-" + QByteArray(100, 'n') + "\":1}\n";
    const QByteArray batch = request("POST", "/publish/batch", {"Content-Type: application/x-ndjson"}, lines);
    std::vector<RawSocket> sockets;
    for (int index = 0; index < 4; ++index) {
        RawSocket socket(port(), 4096);
        for (int times = 0; times < 60; ++times) {
            const QByteArray &bytes = batch;
            if (::send(socket.descriptor(), bytes.constData(), static_cast<std::size_t>(bytes.size()),
                       MSG_DONTWAIT | MSG_NOSIGNAL) < bytes.size())
                break;
        }
        sockets.push_back(std::move(socket));
    }
    QTRY_VERIFY(inFlight(adminPort()) > 0);
    for (RawSocket &socket : sockets)
        socket.reset();
    QTRY_COMPARE(inFlight(adminPort()), 0.0);
}

void tst_memory_bounds::allBoundsAtOnce()
{
    const qint64 before = engine().residentBytes();
    // History: twice what it may hold, over channels that each may have a twelfth of it.
    Publisher publisher(port());
    const QByteArray event(64 << 10, 'e');
    for (qint64 sent = 0; sent < 2 * History; sent += event.size()) {
        const Published published =
            publisher.publish("h" + QByteArray::number(sent / event.size() % 24), event);
        QCOMPARE(published.status, 202);
    }
    QVERIFY(Metrics::scrape(adminPort()).sum("sluice_history_bytes") > History * 0.8);
    // Streams, and heads that never end.
    std::vector<RawSocket> sockets;
    for (int index = 0; index < Streams; ++index) {
        RawSocket socket(port());
        QVERIFY(socket.send(request("GET", "/stream/live")));
        sockets.push_back(std::move(socket));
    }
    QTRY_COMPARE(Metrics::scrape(adminPort()).active(), double(Streams));
    const QByteArray half = "GET /healthz HTTP/1.1\r\nHost: a\r\nX: " + QByteArray(Head - 1024, 'h');
    for (int index = 0; index < Idle; ++index) {
        RawSocket socket(port());
        QVERIFY(socket.send(half));
        sockets.push_back(std::move(socket));
    }
    // Bodies, chunked this time.
    for (int index = 0; index < 16; ++index) {
        RawSocket socket(port());
        (void)socket.send(request("POST", "/publish/a", {"Transfer-Encoding: chunked"}) + "3ffff0\r\n" +
                          QByteArray(Body - 20, 'c'));
        sockets.push_back(std::move(socket));
    }
    QTRY_VERIFY(inFlight(adminPort()) > InFlight * 0.8 && inFlight(adminPort()) <= InFlight);
    QVERIFY(Metrics::scrape(adminPort()).sum("sluice_history_bytes") > History * 0.8);
    const qint64 sum = History + InFlight + Idle * Head + Streams * Stream;
    const qint64 grown = engine().residentBytes() - before;
    qInfo("resident memory grew by %.1f MiB; the bounds together are %.1f MiB", double(grown) / MiB,
          double(sum) / MiB);
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
    QVERIFY2(grown <= sum * 5 / 4, QByteArray::number(grown).constData());
#endif
    QVERIFY(grown > sum / 2); // they were filled
}

QTEST_GUILESS_MAIN(tst_memory_bounds)
#include "tst_memory_bounds.moc"
