// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/pool/BackoffMutex.h"

#include <QTest>

#include <atomic>
#include <thread>
#include <vector>

using namespace sluice;
using namespace std::chrono_literals;

class tst_BackoffMutex : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void letsOneInAtATime();
    void isTakenOnce();
    void outwaitsAHolderThatSleeps();
};

/** More threads than cores: some find it taken by a thread that has none. */
void tst_BackoffMutex::letsOneInAtATime()
{
    constexpr int threadCount = 8;
    constexpr int turns = 20'000;
    BackoffMutex mutex;
    int plain = 0; // a race here is a lost turn, and a report of ThreadSanitizer
    std::vector<std::thread> threads;
    for (int i = 0; i < threadCount; ++i)
        threads.emplace_back([&] {
            for (int turn = 0; turn < turns; ++turn) {
                const std::lock_guard lock(mutex);
                ++plain;
            }
        });
    for (std::thread &thread : threads)
        thread.join();
    QCOMPARE(plain, threadCount * turns);
}

void tst_BackoffMutex::isTakenOnce()
{
    BackoffMutex mutex;
    QVERIFY(mutex.try_lock());
    bool wasFree = true;
    std::thread other([&] { wasFree = mutex.try_lock(); });
    other.join();
    QVERIFY(!wasFree);
    mutex.unlock();
    QVERIFY(mutex.try_lock());
    mutex.unlock();
}

void tst_BackoffMutex::outwaitsAHolderThatSleeps()
{
    BackoffMutex mutex;
    mutex.lock();
    std::atomic<bool> isIn = false;
    std::thread other([&] {
        mutex.lock();
        isIn = true;
        mutex.unlock();
    });
    std::this_thread::sleep_for(50ms); // far beyond all its pauses
    const bool wasAlone = !isIn;
    mutex.unlock();
    other.join();
    QVERIFY(wasAlone);
    QVERIFY(isIn);
}

QTEST_APPLESS_MAIN(tst_BackoffMutex)
#include "tst_backoffmutex.moc"
