// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/channel/EventLog.h"

#include "http/Framing.h"

#include <QTest>

#include <limits>

#include <malloc.h>

using namespace sluice;
using namespace std::chrono_literals;
using namespace std::string_literals;

constexpr std::uint64_t nothingPinned = std::numeric_limits<std::uint64_t>::max();

class tst_EventLog : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void empty();
    void append();
    void resumeBehindEveryEvent();
    void strangeIds_data();
    void strangeIds();
    void publisherIds();
    void anIdThatCameAgainIsAGap();
    void theNewestStaysWhateverItsSize();
    void whatACutStreamLackedStays();
    void memoryIsAllThatIsHeld();
    void eventBeforeHistoryResumes();
    void trimByCount();
    void trimByBytes();
    void trimByAge();
    void nothingFitsIntoHistory();
    void streamsKeepTheHighWaterMark();
    void aLargeEventIsForgottenWithItsEntry();
    void pinnedBytesStay();
    void slicesOverSegments();
    void sliceOutlivesTheLog();
    void largeEntries();
    void offsetsInsideEntries();
    void shed();
    void memoryIsGivenBack();
};

namespace {

const Instant start = Instant() + 1h;

std::string fieldsOf(std::size_t size, char fill = 'x')
{
    return "data: " + std::string(size, fill) + '\n';
}

std::string bytesFrom(const EventLog &log, std::uint64_t from)
{
    std::vector<LogSlice> slices;
    log.slices(from, slices);
    std::string bytes;
    for (const LogSlice &slice : slices)
        bytes.append(slice.data, slice.size);
    return bytes;
}

/** Appends @p count events of engine ids; their ids and ends. */
std::vector<std::pair<std::string, std::uint64_t>> filled(EventLog &log, int count, std::size_t size = 20)
{
    std::vector<std::pair<std::string, std::uint64_t>> events;
    for (int i = 0; i < count; ++i) {
        const std::string id = log.append(fieldsOf(size), {}, start);
        events.emplace_back(id, log.head());
    }
    return events;
}

LogLimits countLimit(std::int64_t count)
{
    LogLimits limits;
    limits.count = count;
    limits.highWaterMark = 0;
    return limits;
}

} // namespace

void tst_EventLog::empty()
{
    EventLog log("e");
    QCOMPARE(log.head(), std::uint64_t{0});
    QCOMPARE(log.tail(), std::uint64_t{0});
    QVERIFY(log.historyEmpty());
    QCOMPARE(log.historyCount(), std::int64_t{0});
    QCOMPARE(log.historyBytes(), std::int64_t{0});
    QCOMPARE(log.historyStart(), std::uint64_t{0});
    QCOMPARE(log.memory(), std::int64_t{0});
    QVERIFY(!log.entryAt(0));
    QCOMPARE(log.span(0).events, 0U);
    QCOMPARE(bytesFrom(log, 0), ""s);
    // Whoever came before the first event resumes before it.
    QVERIFY(log.findAfter(log.idAt(0)) == std::optional<std::uint64_t>(0));
    log.trim(countLimit(0), nothingPinned, false, start);
    log.shed(1000, countLimit(0), nothingPinned, false);
    QCOMPARE(log.head(), std::uint64_t{0});
}

void tst_EventLog::append()
{
    EventLog log("e");
    QCOMPARE(log.append("data: a\n", {}, start), "e-1"s);
    QCOMPARE(log.append("data: b\n", "own", start), "own"s);
    QCOMPARE(log.append("data: c\n", {}, start), "e-3"s);
    const std::string expected = "11\r\ndata: a\nid: e-1\n\n\r\n"
                                 "11\r\ndata: b\nid: own\n\n\r\n"
                                 "11\r\ndata: c\nid: e-3\n\n\r\n";
    QCOMPARE(bytesFrom(log, 0), expected);
    QCOMPARE(log.head(), expected.size());
    QCOMPARE(log.historyCount(), std::int64_t{3});
    QCOMPARE(log.historyBytes(), std::int64_t(expected.size()));
}

void tst_EventLog::resumeBehindEveryEvent()
{
    EventLog log("e");
    const std::string before = log.idAt(0);
    const auto events = filled(log, 200);
    QVERIFY(log.findAfter(before) == std::optional<std::uint64_t>(0));
    for (const auto &[id, end] : events) {
        QVERIFY(log.findAfter(id) == end);
        QCOMPARE(log.idAt(end), id);
    }
}

void tst_EventLog::strangeIds_data()
{
    QTest::addColumn<std::string>("id");
    for (const char *id : {"",
                           "e",
                           "e-",
                           "-1",
                           "e-6",
                           "e-18446744073709551615",
                           "e-18446744073709551616",
                           "e-99999999999999999999999",
                           "e-01",
                           "e-+1",
                           "e--1",
                           "e-1 ",
                           " e-1",
                           "e-1x",
                           "e-0x1",
                           "E-1",
                           "ee-1",
                           "f-1",
                           "e_1",
                           "e-1-1",
                           "e-1.e-1",
                           "?",
                           "."})
        QTest::newRow(id) << std::string(id);
    QTest::newRow("NUL") << "e-1\0"s;
    QTest::newRow("long") << std::string(10'000, '1');
}

void tst_EventLog::strangeIds()
{
    QFETCH(const std::string, id);
    EventLog log("e");
    filled(log, 5);
    QVERIFY(!log.findAfter(id));
}

void tst_EventLog::publisherIds()
{
    EventLog log("e");
    log.append("data: 1\n", "first", start);
    const auto behindFirst = log.head();
    log.append("data: 2\n", {}, start);
    QVERIFY(log.holdsPublisherId("first"));
    QVERIFY(!log.holdsPublisherId("e-2"));
    QVERIFY(!log.holdsPublisherId("firs"));
    QVERIFY(log.findAfter("first") == behindFirst);
    QVERIFY(!log.findAfter("e-1")); // the event has another id
    QCOMPARE(log.idAt(behindFirst), "first"s);
    log.trim(countLimit(1), nothingPinned, false, start);
    QVERIFY(!log.holdsPublisherId("first")); // out of history: it may come again
    log.append("data: 3\n", "first", start);
    QVERIFY(log.holdsPublisherId("first"));
}

/** A client that stopped at the first of two events of one id must not resume behind the second. */
void tst_EventLog::anIdThatCameAgainIsAGap()
{
    EventLog log("e");
    log.append("data: 1\n", "again", start);
    log.append("data: 2\n", "other", start);
    log.append("data: 3\n", {}, start);
    log.trim(countLimit(1), nothingPinned, false, start);
    log.append("data: 4\n", "again", start);
    log.append("data: 5\n", "fresh", start);
    QVERIFY(!log.findAfter("again"));
    QVERIFY(log.findAfter("fresh") == log.head());
    log.trim(countLimit(1), nothingPinned, false, start); // now it is the event before history
    QVERIFY(!log.findAfter("again"));
    // However many other ids have gone since.
    for (int i = 0; i < 2000; ++i) {
        log.append("data: x\n", "id-" + std::to_string(i), start);
        log.trim(countLimit(1), nothingPinned, false, start);
    }
    log.append("data: 6\n", "again", start);
    QVERIFY(!log.findAfter("again"));
    QVERIFY(log.findAfter("id-1999").has_value());
}

void tst_EventLog::theNewestStaysWhateverItsSize()
{
    EventLog log("e");
    LogLimits limits = countLimit(10);
    limits.bytes = 1000;
    filled(log, 3);
    log.append(fieldsOf(5000), {}, start);
    log.trim(limits, nothingPinned, false, start);
    QCOMPARE(log.historyCount(), std::int64_t{1});
    QVERIFY(log.findAfter("e-3") == log.historyStart());
    log.append("data: next\n", {}, start);
    log.trim(limits, nothingPinned, false, start);
    QCOMPARE(log.historyCount(), std::int64_t{1}); // the limit holds for all but one
    QVERIFY(log.historyBytes() < 100);
    for (const auto limit : {&LogLimits::bytes, &LogLimits::count}) {
        LogLimits off = countLimit(10);
        off.*limit = 0;
        log.trim(off, nothingPinned, false, start);
        QVERIFY(log.historyEmpty());
        log.append("data: next\n", {}, start);
        log.trim(off, nothingPinned, false, start);
        QVERIFY(log.historyEmpty());
    }
}

void tst_EventLog::whatACutStreamLackedStays()
{
    EventLog log("e");
    const auto events = filled(log, 10);
    const auto each = static_cast<std::int64_t>(events[0].second);
    LogLimits limits = countLimit(2);
    limits.age = Milliseconds(1000);
    log.trim(limits, events[2].second, true, start); // behind the third: owed to a stream
    QCOMPARE(log.historyCount(), std::int64_t{2});
    log.keepForReturn(events[2].second, start + 30s, limits, start);
    QCOMPARE(log.historyCount(), std::int64_t{7});
    QVERIFY(log.findAfter("e-3") == events[2].second);
    log.append("data: 11\n", {}, start + 29s);
    log.trim(limits, nothingPinned, false, start + 29s);
    QVERIFY(log.findAfter("e-3") == events[2].second);
    // As much as history.bytes have room for: the rest is a gap.
    limits.bytes = 5 * each;
    log.trim(limits, nothingPinned, false, start + 29s);
    QVERIFY(!log.findAfter("e-3"));
    QVERIFY(log.historyBytes() <= limits.bytes && log.historyCount() > 2);
    log.trim(limits, nothingPinned, false, start + 31s);
    QVERIFY(log.historyCount() <= 2);
    LogLimits off = countLimit(0);
    log.trim(off, 0, true, start + 31s);
    log.keepForReturn(0, start + 60s, off, start + 31s);
    QVERIFY(log.historyEmpty());
}

/** Small events with long ids: what they take besides their bytes is most of it. */
void tst_EventLog::memoryIsAllThatIsHeld()
{
    const auto inUse = [] {
        const auto info = ::mallinfo2();
        return static_cast<std::int64_t>(info.uordblks + info.hblkhd);
    };
    const std::int64_t before = inUse();
    if (before == 0)
        QSKIP("a sanitizer's allocator does not say what is in use");
    EventLog log("e");
    for (int i = 0; i < 50'000; ++i) {
        const std::string number = std::to_string(i);
        log.append("data: x\n", std::string(64 - number.size(), 'i') + number, start);
    }
    const std::int64_t held = inUse() - before;
    QVERIFY2(log.memory() > held * 8 / 10 && log.memory() < held * 12 / 10,
             (std::to_string(log.memory()) + " of " + std::to_string(held)).c_str());
}

/** Who has seen all but what is left of history lacks nothing of it. */
void tst_EventLog::eventBeforeHistoryResumes()
{
    for (const std::string &own : {""s, "own"s}) {
        EventLog log("e");
        filled(log, 1);
        const std::string before = log.append("data: x\n", own, start);
        const auto end = log.head();
        filled(log, 2);
        log.trim(countLimit(2), nothingPinned, false, start);
        QCOMPARE(log.historyStart(), end);
        QVERIFY(log.findAfter(before) == end);
        QCOMPARE(log.idAt(end), before);
        QVERIFY(!log.findAfter("e-1"));
        if (!own.empty())
            QVERIFY(!log.findAfter("e-2"));
        // Also when all of history has gone.
        log.trim(countLimit(0), nothingPinned, false, start);
        QVERIFY(!log.findAfter(before));
        QVERIFY(log.findAfter("e-4") == log.head());
        QCOMPARE(log.idAt(log.head()), "e-4"s);
        QVERIFY(!log.findAfter("e-3"));
    }
}

void tst_EventLog::trimByCount()
{
    EventLog log("e");
    const auto events = filled(log, 10);
    log.trim(countLimit(10), nothingPinned, false, start);
    QCOMPARE(log.historyCount(), std::int64_t{10});
    log.trim(countLimit(4), nothingPinned, false, start);
    QCOMPARE(log.historyCount(), std::int64_t{4});
    QCOMPARE(log.historyStart(), events[5].second);
    QCOMPARE(log.tail(), events[5].second);
    QVERIFY(!log.findAfter("e-5"));
    QVERIFY(log.findAfter("e-6").has_value());
}

void tst_EventLog::trimByBytes()
{
    EventLog log("e");
    const auto events = filled(log, 9); // all of one size
    const auto each = static_cast<std::int64_t>(events[0].second);
    LogLimits limits = countLimit(1000);
    limits.bytes = 3 * each;
    log.trim(limits, nothingPinned, false, start);
    QCOMPARE(log.historyCount(), std::int64_t{3});
    QCOMPARE(log.historyBytes(), 3 * each);
    limits.bytes = 3 * each - 1;
    log.trim(limits, nothingPinned, false, start);
    QCOMPARE(log.historyCount(), std::int64_t{2});
}

void tst_EventLog::trimByAge()
{
    EventLog log("e");
    log.append("data: 1\n", {}, start);
    log.append("data: 2\n", {}, start + 10s);
    LogLimits limits = countLimit(1000);
    limits.age = Milliseconds(60'000);
    log.trim(limits, nothingPinned, false, start + 60s);
    QCOMPARE(log.historyCount(), std::int64_t{2}); // exactly that old is not older
    log.trim(limits, nothingPinned, false, start + 60s + 1ms);
    QCOMPARE(log.historyCount(), std::int64_t{1});
    QVERIFY(log.oldestPublished() == start + 10s);
    log.trim(limits, nothingPinned, false, start + 1h);
    QVERIFY(log.historyEmpty());
}

void tst_EventLog::nothingFitsIntoHistory()
{
    EventLog log("e");
    LogLimits limits = countLimit(0);
    for (int i = 1; i <= 100; ++i) {
        log.append("data: 1\n", {}, start);
        log.trim(limits, nothingPinned, false, start);
        QVERIFY(log.historyEmpty());
        QCOMPARE(log.tail(), log.head());
        QCOMPARE(log.memory(), std::int64_t{0});
        QVERIFY(log.findAfter("e-" + std::to_string(i)) == log.head());
    }
}

/** At least the high-water mark and the largest kept event behind the head, while streams are there. */
void tst_EventLog::streamsKeepTheHighWaterMark()
{
    EventLog log("e");
    LogLimits limits = countLimit(0);
    limits.highWaterMark = 1000;
    std::vector<std::pair<std::uint64_t, std::uint64_t>> entries; // where each begins and ends
    const auto largestKept = [&] {
        std::uint64_t largest = 0;
        for (const auto &[begin, end] : entries)
            largest = begin >= log.tail() ? std::max(largest, end - begin) : largest;
        return largest;
    };
    for (int i = 0; i < 500; ++i) {
        const auto before = log.head();
        log.append(fieldsOf(i % 50 == 0 ? 700 : 30), {}, start);
        entries.emplace_back(before, log.head());
        const std::uint64_t needed = 1000 + largestKept();
        log.trim(limits, nothingPinned, true, start);
        QVERIFY(log.head() - log.tail() >= std::min(log.head(), needed));
        QVERIFY(log.head() - log.tail() < needed + 750); // and no more than one entry above
        QVERIFY(log.historyEmpty());
    }
    log.trim(limits, nothingPinned, false, start); // the last stream has gone
    QCOMPARE(log.tail(), log.head());
    QCOMPARE(log.memory(), std::int64_t{0});
}

void tst_EventLog::pinnedBytesStay()
{
    EventLog log("e");
    const auto events = filled(log, 100);
    const LogLimits none = countLimit(0);
    log.trim(none, events[49].second + 1, true, start); // inside the 51st
    QCOMPARE(log.tail(), events[49].second);
    QCOMPARE(bytesFrom(log, log.tail()).size(), std::size_t(log.head() - events[49].second));
    QCOMPARE(log.idAt(log.tail()), events[49].first);
    log.trim(none, events[59].second, true, start);
    QCOMPARE(log.tail(), events[59].second);
    log.shed(1'000'000, none, events[69].second, true);
    QCOMPARE(log.tail(), events[69].second);
    log.trim(none, 0, false, start); // nobody is there to pin
    QCOMPARE(log.tail(), log.head());
}

void tst_EventLog::slicesOverSegments()
{
    EventLog log("e");
    std::string all;
    for (int i = 1; i <= 3000; ++i) {
        const std::string fields = fieldsOf(static_cast<std::size_t>(i * 37 % 300));
        const std::string id = log.append(fields, {}, start);
        all += framing::chunk(fields + framing::idFields(id));
    }
    QCOMPARE(log.head(), all.size());
    std::vector<LogSlice> slices;
    log.slices(0, slices);
    QVERIFY(slices.size() > 3);
    QVERIFY(slices.size() < 30); // few enough for one sendmsg()
    std::uint64_t boundary = 0;
    for (const LogSlice &slice : slices) {
        // Around every boundary of segments.
        for (std::uint64_t from = boundary > 3 ? boundary - 3 : 0; from <= boundary + 3; ++from)
            QVERIFY(bytesFrom(log, from) == all.substr(from));
        boundary += slice.size;
    }
    for (std::uint64_t from = 0; from < log.head(); from += 997)
        QVERIFY(bytesFrom(log, from) == all.substr(from));
    QCOMPARE(bytesFrom(log, log.head()), ""s);
}

void tst_EventLog::sliceOutlivesTheLog()
{
    std::vector<LogSlice> slices;
    std::optional<LogEntryView> entry;
    {
        EventLog log("e");
        log.append("data: kept\n", "own", start);
        log.slices(0, slices);
        entry = log.entryAt(0);
        log.trim(countLimit(0), nothingPinned, false, start);
        filled(log, 1000);
    }
    QCOMPARE(std::string(slices.at(0).data, 12), "14\r\ndata: ke"s);
    QCOMPARE(std::string(entry->dataPayload), "data: kept\n"s);
    QCOMPARE(std::string(entry->idPayload), "id: own\n\n"s);
}

/** A large event costs memory as long as it is kept, not as long as the channel is busy. */
void tst_EventLog::aLargeEventIsForgottenWithItsEntry()
{
    EventLog log("e");
    LogLimits limits = countLimit(0);
    limits.highWaterMark = 1000;
    log.append(fieldsOf(20'000), {}, start);
    const std::uint64_t large = log.head();
    for (int i = 0; i < 400; ++i) {
        // Sizes that go up and down: now the oldest of what is kept is the largest, now a later one.
        log.append(fieldsOf(static_cast<std::size_t>(20 + i * 37 % 200)), {}, start);
        log.trim(limits, nothingPinned, true, start);
        const bool isKept = log.tail() < large;
        QCOMPARE(isKept, log.head() - large < 1000 + large);
    }
    QVERIFY(log.head() - log.tail() >= 1000);
    QVERIFY2(log.head() - log.tail() < 1000 + 2 * 300, qPrintable(QString::number(log.head() - log.tail())));
    QVERIFY2(log.memory() < 150'000, qPrintable(QString::number(log.memory())));
}

/** Entries larger than any segment, at the largest body of an event that is all line ends. */
void tst_EventLog::largeEntries()
{
    EventLog log("e");
    std::string all;
    for (const std::size_t size : {10U, 70'000U, 10U, 1U << 20U, 7U << 20U, 10U, 65'536U}) {
        const std::string fields = fieldsOf(size);
        const auto at = log.head();
        const std::string id = log.append(fields, {}, start);
        all += framing::chunk(fields + framing::idFields(id));
        const auto entry = log.entryAt(at);
        QVERIFY(entry.has_value());
        QVERIFY(entry->dataPayload == fields);
        QVERIFY(entry->chunk == framing::chunk(fields + framing::idFields(id)));
        QCOMPARE(entry->id, id);
        QCOMPARE(entry->end, log.head());
    }
    QVERIFY(bytesFrom(log, 0) == all);
    QVERIFY(log.memory() >= std::int64_t(all.size()));
    LogLimits limits = countLimit(1);
    log.trim(limits, nothingPinned, false, start);
    QVERIFY(log.memory() < 200'000);
}

void tst_EventLog::offsetsInsideEntries()
{
    EventLog log("e");
    const Instant times[] = {start, start + 1s, start + 2s};
    std::vector<std::uint64_t> ends{0};
    for (const Instant time : times) {
        log.append(fieldsOf(10), {}, time);
        ends.push_back(log.head());
    }
    for (std::size_t i = 0; i < 3; ++i) {
        for (std::uint64_t at = ends[i]; at < ends[i + 1]; ++at) {
            const bool onBoundary = at == ends[i];
            QCOMPARE(log.entryEnd(at), onBoundary ? at : ends[i + 1]);
            QCOMPARE(log.entryAt(at).has_value(), onBoundary);
            QCOMPARE(log.span(at).events, static_cast<std::uint32_t>(3 - i));
            QVERIFY(log.span(at).oldest == times[i]);
        }
        QVERIFY(log.entryAt(ends[i])->published == times[i]);
    }
    QCOMPARE(log.entryEnd(log.head()), log.head());
    QVERIFY(!log.entryAt(log.head()));
    QCOMPARE(log.span(log.head()).events, 0U);
    log.trim(countLimit(1), nothingPinned, false, start);
    QVERIFY(!log.entryAt(0));
    QVERIFY(!log.entryAt(ends[1]));
    QVERIFY(log.entryAt(ends[2]).has_value());
    QCOMPARE(log.entryEnd(5), std::uint64_t{5}); // nobody can finish it
    QCOMPARE(log.span(0).events, 1U);
    log.trim(countLimit(0), nothingPinned, false, start);
    QCOMPARE(log.span(0).events, 0U);
}

void tst_EventLog::shed()
{
    EventLog log("e");
    const auto events = filled(log, 10);
    const LogLimits limits = countLimit(1000);
    const auto each = static_cast<std::int64_t>(events[0].second);
    log.shed(1, limits, nothingPinned, false);
    QCOMPARE(log.historyCount(), std::int64_t{9});
    log.shed(2 * each, limits, nothingPinned, false);
    QCOMPARE(log.historyCount(), std::int64_t{7});
    log.shed(2 * each + 1, limits, nothingPinned, false);
    QCOMPARE(log.historyCount(), std::int64_t{4});
    QCOMPARE(log.tail(), events[5].second);
    log.shed(0, limits, nothingPinned, false); // always makes progress
    QCOMPARE(log.historyCount(), std::int64_t{3});
    log.shed(1'000'000, limits, nothingPinned, false);
    QVERIFY(log.historyEmpty());
    QCOMPARE(log.memory(), std::int64_t{0});
}

/** However much went through, what is held depends on what is kept. */
void tst_EventLog::memoryIsGivenBack()
{
    EventLog log("e");
    const LogLimits limits = countLimit(10);
    std::int64_t most = 0;
    for (int i = 0; i < 20'000; ++i) {
        log.append(fieldsOf(100), i % 3 == 0 ? "own-" + std::to_string(i) : std::string(), start);
        log.trim(limits, nothingPinned, false, start);
        most = std::max(most, log.memory());
    }
    QVERIFY2(most < 3 * 65'536, std::to_string(most).c_str());
    QCOMPARE(log.historyCount(), std::int64_t{10});
    QVERIFY(!log.holdsPublisherId("own-0"));
}

QTEST_APPLESS_MAIN(tst_EventLog)
#include "tst_eventlog.moc"
