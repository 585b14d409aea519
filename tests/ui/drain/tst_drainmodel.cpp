// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// A drain of a real engine with real streams, as the console plans, starts,
// paces, watches and cancels it, and as it watches one that somebody else
// began.
#include "DrainModel.h"
#include "DrainPlanModel.h"
#include "integration/support/SluicedProcess.h"
#include "ui/support/TestEngine.h"

#include <QTest>

using namespace sluice;
using namespace sluice::test;
using integration::SluicedProcess;
using Phase = DrainModel::Phase;
using Ending = DrainModel::Ending;

#define TRY(condition) QTRY_VERIFY_WITH_TIMEOUT(condition, 60'000)

namespace {

struct Bench
{
    TestEngine engine;
    EngineLink link;
    DrainModel drain;
    DrainPlanModel plan;

    bool start(const QVariantMap &values = {}, const QString &token = TestEngine::token())
    {
        if (!engine.start(values))
            return false;
        drain.setLink(&link);
        drain.setActive(true);
        plan.setDrain(&drain);
        plan.setActive(true);
        link.connectTo(engine.url(), token, QStringLiteral("bench"));
        return QTest::qWaitFor([this] { return link.isLive() && drain.phase() == Phase::Serving; }, 60'000);
    }

    bool open(int count)
    {
        return engine.openStreams(QStringLiteral("a"), count) == count &&
               QTest::qWaitFor(
                   [this, count] {
                       drain.refresh();
                       QTest::qWait(20);
                       return drain.left() == count;
                   },
                   60'000);
    }
};

AdminClient::Result ask(const TestEngine &engine, const QByteArray &method, const QJsonObject &body)
{
    AdminClient client({engine.url(), TestEngine::token().toUtf8(), "ann", std::chrono::seconds(60)});
    AdminRequest request;
    request.method = method;
    request.path = QStringLiteral("drain");
    request.body = body;
    return client.call(request);
}

} // namespace

class TestDrainModel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void knowsNothingWithoutAnEngine()
    {
        DrainModel drain;
        DrainPlanModel plan;
        plan.setDrain(&drain);
        QCOMPARE(drain.phase(), Phase::Unknown);
        QVERIFY(!drain.isRunning());
        QVERIFY(!plan.refusal().isEmpty());
        drain.cancel();
        QVERIFY(!drain.isBusy());
        drain.start({});
        QVERIFY(!drain.problem().isEmpty());
    }

    void previewsWhatIsTyped()
    {
        Bench bench;
        QVERIFY2(bench.start({{QStringLiteral("drain.rate"), 5}}), qPrintable(bench.engine.error()));
        QVERIFY(bench.open(20));
        QCOMPARE(bench.plan.fields().value(QStringLiteral("rate")).toString(), QStringLiteral("5"));
        QVERIFY(!bench.plan.isTyped());
        TRY(bench.plan.streams() == 20);
        QCOMPARE(bench.plan.seconds(), 4.0);
        QCOMPARE(bench.plan.forced(), 0.0);
        QCOMPARE(bench.plan.wave().size(), static_cast<qsizetype>(DrainPlanModel::waveParts));

        bench.plan.type(QStringLiteral("deadline"), QStringLiteral("2s"));
        TRY(bench.plan.forced() == 10);
        bench.plan.type(QStringLiteral("rate"), QStringLiteral("nothing"));
        QVERIFY(bench.plan.problems().contains(QStringLiteral("rate")));
        QVERIFY(!bench.plan.refusal().isEmpty());
        bench.plan.type(QStringLiteral("rate"), QStringLiteral("0"));
        QVERIFY(
            bench.plan.problems().value(QStringLiteral("rate")).toString().contains(QStringLiteral("range")));
        bench.plan.type(QStringLiteral("grace"), QStringLiteral("11min"));
        QCOMPARE(bench.plan.problems().size(), 2);
        bench.plan.reset();
        QVERIFY(bench.plan.problems().isEmpty());
        TRY(bench.plan.forced() == 0);
        QCOMPARE(bench.plan.refusal(), QString());
    }

    void followsTheConfiguration()
    {
        Bench bench;
        QVERIFY2(bench.start({{QStringLiteral("drain.rate"), 5}}), qPrintable(bench.engine.error()));
        bench.plan.type(QStringLiteral("order"), QStringLiteral("random"));
        AdminClient client(
            {bench.engine.url(), TestEngine::token().toUtf8(), "ann", std::chrono::seconds(60)});
        AdminRequest request;
        request.method = "PATCH";
        request.path = QStringLiteral("settings");
        request.body = QJsonObject{{QStringLiteral("drain.rate"), 7}};
        QVERIFY(client.call(request).has_value());
        TRY(bench.plan.fields().value(QStringLiteral("rate")).toString() == QLatin1String("7"));
        QCOMPARE(bench.plan.fields().value(QStringLiteral("order")).toString(), QStringLiteral("random"));
    }

    void drainsPausesGoesOnAndServesAgain()
    {
        Bench bench;
        QVERIFY2(bench.start({{QStringLiteral("drain.deadline"), QStringLiteral("1h")}}),
                 qPrintable(bench.engine.error()));
        QVERIFY(bench.open(30));
        bench.plan.type(QStringLiteral("rate"), QStringLiteral("0.1"));
        TRY(bench.plan.isKnown());
        bench.drain.start(bench.plan.plan());
        TRY(bench.drain.phase() == Phase::Evicting);
        QCOMPARE(bench.drain.initial(), 30.0);
        QVERIFY(bench.drain.who().contains(QStringLiteral("console")));
        QCOMPARE(bench.drain.rate(), 0.1);
        QVERIFY(!bench.drain.refusalOf(QStringLiteral("hold")).isEmpty());

        bench.drain.pause();
        TRY(bench.drain.phase() == Phase::Paused);
        QVERIFY(std::isnan(bench.drain.etaSeconds()));
        const double left = bench.drain.left();
        bench.drain.resume();
        TRY(bench.drain.phase() == Phase::Evicting);
        QVERIFY(bench.drain.left() <= left && bench.drain.left() > 0);

        bench.drain.setRate(1000);
        TRY(bench.drain.phase() == Phase::Drained);
        QCOMPARE(bench.drain.closed(), 30.0);
        QCOMPARE(bench.drain.share(), 1.0);
        QCOMPARE(bench.drain.forced(), 0.0);
        QCOMPARE(bench.drain.ending(), Ending::Emptied);
        QVERIFY2(bench.drain.summary().contains(QStringLiteral("30")), qPrintable(bench.drain.summary()));
        QVERIFY(bench.drain.course()->count() >= 2);
        QCOMPARE(bench.drain.course()->latest(QStringLiteral("left")), 0.0);
        QCOMPARE(bench.engine.openStreams(QStringLiteral("a"), 1),
                 0); // closed for new ones

        bench.drain.cancel();
        TRY(bench.drain.phase() == Phase::Serving);
        QCOMPARE(bench.drain.ending(), Ending::Reopened);
        QCOMPARE(bench.engine.openStreams(QStringLiteral("a"), 1), 1);
    }

    void isCalledOff()
    {
        Bench bench;
        QVERIFY2(bench.start(), qPrintable(bench.engine.error()));
        QVERIFY(bench.open(5));
        bench.drain.start({{QStringLiteral("grace"), QStringLiteral("10min")}});
        TRY(bench.drain.phase() == Phase::Grace);
        TRY(bench.drain.etaSeconds() > 0);
        bench.drain.setDeadline(QStringLiteral("5min"));
        TRY(bench.drain.deadline() == QLatin1String("5min"));
        bench.drain.setDeadline(QStringLiteral("5 o'clock"));
        TRY(!bench.drain.problem().isEmpty());
        bench.drain.cancel();
        TRY(bench.drain.phase() == Phase::Serving);
        QCOMPARE(bench.drain.ending(), Ending::CalledOff);
        QVERIFY(bench.drain.problem().isEmpty());
        QCOMPARE(bench.drain.left(), 5.0);
        bench.drain.dismiss();
        QCOMPARE(bench.drain.ending(), Ending::NotSeen);
        // Too late is said.
        bench.drain.cancel();
        TRY(bench.drain.problem().contains(QStringLiteral("no drain runs")));
    }

    void countsWhoWasForced()
    {
        Bench bench;
        QVERIFY2(bench.start(), qPrintable(bench.engine.error()));
        QVERIFY(bench.open(12));
        bench.drain.start(
            {{QStringLiteral("rate"), 0.1}, {QStringLiteral("deadline"), QStringLiteral("100ms")}});
        TRY(bench.drain.phase() == Phase::Drained);
        QVERIFY(bench.drain.forced() >= 10);
        QVERIFY(bench.drain.summary().contains(QStringLiteral("forced")));
    }

    void showsWhatOthersStarted()
    {
        Bench bench;
        QVERIFY2(bench.start(), qPrintable(bench.engine.error()));
        QVERIFY(bench.open(8));
        bench.drain.setActive(false); // nobody looks: the engine's events alone tell
        QVERIFY(ask(bench.engine, "POST", {{QStringLiteral("grace"), QStringLiteral("10min")}}).has_value());
        TRY(bench.drain.phase() == Phase::Grace);
        QVERIFY(bench.drain.who().contains(QStringLiteral("ann")));
        QVERIFY(ask(bench.engine, "PATCH", {{QStringLiteral("paused"), true}}).has_value());
        TRY(bench.drain.phase() == Phase::Paused);
        QVERIFY(ask(bench.engine, "DELETE", {}).has_value());
        TRY(bench.drain.phase() == Phase::Serving);
        QCOMPARE(bench.drain.ending(), Ending::CalledOff);
    }

    void seesADrainThatBeganBefore()
    {
        TestEngine engine;
        QVERIFY2(engine.start(), qPrintable(engine.error()));
        QCOMPARE(engine.openStreams(QStringLiteral("a"), 4), 4);
        QVERIFY(ask(engine, "POST", {{QStringLiteral("grace"), QStringLiteral("10min")}}).has_value());
        EngineLink link;
        DrainModel drain;
        drain.setLink(&link);
        link.connectTo(engine.url(), TestEngine::token(), {});
        TRY(drain.phase() == Phase::Grace);
        QCOMPARE(drain.initial(), 4.0);
        QVERIFY(drain.elapsedSeconds() >= 0);
    }

    void aViewerOnlyLooks()
    {
        Bench bench;
        QVERIFY2(bench.start({}, TestEngine::viewerToken()), qPrintable(bench.engine.error()));
        QVERIFY(bench.plan.refusal().contains(QStringLiteral("viewer")));
        bench.drain.start({});
        QVERIFY(bench.drain.problem().contains(QStringLiteral("viewer")));
        TRY(!bench.plan.previewProblem().isEmpty());
        QVERIFY(ask(bench.engine, "POST", {{QStringLiteral("grace"), QStringLiteral("10min")}}).has_value());
        TRY(bench.drain.isRunning());
        bench.drain.cancel();
        QVERIFY(!bench.drain.isBusy());
        QVERIFY(bench.drain.isRunning());
    }

    void anEmbeddedEngineDoesNotExit()
    {
        Bench bench;
        QVERIFY2(bench.start(), qPrintable(bench.engine.error()));
        QVERIFY(bench.link.isEmbedded());
        bench.plan.type(QStringLiteral("then"), QStringLiteral("exit"));
        QVERIFY2(bench.plan.refusal().contains(QStringLiteral("own process")),
                 qPrintable(bench.plan.refusal()));
        bench.drain.start(bench.plan.plan());
        QVERIFY(bench.drain.problem().contains(QStringLiteral("own process")));
        QCOMPARE(bench.drain.phase(), Phase::Serving);
    }

    void aServiceExitsAsPlanned()
    {
        SluicedProcess engine;
        QVERIFY2(engine.start(), engine.standardError().constData());
        EngineLink link;
        DrainModel drain;
        drain.setLink(&link);
        link.connectTo(QUrl(QStringLiteral("http://127.0.0.1:%1").arg(engine.adminPort())), {});
        TRY(link.isLive() && drain.phase() == Phase::Serving);
        QVERIFY(!link.isEmbedded());
        QCOMPARE(drain.refusalOf(QStringLiteral("exit")), QString());
        drain.start({{QStringLiteral("then"), QStringLiteral("exit")}});
        TRY(drain.ending() == Ending::Exited);
        QVERIFY(engine.waitForEnd());
        QCOMPARE(engine.exitCode(), 0);
        QVERIFY(!drain.summary().isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestDrainModel)
#include "tst_drainmodel.moc"
