// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Bursts of refusals and restarts, found in counters.
#include "RefusalBursts.h"
#include "Snapshots.h"

#include <QTest>

using namespace sluice;
using namespace sluice::test;

class TestRefusalBursts : public QObject
{
    Q_OBJECT

    SnapshotStore m_store;
    RefusalBursts m_bursts;
    QList<RefusalBursts::Burst> m_told;
    QList<double> m_restarts;

    void snapshot(double second, double refusals, double poolFull, double uptime)
    {
        m_store.append(
            snapshotAt(second, {{QStringLiteral("refusals_total"), refusals},
                                {QStringLiteral("refusals_pool_full_total"), poolFull},
                                {QStringLiteral("refusals_unauthorised_total"), refusals - poolFull},
                                {QStringLiteral("uptime_seconds"), uptime}}));
    }

private Q_SLOTS:
    void init()
    {
        m_store.clear();
        m_bursts.clear();
        m_told.clear();
        m_restarts.clear();
        m_bursts.onBurst = [this](const RefusalBursts::Burst &burst) { m_told.append(burst); };
        m_bursts.onRestart = [this](double time) { m_restarts.append(time); };
    }

    void aBurstIsToldWhileItGrowsAndWhenItIsOver()
    {
        snapshot(0, 0, 0, 100);
        snapshot(1, 6, 5, 101);
        m_bursts.scan(m_store);
        QVERIFY(m_told.isEmpty()); // too few yet
        snapshot(2, 46, 44, 102);
        m_bursts.scan(m_store);
        QCOMPARE(m_told.size(), 1);
        QCOMPARE(m_told.last().count, 46.0);
        QCOMPARE(m_told.last().mostPerSecond, 40.0);
        QCOMPARE(m_told.last().cause, QStringLiteral("pool-full"));
        QCOMPARE(m_told.last().start, kStart + 1000);
        QVERIFY(!m_told.last().isOver);
        for (int second = 3; second < 14; ++second)
            snapshot(second, 46, 44, 100 + second);
        m_bursts.scan(m_store);
        QCOMPARE(m_told.size(), 2);
        QVERIFY(m_told.last().isOver);
        QCOMPARE(m_told.last().last, kStart + 2000);
    }

    void aFewRefusalsAreNoBurst()
    {
        for (int second = 0; second < 100; ++second)
            snapshot(second, second / 20, 0, second);
        m_bursts.scan(m_store);
        QVERIFY(m_told.isEmpty());
    }

    void afterAPauseItIsAnotherBurst()
    {
        snapshot(0, 0, 0, 100);
        snapshot(1, 20, 20, 101);
        for (int second = 2; second < 20; ++second)
            snapshot(second, 20, 20, 100 + second);
        snapshot(20, 50, 20, 120);
        m_bursts.scan(m_store);
        QCOMPARE(m_told.size(), 3);
        QVERIFY(m_told[1].isOver);
        QCOMPARE(m_told[2].count, 30.0);
        QCOMPARE(m_told[2].cause, QStringLiteral("unauthorised"));
    }

    void scanningAgainTellsNothingTwice()
    {
        snapshot(0, 0, 0, 100);
        snapshot(1, 20, 20, 101);
        m_bursts.scan(m_store);
        m_bursts.scan(m_store);
        QCOMPARE(m_told.size(), 1);
    }

    void anEngineThatStartedAnewIsFound()
    {
        snapshot(0, 500, 500, 9000);
        snapshot(1, 500, 500, 9001);
        snapshot(5, 0, 0, 1.5); // counters begin again: no refusals in between
        snapshot(6, 0, 0, 2.5);
        m_bursts.scan(m_store);
        QCOMPARE(m_restarts.size(), 1);
        QCOMPARE(m_restarts.first(), kStart + 3500);
        QVERIFY(m_told.isEmpty());
    }

    void aShortRunBeforeIsNoReasonToMissARestart()
    {
        const auto run = [this](double second, double uptime) {
            m_store.append(snapshotAt(second, {{QStringLiteral("time_monotonic_seconds"), 5000 + second},
                                               {QStringLiteral("uptime_seconds"), uptime}}));
        };
        run(0, 0.5);
        run(1, 1.5);
        run(8, 2); // older than the one before ever was
        run(100, 94);
        m_bursts.scan(m_store);
        QCOMPARE(m_restarts.size(), 1);
        QCOMPARE(m_restarts.first(), kStart + 6000);
    }

    void aMachineThatSleptIsNoRestart()
    {
        const auto awake = [this](double second, double uptime) {
            m_store.append(snapshotAt(second, {{QStringLiteral("time_monotonic_seconds"), 5000 + uptime},
                                               {QStringLiteral("uptime_seconds"), uptime}}));
        };
        awake(0, 10);
        awake(3600, 11);
        m_bursts.scan(m_store);
        QVERIFY(m_restarts.isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestRefusalBursts)
#include "tst_refusalbursts.moc"
