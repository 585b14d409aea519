// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// What a channel does for the policies: cuts, pauses, and bytes that it owes.
#include "engine/channel/ChannelRegistry.h"
#include "http/Framing.h"

#include "core/engine/support/FakeWorker.h"

#include <QTest>

#include <thread>

using namespace sluice;
using namespace std::string_literals;

namespace {

struct Fixture
{
    explicit Fixture(LogLimits limits = {})
    {
        budget.limits = limits;
        channel = std::make_unique<Channel>("c", "epoch", sinks, budget);
    }

    std::string publish(const std::string &name, const std::string &data, const std::string &id = {})
    {
        Event event;
        event.name = name;
        event.data = data;
        const auto published = channel->publish(framing::fields(event), id, Clock::now());
        return published ? published->id : std::string();
    }

    ChannelBudget budget;
    std::array<FakeWorker, 2> workers;
    std::vector<DirtySink *> sinks{&workers[0], &workers[1]};
    std::unique_ptr<Channel> channel;
};

std::string dataOf(const LogEntryView &entry)
{
    const std::string_view text = entry.dataPayload;
    const auto at = text.find("data: ") + 6;
    return std::string(text.substr(at, text.size() - at - 1));
}

} // namespace

class tst_ChannelCuts : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void dropOldestKeepsWhatFits()
    {
        Fixture fixture;
        QVERIFY(fixture.channel->subscribe(0, {}, {}));
        for (int n = 0; n < 9; ++n)
            fixture.publish({}, std::to_string(n));
        const std::uint64_t head = fixture.channel->beginRound(0, 0);
        const std::uint64_t one = head / 9;
        const auto cut = fixture.channel->dropOldest(0, 3 * one);
        QVERIFY(!cut.lost && !cut.partial);
        QCOMPARE(cut.to, 6 * one);
        QCOMPARE(cut.removed, 6U);
        QCOMPARE(fixture.channel->facts().dropped, std::uint64_t{6});
        QCOMPARE(fixture.channel->dropOldest(6 * one, 3 * one).removed, 0U); // nothing more to do
        QCOMPARE(fixture.channel->dropOldest(6 * one, 3 * one - 1).removed, 1U);
        QCOMPARE(fixture.channel->dropOldest(head, 0).removed, 0U);
    }

    void dropOldestKeepsTheNewestWhateverItsSize()
    {
        Fixture fixture;
        QVERIFY(fixture.channel->subscribe(0, {}, {}));
        fixture.publish({}, "small");
        fixture.publish({}, std::string(5000, 'x'));
        const auto cut = fixture.channel->dropOldest(0, 100);
        QCOMPARE(cut.removed, 1U);
        QVERIFY(fixture.channel->onBoundary(cut.to));
        QVERIFY(fixture.channel->entryAt(cut.to)->chunk.size() > 5000);
    }

    void theEntryUnderTheCursorIsFinished()
    {
        Fixture fixture;
        QVERIFY(fixture.channel->subscribe(0, {}, {}));
        for (int n = 0; n < 5; ++n)
            fixture.publish({}, std::to_string(n));
        const std::uint64_t one = fixture.channel->beginRound(0, 0) / 5;
        for (const SlowPolicy policy : {SlowPolicy::DropOldest, SlowPolicy::Coalesce}) {
            std::vector<LogEntryView> kept;
            const auto cut = policy == SlowPolicy::DropOldest ? fixture.channel->dropOldest(one + 4, one)
                                                              : fixture.channel->coalesce(one + 4, kept);
            QVERIFY(cut.partial);
            QCOMPARE(dataOf(*cut.partial), "1"s);
            QCOMPARE(cut.partialSent, std::size_t{4});
            QCOMPARE(cut.partial->chunk.size(), std::size_t(one));
            QCOMPARE(cut.removed, 2U); // 2 and 3; 4 is the newest
        }
    }

    void whatTheLogNoLongerHoldsIsSaid()
    {
        LogLimits limits;
        limits.count = 1;
        limits.highWaterMark = 1;
        Fixture fixture(limits);
        QVERIFY(fixture.channel->subscribe(0, {}, {}));
        for (int n = 0; n < 50; ++n) {
            fixture.publish({}, std::string(1000, 'x'));
            fixture.channel->beginRound(0, Channel::nothingOwed);
        }
        std::vector<LogEntryView> kept;
        QVERIFY(fixture.channel->dropOldest(0, 1000).lost);
        QVERIFY(fixture.channel->coalesce(0, kept).lost);
        QCOMPARE(fixture.channel->facts().dropped, std::uint64_t{0});
    }

    void coalesceKeepsTheLastOfEachName()
    {
        Fixture fixture;
        QVERIFY(fixture.channel->subscribe(0, {}, {}));
        for (const char *step : {"a1", "b1", "a2", "1", "c1", "b2", "2", "a3"}) {
            const std::string text = step;
            fixture.publish(text.size() > 1 ? text.substr(0, 1) : "", text);
        }
        std::vector<LogEntryView> kept;
        auto cut = fixture.channel->coalesce(0, kept);
        const auto texts = [&kept] {
            std::string all;
            for (const LogEntryView &entry : kept)
                all += dataOf(entry) + ' ';
            return all;
        };
        QCOMPARE(texts(), "c1 b2 2 a3 "s);
        QCOMPARE(cut.removed, 4U);
        QCOMPARE(cut.to, fixture.channel->beginRound(0, 0));

        fixture.publish("b", "b3"); // replaces one that was kept aside
        fixture.publish("d", "d1");
        cut = fixture.channel->coalesce(cut.to, kept);
        QCOMPARE(texts(), "c1 2 a3 b3 d1 "s);
        QCOMPARE(cut.removed, 1U);
        QCOMPARE(fixture.channel->facts().coalesced, std::uint64_t{5});
        QCOMPARE(fixture.channel->facts().dropped, std::uint64_t{0});
    }

    void aNameInTheDataIsNoName()
    {
        Fixture fixture;
        QVERIFY(fixture.channel->subscribe(0, {}, {}));
        fixture.publish({}, "event: a");
        fixture.publish("a", "1");
        std::vector<LogEntryView> kept;
        QCOMPARE(fixture.channel->coalesce(0, kept).removed, 0U);
        QVERIFY(kept[0].eventName().empty());
        QVERIFY(kept[1].eventName() == "a");
    }

    void aPausedChannelRefuses()
    {
        Fixture fixture;
        QVERIFY(fixture.channel->subscribe(0, {}, {}));
        QVERIFY(fixture.channel->subscribe(1, {}, {}));
        QCOMPARE(fixture.publish({}, "1", "own"), "own"s);
        QVERIFY(fixture.channel->setPausing(0, Channel::Pausing::Yes));
        QVERIFY(!fixture.channel->setPausing(1, Channel::Pausing::Yes)); // it was paused already
        const auto refused = fixture.channel->publish("data: x\n", {}, Clock::now());
        QVERIFY(!refused && refused.error() == Channel::Refused::Paused);
        QVERIFY(fixture.channel->publish("data: x\n", "own", Clock::now())->duplicate); // it is there
        QVERIFY(fixture.channel->facts().pausedSince);
        fixture.channel->setPausing(0, Channel::Pausing::No);
        QVERIFY(fixture.publish({}, "x").empty()); // the other worker's streams are still slow
        fixture.channel->setPausing(1, Channel::Pausing::No);
        QVERIFY(!fixture.publish({}, "x").empty());
        QCOMPARE(fixture.channel->facts().pauses, std::uint64_t{1});
        QCOMPARE(fixture.channel->facts().published, std::uint64_t{2});
        QVERIFY(!fixture.channel->facts().pausedSince);
    }

    void nobodyLeftToWaitForReleases()
    {
        Fixture fixture;
        QVERIFY(fixture.channel->subscribe(0, {}, {}));
        fixture.channel->setPausing(0, Channel::Pausing::Yes);
        fixture.channel->unsubscribe(0);
        QVERIFY(!fixture.publish({}, "x").empty());
        QVERIFY(!fixture.channel->setPausing(0, Channel::Pausing::Yes)); // no stream, no pause
        QVERIFY(!fixture.publish({}, "x").empty());
    }

    void owedBytesStay()
    {
        LogLimits limits;
        limits.count = 0;
        limits.highWaterMark = 1;
        Fixture fixture(limits);
        QVERIFY(fixture.channel->subscribe(0, {}, {}));
        fixture.channel->setOwed(0, 0);
        for (int n = 0; n < 30; ++n) {
            fixture.publish({}, std::string(1000, 'x'));
            fixture.channel->beginRound(0, Channel::nothingOwed);
        }
        QVERIFY(!fixture.channel->hasLost(0));
        fixture.channel->setOwed(0, 5000);
        fixture.channel->trim(Clock::now());
        QVERIFY(fixture.channel->hasLost(0));
        QVERIFY(!fixture.channel->hasLost(5000));
        fixture.channel->setOwed(0, Channel::nothingOwed);
        fixture.channel->trim(Clock::now());
        QVERIFY(fixture.channel->hasLost(20'000));
    }

    void idsOfTheChannelsOwnShapeAreRefused()
    {
        Fixture fixture;
        const std::string given = fixture.publish({}, "1");
        QCOMPARE(given, "epoch-1"s);
        for (const char *id : {"epoch-1", "epoch-2", "epoch-", "epoch-x"}) {
            const auto refused = fixture.channel->publish("data: x\n", id, Clock::now());
            QVERIFY2(!refused && refused.error() == Channel::Refused::IdTaken, id);
        }
        for (const char *id : {"epoch", "epoch1-2", "other-2", "Epoch-2"})
            QCOMPARE(fixture.publish({}, "x", id), std::string(id));
        QCOMPARE(fixture.publish({}, "last"), "epoch-6"s);
        QVERIFY(fixture.channel->reaches("epoch-1") && fixture.channel->reaches("epoch-6"));
    }

    void pausesAndCutsFromManyThreads()
    {
        Fixture fixture;
        QVERIFY(fixture.channel->subscribe(0, {}, {}));
        QVERIFY(fixture.channel->subscribe(1, {}, {}));
        std::atomic<std::uint64_t> accepted{0};
        std::vector<std::thread> threads;
        for (int p = 0; p < 2; ++p)
            threads.emplace_back([&] {
                for (int n = 0; n < 2000; ++n)
                    accepted += fixture.publish(n % 2 == 0 ? "a" : "b", "x").empty() ? 0 : 1;
            });
        for (std::size_t w = 0; w < 2; ++w)
            threads.emplace_back([&, w] {
                std::uint64_t cursor = 0;
                std::vector<LogEntryView> kept;
                for (int n = 0; n < 2000; ++n) {
                    fixture.channel->setPausing(w, n % 2 == 0 ? Channel::Pausing::Yes : Channel::Pausing::No);
                    fixture.channel->setPolicy(n % 2 == 0 ? SlowPolicy::Pause : SlowPolicy::Coalesce);
                    const auto cut = w == 0 ? fixture.channel->dropOldest(cursor, 500)
                                            : fixture.channel->coalesce(cursor, kept);
                    if (!cut.lost)
                        cursor = cut.to;
                    fixture.channel->setOwed(w, cursor);
                    fixture.channel->facts();
                }
                fixture.channel->setPausing(w, Channel::Pausing::No);
            });
        for (std::thread &thread : threads)
            thread.join();
        QVERIFY(!fixture.publish({}, "end").empty());
        QCOMPARE(fixture.channel->facts().published, accepted.load() + 1);
    }
};

QTEST_GUILESS_MAIN(tst_ChannelCuts)
#include "tst_channel_cuts.moc"
