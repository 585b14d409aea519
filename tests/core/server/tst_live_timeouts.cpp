// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Timeouts that change on a running engine, felt by streams and connections that are there already, each by a
// deadline that was set for an hour.
#include "core/server/EmbeddedServer.h"
#include "support/Http.h"
#include "support/Publisher.h"
#include "support/StreamClient.h"

#include <QTest>

#include <array>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>

using namespace sluice;
using namespace sluice::test;
using namespace sluice::integration;
using namespace std::chrono_literals;

namespace {

// Every deadline far away: what happens, happens because a change was felt.
const EmbeddedServer::Overrides anHour{
    {"timeouts.heartbeat", "20min"}, {"timeouts.keep_alive", "45min"},
    {"timeouts.headers", "1h"},      {"timeouts.head_read", "59min"},
    {"timeouts.body", "1h"},         {"timeouts.write_stall", "1h"},
    {"timeouts.linger", "60s"},      {"backpressure.high_water_mark", "16MiB"}};

std::int64_t ended(EmbeddedServer &server, Cause cause)
{
    return server.engine().figures().ends[static_cast<std::size_t>(cause)];
}

/** A stream that has stopped reading, with bytes that wait for it. */
std::unique_ptr<StreamClient> stalledStream(EmbeddedServer &server)
{
    StreamClient::Options options;
    options.receiveBuffer = 4096;
    auto stalled = std::make_unique<StreamClient>(server.port(), "/stream/stalled", options);
    Publisher publisher(server.port());
    for (int index = 0; index < 100; ++index)
        publisher.publish("stalled", QByteArray(4000, 's'));
    return stalled;
}

} // namespace

class TestLiveTimeouts : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        const EmbeddedServer server(anHour);
        QVERIFY2(server.error().empty(), server.error().c_str());
    }

    void heartbeat()
    {
        EmbeddedServer server(anHour);
        std::vector<std::unique_ptr<StreamClient>> streams;
        for (int index = 0; index < 40; ++index)
            streams.push_back(std::make_unique<StreamClient>(server.port(), "/stream/quiet"));
        QVERIFY(server.set("timeouts.heartbeat", "1s"));
        for (const auto &stream : streams)
            QVERIFY(stream->readUntil([&] { return stream->reader().comments() >= 2; }));
        // And longer again: none is armed for the second any more, once the one that is due has come.
        QVERIFY(server.set("timeouts.heartbeat", "20min"));
        QThread::msleep(100);
        const std::int64_t before =
            server.engine().figures().workers[0].heartbeats + server.engine().figures().workers[1].heartbeats;
        QThread::msleep(1500);
        QCOMPARE(server.engine().figures().workers[0].heartbeats +
                     server.engine().figures().workers[1].heartbeats,
                 before);
    }

    void writeStall()
    {
        EmbeddedServer server(anHour);
        const auto stalled = stalledStream(server);
        QVERIFY(stalled->isOpen());
        QVERIFY(eventually([&] {
            return server.engine().figures().workers[0].blocked +
                       server.engine().figures().workers[1].blocked ==
                   1;
        }));
        QVERIFY(server.set("timeouts.heartbeat", "500ms"));
        QVERIFY(server.set("timeouts.write_stall", "1s"));
        QVERIFY(eventually(
            [&] { return ended(server, Cause::WriteStalled) + ended(server, Cause::TimedOut) == 1; }));
    }

    void theKernelsTimeoutFollowsWriteStall()
    {
        EmbeddedServer server(anHour);
        StreamClient stream(server.port(), "/stream/quiet");
        RawSocket idle(server.port());
        QVERIFY(idle.send(request("GET", "/healthz")));
        QCOMPARE(readReply(idle).status, 200);
        const auto timeoutOf = [](quint16 peerPort) {
            // The server's end is a descriptor of this very process.
            for (int fd = 3; fd < 4096; ++fd) {
                sockaddr_in peer{};
                socklen_t size = sizeof peer;
                if (::getpeername(fd, reinterpret_cast<sockaddr *>(&peer), &size) != 0 ||
                    peer.sin_family != AF_INET || ntohs(peer.sin_port) != peerPort)
                    continue;
                unsigned value = 0;
                socklen_t length = sizeof value;
                ::getsockopt(fd, IPPROTO_TCP, TCP_USER_TIMEOUT, &value, &length);
                return static_cast<int>(value);
            }
            return -1;
        };
        const std::array<quint16, 2> ports{stream.socket().localPort(), idle.localPort()};
        for (const quint16 port : ports)
            QCOMPARE(timeoutOf(port), 3'600'000);
        QVERIFY(server.set("timeouts.write_stall", "45min"));
        for (const quint16 port : ports)
            QVERIFY(eventually([&] { return timeoutOf(port) == 2'700'000; }));
        RawSocket later(server.port()); // inherits it from the listener
        QVERIFY(later.send(request("GET", "/healthz")));
        QCOMPARE(readReply(later).status, 200);
        QCOMPARE(timeoutOf(later.localPort()), 2'700'000);
    }

    void maxAge()
    {
        EmbeddedServer server(anHour);
        StreamClient stream(server.port(), "/stream/old");
        QVERIFY(stream.isOpen());
        QVERIFY(server.set("timeouts.max_age", "1s"));
        QCOMPARE(stream.waitForEnd(), StreamClient::Ending::Clean);
        QCOMPARE(ended(server, Cause::MaxAge), std::int64_t(1));
    }

    void linger()
    {
        EmbeddedServer server(anHour);
        const auto stalled = stalledStream(server); // an end that nobody reads stays open
        QVERIFY(server.set("timeouts.max_age", "1s"));
        const auto lingering = [&] {
            const EngineFigures figures = server.engine().figures();
            return figures.workers[0].lingering + figures.workers[1].lingering;
        };
        QVERIFY(eventually([&] { return lingering() == 1; }));
        QVERIFY(server.set("timeouts.linger", "200ms"));
        QVERIFY(eventually([&] { return lingering() == 0; }));
    }

    void keepAlive()
    {
        EmbeddedServer server(anHour);
        RawSocket socket(server.port());
        QVERIFY(socket.send(request("GET", "/healthz")));
        QCOMPARE(readReply(socket).status, 200);
        QVERIFY(server.set("timeouts.heartbeat", "300ms"));
        QVERIFY(server.set("timeouts.keep_alive", "1s"));
        QVERIFY(socket.fillToEnd());
        QCOMPARE(socket.peer(), RawSocket::Peer::Finished);
    }

    void headers()
    {
        EmbeddedServer server(anHour);
        RawSocket silent(server.port());
        QVERIFY(eventually([&] { return server.engine().descriptors().used() == 1; }));
        QVERIFY(server.set("timeouts.heartbeat", "300ms"));
        QVERIFY(server.set("timeouts.keep_alive", "700ms"));
        QVERIFY(server.set("timeouts.head_read", "800ms"));
        QVERIFY(server.set("timeouts.headers", "1s"));
        QVERIFY(silent.fillToEnd());
        QCOMPARE(silent.peer(), RawSocket::Peer::Finished);
        QCOMPARE(silent.buffer(), QByteArray());
    }

    void headRead()
    {
        EmbeddedServer server(anHour);
        RawSocket socket(server.port());
        QVERIFY(socket.send("GET /stream/a HTTP/1.1\r\nHost:"));
        QVERIFY(eventually([&] { return server.engine().descriptors().used() == 1; }));
        QVERIFY(server.set("timeouts.head_read", "500ms"));
        QCOMPARE(readReply(socket).status, 408);
        QVERIFY(socket.fillToEnd());
    }

    void body()
    {
        EmbeddedServer server(anHour);
        RawSocket socket(server.port());
        QVERIFY(socket.send(request("POST", "/publish/a", {"Content-Length: 100"}) + "begun"));
        QVERIFY(eventually([&] { return server.engine().descriptors().used() == 1; }));
        QVERIFY(server.set("timeouts.body", "500ms"));
        QCOMPARE(readReply(socket).status, 408);
        QVERIFY(socket.fillToEnd());
    }

    void limitsOfPoolAndHistory()
    {
        EmbeddedServer server(anHour);
        StreamClient one(server.port(), "/stream/a");
        StreamClient two(server.port(), "/stream/a");
        QVERIFY(one.isOpen() && two.isOpen());
        QVERIFY(server.set("pool.max_streams", "1")); // drops nobody
        QCOMPARE(get(server.port(), "/stream/a").status, 503);
        Publisher publisher(server.port());
        QCOMPARE(publisher.publish("a", "x").subscribers, 2);
        QCOMPARE(one.nextData(1), QList<QByteArray>{"x"});
        QVERIFY(server.set("pool.max_streams", "3"));
        QVERIFY(StreamClient(server.port(), "/stream/a").isOpen());
        QVERIFY(server.set("publish.max_body", "10B"));
        QVERIFY(eventually(
            [&] { return Publisher(server.port()).publish("a", QByteArray(11, 'x')).status == 413; }));
        QVERIFY(server.set("history.count", "2"));
        QVERIFY(publisher.publishNumbered("a", 5));
        StreamClient::Options options;
        options.lastEventId = "unknown";
        StreamClient resumed(server.port(), "/stream/a", options);
        const auto gap = resumed.next();
        QVERIFY(gap.has_value());
        QCOMPARE(gap->name, QByteArray("gap"));
        QCOMPARE(resumed.nextData(2), (QList<QByteArray>{"3", "4"}));
    }
};

QTEST_GUILESS_MAIN(TestLiveTimeouts)
#include "tst_live_timeouts.moc"
