// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The table alone, turned by hand: what one event of a hostile socket may cost, and which cause an end gets.
#include "core/engine/support/StreamPeer.h"

#include "engine/fanout/StreamTable.h"

#include <QTest>

#include <cerrno>

#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

using namespace sluice;
using namespace sluice::test;
using namespace std::chrono_literals;

namespace {

/** Has nothing to send. */
class IdleServer final : public StreamServer
{
public:
    void serve(Stream &) override {}
    std::shared_ptr<const std::string> channelNames(const Stream &) override { return nullptr; }
    void leave(Stream &) override {}
    bool betweenEntries(const Stream &) const override { return true; }
};

/** What one event may take: eight reads of 16 KiB. */
constexpr std::size_t mostPerEvent = 8 * (16 << 10);

class Desk
{
public:
    Desk()
    {
        admission.setMaxStreams(0);
        table.setServer(server);
    }

    Stream &open(int fd)
    {
        descriptors.take();
        poller.add(fd, EPOLLIN, {PollKey::Kind::Connection, 0, 0});
        const auto pass = admission.admit(ClientKey());
        Stream *stream = table.open(fd, *pass, {}, BodyFraming::Chunked, "HTTP/1.1 200 OK\r\n\r\n");
        return *stream;
    }

    PollKey keyOf(const Stream &stream) const
    {
        return {PollKey::Kind::Stream, stream.generation, stream.slot};
    }

    /** Hands on what the poller reports now, if anything comes within 20 s; false if nothing did. */
    bool turn()
    {
        pollfd wait{poller.fd(), POLLIN, 0};
        if (::poll(&wait, 1, 20'000) <= 0)
            return false;
        for (const epoll_event &event : poller.take()) {
            const PollKey key = PollKey::unpacked(event.data.u64);
            if (key.kind == PollKey::Kind::Stream)
                table.onEvent(key, event.events);
        }
        return true;
    }

    std::int64_t ended(Cause cause) const { return counters.ends[static_cast<std::size_t>(cause)].value(); }

    FdBudget descriptors{1000, 1};
    Admission admission{descriptors};
    Poller poller;
    WorkerCounters counters;
    IdleServer server;
    StreamTable table{poller, admission, descriptors, counters};
};

/** Sends until the kernel takes no more; how many bytes it took. */
std::size_t flood(int fd)
{
    const std::string bytes(64 << 10, 'f');
    std::size_t total = 0;
    for (;;) {
        const ssize_t taken = ::send(fd, bytes.data(), bytes.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
        if (taken <= 0)
            return total;
        total += static_cast<std::size_t>(taken);
    }
}

/** A pair whose server's end holds much that is unread. */
std::pair<int, int> roomyPair()
{
    const auto pair = tcpPair();
    const int room = 4 << 20;
    ::setsockopt(pair.first, SOL_SOCKET, SO_RCVBUF, &room, sizeof room);
    ::setsockopt(pair.second, SOL_SOCKET, SO_SNDBUF, &room, sizeof room);
    return pair;
}

} // namespace

class tst_StreamTable : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aFloodCostsEachTurnAFewReads_data();
    void aFloodCostsEachTurnAFewReads();
    void aFloodIsReadUntilTheLingerDeadline();
    void anErrorThatReadingFindsIsItsOwnCause_data();
    void anErrorThatReadingFindsIsItsOwnCause();
    void aResetEndsALingeringStream();
    void heartbeatsAfterABroadcastAreSpread();
};

void tst_StreamTable::aFloodCostsEachTurnAFewReads_data()
{
    QTest::addColumn<bool>("isOpen");
    QTest::newRow("on an open stream") << true;
    QTest::newRow("on one that lingers") << false;
}

void tst_StreamTable::aFloodCostsEachTurnAFewReads()
{
    QFETCH(bool, isOpen);
    Desk desk;
    const auto [server, client] = roomyPair();
    StreamPeer peer(client);
    Stream &stream = desk.open(server);
    if (!isOpen)
        desk.table.end(stream, Cause::Kicked);
    const std::size_t sent = flood(peer.fd());
    QVERIFY2(sent > 4 * mostPerEvent, qPrintable(QString::number(sent)));
    ::shutdown(peer.fd(), SHUT_WR);

    // Nothing more comes, so every turn after the first is one that the table asked for.
    std::size_t turns = 0;
    while (desk.table.openDescriptors() > 0) {
        QVERIFY2(desk.turn(), "unread bytes wait, and nobody looks at them again");
        ++turns;
    }
    // An open stream's end reads once more by itself, in the same turn.
    QVERIFY2((turns + 1) * mostPerEvent >= sent, qPrintable(QString::number(turns)));
    QCOMPARE(desk.ended(isOpen ? Cause::Error : Cause::Kicked), std::int64_t(1));
    QCOMPARE(desk.counters.lingering.value(), std::int64_t(0));
}

void tst_StreamTable::aFloodIsReadUntilTheLingerDeadline()
{
    Desk desk;
    const auto [server, client] = roomyPair();
    StreamPeer peer(client);
    Stream &flooded = desk.open(server);
    const auto [otherServer, otherClient] = tcpPair();
    StreamPeer other(otherClient);
    const PollKey otherKey = desk.keyOf(desk.open(otherServer));
    desk.table.end(flooded, Cause::Kicked);
    for (int round = 0; round < 20; ++round) {
        flood(peer.fd());
        QVERIFY(desk.turn());
        QCOMPARE(desk.table.openDescriptors(), std::int64_t(2));
    }
    // The other one's end is seen although the flood goes on.
    ::shutdown(other.fd(), SHUT_WR);
    for (int round = 0; round < 1000 && desk.table.at(otherKey.index).generation == otherKey.generation;
         ++round) {
        flood(peer.fd());
        QVERIFY(desk.turn());
    }
    QCOMPARE(desk.ended(Cause::ClientClosed), std::int64_t(1));
    QCOMPARE(desk.table.openDescriptors(), std::int64_t(1));
    desk.table.onTick(Clock::now() + StreamTable::Timeouts().linger + 1s);
    QCOMPARE(desk.table.openDescriptors(), std::int64_t(0));
}

void tst_StreamTable::anErrorThatReadingFindsIsItsOwnCause_data()
{
    QTest::addColumn<QByteArray>("before");
    QTest::newRow("a reset behind data") << QByteArray("more");
    QTest::newRow("a reset alone") << QByteArray();
}

void tst_StreamTable::anErrorThatReadingFindsIsItsOwnCause()
{
    QFETCH(QByteArray, before);
    Desk desk;
    const auto [server, client] = tcpPair();
    StreamPeer peer(client);
    Stream &stream = desk.open(server);
    const PollKey key = desk.keyOf(stream);
    if (!before.isEmpty())
        QCOMPARE(::send(peer.fd(), before.constData(), static_cast<std::size_t>(before.size()), 0),
                 before.size());
    peer.reset();
    pollfd wait{server, POLLIN, 0};
    QTRY_VERIFY(::poll(&wait, 1, 0) > 0 && (wait.revents & POLLERR) != 0);
    // The poller saw only the data: the reset came between its look and ours.
    desk.table.onEvent(key, EPOLLIN);
    QCOMPARE(desk.ended(Cause::Reset), std::int64_t(1));
    QCOMPARE(desk.ended(Cause::ClientClosed), std::int64_t(0));
    QCOMPARE(desk.table.openDescriptors(), std::int64_t(0));
    QCOMPARE(desk.admission.active(), std::int64_t(0));
}

void tst_StreamTable::aResetEndsALingeringStream()
{
    Desk desk;
    const auto [server, client] = tcpPair();
    StreamPeer peer(client);
    Stream &stream = desk.open(server);
    const PollKey key = desk.keyOf(stream);
    desk.table.end(stream, Cause::Kicked);
    QCOMPARE(desk.table.openDescriptors(), std::int64_t(1));
    peer.reset();
    pollfd wait{server, POLLIN, 0};
    QTRY_VERIFY(::poll(&wait, 1, 0) > 0 && (wait.revents & POLLERR) != 0);
    desk.table.onEvent(key, EPOLLIN);
    QCOMPARE(desk.table.openDescriptors(), std::int64_t(0));
    QCOMPARE(desk.ended(Cause::Kicked), std::int64_t(1));
    QCOMPARE(desk.counters.lingering.value(), std::int64_t(0));
}

/** All streams got the same bytes at the same moment; their heartbeats must not be one wave. */
void tst_StreamTable::heartbeatsAfterABroadcastAreSpread()
{
    constexpr int streams = 400;
    constexpr Milliseconds step{100};
    Desk desk;
    std::vector<int> clients;
    std::vector<Stream *> all;
    for (int i = 0; i < streams; ++i) {
        int ends[2];
        QCOMPARE(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, ends), 0);
        all.push_back(&desk.open(ends[0]));
        clients.push_back(ends[1]);
    }
    const Milliseconds heartbeat = StreamTable::Timeouts().heartbeat;
    Instant now = Clock::now();
    for (int broadcast = 0; broadcast < 2; ++broadcast) {
        for (Stream *stream : all)
            desk.table.account(*stream, {streamwriter::Outcome::Whole, 1}, now);
        const Instant sent = now;
        std::int64_t before = desk.counters.heartbeats.value();
        const std::int64_t due = before + streams;
        std::int64_t largest = 0;
        int ticks = 0; // with heartbeats
        while (desk.counters.heartbeats.value() < due && now < sent + 2 * heartbeat) {
            now += step;
            desk.table.onTick(now);
            const std::int64_t beats = desk.counters.heartbeats.value() - before;
            before += beats;
            largest = std::max(largest, beats);
            ticks += beats > 0 ? 1 : 0;
        }
        // Each once, none late, and none of the 30 ticks of the last fifth has a large share of them.
        QCOMPARE(before, due);
        QVERIFY(now <= sent + heartbeat + 2 * step);
        QVERIFY2(ticks >= 20, qPrintable(QString::number(ticks)));
        QVERIFY2(largest <= streams / 8, qPrintable(QString::number(largest)));
    }
    desk.table.closeAll(Cause::Shutdown);
    for (const int client : clients)
        ::close(client);
}

QTEST_GUILESS_MAIN(tst_StreamTable)
#include "tst_streamtable.moc"
