// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/system/ProcessFigures.h"

#include <QTest>

#include <chrono>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <fstream>
#include <memory>
#include <string>
#include <vector>

#include <fcntl.h>
#include <sys/prctl.h>
#include <unistd.h>

using namespace sluice;

class tst_ProcessFigures : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void descriptors();
    void memory();
    void cpu();
    void startTime();
    void oddProcessName();
};

namespace {

std::int64_t statusKiB(const std::string &key)
{
    std::ifstream file("/proc/self/status");
    for (std::string word; file >> word;) {
        std::int64_t value = 0;
        if (word == key && file >> value)
            return value * 1024;
    }
    return 0;
}

} // namespace

void tst_ProcessFigures::descriptors()
{
    const auto before = ProcessFigures::read().openDescriptors;
    std::vector<int> opened;
    for (int i = 0; i < 20; ++i)
        opened.push_back(::open("/dev/null", O_RDONLY));
    QCOMPARE(ProcessFigures::read().openDescriptors, before + 20);
    for (const int fd : opened)
        ::close(fd);
    QCOMPARE(ProcessFigures::read().openDescriptors, before);
    // Exactly those that are open, without the one that reads the directory.
    std::int64_t open = 0;
    for (int fd = 0; fd < 1024; ++fd)
        open += ::fcntl(fd, F_GETFD) >= 0 ? 1 : 0;
    QCOMPARE(before, open);
}

void tst_ProcessFigures::memory()
{
    constexpr std::size_t size = 64 << 20;
    const auto before = ProcessFigures::read();
    const auto block = std::make_unique<char[]>(size);
    std::memset(block.get(), 1, size);
    const auto after = ProcessFigures::read();
    QVERIFY(after.residentBytes - before.residentBytes > std::int64_t(size) / 2);
    QVERIFY(after.virtualBytes >= after.residentBytes);
    // What the kernel says elsewhere, within what may change meanwhile.
    QVERIFY(std::abs(after.residentBytes - statusKiB("VmRSS:")) < (8 << 20));
    QVERIFY(std::abs(after.virtualBytes - statusKiB("VmSize:")) < (64 << 20));
    QCOMPARE(block[size - 1], char{1});
}

void tst_ProcessFigures::cpu()
{
    const double before = ProcessFigures::read().cpuSeconds;
    const std::clock_t start = std::clock();
    while (std::clock() - start < CLOCKS_PER_SEC / 5)
        ; // burns CPU time, not wall-clock time
    const double used = ProcessFigures::read().cpuSeconds - before;
    QVERIFY2(used > 0.1 && used < 5, std::to_string(used).c_str());
}

void tst_ProcessFigures::startTime()
{
    const double now =
        std::chrono::duration<double>(std::chrono::system_clock::now().time_since_epoch()).count();
    const double started = ProcessFigures::read().startTimeSeconds;
    QVERIFY2(started > now - 3600 && started < now + 5, std::to_string(started).c_str());
    QCOMPARE(ProcessFigures::read().startTimeSeconds, started);
}

/** The name stands between brackets in /proc/self/stat, and may hold brackets and blanks itself. */
void tst_ProcessFigures::oddProcessName()
{
    char name[16] = {};
    QCOMPARE(::prctl(PR_GET_NAME, name), 0);
    const auto before = ProcessFigures::read();
    QCOMPARE(::prctl(PR_SET_NAME, ") S 1 (2 3"), 0);
    const auto odd = ProcessFigures::read();
    ::prctl(PR_SET_NAME, name);
    QCOMPARE(odd.startTimeSeconds, before.startTimeSeconds);
    QVERIFY(odd.residentBytes > 0);
}

QTEST_APPLESS_MAIN(tst_ProcessFigures)
#include "tst_processfigures.moc"
