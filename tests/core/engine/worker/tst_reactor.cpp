// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The whole engine without Qt's event loop, turned by std::threads: what ThreadSanitizer is to look at.
#include "core/engine/support/House.h"

#include <QTest>

#include <map>
#include <random>

#include <poll.h>
#include <sys/socket.h>

using namespace sluice;
using namespace sluice::test;

class TestReactor : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyEventReachesEveryStreamInOrder()
    {
        House house;
        constexpr int channels = 3;
        constexpr int streams = 24;
        constexpr int publishers = 3;
        constexpr int events = 400;
        std::vector<StreamPeer> peers;
        for (int i = 0; i < streams; ++i)
            peers.push_back(
                house.open(static_cast<std::size_t>(i) % 2, {"c" + std::to_string(i % channels)}));

        std::vector<std::thread> threads;
        for (int p = 0; p < publishers; ++p)
            threads.emplace_back([&house, p] {
                for (int n = 0; n < events; ++n)
                    for (int c = 0; c < channels; ++c)
                        house.publish("c" + std::to_string(c), std::to_string(p) + ' ' + std::to_string(n));
            });
        std::atomic<int> wrong{0};
        std::atomic<int> received{0};
        for (int half = 0; half < 2; ++half)
            threads.emplace_back([&, half] {
                for (std::size_t i = static_cast<std::size_t>(half); i < peers.size(); i += 2) {
                    std::array<int, publishers> nextOf{};
                    for (int n = 0; n < publishers * events; ++n) {
                        const auto event = peers[i].next();
                        if (!event)
                            break;
                        const auto space = event->data.find(' ');
                        const auto publisher = std::stoul(event->data.substr(0, space));
                        wrong += std::stoi(event->data.substr(space + 1)) == nextOf[publisher]++ ? 0 : 1;
                        ++received;
                    }
                }
            });
        for (std::thread &thread : threads)
            thread.join();
        QCOMPARE(received.load(), streams * publishers * events);
        QCOMPARE(wrong.load(), 0);
        QCOMPARE(house.sum(&WorkerCounters::delivered), std::int64_t(streams * publishers * events));
        QVERIFY(house.balanced());
    }

    void aPublishNeedsNoOtherToArrive()
    {
        House house;
        StreamPeer first = house.open(0, {"lone"});
        StreamPeer second = house.open(1, {"lone"});
        for (int n = 0; n < 3000; ++n) {
            house.publish("lone", std::to_string(n));
            for (StreamPeer *peer : {&first, &second}) {
                const auto event = peer->next();
                QVERIFY2(event, qPrintable(QStringLiteral("event %1 never came").arg(n)));
                QCOMPARE(event->data, std::to_string(n));
            }
        }
    }

    void clientsComeAndGoWhileEventsFlow()
    {
        House house;
        std::atomic<bool> stop{false};
        std::thread publisher([&] {
            for (int n = 0; !stop; ++n)
                house.publish("churn" + std::to_string(n % 2), std::to_string(n));
        });
        std::minstd_rand random(7);
        for (int round = 0; round < 300; ++round) {
            std::vector<std::string> names{"churn" + std::to_string(round % 2)};
            if (round % 5 == 0)
                names.push_back("churn" + std::to_string((round + 1) % 2));
            StreamPeer peer = house.open(random() % 2, names, {},
                                         round % 7 == 0 ? BodyFraming::Plain : BodyFraming::Chunked);
            QVERIFY(peer.next());
            if (random() % 3 == 0)
                peer.reset();
        }
        stop = true;
        publisher.join();
        QTRY_COMPARE_WITH_TIMEOUT(house.admission.active(), std::int64_t(0), 20'000);
        QTRY_COMPARE_WITH_TIMEOUT(house.descriptors.used(), std::int64_t(0), 20'000);
        QCOMPARE(house.sum(&WorkerCounters::streams), std::int64_t(0));
        QCOMPARE(house.sum(&WorkerCounters::blocked), std::int64_t(0));
        QCOMPARE(house.sum(&WorkerCounters::lingering), std::int64_t(0));
        QCOMPARE(house.ends(), std::int64_t(300));
        // The flood may find a client slow in the moment before it leaves; nothing else may happen to it.
        QCOMPARE(house.ended(Cause::ClientClosed) + house.ended(Cause::Reset) +
                     house.ended(Cause::SlowConsumer),
                 std::int64_t(300));
    }

    void aReaderThatStopsReadingCostsTheOthersNothing()
    {
        House house;
        StreamPeer stalled = house.open(0, {"slow"}, {}, BodyFraming::Chunked, 8 << 10, 4 << 10);
        StreamPeer healthy = house.open(0, {"slow"});
        const std::string data(4000, 'x');
        constexpr int events = 300;
        std::thread publisher([&] {
            for (int n = 0; n < events; ++n) {
                house.publish("slow", data);
                std::this_thread::sleep_for(std::chrono::milliseconds(1));
            }
        });
        for (int n = 0; n < events; ++n)
            QVERIFY(healthy.next());
        publisher.join();
        QCOMPARE(house.ended(Cause::SlowConsumer), std::int64_t(1));
        QCOMPARE(house.admission.active(), std::int64_t(1));
        QVERIFY(house.balanced());
        // It can read what the kernel still holds, then sees the end of a body that is not whole.
        QVERIFY(!stalled.endsCleanly());
    }

    void historyThatAClientResumesThroughIsNoBacklog()
    {
        House house;
        ChannelRegistry::Limits limits;
        limits.log.bytes = 4 << 20;
        house.channels->setLimits(limits);
        const std::string data(1000, 'h');
        for (const char *channel : {"long", "other"})
            for (int n = 0; n < 900; ++n)
                house.publish(channel, data);
        StreamPeer one = house.open(0, {"long"}, "unknown", BodyFraming::Chunked, 8 << 10, 4 << 10);
        StreamPeer two =
            house.open(1, {"long", "other"}, "unknown.unknown", BodyFraming::Chunked, 8 << 10, 4 << 10);
        QTRY_COMPARE_WITH_TIMEOUT(house.sum(&WorkerCounters::blocked), std::int64_t(2), 20'000);
        house.publish("long", "news"); // makes the pump judge both, far behind and blocked
        for (int n = 0; n < 900; ++n)
            QVERIFY(one.next());
        QCOMPARE(one.next()->data, std::string("news"));
        for (int n = 0; n < 1800; ++n)
            QVERIFY(two.next());
        QCOMPARE(two.next()->data, std::string("news"));
        QCOMPARE(house.ends(), std::int64_t(0));
    }

    void oneLargeEventIsNoBacklog()
    {
        House house;
        StreamPeer peer = house.open(0, {"large"}, {}, BodyFraming::Chunked, 8 << 10, 4 << 10);
        const std::string data(900 << 10, 'y');
        house.publish("large", data);
        const auto event = peer.next();
        QVERIFY(event);
        QCOMPARE(event->data.size(), data.size());
        QCOMPARE(house.ends(), std::int64_t(0));
    }

    void resumesExactlyInSeveralChannelsWhileEventsFlow()
    {
        House house;
        constexpr int events = 600;
        std::thread publisher([&] {
            for (int n = 0; n < events; ++n) {
                house.publish("m" + std::to_string(n % 3), std::to_string(n),
                              n % 2 == 0 ? "own-" + std::to_string(n) : "");
                if (n % 8 == 0)
                    std::this_thread::sleep_for(std::chrono::milliseconds(2));
            }
        });
        std::map<int, int> seen;
        std::string position;
        std::size_t worker = 0;
        bool first = true;
        int lastOfChannel[3] = {-1, -1, -1};
        while (seen.size() < events) {
            StreamPeer peer =
                house.open(worker % 2, {"m0", "m1", "m2"}, first ? std::string("?.?.?") : position,
                           worker % 2 == 0 ? BodyFraming::Plain : BodyFraming::Chunked);
            first = false;
            ++worker;
            for (int n = 0; n < 23 && seen.size() < events; ++n) {
                const auto event = peer.next();
                QVERIFY2(event, qPrintable(QStringLiteral("after %1 events").arg(seen.size())));
                const int number = std::stoi(event->data);
                ++seen[number];
                QVERIFY(number > lastOfChannel[number % 3]);
                lastOfChannel[number % 3] = number;
                position = event->id;
            }
        }
        publisher.join();
        for (int n = 0; n < events; ++n)
            QCOMPARE(seen[n], 1);
    }

    void aLongResumeOverSeveralChannelsGoesInFewSends_data()
    {
        QTest::addColumn<bool>("isPlain");
        QTest::newRow("several channels") << false;
        QTest::newRow("HTTP/1.0") << true;
    }

    void aLongResumeOverSeveralChannelsGoesInFewSends()
    {
        QFETCH(bool, isPlain);
        House house;
        ChannelRegistry::Limits limits;
        limits.log.count = 10'000;
        limits.log.bytes = 8 << 20;
        house.channels->setLimits(limits);
        const std::size_t channels = isPlain ? 1 : 3;
        std::vector<std::string> names;
        for (std::size_t c = 0; c < channels; ++c)
            names.push_back("resumed" + std::to_string(c));
        constexpr int events = 4000;
        for (int n = 0; n < events; ++n)
            house.publish(names[static_cast<std::size_t>(n) % channels], std::to_string(n));
        std::string resumeId; // before the first event of each
        for (const std::string &name : names)
            resumeId += (resumeId.empty() ? "" : ".") + house.channels->find(name)->idAt(0);

        const std::int64_t sends = house.sum(&WorkerCounters::sends);
        StreamPeer peer = house.open(0, names, resumeId, isPlain ? BodyFraming::Plain : BodyFraming::Chunked);
        for (int n = 0; n < events; ++n) {
            const auto event = peer.next();
            QVERIFY(event);
            QCOMPARE(event->data, std::to_string(n));
        }
        QTRY_COMPARE(house.sum(&WorkerCounters::delivered), std::int64_t(events));
        const std::int64_t used = house.sum(&WorkerCounters::sends) - sends;
        QVERIFY2(used < events / 4, qPrintable(QString::number(used)));
        QVERIFY(house.balanced());

        // The last id resumes at the end, in every channel.
        StreamPeer again = house.open(1, names, peer.lastId());
        for (const std::string &name : names)
            house.publish(name, "after");
        for (std::size_t c = 0; c < channels; ++c) {
            QCOMPARE(again.next()->data, std::string("after"));
            QCOMPARE(peer.next()->data, std::string("after"));
        }
    }

    /** The rest waits for its turn, and what it needs stays although history no longer holds it. */
    void aPostponedResumeLosesNothing()
    {
        FdBudget descriptors{100, 1};
        Admission admission{descriptors};
        admission.setMaxStreams(0);
        Reactor reactor(0, admission, descriptors);
        ChannelRegistry channels({&reactor.sink()});
        reactor.setChannels(channels);
        const auto publish = [&channels](const char *channel, const std::string &data) {
            Event event;
            event.data = data;
            QVERIFY(channels.publish(channel, event, Clock::now()));
        };
        const auto open = [&](const std::string &resumeId) {
            const auto [server, client] = tcpPair();
            descriptors.take();
            reactor.poller().add(server, EPOLLIN, {PollKey::Kind::Connection, 0, 0});
            StreamRequest request;
            request.channels = {"a", "b"};
            request.resumeId = resumeId;
            auto ticket = reactor.admit(request);
            const std::string prime = framing::chunk(framing::idFields(ticket->seating.position));
            reactor.open(*std::move(ticket), server, prime);
            return StreamPeer(client);
        };
        constexpr int events = 100;
        publish("a", "0");
        publish("b", "0");
        const std::string start = channels.find("a")->idAt(0) + '.' + channels.find("b")->idAt(0);
        for (int n = 1; n < events; ++n)
            publish(n % 2 == 0 ? "a" : "b", std::to_string(n));

        // No turn is under way, so it gets one send and no more.
        StreamPeer peer = open(start);
        const WorkerCounters &counters = reactor.counters();
        QCOMPARE(counters.delivered.value(), std::int64_t(8));
        QCOMPARE(counters.sends.value(), std::int64_t(2)); // its head, then entries

        // History shrinks to one event, and many more come than the high-water mark keeps.
        ChannelRegistry::Limits limits;
        limits.log.count = 1;
        limits.log.highWaterMark = 100;
        channels.setLimits(limits);
        for (int n = events; n < 3 * events; ++n)
            publish(n % 2 == 0 ? "a" : "b", std::to_string(n));
        QCOMPARE(counters.delivered.value(), std::int64_t(8));
        // The poller says that there is work, until there is none.
        pollfd wait{reactor.poller().fd(), POLLIN, 0};
        while (::poll(&wait, 1, 100) > 0)
            reactor.turn(nullptr);
        QCOMPARE(counters.delivered.value(), std::int64_t(3 * events + 1));
        std::vector<std::string> expected{"0", "0"};
        for (int n = 1; n < 3 * events; ++n)
            expected.push_back(std::to_string(n));
        for (const std::string &data : expected) {
            const auto event = peer.next();
            QVERIFY(event);
            QCOMPARE(event->data, data);
        }

        // Who is forced out gets all at once, not what fits one turn.
        Reactor::Tuning hasty;
        hasty.slice = Clock::duration(0);
        reactor.tune(hasty);
        limits.log.count = 1000;
        channels.setLimits(limits);
        StreamPeer kicked = open(peer.lastId());
        constexpr int manyEvents = 400;
        for (int n = 0; n < manyEvents; ++n)
            publish("a", std::to_string(n));
        reactor.forceAll({Cause::Forced, Milliseconds(0)});
        reactor.turn(nullptr);
        for (int n = 0; n < manyEvents; ++n)
            QVERIFY(kicked.next());
        QVERIFY(kicked.endsCleanly());
        reactor.closeAll(Cause::Shutdown);
    }

    /** Events that come faster than a walk ends must not keep the whole log. */
    void aSteadyLoadLetsTheLogGo()
    {
        constexpr int streams = 64;
        constexpr int events = 4000;
        FdBudget descriptors{1000, 1};
        Admission admission{descriptors};
        admission.setMaxStreams(0);
        Reactor reactor(0, admission, descriptors);
        ChannelRegistry channels({&reactor.sink()});
        ChannelRegistry::Limits limits;
        limits.log.count = 1;
        limits.log.highWaterMark = 100;
        channels.setLimits(limits);
        reactor.setChannels(channels);
        Reactor::Tuning hasty; // a slice visits a few streams and no more
        hasty.slice = Clock::duration(0);
        reactor.tune(hasty);
        const auto open = [&] {
            const auto [server, client] = tcpPair();
            descriptors.take();
            reactor.poller().add(server, EPOLLIN, {PollKey::Kind::Connection, 0, 0});
            StreamRequest request;
            request.channels = {"a"};
            auto ticket = reactor.admit(request);
            const std::string prime = framing::chunk(framing::idFields(ticket->seating.position));
            reactor.open(*std::move(ticket), server, prime);
            return std::make_unique<StreamPeer>(client);
        };
        std::vector<std::pair<std::unique_ptr<StreamPeer>, int>>
            peers; // and the first event that each is owed
        for (int i = 0; i < streams; ++i)
            peers.emplace_back(open(), 0);
        const std::string text(200, 'x');
        std::int64_t most = 0;
        std::size_t leaver = 0;
        for (int n = 0; n < events; ++n) {
            const std::string data = std::to_string(n) + ' ' + text;
            Event event;
            event.data = data;
            QVERIFY(channels.publish("a", event, Clock::now()));
            reactor.turn(nullptr);
            if (n > events / 10)
                most = std::max(most, channels.totalBytes());
            if (n % 40 == 39) {
                // Clients come and go meanwhile; the last one moves to the place of who leaves.
                leaver = (leaver + 37) % peers.size();
                peers[leaver] = {open(), n + 1};
            }
        }
        pollfd wait{reactor.poller().fd(), POLLIN, 0};
        while (::poll(&wait, 1, 100) > 0)
            reactor.turn(nullptr);
        // A round takes some eight turns, and memory comes in segments; all events would be a megabyte.
        QVERIFY2(most < 300'000, qPrintable(QString::number(most)));
        for (auto &[peer, first] : peers) {
            for (int n = first; n < events; ++n) {
                const auto event = peer->next();
                QVERIFY(event);
                QCOMPARE(event->data, std::to_string(n) + ' ' + text);
            }
        }
        reactor.closeAll(Cause::Shutdown);
    }

    void evictionDeliversFirstAndEndsCleanly()
    {
        House house;
        std::vector<StreamPeer> peers;
        for (int i = 0; i < 60; ++i)
            peers.push_back(house.open(static_cast<std::size_t>(i) % 2, {i % 3 == 0 ? "even" : "odd"}));
        for (int n = 0; n < 50; ++n) {
            house.publish("even", "e" + std::to_string(n));
            house.publish("odd", "o" + std::to_string(n));
        }
        for (auto &reactor : house.reactors)
            reactor->call([](Reactor &r) { r.evict(r.roll(), {Cause::Shutdown, Milliseconds(5000)}); });
        for (StreamPeer &peer : peers) {
            for (int n = 0; n < 50; ++n) {
                const auto event = peer.next();
                QVERIFY(event);
                QCOMPARE(event->data.substr(1), std::to_string(n));
            }
            const auto last = peer.next();
            QVERIFY(last);
            QCOMPARE(last->name, std::string("shutdown"));
            QVERIFY(peer.endsCleanly());
        }
        QCOMPARE(house.ended(Cause::Shutdown), std::int64_t(60));
        QCOMPARE(house.admission.active(), std::int64_t(0));
    }

    void forcingFlushesWhoeverTakesItAndCutsTheRest()
    {
        House house;
        for (auto &reactor : house.reactors)
            reactor->call([](Reactor &r) {
                Reactor::Tuning tuning;
                tuning.marks.high = 8 << 20;
                r.tune(tuning);
            });
        StreamPeer healthy = house.open(0, {"h"});
        StreamPeer stalled = house.open(0, {"s"}, {}, BodyFraming::Chunked, 8 << 10, 4 << 10);
        for (int n = 0; n < 100; ++n)
            house.publish("s", std::string(8000, 'z'));
        QTRY_COMPARE_WITH_TIMEOUT(house.sum(&WorkerCounters::blocked), std::int64_t(1), 20'000);
        house.reactors[0]->call([&house](Reactor &r) {
            Event event; // appended, but not yet sent
            event.data = "last";
            QVERIFY(house.channels->publish("h", event, Clock::now()));
            r.forceAll({Cause::Forced, Milliseconds(100)});
        });
        QCOMPARE(healthy.next()->data, std::string("last"));
        QCOMPARE(healthy.next()->name, std::string("shutdown"));
        QVERIFY(healthy.endsCleanly());
        QVERIFY(!stalled.endsCleanly());
        QCOMPARE(house.ended(Cause::Forced), std::int64_t(2));
        QVERIFY(house.balanced());
    }

    void reprieveLetsThoseLiveWhoCouldNotGo()
    {
        House house;
        for (auto &reactor : house.reactors)
            reactor->call([](Reactor &r) {
                Reactor::Tuning tuning;
                tuning.marks.high = 8 << 20;
                r.tune(tuning);
            });
        StreamPeer stalled = house.open(0, {"s"}, {}, BodyFraming::Chunked, 8 << 10, 4 << 10);
        for (int n = 0; n < 100; ++n)
            house.publish("s", std::string(8000, 'z'));
        QTRY_COMPARE_WITH_TIMEOUT(house.sum(&WorkerCounters::blocked), std::int64_t(1), 20'000);
        house.reactors[0]->call([](Reactor &r) {
            QCOMPARE(r.roll().size(), std::size_t(1));
            r.evict(r.roll(), {Cause::Drained, Milliseconds(100)});
        });
        QTRY_VERIFY_WITH_TIMEOUT(
            [&] {
                bool told = false;
                house.reactors[0]->call([&](Reactor &r) { told = r.roll().empty(); });
                return told;
            }(),
            20'000);
        house.reactors[0]->call([](Reactor &r) {
            r.reprieve();
            QCOMPARE(r.roll().size(), std::size_t(1));
        });
        for (int n = 0; n < 100; ++n)
            QVERIFY(stalled.next());
        house.publish("s", "on");
        QCOMPARE(stalled.next()->data, std::string("on"));
        QCOMPARE(house.ends(), std::int64_t(0));
    }

    void anEvictionOfAStreamThatLeftIsMissed()
    {
        House house;
        StreamPeer gone = house.open(0, {"x"});
        StreamRoll roll;
        house.reactors[0]->call([&](Reactor &r) { roll = r.roll(); });
        gone.close();
        QTRY_COMPARE_WITH_TIMEOUT(house.admission.active(), std::int64_t(0), 20'000);
        StreamPeer other = house.open(0, {"x"}); // in the same slot
        house.reactors[0]->call([&](Reactor &r) { r.evict(roll, {Cause::Drained, Milliseconds(100)}); });
        QTRY_COMPARE_WITH_TIMEOUT(house.sum(&WorkerCounters::missedEvictions), std::int64_t(1), 20'000);
        house.publish("x", "unmoved");
        QCOMPARE(other.next()->data, std::string("unmoved"));
        QCOMPARE(house.ended(Cause::Drained), std::int64_t(0));
    }

    void changedTimeoutsReachStreamsThatAreOpen()
    {
        House house;
        const auto tune = [&house](StreamTable::Timeouts timeouts) {
            for (auto &reactor : house.reactors)
                reactor->call([timeouts](Reactor &r) {
                    Reactor::Tuning tuning;
                    tuning.timeouts = timeouts;
                    tuning.marks.high = 8 << 20;
                    r.tune(tuning);
                });
        };
        const Milliseconds hour{3'600'000};
        tune({hour, hour, Milliseconds(0), hour});
        StreamPeer quiet = house.open(0, {"quiet"});
        StreamPeer stalled = house.open(1, {"busy"}, {}, BodyFraming::Chunked, 8 << 10, 4 << 10);
        for (int n = 0; n < 40; ++n)
            house.publish("busy", std::string(8000, 'z'));
        QTRY_COMPARE_WITH_TIMEOUT(house.sum(&WorkerCounters::blocked), std::int64_t(1), 20'000);
        QCOMPARE(house.sum(&WorkerCounters::heartbeats), std::int64_t(0));
        tune({Milliseconds(50), hour, Milliseconds(0), hour});
        QTRY_VERIFY_WITH_TIMEOUT(house.sum(&WorkerCounters::heartbeats) >= 3, 20'000);
        QCOMPARE(house.ends(), std::int64_t(0));
        tune({Milliseconds(50), Milliseconds(60), Milliseconds(0), hour});
        QTRY_COMPARE_WITH_TIMEOUT(house.ended(Cause::WriteStalled), std::int64_t(1), 20'000);
        QCOMPARE(house.sum(&WorkerCounters::lingering), std::int64_t(1)); // for an hour
        tune({Milliseconds(50), Milliseconds(60), Milliseconds(0), Milliseconds(50)});
        QTRY_COMPARE_WITH_TIMEOUT(house.sum(&WorkerCounters::lingering), std::int64_t(0), 20'000);
        tune({Milliseconds(50), Milliseconds(60), Milliseconds(80), Milliseconds(50)});
        QVERIFY(quiet.endsCleanly());
        QCOMPARE(house.ended(Cause::MaxAge), std::int64_t(1));
    }

    void deadlinesEndStalledAndOldStreams()
    {
        House house;
        for (auto &reactor : house.reactors)
            reactor->call([](Reactor &r) {
                Reactor::Tuning tuning;
                tuning.timeouts = {Milliseconds(40), Milliseconds(150), Milliseconds(0), Milliseconds(100)};
                tuning.marks.high = 8 << 20;
                r.tune(tuning);
            });
        StreamPeer idle = house.open(0, {"quiet"});
        StreamPeer stalled = house.open(1, {"busy"}, {}, BodyFraming::Chunked, 8 << 10, 4 << 10);
        for (int n = 0; n < 40; ++n)
            house.publish("busy", std::string(8000, 'z'));
        QTRY_COMPARE_WITH_TIMEOUT(house.ended(Cause::WriteStalled), std::int64_t(1), 20'000);
        QTRY_VERIFY_WITH_TIMEOUT(house.sum(&WorkerCounters::heartbeats) >= 5, 20'000);
        house.publish("quiet", "still here");
        const auto event = idle.next();
        QVERIFY(event);
        QCOMPARE(event->data, std::string("still here"));

        house.reactors[0]->call([](Reactor &r) {
            Reactor::Tuning tuning;
            tuning.timeouts = {Milliseconds(40), Milliseconds(150), Milliseconds(60), Milliseconds(100)};
            r.tune(tuning);
        });
        QVERIFY(idle.endsCleanly());
        QCOMPARE(house.ended(Cause::MaxAge), std::int64_t(1));
        QVERIFY(house.balanced());
    }

    void aFloodOnAnOpenStreamEndsIt()
    {
        House house;
        StreamPeer flooder = house.open(0, {"f"});
        StreamPeer neighbour = house.open(0, {"f"});
        const std::string junk(32 << 10, 'j');
        for (int i = 0; i < 4; ++i)
            if (::send(flooder.fd(), junk.data(), junk.size(), MSG_NOSIGNAL) < 0)
                break;
        QTRY_COMPARE_WITH_TIMEOUT(house.ended(Cause::Error), std::int64_t(1), 20'000);
        house.publish("f", "unmoved");
        QVERIFY(neighbour.next());
    }

    void refusesBeyondTheCapAndAdmitsAgain()
    {
        House house;
        Settings one;
        one.pool_max_streams = 1;
        house.admission.apply(one);
        StreamPeer only = house.open(0, {"cap"});
        house.reactors[1]->call([](Reactor &reactor) {
            StreamRequest request;
            request.channels = {"cap"};
            const auto ticket = reactor.admit(request);
            QVERIFY(!ticket);
            QCOMPARE(ticket.error(), Refusal::PoolFull);
        });
        only.close();
        QTRY_COMPARE_WITH_TIMEOUT(house.admission.active(), std::int64_t(0), 20'000);
        StreamPeer again = house.open(1, {"cap"});
        house.publish("cap", "welcome");
        QVERIFY(again.next());
    }

    void everyEndIsRecorded()
    {
        House house;
        const Instant before = Clock::now();
        StreamPeer one = house.open(0, {"solo"});
        StreamPeer both = house.open(1, {"left", "right"});
        house.publish("solo", "x");
        house.publish("right", "y");
        QVERIFY(one.next());
        QVERIFY(both.next());
        one.close();
        QTRY_COMPARE_WITH_TIMEOUT(house.ends(), std::int64_t(1), 20'000);
        house.reactors[1]->call([](Reactor &reactor) { reactor.forceAll({Cause::Kicked, Milliseconds(0)}); });

        const std::array<const EndsRing *, 2> rings{&house.reactors[0]->reactor.counters().lastEnds,
                                                    &house.reactors[1]->reactor.counters().lastEnds};
        QTRY_COMPARE_WITH_TIMEOUT(latestEnds(rings, 10).size(), std::size_t(2), 20'000);
        const auto records = latestEnds(rings, 10);
        QCOMPARE(records[0].channelNames(), std::string_view("left,right"));
        QCOMPARE(records[0].cause, Cause::Kicked);
        QCOMPARE(records[0].worker, std::uint16_t(1));
        QCOMPARE(records[1].channelNames(), std::string_view("solo"));
        QCOMPARE(records[1].worker, std::uint16_t(0));
        QVERIFY(records[0].id != records[1].id);
        for (const EndRecord &record : records) {
            QVERIFY(record.opened >= before && record.ended >= record.opened);
            QVERIFY(record.sentBytes > 0);
        }
        std::int64_t ages = 0;
        for (const auto &reactor : house.reactors)
            for (std::size_t i = 0; i <= AgeBuckets::bounds.size(); ++i)
                ages += reactor->reactor.counters().ages.count(i);
        QCOMPARE(ages, std::int64_t(2));
    }
};

QTEST_GUILESS_MAIN(TestReactor)
#include "tst_reactor.moc"
