// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// A Server as a program embeds it: several in one process, started, drained and stopped by their owner, whose
// health tells a worker that is blocked.
#include "core/server/EmbeddedServer.h"
#include "support/Http.h"
#include "support/Publisher.h"
#include "support/StreamClient.h"

#include <QTest>

#include <algorithm>
#include <thread>

using namespace sluice;
using namespace sluice::test;
using namespace sluice::integration;
using namespace std::chrono_literals;

namespace {

// A stalled stream is to stall, not to be slow.
const EmbeddedServer::Overrides roomy{{"backpressure.high_water_mark", "16MiB"}};

DrainPlan plan(double rate)
{
    DrainPlan plan;
    plan.rate = rate;
    plan.grace = 0ms;
    plan.deadline = 10min;
    plan.retrySpread = 1s;
    return plan;
}

/** Occupies one worker's thread for @p span. */
void block(Worker &worker, Milliseconds span)
{
    QMetaObject::invokeMethod(&worker, [span] { std::this_thread::sleep_for(span); });
}

} // namespace

class TestEmbeddedServer : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void twoInOneProcess()
    {
        EmbeddedServer one;
        EmbeddedServer two;
        QVERIFY2(one.error().empty() && two.error().empty(), (one.error() + two.error()).c_str());
        QVERIFY(one.port() != two.port() && one.port() != 0 && two.port() != 0);
        StreamClient stream(two.port(), "/stream/a");
        QCOMPARE(Publisher(one.port()).publish("a", "x").subscribers, 0);
        QCOMPARE(Publisher(two.port()).publish("a", "y").subscribers, 1);
        QCOMPARE(stream.nextData(1), QList<QByteArray>{"y"});
        QCOMPARE(one.engine().figures().streams, std::int64_t(0));
        one.stop();
        QVERIFY(eventually([&] { return one.hasStopped(); }));
        QCOMPARE(Publisher(two.port()).publish("a", "z").subscribers, 1);
        QCOMPARE(stream.nextData(1), QList<QByteArray>{"z"});
    }

    void endsWithOpenStreamsWithoutBeingStopped()
    {
        std::unique_ptr<StreamClient> stream;
        {
            EmbeddedServer server;
            stream = std::make_unique<StreamClient>(server.port(), "/stream/a");
            QVERIFY(stream->isOpen());
            QVERIFY(server.engine().drain().start(plan(0.1), "test"));
        }
        QVERIFY(stream->waitForEnd() != StreamClient::Ending::Open);
    }

    void drainsHoldsAndServesAgain()
    {
        EmbeddedServer server;
        std::vector<std::unique_ptr<StreamClient>> streams;
        for (int index = 0; index < 300; ++index)
            streams.push_back(std::make_unique<StreamClient>(server.port(), "/stream/a"));
        QVERIFY(Publisher(server.port()).publishNumbered("a", 30));
        Engine &engine = server.engine();
        QVERIFY(engine.drain().start(plan(500), "ann"));
        QVERIFY(!engine.isReady());
        for (const auto &stream : streams) {
            for (int number = 0; number < 30; ++number)
                QCOMPARE(stream->next()->data, QByteArray::number(number));
            const auto told = stream->next();
            QVERIFY(told.has_value());
            QCOMPARE(told->name, QByteArray("shutdown"));
            QVERIFY(stream->reader().retry() >= 1000 && stream->reader().retry() <= 2000);
            QCOMPARE(stream->waitForEnd(), StreamClient::Ending::Clean);
        }
        QVERIFY(eventually([&] { return engine.drain().phase() == DrainPhase::Drained; }));
        QThread::msleep(100);
        QVERIFY(!server.hasStopped());
        QCOMPARE(engine.figures().ends[static_cast<std::size_t>(Cause::Drained)], std::int64_t(300));
        QCOMPARE(engine.drainProgress().who, std::string("ann"));
        QCOMPARE(engine.drainProgress().closed, std::int64_t(300));
        QCOMPARE(get(server.port(), "/stream/a").status, 503);
        QCOMPARE(Publisher(server.port()).publish("a", "held").status, 202);
        QVERIFY(engine.drain().cancel());
        QVERIFY(engine.isReady());
        QVERIFY(StreamClient(server.port(), "/stream/a").isOpen());
    }

    void pausesChangesItsRateAndIsCancelled()
    {
        EmbeddedServer server(roomy);
        std::vector<std::unique_ptr<StreamClient>> streams;
        for (int index = 0; index < 200; ++index)
            streams.push_back(std::make_unique<StreamClient>(server.port(), "/stream/a"));
        Drain &drain = server.engine().drain();
        const auto left = [&] { return server.engine().drainProgress().left; };
        QVERIFY(drain.start(plan(20), "test"));
        QVERIFY(!drain.start(plan(20), "test"));
        QVERIFY(eventually([&] { return left() < 190; }));
        QVERIFY(drain.change({.rate = {}, .paused = true, .deadline = {}, .then = {}}));
        QThread::msleep(100);
        const auto paused = left();
        QThread::msleep(500);
        QCOMPARE(left(), paused);
        QCOMPARE(drain.phase(), DrainPhase::Paused);
        QVERIFY(drain.change({.rate = 400, .paused = false, .deadline = {}, .then = {}}));
        QVERIFY(eventually([&] { return left() < 100; }));
        QVERIFY(drain.cancel());
        QThread::msleep(100);
        const auto cancelled = left();
        QVERIFY(cancelled > 0);
        QThread::msleep(300);
        QCOMPARE(left(), cancelled);
        QCOMPARE(Publisher(server.port()).publish("a", "x").subscribers, int(cancelled));
    }

    void stalledStreamsAreForcedAndCountedApart()
    {
        EmbeddedServer server(roomy);
        StreamClient::Options options;
        options.receiveBuffer = 4096;
        StreamClient stalled(server.port(), "/stream/stalled", options);
        StreamClient healthy(server.port(), "/stream/healthy");
        Publisher publisher(server.port());
        for (int index = 0; index < 100; ++index)
            publisher.publish("stalled", QByteArray(4000, 's'));
        DrainPlan wanted = plan(1000);
        wanted.deadline = 1s;
        QVERIFY(server.engine().drain().start(wanted, "test"));
        QCOMPARE(healthy.next()->name, QByteArray("shutdown"));
        QVERIFY(eventually([&] { return server.engine().drain().phase() == DrainPhase::Drained; }));
        QCOMPARE(server.engine().drainProgress().forced, std::int64_t(1));
        QCOMPARE(server.engine().drainProgress().closed, std::int64_t(2));
    }

    void aCancelledDrainLetsThoseLiveWhoCouldNotGo()
    {
        EmbeddedServer server(roomy);
        StreamClient::Options options;
        options.receiveBuffer = 4096;
        StreamClient stalled(server.port(), "/stream/stalled", options);
        StreamClient healthy(server.port(), "/stream/healthy");
        Publisher publisher(server.port());
        for (int index = 0; index < 100; ++index)
            publisher.publish("stalled", QByteArray(4000, 's'));
        QVERIFY(server.engine().drain().start(plan(1000), "test"));
        QCOMPARE(healthy.next()->name, QByteArray("shutdown"));
        QVERIFY(server.engine().drain().cancel());
        QCOMPARE(stalled.nextData(100).size(), qsizetype(100));
        QCOMPARE(publisher.publish("stalled", "on").subscribers, 1);
        QCOMPARE(stalled.nextData(1), QList<QByteArray>{"on"});
    }

    void aBlockedWorkerIsNamedAndDoesNotHoldTheDrain()
    {
        EmbeddedServer server;
        Engine &engine = server.engine();
        std::vector<std::unique_ptr<StreamClient>> streams;
        for (int index = 0; index < 40; ++index)
            streams.push_back(std::make_unique<StreamClient>(server.port(), "/stream/a"));
        const auto first = engine.figures().workers[0].streams;
        const auto second = engine.figures().workers[1].streams;
        QCOMPARE(first + second, std::int64_t(40));
        QVERIFY(eventually([&] { return !engine.health()[0].isBlocked && !engine.health()[1].isBlocked; }));

        block(*engine.workers()[0], 6s);
        QVERIFY(eventually([&] { return engine.health()[0].isBlocked; }));
        QVERIFY(engine.health()[0].lagSeconds >= 0.9);
        QVERIFY(engine.health()[0].worstLagSeconds >= 0.9);
        QCOMPARE(engine.health()[1].worker, std::size_t(1));
        QVERIFY(engine.drain().start(plan(1000), "test"));
        QVERIFY(eventually([&] { return engine.figures().workers[1].streams == 0; }));
        QVERIFY(eventually([&] { return engine.drain().phase() == DrainPhase::Drained; }));
        QVERIFY(eventually([&] { return !engine.health()[0].isBlocked; }));
        for (const auto &stream : streams)
            QCOMPARE(stream->waitForEnd(), StreamClient::Ending::Clean);
        QCOMPARE(engine.drainProgress().forced, std::int64_t(0));
    }

    void stopsAtOnceWhenIdle()
    {
        EmbeddedServer server;
        QElapsedTimer timer;
        timer.start();
        server.stop();
        QVERIFY(eventually([&] { return server.hasStopped(); }));
        QVERIFY2(timer.elapsed() < 1500, "drain.grace was waited for"); // it is 2 s
    }
};

QTEST_GUILESS_MAIN(TestEmbeddedServer)
#include "tst_embedded_server.moc"
