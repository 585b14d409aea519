// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The doctor's rules over tables of facts: each row is a sound machine with one thing that is not.
#include "findings/doctor/DoctorJson.h"
#include "findings/doctor/DoctorRules.h"

#include "model/FdBudget.h"

#include <QJsonArray>
#include <QSet>
#include <QTest>

#include <functional>

using namespace sluice;

namespace {

using Change = std::function<void(DoctorFacts &, Settings &)>;

DoctorFacts soundFacts()
{
    DoctorFacts facts;
    facts.softDescriptors = facts.hardDescriptors = facts.descriptorCeiling = 1'048'576;
    facts.systemDescriptors = 2'097'152;
    facts.systemDescriptorsUsed = 700;
    facts.openDescriptors = 50;
    facts.unit = "sluiced.service";
    facts.service = ServiceLimits{"sluiced.service", "systemd", 1024, 1'048'576, 256};
    facts.mostTasks = 256;
    facts.acceptQueue = 4096;
    facts.synBacklog = 8192;
    facts.synCookies = 1;
    facts.localPorts = DoctorFacts::Range{10'240, 65'535};
    facts.reservedPorts = {};
    facts.localPorts = DoctorFacts::Range{32'768, 60'999};
    facts.mostSendBuffer = 212'992;
    facts.tcpMemory = {{1LL << 30, 2LL << 30, 3LL << 30}};
    facts.keepAliveTime = 7200;
    facts.slowStartAfterIdle = 0;
    facts.mostTracked = 262'144;
    facts.tracked = 10;
    facts.trackedTimeout = 432'000;
    facts.memory = 16LL << 30;
    facts.availableMemory = 12LL << 30;
    facts.swap = 0;
    facts.residentMemory = 20 << 20;
    facts.swappedMemory = 0;
    facts.cores = 2;
    facts.quota = 2.0;
    facts.clock = ClockState::Synchronised;
    facts.clockSource = "tsc";
    return facts;
}

Settings soundSettings()
{
    Settings settings;
    settings.pool_max_streams = 10'000;
    settings.auth_publish_token = "long-enough-to-be-safe";
    return settings;
}

std::string textOf(const Finding &finding, std::string_view evidence)
{
    for (const Evidence &one : finding.evidence)
        if (one.name == evidence)
            return std::get<std::string>(one.value);
    return {};
}

std::vector<Finding> findingsOf(const DoctorFacts &facts, const Settings &settings,
                                DoctorSubject::Source source = DoctorSubject::Source::Engine)
{
    const DoctorSubject subject = DoctorSubject::of(settings, source, facts, std::nullopt);
    return sluice::findingsOf(doctorRules(), Machine{facts, subject});
}

} // namespace

class tst_DoctorRules : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void soundIsAllOk();
    void names_data();
    void names();
    void everyRuleIsTried();
    void unknownJudgesNothing();
    void anAutomaticPoolIsNoError();
    void reckonsAsTheEngineDoes_data();
    void reckonsAsTheEngineDoes();
    void printsJson();

private:
    QSet<QString> m_tried;
};

void tst_DoctorRules::soundIsAllOk()
{
    const auto findings = findingsOf(soundFacts(), soundSettings());
    QCOMPARE(findings.size(), doctorRules().size());
    for (const Finding &finding : findings) {
        QVERIFY2(finding.severity == Severity::Ok, (finding.rule + ": " + finding.summary).c_str());
        QVERIFY(finding.remedies.empty());
        QVERIFY(!textOf(finding, "value").empty() && !textOf(finding, "needed").empty() &&
                !finding.cause.empty());
    }
    QCOMPARE(worstOf(findings), Severity::Ok);
}

void tst_DoctorRules::names_data()
{
    QTest::addColumn<QString>("rule");
    QTest::addColumn<int>("severity");
    QTest::addColumn<QString>("value");
    QTest::addColumn<QString>("needed");
    QTest::addColumn<QString>("remedy"); // part of one of them
    QTest::addColumn<Change>("change");
    const auto row = [](const char *rule, Severity severity, const char *value, const char *needed,
                        const char *remedy, const Change &change) {
        QTest::addRow("%s: %s", rule, value)
            << QString::fromLatin1(rule) << static_cast<int>(severity) << QString::fromLatin1(value)
            << QString::fromLatin1(needed) << QString::fromLatin1(remedy) << change;
    };
    constexpr auto Notice = Severity::Notice;
    constexpr auto Warning = Severity::Warning;
    constexpr auto Error = Severity::Critical;
    row("descriptors-hard", Error, "4,096", "10,204",
        "systemctl edit sluiced.service: [Service] LimitNOFILE=16384", [](DoctorFacts &facts, Settings &) {
            facts.softDescriptors = facts.hardDescriptors = 4096;
            facts.service.reset();
        });
    row("descriptors-hard", Notice, "8,192", "10,204", "limits.d/sluice.conf",
        [](DoctorFacts &facts, Settings &) { facts.softDescriptors = facts.hardDescriptors = 8192; });
    row("descriptors-service", Error, "4,096 for sluiced.service", "10,204",
        "systemctl edit sluiced.service: [Service] LimitNOFILE=16384",
        [](DoctorFacts &facts, Settings &) { facts.service->hardDescriptors = 4096; });
    row("descriptors-service", Error, "524,288 for sluiced.service, systemd's default", "612,244",
        "LimitNOFILE=1048576", [](DoctorFacts &facts, Settings &settings) {
            facts.service->hardDescriptors.reset();
            settings.pool_max_streams = 600'000;
        });
    row("descriptors-soft", Warning, "1,024", "1,048,576", "LimitNOFILE=1048576",
        [](DoctorFacts &facts, Settings &) { facts.softDescriptors = 1024; });
    row("descriptors-ceiling", Error, "10,000", "10,204", "sysctl -w fs.nr_open=16384",
        [](DoctorFacts &facts, Settings &) { facts.descriptorCeiling = 10'000; });
    row("descriptors-system", Error, "20,000, 700 in use", "20,204", "sysctl -w fs.file-max=65536",
        [](DoctorFacts &facts, Settings &) { facts.systemDescriptors = 20'000; });
    row("descriptors-system", Error, "100,000, 95,050 in use", "105,204", "sysctl -w fs.file-max=262144",
        [](DoctorFacts &facts, Settings &) {
            facts.systemDescriptors = 100'000; // the engine alone would fit
            facts.systemDescriptorsUsed = 95'050;
        });
    row("tasks", Error, "8", "10", "TasksMax=256", [](DoctorFacts &facts, Settings &) {
        facts.mostTasks = 8;
        facts.service.reset();
    });
    row("tasks", Error, "9 for sluiced.service", "10", "TasksMax=256",
        [](DoctorFacts &facts, Settings &) { facts.service->tasks = 9; });
    row("accept-queue", Warning, "128", "4,096", "sysctl -w net.core.somaxconn=4096",
        [](DoctorFacts &facts, Settings &) { facts.acceptQueue = 128; });
    row("syn-backlog", Notice, "512, with SYN cookies", "4,096", "net.ipv4.tcp_max_syn_backlog=4096",
        [](DoctorFacts &facts, Settings &) { facts.synBacklog = 512; });
    row("syn-backlog", Warning, "512, without SYN cookies", "4,096", "net.ipv4.tcp_max_syn_backlog=4096",
        [](DoctorFacts &facts, Settings &) {
            facts.synBacklog = 512;
            facts.synCookies = 0;
        });
    row("local-ports", Warning, "1,000 (60000 to 60999)", "11,111",
        "net.ipv4.ip_local_port_range=\"10240 65535\"", [](DoctorFacts &facts, Settings &) {
            facts.localPorts = DoctorFacts::Range{60'000, 60'999};
        });
    row("listen-port", Warning, "40000 inside", "outside 32768 to 60999",
        "net.ipv4.ip_local_reserved_ports=40000",
        [](DoctorFacts &, Settings &settings) { settings.listen_public = "127.0.0.1:40000"; });
    row("memory", Error, "220 MiB available", "388 MiB", "sluicectl set history.total_bytes=27MiB",
        [](DoctorFacts &facts, Settings &) { facts.availableMemory = 200 << 20; });
    row("memory", Error, "120 MiB of the control group's 200 MiB", "388 MiB", "MemoryMax=776M",
        [](DoctorFacts &facts, Settings &) {
            facts.groupMemory = 200 << 20;
            facts.groupMemoryUsed = 100 << 20;
        });
    row("memory", Warning, "440 MiB available", "388 MiB", "pool.max_streams",
        [](DoctorFacts &facts, Settings &) { facts.availableMemory = 420 << 20; });
    row("memory-stalled", Notice, "1.0 GiB available", "1.6 GiB", "send_buffer",
        [](DoctorFacts &facts, Settings &) { facts.availableMemory = 1004 << 20; });
    row("tcp-memory", Warning, "20 MiB", "52 MiB", "net.ipv4.tcp_mem", [](DoctorFacts &facts, Settings &) {
        facts.tcpMemory = {{10 << 20, 20 << 20, 40 << 20}};
    });
    row("send-buffer", Notice, "32 KiB", "64 KiB", "net.core.wmem_max=65536",
        [](DoctorFacts &facts, Settings &) { facts.mostSendBuffer = 32 << 10; });
    row("conntrack", Warning, "8,192, 10 in use", "15,000", "net.netfilter.nf_conntrack_max=16384",
        [](DoctorFacts &facts, Settings &) { facts.mostTracked = 8192; });
    row("conntrack", Warning, "32,768, 30,050 in use", "40,000", "net.netfilter.nf_conntrack_max=65536",
        [](DoctorFacts &facts, Settings &) {
            facts.mostTracked = 32'768; // the streams alone would fit
            facts.tracked = 30'050;
        });
    row("conntrack-timeout", Error, "20 s", "30 s", "nf_conntrack_tcp_timeout_established",
        [](DoctorFacts &facts, Settings &) { facts.trackedTimeout = 20; });
    row("swap", Warning, "4.0 KiB of the process swapped out", "none", "MemorySwapMax=0",
        [](DoctorFacts &facts, Settings &) { facts.swappedMemory = 4096; });
    row("swap", Notice, "2.0 GiB of swap, vm.swappiness 60", "vm.swappiness at most 10", "vm.swappiness=1",
        [](DoctorFacts &facts, Settings &) {
            facts.swap = 2LL << 30;
            facts.swappiness = 60;
        });
    row("slow-start", Notice, "on", "off", "net.ipv4.tcp_slow_start_after_idle=0",
        [](DoctorFacts &facts, Settings &) { facts.slowStartAfterIdle = 1; });
    row("processors", Warning, "2 cores", "8", "workers = \"auto\"",
        [](DoctorFacts &, Settings &settings) { settings.engine_workers = 8; });
    row("processors", Notice, "2 cores", "1", "workers = \"auto\"",
        [](DoctorFacts &, Settings &settings) { settings.engine_workers = 1; });
    row("cpu-quota", Warning, "0.5 cores", "2 cores", "CPUQuota=200%",
        [](DoctorFacts &facts, Settings &) { facts.quota = 0.5; });
    row("clock", Warning, "not synchronised", "synchronised", "timedatectl set-ntp true",
        [](DoctorFacts &facts, Settings &) { facts.clock = ClockState::Unsynchronised; });
    row("clock", Notice, "not known (the kernel does not tell this process)", "synchronised", "timedatectl",
        [](DoctorFacts &facts, Settings &) { facts.clock = ClockState::Unknown; });
    row("tokens", Warning, "one is unsafe", "16 characters, in no file that everybody reads",
        "auth.publish_token has 5 characters",
        [](DoctorFacts &, Settings &settings) { settings.auth_publish_token = "short"; });
    row("clock-source", Warning, "hpet", "a quick one, such as tsc", "current_clocksource",
        [](DoctorFacts &facts, Settings &) { facts.clockSource = "hpet"; });
}

void tst_DoctorRules::names()
{
    QFETCH(QString, rule);
    QFETCH(int, severity);
    QFETCH(QString, value);
    QFETCH(QString, needed);
    QFETCH(QString, remedy);
    QFETCH(Change, change);
    DoctorFacts facts = soundFacts();
    Settings settings = soundSettings();
    change(facts, settings);
    for (const Finding &finding : findingsOf(facts, settings)) {
        if (finding.rule != rule.toStdString())
            continue;
        m_tried.insert(rule);
        QCOMPARE(QString::fromStdString(textOf(finding, "value")), value);
        QCOMPARE(QString::fromStdString(textOf(finding, "needed")), needed);
        QCOMPARE(static_cast<int>(finding.severity), severity);
        QStringList remedies;
        for (const Remedy &one : finding.remedies)
            remedies << QString::fromStdString(one.line);
        QVERIFY2(remedies.join(QLatin1Char('\n')).contains(remedy),
                 qPrintable(remedies.join(QLatin1Char('\n'))));
        return;
    }
    QFAIL("no finding of that name");
}

void tst_DoctorRules::everyRuleIsTried()
{
    for (const auto &rule : doctorRules()) {
        const QString name = QString::fromUtf8(rule.name.data(), static_cast<qsizetype>(rule.name.size()));
        // What the engine does without, whatever its value.
        const bool isInformation = name == QStringLiteral("tcp-keepalive");
        QVERIFY2(m_tried.contains(name) || isInformation, qPrintable(name));
    }
}

void tst_DoctorRules::unknownJudgesNothing()
{
    const auto findings = findingsOf(DoctorFacts(), soundSettings());
    for (const Finding &finding : findings)
        QVERIFY2(finding.severity <= Severity::Notice, finding.rule.c_str());
    QCOMPARE(findings.size(), std::size_t(3)); // no connection tracking, the tokens; the clock is not known
}

void tst_DoctorRules::anAutomaticPoolIsNoError()
{
    DoctorFacts facts = soundFacts();
    facts.softDescriptors = facts.hardDescriptors = 1024;
    facts.service.reset(); // no other limit than the process's
    const auto findings = findingsOf(facts, Settings());
    QCOMPARE(findings.front().rule, std::string("descriptors-hard"));
    QCOMPARE(findings.front().severity, Severity::Notice);
    const DoctorSubject asked =
        DoctorSubject::of(Settings(), DoctorSubject::Source::Engine, facts, std::int64_t{5000});
    QCOMPARE(sluice::findingsOf(doctorRules(), Machine{facts, asked}).front().severity, Severity::Critical);
}

void tst_DoctorRules::reckonsAsTheEngineDoes_data()
{
    QTest::addColumn<qint64>("streams");
    QTest::addColumn<qint64>("workers");
    for (const qint64 streams : {1, 100, 1000, 10'000, 1'000'000})
        for (const qint64 workers : {1, 2, 64})
            QTest::addRow("%lld streams, %lld workers", streams, workers) << streams << workers;
}

void tst_DoctorRules::reckonsAsTheEngineDoes()
{
    QFETCH(qint64, streams);
    QFETCH(qint64, workers);
    DoctorSubject subject;
    subject.streams = streams;
    subject.workers = workers;
    const std::int64_t limit = subject.descriptorLimit();
    const auto threads = static_cast<std::size_t>(workers);
    QVERIFY(FdBudget(limit, threads).maxStreams() >= streams);
    QVERIFY(FdBudget(limit - 1, threads).maxStreams() < streams || limit == streams);
}

void tst_DoctorRules::printsJson()
{
    DoctorFacts facts = soundFacts();
    facts.acceptQueue = 128;
    const DoctorSubject subject =
        DoctorSubject::of(soundSettings(), DoctorSubject::Source::File, facts, std::nullopt);
    const QJsonObject json = doctorJson(facts, subject);
    QCOMPARE(json.value(QLatin1String("status")).toString(), QStringLiteral("warning"));
    QCOMPARE(json.value(QLatin1String("source")).toString(), QStringLiteral("file"));
    QCOMPARE(json.value(QLatin1String("streams")).toInt(), 10'000);
    QCOMPARE(json.value(QLatin1String("streams_given")).toBool(), true);
    QCOMPARE(json.value(QLatin1String("findings")).toArray().size(),
             static_cast<qsizetype>(doctorRules().size()));
}

QTEST_GUILESS_MAIN(tst_DoctorRules)
#include "tst_doctor_rules.moc"
