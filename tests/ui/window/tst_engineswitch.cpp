// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The console turns from one engine to another, or the engine is started anew: nothing of the one before is
// shown as the new one's, nothing meant for the one is done to the other, and no risky setting stays behind.
#include "AgeHistogram.h"
#include "CapacityPlan.h"
#include "ChannelsModel.h"
#include "ConsoleSession.h"
#include "EndsModel.h"
#include "MachineDoctor.h"
#include "StreamWatch.h"
#include "StreamsModel.h"

#include "ui/support/FakeAdmin.h"
#include "ui/support/TestEngine.h"

#include <QDateTime>
#include <QFile>
#include <QJsonArray>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace sluice;
using namespace sluice::test;

#define TRY(condition) QTRY_VERIFY_WITH_TIMEOUT(condition, 60'000)

namespace {

const QString kCap = QStringLiteral("pool.max_streams");

/** A setting as the engine itself says. */
QString valueAt(const QUrl &engine, const QString &key)
{
    AdminClient client({engine, TestEngine::token().toUtf8(), "ann", std::chrono::seconds(60)});
    AdminRequest request;
    request.path = QStringLiteral("settings");
    const auto answer = client.call(request);
    return answer ? SettingSpec::textOf(answer->json.value(QLatin1String("settings"))[key]) : QString();
}

/** A session that has just made a risky change which nobody has kept yet. */
bool lowerTheCap(ConsoleSession &session, const QUrl &engine, const QString &name)
{
    session.link()->connectTo(engine, TestEngine::token(), name);
    const auto isReady = [&session] {
        return session.link()->isLive() &&
               session.tuning()->settings()->state() == SettingsModel::State::Ready;
    };
    if (!QTest::qWaitFor(isReady, 60'000))
        return false;
    session.tuning()->countdown()->setSeconds(3600);
    session.tuning()->settings()->edit(kCap, QStringLiteral("50"));
    session.tuning()->pending()->apply();
    return QTest::qWaitFor(
        [&session] { return session.tuning()->countdown()->state() == KeepCountdown::State::Asking; },
        60'000);
}

} // namespace

class TestEngineSwitch : public QObject
{
    Q_OBJECT

    QTemporaryDir m_place;

private Q_SLOTS:
    void rowsOfTheEngineBeforeAreGoneAtOnce()
    {
        FakeAdmin one;
        FakeAdmin two;
        one.streams = 100;
        two.failure = QStringLiteral("the roll is being written");
        EngineLink link;
        StreamsModel model;
        model.setLink(&link);
        model.setVisibleRange(0, 20);
        model.setActive(true);
        link.connectTo(one.url(), {});
        TRY(model.isLoaded() && link.isLive());
        QCOMPARE(model.rowCount(), 100);
        QVERIFY(!model.isStale());
        model.selectAll();
        const QSignalSpy forgotten(&model, &PagedModel::forgotten);
        link.connectTo(two.url(), {});
        QCOMPARE(model.rowCount(), 0);
        QCOMPARE(model.total(), 0);
        QCOMPARE(model.selectedCount(), 0);
        QVERIFY(forgotten.size() > 0);
        TRY(model.problem().contains(two.failure));
        QCOMPARE(model.rowCount(), 0);
        QVERIFY(!model.isLoaded());
    }

    void rowsThatAreNotOfNowSayThatTheyAreOld()
    {
        FakeAdmin engine;
        engine.streams = 100;
        EngineLink link;
        StreamsModel model;
        model.setRefreshInterval(100);
        model.setLink(&link);
        model.setVisibleRange(0, 20);
        model.setActive(true);
        link.connectTo(engine.url(), {});
        TRY(model.isLoaded() && link.isLive());
        QVERIFY(!model.isStale());
        engine.failure = QStringLiteral("busy");
        TRY(model.isStale());
        QCOMPARE(model.rowCount(), 100); // they stay, greyed
        engine.failure.clear();
        TRY(!model.isStale());
        engine.isMute = true; // no snapshots either
        TRY(!link.isLive());
        QVERIFY(model.isStale());
    }

    void barsOfTheEngineBeforeAreGone()
    {
        FakeAdmin one;
        FakeAdmin two;
        const QJsonObject end{
            {QStringLiteral("age_seconds"), 60.0},
            {QStringLiteral("cause"), QStringLiteral("client-closed")},
            {QStringLiteral("ended"), QDateTime::currentDateTimeUtc().toString(Qt::ISODateWithMs)}};
        one.ends = {{QStringLiteral("total"), 2}, {QStringLiteral("disconnects"), QJsonArray{end, end}}};
        two.failure = QStringLiteral("no");
        EngineLink link;
        EndsModel ends;
        AgeHistogram ages;
        ends.setLink(&link);
        ages.setEnds(&ends);
        ends.setActive(true);
        link.connectTo(one.url(), {});
        TRY(ages.count() == 2);
        link.connectTo(two.url(), {});
        QCOMPARE(ages.count(), 0);
        QVERIFY(ages.bars().isEmpty() && ages.finding().isEmpty());
        TRY(!ends.problem().isEmpty());
        QCOMPARE(ages.count(), 0);
    }

    void noPlanAndNoFindingIsOfAnotherEngine()
    {
        TestEngine one;
        QVERIFY2(one.start({{kCap, 500}}), qPrintable(one.error()));
        FakeAdmin two; // refuses settings, doctor and lists
        two.failure = QStringLiteral("not now");
        ConsoleSession session;
        MachineDoctor doctor;
        CapacityPlan plan;
        doctor.setLink(session.link());
        plan.setLink(session.link());
        plan.setTuning(session.tuning());
        session.link()->connectTo(one.url(), TestEngine::token());
        TRY(plan.hasPlan() && doctor.findings()->count() > 0 &&
            session.tuning()->settings()->state() == SettingsModel::State::Ready);
        QCOMPARE(plan.presentCap(), QStringLiteral("500"));
        plan.set(QStringLiteral("clients"), QStringLiteral("77"));
        session.link()->connectTo(two.url(), {});
        QVERIFY(!plan.hasPlan() && plan.presentCap().isEmpty() && !plan.isBusy());
        QVERIFY(doctor.findings()->count() == 0);
        TRY(session.link()->isLive() && !plan.error().isEmpty() && !doctor.error().isEmpty() &&
            session.tuning()->settings()->state() == SettingsModel::State::Failed);
        QCOMPARE(doctor.findings()->count(), 0);
        // What was typed is the operator's; the plan that was made of it is not sent.
        QCOMPARE(plan.load().value(QStringLiteral("clients")).toString(), QStringLiteral("77"));
        plan.apply(QStringLiteral("a test"));
        QTest::qWait(200);
        QCOMPARE(two.lastAsked(QStringLiteral("PATCH")), QString());
    }

    void aLoadThatWasObservedIsOfItsEngineOnly()
    {
        TestEngine one;
        TestEngine two;
        QVERIFY2(one.start() && two.start(), qPrintable(one.error() + two.error()));
        QCOMPARE(one.openStreams(QStringLiteral("demo"), 7), 7);
        EngineLink link;
        CapacityPlan plan;
        plan.setLink(&link);
        link.connectTo(one.url(), TestEngine::token());
        const auto observed = [&plan] {
            plan.useLive();
            QTest::qWait(200);
            return plan.load().value(QStringLiteral("clients")).toString() == QLatin1String("7");
        };
        TRY(observed());
        link.connectTo(two.url(), TestEngine::token());
        TRY(plan.hasPlan() && !plan.isBusy());
        QCOMPARE(plan.load().value(QStringLiteral("clients")).toString(), QStringLiteral("1000"));
        QVERIFY2(plan.source().startsWith(QStringLiteral("An example")), qPrintable(plan.source()));
    }

    void aStreamsNumberIsForgottenWithItsProcess()
    {
        TestEngine engine;
        QVERIFY2(engine.start(), qPrintable(engine.error()));
        QCOMPARE(engine.openStreams(QStringLiteral("alpha"), 1), 1);
        EngineLink link;
        StreamsModel streams;
        StreamWatch watch;
        streams.setLink(&link);
        streams.setVisibleRange(0, 20);
        streams.setActive(true);
        watch.setLink(&link);
        watch.setActive(true);
        link.connectTo(engine.url(), TestEngine::token());
        TRY(streams.rowCount() == 1 && streams.idAt(0) > 0);
        watch.setStreamId(streams.idAt(0));
        TRY(!watch.facts().isEmpty());
        QVERIFY2(engine.start(), qPrintable(engine.error()));
        QCOMPARE(engine.openStreams(QStringLiteral("beta"), 1), 1); // has the same number now
        link.retryNow();
        TRY(link.isLive() && streams.rowCount() == 1 && streams.isLoaded());
        QCOMPARE(watch.streamId(), 0.0);
        QVERIFY(watch.facts().isEmpty());
    }

    void aChannelsDetailsAreReadByItsNameAndSayWhenItIsGone()
    {
        TestEngine engine;
        QVERIFY2(engine.start(), qPrintable(engine.error()));
        const QString alpha = QStringLiteral("alpha");
        QVERIFY(engine.publish(alpha, QStringLiteral("x")));
        QVERIFY(engine.publish(QStringLiteral("beta"), QStringLiteral("y")));
        EngineLink link;
        ChannelsModel channels;
        channels.setRefreshInterval(100);
        channels.setLink(&link);
        channels.setVisibleRange(0, 20);
        channels.setActive(true);
        link.connectTo(engine.url(), TestEngine::token());
        TRY(channels.rowCount() == 2 && link.isLive());
        channels.setWatched(alpha);
        const auto published = [&channels] {
            return channels.watchedFacts().value(QStringLiteral("published")).toInt();
        };
        TRY(published() == 1);
        QVERIFY(!channels.isWatchedStale() && !channels.isWatchedGone());
        // Beyond the filter it is followed all the same.
        channels.setQuery(QStringLiteral("be"));
        TRY(channels.rowCount() == 1);
        QVERIFY(engine.publish(alpha, QStringLiteral("x")));
        TRY(published() == 2);
        // A new process has never heard of it: what was known stays, and says that it is old.
        QVERIFY2(engine.start(), qPrintable(engine.error()));
        link.retryNow();
        TRY(link.isLive() && channels.isWatchedGone());
        QVERIFY(channels.isWatchedStale());
        QCOMPARE(published(), 2);
        // Of another engine nothing is known at all.
        link.disconnectFromEngine();
        QVERIFY(channels.watched().isEmpty() && channels.watchedFacts().isEmpty());
    }

    void aRecordingIsOfOneEngine()
    {
        FakeAdmin one;
        FakeAdmin two;
        ConsoleSession session;
        session.link()->connectTo(one.url(), {});
        TRY(session.snapshots()->count() > 1);
        const QString file = m_place.filePath(QStringLiteral("follow.csv"));
        session.exporter()->follow(file);
        QVERIFY(session.exporter()->isFollowing());
        TRY(session.exporter()->followRows() > 0);
        session.link()->connectTo(two.url(), {});
        QVERIFY(!session.exporter()->isFollowing());
        QVERIFY(!session.exporter()->followProblem().isEmpty());
        TRY(session.snapshots()->count() > 2);
        const qint64 size = QFileInfo(file).size();
        TRY(session.snapshots()->count() > 5);
        QCOMPARE(QFileInfo(file).size(), size);
    }

    void aBundleOfAnEngineThatIsLeftFailsAndSaysWhy()
    {
        FakeAdmin one;
        FakeAdmin two;
        ConsoleSession session;
        session.link()->connectTo(one.url(), {});
        TRY(session.link()->isLive());
        one.isMute = true; // it is being asked
        const QString file = m_place.filePath(QStringLiteral("bundle.tar.gz"));
        session.exporter()->saveBundle(file);
        QVERIFY(session.exporter()->isRunning());
        session.link()->connectTo(two.url(), {});
        QCOMPARE(session.exporter()->state(), Exporter::State::Failed);
        QVERIFY2(session.exporter()->message().contains(QStringLiteral("another engine")),
                 qPrintable(session.exporter()->message()));
        QVERIFY(!QFile::exists(file));
        // The next one goes its way.
        TRY(session.link()->isLive());
        session.exporter()->saveBundle(file);
        TRY(!session.exporter()->isRunning());
        QCOMPARE(session.exporter()->state(), Exporter::State::Done);
    }

    void whatNobodyKeptIsTakenBackOnTheEngineThatIsLeft()
    {
        TestEngine one;
        TestEngine two;
        QVERIFY2(one.start({{kCap, 100}}) && two.start({{kCap, 200}}), qPrintable(one.error() + two.error()));
        ConsoleSession session;
        QVERIFY(lowerTheCap(session, one.url(), QStringLiteral("the first")));
        QCOMPARE(valueAt(one.url(), kCap), QStringLiteral("50"));
        session.link()->connectTo(two.url(), TestEngine::token(), QStringLiteral("the second"));
        QVERIFY(session.tuning()->owes());
        TRY(!session.tuning()->owes());
        QCOMPARE(valueAt(one.url(), kCap), QStringLiteral("100"));
        QCOMPARE(valueAt(two.url(), kCap), QStringLiteral("200"));
        QVERIFY2(session.tuning()->outcome().contains(QStringLiteral("the first")),
                 qPrintable(session.tuning()->outcome()));
    }

    void whatNobodyKeptIsTakenBackBeforeTheProgramEnds()
    {
        TestEngine engine;
        QVERIFY2(engine.start({{kCap, 100}}), qPrintable(engine.error()));
        ConsoleSession session;
        QSignalSpy ready(&session, &ConsoleSession::readyToLeave);
        session.prepareToLeave();
        QCOMPARE(ready.size(), 1); // nothing is owed
        QVERIFY(lowerTheCap(session, engine.url(), QStringLiteral("it")));
        session.prepareToLeave();
        QCOMPARE(ready.size(), 1);
        TRY(ready.size() == 2);
        QCOMPARE(valueAt(engine.url(), kCap), QStringLiteral("100"));
        // Kept is kept.
        QVERIFY(lowerTheCap(session, engine.url(), QStringLiteral("it")));
        session.tuning()->countdown()->keep();
        session.prepareToLeave();
        QCOMPARE(ready.size(), 3);
        QCOMPARE(valueAt(engine.url(), kCap), QStringLiteral("50"));
    }

    void anEngineThatIsAwayKeepsNobodyFromLeaving()
    {
        TestEngine engine;
        QVERIFY2(engine.start({{kCap, 100}}), qPrintable(engine.error()));
        ConsoleSession session;
        QVERIFY(lowerTheCap(session, engine.url(), QStringLiteral("it")));
        engine.stop();
        TRY(session.link()->state() == EngineLink::State::Lost);
        QSignalSpy ready(&session, &ConsoleSession::readyToLeave);
        session.prepareToLeave();
        QCOMPARE(ready.size(), 0);
        TRY(ready.size() == 1);
    }
};

QTEST_GUILESS_MAIN(TestEngineSwitch)
#include "tst_engineswitch.moc"
