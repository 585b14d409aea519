// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/pool/Admission.h"

#include <QTest>

#include <array>
#include <atomic>
#include <random>
#include <set>
#include <thread>
#include <vector>

using namespace sluice;
using namespace std::chrono_literals;

namespace {

const ClientKey clientA = *ClientKey::parse("192.0.2.1");
const ClientKey clientB = *ClientKey::parse("192.0.2.2");

const Instant start = Instant(1000h);

bool refusedAs(const tl::expected<AdmissionPass, Refusal> &answer, Refusal refusal)
{
    return !answer && answer.error() == refusal;
}

// What leaves a client that the table does not know.
constexpr AdmissionPass someStream;

Settings cap(std::int64_t maxStreams)
{
    Settings settings;
    settings.pool_max_streams = maxStreams;
    return settings;
}

} // namespace

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
    void capPerClient();
    void aFullTableForgetsNobodysCap();
    void connectRates();
    void refusalsTakeNoTokens();
    void revokedIsAsIfNeverAsked();
    void blocks();
    void blockedGoesBeforeAllElse();
    void blocksHaveRoomOfTheirOwn();
    void liveChanges();
    void capsHoldUnderThreads();
    void ratesHoldUnderThreads();
    void refusalNames();
};

void tst_Admission::autoIsWhatFits()
{
    const FdBudget descriptors(20'000, 2);
    Admission admission(descriptors);
    admission.apply(cap(0));
    QCOMPARE(admission.maxStreams(), descriptors.maxStreams());
    admission.apply(cap(7));
    QCOMPARE(admission.maxStreams(), std::int64_t{7});
    // Where nothing fits, one is tried: it will be refused for want of a descriptor.
    const FdBudget none(10, 2);
    Admission tiny(none);
    tiny.apply(cap(0));
    QCOMPARE(tiny.maxStreams(), std::int64_t{1});
}

void tst_Admission::fullAtTheCap()
{
    const FdBudget descriptors(1000, 1);
    Admission admission(descriptors);
    admission.apply(cap(3));
    for (int i = 0; i < 3; ++i)
        QVERIFY(admission.admit(clientA));
    for (int i = 0; i < 5; ++i) {
        const auto refused = admission.admit(clientA);
        QVERIFY(!refused && refused.error() == Refusal::PoolFull);
    }
    QCOMPARE(admission.active(), std::int64_t{3});
    admission.leave(someStream);
    QVERIFY(admission.admit(clientA));
    QVERIFY(!admission.admit(clientA));
}

/** design.md 5: lowering a cap drops nobody, raising it takes effect at once. */
void tst_Admission::loweringDropsNobody()
{
    const FdBudget descriptors(1000, 1);
    Admission admission(descriptors);
    admission.apply(cap(5));
    for (int i = 0; i < 5; ++i)
        QVERIFY(admission.admit(clientA));
    admission.apply(cap(3));
    QCOMPARE(admission.active(), std::int64_t{5});
    QVERIFY(!admission.admit(clientA));
    admission.leave(someStream);
    admission.leave(someStream);
    QVERIFY(!admission.admit(clientA)); // three are left, and three is the cap
    admission.leave(someStream);
    QVERIFY(admission.admit(clientA));
    admission.apply(cap(4));
    QVERIFY(admission.admit(clientA));
    QVERIFY(!admission.admit(clientA));
}

void tst_Admission::closed()
{
    const FdBudget descriptors(1000, 1);
    Admission admission(descriptors);
    admission.apply(cap(1));
    QVERIFY(admission.admit(clientA));
    QVERIFY(!admission.isClosed());
    admission.close();
    QVERIFY(admission.isClosed());
    const auto refused = admission.admit(clientA);
    QVERIFY(!refused && refused.error() == Refusal::Draining); // that it is full, too, is no matter
    admission.leave(someStream);
    QVERIFY(!admission.admit(clientA));
    QCOMPARE(admission.active(), std::int64_t{0});
}

void tst_Admission::utilization()
{
    const FdBudget descriptors(1000, 1);
    Admission admission(descriptors);
    admission.apply(cap(8));
    QCOMPARE(admission.utilizationPercent(), 0.0);
    QVERIFY(admission.admit(clientA));
    QCOMPARE(admission.utilizationPercent(), 12.5);
    for (int i = 1; i < 8; ++i)
        QVERIFY(admission.admit(clientA));
    QCOMPARE(admission.utilizationPercent(), 100.0);
    admission.apply(cap(4));
    QCOMPARE(admission.utilizationPercent(), 200.0);
}

void tst_Admission::idsAreNeverReused()
{
    const FdBudget descriptors(1000, 1);
    Admission admission(descriptors);
    admission.apply(cap(2));
    std::set<std::uint64_t> ids;
    for (int i = 0; i < 1000; ++i) {
        const auto id = admission.admit(clientA);
        QVERIFY(id && id->id != 0);
        ids.insert(id->id);
        admission.leave(*id);
    }
    QCOMPARE(ids.size(), std::size_t{1000});
}

/** Workers admit and end at once; a watcher never sees more than the cap, and all ids differ. */
void tst_Admission::neverAboveTheCap()
{
    constexpr std::int64_t most = 3;
    const FdBudget descriptors(1000, 4);
    Admission admission(descriptors);
    admission.apply(cap(most));
    std::atomic<bool> isOver = false;
    std::atomic<int> wrong = 0;
    std::vector<std::vector<std::uint64_t>> ids(4);
    std::vector<std::thread> workers;
    for (auto &mine : ids) {
        workers.emplace_back([&admission, &mine] {
            for (int i = 0; i < 20'000; ++i) {
                const auto first = admission.admit(clientA);
                const auto second = admission.admit(clientA);
                for (const auto &id : {first, second}) {
                    if (!id)
                        continue;
                    mine.push_back(id->id);
                    admission.leave(*id);
                }
            }
        });
    }
    std::thread watcher([&] {
        while (!isOver)
            wrong += admission.active() < 0 || admission.active() > most ? 1 : 0;
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

void tst_Admission::capPerClient()
{
    const FdBudget descriptors(1000, 1);
    Admission admission(descriptors);
    Settings settings = cap(100);
    settings.pool_max_streams_per_client = 2;
    admission.apply(settings);
    const ClientKey neighbours = *ClientKey::parse("2001:db8::1");
    const auto first = admission.admit(clientA);
    QVERIFY(first && admission.admit(clientA));
    QVERIFY(refusedAs(admission.admit(clientA), Refusal::ClientCap));
    QVERIFY(admission.admit(clientB));
    QVERIFY(admission.admit(neighbours));
    QVERIFY(admission.admit(*ClientKey::parse("2001:db8::2")));
    QVERIFY(refusedAs(admission.admit(*ClientKey::parse("2001:db8::3")), Refusal::ClientCap));
    QVERIFY(admission.admit(*ClientKey::parse("2001:db8:0:1::1")));
    QCOMPARE(admission.streamsOf(clientA), 2U);
    QCOMPARE(admission.streamsOf(neighbours), 2U);
    QCOMPARE(admission.clients(), std::int64_t{4});
    admission.leave(*first);
    QVERIFY(admission.admit(clientA));
    QVERIFY(refusedAs(admission.admit(clientA), Refusal::ClientCap));
}

/** pool.max_clients with streams: the next client is nobody's, but the pool's cap and rate hold for it. */
void tst_Admission::aFullTableForgetsNobodysCap()
{
    const FdBudget descriptors(1000, 1);
    Admission admission(descriptors);
    Settings settings = cap(200);
    settings.pool_max_streams_per_client = 1;
    settings.pool_max_clients = 16;
    admission.apply(settings);
    std::vector<AdmissionPass> passes;
    for (int i = 0; i < 100; ++i) {
        const auto client = *ClientKey::parse("10.0.0." + std::to_string(i));
        passes.push_back(*admission.admit(client));
        QVERIFY(refusedAs(admission.admit(client), Refusal::ClientCap));
    }
    QCOMPARE(admission.clients(), std::int64_t{100});
    const auto one = admission.admit(clientA);
    QVERIFY(one);
    QVERIFY(refusedAs(admission.admit(clientA), Refusal::ClientCap));
    QCOMPARE(admission.streamsOf(clientA), 1U);
    for (const AdmissionPass &pass : passes)
        admission.leave(pass);
    QCOMPARE(admission.clients(), std::int64_t{16});
    QVERIFY(refusedAs(admission.admit(clientA), Refusal::ClientCap));
    admission.revoke(*one);
    QCOMPARE(admission.active(), std::int64_t{0});
    QVERIFY(admission.admit(clientA));
}

void tst_Admission::connectRates()
{
    const FdBudget descriptors(1000, 1);
    Admission admission(descriptors);
    Settings settings = cap(500);
    settings.pool_connect_rate = 10;
    settings.pool_connect_rate_burst = 5;
    settings.pool_client_connect_rate = 1;
    settings.pool_client_connect_rate_burst = 2;
    admission.apply(settings);
    QVERIFY(admission.admit(clientA, start));
    QVERIFY(admission.admit(clientA, start));
    QVERIFY(refusedAs(admission.admit(clientA, start), Refusal::RateLimited));
    QVERIFY(admission.admit(clientB, start));
    QVERIFY(admission.admit(clientB, start));
    QVERIFY(admission.admit(*ClientKey::parse("10.0.0.1"), start));
    // The pool's five are gone, whoever asks.
    QVERIFY(refusedAs(admission.admit(*ClientKey::parse("10.0.0.2"), start), Refusal::RateLimited));
    QVERIFY(admission.admit(*ClientKey::parse("10.0.0.2"), start + 100ms));
    QVERIFY(refusedAs(admission.admit(clientA, start + 999ms), Refusal::RateLimited));
    QVERIFY(admission.admit(clientA, start + 1000ms));
    QVERIFY(refusedAs(admission.admit(clientA, start + 1000ms), Refusal::RateLimited));
}

void tst_Admission::refusalsTakeNoTokens()
{
    const FdBudget descriptors(1000, 1);
    Admission admission(descriptors);
    Settings settings = cap(1);
    settings.pool_connect_rate = 1;
    settings.pool_connect_rate_burst = 2;
    settings.pool_client_connect_rate = 1;
    settings.pool_client_connect_rate_burst = 2;
    admission.apply(settings);
    const auto one = admission.admit(clientA, start);
    QVERIFY(one);
    for (int i = 0; i < 10; ++i)
        QVERIFY(refusedAs(admission.admit(clientA, start), Refusal::PoolFull));
    admission.leave(*one);
    const auto two = admission.admit(clientA, start);
    QVERIFY(two);
    admission.leave(*two);
    QVERIFY(refusedAs(admission.admit(clientA, start), Refusal::RateLimited));
}

void tst_Admission::revokedIsAsIfNeverAsked()
{
    const FdBudget descriptors(1000, 1);
    Admission admission(descriptors);
    Settings settings = cap(1);
    settings.pool_max_streams_per_client = 1;
    settings.pool_connect_rate = 1;
    settings.pool_client_connect_rate = 1;
    admission.apply(settings);
    for (int i = 0; i < 10; ++i) {
        const auto pass = admission.admit(clientA, start);
        QVERIFY(pass);
        QCOMPARE(admission.active(), std::int64_t{1});
        admission.revoke(*pass);
    }
    QCOMPARE(admission.active(), std::int64_t{0});
    QCOMPARE(admission.streamsOf(clientA), 0U);
}

void tst_Admission::blocks()
{
    const FdBudget descriptors(1000, 1);
    Admission admission(descriptors);
    admission.apply(cap(100));
    const auto pass = admission.admit(clientA, start);
    QVERIFY(pass);
    QVERIFY(admission.block(clientA, 10s, start)); // a stream it has stays; ending it is the kick's business
    QCOMPARE(admission.active(), std::int64_t{1});
    QVERIFY(refusedAs(admission.admit(clientA, start), Refusal::Blocked));
    QVERIFY(admission.block(clientB, 5s, start)); // not even known yet
    QVERIFY(refusedAs(admission.admit(clientB, start + 4999ms), Refusal::Blocked));
    auto blocks = admission.blocks(start + 1s);
    QCOMPARE(blocks.size(), std::size_t{2});
    QVERIFY(blocks[0].client == clientB && blocks[0].left == 4s);
    QVERIFY(blocks[1].client == clientA && blocks[1].left == 9s);

    QVERIFY(admission.admit(clientB, start + 5s));
    QVERIFY(!admission.unblock(clientB, start + 5s));
    QVERIFY(admission.unblock(clientA, start + 5s));
    QVERIFY(!admission.unblock(clientA, start + 5s));
    QVERIFY(admission.admit(clientA, start + 5s));
    QVERIFY(admission.blocks(start + 5s).empty());
    QVERIFY(!admission.unblock(*ClientKey::parse("10.9.9.9"), start + 5s));

    // Nonsense lengths: none ends the block, for ever is a year.
    QVERIFY(admission.block(clientA, Milliseconds::max(), start));
    QVERIFY(admission.blocks(start).front().left == Admission::longestBlock);
    QVERIFY(admission.block(clientA, 0s, start));
    QVERIFY(admission.blocks(start).empty());
    QVERIFY(admission.block(clientA, -5s, start));
    QVERIFY(admission.blocks(start).empty());
    admission.leave(*pass);
}

/** 204 ends a browser's retries; in a full or draining pool it would come back again and again. */
void tst_Admission::blockedGoesBeforeAllElse()
{
    const FdBudget descriptors(1000, 1);
    Admission admission(descriptors);
    admission.apply(cap(1));
    QVERIFY(admission.admit(clientB));
    QVERIFY(admission.block(clientA, 1h));
    QVERIFY(refusedAs(admission.admit(clientA), Refusal::Blocked));
    QVERIFY(refusedAs(admission.admit(clientB), Refusal::PoolFull));
    admission.close();
    QVERIFY(refusedAs(admission.admit(clientA), Refusal::Blocked));
    QVERIFY(refusedAs(admission.admit(clientB), Refusal::Draining));
    admission.reopen();
    QVERIFY(refusedAs(admission.admit(clientB), Refusal::PoolFull));
}

void tst_Admission::blocksHaveRoomOfTheirOwn()
{
    const FdBudget descriptors(1000, 1);
    Admission admission(descriptors);
    Settings settings = cap(100);
    settings.pool_max_clients = 16;
    admission.apply(settings);
    for (int i = 0; i < 32; ++i)
        QVERIFY(admission.admit(*ClientKey::parse("10.0.0." + std::to_string(i))));
    const Instant now = Clock::now();
    const auto blocked = [](std::size_t number) {
        return *ClientKey::parse("10.1." + std::to_string(number / 256) + '.' + std::to_string(number % 256));
    };
    for (std::size_t i = 0; i < Admission::leastBlocks; ++i)
        QVERIFY(admission.block(blocked(i), 1min, now));
    const auto refused = admission.block(clientA, 1min, now);
    QVERIFY(!refused);
    QVERIFY(refused.error().message.find("192.0.2.1") != std::string::npos);
    QVERIFY(refused.error().message.find("pool.max_clients") != std::string::npos);
    QVERIFY(admission.block(clientA, 0min, now));    // nothing to end
    QVERIFY(admission.block(blocked(7), 2min, now)); // none more
    QVERIFY(refusedAs(admission.admit(blocked(Admission::leastBlocks - 1), now), Refusal::Blocked));
    QVERIFY(admission.unblock(blocked(0), now));
    QVERIFY(admission.block(clientA, 1min, now));
    QVERIFY(refusedAs(admission.admit(clientA, now), Refusal::Blocked));
    QVERIFY(admission.block(*ClientKey::parse("10.9.9.9"), 1min, now + 90s)); // most have ended
}

/** Lowering drops nobody, raising admits at once; caps that were off know who was there before. */
void tst_Admission::liveChanges()
{
    const FdBudget descriptors(1000, 1);
    Admission admission(descriptors);
    Settings settings = cap(100);
    admission.apply(settings);
    std::vector<AdmissionPass> passes;
    for (int i = 0; i < 5; ++i)
        passes.push_back(*admission.admit(clientA, start));
    settings.pool_max_streams_per_client = 3;
    admission.apply(settings);
    QCOMPARE(admission.active(), std::int64_t{5});
    for (int i = 0; i < 2; ++i)
        admission.leave(passes[static_cast<std::size_t>(i)]);
    QVERIFY(refusedAs(admission.admit(clientA, start), Refusal::ClientCap));
    settings.pool_max_streams_per_client = 4;
    settings.pool_client_connect_rate = 1;
    admission.apply(settings);
    QVERIFY(admission.admit(clientA, start));
    settings.pool_max_streams_per_client = 0;
    admission.apply(settings);
    QVERIFY(refusedAs(admission.admit(clientA, start), Refusal::RateLimited));
    settings.pool_client_connect_rate_burst = 2;
    admission.apply(settings);
    QVERIFY(admission.admit(clientA, start));
    settings.pool_client_connect_rate = 0;
    admission.apply(settings);
    for (int i = 0; i < 20; ++i)
        QVERIFY(admission.admit(clientA, start));
}

/** Both caps are exact whoever asks at once, and every count is 0 again in the end. */
void tst_Admission::capsHoldUnderThreads()
{
    const FdBudget descriptors(1000, 4);
    Admission admission(descriptors);
    Settings settings = cap(20);
    settings.pool_max_streams_per_client = 3;
    settings.pool_max_clients = 16;
    admission.apply(settings);
    std::atomic<int> wrong = 0;
    std::array<std::atomic<int>, 10> open{};
    std::vector<std::thread> workers;
    for (unsigned seed = 1; seed <= 4; ++seed) {
        workers.emplace_back([&, seed] {
            std::minstd_rand random(seed);
            std::vector<std::pair<std::size_t, AdmissionPass>> mine;
            for (int i = 0; i < 20'000; ++i) {
                const std::size_t number = random() % open.size();
                const ClientKey key = *ClientKey::parse("10.0.0." + std::to_string(number));
                if (const auto pass = admission.admit(key)) {
                    // Counted after it is in and before it is out: never above what admission counts.
                    wrong += ++open[number] > 3 ? 1 : 0;
                    mine.emplace_back(number, *pass);
                }
                if (!mine.empty() && random() % 2 == 0) {
                    --open[mine.back().first];
                    admission.leave(mine.back().second);
                    mine.pop_back();
                }
                if (random() % 1000 == 0)
                    admission.apply(settings);
                if (random() % 100 == 0 && admission.block(key, 1ms))
                    admission.unblock(key);
            }
            for (const auto &[number, pass] : mine) {
                --open[number];
                admission.leave(pass);
            }
        });
    }
    for (std::thread &worker : workers)
        worker.join();
    QCOMPARE(wrong.load(), 0);
    QCOMPARE(admission.active(), std::int64_t{0});
    for (std::size_t i = 0; i < open.size(); ++i)
        QCOMPARE(admission.streamsOf(*ClientKey::parse("10.0.0." + std::to_string(i))), 0U);
}

/** Four threads at one stopped clock get exactly the burst between them. */
void tst_Admission::ratesHoldUnderThreads()
{
    const FdBudget descriptors(20'000, 4);
    Admission admission(descriptors);
    Settings settings = cap(10'000);
    settings.pool_connect_rate = 1;
    settings.pool_connect_rate_burst = 1000;
    admission.apply(settings);
    std::atomic<int> admitted = 0;
    std::vector<std::thread> workers;
    for (int worker = 0; worker < 4; ++worker) {
        workers.emplace_back([&admission, &admitted, worker] {
            for (int i = 0; i < 1000; ++i) {
                const auto text = "10." + std::to_string(worker) + ".0." + std::to_string(i % 250);
                admitted += admission.admit(*ClientKey::parse(text), start) ? 1 : 0;
            }
        });
    }
    for (std::thread &worker : workers)
        worker.join();
    QCOMPARE(admitted.load(), 1000);
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
    QCOMPARE(refusalName(Refusal::ClientCap), std::string_view("client-cap"));
    QCOMPARE(refusalName(Refusal::ChannelCap), std::string_view("channel-cap"));
    QCOMPARE(refusalName(Refusal::RateLimited), std::string_view("rate-limited"));
    QCOMPARE(refusalName(Refusal::Blocked), std::string_view("blocked"));
    QCOMPARE(refusalName(Refusal::PublishRate), std::string_view("publish-rate"));
}

QTEST_APPLESS_MAIN(tst_Admission)
#include "tst_admission.moc"
