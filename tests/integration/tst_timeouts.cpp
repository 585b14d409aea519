// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The deadlines of design.md, section 6, made short: slow heads, bodies that never come, idle connections,
// streams that stop reading. What is slow within its limits lives.

#include "support/Bystander.h"
#include "support/EngineTest.h"

using namespace sluice::integration;
using namespace std::chrono_literals;

class tst_timeouts : public EngineTest
{
    Q_OBJECT

public:
    tst_timeouts()
        : EngineTest(SluicedProcess::Options::with(
              {QStringLiteral("timeouts.heartbeat=300ms"), QStringLiteral("timeouts.keep_alive=2s"),
               QStringLiteral("timeouts.headers=3s"), QStringLiteral("timeouts.head_read=700ms"),
               QStringLiteral("timeouts.body=700ms"), QStringLiteral("timeouts.write_stall=1s"),
               QStringLiteral("backpressure.high_water_mark=16MiB")}))
    {
    }

private Q_SLOTS:
    void init() { m_bystander = std::make_unique<Bystander>(port()); }
    void cleanup();

    void tricklingHeadIsAnswered408();
    void tricklingHeadOfASecondRequestIsAnswered408();
    void silentConnectionIsClosedSilently();
    void idleConnectionIsClosed();
    void busyConnectionLives();
    void bodyThatNeverComesIsAnswered408_data();
    void bodyThatNeverComesIsAnswered408();
    void slowBodyThatProgressesLives();
    void streamOutlivesEveryRequestTimeout();
    void stalledReaderIsWriteStalled();
    void oldStreamEndsOfAge();

private:
    std::unique_ptr<Bystander> m_bystander;
};

void tst_timeouts::cleanup()
{
    QCOMPARE(m_bystander->complaint(), QString());
    m_bystander.reset();
    EngineTest::cleanup();
}

namespace {

/** Sends a byte every 50 ms until the engine answers or `patience` is over. */
void trickle(RawSocket &socket, const QByteArray &bytes)
{
    for (const char byte : bytes) {
        if (!socket.send(QByteArray(1, byte)))
            return;
        socket.fill(50ms);
        if (!socket.buffer().isEmpty() || socket.peer() != RawSocket::Peer::Open)
            return;
    }
}

void compareTimeout(RawSocket &socket)
{
    const HttpReply reply = readReply(socket);
    QCOMPARE(reply.status, 408);
    QCOMPARE(reply.field("Connection").toLower(), QByteArray("close"));
    QVERIFY(socket.fillToEnd());
    QCOMPARE(socket.peer(), RawSocket::Peer::Finished);
    QCOMPARE(socket.buffer(), QByteArray());
}

} // namespace

void tst_timeouts::tricklingHeadIsAnswered408()
{
    RawSocket socket(port());
    trickle(socket, request("GET", "/stream/a", {"X-Slow: " + QByteArray(2000, 's')}));
    compareTimeout(socket);
}

void tst_timeouts::tricklingHeadOfASecondRequestIsAnswered408()
{
    RawSocket socket(port());
    QVERIFY(socket.send(request("GET", "/healthz")));
    QCOMPARE(readReply(socket).status, 200);
    trickle(socket, request("GET", "/stream/a", {"X-Slow: " + QByteArray(2000, 's')}));
    compareTimeout(socket);
}

void tst_timeouts::silentConnectionIsClosedSilently()
{
    RawSocket socket(port());
    QVERIFY(socket.isOpen());
    QVERIFY(socket.fillToEnd());
    QCOMPARE(socket.peer(), RawSocket::Peer::Finished);
    QCOMPARE(socket.buffer(), QByteArray());
}

void tst_timeouts::idleConnectionIsClosed()
{
    RawSocket socket(port());
    QVERIFY(socket.send(request("GET", "/healthz")));
    QCOMPARE(readReply(socket).status, 200);
    QVERIFY(socket.fillToEnd());
    QCOMPARE(socket.peer(), RawSocket::Peer::Finished);
    QCOMPARE(socket.buffer(), QByteArray());
}

void tst_timeouts::busyConnectionLives()
{
    RawSocket socket(port());
    const QDeadlineTimer end(4s); // Longer than each of the limits.
    while (!end.hasExpired()) {
        QVERIFY(socket.send(request("GET", "/healthz")));
        QCOMPARE(readReply(socket).status, 200);
        QThread::msleep(100);
    }
}

void tst_timeouts::bodyThatNeverComesIsAnswered408_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("sized") << request("POST", "/publish/a", {"Content-Length: 10"});
    QTest::newRow("sized, begun") << request("POST", "/publish/a", {"Content-Length: 10"}) + "five!";
    QTest::newRow("chunked") << request("POST", "/publish/a", {"Transfer-Encoding: chunked"});
    QTest::newRow("chunked, begun") << request("POST", "/publish/a", {"Transfer-Encoding: chunked"}) +
                                           "5\r\nfive!\r\n";
    QTest::newRow("expecting") << request("POST", "/publish/a",
                                          {"Content-Length: 10", "Expect: 100-continue"});
}

void tst_timeouts::bodyThatNeverComesIsAnswered408()
{
    QFETCH(QByteArray, bytes);
    RawSocket socket(port());
    QVERIFY(socket.send(bytes));
    compareTimeout(socket);
}

void tst_timeouts::slowBodyThatProgressesLives()
{
    StreamClient watcher(port(), "/stream/slow");
    RawSocket socket(port());
    const QByteArray body(30, 'b');
    QVERIFY(socket.send(request("POST", "/publish/slow", {"Content-Length: 30"})));
    QVERIFY(socket.sendSlowly(body, 100ms)); // Three seconds, but never 700 ms without a byte.
    QCOMPARE(readReply(socket).status, 202);
    QCOMPARE(watcher.nextData(1), QList<QByteArray>{body});
}

void tst_timeouts::streamOutlivesEveryRequestTimeout()
{
    StreamClient client(port(), "/stream/lasting");
    QVERIFY(client.isOpen());
    QCOMPARE(client.waitForEnd(5s), StreamClient::Ending::Open);
    QVERIFY(client.reader().comments() > 0);
    QCOMPARE(Publisher(port()).publish("lasting", "x").subscribers, 1);
    QCOMPARE(client.nextData(1), QList<QByteArray>{"x"});
}

void tst_timeouts::stalledReaderIsWriteStalled()
{
    const Metrics before = Metrics::scrape(adminPort());
    StreamClient::Options options;
    options.receiveBuffer = 4096;
    StreamClient stalled(port(), "/stream/stalled", options);
    StreamClient reader(port(), "/stream/stalled");
    QVERIFY(stalled.isOpen() && reader.isOpen());
    // More than both kernel buffers take, far less than the high-water mark behind them.
    Publisher publisher(port());
    const QByteArray data(4000, 'w');
    for (int index = 0; index < 100; ++index) {
        QCOMPARE(publisher.publish("stalled", data).status, 202);
        QCOMPARE(reader.nextData(1), QList<QByteArray>{data});
    }
    const auto ended = [&](const QByteArray &cause) {
        return Metrics::scrape(adminPort()).ended(cause) - before.ended(cause);
    };
    QVERIFY(eventually([&] { return ended("write-stalled") + ended("timed-out") == 1; }));
    QCOMPARE(ended("slow-consumer"), 0.0);
    QCOMPARE(publisher.publish("stalled", "after").subscribers, 1);
    QCOMPARE(reader.nextData(1), QList<QByteArray>{"after"});
}

void tst_timeouts::oldStreamEndsOfAge()
{
    SluicedProcess::Options options;
    options.settings << QStringLiteral("timeouts.max_age=1s");
    SluicedProcess own(options);
    START_ENGINE(own);
    StreamClient client(own.publicPort(), "/stream/aged");
    QVERIFY(client.isOpen());
    QCOMPARE(client.waitForEnd(), StreamClient::Ending::Clean);
    QVERIFY(eventually([&own] { return Metrics::scrape(own.adminPort()).ended("max-age") == 1; }));
    const QString broken = brokenBalance(own.adminPort());
    QVERIFY2(broken.isEmpty(), qPrintable(broken));
    QVERIFY(own.stop());
}

QTEST_GUILESS_MAIN(tst_timeouts)
#include "tst_timeouts.moc"
