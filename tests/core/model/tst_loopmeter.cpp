// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/LoopMeter.h"

#include <QTest>

#include <cmath>

using namespace sluice;
using namespace std::chrono_literals;

namespace {

/** A meter and a loop that ticks when the test says so. */
struct Loop
{
    void tick(int times = 1, Milliseconds after = 10ms, Milliseconds work = 0ms)
    {
        for (int i = 0; i < times; ++i) {
            now += after;
            meter.addWork(work);
            meter.onTick(now);
        }
    }
    LoopMeter meter;
    Instant now = Clock::now();
};

} // namespace

class TestLoopMeter : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void knowsNothingBeforeTheFirstTick()
    {
        Loop loop;
        QVERIFY(!loop.meter.isBlocked(loop.now + 1h));
        QCOMPARE(loop.meter.lag(loop.now + 1h), Clock::duration::zero());
        QCOMPARE(loop.meter.worstLag(loop.now + 1h), Clock::duration::zero());
        QCOMPARE(loop.meter.busyRatio(), 0.0);
    }

    void punctualTicksAreNoLag()
    {
        Loop loop;
        loop.tick(300);
        QCOMPARE(loop.meter.lag(loop.now), Clock::duration::zero());
        QCOMPARE(loop.meter.worstLag(loop.now), Clock::duration::zero());
        QCOMPARE(loop.meter.lags().count(0),
                 std::int64_t(299)); // all but the first, which has none before it
        QVERIFY(!loop.meter.isBlocked(loop.now));
    }

    void aLateTickIsSeenForASecond()
    {
        Loop loop;
        loop.tick(100);
        loop.tick(1, 250ms);
        QCOMPARE(loop.meter.lag(loop.now), Clock::duration(240ms));
        loop.tick(50);
        QCOMPARE(loop.meter.lag(loop.now), Clock::duration::zero());
        QCOMPARE(loop.meter.worstLag(loop.now), Clock::duration(240ms));
        loop.tick(150);
        QCOMPARE(loop.meter.worstLag(loop.now), Clock::duration::zero());
    }

    void anIdleLoopIsNotLateBeforeItMeansToTick()
    {
        Loop loop;
        loop.tick(100);
        loop.meter.onTick(loop.now += 10ms, LoopMeter::idleTick);
        QCOMPARE(loop.meter.lag(loop.now + 50ms), Clock::duration::zero());
        QCOMPARE(loop.meter.lag(loop.now + 60ms), Clock::duration(10ms));
        loop.meter.onTick(loop.now += 50ms, LoopMeter::idleTick);
        QCOMPARE(loop.meter.lag(loop.now), Clock::duration::zero());
        // Something happens: it ticks sooner, and never later because of that.
        loop.meter.expect(loop.now + 30ms);
        loop.meter.expect(loop.now + 45ms);
        QCOMPARE(loop.meter.lag(loop.now + 40ms), Clock::duration(10ms));
        loop.meter.onTick(loop.now += 2s);
        QCOMPARE(loop.meter.worstLag(loop.now), Clock::duration(1970ms));
    }

    void aBlockedLoopShowsWhileItIs()
    {
        Loop loop;
        loop.tick(100);
        QVERIFY(!loop.meter.isBlocked(loop.now + 900ms));
        QVERIFY(loop.meter.isBlocked(loop.now + 1100ms));
        QCOMPARE(loop.meter.lag(loop.now + 1010ms), Clock::duration(1s));
        QCOMPARE(loop.meter.worstLag(loop.now + 1010ms), Clock::duration(1s));
        loop.tick(1, 5s);
        QVERIFY(!loop.meter.isBlocked(loop.now));
        QCOMPARE(loop.meter.worstLag(loop.now), Clock::duration(4990ms));
    }

    void busyRatioIsTheLastSecondsShare()
    {
        Loop loop;
        loop.tick(200, 10ms, 4ms);
        QVERIFY2(std::abs(loop.meter.busyRatio() - 0.4) < 0.01,
                 qPrintable(QString::number(loop.meter.busyRatio())));
        loop.tick(200, 10ms, 9ms);
        QVERIFY(std::abs(loop.meter.busyRatio() - 0.9) < 0.01);
        loop.tick(200);
        QVERIFY(loop.meter.busyRatio() < 0.01);
        QCOMPARE(loop.meter.busy(), Clock::duration(200 * 13ms));
    }
};

QTEST_APPLESS_MAIN(TestLoopMeter)
#include "tst_loopmeter.moc"
