// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What must not keep the admin listener from answering: a full pool, no descriptors, saturated and blocked
// workers, a thousand connections, readers that stall. And nothing of it may harm a public stream.

#include "support/AdminApi.h"
#include "support/Bystander.h"
#include "support/EngineTest.h"
#include "support/FrozenThread.h"

#include <QElapsedTimer>
#include <QFile>
#include <QJsonArray>
#include <QScopeGuard>
#include <QTemporaryDir>

#include <algorithm>
#include <array>
#include <atomic>
#include <thread>

#include <sys/mount.h>

using namespace sluice::integration;
using namespace std::chrono_literals;

class tst_hostile_admin : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aThousandConnections_data();
    void aThousandConnections();
    void fullPoolWithoutDescriptors();
    void saturatedWorker();
    void blockedWorker();
    void stalledEventReader();
    void slowHeadsDoNotHoldTheDoorShut();
    void whatIsSaidToItHarmsNoStream();
    void aFullDiskHarmsNoStream();
};

namespace {

constexpr auto Promised = 50ms;

/** Every route that answers at once; streams, which may wait for the workers a little, included. */
constexpr std::array Paths{
    "/healthz",        "/metrics",         "/api/v1/version",       "/api/v1/channels",
    "/api/v1/streams", "/api/v1/snapshot", "/api/v1/snapshots.csv", "/api/v1/disconnects",
    "/api/v1/drain",   "/api/v1/settings", "/api/v1/diagnosis"};

/** The time that half of the GETs took at most; an answer that is not 200 took for ever. */
qint64 median(quint16 port, const QByteArray &path)
{
    std::array<qint64, 25> times{};
    for (qint64 &time : times) {
        QElapsedTimer timer;
        timer.start();
        time = statusOf(port, path) == 200 ? 0 : std::numeric_limits<int>::max();
        time += timer.elapsed();
    }
    std::nth_element(times.begin(), times.begin() + times.size() / 2, times.end());
    return times[times.size() / 2];
}

/** The routes that answer later than promised, beyond what the machine does to an engine without troubles in
 * the same minute. */
QString lateRoutes(const SluicedProcess &engine, const SluicedProcess &calm)
{
    QStringList late;
    for (const char *path : Paths) {
        const qint64 usual = median(calm.adminPort(), path);
        const qint64 took = median(engine.adminPort(), path);
        if (took > Promised.count() + 2 * usual)
            late
                << QStringLiteral("%1: %2 ms, %3 ms when calm").arg(QLatin1String(path)).arg(took).arg(usual);
    }
    return late.join(QStringLiteral("; "));
}

} // namespace

void tst_hostile_admin::aThousandConnections_data()
{
    QTest::addColumn<QByteArray>("sent");
    QTest::newRow("silent") << QByteArray();
    QTest::newRow("answered and kept") << QByteArray("GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n");
    QTest::newRow("half a head") << QByteArray("GET /healthz HTTP/1.1\r\nHo");
}

void tst_hostile_admin::aThousandConnections()
{
    QFETCH(const QByteArray, sent);
    SluicedProcess engine;
    START_ENGINE(engine);
    StreamClient stream(engine.publicPort(), "/stream/calm");
    std::vector<RawSocket> crowd;
    for (int index = 0; index < 1000; ++index) {
        crowd.emplace_back(engine.adminPort());
        QVERIFY(crowd.back().isOpen());
        if (!sent.isEmpty())
            crowd.back().send(sent);
    }
    // Who has nothing to say makes room for who has. The thousand before it have their turn first, 20 ms a
    // few: on a busy machine that alone may outlast the usual patience.
    QVERIFY(eventually([&] { return statusOf(engine.adminPort(), "/healthz") == 200; }, 3 * Patience));
    QVERIFY(eventually([&] { return statusOf(engine.adminPort(), "/api/v1/version") == 200; }));
    QVERIFY(engine.openDescriptors() < 200);
    QCOMPARE(Publisher(engine.publicPort()).publish("calm", "unharmed").subscribers, 1);
    QCOMPARE(stream.nextData(1), QList<QByteArray>{"unharmed"});
    crowd.clear();
    QVERIFY(eventually([&] { return statusOf(engine.adminPort(), "/healthz") == 200; }));
    const double before = engine.cpuSeconds();
    QThread::sleep(1);
    QVERIFY(engine.cpuSeconds() - before < 0.5); // and it does not spin
}

void tst_hostile_admin::fullPoolWithoutDescriptors()
{
    SluicedProcess::Options options;
    options.descriptorLimit = 256;
    SluicedProcess engine(options);
    START_ENGINE(engine);
    SluicedProcess calm;
    START_ENGINE(calm);
    std::vector<RawSocket> crowd;
    for (int index = 0; index < 400; ++index) {
        crowd.emplace_back(engine.publicPort());
        crowd.back().send(request("GET", "/stream/many"));
    }
    QVERIFY(eventually([&] { return Metrics::scrape(engine.adminPort()).sum("sluice_refusals_total") > 0; }));
    const QString late = lateRoutes(engine, calm);
    QVERIFY2(late.isEmpty(), qPrintable(late));
    QVERIFY(StreamClient(engine.adminPort(), "/api/v1/events").isOpen());
    QVERIFY(callApi(engine.adminPort(), "GET", "streams").object[QLatin1String("total")].toInt() > 100);
}

void tst_hostile_admin::saturatedWorker()
{
    SluicedProcess::Options options;
    options.settings = {QStringLiteral("engine.workers=1"),
                        QStringLiteral("backpressure.policy=drop-oldest")};
    SluicedProcess engine(options);
    START_ENGINE(engine);
    SluicedProcess calm; // suffers from the machine what the other one does, and from nothing else
    START_ENGINE(calm);
    // Nobody reads these, so the worker sends, judges and drops; and more is published than it can take in.
    std::vector<std::unique_ptr<StreamClient>> streams;
    for (int index = 0; index < 50; ++index)
        streams.push_back(std::make_unique<StreamClient>(engine.publicPort(), "/stream/flood"));
    std::atomic<bool> isOver{false};
    std::vector<std::thread> publishers;
    for (int index = 0; index < 3; ++index)
        publishers.emplace_back([&engine, &isOver] {
            Publisher publisher(engine.publicPort());
            const QByteArray lines =
                QByteArray("{\"data\":\"" + QByteArray(1000, 'x') + "\"}\n").repeated(300);
            while (!isOver && publisher.publishLines("flood", lines).status == 202) {
            }
        });
    const auto busy = [&engine] {
        return callApi(engine.adminPort(), "GET", "snapshot")
            .object[QLatin1String("worker_0_loop_busy_ratio")]
            .toDouble();
    };
    const bool isSaturated = eventually([&] { return busy() > 0.9; });
    const QString late = lateRoutes(engine, calm);
    const bool wasSaturated = busy() > 0.5;
    isOver = true;
    for (std::thread &publisher : publishers)
        publisher.join();
    QVERIFY(isSaturated);
    QVERIFY(wasSaturated);
    QVERIFY2(late.isEmpty(), qPrintable(late));
    QVERIFY(Metrics::scrape(engine.adminPort()).sum("sluice_dropped_events_total") > 0);
    const QString broken = brokenBalance(engine.adminPort());
    QVERIFY2(broken.isEmpty(), qPrintable(broken));
}

void tst_hostile_admin::blockedWorker()
{
    SluicedProcess::Options options;
    options.settings = {QStringLiteral("engine.workers=2")};
    SluicedProcess engine(options);
    START_ENGINE(engine);
    SluicedProcess calm;
    START_ENGINE(calm);
    std::vector<std::unique_ptr<StreamClient>> streams;
    for (int index = 0; index < 40; ++index)
        streams.push_back(std::make_unique<StreamClient>(engine.publicPort(), "/stream/a"));
    QVERIFY(eventually([&] {
        const QJsonObject list = callApi(engine.adminPort(), "GET", "streams").object;
        return list[QLatin1String("total")].toInt() == 40;
    }));
    {
        const FrozenThread worker(engine.pid(), "worker-0");
        if (!worker.isFrozen())
            QSKIP("this machine forbids ptrace(2)");
        const QString late = lateRoutes(engine, calm);
        QVERIFY2(late.isEmpty(), qPrintable(late));
        // Its copy grows old, and the answer says whose it is; what it last knew is still told.
        QJsonObject list;
        QVERIFY(eventually([&] {
            list = callApi(engine.adminPort(), "GET", "streams").object;
            return list[QLatin1String("stale_workers")].toArray() == QJsonArray{0};
        }));
        QCOMPARE(list[QLatin1String("total")].toInt(), 40);
        const QJsonArray rows = list[QLatin1String("streams")].toArray();
        // A kick is not waited for either: it is on its way. Whom to block is known from the copy meanwhile.
        const auto row = std::find_if(rows.begin(), rows.end(), [](const QJsonValue &stream) {
            return stream[QLatin1String("worker")].toInt() == 0;
        });
        QVERIFY(row != rows.end());
        const QByteArray id = QByteArray::number((*row)[QLatin1String("id")].toInteger());
        const ApiReply one = callApi(engine.adminPort(), "DELETE", "streams/" + id + "?block=1h");
        QCOMPARE(one.status, 202);
        QCOMPARE(one.object[QLatin1String("blocked_clients")].toArray(),
                 QJsonArray{QStringLiteral("127.0.0.1")});
        const ApiReply kick = callApi(engine.adminPort(), "DELETE", "streams?channel=a");
        QCOMPARE(kick.status, 202);
        QVERIFY(kick.object[QLatin1String("pending")].toBool());
        QVERIFY(StreamClient(engine.adminPort(), "/api/v1/events").isOpen());
    }
    for (const auto &stream : streams)
        QCOMPARE(stream->waitForEnd(), StreamClient::Ending::Clean);
    QVERIFY(eventually([&] {
        return callApi(engine.adminPort(), "GET", "streams")
            .object[QLatin1String("stale_workers")]
            .toArray()
            .isEmpty();
    }));
    const QString broken = brokenBalance(engine.adminPort());
    QVERIFY2(broken.isEmpty(), qPrintable(broken));
}

void tst_hostile_admin::stalledEventReader()
{
    SluicedProcess::Options options;
    // Small, so that the stall shows soon.
    options.settings = {QStringLiteral("metrics.interval=250ms"),
                        QStringLiteral("backpressure.high_water_mark=1KiB"),
                        QStringLiteral("backpressure.low_water_mark=1KiB"),
                        QStringLiteral("backpressure.send_buffer=4KiB"),
                        QStringLiteral("backpressure.unsent_low_water=1KiB"),
                        QStringLiteral("timeouts.heartbeat=500ms"),
                        QStringLiteral("timeouts.write_stall=1s")};
    SluicedProcess engine(options);
    START_ENGINE(engine);
    const int descriptors = engine.openDescriptors();
    RawSocket stalled(engine.adminPort(), 2048);
    QVERIFY(stalled.send(request("GET", "/api/v1/events")));
    StreamClient reader(engine.adminPort(), "/api/v1/events");
    StreamClient stream(engine.publicPort(), "/stream/calm");
    QVERIFY(reader.isOpen() && stream.isOpen());
    // It is let go, while the other is told all along.
    QVERIFY(eventually([&] { return engine.openDescriptors() <= descriptors + 2; }, 60s));
    int heard = 0;
    while (heard < 10 && reader.next().has_value())
        ++heard;
    QCOMPARE(heard, 10);
    QCOMPARE(Publisher(engine.publicPort()).publish("calm", "unharmed").subscribers, 1);
    QCOMPARE(stream.nextData(1), QList<QByteArray>{"unharmed"});
}

void tst_hostile_admin::slowHeadsDoNotHoldTheDoorShut()
{
    SluicedProcess engine;
    START_ENGINE(engine);
    std::vector<RawSocket> slow;
    for (int round = 0; round < 5; ++round) {
        for (int index = 0; index < 40; ++index) {
            slow.emplace_back(engine.adminPort());
            slow.back().send("GET /metrics HTTP/1.1\r\nX-A: ");
        }
        QVERIFY(eventually([&] { return statusOf(engine.adminPort(), "/healthz") == 200; }, 5s));
    }
}

/** Huge changes, changes at the same time, and a storm of wrong tokens, while a stream watches. */
void tst_hostile_admin::whatIsSaidToItHarmsNoStream()
{
    SluicedProcess engine(SluicedProcess::Options::with({QStringLiteral("auth.admin_token=open-sesame")}));
    START_ENGINE(engine);
    Bystander bystander(engine.publicPort());
    const QList<QByteArray> known{"Authorization: Bearer open-sesame", "Content-Type: application/json"};
    const auto patch = [&engine](const QByteArray &body, const QList<QByteArray> &fields) {
        return exchange(engine.adminPort(), request("PATCH", "/api/v1/settings", fields, body)).status;
    };
    constexpr int Rounds = 30;
    std::array<std::atomic<int>, 4> unexpected{};
    std::atomic<int> changed = 0;
    std::vector<std::thread> callers;
    for (int caller = 0; caller < 2; ++caller)
        callers.emplace_back([&, caller] {
            for (int round = 0; round < Rounds; ++round) {
                const int status =
                    patch("{\"history.count\": " + QByteArray::number(100 + 2 * round + caller) +
                              ", \"timeouts.heartbeat\": \"" + QByteArray::number(5 + (round + caller) % 5) +
                              "s\"}",
                          known);
                changed += status == 200 ? 1 : 0;
                unexpected[std::size_t(caller)] += status == 200 || status == 409 ? 0 : 1;
            }
        });
    callers.emplace_back([&] {
        for (int round = 0; round < Rounds; ++round)
            unexpected[2] += patch("{\"why\": \"" + QByteArray(100'000, 'x') + "\"}", known) == 413 ? 0 : 1;
    });
    callers.emplace_back([&] {
        for (int round = 0; round < 10 * Rounds; ++round) {
            const int status =
                patch("{\"history.count\": 1}", {"Authorization: Bearer guess-" + QByteArray::number(round),
                                                 "Content-Type: application/json"});
            unexpected[3] += status == 401 || status == 429 ? 0 : 1;
        }
    });
    for (std::thread &caller : callers)
        caller.join();
    QCOMPARE(unexpected[0] + unexpected[1], 0);
    QVERIFY(changed > Rounds);
    QCOMPARE(unexpected[2].load(), 0);
    QCOMPARE(unexpected[3].load(), 0);
    QCOMPARE(bystander.complaint(), QString());
    QVERIFY(bystander.rounds() > 0);
}

/** A disk that is full while every snapshot is recorded: the engine goes on, counts, says so, and recovers.
 */
void tst_hostile_admin::aFullDiskHarmsNoStream()
{
    QTemporaryDir place;
    const QByteArray path = place.path().toUtf8();
    if (::mount("tmpfs", path.constData(), "tmpfs", 0, "size=1m") != 0)
        QSKIP("a small file system needs root");
    const auto unmount = qScopeGuard([&path] { ::umount2(path.constData(), MNT_DETACH); });
    SluicedProcess engine(
        SluicedProcess::Options::with({QStringLiteral("metrics.interval=250ms"),
                                       QStringLiteral("recording.csv_directory=") + place.path()}));
    START_ENGINE(engine);
    Bystander bystander(engine.publicPort());
    const auto recorded = [&engine] {
        return Metrics::scrape(engine.adminPort()).sum("sluice_recorded_snapshots_total");
    };
    const auto errors = [&engine] {
        return Metrics::scrape(engine.adminPort()).sum("sluice_recording_errors_total");
    };
    QVERIFY(eventually([&] { return recorded() >= 2; }));
    QCOMPARE(errors(), 0.0);
    QFile ballast(place.filePath(QStringLiteral("ballast")));
    QVERIFY(ballast.open(QIODevice::WriteOnly | QIODevice::Unbuffered));
    while (ballast.write(QByteArray(1024, 'x')) == 1024) {
    }
    ballast.close();
    // It is tried again with each snapshot, and each attempt counts.
    QVERIFY(eventually([&] { return errors() >= 3; }, 60s));
    QVERIFY2(engine.standardError().contains("No space left"), engine.standardError().constData());
    QCOMPARE(statusOf(engine.publicPort(), "/readyz"), 200);
    const double before = recorded();
    QVERIFY(ballast.remove());
    QVERIFY(eventually([&] { return recorded() >= before + 6; }));
    QVERIFY(eventually([&] { return engine.standardError().contains("recording works again"); }));
    QCOMPARE(bystander.complaint(), QString());
    const QString broken = brokenBalance(engine.adminPort());
    QVERIFY2(broken.isEmpty(), qPrintable(broken));
    QVERIFY2(engine.stop(), engine.standardError().constData());
}

QTEST_GUILESS_MAIN(tst_hostile_admin)
#include "tst_hostile_admin.moc"
