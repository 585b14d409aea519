// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Every timeout of design.md, section 6, shortened from an hour while connections and streams wait for it:
// who waits already is judged by the new one, and nobody else notices.

#include "support/AdminApi.h"
#include "support/Bystander.h"
#include "support/EngineTest.h"

#include <QJsonObject>

#include <utility>

using namespace sluice::integration;
using namespace std::chrono_literals;

class tst_timeouts_live : public EngineTest
{
    Q_OBJECT

public:
    tst_timeouts_live()
        : EngineTest(SluicedProcess::Options::with(hours))
    {
    }

private Q_SLOTS:
    void init() { m_bystander = std::make_unique<Bystander>(port()); }
    void cleanup();

    void silentConnectionIsClosed();
    void halfAHeadIsAnswered408();
    void idleConnectionIsClosed();
    void halfABodyIsAnswered408();
    void stalledStreamIsWriteStalled();
    void oldStreamEndsOfAge();

private:
    /** Changes settings, and changes them back in cleanup(). */
    void set(const QJsonObject &changes);

    static const QStringList hours;
    std::unique_ptr<Bystander> m_bystander;
    bool m_isChanged = false;
};

const QStringList tst_timeouts_live::hours{
    QStringLiteral("timeouts.keep_alive=50min"), QStringLiteral("timeouts.headers=1h"),
    QStringLiteral("timeouts.head_read=55min"),  QStringLiteral("timeouts.body=1h"),
    QStringLiteral("timeouts.write_stall=1h"),   QStringLiteral("backpressure.high_water_mark=16MiB")};

void tst_timeouts_live::set(const QJsonObject &changes)
{
    const ApiReply reply = callApi(adminPort(), "PATCH", "settings", changes);
    QVERIFY2(reply.status == 200, reply.reply.body.constData());
    m_isChanged = true;
}

void tst_timeouts_live::cleanup()
{
    if (std::exchange(m_isChanged, false))
        QCOMPARE(callApi(adminPort(), "POST", "settings/undo").status, 200);
    QCOMPARE(m_bystander->complaint(), QString());
    m_bystander.reset();
    EngineTest::cleanup();
}

namespace {

// With what the rules ask beside it.
const QJsonObject ShortHeads{{QStringLiteral("timeouts.heartbeat"), QStringLiteral("300ms")},
                             {QStringLiteral("timeouts.keep_alive"), QStringLiteral("2s")},
                             {QStringLiteral("timeouts.head_read"), QStringLiteral("700ms")},
                             {QStringLiteral("timeouts.headers"), QStringLiteral("3s")}};

void compareSilentEnd(RawSocket &socket)
{
    QVERIFY(socket.fillToEnd());
    QCOMPARE(socket.peer(), RawSocket::Peer::Finished);
    QCOMPARE(socket.buffer(), QByteArray());
}

} // namespace

void tst_timeouts_live::silentConnectionIsClosed()
{
    RawSocket socket(port());
    QVERIFY(socket.isOpen());
    set(ShortHeads);
    compareSilentEnd(socket);
}

void tst_timeouts_live::halfAHeadIsAnswered408()
{
    RawSocket socket(port());
    QVERIFY(socket.send("GET /healthz HTTP/1.1\r\nHo"));
    set(ShortHeads);
    QCOMPARE(readReply(socket).status, 408);
    compareSilentEnd(socket);
}

void tst_timeouts_live::idleConnectionIsClosed()
{
    RawSocket socket(port());
    QVERIFY(socket.send(request("GET", "/healthz")));
    QCOMPARE(readReply(socket).status, 200);
    set(ShortHeads);
    compareSilentEnd(socket);
}

void tst_timeouts_live::halfABodyIsAnswered408()
{
    RawSocket socket(port());
    QVERIFY(socket.send(request("POST", "/publish/a", {"Content-Length: 10"}) + "five!"));
    set({{QStringLiteral("timeouts.body"), QStringLiteral("700ms")}});
    QCOMPARE(readReply(socket).status, 408);
    compareSilentEnd(socket);
}

void tst_timeouts_live::stalledStreamIsWriteStalled()
{
    const Metrics before = Metrics::scrape(adminPort());
    StreamClient::Options options;
    options.receiveBuffer = 4096;
    StreamClient stalled(port(), "/stream/stalled", options);
    QVERIFY(stalled.isOpen());
    Publisher publisher(port());
    for (int index = 0; index < 100; ++index)
        QCOMPARE(publisher.publish("stalled", QByteArray(4000, 'w')).status, 202);
    QVERIFY(eventually([&] { return Metrics::scrape(adminPort()).sum("sluice_blocked_streams") == 1; }));
    set({{QStringLiteral("timeouts.heartbeat"), QStringLiteral("500ms")},
         {QStringLiteral("timeouts.write_stall"), QStringLiteral("1s")}});
    // By the engine's own deadline or by the kernel's, whichever is first: both have heard of it.
    QVERIFY(eventually([&] {
        const Metrics now = Metrics::scrape(adminPort());
        return now.ended("write-stalled") + now.ended("timed-out") - before.ended("write-stalled") -
                   before.ended("timed-out") ==
               1;
    }));
    QCOMPARE(publisher.publish("stalled", "after").subscribers, 0);
}

void tst_timeouts_live::oldStreamEndsOfAge()
{
    StreamClient client(port(), "/stream/aged");
    QVERIFY(client.isOpen());
    // The neighbour's streams would end of age too.
    QCOMPARE(m_bystander->complaint(), QString());
    set({{QStringLiteral("timeouts.max_age"), QStringLiteral("1s")}});
    QCOMPARE(client.waitForEnd(), StreamClient::Ending::Clean);
    QVERIFY(eventually([this] { return Metrics::scrape(adminPort()).ended("max-age") > 0; }));
}

QTEST_GUILESS_MAIN(tst_timeouts_live)
#include "tst_timeouts_live.moc"
