// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The load generator against a real server on loopback that loses, repeats, refuses and hangs up on purpose.
#include "FaultyEventServer.h"

#include "tools/LoadGenerator.h"
#include "tools/LoadStreams.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

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
    QVERIFY(report.isClean());
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
    QVERIFY(report.isClean());
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
    QVERIFY(!report.isClean());
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
    QVERIFY(!report.isClean());
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
    QVERIFY(!report.isClean());
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
    QVERIFY(!report.isClean());
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
    QVERIFY(!report.isClean());
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
    QVERIFY(report.isClean());
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
    QVERIFY(report.isClean());
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
    QVERIFY(report.isClean());
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
    QVERIFY(report.isClean());
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
    QVERIFY(report.isClean());
}

void tst_LoadGenerator::stopsEarly()
{
    const Server server({});
    LoadOptions options = optionsFor(server);
    options.duration = 60s;
    std::vector<std::string> lines;
    LoadGenerator *running = nullptr;
    LoadGenerator generator(options, [&](const std::string &line) {
        lines.push_back(line);
        running->requestStop();
    });
    running = &generator;
    const auto report = generator.run();
    QVERIFY(report.has_value());
    QVERIFY(report->interrupted);
    QCOMPARE(lines.size(), 1U);
    QVERIFY(lines.front().find("20 connected") != std::string::npos);
    QVERIFY(report->durationSeconds < 30);
    QCOMPARE(report->delivered, report->expected);
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
        json, QStringLiteral("clients connected refused connect_errors connect_seconds channels publishers "
                             "offered_rate duration_seconds published publish_errors publish_rate "
                             "expected delivered delivered_ratio deliveries_per_second drops gaps "
                             "duplicates stalled")));
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
    UnconfirmedPublishes unconfirmed;
    DeliveryLedger ledger(7, 1, 1, unconfirmed);
    const LoadEventFormat format(1, 100);
    LoadStreams streams(options, *target, 3, format, ledger);
    while (streams.decided() < 7) {
        streams.connectMore(7);
        streams.poll(20ms);
    }
    QCOMPARE(streams.connected(), 7U);
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
    QVERIFY(errorOf(options).message.find("descriptors") != std::string::npos);
    QVERIFY(errorOf(options).kind == Error::Kind::Environment);
}

QTEST_GUILESS_MAIN(tst_LoadGenerator)
#include "tst_load_generator.moc"
