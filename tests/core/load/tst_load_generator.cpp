// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The load generator against a real server on loopback that loses, repeats, refuses and hangs up on purpose.
#include "core/support/FaultyEventServer.h"

#include "load/clients/LoadStreams.h"
#include "load/clients/LoadWorker.h"
#include "load/run/LoadGenerator.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTest>
#include <QThread>

#include <csignal>
#include <fstream>
#include <map>
#include <memory>
#include <utility>

#include <unistd.h>

using namespace std::chrono_literals;
using namespace sluice;
using Server = test::FaultyEventServer;

namespace {

LoadOptions optionsFor(const Server &server)
{
    LoadOptions options;
    options.url = server.url("/stream/ch%CH%");
    options.publishUrl = server.url("/publish/ch%CH%");
    options.clients = 20;
    options.rate = 200;
    options.duration = 400ms;
    return options;
}

/** Streams that are cut come back, soon. */
LoadOptions returningOptionsFor(const Server &server)
{
    LoadOptions options = optionsFor(server);
    options.dropped = LoadOptions::Dropped::ComeBack;
    options.away = 50ms;
    options.tail = 60s;
    return options;
}

pid_t firstChild()
{
    const std::string self = std::to_string(::getpid());
    std::ifstream children("/proc/" + self + "/task/" + self + "/children");
    pid_t pid = 0;
    children >> pid;
    return pid;
}

LoadReport runWith(const LoadOptions &options)
{
    LoadGenerator generator(options, {});
    auto report = generator.run();
    if (!report) {
        QTest::qFail(report.error().message.c_str(), __FILE__, __LINE__);
        return {};
    }
    return *report;
}

/** The names of the thresholds that the run missed. */
QStringList missed(const LoadReport &report)
{
    QStringList names;
    for (const LoadJudgement &judgement : report.verdict.judgements)
        if (!judgement.passed())
            names << QString::fromUtf8(judgement.name.data(), static_cast<qsizetype>(judgement.name.size()));
    return names;
}

Error errorOf(const LoadOptions &options)
{
    LoadGenerator generator(options, {});
    const auto report = generator.run();
    return report ? inputError("no error") : report.error();
}

} // namespace

class tst_LoadGenerator : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void countsEveryEventOnce_data();
    void countsEveryEventOnce();
    void spreadsChannelsAndPublishers();
    void seesASkippedEvent();
    void seesARepeatedEvent();
    void seesADroppedStream();
    void seesAMissingTail();
    void countsRefusals();
    void countsRefusedConnections();
    void refusesOtherContentTypes();
    void leavesStalledClientsOut();
    void refusedPublishLeavesNoGap();
    void lostAnswerOfADeliveredEvent();
    void lostAnswerOfASwallowedEvent();
    void probesWhilePublishing();
    void measuresProcesses();
    void holdsWithoutPublishing();
    void stopsEarly();
    void stopsWhileConnecting();
    void comesBackAfterADrop_data();
    void comesBackAfterADrop();
    void seesWhatAReturnLoses();
    void seesWhatAReturnRepeats();
    void staysAwayWhenTold();
    void givesUpOnASilentServer();
    void churns();
    void rampPublishesFromTheFirstClientOn();
    void spikeComesAndLeaves();
    void slowClientsAreOutOfTheBooks();
    void readsInSeveralProcesses();
    void seesAProcessThatDies();
    void missesThresholds();
    void missesItsRate();
    void isNotMadeToAskWithoutEnd();
    void survivesAHostileRetry();
    void comesBackWithoutAnIdThatIsTooLong();
    void samplesEverySecond();
    void writesTheAgreedJson();
    void connectsFromSeveralAddresses();
    void refusesWhatCannotRun();
};

void tst_LoadGenerator::countsEveryEventOnce_data()
{
    QTest::addColumn<int>("framing");
    QTest::newRow("one chunk") << static_cast<int>(Server::Framing::WholeChunk);
    QTest::newRow("data and id chunks") << static_cast<int>(Server::Framing::DataAndId);
    QTest::newRow("a chunk for each byte") << static_cast<int>(Server::Framing::EachByte);
    QTest::newRow("a send for each byte") << static_cast<int>(Server::Framing::EachByteSend);
    QTest::newRow("no chunks") << static_cast<int>(Server::Framing::Plain);
    QTest::newRow("CRLF, no space") << static_cast<int>(Server::Framing::CrLf);
}

void tst_LoadGenerator::countsEveryEventOnce()
{
    QFETCH(int, framing);
    Server::Faults faults;
    faults.framing = static_cast<Server::Framing>(framing);
    const Server server(faults);
    const LoadReport report = runWith(optionsFor(server));
    QCOMPARE(report.connected, 20U);
    QVERIFY(report.published > 0);
    QCOMPARE(report.published, std::uint64_t(server.published()));
    QCOMPARE(report.expected, report.published * 20);
    QCOMPARE(report.delivered, report.expected);
    QCOMPARE(report.gaps, 0U);
    QCOMPARE(report.duplicates, 0U);
    QCOMPARE(report.drops, 0U);
    QCOMPARE(report.publishErrors, 0U);
    QCOMPARE(report.latency.count, report.delivered);
    QVERIFY(*report.latency.p50 > 0);
    QVERIFY(*report.latency.p50 <= *report.latency.max);
    QVERIFY(*report.deliveriesPerSecond > 0);
    QVERIFY(report.verdict.passed());
}

void tst_LoadGenerator::spreadsChannelsAndPublishers()
{
    const Server server({});
    LoadOptions options = optionsFor(server);
    options.clients = 25;
    options.channels = 10;
    options.publishers = 4;
    options.rate = 500;
    const LoadReport report = runWith(options);
    QVERIFY(report.published >= 10);
    QCOMPARE(report.delivered, report.expected);
    // Channels 0 to 4 have three streams, 5 to 9 have two, and events go round the channels.
    const auto rounds = report.published / 10;
    QVERIFY(report.expected >= rounds * 25);
    QVERIFY(report.expected <= (rounds + 1) * 25);
    QVERIFY(report.verdict.passed());
}

void tst_LoadGenerator::seesASkippedEvent()
{
    Server::Faults faults;
    faults.skipOn = 7;
    const Server server(faults);
    const LoadReport report = runWith([&] {
        LoadOptions options = optionsFor(server);
        options.tail = 100ms;
        return options;
    }());
    QVERIFY(report.published > 7);
    QCOMPARE(report.gaps, 1U);
    QCOMPARE(report.duplicates, 0U);
    QCOMPARE(report.delivered, report.expected - 1);
    QVERIFY(*report.deliveredRatio < 1);
    QVERIFY(!report.verdict.passed());
}

void tst_LoadGenerator::seesARepeatedEvent()
{
    Server::Faults faults;
    faults.repeatOn = 3;
    const Server server(faults);
    const LoadReport report = runWith(optionsFor(server));
    QCOMPARE(report.duplicates, 1U);
    QCOMPARE(report.gaps, 0U);
    QCOMPARE(report.delivered, report.expected);
    QCOMPARE(report.latency.count, report.delivered);
    QVERIFY(!report.verdict.passed());
}

void tst_LoadGenerator::seesADroppedStream()
{
    Server::Faults faults;
    faults.hangUpOn = 0;
    const Server server(faults);
    const LoadReport report = runWith(optionsFor(server));
    QCOMPARE(report.drops, 1U);
    QCOMPARE(report.dropReasons.begin()->second, 1U);
    QCOMPARE(report.gaps, 0U);
    // The dropped stream had five events; the rest of what it should have had is missing.
    QCOMPARE(report.delivered, report.published * 19 + 5);
    QCOMPARE(report.expected, report.published * 20);
    QVERIFY(!report.verdict.passed());
}

void tst_LoadGenerator::seesAMissingTail()
{
    Server::Faults faults;
    faults.silentAfter = 9;
    const Server server(faults);
    LoadOptions options = optionsFor(server);
    options.tail = 100ms;
    const LoadReport report = runWith(options);
    QVERIFY(report.published > 10);
    QCOMPARE(report.delivered, 10U * 20);
    QCOMPARE(report.gaps, 0U);
    QVERIFY(report.delivered < report.expected);
    QVERIFY(!report.verdict.passed());
}

void tst_LoadGenerator::countsRefusals()
{
    Server::Faults faults;
    faults.refuseEvery = 4;
    const Server server(faults);
    const LoadReport report = runWith(optionsFor(server));
    QCOMPARE(report.refused, 5U);
    QCOMPARE(report.connected, 15U);
    QCOMPARE(report.connectErrors, 0U);
    QCOMPARE(report.failures.at("status 503"), 5U);
    QCOMPARE(report.expected, report.published * 15);
    QCOMPARE(report.delivered, report.expected);
}

void tst_LoadGenerator::countsRefusedConnections()
{
    std::string url;
    {
        const Server closed({});
        url = closed.url("/stream/x");
    }
    LoadOptions options;
    options.url = url;
    options.clients = 3;
    const LoadReport report = runWith(options);
    QCOMPARE(report.refused, 3U);
    QCOMPARE(report.connected, 0U);
    QVERIFY(!report.verdict.passed());
}

void tst_LoadGenerator::refusesOtherContentTypes()
{
    Server::Faults faults;
    faults.contentType = "text/event-streams";
    const Server server(faults);
    const LoadReport report = runWith(optionsFor(server));
    QCOMPARE(report.connected, 0U);
    QCOMPARE(report.connectErrors, 20U);
    QCOMPARE(report.published, 0U);
}

void tst_LoadGenerator::givesUpOnASilentServer()
{
    Server::Faults faults;
    faults.hangEvery = 2;
    const Server server(faults);
    LoadOptions options = optionsFor(server);
    options.headTimeout = 3s;
    const LoadReport report = runWith(options);
    QCOMPARE(report.connected, 10U);
    QCOMPARE(report.connectErrors, 10U);
    QCOMPARE(report.failures.at("no response head in time"), 10U);
    QCOMPARE(report.delivered, report.published * 10);
    QVERIFY(!report.verdict.passed());
}

void tst_LoadGenerator::leavesStalledClientsOut()
{
    const Server server({});
    LoadOptions options = optionsFor(server);
    options.stalled = 5;
    options.size = 20'000;
    const LoadReport report = runWith(options);
    QCOMPARE(report.connected, 20U);
    QCOMPARE(report.stalled, 5U);
    QCOMPARE(report.expected, report.published * 15);
    QCOMPARE(report.delivered, report.expected);
    QCOMPARE(report.drops, 0U);
    QVERIFY(report.verdict.passed());
}

void tst_LoadGenerator::refusedPublishLeavesNoGap()
{
    Server::Faults faults;
    faults.publishing = Server::Publishing::Refused;
    const Server server(faults);
    const LoadReport report = runWith(optionsFor(server));
    QCOMPARE(report.publishErrors, 1U);
    QCOMPARE(report.published, std::uint64_t(server.published()));
    QCOMPARE(report.delivered, report.expected);
    QCOMPARE(missed(report), QStringList(QStringLiteral("publish_errors")));
}

void tst_LoadGenerator::lostAnswerOfADeliveredEvent()
{
    Server::Faults faults;
    faults.publishing = Server::Publishing::LostDelivered;
    const Server server(faults);
    const LoadReport report = runWith(optionsFor(server));
    QCOMPARE(report.publishErrors, 1U);
    QCOMPARE(report.published, std::uint64_t(server.published()));
    QCOMPARE(report.delivered, report.published * 20);
    QCOMPARE(report.delivered, report.expected);
    QCOMPARE(missed(report), QStringList(QStringLiteral("publish_errors")));
}

void tst_LoadGenerator::lostAnswerOfASwallowedEvent()
{
    Server::Faults faults;
    faults.publishing = Server::Publishing::LostSwallowed;
    const Server server(faults);
    const LoadReport report = runWith(optionsFor(server));
    QCOMPARE(report.publishErrors, 1U);
    QCOMPARE(report.published, std::uint64_t(server.published()));
    QCOMPARE(report.delivered, report.published * 20);
    QCOMPARE(report.gaps, 0U);
    QCOMPARE(missed(report), QStringList(QStringLiteral("publish_errors")));
}

void tst_LoadGenerator::probesWhilePublishing()
{
    const Server server({});
    LoadOptions options = optionsFor(server);
    options.probeUrl = server.url("/healthz");
    const LoadReport report = runWith(options);
    QVERIFY(report.probe.count > 0);
    QVERIFY(report.probe.count <= std::uint64_t(server.probes()));
    QVERIFY(*report.probe.max > 0);
}

void tst_LoadGenerator::measuresProcesses()
{
    const Server server({});
    LoadOptions options = optionsFor(server);
    options.pids = {::getpid()};
    const LoadReport report = runWith(options);
    QCOMPARE(report.processes.size(), 1U);
    const ProcessReport &process = report.processes.front();
    QCOMPARE(process.pid, ::getpid());
    QVERIFY(process.rssStartKib > 0);
    QVERIFY(process.rssMaxKib >= process.rssEndKib);
    QVERIFY(process.rssAnonEndKib > 0);
    QVERIFY(process.cpuMicrosecondsPerDelivery.has_value());
    QVERIFY(process.cpuMicrosecondsPerConnect.has_value());
    QVERIFY(process.kibPerStream.has_value());
}

void tst_LoadGenerator::holdsWithoutPublishing()
{
    const Server server({});
    LoadOptions options;
    options.url = server.url("/stream/x");
    options.clients = 10;
    options.duration = 0ms;
    options.hold = 300ms;
    options.pids = {::getpid()};
    const LoadReport report = runWith(options);
    QVERIFY(report.holdSeconds >= 0.3);
    QCOMPARE(report.holdDrops, 0U);
    QVERIFY(report.holdCpuPercent.has_value());
    QCOMPARE(report.published, 0U);
    QVERIFY(!report.deliveredRatio.has_value());
    QVERIFY(report.verdict.passed());
}

void tst_LoadGenerator::stopsEarly()
{
    const Server server({});
    LoadOptions options = optionsFor(server);
    options.duration = 60s;
    std::vector<LoadSample> samples;
    LoadGenerator *running = nullptr;
    LoadGenerator generator(options, [&](const LoadSample &sample) {
        samples.push_back(sample);
        running->requestStop();
    });
    running = &generator;
    const auto report = generator.run();
    QVERIFY(report.has_value());
    QVERIFY(report->interrupted);
    QCOMPARE(samples.size(), 2U);
    QCOMPARE(samples.front().connected, 20U);
    QVERIFY(samples.back().phase == LoadPhase::Interrupted);
    QCOMPARE(samples.back().delivered, report->delivered);
    QVERIFY(report->durationSeconds < 30);
    QCOMPARE(report->delivered, report->expected);
    QVERIFY(report->toText().find("PARTIAL") != std::string::npos);
}

void tst_LoadGenerator::stopsWhileConnecting()
{
    Server::Faults faults;
    faults.hangEvery = 2;
    const Server server(faults);
    LoadOptions options = optionsFor(server);
    options.warmup = 0;
    LoadGenerator *running = nullptr;
    LoadGenerator generator(options, [&](const LoadSample &) { running->requestStop(); });
    running = &generator;
    const auto report = generator.run();
    QVERIFY(report.has_value());
    QVERIFY(report->interrupted);
    QCOMPARE(report->connected, 10U);
    QCOMPARE(report->published, 0U);
}

void tst_LoadGenerator::comesBackAfterADrop_data()
{
    QTest::addColumn<int>("framing");
    QTest::newRow("one chunk") << static_cast<int>(Server::Framing::WholeChunk);
    QTest::newRow("data and id chunks") << static_cast<int>(Server::Framing::DataAndId);
    QTest::newRow("a chunk for each byte") << static_cast<int>(Server::Framing::EachByte);
    QTest::newRow("CRLF, no space") << static_cast<int>(Server::Framing::CrLf);
}

void tst_LoadGenerator::comesBackAfterADrop()
{
    QFETCH(int, framing);
    Server::Faults faults;
    faults.framing = static_cast<Server::Framing>(framing);
    faults.hangUpOn = 0;
    faults.resuming = Server::Resuming::Refused;
    const Server server(faults);
    LoadOptions options = returningOptionsFor(server);
    LoadReport report = runWith(options);
    QCOMPARE(report.drops, 1U);
    QCOMPARE(report.returnFailures, 1U);
    QCOMPARE(report.returned, 1U);
    QCOMPARE(report.away, 0U);
    QCOMPARE(server.resumed(), 2);
    QCOMPARE(report.expected, report.published * 20);
    QCOMPARE(report.delivered, report.expected);
    QCOMPARE(report.gaps, 0U);
    QCOMPARE(report.duplicates, 0U);
    QVERIFY(report.replayed > 0);
    QCOMPARE(report.latency.count + report.replayed, report.delivered);
    QVERIFY(!report.verdict.passed());
    options.thresholds.dropRate = 0.05; // 1 of 21
    QVERIFY(LoadVerdict::of(report, options.thresholds).passed());
}

void tst_LoadGenerator::seesWhatAReturnLoses()
{
    Server::Faults faults;
    faults.hangUpOn = 0;
    faults.resuming = Server::Resuming::Losing;
    const Server server(faults);
    const LoadReport report = runWith(returningOptionsFor(server));
    QCOMPARE(report.returned, 1U);
    QCOMPARE(report.gaps, 1U);
    QCOMPARE(report.delivered, report.expected - 1);
}

void tst_LoadGenerator::seesWhatAReturnRepeats()
{
    Server::Faults faults;
    faults.hangUpOn = 0;
    faults.resuming = Server::Resuming::Twice;
    const Server server(faults);
    const LoadReport report = runWith(returningOptionsFor(server));
    QCOMPARE(report.returned, 1U);
    QCOMPARE(report.duplicates, 1U);
    QCOMPARE(report.gaps, 0U);
    QCOMPARE(report.delivered, report.expected);
}

void tst_LoadGenerator::staysAwayWhenTold()
{
    Server::Faults faults;
    faults.hangUpOn = 0;
    faults.resuming = Server::Resuming::Ended;
    const Server server(faults);
    const LoadReport report = runWith(returningOptionsFor(server));
    QCOMPARE(server.resumed(), 1);
    QCOMPARE(report.drops, 1U);
    QCOMPARE(report.returned, 0U);
    QCOMPARE(report.away, 0U);
    QCOMPARE(report.failures.begin()->first, std::string("told to stay away (status 204)"));
    QVERIFY(report.delivered < report.expected);
}

void tst_LoadGenerator::churns()
{
    const Server server({});
    LoadOptions options = returningOptionsFor(server);
    options.dropped = LoadOptions::Dropped::StayAway;
    options.churn = 1;
    options.stalled = 2;
    options.duration = 1s;
    const LoadReport report = runWith(options);
    QVERIFY(report.churned >= 2);
    QCOMPARE(report.returned, report.churned);
    QCOMPARE(report.drops, 0U);
    QCOMPARE(report.gaps, 0U);
    QCOMPARE(report.duplicates, 0U);
    QCOMPARE(report.expected, report.published * 18);
    QCOMPARE(report.delivered, report.expected);
    QVERIFY(report.verdict.passed());
}

void tst_LoadGenerator::rampPublishesFromTheFirstClientOn()
{
    const Server server({});
    LoadOptions options = optionsFor(server);
    options.ramp = 1s;
    const LoadReport report = runWith(options);
    QCOMPARE(report.connected, 20U);
    QVERIFY(report.published > 0);
    QVERIFY(report.expected > report.published * 2);
    QVERIFY(report.expected < report.published * 19);
    QCOMPARE(report.delivered, report.expected);
    QCOMPARE(report.gaps, 0U);
    QVERIFY(report.verdict.passed());
    QVERIFY(report.timeline.front().published > 0);
}

void tst_LoadGenerator::spikeComesAndLeaves()
{
    const Server server({});
    LoadOptions options = optionsFor(server);
    options.spike = 10;
    options.duration = 4500ms;
    const LoadReport report = runWith(options);
    QCOMPARE(report.connected, 30U);
    QCOMPARE(report.drops, 0U);
    QVERIFY(report.expected > report.published * 20);
    QVERIFY(report.expected < report.published * 30);
    QCOMPARE(report.delivered, report.expected);
    QCOMPARE(report.timeline.back().connected, 20U);
    QVERIFY(report.verdict.passed());
}

void tst_LoadGenerator::slowClientsAreOutOfTheBooks()
{
    const Server server({});
    LoadOptions options = optionsFor(server);
    options.slow = 3;
    options.stalled = 2;
    options.size = 2000;
    const LoadReport report = runWith(options);
    QCOMPARE(report.connected, 20U);
    QCOMPARE(report.slow, 3U);
    QCOMPARE(report.expected, report.published * 15);
    QCOMPARE(report.delivered, report.expected);
    QVERIFY(report.verdict.passed());
}

void tst_LoadGenerator::readsInSeveralProcesses()
{
    Server::Faults faults;
    faults.publishing = Server::Publishing::LostDelivered;
    const Server server(faults);
    LoadOptions options = optionsFor(server);
    options.channels = 2;
    options.publishers = 2;
    options.processes = 3;
    options.clients = 21;
    options.stalled = 1;
    options.churn = 0.5;
    options.away = 50ms;
    const LoadReport report = runWith(options);
    QCOMPARE(report.processesUsed, 3U);
    QCOMPARE(report.connected, 21U);
    QCOMPARE(report.publishErrors, 1U);
    QCOMPARE(report.published, std::uint64_t(server.published()));
    QVERIFY(report.expected > 0);
    QCOMPARE(report.delivered, report.expected);
    QCOMPARE(report.latency.count + report.replayed, report.delivered);
    QCOMPARE(report.gaps, 0U);
    QCOMPARE(missed(report), QStringList(QStringLiteral("publish_errors")));
}

void tst_LoadGenerator::seesAProcessThatDies()
{
    const Server server({});
    LoadOptions options = optionsFor(server);
    options.processes = 2;
    options.duration = 2s;
    bool isKilled = false;
    LoadGenerator generator(options, [&](const LoadSample &sample) {
        if (sample.phase == LoadPhase::Publishing && !std::exchange(isKilled, true))
            ::kill(firstChild(), SIGKILL);
    });
    const auto report = generator.run();
    QVERIFY(report.has_value());
    QVERIFY(isKilled);
    QCOMPARE(report->drops, 10U);
    QVERIFY(report->dropReasons.begin()->first.find("was killed") != std::string::npos);
    QVERIFY(!report->verdict.passed());
}

void tst_LoadGenerator::missesThresholds()
{
    const Server server({});
    LoadOptions options = optionsFor(server);
    options.pids = {::getpid()};
    options.thresholds.p99 = 0ms;
    options.thresholds.rssGrowth = 100;
    const LoadReport report = runWith(options);
    QVERIFY(!report.verdict.passed());
    std::map<std::string_view, bool> passed;
    for (const LoadJudgement &judgement : report.verdict.judgements)
        passed[judgement.name] = judgement.passed();
    const std::map<std::string_view, bool> expected{
        {"connect_failures", true},
        {"drop_rate", true},
        {"published", true},
        {"publish_errors", true},
        {"loss", true},
        {"duplicates", true},
        {"p99", false},
        {"rss_growth", true},
    };
    QCOMPARE(passed, expected);
    const std::string text = report.toText();
    QVERIFY2(text.find("p99 latency: ") != std::string::npos, text.c_str());
    QVERIFY2(text.find("asked at most 0 ms") != std::string::npos, text.c_str());
}

/** A publisher at a time, each answered late, cannot reach the rate; to publish less is not to be quicker. */
void tst_LoadGenerator::missesItsRate()
{
    Server::Faults faults;
    faults.publishDelay = 50ms; // at most 20 a second
    const Server server(faults);
    LoadOptions options = optionsFor(server);
    options.clients = 2;
    options.duration = 1s;
    const LoadReport report = runWith(options);
    QVERIFY(report.published > 0);
    QVERIFY(*report.publishShare < 0.5);
    QCOMPARE(missed(report), QStringList());
    QVERIFY2(report.toText().find("% of the offered rate was reached") != std::string::npos,
             report.toText().c_str());
    options.thresholds.publishShare = 0.9;
    QCOMPARE(missed(runWith(options)), QStringList(QStringLiteral("publish_share")));
}

/** A server that sends everybody away at once and asks them back at once is not asked without end. */
void tst_LoadGenerator::isNotMadeToAskWithoutEnd()
{
    int requests = 0;
    QTcpServer server;
    QVERIFY(server.listen(QHostAddress::LocalHost));
    connect(&server, &QTcpServer::newConnection, &server, [&] {
        while (QTcpSocket *socket = server.nextPendingConnection()) {
            connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater);
            connect(socket, &QTcpSocket::readyRead, socket, [&requests, socket] {
                ++requests;
                socket->write("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\nretry: 0\n\n");
                socket->disconnectFromHost();
            });
        }
    });
    LoadOptions options;
    options.url = "http://127.0.0.1:" + std::to_string(server.serverPort()) + "/x";
    options.clients = 10;
    options.hold = 2s;
    options.tail = 200ms;
    options.duration = 0ms;
    options.dropped = LoadOptions::Dropped::ComeBack;
    LoadReport report;
    std::unique_ptr<QThread> thread(QThread::create([&] { report = runWith(options); }));
    thread->start();
    QTRY_VERIFY_WITH_TIMEOUT(thread->isFinished(), 60'000);
    QVERIFY(report.returned > 0);
    // 0.2, 0.4, 0.8 s and so on, give or take a half: less than ten attempts each, where it were thousands.
    QVERIFY2(requests >= 20 && requests < 100, qPrintable(QString::number(requests)));
}

/** A wait beyond what the clock can count to must not become one in the past. */
void tst_LoadGenerator::survivesAHostileRetry()
{
    Server::Faults faults;
    faults.streamBegin = "retry: 9223372036854775807\n\n";
    faults.hangUpOn = 0;
    const Server server(faults);
    LoadOptions options = returningOptionsFor(server);
    options.tail = 200ms;
    const LoadReport report = runWith(options);
    QCOMPARE(report.drops, 1U);
    QCOMPARE(report.away, 1U);
    QCOMPARE(report.returned, 0U);
    QCOMPARE(server.resumed(), 0);
}

void tst_LoadGenerator::comesBackWithoutAnIdThatIsTooLong()
{
    Server::Faults faults;
    faults.idPadding = 10'000;
    faults.hangUpOn = 0;
    const Server server(faults);
    LoadOptions options = returningOptionsFor(server);
    options.tail = 2s; // what it missed meanwhile is missing, so all of it passes
    const LoadReport report = runWith(options);
    QCOMPARE(report.returned, 1U);
    QCOMPARE(server.resumed(), 0); // it sent no id, also not the one before
    QCOMPARE(report.duplicates, 0U);
    QCOMPARE(report.failures.size(), 1U);
    QVERIFY2(report.failures.begin()->first.find("longer than 7168 bytes") != std::string::npos,
             report.failures.begin()->first.c_str());
}

void tst_LoadGenerator::samplesEverySecond()
{
    const Server server({});
    LoadOptions options = optionsFor(server);
    options.duration = 2500ms;
    options.pids = {::getpid()};
    const LoadReport report = runWith(options);
    QVERIFY(report.timeline.size() >= 3);
    const LoadSample &last = report.timeline.back();
    QVERIFY(last.phase == LoadPhase::Finished);
    QCOMPARE(last.published, report.published);
    QCOMPARE(last.delivered, report.delivered);
    QCOMPARE(last.connected, 0U + 20);
    const QJsonObject json = QJsonDocument::fromJson(QByteArray::fromStdString(last.toJsonLine())).object();
    // The console and other programs read exactly these.
    for (const char *name :
         {"elapsed_seconds", "asked",          "connected",    "refused",   "connect_errors",
          "published",       "publish_errors", "publish_rate", "delivered", "delivery_rate",
          "p50_all_ms",      "p99_all_ms",     "drops",        "gaps",      "duplicates",
          "churned",         "returned",       "away",         "rss_kib",   "cpu_percent"})
        QVERIFY2(json[QLatin1StringView(name)].isDouble(), name);
    for (const char *name : {"left_seconds", "p50_ms", "p99_ms"})
        QVERIFY2(json.contains(QLatin1StringView(name)), name);
    QCOMPARE(json[QStringLiteral("type")].toString(), QStringLiteral("progress"));
    QCOMPARE(json[QStringLiteral("phase")].toString(), QStringLiteral("finished"));
    QCOMPARE(last.toCsv().size(), LoadSample::csvColumns().size());
}

void tst_LoadGenerator::writesTheAgreedJson()
{
    const Server server({});
    LoadOptions options = optionsFor(server);
    options.pids = {::getpid()};
    options.probeUrl = server.url("/healthz");
    const LoadReport report = runWith(options);
    QJsonParseError error;
    const QJsonObject json =
        QJsonDocument::fromJson(QByteArray::fromStdString(report.toJson()), &error).object();
    QCOMPARE(error.error, QJsonParseError::NoError);

    // compare.py and other scripts read exactly these.
    const auto numbers = [](const QJsonObject &object, const QString &names) {
        for (const QString &name : names.split(QLatin1Char(' ')))
            if (!object.value(name).isDouble())
                return QTest::qVerify(false, qPrintable(name), "is no number", __FILE__, __LINE__);
        return true;
    };
    QVERIFY(numbers(
        json,
        QStringLiteral("clients connected refused connect_errors connect_seconds channels publishers "
                       "offered_rate duration_seconds published publish_errors publish_rate publish_share "
                       "expected delivered delivered_ratio deliveries_per_second drops gaps "
                       "duplicates stalled slow slow_ended spike ramp_seconds reader_processes")));
    QVERIFY(numbers(json[QStringLiteral("reconnect")].toObject(),
                    QStringLiteral("churn churned returned failures away replayed")));
    QVERIFY(numbers(json[QStringLiteral("rss")].toObject(), QStringLiteral("baseline_kib highest_kib")));
    const QJsonObject verdict = json[QStringLiteral("verdict")].toObject();
    QCOMPARE(verdict[QStringLiteral("passed")], QJsonValue(true));
    const QJsonObject threshold = verdict[QStringLiteral("thresholds")].toArray().at(1).toObject();
    QCOMPARE(threshold[QStringLiteral("name")].toString(), QStringLiteral("drop_rate"));
    QCOMPARE(threshold[QStringLiteral("option")].toString(), QStringLiteral("--max-drop-rate"));
    QCOMPARE(threshold[QStringLiteral("unit")].toString(), QStringLiteral("share"));
    QCOMPARE(threshold[QStringLiteral("rule")].toString(), QStringLiteral("at_most"));
    QVERIFY(numbers(threshold, QStringLiteral("asked measured")));
    QVERIFY(numbers(json[QStringLiteral("latency_ms")].toObject(), QStringLiteral("p50 p90 p99 max mean")));
    QVERIFY(numbers(json[QStringLiteral("publish_ms")].toObject(), QStringLiteral("p50 p90 p99 max")));
    QVERIFY(numbers(json[QStringLiteral("probe_ms")].toObject(), QStringLiteral("p50 p99 max count")));
    QVERIFY(numbers(json[QStringLiteral("hold")].toObject(), QStringLiteral("seconds drops")));
    QVERIFY(
        numbers(json[QStringLiteral("processes")].toArray().at(0).toObject(),
                QStringLiteral("pid cpu_us_per_connect cpu_us_per_delivery cpu_seconds_connect "
                               "cpu_seconds_publish rss_start_kib rss_warm_kib rss_connected_kib rss_end_kib "
                               "rss_max_kib kib_per_stream")));
    QVERIFY(numbers(json[QStringLiteral("totals")].toObject(),
                    QStringLiteral("cpu_us_per_connect cpu_us_per_delivery kib_per_stream rss_start_kib "
                                   "rss_growth_kib")));
    QCOMPARE(json[QStringLiteral("delivered")].toInteger(), qint64(report.delivered));
    QVERIFY(report.toText().find("20 of 20 clients") != std::string::npos);
}

void tst_LoadGenerator::connectsFromSeveralAddresses()
{
    const Server server({});
    LoadOptions options = optionsFor(server);
    options.clients = 7;
    const auto target = LoadTarget::parse(options.url);
    QVERIFY(target.has_value());
    auto board = LoadBoard::create(1, 1);
    QVERIFY(board.has_value());
    DeliveryLedger ledger({7, 1, 1, {}}, *board);
    const LoadEventFormat format(1, 100);
    LoadStreams streams(options, {*target, 3, {}}, format, ledger);
    streams.aim(7);
    while (streams.counts().decided < 7)
        streams.work(20ms);
    QCOMPARE(streams.counts().connected, 7U);
    QCOMPARE(server.peers(), std::string("127.0.0.1 127.0.0.2 127.0.0.3"));
}

void tst_LoadGenerator::refusesWhatCannotRun()
{
    LoadOptions options;
    options.clients = 1;
    options.url = "http://192.0.2.1/stream/x";
    QVERIFY(errorOf(options).message.find("--allow-remote") != std::string::npos);
    options.url = "https://127.0.0.1/stream/x";
    QVERIFY(errorOf(options).message.find("https is not supported") != std::string::npos);
    options.url = "http://127.0.0.1/stream/x";
    options.pids = {0x3FFF'FFFF};
    QVERIFY(errorOf(options).message.find("no such process") != std::string::npos);
    options.pids.clear();
    options.clients = 1'000'000;
    options.processes = 1;
    QVERIFY(errorOf(options).message.find("descriptors") != std::string::npos);
    QVERIFY(errorOf(options).kind == Error::Kind::Environment);
}

// A run of several processes starts this program again.
int main(int argc, char *argv[])
{
    if (argc > 1 && std::string_view(argv[1]) == kLoadWorkerWord)
        return runLoadWorker();
    QCoreApplication application(argc, argv);
    tst_LoadGenerator test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_load_generator.moc"
