// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What a service manager hears: ready when it is, the watchdog for as long as every worker turns, stopping,
// and more time while a drain needs it. No systemd runs here: the test is the manager's end of the socket.

#include "support/AdminApi.h"
#include "support/EngineTest.h"
#include "support/FrozenThread.h"
#include "support/NotifySocket.h"

#include <csignal>

using namespace sluice::integration;
using namespace std::chrono_literals;

class tst_service : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readyWhenItServes();
    void stoppingWhenItStops();
    void watchdogIsFed();
    void watchdogStarvesWhileAWorkerIsBlocked();
    void aDrainAsksForTime();
    void reloadingAndReadyAgain();
    void aReloadEndsNoStop();
    void aStopOfTheManagersCannotBeCancelled();
    void withoutAManagerNothingIsMissing();
    void aManagerThatDoesNotReadStopsNothing();
};

namespace {

SluicedProcess::Options managed(const NotifySocket &manager, const QStringList &settings = {})
{
    SluicedProcess::Options options;
    options.environment << manager.environment();
    options.settings = settings;
    return options;
}

} // namespace

void tst_service::readyWhenItServes()
{
    NotifySocket manager;
    SluicedProcess engine(managed(manager, {QStringLiteral("pool.max_streams=123")}));
    QVERIFY(engine.launch());
    const QByteArray ready = manager.waitFor("READY=1");
    QVERIFY2(!ready.isEmpty(), engine.standardError().constData());
    QVERIFY2(ready.contains("STATUS=Serving 0 of 123 streams"), ready.constData());
    // Ready means ready: no retry here.
    QCOMPARE(statusOf(engine.publicPort(), "/readyz"), 200);
    QCOMPARE(statusOf(engine.adminPort(), "/readyz"), 200);
    QVERIFY(engine.stop());
}

void tst_service::stoppingWhenItStops()
{
    NotifySocket manager;
    SluicedProcess engine(managed(manager));
    START_ENGINE(engine);
    engine.signal(SIGTERM);
    QVERIFY(!manager.waitFor("STOPPING=1").isEmpty());
    QVERIFY(engine.waitForEnd());
    QCOMPARE(engine.exitCode(), 0);
}

void tst_service::watchdogIsFed()
{
    NotifySocket manager;
    auto options = managed(manager);
    options.environment << QStringLiteral("WATCHDOG_USEC=400000");
    SluicedProcess engine(options);
    START_ENGINE(engine);
    StreamClient stream(engine.publicPort(), "/stream/a");
    QVERIFY(stream.isOpen());
    QVERIFY(!manager.waitFor("WATCHDOG=1\nSTATUS=Serving 1 of ").isEmpty());
    for (int beat = 0; beat < 5; ++beat)
        QVERIFY(!manager.waitFor("WATCHDOG=1").isEmpty());
    QVERIFY(engine.stop());
}

void tst_service::watchdogStarvesWhileAWorkerIsBlocked()
{
    NotifySocket manager;
    auto options = managed(manager, {QStringLiteral("engine.workers=2")});
    options.environment << QStringLiteral("WATCHDOG_USEC=400000");
    SluicedProcess engine(options);
    START_ENGINE(engine);
    FrozenThread worker(engine.pid(), "worker-1");
    if (!worker.isFrozen())
        QSKIP("this machine lets nobody stop a thread of its child");
    const QByteArray complaint = manager.waitFor("Worker 1 does not turn");
    QVERIFY(!complaint.isEmpty());
    QVERIFY2(!complaint.contains("WATCHDOG=1"), complaint.constData());
    // From now on every beat complains: ten of them in a row, and none feeds the watchdog.
    for (int beat = 0; beat < 10; ++beat) {
        const QByteArray message = manager.waitFor("STATUS=");
        QVERIFY(!message.isEmpty());
        QVERIFY2(!message.contains("WATCHDOG=1"), message.constData());
    }
    worker.thaw();
    QVERIFY(!manager.waitFor("WATCHDOG=1").isEmpty());
    QVERIFY(engine.stop());
}

void tst_service::aDrainAsksForTime()
{
    NotifySocket manager;
    SluicedProcess engine(managed(manager, {QStringLiteral("backpressure.high_water_mark=16MiB"),
                                            QStringLiteral("drain.deadline=10min")}));
    START_ENGINE(engine);
    StreamClient::Options slow;
    slow.receiveBuffer = 4096;
    StreamClient stalled(engine.publicPort(), "/stream/stalled", slow);
    Publisher publisher(engine.publicPort());
    for (int index = 0; index < 200; ++index)
        publisher.publish("stalled", QByteArray(4000, 's'));
    engine.signal(SIGTERM);
    QVERIFY(!manager.waitFor("STOPPING=1").isEmpty());
    const QByteArray plea = manager.waitFor("EXTEND_TIMEOUT_USEC=");
    QVERIFY(!plea.isEmpty());
    QVERIFY2(plea.contains("STATUS=Stopping, 1 of "), plea.constData());
    QVERIFY2(plea.contains("WATCHDOG=1"), plea.constData());
    engine.kill();
}

void tst_service::reloadingAndReadyAgain()
{
    NotifySocket manager;
    SluicedProcess engine(managed(manager));
    START_ENGINE(engine);
    QVERIFY(!manager.waitFor("READY=1").isEmpty());
    engine.signal(SIGHUP);
    const QByteArray reloading = manager.waitFor("RELOADING=1");
    QVERIFY2(reloading.contains("MONOTONIC_USEC="), reloading.constData());
    QVERIFY(!manager.waitFor("READY=1").isEmpty());
    QVERIFY(engine.stop());
}

/** Before, the engine said READY=1 and asked for no more time: the manager would have killed it. */
void tst_service::aReloadEndsNoStop()
{
    NotifySocket manager;
    auto options = managed(manager, {QStringLiteral("drain.grace=10min")});
    options.environment << QStringLiteral("WATCHDOG_USEC=400000");
    SluicedProcess engine(options);
    START_ENGINE(engine);
    StreamClient stream(engine.publicPort(), "/stream/a");
    QVERIFY(stream.isOpen());
    engine.signal(SIGTERM);
    QVERIFY(!manager.waitFor("STOPPING=1").isEmpty());
    QVERIFY(!manager.waitFor("EXTEND_TIMEOUT_USEC=").isEmpty());
    engine.signal(SIGHUP);
    QVERIFY(eventually([&] { return engine.standardError().contains("changed nothing"); }));
    manager.forget();
    for (int beat = 0; beat < 5; ++beat) {
        const QByteArray message = manager.waitFor("STATUS=");
        QVERIFY2(message.contains("EXTEND_TIMEOUT_USEC="), message.constData());
        QVERIFY2(message.contains("STATUS=Stopping, 1 of "), message.constData());
        QVERIFY2(!message.contains("READY=1") && !message.contains("RELOADING=1"), message.constData());
    }
    QCOMPARE(drainPhase(engine.adminPort()), QStringLiteral("grace"));
    engine.kill();
}

/** The manager goes on waiting for the end, and would kill an engine that serves again. */
void tst_service::aStopOfTheManagersCannotBeCancelled()
{
    NotifySocket manager;
    SluicedProcess engine(managed(manager, {QStringLiteral("drain.grace=10min")}));
    START_ENGINE(engine);
    StreamClient stream(engine.publicPort(), "/stream/a");
    QVERIFY(stream.isOpen());
    // An operator's own drain can be cancelled there as anywhere.
    QCOMPARE(callApi(engine.adminPort(), "POST", "drain").status, 202);
    QCOMPARE(callApi(engine.adminPort(), "DELETE", "drain").status, 200);
    QCOMPARE(drainPhase(engine.adminPort()), QStringLiteral("serving"));

    engine.signal(SIGTERM);
    QVERIFY(!manager.waitFor("STOPPING=1").isEmpty());
    QVERIFY(eventually([&] { return drainPhase(engine.adminPort()) == QStringLiteral("grace"); }));
    const ApiReply cancelled = callApi(engine.adminPort(), "DELETE", "drain");
    QCOMPARE(cancelled.status, 409);
    QVERIFY2(cancelled.reply.body.contains("service manager"), cancelled.reply.body.constData());
    const ApiReply held =
        callApi(engine.adminPort(), "PATCH", "drain", {{QStringLiteral("then"), QStringLiteral("hold")}});
    QCOMPARE(held.status, 409);
    QCOMPARE(drainPhase(engine.adminPort()), QStringLiteral("grace"));
    stream.socket().close();
    QVERIFY(engine.waitForEnd());
    QCOMPARE(engine.exitCode(), 0);
}

void tst_service::withoutAManagerNothingIsMissing()
{
    SluicedProcess::Options options;
    options.environment << QStringLiteral("NOTIFY_SOCKET=/nonexistent/notify");
    SluicedProcess engine(options);
    START_ENGINE(engine);
    QVERIFY(engine.stop());
}

void tst_service::aManagerThatDoesNotReadStopsNothing()
{
    NotifySocket manager;
    // A grace, so that it also has something to say while it stops.
    auto options = managed(manager, {QStringLiteral("drain.grace=500ms")});
    options.environment << QStringLiteral("WATCHDOG_USEC=40000");
    SluicedProcess engine(options);
    START_ENGINE(engine);
    // The kernel keeps a handful of messages; the engine sends a hundred a second.
    StreamClient stream(engine.publicPort(), "/stream/a");
    stream.readFor(2s);
    QVERIFY(engine.stop());
    // What it had to say is there for a manager that reads at last.
    QVERIFY(!manager.waitFor("READY=1").isEmpty());
    QVERIFY(!manager.waitFor("WATCHDOG=1").isEmpty());
}

QTEST_GUILESS_MAIN(tst_service)
#include "tst_service.moc"
