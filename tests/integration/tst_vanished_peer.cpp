// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// A peer that is gone without a word: its stream ends as timed-out once timeouts.write_stall is over,
// although the kernel takes every byte, and nobody else notices.

#include "support/EngineTest.h"
#include "support/NeedTool.h"
#include "support/VanishingPeer.h"

#include <QElapsedTimer>

using namespace sluice::integration;
using namespace std::chrono_literals;

class tst_vanished_peer : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void timesOutAndNobodyElseNotices();
};

void tst_vanished_peer::timesOutAndNobodyElseNotices()
{
    NEED_TOOL("ip", "iproute2");
    VanishingPeer peer;
    if (!peer.obstacle().isEmpty())
        QSKIP(qPrintable(peer.obstacle()));
    const PortLease lease;
    SluicedProcess::Options options;
    options.publicPort = lease.port();
    options.settings << QStringLiteral("listen.public=0.0.0.0:%1").arg(lease.port())
                     << QStringLiteral("auth.publish_token=a-token-of-the-test")
                     << QStringLiteral("timeouts.heartbeat=300ms")
                     << QStringLiteral("timeouts.write_stall=2s");
    SluicedProcess engine(options);
    START_ENGINE(engine);
    StreamClient other(lease.port(), "/stream/news");
    QVERIFY(other.isOpen());
    QVERIFY(peer.open(lease.port(), request("GET", "/stream/news")));
    QCOMPARE(Metrics::scrape(engine.adminPort()).active(), 2.0);

    // Alive, it outlives the stall's time by far: heartbeats are acknowledged, whether somebody reads or not.
    other.readFor(5s);
    QCOMPARE(Metrics::scrape(engine.adminPort()).active(), 2.0);

    QVERIFY(peer.vanish());
    QElapsedTimer sinceThen;
    sinceThen.start();
    QVERIFY(eventually([&] { return Metrics::scrape(engine.adminPort()).active() == 1; }));
    QVERIFY2(sinceThen.elapsed() >= 1500, "ended before timeouts.write_stall was over");
    const Metrics metrics = Metrics::scrape(engine.adminPort());
    QCOMPARE(metrics.ended("timed-out"), 1.0);
    const QString broken = brokenBalance(engine.adminPort());
    QVERIFY2(broken.isEmpty(), qPrintable(broken));

    const QByteArray publish =
        request("POST", "/publish/news", {"Authorization: Bearer a-token-of-the-test"}, "still here");
    QCOMPARE(exchange(lease.port(), publish).status, 202);
    QCOMPARE(other.nextData(1), QList<QByteArray>({"still here"}));
    QVERIFY(engine.stop());
}

QTEST_GUILESS_MAIN(tst_vanished_peer)
#include "tst_vanished_peer.moc"
