// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What wrong configurations of real proxies do to streams, each the generated one with one thing spoilt:
// first the harm itself, then that it is named.

#include "support/AdminApi.h"
#include "support/CheckRun.h"
#include "support/EngineTest.h"
#include "support/NeedTool.h"
#include "support/ProxiedEngine.h"

#include <QElapsedTimer>
#include <QJsonArray>

#include <memory>
#include <vector>

using namespace sluice::integration;
using namespace std::chrono_literals;

class tst_wrong_proxies : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void bufferingHoldsEventsBack();
    void bufferingIsDiagnosed();
    void shortReadTimeoutCutsIdleStreams();
    void shortReadTimeoutIsDiagnosed();
    void oldHttpHidesTheEnd();
    void compressionChangesTheStream();
    void compressionHoldsEventsBack();
    void haproxyWithoutNoDelayHoldsChunksBack();
    void checkFindsNothingInWhatIsGenerated_data();
    void checkFindsNothingInWhatIsGenerated();
    void checkNamesWhatIsWrong_data();
    void checkNamesWhatIsWrong();
    void checkNamesAStrangeHost();
    void checkNamesACuttingHaproxy();
    void haproxyCompressesNoStreamOfTheEngine();
    void checkNamesACompressingHaproxy();
};

namespace {

using Kind = ProxyProcess::Kind;

SluicedProcess::Options with(QStringList settings)
{
    settings << QStringLiteral("pool.trusted_proxies=127.0.0.1") << QStringLiteral("pool.max_streams=1000");
    return SluicedProcess::Options::with(settings);
}

/** A compressor for streams, whatever the engine says of it. */
ProxiedEngine::Spoil compressing()
{
    return replacing("gzip off;", "gzip on; gzip_types text/event-stream; gzip_proxied any;");
}

/**
 * Buffering as nginx does it unless told otherwise: by HTTP/1.0, whose bodies have no chunks that it could
 * pass on. The engine's own X-Accel-Buffering: no would still turn it off.
 */
ProxiedEngine::Spoil buffering()
{
    return [](QByteArray &configuration) {
        replacing("proxy_buffering off;",
                  "proxy_buffering on; proxy_ignore_headers X-Accel-Buffering;")(configuration);
        replacing("proxy_http_version 1.1;", "proxy_http_version 1.0;")(configuration);
    };
}

QJsonObject awaitedFinding(const SluicedProcess &engine, const char *rule)
{
    QJsonObject finding;
    eventually(
        [&] {
            const QJsonArray findings =
                callApi(engine.adminPort(), "GET", "diagnosis").object[QStringLiteral("findings")].toArray();
            for (const QJsonValue &one : findings)
                if (one[QStringLiteral("rule")].toString() == QLatin1String(rule))
                    finding = one.toObject();
            return !finding.isEmpty();
        },
        60s);
    return finding;
}

QByteArray text(const QJsonObject &object)
{
    return QJsonDocument(object).toJson();
}

} // namespace

void tst_wrong_proxies::initTestCase()
{
    NEED_TOOL("nginx", "nginx");
    NEED_TOOL("haproxy", "haproxy");
}

void tst_wrong_proxies::bufferingHoldsEventsBack()
{
    ProxiedEngine pair(Kind::Nginx, with(quiet()));
    START_PROXIED(pair, {}, buffering());
    StreamClient direct(pair.engine.publicPort(), "/stream/a");
    // Not a StreamClient: even the head may have to wait.
    RawSocket proxied(pair.proxy.port());
    QVERIFY(proxied.send(request("GET", "/stream/a")));
    QVERIFY(eventually([&] { return Metrics::scrape(pair.engine.adminPort()).active() == 2; }));
    Publisher publisher(pair.engine.publicPort());
    QCOMPARE(publisher.publish("a", "small").subscribers, 2);
    QCOMPARE(direct.nextData(1), QList<QByteArray>{"small"});
    proxied.fillFor(3s);
    QVERIFY2(!proxied.buffer().contains("small"), "nginx did not hold the event back");
    // Only when its buffers are full of others does it come.
    for (int index = 0; index < 20; ++index)
        QCOMPARE(publisher.publish("a", QByteArray(8000, 'x')).status, 202);
    QVERIFY(proxied.fillUntil("small"));
}

void tst_wrong_proxies::bufferingIsDiagnosed()
{
    const PortLease engine;
    ProxyProcess proxy(Kind::Nginx);
    SluicedProcess::Options options = with(quiet());
    options.settings
        << QStringLiteral("diagnosis.probe_interval=1s")
        << QStringLiteral("diagnosis.probe_url=http://127.0.0.1:%1/stream/sluice-canary").arg(proxy.port());
    SluicedProcess sluiced(options);
    START_ENGINE(sluiced);
    const ControlRun config = control(
        sluiced.adminPort(), {QStringLiteral("config"), QStringLiteral("nginx"), QStringLiteral("--listen"),
                              QStringLiteral("127.0.0.1:%1").arg(proxy.port()),
                              QStringLiteral("--log-directory"), proxy.folder()});
    QByteArray spoilt = config.out;
    buffering()(spoilt);
    QVERIFY2(proxy.start(spoilt), proxy.output().constData());
    const QJsonObject finding = awaitedFinding(sluiced, "proxy-buffering");
    QVERIFY2(!finding.isEmpty(), text(callApi(sluiced.adminPort(), "GET", "diagnosis").object).constData());
    QVERIFY2(finding[QStringLiteral("action")].toString().contains(QStringLiteral("proxy_buffering off")),
             text(finding).constData());
    // With the configuration as it was generated nothing is held back.
    QVERIFY2(proxy.start(config.out), proxy.output().constData());
    QVERIFY2(eventually(
                 [&] {
                     const QJsonObject diagnosis = callApi(sluiced.adminPort(), "GET", "diagnosis").object;
                     for (const QJsonValue &rule : diagnosis[QStringLiteral("rules")].toArray())
                         if (rule[QStringLiteral("rule")].toString() == QLatin1String("proxy-buffering"))
                             return rule[QStringLiteral("state")].toString() == QLatin1String("clear");
                     return false;
                 },
                 60s),
             text(callApi(sluiced.adminPort(), "GET", "diagnosis").object).constData());
}

void tst_wrong_proxies::shortReadTimeoutCutsIdleStreams()
{
    ProxiedEngine pair(Kind::Nginx, with({})); // heartbeats each 15 s
    START_PROXIED(pair, {}, replacing("proxy_read_timeout 3600s;", "proxy_read_timeout 5s;"));
    StreamClient stream(pair.proxy.port(), "/stream/a");
    QVERIFY(stream.isOpen());
    QElapsedTimer time;
    time.start();
    QVERIFY(stream.waitForEnd() != StreamClient::Ending::Open);
    QVERIFY2(time.elapsed() > 3000, QByteArray::number(time.elapsed()).constData());
    QVERIFY(pair.proxy.log(QStringLiteral("sluice-error.log")).contains("upstream timed out"));
}

void tst_wrong_proxies::shortReadTimeoutIsDiagnosed()
{
    ProxiedEngine pair(Kind::Nginx, with({}));
    START_PROXIED(pair, {}, replacing("proxy_read_timeout 3600s;", "proxy_read_timeout 5s;"));
    std::vector<std::unique_ptr<StreamClient>> streams;
    for (int index = 0; index < 12; ++index) {
        streams.push_back(std::make_unique<StreamClient>(pair.proxy.port(), "/stream/a"));
        QVERIFY(streams.back()->isOpen());
        streams.back()->readFor(300ms); // ends that come at different times are no accident
    }
    const QJsonObject finding = awaitedFinding(pair.engine, "proxy-timeout");
    QVERIFY2(!finding.isEmpty(),
             text(callApi(pair.engine.adminPort(), "GET", "diagnosis").object).constData());
    QVERIFY2(finding[QStringLiteral("action")].toString().contains(QStringLiteral("proxy_read_timeout")),
             text(finding).constData());
}

/** By HTTP/1.0 a body ends when the connection does, so that an engine that crashes looks as if it had ended
 * well. */
void tst_wrong_proxies::oldHttpHidesTheEnd()
{
    for (const bool isOld : {false, true}) {
        ProxiedEngine pair(Kind::Nginx, with({}));
        START_PROXIED(
            pair, {},
            isOld ? replacing("proxy_http_version 1.1;", "proxy_http_version 1.0;") : [](QByteArray &) {});
        StreamClient::Options options;
        options.fields = {"Connection: close"}; // else nginx keeps its client's connection after a good end
        StreamClient stream(pair.proxy.port(), "/stream/a", options);
        QVERIFY(stream.isOpen() && !stream.primedId().isEmpty());
        pair.engine.kill();
        QCOMPARE(stream.waitForEnd(), isOld ? StreamClient::Ending::Clean : StreamClient::Ending::Cut);
    }
    // And each short request is a connection of its own.
    ProxiedEngine pair(Kind::Nginx, with({}));
    START_PROXIED(pair, {}, replacing("proxy_http_version 1.1;", "proxy_http_version 1.0;"));
    const auto accepted = [&] {
        return callApi(pair.engine.adminPort(), "GET", "snapshot")
            .object[QStringLiteral("accepted_connections_total")]
            .toInt();
    };
    const int before = accepted();
    for (int index = 0; index < 50; ++index)
        QCOMPARE(statusOf(pair.proxy.port(), "/healthz"), 200);
    QVERIFY(eventually([&] { return accepted() >= before + 50; }));
}

void tst_wrong_proxies::compressionChangesTheStream()
{
    ProxiedEngine pair(Kind::Nginx, with(quiet()));
    START_PROXIED(pair, {}, compressing());
    StreamClient::Options options;
    options.fields = {"Accept-Encoding: gzip"};
    StreamClient stream(pair.proxy.port(), "/stream/a", options);
    QCOMPARE(stream.head().status, 200);
    QCOMPARE(stream.head().field("Content-Encoding"), QByteArray("gzip"));
    QCOMPARE(Publisher(pair.engine.publicPort()).publish("a", "plain").subscribers, 1);
    stream.readFor(2s);
    QVERIFY2(!stream.body().contains("plain"), "what came is not compressed");
}

/** With buffering off nginx flushes its compressor; with buffering on, events wait in it. */
void tst_wrong_proxies::compressionHoldsEventsBack()
{
    ProxiedEngine pair(Kind::Nginx, with(quiet()));
    START_PROXIED(pair, {}, [](QByteArray &configuration) {
        compressing()(configuration);
        replacing("proxy_buffering off;",
                  "proxy_buffering on; proxy_ignore_headers X-Accel-Buffering;")(configuration);
    });
    StreamClient direct(pair.engine.publicPort(), "/stream/a");
    RawSocket stream(pair.proxy.port());
    QVERIFY(stream.send(request("GET", "/stream/a", {"Accept-Encoding: gzip"})));
    QVERIFY(eventually([&] { return Metrics::scrape(pair.engine.adminPort()).active() == 2; }));
    stream.fillFor(1s);
    const qsizetype before = stream.buffer().size();
    Publisher publisher(pair.engine.publicPort());
    for (int index = 0; index < 5; ++index)
        QCOMPARE(publisher.publish("a", "small").status, 202);
    QCOMPARE(direct.nextData(5).size(), qsizetype(5));
    stream.fillFor(3s);
    QVERIFY2(stream.buffer().size() == before, "nginx did not hold the compressed events back");
}

/** Why the generated configuration has option http-no-delay. */
void tst_wrong_proxies::haproxyWithoutNoDelayHoldsChunksBack()
{
    ProxiedEngine pair(Kind::Haproxy, with(quiet()));
    START_PROXIED(pair, {}, replacing("option http-no-delay", "no option http-no-delay"));
    StreamClient stream(pair.proxy.port(), "/stream/a");
    QVERIFY(!stream.primedId().isEmpty());
    Publisher publisher(pair.engine.publicPort());
    qint64 slowest = 0;
    for (int index = 0; index < 10; ++index) {
        QElapsedTimer time;
        time.start();
        QCOMPARE(publisher.publish("a", "x").status, 202);
        QCOMPARE(stream.nextData(1), QList<QByteArray>{"x"});
        slowest = std::max(slowest, time.elapsed());
    }
    QVERIFY2(slowest >= 100, QByteArray::number(slowest).constData());
}

void tst_wrong_proxies::checkFindsNothingInWhatIsGenerated_data()
{
    QTest::addColumn<Kind>("kind");
    QTest::newRow("nginx") << Kind::Nginx;
    QTest::newRow("haproxy") << Kind::Haproxy;
}

void tst_wrong_proxies::checkFindsNothingInWhatIsGenerated()
{
    QFETCH(const Kind, kind);
    ProxiedEngine pair(kind, with({QStringLiteral("timeouts.heartbeat=2s")}));
    START_PROXIED(pair);
    const ControlRun run = checked(pair, "6s");
    QVERIFY2(run.json().contains(QStringLiteral("findings")), (run.out + run.err).constData());
    const QStringList names = complaints(run).keys();
    QVERIFY2(names.isEmpty(), (names.join(QLatin1Char(' ')).toUtf8() + '\n' + run.out).constData());
    QCOMPARE(run.status, 0);
}

void tst_wrong_proxies::checkNamesWhatIsWrong_data()
{
    QTest::addColumn<QByteArray>("line");
    QTest::addColumn<QByteArray>("spoilt");
    QTest::addColumn<QString>("finding");
    QTest::addColumn<QByteArray>("remedy");
    QTest::addColumn<QByteArray>("duration");
    const auto row = [](const char *name, const char *line, const char *spoilt, const char *finding,
                        const char *remedy, const char *duration) {
        QTest::newRow(name) << QByteArray(line) << QByteArray(spoilt) << QString::fromLatin1(finding)
                            << QByteArray(remedy) << QByteArray(duration);
    };
    row("HTTP/1.0", "proxy_http_version 1.1;", "proxy_http_version 1.0;", "http-version",
        "proxy_http_version 1.1", "6s");
    row("gzip", "gzip off;", "gzip on; gzip_types text/event-stream; gzip_proxied any;", "content-encoding",
        "gzip off", "6s");
    row("read timeout", "proxy_read_timeout 3600s;", "proxy_read_timeout 5s;", "cut", "proxy_read_timeout",
        "20s");
    row("buffering", "", "", "", "proxy_buffering off", "10s");
}

/** Each by its own name, with the line that mends it in nginx. */
void tst_wrong_proxies::checkNamesWhatIsWrong()
{
    QFETCH(const QByteArray, line);
    QFETCH(const QByteArray, spoilt);
    QFETCH(const QString, finding);
    QFETCH(const QByteArray, remedy);
    QFETCH(const QByteArray, duration);
    ProxiedEngine pair(Kind::Nginx, with(line.contains("read_timeout") ? QStringList() : quiet()));
    START_PROXIED(pair, {}, line.isEmpty() ? buffering() : replacing(line, spoilt));
    const ControlRun run = checked(pair, duration.constData());
    const QMap<QString, QJsonObject> bad = complaints(run);
    // A buffer holds the head back or the events, by how full it is.
    const QStringList names = finding.isEmpty()
                                  ? QStringList{QStringLiteral("delivery"), QStringLiteral("first-byte"),
                                                QStringLiteral("reachable")}
                                  : QStringList{finding};
    QByteArray remedies;
    for (const QString &name : names)
        if (bad.contains(name))
            remedies += text(bad[name]);
    QVERIFY2(!remedies.isEmpty(), (run.out + run.err).constData());
    QVERIFY2(remedies.contains(remedy), remedies.constData());
    QVERIFY(run.status != 0);
}

/** A proxy in front of an engine on loopback that passes on the name that its clients have for it. */
void tst_wrong_proxies::checkNamesAStrangeHost()
{
    ProxiedEngine pair(Kind::Nginx, with({}));
    START_PROXIED(pair, {}, [&pair](QByteArray &configuration) {
        replacing("proxy_set_header Host 127.0.0.1:" + QByteArray::number(pair.engine.publicPort()) + ';',
                  "proxy_set_header Host api.example.com;")(configuration);
    });
    const ControlRun run = checked(pair, "6s");
    const QByteArray finding = text(complaints(run).value(QStringLiteral("status")));
    for (const char *part : {"status 421", "a proxy passes its clients' Host on", "proxy_set_header Host"})
        QVERIFY2(finding.contains(part), (run.out + run.err).constData());
    QCOMPARE(run.status, 5);
}

void tst_wrong_proxies::checkNamesACuttingHaproxy()
{
    ProxiedEngine pair(Kind::Haproxy, with({}));
    START_PROXIED(pair, {}, replacing("timeout server 3600s", "timeout server 5s"));
    const ControlRun run = checked(pair, "20s");
    const QJsonObject finding = complaints(run).value(QStringLiteral("cut"));
    QVERIFY2(text(finding).contains("timeout server"), (run.out + run.err).constData());
    QCOMPARE(finding[QStringLiteral("severity")].toString(), QStringLiteral("error"));
    QCOMPARE(run.status, 5);
}

namespace {

/** HAProxy's compressor in the frontend, for streams. */
ProxiedEngine::Spoil compressingHaproxy(const QByteArray &backend)
{
    return replacing("default_backend sluice_engine", "compression algo gzip\n"
                                                      "    compression type text/event-stream\n"
                                                      "    default_backend " +
                                                          backend);
}

} // namespace

/** It keeps its hands off what is marked no-transform; that is why the engine marks it. */
void tst_wrong_proxies::haproxyCompressesNoStreamOfTheEngine()
{
    ProxiedEngine pair(Kind::Haproxy, with(quiet()));
    START_PROXIED(pair, {}, compressingHaproxy("sluice_engine"));
    const ControlRun run = checked(pair, "6s");
    QVERIFY2(!complaints(run).contains(QStringLiteral("content-encoding")), (run.out + run.err).constData());
    StreamClient::Options options;
    options.fields = {"Accept-Encoding: gzip"};
    StreamClient stream(pair.proxy.port(), "/stream/a", options);
    QVERIFY(stream.isOpen() && !stream.head().has("Content-Encoding"));
}

/** Behind another proxy that took the mark away, it compresses. */
void tst_wrong_proxies::checkNamesACompressingHaproxy()
{
    const PortLease hop;
    const QByteArray address = "127.0.0.1:" + QByteArray::number(hop.port());
    ProxiedEngine pair(Kind::Haproxy, with(quiet()));
    START_PROXIED(pair, {}, [&](QByteArray &configuration) {
        compressingHaproxy("hop")(configuration);
        configuration += "\nbackend hop\n    server hop " + address + "\n\nfrontend stripping\n    bind " +
                         address +
                         "\n    http-response set-header Cache-Control no-cache\n"
                         "    default_backend sluice_engine\n";
    });
    const ControlRun run = checked(pair, "6s");
    const QJsonObject finding = complaints(run).value(QStringLiteral("content-encoding"));
    QVERIFY2(text(finding).contains("compression type"), (run.out + run.err).constData());
    QCOMPARE(run.status, 5);
}

QTEST_GUILESS_MAIN(tst_wrong_proxies)
#include "tst_wrong_proxies.moc"
