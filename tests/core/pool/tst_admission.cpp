// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "pool/Admission.h"

#include <QTest>

#include <set>
#include <thread>
#include <vector>

using namespace sluice;

class tst_Admission : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void autoIsWhatFits();
    void fullAtTheCap();
    void loweringDropsNobody();
    void closed();
    void utilization();
    void idsAreNeverReused();
    void neverAboveTheCap();
    void refusalNames();
};

void tst_Admission::autoIsWhatFits()
{
    const FdBudget descriptors(20'000, 2);
    Admission admission(descriptors);
    admission.setMaxStreams(0);
    QCOMPARE(admission.maxStreams(), descriptors.maxStreams());
    admission.setMaxStreams(7);
    QCOMPARE(admission.maxStreams(), std::int64_t{7});
    // Where nothing fits, one is tried: it will be refused for want of a descriptor.
    const FdBudget none(10, 2);
    Admission tiny(none);
    tiny.setMaxStreams(0);
    QCOMPARE(tiny.maxStreams(), std::int64_t{1});
}

void tst_Admission::fullAtTheCap()
{
    const FdBudget descriptors(1000, 1);
    Admission admission(descriptors);
    admission.setMaxStreams(3);
    for (int i = 0; i < 3; ++i)
        QVERIFY(admission.admit());
    for (int i = 0; i < 5; ++i) {
        const auto refused = admission.admit();
        QVERIFY(!refused && refused.error() == Refusal::PoolFull);
    }
    QCOMPARE(admission.active(), std::int64_t{3});
    admission.leave();
    QVERIFY(admission.admit());
    QVERIFY(!admission.admit());
}

/** design.md 5: lowering a cap drops nobody, raising it takes effect at once. */
void tst_Admission::loweringDropsNobody()
{
    const FdBudget descriptors(1000, 1);
    Admission admission(descriptors);
    admission.setMaxStreams(5);
    for (int i = 0; i < 5; ++i)
        QVERIFY(admission.admit());
    admission.setMaxStreams(3);
    QCOMPARE(admission.active(), std::int64_t{5});
    QVERIFY(!admission.admit());
    admission.leave();
    admission.leave();
    QVERIFY(!admission.admit()); // three are left, and three is the cap
    admission.leave();
    QVERIFY(admission.admit());
    admission.setMaxStreams(4);
    QVERIFY(admission.admit());
    QVERIFY(!admission.admit());
}

void tst_Admission::closed()
{
    const FdBudget descriptors(1000, 1);
    Admission admission(descriptors);
    admission.setMaxStreams(1);
    QVERIFY(admission.admit());
    QVERIFY(!admission.isClosed());
    admission.close();
    QVERIFY(admission.isClosed());
    const auto refused = admission.admit();
    QVERIFY(!refused && refused.error() == Refusal::Draining); // that it is full, too, is no matter
    admission.leave();
    QVERIFY(!admission.admit());
    QCOMPARE(admission.active(), std::int64_t{0});
}

void tst_Admission::utilization()
{
    const FdBudget descriptors(1000, 1);
    Admission admission(descriptors);
    admission.setMaxStreams(8);
    QCOMPARE(admission.utilizationPercent(), 0.0);
    QVERIFY(admission.admit());
    QCOMPARE(admission.utilizationPercent(), 12.5);
    for (int i = 1; i < 8; ++i)
        QVERIFY(admission.admit());
    QCOMPARE(admission.utilizationPercent(), 100.0);
    admission.setMaxStreams(4);
    QCOMPARE(admission.utilizationPercent(), 200.0);
}

void tst_Admission::idsAreNeverReused()
{
    const FdBudget descriptors(1000, 1);
    Admission admission(descriptors);
    admission.setMaxStreams(2);
    std::set<std::uint64_t> ids;
    for (int i = 0; i < 1000; ++i) {
        const auto id = admission.admit();
        QVERIFY(id && *id != 0);
        ids.insert(*id);
        admission.leave();
    }
    QCOMPARE(ids.size(), std::size_t{1000});
}

/** Workers admit and end at once; a watcher never sees more than the cap, and all ids differ. */
void tst_Admission::neverAboveTheCap()
{
    constexpr std::int64_t cap = 3;
    const FdBudget descriptors(1000, 4);
    Admission admission(descriptors);
    admission.setMaxStreams(cap);
    std::atomic<bool> isOver = false;
    std::atomic<int> wrong = 0;
    std::vector<std::vector<std::uint64_t>> ids(4);
    std::vector<std::thread> workers;
    for (auto &mine : ids) {
        workers.emplace_back([&admission, &mine] {
            for (int i = 0; i < 20'000; ++i) {
                const auto first = admission.admit();
                const auto second = admission.admit();
                for (const auto &id : {first, second}) {
                    if (!id)
                        continue;
                    mine.push_back(*id);
                    admission.leave();
                }
            }
        });
    }
    std::thread watcher([&] {
        while (!isOver)
            wrong += admission.active() < 0 || admission.active() > cap ? 1 : 0;
    });
    for (std::thread &worker : workers)
        worker.join();
    isOver = true;
    watcher.join();
    QCOMPARE(wrong.load(), 0);
    QCOMPARE(admission.active(), std::int64_t{0});
    std::set<std::uint64_t> all;
    std::size_t admitted = 0;
    for (const auto &mine : ids) {
        all.insert(mine.begin(), mine.end());
        admitted += mine.size();
    }
    QCOMPARE(all.size(), admitted);
    QVERIFY(admitted > 0);
}

void tst_Admission::refusalNames()
{
    std::set<std::string_view> names;
    for (std::size_t i = 0; i < refusalCount; ++i) {
        const auto name = refusalName(static_cast<Refusal>(i));
        QVERIFY(!name.empty());
        names.insert(name);
    }
    QCOMPARE(names.size(), refusalCount);
    QCOMPARE(refusalName(Refusal::PoolFull), std::string_view("pool-full"));
    QCOMPARE(refusalName(Refusal::HistoryFull), std::string_view("history-full"));
}

QTEST_APPLESS_MAIN(tst_Admission)
#include "tst_admission.moc"
