// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Drains of a real engine through its admin API and its signals: everybody gets everything, is told, and ends
// cleanly, at the pace that was asked; and nothing but that.

#include "support/AdminApi.h"
#include "support/EngineTest.h"
#include "support/FrozenThread.h"

#include <QJsonDocument>

#include <atomic>
#include <csignal>
#include <set>
#include <thread>
#include <vector>

#include <sys/resource.h>

using namespace sluice::integration;
using namespace std::chrono_literals;

class tst_drain : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void everyStreamGetsEverythingAtTheAskedPace_data();
    void everyStreamGetsEverythingAtTheAskedPace();
    void clientsGoOnAtAnotherEngine();
    void drainedEngineHolds();
    void aTotalTellsEverybodyInTime();
    void graceRefusesAndEvictsNobody();
    void pausesAndGoesOn();
    void rateChangesWhileItRuns();
    void cancelReturnsToServing_data();
    void cancelReturnsToServing();
    void startedTwice();
    void badRequests_data();
    void badRequests();
    void previewStartsNothing();
    void stalledReadersAreForced();
    void forcedInTimeAreToldToo();
    void signalTurnsADrainIntoAnExit_data();
    void signalTurnsADrainIntoAnExit();
    void secondSignalEndsAtOnce();
    void signalAfterACancelledStopIsAFirstOne();
    void drainThatExits();
    void hangUpDoesNotEndTheEngine();
    void hangUpLeavesADrainAlone();
    void cancelWhileForcing();
    void aChangeOfThePlanIsTold();
};

namespace {

using Streams = std::vector<std::unique_ptr<StreamClient>>;

Streams openStreams(const SluicedProcess &engine, int count, const QByteArray &target)
{
    Streams streams;
    for (int index = 0; index < count; ++index)
        streams.push_back(std::make_unique<StreamClient>(engine.publicPort(), target));
    return streams;
}

bool allOpen(const Streams &streams)
{
    return std::all_of(streams.begin(), streams.end(), [](const auto &stream) { return stream->isOpen(); });
}

QJsonObject plan(double rate, const QString &grace = QStringLiteral("0"),
                 const QString &deadline = QStringLiteral("10min"))
{
    return {{QStringLiteral("rate"), rate},
            {QStringLiteral("grace"), grace},
            {QStringLiteral("deadline"), deadline},
            {QStringLiteral("then"), QStringLiteral("hold")}};
}

ApiReply startDrain(const SluicedProcess &engine, const QJsonObject &plan)
{
    return callApi(engine.adminPort(), "POST", "drain", plan);
}

QJsonObject progressOf(const SluicedProcess &engine)
{
    return callApi(engine.adminPort(), "GET", "drain").object;
}

int numberIn(const QJsonObject &object, const char *key)
{
    return object[QLatin1String(key)].toInt(-1);
}

bool reaches(const SluicedProcess &engine, const QString &phase)
{
    return eventually([&] { return drainPhase(engine.adminPort()) == phase; });
}

/** Reads "0", "1", ... up to the shutdown event; how many came, or -1 when one is missing or out of order. */
int readNumbersToTheShutdown(StreamClient &stream)
{
    int next = 0;
    std::optional<SseEvent> event = stream.next();
    for (; event && event->name == "message"; event = stream.next()) {
        if (event->data != QByteArray::number(next++))
            return -1;
    }
    return event && event->name == "shutdown" && stream.waitForEnd() == StreamClient::Ending::Clean ? next
                                                                                                    : -1;
}

/** A stream that takes nothing more and has unsent bytes. */
std::unique_ptr<StreamClient> stalledStream(const SluicedProcess &engine, const QByteArray &channel)
{
    StreamClient::Options options;
    options.receiveBuffer = 4096;
    auto stalled = std::make_unique<StreamClient>(engine.publicPort(), "/stream/" + channel, options);
    Publisher publisher(engine.publicPort());
    for (int index = 0; index < 200; ++index)
        publisher.publish(channel, QByteArray(4000, 's'));
    return stalled;
}

SluicedProcess::Options patient()
{
    SluicedProcess::Options options;
    options.settings << QStringLiteral("backpressure.high_water_mark=16MiB")
                     << QStringLiteral("timeouts.write_stall=10min");
    return options;
}

} // namespace

void tst_drain::initTestCase()
{
    rlimit limit{};
    ::getrlimit(RLIMIT_NOFILE, &limit);
    limit.rlim_cur = std::min<rlim_t>(limit.rlim_max, 8192);
    QCOMPARE(::setrlimit(RLIMIT_NOFILE, &limit), 0);
}

void tst_drain::everyStreamGetsEverythingAtTheAskedPace_data()
{
    QTest::addColumn<int>("count");
    QTest::addColumn<int>("rate");
    QTest::addColumn<QString>("order");
    QTest::newRow("a few hundred, oldest first") << 300 << 100 << QStringLiteral("oldest");
    QTest::newRow("two thousand, at random") << 2000 << 500 << QStringLiteral("random");
}

void tst_drain::everyStreamGetsEverythingAtTheAskedPace()
{
    QFETCH(int, count);
    QFETCH(int, rate);
    QFETCH(QString, order);
    constexpr int Before = 50;
    SluicedProcess::Options options;
    options.settings << QStringLiteral("drain.order=") + order << QStringLiteral("drain.retry_spread=60s");
    SluicedProcess engine(options);
    START_ENGINE(engine);
    const Streams streams = openStreams(engine, count, "/stream/all");
    QVERIFY(allOpen(streams));
    Publisher publisher(engine.publicPort());
    QVERIFY(publisher.publishNumbered("all", Before));

    // Events go on while it drains, so that each stream's last one is another.
    std::atomic<bool> stop = false;
    std::atomic<bool> allAccepted = true;
    std::thread publishing([&] {
        Publisher more(engine.publicPort());
        for (int number = Before; !stop; ++number) {
            if (more.publish("all", QByteArray::number(number)).status != 202)
                allAccepted = false;
            QThread::msleep(20);
        }
    });
    QElapsedTimer timer;
    timer.start();
    const ApiReply started = startDrain(engine, plan(rate));
    const bool begun = started.status >= 200 && started.status < 300;
    std::set<qint64> retries;
    int incomplete = begun ? 0 : count;
    bool tooFast = false;
    for (const auto &stream : streams) {
        if (incomplete > 0)
            break;
        if (readNumbersToTheShutdown(*stream) < Before)
            ++incomplete;
        retries.insert(stream->reader().retry());
        const int closed = numberIn(progressOf(engine), "closed");
        tooFast = tooFast || closed > rate * (double(timer.elapsed()) / 1000 + 0.3) + 2;
    }
    const double took = double(timer.elapsed()) / 1000;
    stop = true;
    publishing.join();
    QVERIFY2(begun, started.reply.body.constData());
    QCOMPARE(incomplete, 0);
    QVERIFY(allAccepted);
    QVERIFY(!tooFast);
    QVERIFY2(took > 0.85 * count / rate, qPrintable(QString::number(took)));
    qInfo("%d streams in %.2f s, %.0f a second of %d", count, took, count / took, rate);

    // They come back over a minute, not in one second.
    QVERIFY(*retries.begin() >= 0 && *retries.rbegin() <= 120'000);
    QVERIFY(*retries.rbegin() - *retries.begin() > 20'000);
    QVERIFY(retries.size() > streams.size() / 2);

    QVERIFY(reaches(engine, QStringLiteral("drained")));
    const QJsonObject progress = progressOf(engine);
    QCOMPARE(numberIn(progress, "initial"), count);
    QCOMPARE(numberIn(progress, "closed"), count);
    QCOMPARE(numberIn(progress, "left"), 0);
    QCOMPARE(numberIn(progress, "forced"), 0);
    QCOMPARE(Metrics::scrape(engine.adminPort()).ended("drained"), double(count));
    const QString broken = brokenBalance(engine.adminPort());
    QVERIFY2(broken.isEmpty(), qPrintable(broken));
    QVERIFY(engine.stop());
}

void tst_drain::clientsGoOnAtAnotherEngine()
{
    constexpr int Clients = 40;
    SluicedProcess::Options options;
    options.settings << QStringLiteral("history.count=100000") << QStringLiteral("history.bytes=64MiB");
    SluicedProcess first(options);
    SluicedProcess second(options);
    START_ENGINE(first);
    START_ENGINE(second);
    const Streams streams = openStreams(first, Clients, "/stream/shared");
    QVERIFY(allOpen(streams));
    std::atomic<bool> stop = false;
    std::atomic<int> published = 0;
    std::thread publishing([&] {
        // The same events under the same ids to both; first to the successor, which must know an id before a
        // client comes with it.
        Publisher toFirst(first.publicPort());
        Publisher toSecond(second.publicPort());
        while (!stop) {
            const QByteArray data = QByteArray::number(published);
            for (Publisher *publisher : {&toSecond, &toFirst})
                publisher->publish("shared", data, "id=own-" + data);
            ++published;
            QThread::msleep(2);
        }
    });
    const bool begun = eventually([&] { return published > 100; });
    const ApiReply started = startDrain(first, plan(20));
    QList<QList<QByteArray>> seen;
    Streams resumed;
    int told = 0;
    for (const auto &stream : streams) {
        if (started.status >= 300)
            break;
        QList<QByteArray> mine;
        std::optional<SseEvent> event = stream->next();
        for (; event && event->name == "message"; event = stream->next())
            mine << event->data;
        told += event && event->name == "shutdown" ? 1 : 0;
        seen << mine;
        StreamClient::Options again;
        again.lastEventId = stream->lastEventId();
        resumed.push_back(std::make_unique<StreamClient>(second.publicPort(), "/stream/shared", again));
    }
    QThread::msleep(200);
    stop = true;
    publishing.join();
    QVERIFY(begun);
    QVERIFY2(started.status >= 200 && started.status < 300, started.reply.body.constData());
    QCOMPARE(told, Clients);
    for (int client = 0; client < Clients; ++client) {
        StreamClient &stream = *resumed[std::size_t(client)];
        QVERIFY(stream.isOpen());
        QVERIFY(!stream.head().has("Sluice-Gap"));
        QList<QByteArray> &mine = seen[client];
        mine << stream.nextData(published - mine.size());
        QCOMPARE(mine.size(), qsizetype(published));
        for (int number = 0; number < published; ++number)
            QCOMPARE(mine[number], QByteArray::number(number));
    }
    resumed.clear();
    QVERIFY(first.stop());
    QVERIFY(second.stop());
}

void tst_drain::drainedEngineHolds()
{
    SluicedProcess engine;
    START_ENGINE(engine);
    Streams streams = openStreams(engine, 5, "/stream/held");
    QVERIFY(startDrain(engine, plan(1000)).status < 300);
    QVERIFY(reaches(engine, QStringLiteral("drained")));
    QThread::msleep(300);
    QVERIFY(engine.isRunning());
    QCOMPARE(statusOf(engine.publicPort(), "/readyz"), 503);
    QCOMPARE(statusOf(engine.publicPort(), "/healthz"), 200);
    QCOMPARE(get(engine.publicPort(), "/stream/held").status, 503);
    const Published published = Publisher(engine.publicPort()).publish("held", "kept");
    QCOMPARE(published.status, 202);
    QCOMPARE(published.subscribers, 0);
    QCOMPARE(startDrain(engine, plan(1)).status, 409);

    // Cancelled, it serves again, and has what was published meanwhile.
    QVERIFY(callApi(engine.adminPort(), "DELETE", "drain").status < 300);
    StreamClient::Options options;
    options.lastEventId = "unknown";
    StreamClient stream(engine.publicPort(), "/stream/held", options);
    QVERIFY(stream.isOpen());
    QCOMPARE(stream.next()->name, QByteArray("gap"));
    QCOMPARE(stream.nextData(1), QList<QByteArray>{"kept"});
}

/** A stream a second would take a minute, and be forced at its deadline: whoever waits four seconds gets all
 * told. */
void tst_drain::aTotalTellsEverybodyInTime()
{
    SluicedProcess engine(SluicedProcess::Options::with(
        {QStringLiteral("drain.rate=1"), QStringLiteral("drain.grace=10min"),
         QStringLiteral("drain.deadline=1h"), QStringLiteral("drain.total=4s")}));
    START_ENGINE(engine);
    const Streams streams = openStreams(engine, 60, "/stream/total");
    QVERIFY(allOpen(streams));
    engine.signal(SIGTERM);
    for (const auto &stream : streams)
        QCOMPARE(readNumbersToTheShutdown(*stream), 0);
    QVERIFY(engine.waitForEnd());
    QCOMPARE(engine.exitCode(), 0);
}

void tst_drain::graceRefusesAndEvictsNobody()
{
    SluicedProcess engine;
    START_ENGINE(engine);
    Streams streams = openStreams(engine, 3, "/stream/grace");
    QVERIFY(startDrain(engine, plan(1000, QStringLiteral("10min"))).status < 300);
    QCOMPARE(drainPhase(engine.adminPort()), QStringLiteral("grace"));
    QCOMPARE(statusOf(engine.publicPort(), "/readyz"), 503);
    QCOMPARE(statusOf(engine.adminPort(), "/readyz"), 503);
    const HttpReply refused = get(engine.publicPort(), "/stream/grace");
    QCOMPARE(refused.status, 503);
    QVERIFY(refused.field("Retry-After").toInt() >= 1);
    QCOMPARE(Metrics::scrape(engine.adminPort()).sum("sluice_refusals_total", "cause=\"draining\""), 1.0);
    QCOMPARE(Publisher(engine.publicPort()).publish("grace", "all here").subscribers, 3);
    for (const auto &stream : streams)
        QCOMPARE(stream->nextData(1), QList<QByteArray>{"all here"});
    // With the last stream the grace is over, too.
    streams.clear();
    QVERIFY(reaches(engine, QStringLiteral("drained")));
}

void tst_drain::pausesAndGoesOn()
{
    SluicedProcess engine;
    START_ENGINE(engine);
    const Streams streams = openStreams(engine, 100, "/stream/paused");
    QVERIFY(startDrain(engine, plan(20, QStringLiteral("0"), QStringLiteral("20s"))).status < 300);
    QVERIFY(eventually([&] { return numberIn(progressOf(engine), "closed") >= 5; }));
    const ApiReply paused = callApi(engine.adminPort(), "PATCH", "drain", {{QStringLiteral("paused"), true}});
    QVERIFY2(paused.status == 200, paused.reply.body.constData());
    QCOMPARE(drainPhase(engine.adminPort()), QStringLiteral("paused"));
    QThread::msleep(200); // what had been ordered is done
    const int closed = numberIn(progressOf(engine), "closed");
    QVERIFY(closed < 100);
    QThread::msleep(1500);
    QCOMPARE(numberIn(progressOf(engine), "closed"), closed);
    QCOMPARE(Publisher(engine.publicPort()).publish("paused", "x").subscribers, 100 - closed);
    QVERIFY(callApi(engine.adminPort(), "PATCH", "drain", {{QStringLiteral("paused"), false}}).status == 200);
    QVERIFY(eventually([&] { return numberIn(progressOf(engine), "closed") > closed; }));
    QVERIFY(reaches(engine, QStringLiteral("drained")));
    QCOMPARE(numberIn(progressOf(engine), "forced"), 0);
    for (const auto &stream : streams) {
        stream->readUntil([&] { return false; });
        QCOMPARE(stream->waitForEnd(), StreamClient::Ending::Clean);
    }
}

void tst_drain::rateChangesWhileItRuns()
{
    SluicedProcess engine;
    START_ENGINE(engine);
    const Streams streams = openStreams(engine, 200, "/stream/rate");
    QVERIFY(startDrain(engine, plan(0.1)).status < 300); // half an hour and more
    QVERIFY(reaches(engine, QStringLiteral("evicting")));
    QVERIFY(callApi(engine.adminPort(), "PATCH", "drain", {{QStringLiteral("rate"), 400}}).status == 200);
    QCOMPARE(progressOf(engine)[QLatin1String("rate")].toDouble(), 400.0);
    QVERIFY(reaches(engine, QStringLiteral("drained")));
    QCOMPARE(numberIn(progressOf(engine), "forced"), 0);
}

void tst_drain::cancelReturnsToServing_data()
{
    QTest::addColumn<QString>("phase");
    for (const char *phase : {"grace", "evicting", "paused", "drained"})
        QTest::newRow(phase) << QString::fromLatin1(phase);
}

void tst_drain::cancelReturnsToServing()
{
    QFETCH(QString, phase);
    SluicedProcess engine(patient());
    START_ENGINE(engine);
    const Streams streams = openStreams(engine, 20, "/stream/cancelled");
    // One that is told to go and cannot: it stays when the drain is cancelled.
    const auto stalled = stalledStream(engine, "stalled");
    const bool isSlow = phase != QStringLiteral("drained");
    QVERIFY(startDrain(engine,
                       plan(phase == QStringLiteral("drained") ? 1000 : 5,
                            phase == QStringLiteral("grace") ? QStringLiteral("10min") : QStringLiteral("0"),
                            isSlow ? QStringLiteral("10min") : QStringLiteral("500ms")))
                .status < 300);
    if (phase == QStringLiteral("paused"))
        QVERIFY(callApi(engine.adminPort(), "PATCH", "drain", {{QStringLiteral("paused"), true}}).status ==
                200);
    QVERIFY(reaches(engine, phase));
    const ApiReply cancelled = callApi(engine.adminPort(), "DELETE", "drain");
    QVERIFY2(cancelled.status >= 200 && cancelled.status < 300, cancelled.reply.body.constData());
    QCOMPARE(drainPhase(engine.adminPort()), QStringLiteral("serving"));
    QCOMPARE(statusOf(engine.publicPort(), "/readyz"), 200);
    StreamClient fresh(engine.publicPort(), "/stream/cancelled");
    QVERIFY(fresh.isOpen());
    QThread::msleep(100);
    const int left = int(Metrics::scrape(engine.adminPort()).active());
    QThread::msleep(700); // three evictions' time
    QCOMPARE(int(Metrics::scrape(engine.adminPort()).active()), left);
    QCOMPARE(left, isSlow ? left : 1);
    QVERIFY(left >= 1);
    if (isSlow) {
        for (int index = 0; index < 200; ++index)
            QVERIFY(stalled->next().has_value());
        Publisher(engine.publicPort()).publish("stalled", "still here");
        const auto event = stalled->next();
        QVERIFY(event.has_value());
        QCOMPARE(event->data, QByteArray("still here"));
    }
    Publisher(engine.publicPort()).publish("cancelled", "welcome");
    QCOMPARE(fresh.nextData(1), QList<QByteArray>{"welcome"});
    QCOMPARE(callApi(engine.adminPort(), "DELETE", "drain").status, 409);
}

void tst_drain::startedTwice()
{
    SluicedProcess engine;
    START_ENGINE(engine);
    const Streams streams = openStreams(engine, 5, "/stream/twice");
    QVERIFY(startDrain(engine, plan(1000, QStringLiteral("10min"))).status < 300);
    const ApiReply again = startDrain(engine, plan(7));
    QCOMPARE(again.status, 409);
    QVERIFY(again.reply.field("Content-Type").startsWith("application/problem+json"));
    QCOMPARE(progressOf(engine)[QLatin1String("rate")].toDouble(), 1000.0);
}

void tst_drain::badRequests_data()
{
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<QJsonObject>("body");
    QTest::newRow("rate 0") << QByteArray("POST") << plan(0);
    QTest::newRow("rate below 0") << QByteArray("POST") << plan(-1);
    QTest::newRow("grace without unit") << QByteArray("POST") << plan(1, QStringLiteral("5"));
    QTest::newRow("deadline too long")
        << QByteArray("POST") << plan(1, QStringLiteral("0"), QStringLiteral("3d"));
    QTest::newRow("then what") << QByteArray("POST")
                               << QJsonObject{{QStringLiteral("then"), QStringLiteral("dance")}};
    QTest::newRow("unknown key") << QByteArray("POST") << QJsonObject{{QStringLiteral("speed"), 5}};
    QTest::newRow("wrong type") << QByteArray("POST")
                                << QJsonObject{{QStringLiteral("rate"), QStringLiteral("fast")}};
}

void tst_drain::badRequests()
{
    QFETCH(QByteArray, method);
    QFETCH(QJsonObject, body);
    SluicedProcess engine;
    START_ENGINE(engine);
    const ApiReply answer = callApi(engine.adminPort(), method, "drain", body);
    QVERIFY2(answer.status == 422 || answer.status == 400, QByteArray::number(answer.status).constData());
    QVERIFY(!answer.object[QLatin1String("detail")].toString().isEmpty());
    QCOMPARE(drainPhase(engine.adminPort()), QStringLiteral("serving"));
    QVERIFY(StreamClient(engine.publicPort(), "/stream/a").isOpen());
}

void tst_drain::previewStartsNothing()
{
    SluicedProcess engine;
    START_ENGINE(engine);
    const Streams streams = openStreams(engine, 40, "/stream/preview");
    const ApiReply preview = callApi(engine.adminPort(), "POST", "drain?dry_run=1",
                                     plan(4, QStringLiteral("1s"), QStringLiteral("5s")));
    QCOMPARE(preview.status, 200);
    QCOMPARE(numberIn(preview.object, "initial"), 40);
    // Five of the ten seconds that 4 a second need, after one of grace: half of them are forced. Both halves
    // come back over the ten seconds of drain.retry_spread.
    QCOMPARE(preview.object[QLatin1String("seconds")].toDouble(), 6.0);
    QCOMPARE(numberIn(preview.object, "forced"), 20);
    QCOMPARE(preview.object[QLatin1String("reconnects_per_second")].toDouble(), 4.0);
    QCOMPARE(drainPhase(engine.adminPort()), QStringLiteral("serving"));
    QCOMPARE(statusOf(engine.publicPort(), "/readyz"), 200);
}

void tst_drain::stalledReadersAreForced()
{
    SluicedProcess engine(patient());
    START_ENGINE(engine);
    constexpr int Stalled = 3;
    constexpr int Healthy = 30;
    Streams stalled;
    for (int index = 0; index < Stalled; ++index)
        stalled.push_back(stalledStream(engine, "stalled-" + QByteArray::number(index)));
    const Streams healthy = openStreams(engine, Healthy, "/stream/healthy");
    QVERIFY(startDrain(engine, plan(1000, QStringLiteral("0"), QStringLiteral("2s"))).status < 300);
    for (const auto &stream : healthy)
        QCOMPARE(readNumbersToTheShutdown(*stream), 0);
    QVERIFY(reaches(engine, QStringLiteral("drained")));
    const QJsonObject progress = progressOf(engine);
    QCOMPARE(numberIn(progress, "initial"), Stalled + Healthy);
    QCOMPARE(numberIn(progress, "closed"), Stalled + Healthy);
    QCOMPARE(numberIn(progress, "forced"), Stalled);
    const Metrics metrics = Metrics::scrape(engine.adminPort());
    QCOMPARE(metrics.ended("forced"), double(Stalled));
    QCOMPARE(metrics.ended("drained"), double(Healthy));
    // What a stalled reader finds is whole events and an id to resume with, then the cut.
    const QByteArray resumeId = [&] {
        stalled.front()->waitForEnd();
        return stalled.front()->lastEventId();
    }();
    QVERIFY(!resumeId.isEmpty());
    QVERIFY(callApi(engine.adminPort(), "DELETE", "drain").status < 300);
    StreamClient::Options options;
    options.lastEventId = resumeId;
    StreamClient resumed(engine.publicPort(), "/stream/stalled-0", options);
    QVERIFY(resumed.isOpen());
    QVERIFY(!resumed.head().has("Sluice-Gap"));
}

void tst_drain::forcedInTimeAreToldToo()
{
    // A deadline that is too short for the rate: whoever takes it is flushed and told all the same.
    SluicedProcess engine;
    START_ENGINE(engine);
    const Streams streams = openStreams(engine, 60, "/stream/short");
    QVERIFY(Publisher(engine.publicPort()).publishNumbered("short", 20));
    QVERIFY(startDrain(engine, plan(0.1, QStringLiteral("0"), QStringLiteral("300ms"))).status < 300);
    for (const auto &stream : streams)
        QCOMPARE(readNumbersToTheShutdown(*stream), 20);
    QVERIFY(reaches(engine, QStringLiteral("drained")));
    QCOMPARE(numberIn(progressOf(engine), "forced"), 59);
}

void tst_drain::signalTurnsADrainIntoAnExit_data()
{
    QTest::addColumn<QString>("phase");
    for (const char *phase : {"grace", "evicting", "paused", "drained"})
        QTest::newRow(phase) << QString::fromLatin1(phase);
}

void tst_drain::signalTurnsADrainIntoAnExit()
{
    QFETCH(QString, phase);
    SluicedProcess engine;
    START_ENGINE(engine);
    const Streams streams = openStreams(engine, 30, "/stream/signalled");
    QVERIFY(startDrain(engine,
                       plan(phase == QStringLiteral("drained") ? 1000 : 15,
                            phase == QStringLiteral("grace") ? QStringLiteral("2s") : QStringLiteral("0")))
                .status < 300);
    if (phase == QStringLiteral("paused"))
        QVERIFY(callApi(engine.adminPort(), "PATCH", "drain", {{QStringLiteral("paused"), true}}).status ==
                200);
    QVERIFY(reaches(engine, phase));
    engine.signal(SIGTERM);
    for (const auto &stream : streams)
        QCOMPARE(readNumbersToTheShutdown(*stream), 0);
    QVERIFY(engine.waitForEnd());
    QCOMPARE(engine.exitCode(), 0);
}

void tst_drain::secondSignalEndsAtOnce()
{
    SluicedProcess engine;
    START_ENGINE(engine);
    const Streams streams = openStreams(engine, 3, "/stream/second");
    QVERIFY(startDrain(engine, plan(0.1, QStringLiteral("10min"))).status < 300);
    engine.signal(SIGTERM);
    QThread::msleep(300);
    QVERIFY(engine.isRunning()); // the drain goes on
    engine.signal(SIGTERM);
    QVERIFY(engine.waitForEnd());
    QCOMPARE(engine.exitCode(), 128 + SIGTERM);
}

void tst_drain::signalAfterACancelledStopIsAFirstOne()
{
    SluicedProcess::Options options;
    options.settings << QStringLiteral("drain.grace=5s");
    SluicedProcess engine(options);
    START_ENGINE(engine);
    Streams streams = openStreams(engine, 3, "/stream/cancelled-stop");
    engine.signal(SIGTERM);
    QVERIFY(reaches(engine, QStringLiteral("grace")));
    QVERIFY(callApi(engine.adminPort(), "DELETE", "drain").status < 300);
    QCOMPARE(statusOf(engine.publicPort(), "/readyz"), 200);
    engine.signal(SIGTERM);
    QVERIFY(reaches(engine, QStringLiteral("grace")));
    for (const auto &stream : streams)
        QCOMPARE(readNumbersToTheShutdown(*stream), 0);
    QVERIFY(engine.waitForEnd());
    QCOMPARE(engine.exitCode(), 0);
}

void tst_drain::drainThatExits()
{
    SluicedProcess engine;
    START_ENGINE(engine);
    const Streams streams = openStreams(engine, 20, "/stream/exit");
    QJsonObject wanted = plan(1000);
    wanted[QLatin1String("then")] = QStringLiteral("exit");
    QVERIFY(startDrain(engine, wanted).status < 300);
    for (const auto &stream : streams)
        QCOMPARE(readNumbersToTheShutdown(*stream), 0);
    QVERIFY(engine.waitForEnd());
    QCOMPARE(engine.exitCode(), 0);
}

void tst_drain::hangUpDoesNotEndTheEngine()
{
    SluicedProcess engine;
    START_ENGINE(engine);
    StreamClient stream(engine.publicPort(), "/stream/hup");
    engine.signal(SIGHUP);
    QThread::msleep(200);
    QVERIFY(engine.isRunning());
    QCOMPARE(Publisher(engine.publicPort()).publish("hup", "here").subscribers, 1);
    QCOMPARE(stream.nextData(1), QList<QByteArray>{"here"});
}

/** What the file says of drains is for the next one; the one that runs keeps what it was asked for. */
void tst_drain::hangUpLeavesADrainAlone()
{
    QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("sluice.toml"));
    const auto write = [&path](const QByteArray &rate) {
        QFile file(path);
        return file.open(QIODevice::WriteOnly) && file.write("[drain]\ngrace = \"0\"\nrate = " + rate) > 0;
    };
    QVERIFY(write("1"));
    SluicedProcess::Options options;
    options.arguments << QStringLiteral("--config") << path;
    SluicedProcess engine(options);
    START_ENGINE(engine);
    const Streams streams = openStreams(engine, 40, "/stream/hup");
    QVERIFY(allOpen(streams));
    engine.signal(SIGTERM);
    QVERIFY(reaches(engine, QStringLiteral("evicting")));
    QVERIFY(write("2"));
    engine.signal(SIGHUP);
    QVERIFY(eventually([&] { return engine.standardError().contains("was read again"); }));
    QCOMPARE(drainPhase(engine.adminPort()), QStringLiteral("evicting"));
    QCOMPARE(progressOf(engine)[QLatin1String("rate")].toDouble(), 1.0);
    QCOMPARE(progressOf(engine)[QLatin1String("then")].toString(), QStringLiteral("exit"));
    QVERIFY(write("broken"));
    engine.signal(SIGHUP);
    QVERIFY(eventually([&] { return engine.standardError().contains("the old settings stay"); }));
    QVERIFY(callApi(engine.adminPort(), "PATCH", "drain", {{QStringLiteral("rate"), 1000}}).status == 200);
    for (const auto &stream : streams)
        QCOMPARE(readNumbersToTheShutdown(*stream), 0);
    QVERIFY(engine.waitForEnd());
    QCOMPARE(engine.exitCode(), 0);
}

void tst_drain::cancelWhileForcing()
{
    SluicedProcess::Options options;
    options.settings << QStringLiteral("engine.workers=2");
    SluicedProcess engine(options);
    START_ENGINE(engine);
    const Streams streams = openStreams(engine, 40, "/stream/forcing");
    QVERIFY(allOpen(streams));
    const auto streamsOf = [&engine](int worker) {
        return callApi(engine.adminPort(), "GET", "streams?worker=" + QByteArray::number(worker))
            .object[QLatin1String("total")]
            .toInt();
    };
    QVERIFY(eventually([&] { return streamsOf(0) + streamsOf(1) == 40; }));
    const int blocked = streamsOf(0);
    {
        FrozenThread worker(engine.pid(), "worker-0");
        if (!worker.isFrozen())
            QSKIP("this machine forbids ptrace(2)");
        // Its streams cannot go, neither at the drain's pace nor at its deadline.
        QVERIFY(startDrain(engine, plan(1000, QStringLiteral("0"), QStringLiteral("1s"))).status < 300);
        QVERIFY(reaches(engine, QStringLiteral("forcing")));
        QVERIFY(eventually([&] { return numberIn(progressOf(engine), "left") == blocked; }));
        QCOMPARE(callApi(engine.adminPort(), "DELETE", "drain").status, 200);
        QCOMPARE(drainPhase(engine.adminPort()), QStringLiteral("serving"));
    }
    // The worker hears of the force and of its end in one breath: whoever was left stays.
    QCOMPARE(Publisher(engine.publicPort()).publish("forcing", "still here").subscribers, blocked);
    int stayed = 0;
    int told = 0;
    for (const auto &stream : streams) {
        const auto event = stream->next();
        QVERIFY(event.has_value());
        stayed += event->data == "still here" ? 1 : 0;
        told += event->name == "shutdown" ? 1 : 0;
    }
    QCOMPARE(stayed, blocked);
    QCOMPARE(told, 40 - blocked);
    QCOMPARE(Metrics::scrape(engine.adminPort()).ended("forced"), 0.0);
    QVERIFY(StreamClient(engine.publicPort(), "/stream/forcing").isOpen());
    const QString broken = brokenBalance(engine.adminPort());
    QVERIFY2(broken.isEmpty(), qPrintable(broken));
}

/** Before, whoever watches the events heard of a new rate only with the next stream that left. */
void tst_drain::aChangeOfThePlanIsTold()
{
    SluicedProcess engine;
    START_ENGINE(engine);
    const Streams streams = openStreams(engine, 3, "/stream/plan");
    QVERIFY(allOpen(streams));
    StreamClient watcher(engine.adminPort(), "/api/v1/events");
    QVERIFY(watcher.isOpen());
    const auto hears = [&watcher](const char *member, const QJsonValue &value) {
        QJsonObject told;
        for (int event = 0; event < 200 && told[QLatin1String(member)] != value; ++event) {
            const auto next = watcher.next();
            if (!next)
                return false;
            told = next->name == "drain" ? QJsonDocument::fromJson(next->data).object() : QJsonObject();
        }
        return told[QLatin1String(member)] == value && numberIn(told, "left") == 3;
    };
    QVERIFY(startDrain(engine, plan(1000, QStringLiteral("10min"))).status < 300);
    QVERIFY(hears("phase", QStringLiteral("grace")));
    QVERIFY(callApi(engine.adminPort(), "PATCH", "drain", {{QStringLiteral("rate"), 7}}).status == 200);
    QVERIFY(hears("rate", 7));
    QVERIFY(
        callApi(engine.adminPort(), "PATCH", "drain", {{QStringLiteral("deadline"), QStringLiteral("42s")}})
            .status == 200);
    QVERIFY(hears("deadline", QStringLiteral("42s")));
    QVERIFY(callApi(engine.adminPort(), "PATCH", "drain", {{QStringLiteral("then"), QStringLiteral("exit")}})
                .status == 200);
    QVERIFY(hears("then", QStringLiteral("exit")));
}

QTEST_GUILESS_MAIN(tst_drain)
#include "tst_drain.moc"
