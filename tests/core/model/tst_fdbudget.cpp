// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/FdBudget.h"

#include "base/text/Units.h"
#include "settings/Rules.h"
#include "settings/Schema.h"

#include <QTest>

#include <thread>
#include <vector>

#include <sys/resource.h>

using namespace sluice;

class tst_FdBudget : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void leavesRoomForTheProcess_data();
    void leavesRoomForTheProcess();
    void takeAndRelease();
    void admin();
    void fewDescriptors();
    void unlimitedDescriptors();
    void neverAboveTheBudget();
    void raiseLimit();
};

void tst_FdBudget::leavesRoomForTheProcess_data()
{
    QTest::addColumn<qint64>("limit");
    QTest::addColumn<int>("workers");
    for (const qint64 limit : {128, 256, 1024, 4096, 20'000, 1'048'576, 10'000'000}) {
        for (const int workers : {1, 2, 8, 64})
            QTest::addRow("%lld, %d workers", static_cast<long long>(limit), workers) << limit << workers;
    }
}

void tst_FdBudget::leavesRoomForTheProcess()
{
    QFETCH(const qint64, limit);
    QFETCH(const int, workers);
    const FdBudget budget(limit, static_cast<std::size_t>(workers));
    QCOMPARE(budget.limit(), std::int64_t(limit));
    // Room for connections that are answered while the pool is full.
    QVERIFY(budget.maxStreams() < budget.allowed());
    QVERIFY(budget.maxStreams() <= limit - descriptorReserve(limit));
    if (limit >= 1024) {
        QVERIFY(budget.allowed() + budget.adminConnections() + 4 * workers < limit);
        QVERIFY(budget.maxStreams() > limit / 2);
    }
}

void tst_FdBudget::takeAndRelease()
{
    FdBudget budget(256, 2);
    const std::int64_t allowed = budget.allowed();
    for (std::int64_t i = 0; i < allowed; ++i) {
        QVERIFY(budget.hasRoom());
        QVERIFY(budget.take());
    }
    QVERIFY(!budget.hasRoom());
    for (int i = 0; i < 100; ++i)
        QVERIFY(!budget.take());
    QCOMPARE(budget.used(), allowed); // what was refused is not counted
    budget.release();
    QVERIFY(budget.hasRoom());
    QVERIFY(budget.take());
    QVERIFY(!budget.take());
}

void tst_FdBudget::admin()
{
    FdBudget budget = FdBudget::forAdmin(24);
    for (std::int64_t i = 0; i < 24; ++i)
        QVERIFY(budget.take());
    QVERIFY(!budget.take());
}

void tst_FdBudget::fewDescriptors()
{
    for (const std::size_t workers : {1U, 2U, 16U, 64U}) {
        const std::int64_t least = FdBudget::leastLimit(workers);
        QVERIFY(FdBudget(least, workers).maxStreams() >= 1);
        QVERIFY(FdBudget(least - 1, workers).maxStreams() < 1 || FdBudget(least - 1, workers).allowed() <= 9);
        QVERIFY(FdBudget(least, workers).allowed() < least);
    }
    for (const std::int64_t limit : {1, 16, 24, 64, 256, 1023, 1024, 20'000, 1'000'000'000}) {
        QVERIFY(FdBudget::adminConnections(limit) <= std::max<std::int64_t>(limit / 4, 1));
        QVERIFY(FdBudget::adminConnections(limit) <= FdBudget::adminRequests + FdBudget::usualFollowers);
    }
    QCOMPARE(FdBudget::adminConnections(1024), FdBudget::adminRequests + FdBudget::usualFollowers);
    QCOMPARE(FdBudget::adminConnections(20'000, 100), std::int64_t{116});
}

/** What systemd and Docker call infinity is more than pool.max_streams takes. */
void tst_FdBudget::unlimitedDescriptors()
{
    const auto most = parseCount(findSetting("pool.max_streams").value()->maximumText).value();
    QCOMPARE(FdBudget::mostStreams, most);
    for (const std::int64_t limit : {std::int64_t{1'073'741'816}, std::numeric_limits<std::int64_t>::max()})
        QCOMPARE(FdBudget(limit, 2).maxStreams(), most);
}

void tst_FdBudget::neverAboveTheBudget()
{
    FdBudget budget(128, 4);
    const std::int64_t allowed = budget.allowed();
    // All but two are held, so that the threads fight for those.
    for (std::int64_t i = 0; i < allowed - 2; ++i)
        QVERIFY(budget.take());
    std::atomic<bool> isOver = false;
    std::atomic<int> wrong = 0;
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i) {
        threads.emplace_back([&budget] {
            for (int n = 0; n < 50'000; ++n) {
                if (budget.take())
                    budget.release();
            }
        });
    }
    std::thread watcher([&] {
        while (!isOver)
            wrong += budget.used() > allowed || budget.used() < allowed - 2 ? 1 : 0;
    });
    for (std::thread &thread : threads)
        thread.join();
    isOver = true;
    watcher.join();
    QCOMPARE(wrong.load(), 0);
    QCOMPARE(budget.used(), allowed - 2);
}

void tst_FdBudget::raiseLimit()
{
    rlimit before{};
    QCOMPARE(::getrlimit(RLIMIT_NOFILE, &before), 0);
    rlimit lowered = before;
    lowered.rlim_cur = 200;
    QCOMPARE(::setrlimit(RLIMIT_NOFILE, &lowered), 0);
    QCOMPARE(FdBudget::raiseLimit(), static_cast<std::int64_t>(before.rlim_max));
    rlimit after{};
    QCOMPARE(::getrlimit(RLIMIT_NOFILE, &after), 0);
    QCOMPARE(after.rlim_cur, before.rlim_max);
    QCOMPARE(FdBudget::raiseLimit(), static_cast<std::int64_t>(before.rlim_max)); // again, too
}

QTEST_APPLESS_MAIN(tst_FdBudget)
#include "tst_fdbudget.moc"
