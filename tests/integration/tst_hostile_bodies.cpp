// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Bodies of clients that have no business to send one: without the token, to paths that are not there, to
// resources that read none. They are answered by their head alone, and the engine holds nothing of them.

#include "support/EngineTest.h"

#include <QElapsedTimer>

#include <vector>

using namespace sluice::integration;

namespace {

constexpr qint64 Body = 8 << 20;
const QByteArray Right = "Authorization: Bearer correct-horse-battery";
const QByteArray Wrong = "Authorization: Bearer correct-horse-batterz";

SluicedProcess::Options guarded()
{
    return SluicedProcess::Options::with(
        {QStringLiteral("auth.publish_token=correct-horse-battery"), QStringLiteral("publish.max_body=8MiB"),
         QStringLiteral("engine.workers=1"), QStringLiteral("timeouts.linger=1s")});
}

} // namespace

class tst_hostile_bodies : public EngineTest
{
    Q_OBJECT

public:
    tst_hostile_bodies()
        : EngineTest(guarded())
    {
    }

private Q_SLOTS:
    void isRefusedByItsHead_data();
    void isRefusedByItsHead();
    void floodOfBodiesCostsNoMemory_data();
    void floodOfBodiesCostsNoMemory();
    void smallStrayBodyIsForgotten();
    void rightTokenIsAskedToContinue();
    void guessingIsLimitedAndTheRightTokenIsNot();
};

void tst_hostile_bodies::isRefusedByItsHead_data()
{
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<QByteArray>("target");
    QTest::addColumn<QByteArray>("authorization");
    QTest::addColumn<int>("status");
    const auto row = [](const char *name, const char *method, const char *target, const QByteArray &token,
                        int status) {
        QTest::newRow(name) << QByteArray(method) << QByteArray(target) << token << status;
    };
    row("no token", "POST", "/publish/a", "X: 1", 401);
    row("wrong token", "POST", "/publish/a", Wrong, 401);
    row("wrong method", "PUT", "/publish/a", Right, 405);
    row("unknown path", "POST", "/nothing", Right, 404);
    row("bad target", "POST", "/publish/%zz", Right, 400);
    row("stream", "POST", "/stream/a", Right, 405);
    row("body of a GET", "GET", "/healthz", Right, 413);
    row("body of a preflight", "OPTIONS", "/publish/a", Right, 413);
}

void tst_hostile_bodies::isRefusedByItsHead()
{
    QFETCH(QByteArray, method);
    QFETCH(QByteArray, target);
    QFETCH(QByteArray, authorization);
    QFETCH(int, status);
    // Waiting for leave to send it, with the body on the way, and cut anywhere: the answer is the same.
    const QByteArray length = "Content-Length: " + QByteArray::number(Body);
    for (const QList<QByteArray> &fields : {QList<QByteArray>{authorization, length, "Expect: 100-continue"},
                                            QList<QByteArray>{authorization, length}}) {
        for (const bool isCut : {false, true}) {
            RawSocket socket(port());
            const QByteArray head = request(method, target, fields);
            QVERIFY(socket.send(head.left(isCut ? head.size() - 1 : head.size())));
            if (isCut) {
                socket.fillFor(std::chrono::milliseconds(20));
                QVERIFY(socket.send(head.right(1) + QByteArray(10'000, 'b')));
            }
            const HttpReply reply = readReply(socket);
            QCOMPARE(reply.status, status); // no 100 before it
            QCOMPARE(reply.field("Connection"), QByteArray("close"));
            QVERIFY(socket.fillToEnd());
            QCOMPARE(socket.peer(), RawSocket::Peer::Finished);
        }
    }
}

void tst_hostile_bodies::floodOfBodiesCostsNoMemory_data()
{
    QTest::addColumn<QByteArray>("head");
    const QByteArray sized = "Content-Length: " + QByteArray::number(Body);
    QTest::newRow("no token") << request("POST", "/publish/a", {sized});
    QTest::newRow("wrong token") << request("POST", "/publish/a", {sized, Wrong});
    QTest::newRow("unknown path") << request("POST", "/nothing", {sized, Right});
    QTest::newRow("chunked to an unknown path")
        << request("POST", "/nothing", {"Transfer-Encoding: chunked"}) + "400000\r\n";
    QTest::newRow("chunked GET") << request("GET", "/stream/a", {"Transfer-Encoding: chunked"}) +
                                        "400000\r\n";
}

void tst_hostile_bodies::floodOfBodiesCostsNoMemory()
{
    QFETCH(QByteArray, head);
    StreamClient stream(port(), "/stream/a");
    QVERIFY(stream.isOpen());
    const qint64 before = engine().residentBytes();
    const QByteArray part(1 << 20, 'b');
    // All of them stay unfinished: what is kept of them would add up to 60 MiB.
    std::vector<RawSocket> sockets;
    for (int index = 0; index < 20; ++index) {
        RawSocket socket(port());
        QVERIFY(socket.send(head));
        for (int sent = 0; sent < 3 && socket.send(part); ++sent) {
        }
        sockets.push_back(std::move(socket));
    }
    const qint64 growth = engine().residentBytes() - before;
    QVERIFY2(growth < (16 << 20), QByteArray::number(growth).constData());
    QCOMPARE(statusOf(port(), "/healthz"), 200);
    QCOMPARE(exchange(port(), request("POST", "/publish/a", {Right}, "meanwhile")).status, 202);
    QCOMPARE(stream.nextData(1), QList<QByteArray>{"meanwhile"});
}

/** A client that sends a few bytes with a GET gets its answer, and may go on. */
void tst_hostile_bodies::smallStrayBodyIsForgotten()
{
    RawSocket socket(port());
    QVERIFY(socket.send(request("GET", "/healthz", {}, "why not") +
                        request("GET", "/healthz", {"Transfer-Encoding: chunked"}) +
                        "3\r\nabc\r\n0\r\n\r\n"));
    QCOMPARE(readReply(socket).status, 200);
    QCOMPARE(readReply(socket).status, 200);
    QVERIFY(socket.send(request("GET", "/healthz")));
    QCOMPARE(readReply(socket).status, 200);
}

void tst_hostile_bodies::rightTokenIsAskedToContinue()
{
    const QByteArray channel = freshChannel();
    RawSocket socket(port());
    QVERIFY(socket.send(
        request("POST", "/publish/" + channel, {Right, "Content-Length: 5", "Expect: 100-continue"})));
    QCOMPARE(readHead(socket).status, 100);
    QVERIFY(socket.send("hello"));
    QCOMPARE(readReply(socket).status, 202);
    // The same connection again, the body whole and cut.
    const QByteArray again = request("POST", "/publish/" + channel, {Right}, "again");
    QVERIFY(socket.send(again + again));
    QCOMPARE(readReply(socket).status, 202);
    QCOMPARE(readReply(socket).status, 202);
    QVERIFY(socket.sendSlowly(again, std::chrono::microseconds(200)));
    QCOMPARE(readReply(socket).status, 202);
}

void tst_hostile_bodies::guessingIsLimitedAndTheRightTokenIsNot()
{
    SluicedProcess::Options options = guarded();
    options.settings << QStringLiteral("engine.workers=2");
    SluicedProcess own(options);
    START_ENGINE(own);
    const auto publish = [&own](const QList<QByteArray> &fields, const QByteArray &body) {
        return exchange(own.publicPort(), request("POST", "/publish/a", fields, body));
    };
    int refused = 0;
    int limited = 0;
    QElapsedTimer timer;
    timer.start();
    for (int attempt = 0; attempt < 30; ++attempt) {
        // With a body and without: it is the same token.
        const HttpReply reply = publish({"Authorization: Bearer guess-" + QByteArray::number(attempt)},
                                        attempt % 2 == 0 ? QByteArray("body") : QByteArray(""));
        QVERIFY(reply.status == 401 || reply.status == 429);
        reply.status == 401 ? ++refused : ++limited;
        if (reply.status == 429)
            QVERIFY(reply.field("Retry-After").toInt() > 0);
        // From the same address, all the time.
        QCOMPARE(publish({Right}, "x").status, 202);
        QCOMPARE(publish({}, "x").status, 401); // no guess
    }
    QVERIFY(refused >= 10);
    // Ten in all, whichever worker is asked, and one more every six seconds.
    QVERIFY2(refused <= 11 + timer.elapsed() / 6'000, QByteArray::number(refused).constData());
    QVERIFY(limited >= 10);
    QCOMPARE(Metrics::scrape(own.adminPort()).sum("sluice_refusals_total", "cause=\"unauthorised\""), 60.0);
    QVERIFY2(own.stop(), own.standardError().constData());
}

QTEST_GUILESS_MAIN(tst_hostile_bodies)
#include "tst_hostile_bodies.moc"
