// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/support/House.h"

#include <QJsonDocument>

#include <algorithm>
#include <set>

#include <sys/socket.h>

using namespace sluice;
using namespace sluice::test;

class TestStreamKicks : public QObject
{
    Q_OBJECT

private:
    static std::future<KickAnswer> kick(House &house, const std::vector<std::uint64_t> &ids,
                                        const EndNote &note = {})
    {
        auto answer = std::make_shared<std::promise<KickAnswer>>();
        const auto order =
            std::make_shared<KickOrder>(ids, Cause::Kicked, note, house.reactors.size(),
                                        [answer](KickAnswer a) { answer->set_value(std::move(a)); });
        for (auto &reactor : house.reactors)
            reactor->reactor.kicks().add(order);
        return answer->get_future();
    }

private Q_SLOTS:
    void endsExactlyTheNamed()
    {
        House house;
        std::vector<StreamPeer> peers; // ids are given in order: 1, 2, ...
        for (int i = 0; i < 6; ++i)
            peers.push_back(house.open(static_cast<std::size_t>(i) % 2, {"a"}));
        house.publish("a", "before");
        KickAnswer answer = kick(house, {2, 3, 77}).get();
        QCOMPARE(answer.kicked.size(), std::size_t{2});
        std::vector<std::uint64_t> ids{answer.kicked[0].id, answer.kicked[1].id};
        std::sort(ids.begin(), ids.end());
        QCOMPARE(ids, (std::vector<std::uint64_t>{2, 3}));
        QCOMPARE(answer.missing, std::vector<std::uint64_t>{77});
        QCOMPARE(house.ended(Cause::Kicked), std::int64_t(2));
        for (const std::size_t index : {1U, 2U}) {
            QCOMPARE(peers[index].next()->data, std::string("before"));
            const auto told = peers[index].next();
            QVERIFY(told);
            QCOMPARE(told->name, std::string("shutdown"));
            QVERIFY(told->data.find("retry_ms") != std::string::npos);
            QVERIFY(peers[index].endsCleanly());
        }
        house.publish("a", "after");
        for (const std::size_t index : {0U, 3U, 4U, 5U}) {
            QCOMPARE(peers[index].next()->data, std::string("before"));
            QCOMPARE(peers[index].next()->data, std::string("after"));
        }
        QVERIFY(house.balanced());
    }

    void theRecordKeepsWhoAndWhy()
    {
        House house;
        StreamPeer named = house.open(0, {"a"});
        StreamPeer closed = house.open(0, {"a"});
        QCOMPARE(kick(house, {1}, {"ada", "runs wild"}).get().kicked.size(), std::size_t{1});
        closed.close();
        QTRY_COMPARE_WITH_TIMEOUT(house.admission.active(), std::int64_t(0), 30'000);
        std::vector<EndRecord> ends;
        house.reactors[0]->reactor.counters().lastEnds.copyFrom(0, ends);
        QCOMPARE(ends.size(), std::size_t{2});
        QCOMPARE(ends[0].cause, Cause::Kicked);
        QVERIFY(ends[0].note);
        QCOMPARE(ends[0].note->who, std::string("ada"));
        QCOMPARE(ends[0].note->why, std::string("runs wild"));
        QVERIFY(!ends[1].note);
    }

    void theyComeBackSpread()
    {
        constexpr std::size_t count = 40;
        const auto retriesOfKicked = [](House &house) {
            std::vector<StreamPeer> peers;
            std::vector<std::uint64_t> ids;
            for (std::size_t i = 0; i < count; ++i) {
                peers.push_back(house.open(i % 2, {"a"}));
                ids.push_back(i + 1);
            }
            const bool areKicked = kick(house, ids).get().kicked.size() == count;
            std::set<int> retries;
            for (StreamPeer &peer : peers) {
                const auto told = peer.next();
                const QByteArray data = told ? QByteArray::fromStdString(told->data) : QByteArray();
                retries.insert(QJsonDocument::fromJson(data)[QStringLiteral("retry_ms")].toInt(-1));
            }
            return areKicked ? retries : std::set<int>();
        };
        House usual;
        std::set<int> retries = retriesOfKicked(usual);
        QVERIFY2(retries.size() > count / 2, std::to_string(retries.size()).c_str());
        QVERIFY(*retries.begin() >= 1'000);
        QVERIFY(*retries.rbegin() <= 11'000);

        // As the setting says, whatever a drain that was cancelled had been asked for.
        House tuned;
        for (auto &reactor : tuned.reactors)
            reactor->call([](Reactor &inside) {
                Reactor::Tuning tuning;
                tuning.retrySpread = std::chrono::milliseconds(500);
                inside.tune(tuning);
                inside.evict({}, {Cause::Drained, std::chrono::milliseconds(3'600'000)});
                inside.reprieve();
            });
        retries = retriesOfKicked(tuned);
        QVERIFY2(retries.size() > count / 2, std::to_string(retries.size()).c_str());
        QVERIFY(*retries.begin() >= 1'000);
        QVERIFY(*retries.rbegin() <= 1'500);
    }

    void aStreamThatJustEndedIsMissing()
    {
        House house;
        StreamPeer peer = house.open(0, {"a"});
        peer.close();
        QTRY_COMPARE_WITH_TIMEOUT(house.admission.active(), std::int64_t(0), 20'000);
        const KickAnswer answer = kick(house, {1}).get();
        QVERIFY(answer.kicked.empty());
        QCOMPARE(answer.missing, std::vector<std::uint64_t>{1});
        QCOMPARE(house.ended(Cause::Kicked), std::int64_t(0));
    }

    void aSecondKickFindsNothing()
    {
        House house;
        StreamPeer peer = house.open(1, {"a"});
        QCOMPARE(kick(house, {1}).get().kicked.size(), std::size_t{1});
        QCOMPARE(kick(house, {1}).get().missing.size(), std::size_t{1});
        QCOMPARE(house.ended(Cause::Kicked), std::int64_t(1));
        QVERIFY(house.balanced());
    }

    void aStalledStreamIsKickedToo()
    {
        House house;
        StreamPeer stalled = house.open(0, {"a"}, {}, BodyFraming::Chunked, 8 << 10, 4 << 10);
        house.publish("a", std::string(400 << 10, 'x'));
        QTRY_COMPARE_WITH_TIMEOUT(house.sum(&WorkerCounters::blocked), std::int64_t(1), 20'000);
        QCOMPARE(kick(house, {1}).get().kicked.size(), std::size_t{1});
        QCOMPARE(house.ended(Cause::Kicked), std::int64_t(1));
        QCOMPARE(house.sum(&WorkerCounters::blocked), std::int64_t(0));
    }

    void aKickDuringAnEvictionDecidesTheCause()
    {
        House house;
        StreamPeer stalled = house.open(0, {"a"}, {}, BodyFraming::Chunked, 8 << 10, 4 << 10);
        house.publish("a", std::string(400 << 10, 'x'));
        QTRY_COMPARE_WITH_TIMEOUT(house.sum(&WorkerCounters::blocked), std::int64_t(1), 20'000);
        house.reactors[0]->call([](Reactor &reactor) {
            reactor.evict(reactor.roll(), {Cause::Drained, Milliseconds(100)});
        });
        QCOMPARE(kick(house, {1}).get().kicked.size(), std::size_t{1});
        QCOMPARE(house.ended(Cause::Kicked), std::int64_t(1));
        QVERIFY(house.balanced());
    }

    void manyAtOnceFromSeveralThreads()
    {
        House house;
        std::vector<StreamPeer> peers;
        for (int i = 0; i < 400; ++i)
            peers.push_back(house.open(static_cast<std::size_t>(i) % 2, {"a"}));
        std::atomic<std::size_t> kicked{0};
        std::atomic<std::size_t> missing{0};
        std::vector<std::thread> threads;
        for (std::uint64_t t = 0; t < 4; ++t)
            threads.emplace_back([&, t] {
                std::vector<std::uint64_t> ids; // neighbours overlap by half
                for (std::uint64_t id = t * 100 + 1; id <= t * 100 + 200; ++id)
                    ids.push_back(id);
                const KickAnswer answer = kick(house, ids).get();
                kicked += answer.kicked.size();
                missing += answer.missing.size();
            });
        for (std::thread &thread : threads)
            thread.join();
        QCOMPARE(kicked.load(), std::size_t{400});
        QCOMPARE(missing.load(), std::size_t{400});
        QCOMPARE(house.ended(Cause::Kicked), std::int64_t(400));
        QVERIFY(house.balanced());
    }

    void aStoppedWorkerAnswersAtOnce()
    {
        House house;
        StreamPeer peer = house.open(0, {"a"});
        for (auto &reactor : house.reactors)
            reactor->stop();
        const KickAnswer answer = kick(house, {1}).get();
        QVERIFY(answer.kicked.empty());
        QCOMPARE(answer.missing.size(), std::size_t{1});
    }
};

QTEST_GUILESS_MAIN(TestStreamKicks)
#include "tst_streamkicks.moc"
