// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/channel/Channel.h"

#include "core/engine/support/FakeWorker.h"

#include <QTest>

#include <limits>
#include <thread>

using namespace sluice;
using namespace std::chrono_literals;
using namespace std::string_literals;

// Only a lost wake-up waits so long.
constexpr std::chrono::milliseconds patience = 30s;

class tst_Channel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void publishAnswers();
    void subscribePositions();
    void oneMarkUntilTheRoundBegins();
    void onlyWorkersWithStreamsAreMarked();
    void aNewWatchIsMarkedAnew();
    void morePlacesThanAnyWorkerCount();
    void pinnedUntilTheNextRound();
    void aResumingStreamPins();
    void rangeOfALateStream();
    void backlogLeavesOutTheEntryUnderTheCursor();
    void eventsBetween();
    void forget();
    void budgetCounts();
    void fullBudgetRefuses();
    void facts();
    void noWakeUpIsLostWhenNoOtherFollows();
    void noWakeUpIsLostAmongPublishers();
    void everySubscriberSeesAllBehindItsPosition();
    void forgetAgainstPublishAndSubscribe();
};

namespace {

/** A channel of some workers, with the budget it needs. */
class Fixture
{
public:
    explicit Fixture(std::size_t workers = 1)
        : m_workers(workers)
    {
        for (FakeWorker &worker : m_workers)
            m_sinks.push_back(&worker);
        channel = std::make_unique<Channel>("c", "e", m_sinks, budget);
    }

    FakeWorker &worker(std::size_t index = 0) { return m_workers[index]; }

    Channel::Published publish(std::string_view data = "x", std::string_view id = {})
    {
        return channel->publish("data: " + std::string(data) + "\n", id, Clock::now()).value();
    }

    std::string bytesFrom(std::uint64_t from) const
    {
        Channel::Range range;
        if (!channel->range(from, range))
            return "gone";
        std::string bytes;
        for (const LogSlice &slice : range.slices)
            bytes.append(slice.data, slice.size);
        return bytes;
    }

    ChannelBudget budget;
    std::unique_ptr<Channel> channel;

private:
    std::vector<FakeWorker> m_workers;
    std::vector<DirtySink *> m_sinks;
};

/** The numbers that "data: N" lines carry, in order. */
std::vector<int> numbersIn(const std::string &bytes)
{
    std::vector<int> numbers;
    for (auto at = bytes.find("data: "); at != std::string::npos; at = bytes.find("data: ", at + 1))
        numbers.push_back(std::stoi(bytes.substr(at + 6)));
    return numbers;
}

} // namespace

void tst_Channel::publishAnswers()
{
    Fixture fixture;
    const auto first = fixture.publish();
    QCOMPARE(first.id, "e-1"s);
    QCOMPARE(first.subscribers, 0U);
    QVERIFY(!first.duplicate);
    QVERIFY(fixture.channel->subscribe(0, {1, 1}, {}));
    QVERIFY(fixture.channel->subscribe(0, {1, 1}, {}));
    QCOMPARE(fixture.publish("x", "own").subscribers, 2U);
    fixture.worker().take();
    fixture.channel->beginRound(0, 0);
    const auto head = fixture.channel->beginRound(0, 0);
    const auto again = fixture.publish("y", "own");
    QVERIFY(again.duplicate);
    QCOMPARE(again.id, "own"s);
    QCOMPARE(again.subscribers, 2U);
    QCOMPARE(fixture.channel->beginRound(0, 0), head); // not appended
    QVERIFY(fixture.worker().take().empty());          // and nobody is woken for nothing
    QCOMPARE(fixture.channel->facts().published, std::uint64_t{2});
}

void tst_Channel::subscribePositions()
{
    Fixture fixture;
    const auto fresh = fixture.channel->subscribe(0, {}, {}).value();
    QCOMPARE(fresh.cursor, std::uint64_t{0});
    QCOMPARE(fresh.position, "e-0"s);
    QVERIFY(!fresh.gap);
    for (int i = 0; i < 5; ++i)
        fixture.publish(std::to_string(i));
    const auto atHead = fixture.channel->subscribe(0, {}, {}).value();
    QCOMPARE(fixture.bytesFrom(atHead.cursor), ""s);
    QCOMPARE(atHead.position, "e-5"s);
    const auto resumed = fixture.channel->subscribe(0, {}, "e-2").value();
    QCOMPARE(numbersIn(fixture.bytesFrom(resumed.cursor)), (std::vector<int>{2, 3, 4}));
    QCOMPARE(resumed.position, "e-2"s);
    QVERIFY(!resumed.gap);
    const auto fromStart = fixture.channel->subscribe(0, {}, fresh.position).value();
    QVERIFY(!fromStart.gap);
    QCOMPARE(fromStart.cursor, std::uint64_t{0});
    const auto unknown = fixture.channel->subscribe(0, {}, "other-7").value();
    QVERIFY(unknown.gap);
    QCOMPARE(numbersIn(fixture.bytesFrom(unknown.cursor)).size(), std::size_t{5}); // all that is retained
    QCOMPARE(unknown.position, "e-0"s);
}

void tst_Channel::oneMarkUntilTheRoundBegins()
{
    Fixture fixture;
    QVERIFY(fixture.channel->subscribe(0, {7, 3}, {}));
    for (int i = 0; i < 10; ++i)
        fixture.publish();
    const auto marks = fixture.worker().take();
    QCOMPARE(marks.size(), std::size_t{1});
    QCOMPARE(marks[0].index, 7U);
    QCOMPARE(marks[0].generation, 3U);
    fixture.channel->beginRound(0, 0);
    fixture.publish();
    QCOMPARE(fixture.worker().take().size(), std::size_t{1});
}

void tst_Channel::onlyWorkersWithStreamsAreMarked()
{
    Fixture fixture(3);
    QVERIFY(fixture.channel->subscribe(0, {}, {}));
    QVERIFY(fixture.channel->subscribe(2, {}, {}));
    fixture.channel->unsubscribe(2);
    QCOMPARE(fixture.publish().subscribers, 1U);
    QCOMPARE(fixture.worker(0).take().size(), std::size_t{1});
    QVERIFY(fixture.worker(1).take().empty());
    QVERIFY(fixture.worker(2).take().empty());
}

/** The last stream left with a mark pending; the next one has another watch, and needs a mark of its own. */
void tst_Channel::aNewWatchIsMarkedAnew()
{
    Fixture fixture;
    QVERIFY(fixture.channel->subscribe(0, {1, 1}, {}));
    fixture.publish();
    QCOMPARE(fixture.worker().take().size(), std::size_t{1});
    fixture.channel->unsubscribe(0);
    QVERIFY(fixture.channel->subscribe(0, {2, 5}, {}));
    fixture.publish();
    const auto marks = fixture.worker().take();
    QCOMPARE(marks.size(), std::size_t{1});
    QCOMPARE(marks[0].index, 2U);
    QCOMPARE(marks[0].generation, 5U);
    // A second stream of the same watch changes nothing.
    QVERIFY(fixture.channel->subscribe(0, {2, 5}, {}));
    fixture.publish();
    QVERIFY(fixture.worker().take().empty());
}

/** engine.workers = auto on a large machine. */
void tst_Channel::morePlacesThanAnyWorkerCount()
{
    std::vector<FakeWorker> workers(200);
    std::vector<DirtySink *> sinks;
    for (FakeWorker &worker : workers)
        sinks.push_back(&worker);
    ChannelBudget budget;
    Channel channel("c", "e", sinks, budget);
    for (std::size_t i = 0; i < workers.size(); ++i)
        QVERIFY(channel.subscribe(i, {static_cast<std::uint32_t>(i), 0}, {}));
    QVERIFY(channel.publish("data: x\n", {}, Clock::now()));
    for (std::size_t i = 0; i < workers.size(); ++i) {
        const auto marks = workers[i].take();
        QCOMPARE(marks.size(), std::size_t{1});
        QCOMPARE(marks[0].index, static_cast<std::uint32_t>(i));
    }
}

void tst_Channel::pinnedUntilTheNextRound()
{
    Fixture fixture;
    fixture.budget.limits.count = 0;
    fixture.budget.limits.highWaterMark = 0;
    QVERIFY(fixture.channel->subscribe(0, {}, {}));
    for (int i = 0; i < 1000; ++i)
        fixture.publish(std::to_string(i));
    // The worker has not come yet: nothing of it may go.
    QCOMPARE(numbersIn(fixture.bytesFrom(0)).size(), std::size_t{1000});
    const auto head = fixture.channel->beginRound(0, 0);
    for (int i = 0; i < 10; ++i)
        fixture.publish(std::to_string(i));
    QCOMPARE(numbersIn(fixture.bytesFrom(0)).size(), std::size_t{1010}); // pinned at 0
    fixture.channel->beginRound(0, head);
    fixture.publish("x"); // trims
    QCOMPARE(fixture.bytesFrom(0), "gone"s);
    QVERIFY(fixture.bytesFrom(head) != "gone"s);
}

void tst_Channel::aResumingStreamPins()
{
    Fixture fixture;
    QVERIFY(fixture.channel->subscribe(0, {}, {}));
    for (int i = 0; i < 100; ++i)
        fixture.publish(std::to_string(i));
    fixture.channel->beginRound(0, fixture.channel->beginRound(0, 0));
    const auto resumed = fixture.channel->subscribe(0, {}, "e-10").value();
    {
        const std::lock_guard lock(fixture.budget.mutex);
        fixture.budget.limits.count = 0;
        fixture.budget.limits.highWaterMark = 0;
    }
    for (int i = 100; i < 200; ++i)
        fixture.publish(std::to_string(i));
    QCOMPARE(numbersIn(fixture.bytesFrom(resumed.cursor)).size(), std::size_t{190});
    QCOMPARE(fixture.bytesFrom(0), "gone"s);
}

void tst_Channel::rangeOfALateStream()
{
    Fixture fixture;
    const Instant first = Instant() + 1h;
    QVERIFY(fixture.channel->publish("data: 1\n", {}, first));
    const auto second = fixture.channel->beginRound(0, 0);
    QVERIFY(fixture.channel->publish("data: 2\n", {}, first + 1s));
    Channel::Range range;
    QVERIFY(fixture.channel->range(0, range));
    QCOMPARE(range.from, std::uint64_t{0});
    QCOMPARE(range.to, fixture.channel->beginRound(0, 0));
    QCOMPARE(range.events, 2U);
    QVERIFY(range.oldest == first);
    QVERIFY(fixture.channel->range(second, range));
    QCOMPARE(range.events, 1U);
    QVERIFY(range.oldest == first + 1s);
    QVERIFY(fixture.channel->range(range.to, range));
    QCOMPARE(range.events, 0U);
    QVERIFY(range.slices.empty());
}

void tst_Channel::backlogLeavesOutTheEntryUnderTheCursor()
{
    Fixture fixture;
    fixture.publish("first");
    const auto one = fixture.channel->beginRound(0, 0);
    fixture.publish("second");
    const auto two = fixture.channel->beginRound(0, 0);
    QCOMPARE(fixture.channel->backlog(0), two); // between entries nothing is under it
    QCOMPARE(fixture.channel->backlog(1), two - one);
    QCOMPARE(fixture.channel->backlog(one - 1), two - one);
    QCOMPARE(fixture.channel->backlog(one), two - one);
    QCOMPARE(fixture.channel->backlog(one + 1), std::uint64_t{0});
    QCOMPARE(fixture.channel->backlog(two), std::uint64_t{0});
    QVERIFY(fixture.channel->onBoundary(0));
    QVERIFY(!fixture.channel->onBoundary(1));
    QVERIFY(fixture.channel->onBoundary(one));
    QVERIFY(fixture.channel->onBoundary(two));
    fixture.budget.limits.count = 0;
    fixture.channel->trim(Clock::now());
    QVERIFY(!fixture.channel->onBoundary(0)); // gone: nobody can finish it
    QCOMPARE(fixture.channel->backlog(1), two - 1);
}

void tst_Channel::eventsBetween()
{
    Fixture fixture;
    std::vector<std::uint64_t> ends{0};
    for (int i = 0; i < 5; ++i) {
        fixture.publish(std::to_string(i));
        ends.push_back(fixture.channel->beginRound(0, 0));
    }
    for (std::size_t from = 0; from <= 5; ++from) {
        for (std::size_t to = from; to <= 5; ++to)
            QCOMPARE(fixture.channel->eventsBetween(ends[from], ends[to]),
                     static_cast<std::uint32_t>(to - from));
    }
    QCOMPARE(fixture.channel->eventsBetween(1, ends[5]), 5U); // partly
    QCOMPARE(fixture.channel->eventsBetween(ends[1] - 1, ends[1]), 1U);
}

void tst_Channel::forget()
{
    Fixture fixture;
    const Instant later = Clock::now() + 1h;
    QVERIFY(!fixture.channel->forget(Clock::now() - 1h)); // just made
    QVERIFY(fixture.channel->subscribe(0, {}, {}));
    QVERIFY(!fixture.channel->forget(later));
    fixture.channel->unsubscribe(0);
    fixture.publish();
    QVERIFY(!fixture.channel->forget(later)); // has history
    fixture.channel->trim(Clock::now() + 24h);
    QVERIFY(!fixture.channel->forget(Clock::now() - 1h)); // used a moment ago
    QVERIFY(fixture.channel->forget(later));
    QVERIFY(fixture.channel->forget(later));
    const auto published = fixture.channel->publish("data: x\n", {}, Clock::now());
    QVERIFY(!published && published.error() == Channel::Refused::Forgotten);
    const auto subscribed = fixture.channel->subscribe(0, {}, {});
    QVERIFY(!subscribed && subscribed.error() == Channel::Refused::Forgotten);
}

void tst_Channel::budgetCounts()
{
    Fixture fixture;
    QCOMPARE(fixture.budget.totalBytes.load(), std::int64_t{0});
    for (int i = 0; i < 100; ++i)
        fixture.publish(std::string(100, 'x'));
    QVERIFY(fixture.budget.totalBytes.load() > 10'000);
    fixture.channel->shed(1'000'000);
    QCOMPARE(fixture.budget.totalBytes.load(), std::int64_t{0});
    fixture.publish();
    QVERIFY(fixture.budget.totalBytes.load() > 0);
    fixture.channel.reset();
    QCOMPARE(fixture.budget.totalBytes.load(), std::int64_t{0});
}

void tst_Channel::fullBudgetRefuses()
{
    Fixture fixture;
    fixture.budget.totalLimit = 10'000;
    QVERIFY(fixture.channel->subscribe(0, {}, {}));
    int accepted = 0;
    auto published = fixture.channel->publish("data: x\n", "own", Clock::now());
    for (; published && accepted < 10'000; ++accepted)
        published = fixture.channel->publish("data: " + std::string(1000, 'x') + "\n", {}, Clock::now());
    QVERIFY(!published && published.error() == Channel::Refused::Full);
    QVERIFY(accepted >= 10);
    QVERIFY(fixture.budget.totalBytes.load() < 3 * 65'536);
    // What is there already is not refused.
    QVERIFY(fixture.channel->publish("data: x\n", "own", Clock::now())->duplicate);
    // Once the streams have it, there is room again.
    fixture.channel->unsubscribe(0);
    fixture.channel->shed(1'000'000);
    QVERIFY(fixture.channel->publish("data: x\n", {}, Clock::now()));
}

void tst_Channel::facts()
{
    Fixture fixture;
    QVERIFY(!fixture.channel->facts().oldest);
    fixture.budget.limits.count = 2;
    const Instant first = Clock::now();
    for (int i = 0; i < 3; ++i)
        QVERIFY(fixture.channel->publish("data: x\n", {}, first + i * 1s));
    QVERIFY(fixture.channel->subscribe(0, {}, {}));
    const auto facts = fixture.channel->facts();
    QCOMPARE(facts.subscribers, 1U);
    QCOMPARE(facts.historyCount, std::int64_t{2});
    QCOMPARE(facts.published, std::uint64_t{3});
    QVERIFY(facts.historyBytes > 0);
    QVERIFY(facts.oldest == first + 1s);
}

/** One publish at a time; the worker sleeps until it is marked. 10,000 times nothing else may be needed. */
void tst_Channel::noWakeUpIsLostWhenNoOtherFollows()
{
    constexpr int rounds = 10'000;
    Fixture fixture;
    auto cursor = fixture.channel->subscribe(0, {}, {})->cursor;
    std::atomic<int> seen = 0;
    std::atomic<bool> isLost = false;
    std::thread worker([&] {
        while (seen < rounds) {
            if (fixture.worker().wait(patience).empty()) {
                isLost = true;
                return;
            }
            const auto head = fixture.channel->beginRound(0, cursor);
            if (head == cursor)
                continue; // a mark that came when an earlier round had seen its event
            seen += static_cast<int>(fixture.channel->eventsBetween(cursor, head));
            cursor = head;
        }
    });
    for (int i = 0; i < rounds && !isLost; ++i) {
        fixture.publish(std::to_string(i));
        while (seen <= i && !isLost)
            std::this_thread::yield();
    }
    worker.join();
    QVERIFY2(!isLost, std::to_string(seen).c_str());
    QCOMPARE(seen.load(), rounds);
}

void tst_Channel::noWakeUpIsLostAmongPublishers()
{
    constexpr int publishers = 3;
    constexpr int workers = 2;
    constexpr int each = 3000;
    Fixture fixture(workers);
    fixture.budget.limits.highWaterMark = 0;
    fixture.budget.limits.count = 10;
    std::atomic<int> wrong = 0;
    std::vector<std::thread> threads;
    for (std::size_t w = 0; w < workers; ++w) {
        auto cursor = fixture.channel->subscribe(w, {}, {})->cursor;
        threads.emplace_back([&, w, cursor]() mutable {
            std::vector<int> next(publishers, 0);
            int seen = 0;
            while (seen < publishers * each) {
                if (fixture.worker(w).wait(patience).empty()) {
                    ++wrong;
                    return;
                }
                fixture.channel->beginRound(w, cursor);
                Channel::Range range;
                if (!fixture.channel->range(cursor, range)) {
                    ++wrong; // it was pinned
                    return;
                }
                std::string bytes;
                for (const LogSlice &slice : range.slices)
                    bytes.append(slice.data, slice.size);
                for (const int number : numbersIn(bytes)) {
                    int &expected = next[static_cast<std::size_t>(number / each)];
                    wrong += number % each == expected++ ? 0 : 1;
                    ++seen;
                }
                cursor = range.to;
            }
        });
    }
    for (int p = 0; p < publishers; ++p) {
        threads.emplace_back([&, p] {
            for (int i = 0; i < each; ++i)
                fixture.publish(std::to_string(p * each + i));
        });
    }
    for (std::thread &thread : threads)
        thread.join();
    QCOMPARE(wrong.load(), 0);
}

/** Streams come, also to resume, and go while events are published: each sees every event behind its
 * position, once, in order. */
void tst_Channel::everySubscriberSeesAllBehindItsPosition()
{
    constexpr int events = 20'000;
    Fixture fixture;
    fixture.budget.limits.count = events;
    fixture.budget.limits.bytes = 100'000'000;
    std::atomic<bool> isOver = false;
    std::atomic<int> wrong = 0;
    int streams = 0;
    std::thread worker([&] {
        std::string lastId;
        std::uint32_t generation = 0;
        do {
            ++generation;
            const auto place = fixture.channel->subscribe(0, {0, generation}, lastId).value();
            int next = -1;
            if (!lastId.empty()) {
                wrong += place.gap || place.position != lastId ? 1 : 0;
                next = std::stoi(lastId.substr(2));
            }
            auto cursor = place.cursor;
            for (int round = 0; round < 3; ++round) {
                fixture.channel->beginRound(0, cursor);
                Channel::Range range;
                wrong += fixture.channel->range(cursor, range) ? 0 : 1;
                std::string bytes;
                for (const LogSlice &slice : range.slices)
                    bytes.append(slice.data, slice.size);
                for (const int number : numbersIn(bytes)) {
                    wrong += next < 0 || number == next ? 0 : 1;
                    next = number + 1;
                }
                cursor = range.to;
                if (next >= 0)
                    lastId = "e-" + std::to_string(next);
            }
            fixture.channel->unsubscribe(0);
            ++streams;
        } while (!isOver);
    });
    for (int i = 0; i < events; ++i)
        fixture.publish(std::to_string(i));
    isOver = true;
    worker.join();
    QCOMPARE(wrong.load(), 0);
    QVERIFY(streams > 0);
    QCOMPARE(fixture.channel->facts().subscribers, 0U);
}

/** A channel is forgotten or used, never both. */
void tst_Channel::forgetAgainstPublishAndSubscribe()
{
    for (int round = 0; round < 500; ++round) {
        Fixture fixture;
        std::atomic<int> ready = 0;
        bool forgotten = false;
        bool published = false;
        bool subscribed = false;
        const auto together = [&ready] {
            ++ready;
            while (ready < 3)
                std::this_thread::yield();
        };
        std::thread forgetter([&] {
            together();
            forgotten = fixture.channel->forget(Clock::now() + 1h);
        });
        std::thread publisher([&] {
            together();
            published = fixture.channel->publish("data: x\n", {}, Clock::now()).has_value();
        });
        together();
        subscribed = fixture.channel->subscribe(0, {}, {}).has_value();
        forgetter.join();
        publisher.join();
        QVERIFY(forgotten ? !published && !subscribed : published || subscribed);
    }
}

QTEST_APPLESS_MAIN(tst_Channel)
#include "tst_channel.moc"
