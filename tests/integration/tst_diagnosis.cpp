// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Every rule of the diagnosis, provoked for real: what it names happens to a running engine, and the finding
// says so, with numbers and with something to do. And an engine that nothing happens to is healthy.

#include "support/EngineTest.h"
#include "support/FrozenThread.h"
#include "support/TestProxy.h"

#include <csignal>

#include <QJsonArray>
#include <QJsonDocument>
#include <QRegularExpression>

#include <vector>

using namespace sluice::integration;
using namespace std::chrono_literals;

class tst_diagnosis : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void healthyEngineIsHealthy();
    void fullPool();
    void descriptorsRunOut();
    void manyWorkersLeaveFewerStreams();
    void blockedWorker();
    void aStoppedProcess();
    void stalledReaders();
    void proxyThatCuts();
    void proxyThatHoldsEventsBack();
    void proxyThatPassesEventsOn();
    void resets();
    void storm();
};

namespace {

using Streams = std::vector<std::unique_ptr<StreamClient>>;

QJsonObject diagnosisOf(const SluicedProcess &engine)
{
    return jsonObject(get(engine.adminPort(), "/api/v1/diagnosis").body);
}

/** The finding of that rule; empty when it found nothing. */
QJsonObject findingIn(const QJsonObject &diagnosis, const char *rule)
{
    for (const QJsonValue &finding : diagnosis[QStringLiteral("findings")].toArray())
        if (finding[QStringLiteral("rule")].toString() == QLatin1String(rule))
            return finding.toObject();
    return {};
}

/** Waits for the finding of that rule. */
QJsonObject awaited(const SluicedProcess &engine, const char *rule,
                    std::chrono::milliseconds patience = Patience)
{
    QJsonObject finding;
    eventually(
        [&] {
            finding = findingIn(diagnosisOf(engine), rule);
            return !finding.isEmpty();
        },
        patience);
    return finding;
}

QString severity(const QJsonObject &finding)
{
    return finding[QStringLiteral("severity")].toString();
}

QString action(const QJsonObject &finding)
{
    return finding[QStringLiteral("action")].toString();
}

/** The value of the first piece of evidence whose metric begins so; -1 when there is none. */
double evidence(const QJsonObject &finding, const char *metric)
{
    for (const QJsonValue &one : finding[QStringLiteral("evidence")].toArray())
        if (one[QStringLiteral("metric")].toString().startsWith(QLatin1String(metric)))
            return one[QStringLiteral("value")].toDouble();
    return -1;
}

QString stateOf(const QJsonObject &diagnosis, const char *rule)
{
    for (const QJsonValue &one : diagnosis[QStringLiteral("rules")].toArray())
        if (one[QStringLiteral("rule")].toString() == QLatin1String(rule))
            return one[QStringLiteral("state")].toString();
    return {};
}

QByteArray text(const QJsonObject &object)
{
    return QJsonDocument(object).toJson();
}

SluicedProcess::Options with(const QStringList &settings)
{
    SluicedProcess::Options options;
    options.settings = settings;
    return options;
}

void open(Streams &streams, quint16 port, int count, const QByteArray &target = "/stream/a")
{
    for (int index = 0; index < count; ++index)
        streams.push_back(std::make_unique<StreamClient>(port, target));
}

} // namespace

void tst_diagnosis::healthyEngineIsHealthy()
{
    SluicedProcess engine;
    START_ENGINE(engine);
    Streams streams;
    open(streams, engine.publicPort(), 20);
    QVERIFY(Publisher(engine.publicPort()).publishNumbered("a", 50));
    for (const auto &stream : streams)
        QCOMPARE(stream->nextData(50).size(), qsizetype(50));
    const QJsonObject diagnosis = diagnosisOf(engine);
    QCOMPARE(diagnosis[QStringLiteral("status")].toString(), QStringLiteral("healthy"));
    QCOMPARE(diagnosis[QStringLiteral("findings")].toArray().size(), qsizetype(0));
    QCOMPARE(diagnosis[QStringLiteral("rules")].toArray().size(), qsizetype(20));
    QCOMPARE(stateOf(diagnosis, "pool-saturation"), QStringLiteral("clear"));
    QCOMPARE(stateOf(diagnosis, "proxy-buffering"), QStringLiteral("not-observed"));
    QVERIFY(engine.stop());
}

void tst_diagnosis::fullPool()
{
    SluicedProcess engine(with({QStringLiteral("pool.max_streams=10")}));
    START_ENGINE(engine);
    Streams streams;
    open(streams, engine.publicPort(), 9);
    const QJsonObject nearly = awaited(engine, "pool-saturation");
    QCOMPARE(severity(nearly), QStringLiteral("warning"));
    open(streams, engine.publicPort(), 3);
    QCOMPARE(streams.back()->head().status, 503);
    const QJsonObject finding = findingIn(diagnosisOf(engine), "pool-saturation");
    QCOMPARE(severity(finding), QStringLiteral("critical"));
    QCOMPARE(evidence(finding, "pool_utilization_percent"), 100.0);
    QCOMPARE(evidence(finding, "sluice_refusals_total{cause=\"pool-full\"}"), 2.0);
    QVERIFY2(action(finding).contains(QStringLiteral("pool.max_streams=16")), text(finding).constData());
    QCOMPARE(diagnosisOf(engine)[QStringLiteral("status")].toString(), QStringLiteral("critical"));
}

void tst_diagnosis::descriptorsRunOut()
{
    SluicedProcess::Options options;
    options.descriptorLimit = 256;
    SluicedProcess engine(options);
    START_ENGINE(engine);
    QVERIFY(findingIn(diagnosisOf(engine), "descriptor-exhaustion").isEmpty());
    Streams streams;
    open(streams, engine.publicPort(), 191);
    const QJsonObject finding = awaited(engine, "descriptor-exhaustion");
    QVERIFY2(!finding.isEmpty(), text(diagnosisOf(engine)).constData());
    QCOMPARE(evidence(finding, "sluice_descriptors_limit"), 256.0);
    QVERIFY2(action(finding).contains(QStringLiteral("LimitNOFILE")), text(finding).constData());
}

/** The advised cap is one that the engine accepts: sixteen workers need descriptors of their own. */
void tst_diagnosis::manyWorkersLeaveFewerStreams()
{
    SluicedProcess::Options options =
        with({QStringLiteral("engine.workers=16"), QStringLiteral("pool.max_streams=100")});
    options.descriptorLimit = 256;
    SluicedProcess engine(options);
    START_ENGINE(engine);
    Streams streams;
    open(streams, engine.publicPort(), 100);
    const QJsonObject finding = awaited(engine, "pool-saturation");
    static const QRegularExpression advised(QStringLiteral("pool\\.max_streams=(\\d+)$"));
    const int cap = advised.match(action(finding)).captured(1).toInt();
    QVERIFY2(cap > 100, text(finding).constData());
    SluicedProcess::Options advisedOptions = options;
    advisedOptions.settings.last() = QStringLiteral("pool.max_streams=%1").arg(cap);
    SluicedProcess other(advisedOptions);
    START_ENGINE(other);
    open(streams, other.publicPort(), cap - 1);
    // Nearly out is told before anybody is refused for want of a descriptor.
    const QJsonObject out = awaited(other, "descriptor-exhaustion");
    QVERIFY2(severity(out) == QLatin1String("warning"), text(diagnosisOf(other)).constData());
}

void tst_diagnosis::blockedWorker()
{
    SluicedProcess engine(with({QStringLiteral("engine.workers=2")}));
    START_ENGINE(engine);
    FrozenThread worker(engine.pid(), "worker-1");
    if (!worker.isFrozen())
        QSKIP("this machine lets nobody stop a thread of its child");
    QVERIFY(eventually(
        [&] { return severity(findingIn(diagnosisOf(engine), "loop-stall")) == QLatin1String("critical"); }));
    const QJsonObject finding = findingIn(diagnosisOf(engine), "loop-stall");
    QVERIFY2(
        finding[QStringLiteral("summary")].toString().startsWith(QStringLiteral("worker 1 has not turned")),
        text(finding).constData());
    QVERIFY(evidence(finding, "sluice_loop_lag_max_seconds{worker=\"1\"}") >= 5);
    QVERIFY(!action(finding).isEmpty());
    worker.thaw();
    // It turns again: what it did is still told, as a warning.
    QVERIFY(eventually(
        [&] { return severity(findingIn(diagnosisOf(engine), "loop-stall")) == QLatin1String("warning"); }));
}

void tst_diagnosis::aStoppedProcess()
{
    SluicedProcess engine(with({QStringLiteral("engine.workers=2")}));
    START_ENGINE(engine);
    // Samples once a second: one before the stop.
    QTest::qWait(1500);
    engine.signal(SIGSTOP);
    QTest::qWait(3500);
    engine.signal(SIGCONT);
    QVERIFY(eventually([&] { return !findingIn(diagnosisOf(engine), "loop-stall").isEmpty(); }));
    const QJsonObject finding = findingIn(diagnosisOf(engine), "loop-stall");
    const QString summary = finding[QStringLiteral("summary")].toString();
    // On a machine that is short of CPU that is what is said.
    if (text(finding).contains("short of CPU"))
        QSKIP("this machine is short of CPU");
    QVERIFY2(summary.startsWith(QStringLiteral("the whole process stood still for 3")) ||
                 summary.startsWith(QStringLiteral("the whole process stood still for 2")),
             text(finding).constData());
    QVERIFY(!text(finding).contains("pump.slice"));
}

void tst_diagnosis::stalledReaders()
{
    SluicedProcess engine(with({QStringLiteral("backpressure.high_water_mark=64KiB")}));
    START_ENGINE(engine);
    Streams streams;
    StreamClient::Options slow;
    slow.receiveBuffer = 4096;
    for (int index = 0; index < 4; ++index)
        streams.push_back(std::make_unique<StreamClient>(engine.publicPort(), "/stream/busy", slow));
    Publisher publisher(engine.publicPort());
    QJsonObject finding;
    QVERIFY(eventually([&] {
        for (int index = 0; index < 20; ++index)
            publisher.publish("busy", QByteArray(8000, 's'));
        finding = findingIn(diagnosisOf(engine), "slow-consumers");
        return severity(finding) == QLatin1String("critical");
    }));
    QVERIFY(evidence(finding, "sse_disconnects_total{cause=\"slow-consumer\"}") >= 1);
    QVERIFY2(finding[QStringLiteral("summary")].toString().contains(QStringLiteral("channel busy")),
             text(finding).constData());
    QVERIFY2(action(finding).contains(QStringLiteral("backpressure.policy=drop-oldest")),
             text(finding).constData());
}

void tst_diagnosis::proxyThatCuts()
{
    SluicedProcess engine;
    START_ENGINE(engine);
    TestProxy::Vices vices;
    vices.cutAfter = 5s;
    TestProxy proxy(engine.publicPort(), vices);
    Streams streams;
    for (int index = 0; index < 12; ++index) {
        open(streams, proxy.port(), 1);
        QVERIFY(streams.back()->isOpen());
        streams.back()->readFor(300ms);
    }
    const QJsonObject finding = awaited(engine, "proxy-timeout");
    QVERIFY2(!finding.isEmpty(), text(diagnosisOf(engine)).constData());
    const double age = evidence(finding, "age of these ends");
    QVERIFY2(age > 4.5 && age < 6.5, text(finding).constData());
    QVERIFY2(action(finding).contains(QStringLiteral("timeouts.heartbeat=")), text(finding).constData());
}

void tst_diagnosis::proxyThatHoldsEventsBack()
{
    const PortLease lease;
    TestProxy::Vices vices;
    vices.holdBack = 4s;
    TestProxy proxy(lease.port(), vices);
    SluicedProcess::Options options = with(
        {QStringLiteral("diagnosis.probe_interval=1s"),
         QStringLiteral("diagnosis.probe_url=http://127.0.0.1:%1/stream/sluice-canary").arg(proxy.port())});
    options.publicPort = lease.port();
    SluicedProcess engine(options);
    START_ENGINE(engine);
    const QJsonObject finding = awaited(engine, "proxy-buffering");
    QVERIFY2(!finding.isEmpty(), text(diagnosisOf(engine)).constData());
    QVERIFY(evidence(finding, "lateness of the canary") >= 1);
    QVERIFY2(action(finding).contains(QStringLiteral("proxy_buffering off")), text(finding).constData());
}

void tst_diagnosis::proxyThatPassesEventsOn()
{
    const PortLease lease;
    TestProxy proxy(lease.port(), {});
    SluicedProcess::Options options = with(
        {QStringLiteral("diagnosis.probe_interval=1s"),
         QStringLiteral("diagnosis.probe_url=http://127.0.0.1:%1/stream/sluice-canary").arg(proxy.port())});
    options.publicPort = lease.port();
    SluicedProcess engine(options);
    START_ENGINE(engine);
    QVERIFY(eventually(
        [&] { return stateOf(diagnosisOf(engine), "proxy-buffering") == QLatin1String("clear"); }));
}

void tst_diagnosis::resets()
{
    SluicedProcess engine;
    START_ENGINE(engine);
    Streams streams;
    open(streams, engine.publicPort(), 10);
    for (const auto &stream : streams)
        stream->socket().reset();
    const QJsonObject finding = awaited(engine, "network-drops");
    QVERIFY2(!finding.isEmpty(), text(diagnosisOf(engine)).constData());
    QVERIFY(evidence(finding, "sse_disconnects_total{cause=\"reset\"}") >= 5);
    QVERIFY(findingIn(diagnosisOf(engine), "proxy-timeout").isEmpty());
}

void tst_diagnosis::storm()
{
    SluicedProcess engine;
    START_ENGINE(engine);
    Streams streams;
    open(streams, engine.publicPort(), 120);
    // A first wave is no storm, however high.
    QVERIFY(findingIn(diagnosisOf(engine), "reconnect-storm").isEmpty());
    for (int round = 0; round < 2; ++round) {
        streams.clear();
        open(streams, engine.publicPort(), 120);
    }
    const QJsonObject finding = awaited(engine, "reconnect-storm");
    QVERIFY2(!finding.isEmpty(), text(diagnosisOf(engine)).constData());
    QVERIFY(evidence(finding, "sluice_streams_admitted_total") >= 240);
    QVERIFY2(action(finding).contains(QStringLiteral("pool.connect_rate=")), text(finding).constData());
}

QTEST_GUILESS_MAIN(tst_diagnosis)
#include "tst_diagnosis.moc"
