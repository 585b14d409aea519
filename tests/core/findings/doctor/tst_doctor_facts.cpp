// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The facts out of recorded trees: a service on a large machine, a container of control groups version 1, and
// nothing.
#include "findings/doctor/DoctorFacts.h"

#include "findings/plan/MachineFacts.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <unistd.h>

using namespace sluice;

namespace {

/** Files below a directory of the test's own, as /proc and /sys would have them. */
class Tree
{
public:
    Tree(std::initializer_list<std::pair<const char *, const char *>> files)
    {
        for (const auto &[path, text] : files) {
            const QString name = m_root.filePath(QString::fromLatin1(path));
            QDir().mkpath(QFileInfo(name).path());
            QFile file(name);
            if (!file.open(QIODevice::WriteOnly) || file.write(text) < 0)
                qFatal("cannot write %s", path);
        }
    }

    std::string root() const { return m_root.path().toStdString(); }

    DoctorFacts facts() const { return DoctorFacts::read(m_root.path().toStdString(), "self"); }

private:
    QTemporaryDir m_root;
};

constexpr const char *kLimits =
    "Limit                     Soft Limit           Hard Limit           Units     \n"
    "Max cpu time              unlimited            unlimited            seconds   \n"
    "Max open files            1024                 1048576              files     \n"
    "Max locked memory         8388608              8388608              bytes     \n";

} // namespace

class tst_DoctorFacts : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsAService();
    void readsAContainer();
    void readsOddNumbers_data();
    void readsOddNumbers();
    void knowsNothingOfAnEmptyTree();
    void readsThisProcess();
    void readsWhatSystemdSays();
    void readsTheUnitsFiles();
    void readsOddUnits_data();
    void readsOddUnits();
};

void tst_DoctorFacts::readsWhatSystemdSays()
{
    const auto limits = ServiceLimits::fromShow(
        "sluiced.service",
        "TasksMax=18446744073709551615\nLimitNOFILE=1048576\nLimitNOFILESoft=1024\nLoadState=loaded\n");
    QVERIFY(limits.has_value());
    QCOMPARE(limits->unit, std::string("sluiced.service"));
    QCOMPARE(limits->source, std::string("systemd"));
    QCOMPARE(limits->hardDescriptors, std::optional<std::int64_t>(1'048'576));
    QCOMPARE(limits->softDescriptors, std::optional<std::int64_t>(1024));
    QCOMPARE(limits->tasks, std::optional<std::int64_t>(DoctorFacts::unlimited));
    // It answers for units that do not exist, too.
    QVERIFY(!ServiceLimits::fromShow("sluiced.service", "LimitNOFILE=524288\nLoadState=not-found\n"));
    QVERIFY(!ServiceLimits::fromShow("sluiced.service", ""));
}

void tst_DoctorFacts::readsTheUnitsFiles()
{
    const Tree tree{
        {"usr/lib/systemd/system/sluiced.service",
         "[Unit]\nLimitNOFILE=1\n[Service]\n# LimitNOFILE=2\nLimitNOFILE=1048576\nTasksMax=256\n"},
        {"usr/lib/systemd/system/sluiced.service.d/50-local.conf", "[Service]\nTasksMax=1\n"},
        {"etc/systemd/system/sluiced.service.d/50-local.conf", "[Service]\nLimitNOFILE = 1024:4096\n"},
        {"etc/systemd/system/sluiced.service.d/60-more.conf.off", "[Service]\nLimitNOFILE=7\n"},
    };
    const auto limits = ServiceLimits::fromFiles(tree.root(), "sluiced.service");
    QVERIFY(limits.has_value());
    QCOMPARE(limits->source, std::string("/usr/lib/systemd/system/sluiced.service"));
    QCOMPARE(limits->softDescriptors, std::optional<std::int64_t>(1024));
    QCOMPARE(limits->hardDescriptors, std::optional<std::int64_t>(4096));
    QCOMPARE(limits->tasks, std::optional<std::int64_t>(256)); // of two drop-ins with one name, /etc's counts
    QVERIFY(!ServiceLimits::fromFiles(tree.root(), "other.service"));
}

void tst_DoctorFacts::readsOddUnits_data()
{
    QTest::addColumn<QByteArray>("lines");
    QTest::addColumn<qint64>("descriptors");
    QTest::addColumn<qint64>("tasks");
    QTest::newRow("nothing") << QByteArray() << qint64(-1) << qint64(-1);
    QTest::newRow("infinity") << QByteArray("LimitNOFILE=infinity\nTasksMax=infinity\n")
                              << qint64(DoctorFacts::unlimited) << qint64(DoctorFacts::unlimited);
    QTest::newRow("a share") << QByteArray("TasksMax=15%\n") << qint64(-1) << qint64(-1);
    QTest::newRow("taken back") << QByteArray("LimitNOFILE=4096\nLimitNOFILE=\n") << qint64(-1) << qint64(-1);
    QTest::newRow("no number") << QByteArray("LimitNOFILE=many\nTasksMax=4k2\n") << qint64(-1) << qint64(-1);
    QTest::newRow("CRLF") << QByteArray("LimitNOFILE=64\r\nTasksMax=9\r\n") << qint64(64) << qint64(9);
}

void tst_DoctorFacts::readsOddUnits()
{
    QFETCH(QByteArray, lines);
    QFETCH(qint64, descriptors);
    QFETCH(qint64, tasks);
    const QByteArray unit = "[Service]\n" + lines;
    const Tree tree{{"lib/systemd/system/sluiced.service", unit.constData()}};
    const auto limits = ServiceLimits::fromFiles(tree.root(), "sluiced.service");
    QVERIFY(limits.has_value());
    QCOMPARE(qint64(limits->hardDescriptors.value_or(-1)), descriptors);
    QCOMPARE(qint64(limits->tasks.value_or(-1)), tasks);
}

void tst_DoctorFacts::readsAService()
{
    const Tree tree{
        {"proc/self/limits", kLimits},
        {"proc/self/cgroup", "0::/system.slice/sluiced.service\n"},
        {"proc/self/status",
         "Name:\tsluiced\nVmRSS:\t   20480 kB\nVmSwap:\t     128 kB\nCpus_allowed_list:\t0-3,8\n"},
        {"proc/meminfo",
         "MemTotal:       16384000 kB\nMemFree: 1 kB\nMemAvailable:    8192000 kB\nSwapTotal: 2048 kB\n"},
        {"proc/net/sockstat",
         "sockets: used 18\nTCP: inuse 1 orphan 0 tw 32389 alloc 1 mem 437\nUDP: inuse 0 mem 9\n"},
        {"proc/sys/fs/nr_open", "1048576\n"},
        {"proc/sys/fs/file-max", "9223372036854775807\n"},
        {"proc/sys/fs/file-nr", "712\t0\t9223372036854775807\n"},
        {"proc/sys/net/core/somaxconn", "128\n"},
        {"proc/sys/net/core/wmem_max", "212992\n"},
        {"proc/sys/net/ipv4/tcp_max_syn_backlog", "512\n"},
        {"proc/sys/net/ipv4/tcp_syncookies", "1\n"},
        {"proc/sys/net/ipv4/ip_local_port_range", "32768\t60999\n"},
        {"proc/sys/net/ipv4/ip_local_reserved_ports", "40000,41000-41002\n"},
        {"proc/sys/net/ipv4/tcp_wmem", "4096\t16384\t4194304\n"},
        {"proc/sys/net/ipv4/tcp_mem", "100\t200\t300\n"},
        {"proc/sys/net/ipv4/tcp_keepalive_time", "7200\n"},
        {"proc/sys/net/ipv4/tcp_slow_start_after_idle", "1\n"},
        {"proc/sys/net/netfilter/nf_conntrack_max", "65536\n"},
        {"proc/sys/net/netfilter/nf_conntrack_count", "17\n"},
        {"proc/sys/net/netfilter/nf_conntrack_tcp_timeout_established", "432000\n"},
        {"proc/sys/vm/swappiness", "60\n"},
        {"sys/devices/system/clocksource/clocksource0/current_clocksource", "tsc\n"},
        {"sys/fs/cgroup/system.slice/sluiced.service/memory.max", "max\n"},
        {"sys/fs/cgroup/system.slice/sluiced.service/memory.current", "1000\n"},
        {"sys/fs/cgroup/system.slice/sluiced.service/pids.max", "256\n"},
        {"sys/fs/cgroup/system.slice/sluiced.service/cpu.max", "max 100000\n"},
        {"sys/fs/cgroup/system.slice/memory.max", "1073741824\n"},
        {"sys/fs/cgroup/system.slice/memory.current", "2000\n"},
        {"sys/fs/cgroup/system.slice/pids.max", "4096\n"},
        {"sys/fs/cgroup/system.slice/cpu.max", "150000 100000\n"},
    };
    const DoctorFacts facts = tree.facts();
    const std::int64_t page = ::sysconf(_SC_PAGESIZE);
    QCOMPARE(facts.softDescriptors, DoctorFacts::Number(1024));
    QCOMPARE(facts.hardDescriptors, DoctorFacts::Number(1048576));
    QCOMPARE(facts.descriptorCeiling, DoctorFacts::Number(1048576));
    QCOMPARE(facts.systemDescriptors, DoctorFacts::Number(DoctorFacts::unlimited));
    QCOMPARE(facts.systemDescriptorsUsed, DoctorFacts::Number(712));
    QCOMPARE(facts.unit, std::string("sluiced.service"));
    QCOMPARE(facts.mostTasks, DoctorFacts::Number(256));
    QCOMPARE(facts.acceptQueue, DoctorFacts::Number(128));
    QCOMPARE(facts.synBacklog, DoctorFacts::Number(512));
    QCOMPARE(facts.synCookies, DoctorFacts::Number(1));
    QCOMPARE(facts.localPorts->first, 32768);
    QCOMPARE(facts.localPorts->last, 60999);
    QCOMPARE(facts.reservedPorts.size(), std::size_t(2));
    QCOMPARE(facts.reservedPorts[1].last, 41002);
    QCOMPARE(facts.mostSendBuffer, DoctorFacts::Number(212992));
    QCOMPARE((*facts.tcpSendBuffer)[2], 4194304);
    QCOMPARE((*facts.tcpMemory)[1], 200 * page);
    QCOMPARE(facts.tcpMemoryUsed, DoctorFacts::Number(437 * page));
    QCOMPARE(facts.keepAliveTime, DoctorFacts::Number(7200));
    QCOMPARE(facts.slowStartAfterIdle, DoctorFacts::Number(1));
    QCOMPARE(facts.mostTracked, DoctorFacts::Number(65536));
    QCOMPARE(facts.tracked, DoctorFacts::Number(17));
    QCOMPARE(facts.trackedTimeout, DoctorFacts::Number(432000));
    QCOMPARE(facts.memory, DoctorFacts::Number(16384000LL << 10));
    QCOMPARE(facts.availableMemory, DoctorFacts::Number(8192000LL << 10));
    QCOMPARE(facts.groupMemory, DoctorFacts::Number(1073741824)); // the parent's is less
    QCOMPARE(facts.groupMemoryUsed, DoctorFacts::Number(2000));   // of the same group
    QCOMPARE(facts.swap, DoctorFacts::Number(2048 << 10));
    QCOMPARE(facts.swappiness, DoctorFacts::Number(60));
    QCOMPARE(facts.residentMemory, DoctorFacts::Number(20480 << 10));
    QCOMPARE(facts.swappedMemory, DoctorFacts::Number(128 << 10));
    QCOMPARE(facts.cores, DoctorFacts::Number(5));
    QCOMPARE(facts.quota, std::optional(1.5));
    QCOMPARE(facts.clock, ClockState::Unknown); // no file tells it
    QCOMPARE(facts.clockSource, std::string("tsc"));
}

void tst_DoctorFacts::readsAContainer()
{
    const Tree tree{
        {"proc/self/cgroup",
         "9:name=systemd:/\n5:memory:/docker/abc\n4:cpu,cpuacct:/docker/abc\n3:pids:/docker/abc\n0::/\n"},
        {"sys/fs/cgroup/memory/docker/abc/memory.limit_in_bytes", "268435456\n"},
        {"sys/fs/cgroup/memory/docker/abc/memory.usage_in_bytes", "5000\n"},
        {"sys/fs/cgroup/memory/memory.limit_in_bytes", "9223372036854771712\n"},
        {"sys/fs/cgroup/cpu/docker/abc/cpu.cfs_quota_us", "50000\n"},
        {"sys/fs/cgroup/cpu/docker/abc/cpu.cfs_period_us", "100000\n"},
        {"sys/fs/cgroup/cpu/cpu.cfs_quota_us", "-1\n"},
        {"sys/fs/cgroup/cpu/cpu.cfs_period_us", "100000\n"},
        {"sys/fs/cgroup/pids/docker/abc/pids.max", "20\n"},
    };
    const DoctorFacts facts = tree.facts();
    QCOMPARE(facts.groupMemory, DoctorFacts::Number(268435456));
    QCOMPARE(facts.groupMemoryUsed, DoctorFacts::Number(5000));
    QCOMPARE(facts.quota, std::optional(0.5));
    QCOMPARE(facts.mostTasks, DoctorFacts::Number(20));
    QVERIFY(facts.unit.empty());
    QVERIFY(!facts.mostTracked);
    // A plan for this machine takes the same.
    DoctorFacts large = facts;
    large.memory = std::int64_t{64} << 30;
    large.cores = 32;
    const MachineFacts machine = MachineFacts::of(large);
    QCOMPARE(machine.memory, std::optional<std::int64_t>(268435456));
    QCOMPARE(machine.cores, std::optional<std::int64_t>(1));
}

void tst_DoctorFacts::readsOddNumbers_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<qint64>("number"); // -1: absent
    const auto row = [](const char *text, qint64 number) {
        QTest::newRow(text) << QByteArray(text) << number;
    };
    row("0", 0);
    row("  42  ", 42);
    row("max", DoctorFacts::unlimited);
    row("unlimited", DoctorFacts::unlimited);
    row("18446744073709551615", DoctorFacts::unlimited);
    row("", -1);
    row("twelve", -1);
    row("12x", -1);
}

void tst_DoctorFacts::readsOddNumbers()
{
    QFETCH(QByteArray, text);
    QFETCH(qint64, number);
    const Tree tree{{"proc/sys/fs/nr_open", text.constData()}};
    QCOMPARE(tree.facts().descriptorCeiling.value_or(-1), std::int64_t{number});
}

void tst_DoctorFacts::knowsNothingOfAnEmptyTree()
{
    const DoctorFacts facts = Tree({}).facts();
    QVERIFY(!facts.hardDescriptors && !facts.systemDescriptors && !facts.acceptQueue && !facts.localPorts);
    QVERIFY(!facts.memory && !facts.groupMemory && !facts.swap && !facts.cores && !facts.quota);
    QVERIFY(!facts.tcpMemory && !facts.mostTasks && facts.unit.empty() && facts.clockSource.empty());
    QVERIFY(facts.reservedPorts.empty());
}

void tst_DoctorFacts::readsThisProcess()
{
    const DoctorFacts facts = DoctorFacts::ofThisProcess();
    QVERIFY(facts.softDescriptors && *facts.softDescriptors <= *facts.hardDescriptors);
    QVERIFY(facts.openDescriptors && *facts.openDescriptors >= 3); // input, output, errors
    QVERIFY(*facts.openDescriptors <= *facts.softDescriptors);
    QVERIFY(facts.memory && facts.residentMemory && *facts.residentMemory < *facts.memory);
    QVERIFY(facts.cores && *facts.cores >= 1);
    QVERIFY(facts.acceptQueue && facts.localPorts);
}

QTEST_GUILESS_MAIN(tst_DoctorFacts)
#include "tst_doctor_facts.moc"
