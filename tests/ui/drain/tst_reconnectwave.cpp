// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The wave of clients that come back after a drain: nobody is lost, and it is
// as high and as long as it must be.
#include "ReconnectWave.h"

#include <QTest>

#include <numeric>

using namespace sluice;

class TestReconnectWave : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everybodyComesBackOnce_data()
    {
        QTest::addColumn<double>("rate");
        QTest::addColumn<double>("deadline");
        QTest::addColumn<double>("spread");
        QTest::newRow("paced") << 100.0 << 30.0 << 10.0;
        QTest::newRow("at once") << 1e6 << 30.0 << 10.0;
        QTest::newRow("forced") << 10.0 << 5.0 << 10.0;
        QTest::newRow("no spread") << 100.0 << 30.0 << 0.0;
        QTest::newRow("nothing but forced") << 100.0 << 0.0 << 0.0;
    }
    void everybodyComesBackOnce()
    {
        QFETCH(const double, rate);
        QFETCH(const double, deadline);
        QFETCH(const double, spread);
        const ReconnectWave wave = reconnectWave({1000, rate, 2, deadline, spread}, 48);
        QCOMPARE(wave.perSecond.size(), std::size_t{48});
        const double sum = std::accumulate(wave.perSecond.begin(), wave.perSecond.end(), 0.0);
        const double back = sum * wave.seconds / 48;
        QVERIFY2(std::abs(back - 1000) < 1e-6, qPrintable(QString::number(back)));
        QVERIFY(wave.peak > 0);
    }

    void isAsHighAsTheSlowerOfBothSpans()
    {
        // 1000 streams leave over 10 s, each waits up to 10 s: a triangle of 20 s,
        // 100 a second at its top.
        const ReconnectWave wave = reconnectWave({1000, 100, 0, 30, 10}, 100);
        QCOMPARE(wave.seconds, 20.0);
        QVERIFY(wave.peak > 95 && wave.peak <= 100.001);
        QVERIFY(wave.perSecond.front() < 5);
        QVERIFY(wave.perSecond.back() < 5);
    }

    void nobodyComesDuringGrace()
    {
        const ReconnectWave wave = reconnectWave({1000, 100, 20, 30, 10}, 40);
        QCOMPARE(wave.seconds, 40.0);
        for (std::size_t i = 0; i < 20; ++i)
            QCOMPARE(wave.perSecond[i], 0.0);
    }

    void whoIsForcedComesInOneSpan()
    {
        const ReconnectWave paced = reconnectWave({1000, 10, 0, 200, 10}, 48);
        const ReconnectWave forced = reconnectWave({1000, 10, 0, 10, 10}, 48);
        QVERIFY(forced.peak > 5 * paced.peak);
    }

    void nobodyIsNoWave()
    {
        QVERIFY(reconnectWave({0, 100, 2, 30, 10}, 48).perSecond.empty());
        QVERIFY(reconnectWave({1000, 0, 2, 30, 10}, 48).perSecond.empty());
    }
};

QTEST_GUILESS_MAIN(TestReconnectWave)
#include "tst_reconnectwave.moc"
