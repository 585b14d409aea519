// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The arithmetic of a plan: the formula, what each figure follows from, what does not fit, and what cannot
// be.
#include "findings/plan/Planner.h"

#include "findings/plan/PlanReport.h"
#include "model/FdBudget.h"
#include "settings/SettingChanges.h"

#include <QTest>

#include <cmath>

using namespace sluice;
using namespace std::chrono_literals;
using std::chrono::milliseconds;

namespace {

PlanLoad load(std::int64_t clients, milliseconds duration, milliseconds window = 0ms)
{
    PlanLoad all;
    all.clients = clients;
    all.streamDuration = duration;
    all.timeoutWindow = window;
    all.headroomPercent = 0;
    return all;
}

Settings with(const std::vector<SettingChange> &changes)
{
    return withChanges(Settings(), changes).value();
}

/** A machine on which everything fits. */
MachineFacts largeMachine()
{
    MachineFacts machine;
    machine.descriptors = 1 << 24;
    machine.descriptorCeiling = 1 << 30;
    machine.systemDescriptors = 1 << 30;
    machine.memory = std::int64_t{1} << 40;
    machine.tcpMemory = std::int64_t{1} << 39;
    machine.cores = 64;
    machine.acceptQueue = 65'535;
    return machine;
}

Plan planFor(const PlanLoad &what, const Settings &settings = Settings(),
             const MachineFacts &machine = largeMachine())
{
    const auto plan = Planner::plan(what, settings, machine);
    return plan ? *plan : Plan();
}

double value(const Plan &plan, const char *name)
{
    const PlanFigure *figure = plan.figure(name);
    return figure ? figure->value : std::nan("");
}

const PlanShortfall *shortfallOf(const Plan &plan, std::string_view limit)
{
    for (const PlanShortfall &one : plan.shortfalls)
        if (one.limit == limit)
            return &one;
    return nullptr;
}

bool holds(const std::string &text, const char *part)
{
    return text.find(part) != std::string::npos;
}

} // namespace

class tst_Planner : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void poolSize_data();
    void poolSize();
    void headroomStaysFree();
    void everyFigureHasAReason();
    void descriptorsAreWhatTheEngineAdmits_data();
    void descriptorsAreWhatTheEngineAdmits();
    void lingeringStreamsNeedDescriptors();
    void processors();
    void memoryIsTheSumOfItsParts();
    void slowStreamsFillBuffers();
    void historyIsBounded();
    void bandwidthCountsHeartbeatsWhereThereAreNoEvents();
    void acceptQueueOfACrowd();
    void shortfalls_data();
    void shortfalls();
    void unknownFactsJudgeNothing();
    void remedyMends();
    void advice();
    void impossibleLoads_data();
    void impossibleLoads();
    void reportHasEverything();
};

void tst_Planner::poolSize_data()
{
    QTest::addColumn<qint64>("clients");
    QTest::addColumn<qint64>("duration");
    QTest::addColumn<qint64>("window");
    QTest::addColumn<qint64>("streams");
    QTest::newRow("one stream each") << qint64(10'000) << qint64(300'000) << qint64(300'000)
                                     << qint64(10'000);
    QTest::newRow("window left out") << qint64(10'000) << qint64(300'000) << qint64(0) << qint64(10'000);
    QTest::newRow("streams outlive the window")
        << qint64(10'000) << qint64(90'000) << qint64(60'000) << qint64(15'000);
    QTest::newRow("watch and go") << qint64(10'000) << qint64(60'000) << qint64(600'000) << qint64(1000);
    QTest::newRow("rounded up") << qint64(10) << qint64(1000) << qint64(3000) << qint64(4);
    QTest::newRow("no rounding error") << qint64(30'000) << qint64(1) << qint64(3) << qint64(10'000);
    QTest::newRow("at least one") << qint64(1) << qint64(1) << qint64(86'400'000) << qint64(1);
    QTest::newRow("the largest") << qint64(10'000'000) << qint64(5000) << qint64(5000) << qint64(10'000'000);
}

void tst_Planner::poolSize()
{
    QFETCH(qint64, clients);
    QFETCH(qint64, duration);
    QFETCH(qint64, window);
    QFETCH(qint64, streams);
    const Plan plan = planFor(load(clients, milliseconds(duration), milliseconds(window)));
    QCOMPARE(plan.poolSize, std::int64_t(streams));
    QCOMPARE(plan.maxStreams, std::int64_t(streams));
    QCOMPARE(value(plan, "pool_size"), double(streams));
    QCOMPARE(value(plan, "max_streams"), double(streams));
    // Little's law: streams = begun per second x duration.
    QCOMPARE(value(plan, "connects_per_second"), double(streams) / (double(duration) / 1000));
}

void tst_Planner::headroomStaysFree()
{
    PlanLoad what = load(9000, 5min);
    what.headroomPercent = 10;
    const Plan plan = planFor(what);
    QCOMPARE(plan.poolSize, std::int64_t(9000));
    QCOMPARE(plan.maxStreams, std::int64_t(10'000));
    QVERIFY(holds(plan.figure("max_streams")->reason, "10 %"));
    QCOMPARE(PlanLoad().headroomPercent, 10.0);
}

void tst_Planner::everyFigureHasAReason()
{
    const Plan plan = planFor(load(10'000, 5min, 6min));
    QVERIFY(plan.fits());
    QVERIFY(plan.figures.size() >= 12);
    for (const PlanFigure &figure : plan.figures) {
        QVERIFY2(!figure.reason.empty() && !figure.title.empty(), std::string(figure.name).c_str());
        QVERIFY2(std::isfinite(figure.value) && figure.value >= 0, std::string(figure.name).c_str());
        QVERIFY(plan.figure(figure.name) == &figure);
    }
    const std::string &formula = plan.figure("pool_size")->reason;
    QCOMPARE(formula,
             std::string("(10,000 clients x 5m 00s average stream duration) / 6m 00s timeout window"));
    QVERIFY(!plan.figure("nothing"));
}

void tst_Planner::descriptorsAreWhatTheEngineAdmits_data()
{
    QTest::addColumn<qint64>("streams");
    QTest::addColumn<int>("workers");
    for (const qint64 streams : {1, 100, 1000, 10'000, 65'536, 1'000'000, 10'000'000})
        for (const int workers : {1, 2, 64})
            QTest::addRow("%lld, %d workers", static_cast<long long>(streams), workers) << streams << workers;
}

/** The smallest limit under which the engine itself says that so many streams fit. */
void tst_Planner::descriptorsAreWhatTheEngineAdmits()
{
    QFETCH(qint64, streams);
    QFETCH(int, workers);
    const auto most = [workers](std::int64_t limit) {
        return FdBudget(limit, static_cast<std::size_t>(workers)).maxStreams();
    };
    const std::int64_t limit = Planner::descriptorLimitFor(streams, workers);
    QVERIFY2(most(limit) >= streams, std::to_string(limit).c_str());
    QVERIFY2(limit == 1 || most(limit - 1) < streams, std::to_string(limit).c_str());

    Settings settings = with({{"engine.workers", std::to_string(workers), {}}});
    const Plan plan = planFor(load(streams, 10min), settings);
    QVERIFY(value(plan, "descriptors") >= double(limit));
    QVERIFY(value(plan, "descriptors") >= double(streams + FdBudget::adminRequests));
}

void tst_Planner::lingeringStreamsNeedDescriptors()
{
    // 5,000 streams of one second each, two seconds of lingering: 10,000 more.
    const Plan shortLived = planFor(load(5000, 1s));
    const Plan longLived = planFor(load(5000, 1h));
    QVERIFY(value(shortLived, "descriptors") >= value(longLived, "descriptors") + 9000);
}

void tst_Planner::processors()
{
    PlanLoad what = load(10'000, 1h);
    const double idle = value(planFor(what), "cores");
    QVERIFY2(idle < 0.1, std::to_string(idle).c_str());
    what.eventRate = 5;
    const Plan busy = planFor(what);
    // 50,000 deliveries a second of 9 us each, at 70 %.
    QVERIFY2(std::abs(value(busy, "cores") - 0.64) < 0.02, std::to_string(value(busy, "cores")).c_str());
    QCOMPARE(value(busy, "workers"), 1.0);
    what.eventRate = 50;
    QCOMPARE(value(planFor(what), "workers"), 7.0);
    MachineFacts small = largeMachine();
    small.cores = 2;
    const Plan plan = planFor(what, Settings(), small);
    const PlanShortfall *cores = shortfallOf(plan, "cores of the machine");
    QVERIFY(cores);
    QVERIFY2(holds(cores->remedy, "4 machines"), cores->remedy.c_str());
}

void tst_Planner::memoryIsTheSumOfItsParts()
{
    PlanLoad what = load(20'000, 5min);
    what.eventRate = 1;
    what.channels = 20;
    const Plan plan = planFor(what);
    QCOMPARE(value(plan, "memory"), value(plan, "memory_engine") + value(plan, "memory_sockets") +
                                        value(plan, "memory_buffers") + value(plan, "memory_history"));
}

void tst_Planner::slowStreamsFillBuffers()
{
    PlanLoad what = load(10'000, 5min);
    what.slowPercent = 100;
    // Every one of them at once: SO_SNDBUF of 64 KiB, which the kernel doubles.
    QCOMPARE(value(planFor(what), "memory_buffers"), 10'000.0 * 2 * 65'536);
    what.slowPercent = 0;
    QCOMPARE(value(planFor(what), "memory_buffers"), 0.0);
}

void tst_Planner::historyIsBounded()
{
    PlanLoad what = load(1000, 5min);
    QCOMPARE(value(planFor(what), "memory_history"), 0.0);
    what.eventRate = 1000;
    what.eventSize = 10'000;
    QCOMPARE(value(planFor(what), "memory_history"), double(8 << 20)); // history.bytes of one channel
    what.channels = 10'000;
    // history.total_bytes, unless the logs must keep more than that for their slow streams.
    QVERIFY(value(planFor(what), "memory_history") <= 10'000.0 * (65'536 + 10'100));
    QVERIFY(value(planFor(what), "memory_history") >= double(256 << 20));
    what.channels = 300;
    QCOMPARE(value(planFor(what), "memory_history"), double(256 << 20));
}

void tst_Planner::bandwidthCountsHeartbeatsWhereThereAreNoEvents()
{
    PlanLoad what = load(15'000, 5min);
    const double idle = value(planFor(what), "bandwidth");
    // 1,000 heartbeats a second of 3 + 5 bytes and a segment's headers.
    QVERIFY2(idle > 1000 * 60 && idle < 1000 * 90, std::to_string(idle).c_str());
    what.eventRate = 1;
    what.eventSize = 100;
    const double busy = value(planFor(what), "bandwidth");
    QVERIFY2(busy > 15'000 * 180 && busy < 15'000 * 260, std::to_string(busy).c_str());
    what.eventSize = 100'000;
    QVERIFY(value(planFor(what), "bandwidth") > 15'000.0 * 100'000);
}

void tst_Planner::acceptQueueOfACrowd()
{
    const Settings two = with({{"engine.workers", "2", {}}});
    QVERIFY(value(planFor(load(10'000, 1h), two), "accept_queue") < 1000);
    const Plan plan = planFor(load(100'000, 1h), two);
    QVERIFY(value(plan, "accept_queue") > 30'000);
    QVERIFY(shortfallOf(plan, "listen.backlog"));
}

void tst_Planner::shortfalls_data()
{
    QTest::addColumn<QString>("limit");
    QTest::addColumn<QString>("change");
    QTest::addColumn<QString>("message");
    QTest::addColumn<QString>("remedy");
    const auto row = [](const char *limit, const char *change, const char *message, const char *remedy) {
        QTest::newRow(limit) << QString::fromLatin1(limit) << QString::fromLatin1(change)
                             << QString::fromLatin1(message) << QString::fromLatin1(remedy);
    };
    row("RLIMIT_NOFILE", "", "but may have 1,024", "LimitNOFILE=");
    row("fs.file-max", "", "all processes together may have 9,000", "sysctl -w fs.file-max=");
    row("memory of the machine", "", "are to be used", "a machine with more memory");
    row("net.ipv4.tcp_mem", "", "the kernel gives all sockets together 1 MiB", "tcp_mem");
    row("cores of the machine", "", "but the machine has 1", "share the clients among");
    row("net.core.somaxconn", "", "the kernel lets 64 wait", "sysctl -w net.core.somaxconn=");
    row("engine.workers", "engine.workers=1", "but engine.workers is 1", "workers = \"auto\"");
    row("listen.backlog", "listen.backlog=100", "but listen.backlog is 100", "backlog = ");
    row("drain.deadline", "drain.rate=1", "after drain.deadline, 30s", "sluicectl set drain.deadline=");
    row("pool.max_streams_per_channel", "pool.max_streams_per_channel=10", "is 10",
        "sluicectl set pool.max_streams_per_channel=");
    row("pool.max_channels", "pool.max_channels=1", "pool.max_channels is 1",
        "sluicectl set pool.max_channels=");
    row("pool.connect_rate", "pool.connect_rate=1", "pool.connect_rate is 1/s",
        "sluicectl set pool.connect_rate=");
    row("publish.channel_rate", "publish.channel_rate=1", "publish.channel_rate is 1/s",
        "sluicectl set publish.channel_rate=");
    row("publish.max_body", "publish.max_body=10B", "publish.max_body is 10B",
        "sluicectl set publish.max_body=");
}

/** One load, and each thing that may stand against it: both numbers are said, and what mends it. */
void tst_Planner::shortfalls()
{
    QFETCH(QString, limit);
    QFETCH(QString, change);
    QFETCH(QString, message);
    QFETCH(QString, remedy);
    PlanLoad what = load(20'000, 100s);
    what.eventRate = 10;
    what.eventSize = 1000;
    what.channels = 2;
    MachineFacts machine = largeMachine();
    const std::string name = limit.toStdString();
    if (name == "RLIMIT_NOFILE")
        machine.descriptors = 1024;
    else if (name == "fs.file-max")
        machine.systemDescriptors = 9000;
    else if (name == "memory of the machine")
        machine.memory = 50 << 20;
    else if (name == "net.ipv4.tcp_mem")
        machine.tcpMemory = 1 << 20;
    else if (name == "cores of the machine")
        machine.cores = 1;
    else if (name == "net.core.somaxconn")
        machine.acceptQueue = 64;
    Settings settings;
    if (!change.isEmpty())
        settings = with({{change.section(QLatin1Char('='), 0, 0).toStdString(),
                          change.section(QLatin1Char('='), 1).toStdString(),
                          {}}});
    const Plan plan = planFor(what, settings, machine);
    QVERIFY(!plan.fits());
    const PlanShortfall *found = shortfallOf(plan, name);
    QVERIFY(found);
    QVERIFY2(holds(found->message, message.toLatin1().constData()), found->message.c_str());
    QVERIFY2(holds(found->remedy, remedy.toLatin1().constData()), found->remedy.c_str());
    QVERIFY2(found->needed > found->available, found->message.c_str());
    QVERIFY(plan.figure(found->figure));
    // And nothing else is blamed but what follows from the same thing.
    QVERIFY2(planFor(what).fits(), "the load does not fit where nothing stands against it");
}

void tst_Planner::unknownFactsJudgeNothing()
{
    const Plan plan =
        planFor(load(1'000'000, 1h), with({{"drain.rate", "1000000", {}}, {"listen.backlog", "65535", {}}}),
                MachineFacts());
    QVERIFY2(plan.fits(), plan.fits() ? "" : plan.shortfalls.front().message.c_str());
    QVERIFY(MachineFacts::read().descriptors.value_or(0) > 0);
    QVERIFY(MachineFacts::read().memory.value_or(0) > 1 << 20);
}

/** What the remedy of descriptors says is enough. */
void tst_Planner::remedyMends()
{
    MachineFacts machine = largeMachine();
    machine.descriptors = 1024;
    machine.descriptorCeiling = 2048;
    const Plan before = planFor(load(30'000, 1h), Settings(), machine);
    const PlanShortfall *found = shortfallOf(before, "RLIMIT_NOFILE");
    QVERIFY(found);
    const QString remedy = QString::fromStdString(found->remedy);
    QVERIFY2(remedy.startsWith(QLatin1String("sysctl -w fs.nr_open=")), qPrintable(remedy));
    const QString number = remedy.section(QLatin1String("LimitNOFILE="), 1).section(QLatin1Char(' '), 0, 0);
    machine.descriptors = number.toLongLong();
    QVERIFY2(machine.descriptors > 30'000, qPrintable(remedy));
    QVERIFY(!shortfallOf(planFor(load(30'000, 1h), Settings(), machine), "RLIMIT_NOFILE"));
}

void tst_Planner::advice()
{
    const auto has = [](const Plan &plan, const char *part) {
        return std::any_of(plan.advice.begin(), plan.advice.end(),
                           [part](const std::string &one) { return holds(one, part); });
    };
    QVERIFY(planFor(load(100, 5min)).advice.empty());
    QVERIFY(has(planFor(load(100, 2h), with({{"timeouts.max_age", "1h", {}}})), "timeouts.max_age"));
    QVERIFY(has(planFor(load(100, 10s, 10s)), "sluicectl set timeouts.heartbeat="));
    PlanLoad busy = load(100, 5min);
    busy.eventRate = 500;
    QVERIFY(has(planFor(busy), "history.count"));
    QVERIFY(has(planFor(load(100'000, 5min), with({{"pool.max_streams_per_client", "4", {}}})),
                "pool.max_clients"));
    MachineFacts ports = largeMachine();
    ports.localPorts = 28'232;
    QVERIFY(has(planFor(load(30'000, 5min), Settings(), ports), "ip_local_port_range"));
}

void tst_Planner::impossibleLoads_data()
{
    QTest::addColumn<PlanLoad>("what");
    QTest::addColumn<QByteArray>("message");
    const auto row = [](const char *name, const char *message, auto change) {
        PlanLoad what = load(100, 1min);
        change(what);
        QTest::newRow(name) << what << QByteArray(message);
    };
    row("no clients", "the number of clients is 0", [](PlanLoad &what) { what.clients = 0; });
    row("fewer than none", "the number of clients is -1", [](PlanLoad &what) { what.clients = -1; });
    row("no duration", "the average stream duration is 0", [](PlanLoad &what) { what.streamDuration = 0ms; });
    row("negative window", "the timeout window is", [](PlanLoad &what) { what.timeoutWindow = -1ms; });
    row("negative rate", "the event rate is", [](PlanLoad &what) { what.eventRate = -1; });
    row("rate is no number", "the event rate is", [](PlanLoad &what) { what.eventRate = std::nan(""); });
    row("huge events", "the event size is", [](PlanLoad &what) { what.eventSize = std::int64_t{1} << 40; });
    row("no channels", "the number of channels is 0", [](PlanLoad &what) { what.channels = 0; });
    row("connections", "the number of other connections is -1",
        [](PlanLoad &what) { what.otherConnections = -1; });
    row("slow", "the share of slow streams is", [](PlanLoad &what) { what.slowPercent = 101; });
    row("headroom", "the headroom is", [](PlanLoad &what) { what.headroomPercent = 91; });
    row("too many", "pool.max_streams is at most 10,000,000",
        [](PlanLoad &what) { what.clients = 10'000'001; });
    row("too many by their duration", "that are 6,000,000,000 streams", [](PlanLoad &what) {
        what.clients = 1'000'000;
        what.streamDuration = 100min;
        what.timeoutWindow = 1s;
    });
}

void tst_Planner::impossibleLoads()
{
    QFETCH(PlanLoad, what);
    QFETCH(QByteArray, message);
    const auto plan = Planner::plan(what, Settings(), MachineFacts());
    QVERIFY(!plan.has_value());
    QCOMPARE(plan.error().kind, Error::Kind::Input);
    QVERIFY2(holds(plan.error().message, message.constData()), plan.error().message.c_str());
}

void tst_Planner::reportHasEverything()
{
    PlanLoad what = load(30'000, 5min);
    MachineFacts machine = largeMachine();
    machine.descriptors = 1024;
    const Plan plan = planFor(what, Settings(), machine);
    const std::string text = planText(plan, what);
    const QJsonObject json = planJson(plan, what);
    for (const PlanFigure &figure : plan.figures) {
        QVERIFY(holds(text, figure.reason.c_str()));
        const QString key =
            QString::fromLatin1(figure.name.data(), static_cast<qsizetype>(figure.name.size()));
        QCOMPARE(json[QStringLiteral("figures")][key].toDouble(), figure.value);
        QCOMPARE(json[QStringLiteral("reasons")][key].toString().toStdString(), figure.reason);
    }
    QVERIFY(holds(text, "may have 1,024") && holds(text, "LimitNOFILE="));
    QVERIFY(holds(text, "sluicectl set pool.max_streams=30000"));
    QCOMPARE(json[QStringLiteral("fits")].toBool(true), false);
    QCOMPARE(json[QStringLiteral("shortfalls")][0][QStringLiteral("available")].toDouble(), 1024.0);
    QCOMPARE(json[QStringLiteral("settings")][QStringLiteral("pool.max_streams")].toInt(), 30'000);
    QCOMPARE(json[QStringLiteral("load")][QStringLiteral("timeout_window_seconds")].toDouble(), 300.0);
}

QTEST_APPLESS_MAIN(tst_Planner)
#include "tst_planner.moc"
