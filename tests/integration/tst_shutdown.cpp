// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// SIGTERM: nobody new, everybody gets what was published, is told, ends cleanly; exit code 0. A second signal
// ends at once.

#include "support/EngineTest.h"

#include <atomic>
#include <csignal>
#include <thread>
#include <vector>

using namespace sluice::integration;
using namespace std::chrono_literals;

class tst_shutdown : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyStreamIsFlushedToldAndEnded();
    void idleEngineEndsAtOnce_data();
    void idleEngineEndsAtOnce();
    void drainingRefusesNewStreams();
    void deadlineForcesStalledStreams();
    void secondSignalEndsAtOnce();
    void waitingInTheAcceptQueueIsAnswered();
    void requestsInProgressEndWithTheEngine();
    void clientThatSentSomethingIsNotReset();
    void publishingGoesOnToTheEnd();
};

namespace {

/** A stream that takes nothing more and has unsent bytes, which keeps the engine draining. */
std::unique_ptr<StreamClient> stalledStream(quint16 port, Publisher &publisher)
{
    StreamClient::Options options;
    options.receiveBuffer = 4096;
    auto stalled = std::make_unique<StreamClient>(port, "/stream/stalled", options);
    for (int index = 0; index < 200; ++index)
        publisher.publish("stalled", QByteArray(4000, 's'));
    return stalled;
}

SluicedProcess::Options patient(const QString &deadline)
{
    SluicedProcess::Options options;
    options.settings << QStringLiteral("backpressure.high_water_mark=16MiB")
                     << QStringLiteral("drain.deadline=") + deadline;
    return options;
}

} // namespace

void tst_shutdown::everyStreamIsFlushedToldAndEnded()
{
    constexpr int Streams = 60;
    constexpr int Events = 400;
    SluicedProcess engine;
    START_ENGINE(engine);
    std::vector<std::unique_ptr<StreamClient>> streams;
    for (int index = 0; index < Streams; ++index) {
        StreamClient::Options options;
        options.version = index % 10 == 9 ? "HTTP/1.0" : "HTTP/1.1";
        const QByteArray target = index % 10 == 8 ? "/stream?channel=last&channel=other" : "/stream/last";
        streams.push_back(std::make_unique<StreamClient>(engine.publicPort(), target, options));
        QVERIFY(streams.back()->isOpen());
    }
    Publisher publisher(engine.publicPort());
    QVERIFY(publisher.publishNumbered("last", Events));
    engine.signal(SIGTERM); // All were accepted; hardly any has been read.
    for (const std::unique_ptr<StreamClient> &stream : streams) {
        for (int event = 0; event < Events; ++event) {
            const std::optional<SseEvent> received = stream->next();
            QVERIFY2(received.has_value(), QByteArray::number(event).constData());
            QCOMPARE(received->data, QByteArray::number(event));
        }
        const QByteArray lastId = stream->lastEventId();
        const std::optional<SseEvent> told = stream->next();
        QVERIFY(told.has_value());
        QCOMPARE(told->name, QByteArray("shutdown"));
        QCOMPARE(told->id, lastId); // The cursor stays where it was: a resume misses nothing.
        QVERIFY(!stream->next().has_value());
        QCOMPARE(stream->waitForEnd(), StreamClient::Ending::Clean);
    }
    QVERIFY(engine.waitForEnd());
    QCOMPARE(engine.exitCode(), 0);
}

void tst_shutdown::idleEngineEndsAtOnce_data()
{
    QTest::addColumn<int>("number");
    QTest::newRow("SIGTERM") << SIGTERM;
    QTest::newRow("SIGINT") << SIGINT;
}

void tst_shutdown::idleEngineEndsAtOnce()
{
    QFETCH(int, number);
    SluicedProcess engine;
    START_ENGINE(engine);
    engine.signal(number);
    QVERIFY(engine.waitForEnd());
    QCOMPARE(engine.exitCode(), 0);
}

void tst_shutdown::drainingRefusesNewStreams()
{
    SluicedProcess engine(patient(QStringLiteral("10min")));
    START_ENGINE(engine);
    Publisher publisher(engine.publicPort());
    const std::unique_ptr<StreamClient> stalled = stalledStream(engine.publicPort(), publisher);
    QVERIFY(stalled->isOpen());
    StreamClient healthy(engine.publicPort(), "/stream/healthy");
    QVERIFY(healthy.isOpen());
    engine.signal(SIGTERM);
    const std::optional<SseEvent> told = healthy.next();
    QVERIFY(told.has_value());
    QCOMPARE(told->name, QByteArray("shutdown"));
    QCOMPARE(healthy.waitForEnd(), StreamClient::Ending::Clean);

    QCOMPARE(statusOf(engine.publicPort(), "/readyz"), 503);
    QCOMPARE(statusOf(engine.adminPort(), "/readyz"), 503);
    QCOMPARE(statusOf(engine.publicPort(), "/healthz"), 200);
    QCOMPARE(statusOf(engine.adminPort(), "/healthz"), 200);
    const HttpReply refusal = get(engine.publicPort(), "/stream/healthy");
    QCOMPARE(refusal.status, 503);
    QVERIFY(refusal.field("Retry-After").toInt() >= 1);
    QCOMPARE(Metrics::scrape(engine.adminPort()).sum("sluice_refusals_total", "cause=\"draining\""), 1.0);
    QCOMPARE(Metrics::scrape(engine.adminPort()).ended("shutdown"), 1.0);
    const QString broken = brokenBalance(engine.adminPort());
    QVERIFY2(broken.isEmpty(), qPrintable(broken));

    // The stalled one reads on after all: it gets everything too, and with it the engine is done.
    for (int index = 0; index < 200; ++index)
        QVERIFY2(stalled->next().has_value(), QByteArray::number(index).constData());
    const std::optional<SseEvent> last = stalled->next();
    QVERIFY(last.has_value());
    QCOMPARE(last->name, QByteArray("shutdown"));
    QCOMPARE(stalled->waitForEnd(), StreamClient::Ending::Clean);
    QVERIFY(engine.waitForEnd());
    QCOMPARE(engine.exitCode(), 0);
}

void tst_shutdown::deadlineForcesStalledStreams()
{
    SluicedProcess engine(patient(QStringLiteral("500ms")));
    START_ENGINE(engine);
    Publisher publisher(engine.publicPort());
    const std::unique_ptr<StreamClient> stalled = stalledStream(engine.publicPort(), publisher);
    QVERIFY(stalled->isOpen());
    engine.signal(SIGTERM);
    QVERIFY(engine.waitForEnd());
    QCOMPARE(engine.exitCode(), 0);
}

void tst_shutdown::secondSignalEndsAtOnce()
{
    SluicedProcess engine(patient(QStringLiteral("10min")));
    START_ENGINE(engine);
    Publisher publisher(engine.publicPort());
    const std::unique_ptr<StreamClient> stalled = stalledStream(engine.publicPort(), publisher);
    QVERIFY(stalled->isOpen());
    engine.signal(SIGTERM);
    QVERIFY(eventually([&engine] { return statusOf(engine.adminPort(), "/readyz") == 503; }));
    QThread::msleep(300);
    QVERIFY(engine.isRunning()); // It waits for the stalled one.
    engine.signal(SIGTERM);
    QVERIFY(engine.waitForEnd());
}

void tst_shutdown::waitingInTheAcceptQueueIsAnswered()
{
    constexpr int Waiting = 50;
    SluicedProcess engine;
    START_ENGINE(engine);
    // Stopped, the engine cannot accept: all of them are in the queue when it learns of both.
    engine.signal(SIGSTOP);
    std::vector<std::unique_ptr<RawSocket>> sockets;
    for (int index = 0; index < Waiting; ++index) {
        sockets.push_back(std::make_unique<RawSocket>(engine.publicPort()));
        QVERIFY(sockets.back()->isOpen());
        QVERIFY(sockets.back()->send(request("GET", "/stream/waiting")));
    }
    engine.signal(SIGTERM);
    engine.signal(SIGCONT);
    int refused = 0;
    for (const std::unique_ptr<RawSocket> &socket : sockets) {
        QVERIFY(socket->fillToEnd());
        QCOMPARE(socket->peer(), RawSocket::Peer::Finished);
        const QByteArray &answer = socket->buffer();
        if (answer.startsWith("HTTP/1.1 503 "))
            ++refused;
        else // Admitted before the signal was seen: then told and ended like any other.
            QVERIFY2(answer.startsWith("HTTP/1.1 200 ") && answer.contains("event: shutdown\n") &&
                         answer.endsWith("0\r\n\r\n"),
                     answer.constData());
    }
    qInfo("%d of %d refused", refused, Waiting);
    QVERIFY(engine.waitForEnd());
    QCOMPARE(engine.exitCode(), 0);
}

void tst_shutdown::requestsInProgressEndWithTheEngine()
{
    SluicedProcess engine;
    START_ENGINE(engine);
    RawSocket idle(engine.publicPort());
    RawSocket halfHead(engine.publicPort());
    QVERIFY(halfHead.send("GET /stream/a HTTP/1.1\r\nHost:"));
    RawSocket halfBody(engine.publicPort());
    QVERIFY(halfBody.send(request("POST", "/publish/a", {"Content-Length: 100"}) + "begun"));
    RawSocket keptAlive(engine.publicPort());
    QVERIFY(keptAlive.send(request("GET", "/healthz")));
    QCOMPARE(readReply(keptAlive).status, 200);
    engine.signal(SIGTERM);
    for (RawSocket *socket : {&idle, &halfHead, &halfBody, &keptAlive}) {
        QVERIFY(socket->fillToEnd());
        QCOMPARE(socket->peer(), RawSocket::Peer::Finished);
    }
    QVERIFY(engine.waitForEnd());
    QCOMPARE(engine.exitCode(), 0);
}

void tst_shutdown::clientThatSentSomethingIsNotReset()
{
    // Bytes that wait unread when a descriptor is closed turn the close into a reset.
    SluicedProcess engine;
    START_ENGINE(engine);
    std::vector<std::unique_ptr<StreamClient>> streams;
    for (int index = 0; index < 20; ++index) {
        streams.push_back(std::make_unique<StreamClient>(engine.publicPort(), "/stream/chatty"));
        QVERIFY(streams.back()->isOpen());
    }
    engine.signal(SIGTERM);
    for (int round = 0; round < 20; ++round) {
        for (const std::unique_ptr<StreamClient> &stream : streams)
            stream->socket().send("unasked for\r\n");
    }
    for (const std::unique_ptr<StreamClient> &stream : streams) {
        const std::optional<SseEvent> told = stream->next();
        QVERIFY(told.has_value());
        QCOMPARE(told->name, QByteArray("shutdown"));
        QCOMPARE(stream->waitForEnd(), StreamClient::Ending::Clean);
    }
    streams.clear();
    QVERIFY(engine.waitForEnd());
    QCOMPARE(engine.exitCode(), 0);
}

void tst_shutdown::publishingGoesOnToTheEnd()
{
    // Nobody reads before the end, so what is published until then must fit into the kernel's buffers: no
    // grace, and a publisher that pauses.
    SluicedProcess::Options options;
    options.settings << QStringLiteral("drain.grace=0");
    SluicedProcess engine(options);
    START_ENGINE(engine);
    std::vector<std::unique_ptr<StreamClient>> streams;
    for (int index = 0; index < 10; ++index) {
        streams.push_back(std::make_unique<StreamClient>(engine.publicPort(), "/stream/to-the-end"));
        QVERIFY(streams.back()->isOpen());
    }
    std::atomic<int> accepted = 0;
    std::thread publishing([&] {
        Publisher publisher(engine.publicPort());
        while (publisher.publish("to-the-end", QByteArray::number(accepted)).status == 202) {
            ++accepted;
            QThread::usleep(1000);
        }
    });
    const bool begun = eventually([&accepted] { return accepted > 200; });
    const int acceptedBefore = accepted;
    engine.signal(SIGTERM);
    publishing.join(); // It ends with the first answer that is no 202, or none.
    QVERIFY(begun);
    for (const std::unique_ptr<StreamClient> &stream : streams) {
        int next = 0;
        std::optional<SseEvent> event = stream->next();
        for (; event && event->name == "message"; event = stream->next())
            QCOMPARE(event->data, QByteArray::number(next++));
        QVERIFY(event.has_value());
        QCOMPARE(event->name, QByteArray("shutdown"));
        QVERIFY2(next >= acceptedBefore, QByteArray::number(next).constData());
        QCOMPARE(stream->waitForEnd(), StreamClient::Ending::Clean);
    }
    streams.clear();
    QVERIFY(engine.waitForEnd());
    QCOMPARE(engine.exitCode(), 0);
}

QTEST_GUILESS_MAIN(tst_shutdown)
#include "tst_shutdown.moc"
