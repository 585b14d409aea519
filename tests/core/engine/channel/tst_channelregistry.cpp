// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/channel/ChannelRegistry.h"

#include "core/engine/support/FakeWorker.h"

#include <QTest>

#include <set>
#include <thread>

using namespace sluice;
using namespace std::chrono_literals;
using namespace std::string_literals;

using Refused = ChannelRegistry::Refused;

class tst_ChannelRegistry : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void madeOnDemand();
    void limit();
    void epochsAreNew();
    void whatNobodyPublishedToComesBackAsItWas();
    void idsAreShortAndSafe();
    void forgetsWhatIsEmptyAndIdle();
    void keepsWhatIsUsed();
    void aForgottenChannelHasANewEpoch();
    void totalBytesAreBounded();
    void shedsTheOldestFirst();
    void fullWhenAllIsOwedToStreams();
    void looksAgainWhenThereIsReason();
    void limitsTakeEffectAtOnce();
    void madeOnceByManyThreads();
    void forgettingLosesNothing();
    void readersLeaveSomeToPublishers();
    void whatOnlyReadersUsedIsReleased();
};

namespace {

Event eventOf(std::string_view data, std::string id = {})
{
    Event event;
    event.id = std::move(id);
    event.data = data;
    return event;
}

ChannelRegistry::Limits limitsOf(std::size_t maxChannels, std::int64_t totalBytes = 256 << 20)
{
    ChannelRegistry::Limits limits;
    limits.maxChannels = maxChannels;
    limits.totalBytes = totalBytes;
    return limits;
}

} // namespace

void tst_ChannelRegistry::madeOnDemand()
{
    ChannelRegistry channels({});
    const auto a = channels.obtain("a").value();
    QCOMPARE(a->name(), "a"s);
    QVERIFY(channels.obtain("a").value() == a);
    QVERIFY(channels.obtain("A").value() != a);
    QVERIFY(channels.publish("b", eventOf("x"), Clock::now()));
    QCOMPARE(channels.size(), std::size_t{3});
    QCOMPARE(channels.all().size(), std::size_t{3});
}

void tst_ChannelRegistry::limit()
{
    ChannelRegistry channels({});
    channels.setLimits(limitsOf(2));
    QVERIFY(channels.obtain("a"));
    QVERIFY(channels.obtain("b"));
    const auto refused = channels.obtain("c");
    QVERIFY(!refused && refused.error() == Refused::ChannelLimit);
    const auto published = channels.publish("c", eventOf("x"), Clock::now());
    QVERIFY(!published && published.error() == Refused::ChannelLimit);
    QVERIFY(channels.publish("a", eventOf("x"), Clock::now())); // those that are there go on
    channels.setLimits(limitsOf(1));
    QVERIFY(channels.obtain("b")); // lowering it drops none
    channels.setLimits(limitsOf(3));
    QVERIFY(channels.obtain("c"));
}

void tst_ChannelRegistry::readersLeaveSomeToPublishers()
{
    constexpr auto reader = ChannelRegistry::For::Reader;
    ChannelRegistry channels({});
    channels.setLimits(limitsOf(8)); // three quarters are 6
    for (int i = 0; i < 6; ++i)
        QVERIFY(channels.obtain("r" + std::to_string(i), reader));
    QCOMPARE(channels.readerOnly(), std::size_t{6});
    const auto refused = channels.obtain("r6", reader);
    QVERIFY(!refused && refused.error() == Refused::ChannelLimit);
    QVERIFY(channels.obtain("r5", reader)); // it is there
    QVERIFY(channels.publish("p0", eventOf("x"), Clock::now()));
    QVERIFY(channels.publish("r0", eventOf("x"), Clock::now())); // and is the readers' alone no more
    QCOMPARE(channels.readerOnly(), std::size_t{5});
    QVERIFY(channels.obtain("r6", reader));
    QVERIFY(!channels.publish("p1", eventOf("x"), Clock::now())); // 8 are there
    auto limits = limitsOf(9);
    limits.readerPercent = 100;
    channels.setLimits(limits);
    QVERIFY(channels.obtain("r7", reader));
    QCOMPARE(channels.readerOnly(), std::size_t{7});
    channels.setLimits(limitsOf(1)); // of one channel, a reader may have one
    channels.housekeep(Clock::now() + 24h);
    QCOMPARE(channels.readerOnly(), std::size_t{0});
    QVERIFY(channels.obtain("r8", reader));
}

void tst_ChannelRegistry::whatOnlyReadersUsedIsReleased()
{
    FakeWorker worker;
    ChannelRegistry channels({&worker});
    const auto unused = channels.obtain("unused", ChannelRegistry::For::Reader).value();
    QVERIFY(unused->subscribe(0, {}, {}));
    channels.release(*unused);
    QCOMPARE(channels.size(), std::size_t{1}); // somebody reads it
    QVERIFY(unused->unsubscribe(0));
    channels.release(*unused);
    QCOMPARE(channels.size(), std::size_t{0});
    QVERIFY(!unused->subscribe(0, {}, {}));
    QCOMPARE(channels.readerOnly(), std::size_t{0});

    const auto used = channels.obtain("used", ChannelRegistry::For::Reader).value();
    QVERIFY(channels.publish("used", eventOf("x"), Clock::now()));
    QVERIFY(used->subscribe(0, {}, {}));
    QVERIFY(!used->unsubscribe(0));
    channels.release(*used);
    QCOMPARE(channels.size(), std::size_t{1});
}

void tst_ChannelRegistry::epochsAreNew()
{
    std::set<std::string> ids;
    for (int run = 0; run < 20; ++run) {
        ChannelRegistry channels({});
        for (int i = 0; i < 50; ++i)
            ids.insert(channels.publish("c" + std::to_string(i), eventOf("x"), Clock::now())->id);
    }
    // Two registries of one millisecond part by ten random bits: a few may meet.
    QVERIFY2(ids.size() >= 900, std::to_string(ids.size()).c_str());
}

/** Who was there before the first event resumes there, also if nobody else was meanwhile. */
void tst_ChannelRegistry::whatNobodyPublishedToComesBackAsItWas()
{
    FakeWorker worker;
    ChannelRegistry channels({&worker});
    const auto come = [&channels](const std::string &resumeId) {
        const auto channel = channels.obtain("quiet", ChannelRegistry::For::Reader).value();
        const auto subscription = channel->subscribe(0, {}, resumeId).value();
        if (channel->unsubscribe(0))
            channels.release(*channel);
        return subscription;
    };
    const std::string before = come({}).position;
    QCOMPARE(channels.size(), std::size_t{0});
    QVERIFY(!come(before).gap);
    QVERIFY(channels.publish("quiet", eventOf("x"), Clock::now()));
    const auto returned = come(before);
    QVERIFY(!returned.gap);
    QCOMPARE(returned.cursor, std::uint64_t{0});
    // With the event its history goes: who was there before it is told so.
    channels.housekeep(Clock::now() + 10min);
    channels.housekeep(Clock::now() + 20min);
    QCOMPARE(channels.size(), std::size_t{0});
    QVERIFY(come(before).gap);
}

/** protocol.md: letters, digits and '-', or every cross-origin reconnect becomes a preflight. */
void tst_ChannelRegistry::idsAreShortAndSafe()
{
    ChannelRegistry channels({});
    for (int i = 0; i < 100; ++i) {
        const auto published = channels.publish("c" + std::to_string(i), eventOf("x"), Clock::now());
        QVERIFY2(published->id.size() <= 24, published->id.c_str());
        QVERIFY(std::all_of(published->id.begin(), published->id.end(), [](char c) {
            return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
        }));
    }
}

void tst_ChannelRegistry::forgetsWhatIsEmptyAndIdle()
{
    ChannelRegistry channels({});
    channels.obtain("empty").value();
    QVERIFY(channels.publish("full", eventOf("x"), Clock::now()));
    channels.housekeep(Clock::now());
    QCOMPARE(channels.size(), std::size_t{2}); // not idle yet
    channels.housekeep(Clock::now() + 61s);
    QCOMPARE(channels.size(), std::size_t{1});
    QCOMPARE(channels.all().front()->name(), "full"s);
    channels.housekeep(Clock::now() + 10min); // history is 5 min
    QCOMPARE(channels.size(), std::size_t{0});
    QCOMPARE(channels.totalBytes(), std::int64_t{0});
}

void tst_ChannelRegistry::keepsWhatIsUsed()
{
    FakeWorker worker;
    ChannelRegistry channels({&worker});
    const auto channel = channels.obtain("a").value();
    QVERIFY(channel->subscribe(0, {}, {}));
    channels.housekeep(Clock::now() + 24h);
    QCOMPARE(channels.size(), std::size_t{1});
    channel->unsubscribe(0);
    channels.housekeep(Clock::now()); // used a moment ago
    QCOMPARE(channels.size(), std::size_t{1});
    channels.housekeep(Clock::now() + 24h);
    QCOMPARE(channels.size(), std::size_t{0});
}

/** design.md 4: a forgotten channel never reuses an id. */
void tst_ChannelRegistry::aForgottenChannelHasANewEpoch()
{
    FakeWorker worker;
    ChannelRegistry channels({&worker});
    const std::string before = channels.publish("a", eventOf("x"), Clock::now())->id;
    channels.housekeep(Clock::now() + 24h);
    QCOMPARE(channels.size(), std::size_t{0});
    const std::string after = channels.publish("a", eventOf("y"), Clock::now())->id;
    QVERIFY2(before != after, before.c_str());
    QVERIFY(channels.obtain("a").value()->subscribe(0, {}, before)->gap);
    QVERIFY(!channels.obtain("a").value()->subscribe(0, {}, after)->gap);
}

void tst_ChannelRegistry::totalBytesAreBounded()
{
    constexpr std::int64_t bound = 4 << 20;
    ChannelRegistry channels({});
    channels.setLimits(limitsOf(1000, bound));
    const std::string data(2000, 'x');
    for (int i = 0; i < 20'000; ++i) {
        QVERIFY(channels.publish("c" + std::to_string(i % 100), eventOf(data), Clock::now()));
        QVERIFY2(channels.totalBytes() <= bound, std::to_string(i).c_str());
    }
    // And it is used, not merely kept.
    QVERIFY(channels.totalBytes() > bound / 2);
}

void tst_ChannelRegistry::shedsTheOldestFirst()
{
    ChannelRegistry channels({});
    const Instant start = Clock::now();
    const std::string data(50'000, 'x');
    for (int i = 0; i < 10; ++i)
        QVERIFY(channels.publish("c" + std::to_string(i), eventOf(data), start + i * 1s));
    channels.setLimits(limitsOf(1000, channels.totalBytes() / 2));
    channels.housekeep(start + 10s);
    for (const auto &channel : channels.all()) {
        const bool isYoung = channel->name() > "c5";
        const bool isOld = channel->name() < "c4";
        if (isYoung)
            QCOMPARE(channel->facts().historyCount, std::int64_t{1});
        if (isOld)
            QCOMPARE(channel->facts().historyCount, std::int64_t{0});
    }
}

void tst_ChannelRegistry::fullWhenAllIsOwedToStreams()
{
    FakeWorker worker;
    ChannelRegistry channels({&worker});
    channels.setLimits(limitsOf(10, 1 << 20));
    const auto channel = channels.obtain("a").value();
    QVERIFY(channel->subscribe(0, {}, {})); // and nobody serves it
    const std::string data(10'000, 'x');
    auto published = channels.publish("a", eventOf(data), Clock::now());
    int count = 1;
    for (; published && count < 10'000; ++count)
        published = channels.publish("a", eventOf(data), Clock::now());
    QVERIFY(!published && published.error() == Refused::Full);
    QVERIFY(channels.totalBytes() < 3 << 20);
    // All that was accepted is still there for the stream.
    Channel::Range range;
    QVERIFY(channel->range(0, range));
    QCOMPARE(int(range.events), count - 1);
    // The worker comes: the engine recovers.
    const auto head = channel->beginRound(0, 0);
    channel->beginRound(0, head);
    channels.housekeep(Clock::now());
    QVERIFY(channels.publish("a", eventOf(data), Clock::now()));
}

/** Whether a publish looked for history to shed shows on a channel that is not pinned: a look takes it all.
 */
void tst_ChannelRegistry::looksAgainWhenThereIsReason()
{
    constexpr std::int64_t bound = 64 << 20;
    FakeWorker worker;
    ChannelRegistry channels({&worker});
    channels.setLimits(limitsOf(10, bound));
    const auto pinned = channels.obtain("pinned").value();
    QVERIFY(pinned->subscribe(0, {}, {})); // and nobody serves it
    const Instant start = Clock::now();
    const std::string large(100'000, 'x');
    while (channels.totalBytes() <= bound)
        QVERIFY(channels.publish("pinned", eventOf(large), start));
    // That look found nothing to free.
    QVERIFY(channels.totalBytes() > bound);
    QCOMPARE(pinned->facts().historyCount, std::int64_t{0});

    const auto kept = [&channels](Instant now, const std::string &data = "x") -> std::int64_t {
        if (!channels.publish("other", eventOf(data), now))
            return -1;
        return channels.find("other")->facts().historyCount;
    };
    QCOMPARE(kept(start), std::int64_t{1});
    QCOMPARE(kept(start + 50ms), std::int64_t{2});
    QCOMPARE(kept(start + 150ms), std::int64_t{0}); // streams may have caught up meanwhile
    QCOMPARE(kept(start + 150ms), std::int64_t{1});
    // A 64th of the bound more, at whatever speed it came.
    QCOMPARE(kept(start + 150ms, std::string(std::size_t{bound / 64}, 'x')), std::int64_t{0});
    QCOMPARE(kept(start + 150ms), std::int64_t{1});
    // Nothing is over the bound any more: nobody looks, and nothing is taken.
    const auto head = pinned->beginRound(0, 0);
    pinned->beginRound(0, head);
    channels.housekeep(start + 200ms);
    QVERIFY(channels.totalBytes() <= bound);
    QCOMPARE(kept(start + 10s), std::int64_t{2});
}

void tst_ChannelRegistry::limitsTakeEffectAtOnce()
{
    ChannelRegistry channels({});
    for (int i = 0; i < 10; ++i)
        QVERIFY(channels.publish("a", eventOf("x"), Clock::now()));
    ChannelRegistry::Limits limits = limitsOf(10);
    limits.log.count = 3;
    channels.setLimits(limits);
    QVERIFY(channels.publish("a", eventOf("x"), Clock::now()));
    QCOMPARE(channels.obtain("a").value()->facts().historyCount, std::int64_t{3});
    limits.log.count = 1;
    channels.setLimits(limits);
    channels.housekeep(Clock::now());
    QCOMPARE(channels.obtain("a").value()->facts().historyCount, std::int64_t{1});
}

void tst_ChannelRegistry::madeOnceByManyThreads()
{
    ChannelRegistry channels({});
    channels.setLimits(limitsOf(100));
    std::vector<std::vector<Channel *>> seen(4);
    std::atomic<int> refused = 0;
    std::vector<std::thread> threads;
    for (auto &mine : seen) {
        threads.emplace_back([&channels, &mine, &refused] {
            for (int i = 0; i < 150; ++i) {
                const auto channel = channels.obtain("c" + std::to_string(i));
                if (channel)
                    mine.push_back(channel->get());
                else
                    ++refused;
            }
        });
    }
    for (std::thread &thread : threads)
        thread.join();
    QCOMPARE(channels.size(), std::size_t{100});
    QCOMPARE(refused.load(), 4 * 50);
    for (const auto &mine : seen)
        QVERIFY(mine == seen.front());
}

/** Two housekeepers forget what they can while others use it: whoever has subscribed is published to. */
void tst_ChannelRegistry::forgettingLosesNothing()
{
    FakeWorker worker;
    ChannelRegistry channels({&worker});
    ChannelRegistry::Limits limits = limitsOf(10);
    limits.log.count = 0; // always empty
    limits.channelIdle = Milliseconds(0);
    channels.setLimits(limits);
    std::atomic<bool> isOver = false;
    std::atomic<int> wrong = 0;
    std::vector<std::thread> threads;
    for (int i = 0; i < 2; ++i) {
        threads.emplace_back([&] {
            while (!isOver)
                channels.housekeep(Clock::now() + 1h);
        });
    }
    std::set<std::string> ids;
    std::thread publisher([&] {
        for (int i = 0; i < 3000; ++i) {
            const auto published = channels.publish("a", eventOf("x"), Clock::now());
            wrong += published && ids.insert(published->id).second ? 0 : 1;
        }
    });
    for (int i = 0; i < 3000; ++i) {
        const auto channel = channels.obtain("a").value();
        if (!channel->subscribe(0, {}, {}))
            continue; // forgotten in between; the routes ask again
        const auto published = channels.publish("a", eventOf("y"), Clock::now());
        wrong += published && published->subscribers == 1 ? 0 : 1;
        channel->unsubscribe(0);
    }
    publisher.join();
    isOver = true;
    for (std::thread &thread : threads)
        thread.join();
    QCOMPARE(wrong.load(), 0);
    QCOMPARE(ids.size(), std::size_t{3000});
}

QTEST_APPLESS_MAIN(tst_ChannelRegistry)
#include "tst_channelregistry.moc"
