// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Clients that send badly: cut, trickled, endless, twice, too late. Each gets the answer that the protocol
// names or a quiet end, descriptors come back, and the bystander notices nothing.

#include "support/Bystander.h"
#include "support/EngineTest.h"

#include <vector>

using namespace sluice::integration;

class tst_hostile_input : public EngineTest
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void requestCutOffAtEveryByte_data();
    void requestCutOffAtEveryByte();
    void requestPausedAtEveryByte();
    void dataAfterTheRequestIsDiscarded_data();
    void dataAfterTheRequestIsDiscarded();
    void floodOnAnOpenStream();
    void halfClosedStreamIsClientClosed_data();
    void halfClosedStreamIsClientClosed();
    void halfClosedRequestHurtsNobody_data();
    void halfClosedRequestHurtsNobody();
    void resetAtEveryStage_data();
    void resetAtEveryStage();
    void publisherDiesInTheBody_data();
    void publisherDiesInTheBody();
    void upgradeIsRefused_data();
    void upgradeIsRefused();
    void connectStorm();

private:
    std::unique_ptr<Bystander> m_bystander;
    QByteArray m_channel;
    int m_descriptorsBefore = 0;
};

void tst_hostile_input::init()
{
    m_bystander = std::make_unique<Bystander>(port());
    m_channel = freshChannel();
    m_descriptorsBefore = engine().openDescriptors();
}

/** Everything that a test opened is closed again, and nobody else noticed. */
void tst_hostile_input::cleanup()
{
    QVERIFY2(eventually([this] { return engine().openDescriptors() <= m_descriptorsBefore; }),
             QByteArray::number(engine().openDescriptors() - m_descriptorsBefore) + " descriptors too many");
    QCOMPARE(m_bystander->complaint(), QString());
    m_bystander.reset();
    EngineTest::cleanup();
}

void tst_hostile_input::requestCutOffAtEveryByte_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("stream") << request("GET", "/stream/cut?lastEventId=x", {"Accept: */*"});
    QTest::newRow("publish") << request("POST", "/publish/cut", {}, "0123456789");
    QTest::newRow("chunked publish") << request("POST", "/publish/cut", {"Transfer-Encoding: chunked"}) +
                                            "a\r\n0123456789\r\n0\r\n\r\n";
}

void tst_hostile_input::requestCutOffAtEveryByte()
{
    QFETCH(QByteArray, bytes);
    for (qsizetype cut = 0; cut <= bytes.size(); ++cut) {
        RawSocket finished(port());
        QVERIFY(finished.send(bytes.left(cut)));
        RawSocket reset(port());
        QVERIFY(reset.send(bytes.left(cut)));
        finished.close();
        reset.reset();
    }
}

void tst_hostile_input::requestPausedAtEveryByte()
{
    const QByteArray bytes = request("GET", "/stream/" + m_channel, {"Accept: text/event-stream"});
    for (qsizetype cut = 1; cut < bytes.size(); ++cut) {
        RawSocket socket(port());
        QVERIFY(socket.send(bytes.left(cut)));
        QThread::usleep(1500);
        QVERIFY(socket.send(bytes.mid(cut)));
        const HttpReply head = readHead(socket);
        QVERIFY2(head.status == 200,
                 ("cut at " + QByteArray::number(cut) + ": " + QByteArray::number(head.status)).constData());
    }
}

void tst_hostile_input::dataAfterTheRequestIsDiscarded_data()
{
    QTest::addColumn<QByteArray>("with");
    QTest::addColumn<QByteArray>("later");
    const QByteArray another = request("GET", "/healthz");
    QTest::newRow("request with it") << another << QByteArray();
    QTest::newRow("request later") << QByteArray() << another;
    QTest::newRow("publish later") << QByteArray() << request("POST", "/publish/hostile", {}, "x");
    QTest::newRow("second stream") << request("GET", "/stream/other") << QByteArray();
    QTest::newRow("garbage with it") << QByteArray("\0\xFF garbage \r\n\r\n", 15) << QByteArray();
    QTest::newRow("garbage later") << QByteArray() << QByteArray("\0\xFF garbage \r\n\r\n", 15);
}

void tst_hostile_input::dataAfterTheRequestIsDiscarded()
{
    QFETCH(QByteArray, with);
    QFETCH(QByteArray, later);
    const double published = Metrics::scrape(adminPort()).sum("sluice_published_total", "hostile");
    RawSocket socket(port());
    QVERIFY(socket.send(request("GET", "/stream/" + m_channel) + with));
    QCOMPARE(readHead(socket).status, 200);
    QVERIFY(socket.send(later));
    Publisher publisher(port());
    QCOMPARE(publisher.publish(m_channel, "first").subscribers, 1);
    QVERIFY(socket.fillUntil("data: first\n"));
    QCOMPARE(publisher.publish(m_channel, "second").subscribers, 1);
    QVERIFY(socket.fillUntil("data: second\n"));
    // Nothing answered into the stream.
    QVERIFY2(!socket.buffer().contains("HTTP/1."), socket.buffer().constData());
    QCOMPARE(Metrics::scrape(adminPort()).sum("sluice_published_total", "hostile"), published);
}

void tst_hostile_input::floodOnAnOpenStream()
{
    StreamClient client(port(), "/stream/" + m_channel);
    QVERIFY(client.isOpen());
    const qint64 residentBefore = engine().residentBytes();
    const QByteArray mebibyte(1024 * 1024, 'f');
    // Discarded up to a budget: either all of it, or the stream ends; memory in no case.
    int sent = 0;
    while (sent < 64 && client.socket().send(mebibyte))
        ++sent;
    QVERIFY2(engine().residentBytes() - residentBefore < 16 * 1024 * 1024,
             QByteArray::number(engine().residentBytes() - residentBefore).constData());
}

void tst_hostile_input::halfClosedStreamIsClientClosed_data()
{
    QTest::addColumn<bool>("atOnce");
    QTest::newRow("with the request") << true;
    QTest::newRow("on an open stream") << false;
}

void tst_hostile_input::halfClosedStreamIsClientClosed()
{
    QFETCH(bool, atOnce);
    const Metrics before = Metrics::scrape(adminPort());
    RawSocket socket(port());
    QVERIFY(socket.send(request("GET", "/stream/" + m_channel)));
    if (!atOnce)
        QCOMPARE(readHead(socket).status, 200);
    socket.halfClose();
    QVERIFY(socket.fillToEnd());
    QCOMPARE(socket.peer(), RawSocket::Peer::Finished);
    QVERIFY(eventually([&] { return Metrics::scrape(adminPort()).active() <= before.active(); }));
    const Metrics after = Metrics::scrape(adminPort());
    // At once the engine may see the end before it has admitted anybody.
    if (!atOnce || after.admitted() > before.admitted())
        QCOMPARE(after.ended("client-closed") - before.ended("client-closed"), 1.0);
    QCOMPARE(after.ended("reset"), before.ended("reset"));
}

void tst_hostile_input::halfClosedRequestHurtsNobody_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("nothing") << QByteArray();
    QTest::newRow("half a head") << QByteArray("GET /stream/a HTTP/1.1\r\nHo");
    QTest::newRow("health") << request("GET", "/healthz");
    QTest::newRow("publish") << request("POST", "/publish/half", {}, "x");
    QTest::newRow("half a body") << request("POST", "/publish/half", {"Content-Length: 100"}) + "only this";
    QTest::newRow("half a chunk") << request("POST", "/publish/half", {"Transfer-Encoding: chunked"}) +
                                         "64\r\nonly this";
    QTest::newRow("bad head") << QByteArray("nonsense\r\n\r\n");
}

void tst_hostile_input::halfClosedRequestHurtsNobody()
{
    QFETCH(QByteArray, bytes);
    for (int round = 0; round < 20; ++round) {
        RawSocket socket(port());
        QVERIFY(socket.send(bytes));
        socket.halfClose();
        QVERIFY(socket.fillToEnd());
        QCOMPARE(socket.peer(), RawSocket::Peer::Finished);
    }
}

void tst_hostile_input::resetAtEveryStage_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<bool>("waitForHead");
    QTest::addColumn<int>("events");
    const QByteArray stream = request("GET", "/stream/resets");
    QTest::newRow("connected") << QByteArray() << false << 0;
    QTest::newRow("in the head") << stream.left(20) << false << 0;
    QTest::newRow("after the head") << stream << false << 0;
    QTest::newRow("pipelined") << request("GET", "/healthz").repeated(50) + stream << false << 0;
    QTest::newRow("in the body") << request("POST", "/publish/resets", {"Content-Length: 100"}) + "begun"
                                 << false << 0;
    QTest::newRow("after the body") << request("POST", "/publish/resets", {}, "whole") << false << 0;
    QTest::newRow("with garbage") << stream + "garbage" << false << 0;
    QTest::newRow("stream is open") << stream << true << 0;
    QTest::newRow("events are coming") << stream << true << 20;
}

void tst_hostile_input::resetAtEveryStage()
{
    QFETCH(QByteArray, bytes);
    QFETCH(bool, waitForHead);
    QFETCH(int, events);
    const Metrics before = Metrics::scrape(adminPort());
    std::vector<RawSocket> sockets;
    for (int index = 0; index < 40; ++index) {
        RawSocket socket(port());
        QVERIFY(socket.send(bytes));
        if (waitForHead)
            QCOMPARE(readHead(socket).status, 200);
        sockets.push_back(std::move(socket));
    }
    Publisher publisher(port());
    for (int index = 0; index < events; ++index) {
        QCOMPARE(publisher.publish("resets", QByteArray(8000, 'r')).status, 202);
        sockets[std::size_t(index)].reset(); // Some while the others are being served.
    }
    for (RawSocket &socket : sockets)
        socket.reset();
    QVERIFY(eventually([&] { return Metrics::scrape(adminPort()).active() <= before.active(); }));
    if (waitForHead && events == 0)
        QCOMPARE(Metrics::scrape(adminPort()).ended("reset") - before.ended("reset"), 40.0);
}

void tst_hostile_input::publisherDiesInTheBody_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("sized") << request("POST", "/publish/dying", {"Content-Length: 1000"}) +
                                  QByteArray(999, 'd');
    QTest::newRow("chunked") << request("POST", "/publish/dying", {"Transfer-Encoding: chunked"}) +
                                    "5\r\nhello\r\n0\r\n\r";
    QTest::newRow("batch") << request("POST", "/publish/dying",
                                      {"Content-Type: application/x-ndjson", "Content-Length: 1000"}) +
                                  "{\"channel\":\"dying\",\"data\":\"whole line\"}\n{\"chan";
}

void tst_hostile_input::publisherDiesInTheBody()
{
    QFETCH(QByteArray, bytes);
    StreamClient client(port(), "/stream/dying");
    QVERIFY(client.isOpen());
    for (int round = 0; round < 10; ++round) {
        RawSocket reset(port());
        QVERIFY(reset.send(bytes));
        reset.reset();
        RawSocket finished(port());
        QVERIFY(finished.send(bytes));
    }
    // Nothing half was published, not the first line of a batch either.
    QCOMPARE(Publisher(port()).publish("dying", "sentinel").status, 202);
    QCOMPARE(client.nextData(1), QList<QByteArray>{"sentinel"});
}

void tst_hostile_input::upgradeIsRefused_data()
{
    QTest::addColumn<QByteArray>("target");
    QTest::newRow("stream") << QByteArray("/stream/a");
    QTest::newRow("root") << QByteArray("/");
    QTest::newRow("health") << QByteArray("/healthz");
}

void tst_hostile_input::upgradeIsRefused()
{
    QFETCH(QByteArray, target);
    RawSocket socket(port());
    QVERIFY(socket.send(request("GET", target,
                                {"Connection: Upgrade", "Upgrade: websocket", "Sec-WebSocket-Version: 13",
                                 "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="})));
    const HttpReply head = readHead(socket);
    QVERIFY2(head.status >= 400 && head.status <= 501, QByteArray::number(head.status).constData());
    QVERIFY(socket.fillToEnd());
    QCOMPARE(socket.peer(), RawSocket::Peer::Finished);
}

void tst_hostile_input::connectStorm()
{
    // Many at once, half of them leaving at once: the balance is checked after it.
    for (int wave = 0; wave < 5; ++wave) {
        std::vector<RawSocket> sockets;
        for (int index = 0; index < 200; ++index) {
            RawSocket socket(port());
            QVERIFY(socket.isOpen());
            QVERIFY(socket.send(request("GET", "/stream/storm")));
            if (index % 2 == 0)
                sockets.push_back(std::move(socket));
        }
        for (RawSocket &socket : sockets)
            QCOMPARE(readHead(socket).status, 200);
    }
}

QTEST_GUILESS_MAIN(tst_hostile_input)
#include "tst_hostile_input.moc"
