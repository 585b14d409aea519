// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/worker/LoopPace.h"

#include <QTest>

using namespace sluice;
using namespace std::chrono_literals;

namespace {

/** A loop whose timer fires when it is due, as a QTimer does: a tick that is late moves no later one. */
struct Loop
{
    /** Goes on until @p end; something happens every @p period, zero: nothing does. */
    void run(Milliseconds span, Milliseconds period = 0ms, Milliseconds late = 0ms)
    {
        const Instant end = now + span;
        Instant event = period > 0ms ? now + period : Instant::max();
        while (std::min(due, event) <= end) {
            now = std::min(due, event);
            if (event <= due) {
                event += period;
                if (pace.onTurn() && due - now > LoopMeter::tick) {
                    interval = LoopMeter::tick;
                    due = now + interval;
                    meter.expect(due);
                }
                continue;
            }
            tick(late);
        }
        now = end;
    }

    void tick(Milliseconds late)
    {
        ++ticks;
        const Instant fired = due + late;
        const Milliseconds next = pace.onTick();
        due = next == interval ? due + interval : fired + next;
        interval = next;
        meter.onTick(fired, next);
        worstLag = std::max(worstLag, meter.lag(fired));
        if (pace.isRound(fired)) {
            longestGap = std::max(longestGap, fired - round);
            round = fired;
        }
    }

    LoopPace pace;
    LoopMeter meter;
    Instant now = Instant(1h);
    Milliseconds interval = LoopMeter::tick;
    Instant due = now + interval;
    Instant round = now;
    Clock::duration longestGap{};
    Clock::duration worstLag{};
    int ticks = 0;
};

} // namespace

class tst_LoopPace : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void anIdleLoopTicksSeldom()
    {
        Loop loop;
        loop.run(10s);
        QVERIFY2(loop.ticks <= 10'000 / 50 + 10, QByteArray::number(loop.ticks).constData());
        QVERIFY2(loop.ticks >= 10'000 / 50, QByteArray::number(loop.ticks).constData());
    }

    void aBusyLoopTicksOften()
    {
        Loop loop;
        loop.run(10s);
        loop.ticks = 0;
        loop.run(10s, 3ms);
        QVERIFY2(loop.ticks >= 990, QByteArray::number(loop.ticks).constData());
        QCOMPARE(loop.worstLag, Clock::duration::zero());
    }

    void whatHappensSeldomMakesNoLag_data()
    {
        QTest::addColumn<int>("period");
        for (const int period : {7, 10, 49, 50, 51, 100, 150, 200, 333, 1000})
            QTest::addRow("every %d ms", period) << period;
    }
    void whatHappensSeldomMakesNoLag()
    {
        QFETCH(const int, period);
        Loop loop;
        loop.run(20s, Milliseconds(period));
        QCOMPARE(loop.worstLag, Clock::duration::zero());
    }

    void deadlinesAreLookedAtInTime_data()
    {
        QTest::addColumn<int>("period");
        QTest::addColumn<int>("late");
        for (const int period : {0, 3, 50, 100, 1000}) {
            for (const int late : {0, 4, 8})
                QTest::addRow("every %d ms, ticks %d ms late", period, late) << period << late;
        }
    }
    void deadlinesAreLookedAtInTime()
    {
        QFETCH(const int, period);
        QFETCH(const int, late);
        Loop loop;
        loop.run(20s, Milliseconds(period), Milliseconds(late));
        QVERIFY2(loop.longestGap <= 70ms,
                 QByteArray::number(std::chrono::duration<double>(loop.longestGap).count()).constData());
    }
};

QTEST_APPLESS_MAIN(tst_LoopPace)
#include "tst_looppace.moc"
