// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The drain's state machine under a clock of the test's own: every phase, what leads into it and out of it.
#include "core/engine/support/FakeDrainHost.h"

#include <QTest>

#include <cmath>
#include <limits>

using namespace sluice;
using namespace sluice::test;
using namespace std::chrono_literals;

Q_DECLARE_METATYPE(sluice::DrainPhase)

namespace {

constexpr Milliseconds step{10};

DrainPlan plan(double rate)
{
    DrainPlan plan;
    plan.rate = rate;
    plan.grace = 1s;
    plan.deadline = 30s;
    plan.retrySpread = 5s;
    return plan;
}

/** A drain, its host and a clock that only the test moves. */
struct Rig
{
    explicit Rig(int streams, std::size_t workers = 2)
        : host(workers)
        , drain(host)
    {
        host.open(streams);
    }

    Drain::Next run(Milliseconds span)
    {
        Drain::Next next = drain.advance(now);
        for (Milliseconds passed{0}; passed < span; passed += step) {
            host.answerRolls(drain);
            now += step;
            next = drain.advance(now);
        }
        return next;
    }

    /** Brings a drain of this plan into a phase. */
    void bringTo(DrainPhase phase, const DrainPlan &plan)
    {
        QVERIFY(drain.start(plan, "test", now));
        if (phase == DrainPhase::Grace)
            return;
        run(plan.grace + 20ms);
        if (phase == DrainPhase::Evicting)
            return;
        if (phase == DrainPhase::Paused) {
            QVERIFY(drain.change({.rate = {}, .paused = true, .deadline = {}, .then = {}}, now));
            return;
        }
        if (phase == DrainPhase::Forcing) {
            host.blocked.assign(host.blocked.size(), true);
            run(plan.deadline);
            return;
        }
        host.stalled.clear();
        run(plan.deadline);
    }

    DrainProgress progress() const { return drain.progress(DrainPlan{}, now); }
    std::int64_t left() const { return host.openStreams(); }

    FakeDrainHost host;
    Drain drain;
    Instant now = Clock::now();
};

} // namespace

class TestDrainStates : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void servesUntilStarted()
    {
        Rig rig(10);
        QCOMPARE(rig.drain.advance(rig.now), Drain::Next::Rest);
        const DrainProgress progress = rig.drain.progress(plan(77), rig.now);
        QCOMPARE(progress.phase, DrainPhase::Serving);
        QCOMPARE(progress.left, std::int64_t(10));
        QCOMPARE(progress.initial, std::int64_t(0));
        QCOMPARE(progress.plan.rate, 77.0);
        QVERIFY(!progress.etaSeconds);
        QVERIFY(rig.host.areDoorsOpen);
    }

    void graceClosesTheDoorsAndEvictsNobody()
    {
        Rig rig(100);
        QVERIFY(rig.drain.start(plan(1000), "ann", rig.now));
        QVERIFY(!rig.host.areDoorsOpen);
        QVERIFY(rig.host.wakes > 0);
        QCOMPARE(rig.run(950ms), Drain::Next::Again);
        QCOMPARE(rig.progress().phase, DrainPhase::Grace);
        QCOMPARE(rig.left(), std::int64_t(100));
        QCOMPARE(rig.progress().who, std::string("ann"));
        rig.run(2s);
        QCOMPARE(rig.left(), std::int64_t(0));
    }

    void graceIsSkippedWhenNobodyIsThere()
    {
        Rig rig(0);
        QVERIFY(rig.drain.start(plan(1000), "ann", rig.now));
        QCOMPARE(rig.drain.advance(rig.now), Drain::Next::Rest);
        QCOMPARE(rig.progress().phase, DrainPhase::Drained);
    }

    void graceEndsWithTheLastStream()
    {
        Rig rig(1);
        QVERIFY(rig.drain.start(plan(1000), "ann", rig.now));
        rig.run(100ms);
        rig.host.leave(1);
        rig.run(10ms);
        QCOMPARE(rig.progress().phase, DrainPhase::Drained);
        QCOMPARE(rig.progress().closed, std::int64_t(1));
    }

    void holdsItsRateOverAllWorkers_data()
    {
        QTest::addColumn<double>("rate");
        QTest::newRow("slow") << 7.5;
        QTest::newRow("some") << 250.0;
        QTest::newRow("many") << 2000.0;
    }

    void holdsItsRateOverAllWorkers()
    {
        QFETCH(double, rate);
        Rig rig(10'000, 3);
        DrainPlan wanted = plan(rate);
        wanted.grace = 0ms;
        wanted.deadline = 1h;
        QVERIFY(rig.drain.start(wanted, "ann", rig.now));
        rig.run(4s);
        const auto expected = rate * 4;
        const auto evicted = static_cast<double>(rig.host.told.size());
        QVERIFY2(std::abs(evicted - expected) <= expected * 0.02 + 2, qPrintable(QString::number(evicted)));
    }

    void aSlowRateEvictsTheFirstAtOnce()
    {
        Rig rig(3);
        DrainPlan wanted = plan(0.1);
        wanted.grace = 0ms;
        QVERIFY(rig.drain.start(wanted, "ann", rig.now));
        rig.run(20ms);
        QCOMPARE(rig.host.told.size(), std::size_t(1));
        rig.run(9s);
        QCOMPARE(rig.host.told.size(), std::size_t(1));
        rig.run(2s);
        QCOMPARE(rig.host.told.size(), std::size_t(2));
    }

    void aLateCallCausesNoBurst()
    {
        Rig rig(10'000);
        DrainPlan wanted = plan(1000);
        wanted.grace = 0ms;
        QVERIFY(rig.drain.start(wanted, "ann", rig.now));
        rig.run(100ms);
        const auto before = rig.host.told.size();
        rig.now += 5s; // nobody called for that long
        rig.drain.advance(rig.now);
        QVERIFY(rig.host.told.size() - before <= 260);
    }

    void oldestGoFirstOverAllWorkers()
    {
        Rig rig(999, 3);
        QVERIFY(rig.drain.start(plan(1000), "ann", rig.now));
        rig.run(3s);
        QCOMPARE(rig.host.told.size(), std::size_t(999));
        // Within one step the workers are told one after the other; from step to step the order holds.
        for (std::size_t i = 0; i < rig.host.told.size(); ++i)
            QVERIFY(std::abs(static_cast<double>(rig.host.told[i]) - static_cast<double>(i + 1)) <= 12);
    }

    void randomOrderIsNone()
    {
        Rig rig(1000);
        DrainPlan wanted = plan(1000);
        wanted.order = DrainOrder::Random;
        QVERIFY(rig.drain.start(wanted, "ann", rig.now));
        rig.run(3s);
        QCOMPARE(rig.host.told.size(), std::size_t(1000));
        QCOMPARE(std::set<std::uint64_t>(rig.host.told.begin(), rig.host.told.end()).size(),
                 std::size_t(1000));
        double farFromTheirPlace = 0;
        for (std::size_t i = 0; i < rig.host.told.size(); ++i)
            farFromTheirPlace +=
                std::abs(static_cast<double>(rig.host.told[i]) - static_cast<double>(i)) > 50 ? 1 : 0;
        QVERIFY(farFromTheirPlace > 500);
    }

    void thoseWhoLeftCostNoTurn()
    {
        Rig rig(2000);
        DrainPlan wanted = plan(100);
        wanted.grace = 0ms;
        wanted.deadline = 1h;
        QVERIFY(rig.drain.start(wanted, "ann", rig.now));
        rig.run(100ms);
        for (std::uint64_t id = 1; id <= 2000; id += 2)
            rig.host.leave(id);
        const auto before = rig.left();
        rig.run(4s);
        const auto went = before - rig.left();
        QVERIFY2(went >= 380 && went <= 410, qPrintable(QString::number(went)));
    }

    void pauseStopsTheClocks()
    {
        Rig rig(1000);
        DrainPlan wanted = plan(100);
        wanted.deadline = 5s;
        rig.bringTo(DrainPhase::Evicting, wanted);
        rig.run(1s);
        QVERIFY(rig.drain.change({.rate = {}, .paused = true, .deadline = {}, .then = {}}, rig.now));
        QCOMPARE(rig.progress().phase, DrainPhase::Paused);
        QVERIFY(!rig.progress().etaSeconds);
        const auto before = rig.left();
        rig.run(60s); // far beyond the deadline
        QCOMPARE(rig.left(), before);
        QCOMPARE(rig.progress().phase, DrainPhase::Paused);
        QVERIFY(!rig.host.areDoorsOpen);
        QVERIFY(rig.drain.change({.rate = {}, .paused = false, .deadline = {}, .then = {}}, rig.now));
        rig.run(1s);
        QCOMPARE(rig.progress().phase, DrainPhase::Evicting);
        const auto went = before - rig.left();
        QVERIFY2(went >= 95 && went <= 105, qPrintable(QString::number(went)));
        rig.run(4s);
        QCOMPARE(rig.progress().forced, std::int64_t(1000) - static_cast<std::int64_t>(rig.host.told.size()));
        QVERIFY(rig.progress().forced > 0);
    }

    void pauseInGraceGoesOnWithGrace()
    {
        Rig rig(10);
        rig.bringTo(DrainPhase::Grace, plan(1000));
        rig.run(500ms);
        QVERIFY(rig.drain.change({.rate = {}, .paused = true, .deadline = {}, .then = {}}, rig.now));
        rig.run(10s);
        QVERIFY(rig.drain.change({.rate = {}, .paused = false, .deadline = {}, .then = {}}, rig.now));
        QCOMPARE(rig.progress().phase, DrainPhase::Grace);
        rig.run(400ms);
        QCOMPARE(rig.progress().phase, DrainPhase::Grace);
        rig.run(1s);
        QCOMPARE(rig.progress().phase, DrainPhase::Drained);
    }

    void rateChangesWhileItRuns()
    {
        Rig rig(10'000);
        rig.bringTo(DrainPhase::Evicting, plan(100));
        rig.run(1s);
        const auto slow = rig.left();
        QVERIFY(rig.drain.change({.rate = 2000, .paused = {}, .deadline = {}, .then = {}}, rig.now));
        QCOMPARE(rig.progress().plan.rate, 2000.0);
        rig.run(1s);
        const auto went = slow - rig.left();
        QVERIFY2(went >= 1950 && went <= 2050, qPrintable(QString::number(went)));
    }

    void deadlineForcesWhoeverIsLeft()
    {
        Rig rig(1000);
        rig.host.stalled = {3, 4, 5};
        DrainPlan wanted = plan(1000);
        wanted.deadline = 2s;
        QVERIFY(rig.drain.start(wanted, "ann", rig.now));
        rig.run(2900ms);
        QCOMPARE(rig.progress().phase, DrainPhase::Evicting);
        QCOMPARE(rig.left(), std::int64_t(3));
        QCOMPARE(rig.host.lastFarewell.cause, Cause::Drained);
        QCOMPARE(rig.host.lastFarewell.retrySpread, wanted.retrySpread);
        rig.run(200ms);
        const DrainProgress progress = rig.progress();
        QCOMPARE(progress.phase, DrainPhase::Drained);
        QCOMPARE(progress.initial, std::int64_t(1000));
        QCOMPARE(progress.closed, std::int64_t(1000));
        QCOMPARE(progress.forced, std::int64_t(3));
        QCOMPARE(rig.host.lastFarewell.cause, Cause::Forced);
    }

    void deadlineChangesWhileItRuns()
    {
        Rig rig(1000);
        rig.bringTo(DrainPhase::Evicting, plan(10));
        rig.run(1s);
        QVERIFY(rig.drain.change({.rate = {}, .paused = {}, .deadline = 500ms, .then = {}}, rig.now));
        rig.run(20ms);
        QCOMPARE(rig.progress().phase, DrainPhase::Drained);
        QVERIFY(rig.progress().forced > 900);
    }

    void aBlockedWorkerDoesNotHoldTheOthers()
    {
        Rig rig(100);
        rig.host.blocked[1] = true;
        QVERIFY(rig.drain.start(plan(1000), "ann", rig.now));
        rig.run(3s);
        QCOMPARE(rig.left(), std::int64_t(50));
        rig.host.blocked[1] = false; // its roll comes late, and counts
        rig.run(1s);
        QCOMPARE(rig.left(), std::int64_t(0));
        QCOMPARE(rig.progress().forced, std::int64_t(0));
    }

    void holdsOrExits()
    {
        Rig hold(10);
        hold.bringTo(DrainPhase::Drained, plan(1000));
        QCOMPARE(hold.drain.advance(hold.now), Drain::Next::Rest);
        QVERIFY(!hold.drain.commitExit());
        QVERIFY(
            hold.drain.change({.rate = {}, .paused = {}, .deadline = {}, .then = DrainThen::Exit}, hold.now));
        QCOMPARE(hold.drain.advance(hold.now), Drain::Next::Exit);

        Rig exit(10);
        DrainPlan wanted = plan(1000);
        wanted.then = DrainThen::Exit;
        exit.bringTo(DrainPhase::Drained, wanted);
        QCOMPARE(exit.drain.advance(exit.now), Drain::Next::Exit);
        QVERIFY(exit.drain.commitExit());
        QVERIFY(!exit.drain.cancel()); // too late
    }

    void onlyOneAtATime_data()
    {
        QTest::addColumn<DrainPhase>("phase");
        for (const DrainPhase phase : {DrainPhase::Grace, DrainPhase::Evicting, DrainPhase::Paused,
                                       DrainPhase::Forcing, DrainPhase::Drained})
            QTest::newRow(std::string(phaseName(phase)).c_str()) << phase;
    }

    void onlyOneAtATime()
    {
        QFETCH(DrainPhase, phase);
        Rig rig(2000);
        rig.bringTo(phase, plan(100));
        QCOMPARE(rig.progress().phase, phase);
        const auto again = rig.drain.start(plan(1), "bob", rig.now);
        QVERIFY(!again);
        QCOMPARE(again.error().why, DrainRefused::Why::Running);
        QVERIFY(again.error().message.find("test") != std::string::npos);
        QCOMPARE(rig.progress().plan.rate, 100.0);
    }

    void cancelReturnsToServing_data() { onlyOneAtATime_data(); }

    void cancelReturnsToServing()
    {
        QFETCH(DrainPhase, phase);
        Rig rig(2000);
        rig.bringTo(phase, plan(100));
        QCOMPARE(rig.progress().phase, phase);
        const auto left = rig.left();
        QVERIFY(rig.drain.cancel());
        QVERIFY(rig.host.areDoorsOpen);
        QCOMPARE(rig.progress().phase, DrainPhase::Serving);
        QCOMPARE(rig.host.reprieved.size(), std::size_t(2));
        rig.host.blocked.assign(2, false);
        rig.run(5s); // answers that were under way change nothing
        QCOMPARE(rig.left(), left);
        QVERIFY(!rig.drain.cancel());
        // And it can begin anew.
        rig.host.open(10);
        QVERIFY(rig.drain.start(plan(1000), "again", rig.now));
        rig.run(5s);
        QCOMPARE(rig.left(), std::int64_t(0));
    }

    void changesNeedADrainThatMoves()
    {
        Rig rig(2000);
        const auto serving = rig.drain.change({.rate = 5, .paused = {}, .deadline = {}, .then = {}}, rig.now);
        QVERIFY(!serving);
        QCOMPARE(serving.error().why, DrainRefused::Why::NotRunning);
        rig.bringTo(DrainPhase::Forcing, plan(1));
        const auto late = rig.drain.change({.rate = 5, .paused = {}, .deadline = {}, .then = {}}, rig.now);
        QVERIFY(!late);
        QCOMPARE(late.error().why, DrainRefused::Why::NotRunning);
        QVERIFY(late.error().message.find("forcing") != std::string::npos);
    }

    void stopTurnsADrainIntoAnExit_data() { onlyOneAtATime_data(); }

    void stopTurnsADrainIntoAnExit()
    {
        QFETCH(DrainPhase, phase);
        Rig rig(2000);
        rig.bringTo(phase, plan(1000));
        rig.drain.stop(plan(1), "SIGTERM", StopKind::Revocable, rig.now);
        rig.host.blocked.assign(2, false);
        if (phase == DrainPhase::Forcing)
            for (std::size_t worker = 0; worker < 2; ++worker)
                rig.host.force(worker, {});
        rig.run(5s); // at its own rate, not at 1/s
        QCOMPARE(rig.drain.advance(rig.now), Drain::Next::Exit);
    }

    void stopWhileServingIsAShutdown()
    {
        Rig rig(10);
        DrainPlan wanted = plan(1000);
        wanted.then = DrainThen::Hold; // whatever the plan says, a stop is an exit
        rig.drain.stop(wanted, "SIGTERM", StopKind::Revocable, rig.now);
        QCOMPARE(rig.progress().phase, DrainPhase::Grace);
        rig.run(2s);
        QCOMPARE(rig.host.lastFarewell.cause, Cause::Shutdown);
        QCOMPARE(rig.drain.advance(rig.now), Drain::Next::Exit);
    }

    void aFinalStopCanBeNeitherCancelledNorHeld_data() { onlyOneAtATime_data(); }

    void aFinalStopCanBeNeitherCancelledNorHeld()
    {
        QFETCH(DrainPhase, phase);
        Rig rig(2000);
        rig.bringTo(phase, plan(1000));
        rig.drain.stop(plan(1), "SIGTERM", StopKind::Final, rig.now);
        const DrainPhase stopping = rig.progress().phase;
        const auto cancelled = rig.drain.cancel();
        QVERIFY(!cancelled);
        QCOMPARE(cancelled.error().why, DrainRefused::Why::NotRunning);
        QVERIFY(cancelled.error().message.find("service manager") != std::string::npos);
        QVERIFY(
            !rig.drain.change({.rate = {}, .paused = {}, .deadline = {}, .then = DrainThen::Hold}, rig.now));
        QCOMPARE(rig.progress().phase, stopping);
        QCOMPARE(rig.progress().plan.then, DrainThen::Exit);
        // Its pace is still the operator's.
        if (stopping == DrainPhase::Grace || stopping == DrainPhase::Evicting)
            QVERIFY(rig.drain.change({.rate = 500, .paused = {}, .deadline = {}, .then = {}}, rig.now));
    }

    void elapsedTimeEndsWithTheLastStream()
    {
        Rig rig(100);
        rig.bringTo(DrainPhase::Evicting, plan(100));
        const double evicting = rig.progress().elapsedSeconds;
        QVERIFY(evicting >= 1 && evicting < 1.2);
        rig.run(3s);
        QCOMPARE(rig.progress().phase, DrainPhase::Drained);
        const double drained = rig.progress().elapsedSeconds;
        QVERIFY2(drained > evicting && drained < 2.5, qPrintable(QString::number(drained)));
        rig.now += 1h; // held
        rig.drain.advance(rig.now);
        QCOMPARE(rig.progress().elapsedSeconds, drained);
        QVERIFY(rig.drain.cancel());
        QCOMPARE(rig.progress().elapsedSeconds, 0.0);
    }

    void badPlansAreRefused_data()
    {
        QTest::addColumn<double>("rate");
        QTest::addColumn<qint64>("grace");
        QTest::addColumn<qint64>("deadline");
        QTest::addColumn<qint64>("spread");
        QTest::addColumn<QByteArray>("named");
        QTest::newRow("rate 0") << 0.0 << 0LL << 0LL << 0LL << QByteArray("drain.rate");
        QTest::newRow("rate below 0") << -5.0 << 0LL << 0LL << 0LL << QByteArray("drain.rate");
        QTest::newRow("rate too high") << 2e6 << 0LL << 0LL << 0LL << QByteArray("drain.rate");
        QTest::newRow("rate no number")
            << std::numeric_limits<double>::quiet_NaN() << 0LL << 0LL << 0LL << QByteArray("drain.rate");
        QTest::newRow("grace below 0") << 1.0 << -1LL << 0LL << 0LL << QByteArray("drain.grace");
        QTest::newRow("deadline of a day")
            << 1.0 << 0LL << 86'400'000LL << 0LL << QByteArray("drain.deadline");
        QTest::newRow("spread of an hour")
            << 1.0 << 0LL << 0LL << 3'600'000LL << QByteArray("drain.retry_spread");
    }

    void badPlansAreRefused()
    {
        QFETCH(double, rate);
        QFETCH(qint64, grace);
        QFETCH(qint64, deadline);
        QFETCH(qint64, spread);
        QFETCH(QByteArray, named);
        Rig rig(10);
        DrainPlan wanted;
        wanted.rate = rate;
        wanted.grace = Milliseconds(grace);
        wanted.deadline = Milliseconds(deadline);
        wanted.retrySpread = Milliseconds(spread);
        const auto started = rig.drain.start(wanted, "ann", rig.now);
        QVERIFY(!started);
        QCOMPARE(started.error().why, DrainRefused::Why::Invalid);
        QVERIFY2(started.error().message.find(named.toStdString()) != std::string::npos,
                 started.error().message.c_str());
        QVERIFY(!rig.drain.preview(wanted));
        QVERIFY(rig.host.areDoorsOpen);
    }

    void aBadChangeChangesNothing()
    {
        Rig rig(1000);
        rig.bringTo(DrainPhase::Evicting, plan(100));
        const auto changed =
            rig.drain.change({.rate = 0, .paused = true, .deadline = 1s, .then = {}}, rig.now);
        QVERIFY(!changed);
        QCOMPARE(changed.error().why, DrainRefused::Why::Invalid);
        QCOMPARE(rig.progress().phase, DrainPhase::Evicting);
        QCOMPARE(rig.progress().plan.deadline, Milliseconds(30s));
    }

    void previewSaysWhatWillBe()
    {
        Rig rig(10'000);
        const auto preview = rig.drain.preview(plan(2000));
        QVERIFY(preview);
        QCOMPARE(preview->initial, std::int64_t(10'000));
        QCOMPARE(preview->seconds, 6.0); // a second of grace and five of eviction
        QCOMPARE(preview->forced, std::int64_t(0));
        QCOMPARE(preview->reconnectsPerSecond, 2000.0); // five seconds of both
        QCOMPARE(rig.drain.preview(plan(100))->seconds, 31.0);
        QCOMPARE(rig.drain.preview(plan(100))->forced, std::int64_t(7000));
        DrainPlan spread = plan(10'000);
        spread.retrySpread = 100s;
        QCOMPARE(rig.drain.preview(spread)->reconnectsPerSecond, 100.0);
        spread.retrySpread = 0ms;
        QCOMPARE(rig.drain.preview(spread)->reconnectsPerSecond, 10'000.0);
        QCOMPARE(rig.progress().phase, DrainPhase::Serving);
        QVERIFY(rig.host.areDoorsOpen);
        QCOMPARE(Rig(0).drain.preview(plan(1))->seconds, 0.0);
    }

    void etaFallsWithTheWork()
    {
        Rig rig(1000);
        rig.bringTo(DrainPhase::Grace, plan(100));
        const double first = rig.progress().etaSeconds.value();
        QVERIFY2(first > 10.8 && first < 11.2, qPrintable(QString::number(first)));
        rig.run(6s);
        const double later = rig.progress().etaSeconds.value();
        QVERIFY2(later > 4.5 && later < 5.5, qPrintable(QString::number(later)));
    }
};

QTEST_APPLESS_MAIN(TestDrainStates)
#include "tst_drain_states.moc"
