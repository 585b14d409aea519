// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/fanout/DirtyInbox.h"

#include <QTest>

#include <array>
#include <atomic>
#include <thread>

#include <poll.h>

using namespace sluice;
using namespace std::chrono_literals;

namespace {

bool isAwake(Poller &poller)
{
    return !poller.take().empty();
}

/** Sleeps until somebody wakes it; false if nobody does for long. */
bool sleepUntilWoken(Poller &poller)
{
    pollfd descriptor{poller.fd(), POLLIN, 0};
    return ::poll(&descriptor, 1, 20'000) == 1 && isAwake(poller);
}

void putTooMany(DirtyInbox &inbox)
{
    for (std::uint32_t n = 0; n <= DirtyInbox::mostUnseen; ++n)
        inbox.put({n, 0});
}

} // namespace

class TestDirtyInbox : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void newsWakesItsOwner()
    {
        Poller owner;
        DirtyInbox inbox(owner);
        QVERIFY(!isAwake(owner));
        inbox.put({3, 7});
        inbox.put({1, 2});
        QVERIFY(isAwake(owner));
        std::vector<WatchToken> taken;
        inbox.take(taken);
        QCOMPARE(taken.size(), std::size_t(2));
        QCOMPARE(taken[0].index, 3U);
        QCOMPARE(taken[0].generation, 7U);
        QCOMPARE(taken[1].index, 1U);
        taken.clear();
        inbox.take(taken);
        QVERIFY(taken.empty());
    }

    void isLateWithMoreThanMostUnseen()
    {
        Poller owner;
        Poller waiter;
        DirtyInbox inbox(owner);
        std::vector<WatchToken> taken;
        for (std::uint32_t n = 0; n < DirtyInbox::mostUnseen; ++n) {
            inbox.put({n, 0});
            QVERIFY(!inbox.awaitTake(waiter, Clock::now() + 10ms, 1h));
        }
        inbox.take(taken);
        QVERIFY2(!isAwake(waiter), "it had nothing to wait for");

        putTooMany(inbox);
        const auto wait = inbox.awaitTake(waiter, Clock::now() + 10ms, 1h);
        QVERIFY(wait);
        QVERIFY(!wait->isOver());
        QVERIFY(!isAwake(waiter));
        taken.clear();
        inbox.take(taken);
        QVERIFY(isAwake(waiter));
        QVERIFY(wait->isOver());
        QVERIFY(!inbox.awaitTake(waiter, Clock::now() + 10ms, 1h));
    }

    void aWaitIsForOneLookOnly()
    {
        Poller owner;
        Poller waiter;
        DirtyInbox inbox(owner);
        std::vector<WatchToken> taken;
        putTooMany(inbox);
        const auto first = inbox.awaitTake(waiter, Clock::now() + 10ms, 1h);
        inbox.take(taken);
        putTooMany(inbox);
        const auto second = inbox.awaitTake(waiter, Clock::now() + 10ms, 1h);
        QVERIFY(first && second);
        QVERIFY2(first->isOver(), "that it is late again is not the first one's matter");
        QVERIFY(!second->isOver());
    }

    void youngNewsAreNotLateAndNobodyWaitsForOldOnes()
    {
        Poller owner;
        Poller waiter;
        DirtyInbox inbox(owner);
        std::vector<WatchToken> taken;
        const Instant before = Clock::now();
        putTooMany(inbox);
        const Instant after = Clock::now();
        QVERIFY(!inbox.awaitTake(waiter, before, 1h));
        QVERIFY(!inbox.awaitTake(waiter, before + DirtyInbox::leastDelay - 1ns, 1h));
        QVERIFY(!inbox.awaitTake(waiter, after + 100ms, 100ms));
        QVERIFY(!inbox.awaitTake(waiter, after + 10ms, 0ms));
        inbox.take(taken);
        QVERIFY2(!isAwake(waiter), "it was not told to wait");

        putTooMany(inbox);
        QVERIFY(inbox.awaitTake(waiter, Clock::now() + DirtyInbox::leastDelay, 1h));
    }

    void theFirstUnseenOneTellsTheDelay()
    {
        Poller owner;
        Poller waiter;
        DirtyInbox inbox(owner);
        inbox.put({0, 0});
        const Instant first = Clock::now();
        while (Clock::now() < first + 5ms) {
        }
        putTooMany(inbox);
        QVERIFY(inbox.awaitTake(waiter, first + 5ms, 1h));

        std::vector<WatchToken> taken;
        inbox.take(taken);
        const Instant before = Clock::now();
        putTooMany(inbox);
        QVERIFY2(!inbox.awaitTake(waiter, before, 1h), "the delay begins anew with each look");
    }

    void wakesEachWaiterOnce()
    {
        Poller owner;
        Poller first;
        Poller second;
        DirtyInbox inbox(owner);
        putTooMany(inbox);
        const Instant later = Clock::now() + 10ms;
        QVERIFY(inbox.awaitTake(first, later, 1h));
        QVERIFY(inbox.awaitTake(second, later, 1h));
        QVERIFY(inbox.awaitTake(first, later, 1h));
        std::vector<WatchToken> taken;
        inbox.take(taken);
        QVERIFY(isAwake(first));
        QVERIFY(isAwake(second));
        taken.clear();
        inbox.take(taken);
        QVERIFY(!isAwake(first));
        QVERIFY(!isAwake(second));
    }

    void nobodyWaitsForEver()
    {
        // A producer sleeps whenever the owner is late; a lost wake-up would let it sleep until it gives
        // up.
        constexpr int producers = 3;
        constexpr int each = 10'000;
        Poller owner;
        DirtyInbox inbox(owner);
        std::atomic<int> late{0};
        std::array<Poller, producers> pollers;
        std::vector<std::thread> threads;
        for (Poller &self : pollers)
            threads.emplace_back([&] {
                for (int n = 0; n < each; ++n) {
                    inbox.put({static_cast<std::uint32_t>(n), 0});
                    const auto wait = inbox.awaitTake(self, Clock::now() + DirtyInbox::leastDelay, 1h);
                    while (wait && !wait->isOver()) {
                        if (!sleepUntilWoken(self)) {
                            ++late;
                            return;
                        }
                    }
                }
            });
        std::size_t seen = 0;
        std::vector<WatchToken> taken;
        while (seen < producers * each && sleepUntilWoken(owner)) {
            inbox.take(taken);
            seen += taken.size();
            taken.clear();
        }
        for (std::thread &thread : threads)
            thread.join();
        QCOMPARE(late.load(), 0);
        QCOMPARE(seen, std::size_t(producers * each));
    }
};

QTEST_GUILESS_MAIN(TestDirtyInbox)
#include "tst_dirtyinbox.moc"
