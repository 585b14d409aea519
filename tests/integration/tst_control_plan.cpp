// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// `sluicectl plan` against a running engine: its load, its limits and its settings are taken, and the cap is
// set.
#include "support/ControlRun.h"
#include "support/EngineTest.h"

#include <QJsonArray>

#include <memory>
#include <vector>

using namespace sluice::integration;

class tst_ControlPlan : public EngineTest
{
    Q_OBJECT

public:
    tst_ControlPlan()
        : EngineTest(options())
    {
    }

private Q_SLOTS:
    void needsALoad();
    void plansTheEnginesLoad();
    void plansForTheEnginesLimits();
    void applies();
    void appliesNothingThatDoesNotFit();
    void configIsOfTheRunningEngine();

private:
    static SluicedProcess::Options options()
    {
        SluicedProcess::Options options = SluicedProcess::Options::with(
            {QStringLiteral("metrics.interval=250ms"), QStringLiteral("engine.workers=1")});
        options.descriptorLimit = 4096;
        return options;
    }

    ControlRun run(const char *line)
    {
        return control(adminPort(), QString::fromLatin1(line).split(QLatin1Char(' ')));
    }

    static int figure(const ControlRun &plan, const char *name)
    {
        return plan.json()[QStringLiteral("figures")].toObject()[QLatin1String(name)].toInt(-1);
    }
};

void tst_ControlPlan::needsALoad()
{
    const ControlRun idle = run("plan");
    QCOMPARE(idle.status, 2);
    QVERIFY2(idle.err.contains("give --clients and --stream-duration"), idle.err.constData());
}

void tst_ControlPlan::plansTheEnginesLoad()
{
    std::vector<std::unique_ptr<StreamClient>> streams;
    for (int index = 0; index < 40; ++index) {
        streams.push_back(std::make_unique<StreamClient>(port(), "/stream/a"));
        QVERIFY(streams.back()->isOpen());
    }
    Publisher publisher(port());
    ControlRun plan;
    QVERIFY2(eventually([&] {
                 publisher.publishNumbered("a", 5);
                 plan = run("plan --json");
                 return figure(plan, "pool_size") == 40 &&
                        plan.json()[QStringLiteral("load")][QStringLiteral("events_per_second_and_stream")]
                                .toDouble() > 0;
             }),
             (plan.out + plan.err).constData());
    QCOMPARE(plan.status, 0);
    QCOMPARE(figure(plan, "max_streams"), 45);
    const QJsonObject load = plan.json()[QStringLiteral("load")].toObject();
    QCOMPARE(load[QStringLiteral("clients")].toInt(), 40);
    QVERIFY(load[QStringLiteral("stream_duration_seconds")].toDouble() > 0);
    QVERIFY2(plan.err.contains("at most 40 streams at one time"), plan.err.constData());
    // What is typed wins.
    QCOMPARE(figure(run("plan --clients 1000 --live --headroom 0 --json"), "pool_size"), 1000);
    QVERIFY(plan.json()[QStringLiteral("settings_of")].toString().startsWith(
        QStringLiteral("http://127.0.0.1:%1, revision ").arg(adminPort())));
}

void tst_ControlPlan::plansForTheEnginesLimits()
{
    const ControlRun plan = run("plan --clients 5000 --stream-duration 1h --live --json");
    QCOMPARE(plan.status, 5);
    bool isNamed = false;
    for (const QJsonValue &one : plan.json()[QStringLiteral("shortfalls")].toArray())
        if (one[QStringLiteral("limit")].toString() == QLatin1String("RLIMIT_NOFILE")) {
            QCOMPARE(one[QStringLiteral("available")].toInt(), 4096);
            isNamed = true;
        }
    QVERIFY2(isNamed, plan.out.constData());
}

void tst_ControlPlan::applies()
{
    const ControlRun plan = run("plan --clients 900 --stream-duration 10min --apply");
    QVERIFY2(plan.status == 0, (plan.out + plan.err).constData());
    QVERIFY2(plan.out.contains("pool.max_streams = 1000\n"), plan.out.constData());
    QCOMPARE(run("get pool.max_streams").out, QByteArray("1000\n"));
    const ControlRun audit = run("audit --limit 1");
    QVERIFY2(audit.out.contains("plan: 900 clients"), audit.out.constData());
    const ControlRun json = control(
        adminPort(), {QStringLiteral("plan"), QStringLiteral("--clients"), QStringLiteral("90"),
                      QStringLiteral("--stream-duration"), QStringLiteral("10min"), QStringLiteral("--apply"),
                      QStringLiteral("--why"), QStringLiteral("a quiet week"), QStringLiteral("--json")});
    QVERIFY2(json.status == 0, json.err.constData());
    QVERIFY(json.json()[QStringLiteral("applied")].toObject().contains(QStringLiteral("revision")));
    QCOMPARE(run("get pool.max_streams").out, QByteArray("100\n"));
    QVERIFY(run("audit --limit 1").out.contains("a quiet week"));
}

void tst_ControlPlan::appliesNothingThatDoesNotFit()
{
    const QByteArray before = run("get --json").out;
    const ControlRun plan = run("plan --clients 50000 --stream-duration 10min --apply");
    QCOMPARE(plan.status, 5);
    QVERIFY2(plan.err.contains("not applied: it does not fit"), plan.err.constData());
    QCOMPARE(run("get --json").out, before);
}

void tst_ControlPlan::configIsOfTheRunningEngine()
{
    QCOMPARE(run("set timeouts.heartbeat=5s pool.max_streams=2000").status, 0);
    const ControlRun nginx = run("config nginx");
    QVERIFY2(nginx.status == 0, nginx.err.constData());
    QVERIFY2(nginx.out.contains("Heartbeats come each 5s") &&
                 nginx.out.contains("server 127.0.0.1:" + QByteArray::number(port()) + ';') &&
                 nginx.out.contains("2 x 2000,"),
             nginx.out.constData());
    QCOMPARE(run("config nginx --read-timeout 5s").status, 2);
    QVERIFY(run("config haproxy --set pool.max_streams=8000").out.contains("maxconn 9000\n"));
}

QTEST_GUILESS_MAIN(tst_ControlPlan)
#include "tst_control_plan.moc"
