// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/support/House.h"

#include <set>

#include <sys/socket.h>

using namespace sluice;
using namespace sluice::test;

class TestStreamCopier : public QObject
{
    Q_OBJECT

private:
    /** Asks worker @p index for a copy that begins after now. */
    static std::shared_ptr<const StreamsCopy> fresh(House &house, std::size_t index)
    {
        StreamCopier &copier = house.reactors[index]->reactor.copier();
        const Instant asked = Clock::now();
        for (int i = 0; i < 20'000; ++i) {
            const bool busy = copier.hasWork(); // before the look, or a copy too many would be asked for
            const auto copy = copier.latest();
            if (copy && copy->taken >= asked)
                return copy;
            if (!busy)
                copier.request();
            std::this_thread::sleep_for(Milliseconds(1));
        }
        return nullptr;
    }

private Q_SLOTS:
    void thereIsNoneBeforeSomebodyAsks()
    {
        House house;
        StreamPeer peer = house.open(0, {"a"});
        house.publish("a", "x");
        QVERIFY(peer.next());
        QVERIFY(!house.reactors[0]->reactor.copier().latest());
    }

    void namesWhatIsKnown()
    {
        House house;
        StreamPeer one = house.open(0, {"a"});
        StreamPeer same = house.open(0, {"a"});
        StreamPeer several = house.open(0, {"b", "a"}, {}, BodyFraming::Plain);
        StreamPeer elsewhere = house.open(1, {"a"});
        house.publish("a", std::string(1000, 'x'));
        for (StreamPeer *peer : {&one, &same, &several, &elsewhere})
            QVERIFY(peer->next());

        const auto copy = fresh(house, 0);
        QVERIFY(copy);
        QCOMPARE(copy->worker, std::size_t{0});
        QCOMPARE(copy->streams.size(), std::size_t{3});
        std::set<std::uint64_t> ids;
        int plain = 0;
        for (const StreamFacts &stream : copy->streams) {
            ids.insert(stream.id);
            QCOMPARE(stream.worker, std::size_t{0});
            QVERIFY(stream.sentBytes > 1000);
            QVERIFY(stream.drainRate > 0);
            QVERIFY(stream.age >= Milliseconds(0) && stream.opened <= copy->taken);
            QVERIFY(!stream.blocked && !stream.evicting);
            QCOMPARE(stream.backlogBytes, std::uint64_t{0});
            if (stream.framing == BodyFraming::Plain) {
                ++plain;
                QCOMPARE(stream.channels(), (std::vector<std::string>{"b", "a"}));
            } else {
                QCOMPARE(stream.channels(), std::vector<std::string>{"a"});
            }
        }
        QCOMPARE(ids.size(), std::size_t{3});
        QCOMPARE(plain, 1);
        QCOMPARE(fresh(house, 1)->streams.size(), std::size_t{1});
    }

    void theRateIsThatSinceTheCopyBefore()
    {
        House house;
        StreamPeer peer = house.open(0, {"a"});
        house.publish("a", std::string(100'000, 'x'));
        QVERIFY(peer.next());
        QVERIFY(fresh(house, 0)->streams.front().drainRate > 0);
        const auto idle = fresh(house, 0);
        QCOMPARE(idle->streams.front().drainRate, 0.0);
        QVERIFY(idle->streams.front().sentBytes > 100'000);
    }

    void tellsTheLastEvent()
    {
        House house;
        StreamPeer one = house.open(0, {"a"});
        StreamPeer several = house.open(0, {"b", "a"});
        StreamPeer quiet = house.open(0, {"c"});
        const Instant before = Clock::now();
        for (int i = 0; i < 3; ++i) {
            house.publish("a", "x");
            QVERIFY(one.next());
            QVERIFY(several.next());
        }
        const auto copy = fresh(house, 0);
        QCOMPARE(copy->streams.size(), std::size_t{3});
        for (const StreamFacts &stream : copy->streams) {
            const bool isQuiet = stream.channels() == std::vector<std::string>{"c"};
            QCOMPARE(stream.sentEvents, std::uint64_t(isQuiet ? 0 : 3));
            QCOMPARE(stream.lastEvent.has_value(), !isQuiet);
            if (isQuiet)
                continue;
            QVERIFY(*stream.lastEvent >= before && *stream.lastEvent <= Clock::now());
            QVERIFY(stream.eventRate > 0);
        }
        for (const StreamFacts &stream : fresh(house, 0)->streams)
            QCOMPARE(stream.eventRate, 0.0);
    }

    void tellsTheBacklogOfABlockedStream()
    {
        House house;
        StreamPeer stalled = house.open(0, {"a"}, {}, BodyFraming::Chunked, 8 << 10, 4 << 10);
        house.publish("a", std::string(400 << 10, 'x')); // under the cursor: no backlog
        QTRY_COMPARE_WITH_TIMEOUT(house.sum(&WorkerCounters::blocked), std::int64_t(1), 20'000);
        QVERIFY(fresh(house, 0)->streams.front().blocked);
        QCOMPARE(fresh(house, 0)->streams.front().backlogBytes, std::uint64_t{0});
        house.publish("a", std::string(5000, 'y'));
        const auto backlog = fresh(house, 0)->streams.front().backlogBytes;
        QVERIFY2(backlog > 5000 && backlog < 5100, std::to_string(backlog).c_str());
    }

    void aStalledWorkerKeepsItsOldCopy()
    {
        House house;
        StreamPeer peer = house.open(0, {"a"});
        const auto before = fresh(house, 0);
        std::promise<void> release;
        std::thread blocker(
            [&] { house.reactors[0]->call([&](Reactor &) { release.get_future().wait(); }); });
        std::this_thread::sleep_for(Milliseconds(20));
        StreamCopier &copier = house.reactors[0]->reactor.copier();
        copier.request(); // waits for nothing, or this test would not end
        copier.request();
        const auto during = copier.latest();
        release.set_value();
        blocker.join();
        QVERIFY(during->streams.size() == 1);
        QTRY_VERIFY_WITH_TIMEOUT(copier.latest()->taken > before->taken, 20'000);
    }

    void streamsComeAndGoWhileCopiesAreMade()
    {
        House house;
        std::atomic<bool> stop{false};
        std::atomic<int> twice{0};
        std::thread reader([&] {
            while (!stop) {
                for (auto &reactor : house.reactors) {
                    reactor->reactor.copier().request();
                    const auto copy = reactor->reactor.copier().latest();
                    if (!copy)
                        continue;
                    std::set<std::uint64_t> ids;
                    for (const StreamFacts &stream : copy->streams)
                        twice += ids.insert(stream.id).second && !stream.channels().empty() ? 0 : 1;
                }
            }
        });
        for (int round = 0; round < 300; ++round) {
            StreamPeer peer = house.open(static_cast<std::size_t>(round) % 2, {"a"});
            house.publish("a", "x");
            QVERIFY(peer.next());
        }
        stop = true;
        reader.join();
        QCOMPARE(twice.load(), 0);
    }

    void aLargeTableIsCopiedInSlices()
    {
        House house;
        constexpr int streams = 1500;
        std::vector<StreamPeer> peers;
        for (int i = 0; i < streams; ++i)
            peers.push_back(house.open(0, {i % 2 == 0 ? "a" : "b"}));
        for (int i = 0; i < 20; ++i)
            QCOMPARE(fresh(house, 0)->streams.size(), std::size_t(streams));
        qInfo("longest slice: %lld us",
              static_cast<long long>(std::chrono::duration_cast<std::chrono::microseconds>(
                                         house.reactors[0]->reactor.copier().longestSlice())
                                         .count()));
    }
};

QTEST_GUILESS_MAIN(TestStreamCopier)
#include "tst_streamcopier.moc"
