// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/admin/StreamList.h"

#include <QJsonArray>
#include <QTest>

using namespace sluice;

class tst_StreamList : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void filters_data();
    void filters();
    void everyColumnSorts_data();
    void everyColumnSorts();
    void pagesOfManyDoNotOverlap();
    void namesStaleWorkers();
    void refusesWhatIsNoId_data();
    void refusesWhatIsNoId();
    void tellsTheLastEvent();

private:
    static StreamsView view();
};

namespace {

const Instant now = Clock::now();

std::shared_ptr<const std::vector<std::string>> channels(std::vector<std::string> names)
{
    return std::make_shared<const std::vector<std::string>>(std::move(names));
}

StreamFacts stream(std::uint64_t id, std::uint8_t lastOctet, std::vector<std::string> names,
                   std::size_t worker, int ageSeconds, std::uint64_t backlog)
{
    StreamFacts facts;
    facts.id = id;
    facts.client.bytes = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 10, 0, 0, lastOctet};
    facts.client.port = 4000;
    facts.channelNames = channels(std::move(names));
    facts.worker = worker;
    facts.opened = now - std::chrono::seconds(ageSeconds);
    facts.backlogBytes = backlog;
    facts.blocked = backlog > 0;
    facts.drainRate = static_cast<double>(id) * 1.5;
    facts.sentBytes = 1000 - id;
    facts.sentEvents = id == 4 ? 0 : id * 10;
    facts.eventRate = static_cast<double>(id) * 0.5;
    if (id != 4) // it has had none
        facts.lastEvent = now - std::chrono::seconds(id);
    return facts;
}

std::vector<qint64> ids(const QJsonObject &answer)
{
    std::vector<qint64> all;
    for (const QJsonValue &row : answer[QLatin1String("streams")].toArray())
        all.push_back(row.toObject()[QLatin1String("id")].toInteger());
    return all;
}

/** What GET /api/v1/streams?query answers for @p view. */
QJsonObject list(const StreamsView &view, const std::string &query)
{
    const Target target = *Target::parse("/x?" + query);
    AdminQuery reader(target);
    const StreamFilter filter = StreamFilter::from(reader);
    const ListOrder order = ListOrder::from(reader, streamlist::columns());
    const Page page = Page::from(reader);
    if (const auto problem = reader.check())
        qFatal("%s", problem->body.c_str());
    auto streams = streamlist::select(view, filter, now);
    streamlist::sort(streams, order, page);
    return streamlist::json(view, streams, page, now);
}

} // namespace

StreamsView tst_StreamList::view()
{
    auto first = std::make_shared<StreamsCopy>();
    first->worker = 0;
    first->streams = {stream(1, 9, {"a"}, 0, 100, 0), stream(3, 7, {"a", "b"}, 0, 5, 70'000)};
    auto second = std::make_shared<StreamsCopy>();
    second->worker = 1;
    second->streams = {stream(2, 8, {"b"}, 1, 50, 10), stream(4, 200, {"c"}, 1, 1, 0)};
    second->streams.back().evicting = true;
    return {{{0, first, Milliseconds(10)}, {1, second, Milliseconds(20)}}};
}

void tst_StreamList::filters_data()
{
    QTest::addColumn<std::string>("query");
    QTest::addColumn<std::vector<qint64>>("expected");
    const auto row = [](const char *query, const std::vector<qint64> &expected) {
        QTest::newRow(query) << std::string(query) << expected;
    };
    row("", {1, 2, 3, 4});
    row("channel=a", {1, 3});
    row("channel=b", {2, 3});
    row("channel=*", {1, 2, 3, 4});
    row("channel=a*", {1, 3});
    row("id=3", {3});
    row("id=4,1,99", {1, 4});
    row("id=1,2&channel=b", {2});
    row("min_idle=2s", {2, 3}); // the fourth has had none, but is a second old
    row("min_idle=1s", {1, 2, 3, 4});
    row("channel=nosuch", {});
    row("client=10.0.0.9", {1});
    row("client=10.0.0.0/28", {1, 2, 3});
    row("min_age=50s", {1, 2});
    row("max_age=5s", {3, 4});
    row("min_age=2s&max_age=1m", {2, 3});
    row("min_backlog=10", {2, 3});
    row("min_backlog=64KiB", {3});
    row("worker=1", {2, 4});
    row("worker=7", {});
    row("state=open", {1});
    row("state=blocked", {2, 3});
    row("state=evicting", {4});
    row("channel=b&worker=0&state=blocked", {3});
}

void tst_StreamList::filters()
{
    QFETCH(const std::string, query);
    QFETCH(const std::vector<qint64>, expected);
    const QJsonObject answer = list(view(), query + "&sort=id");
    QCOMPARE(ids(answer), expected);
    QCOMPARE(answer[QLatin1String("total")].toInteger(), qint64(expected.size()));
}

void tst_StreamList::everyColumnSorts_data()
{
    QTest::addColumn<std::string>("column");
    QTest::addColumn<std::vector<qint64>>("ascending");
    QTest::addColumn<std::vector<qint64>>("descending");
    const auto row = [](const char *column, const std::vector<qint64> &up, const std::vector<qint64> &down) {
        QTest::newRow(column) << std::string(column) << up << down;
    };
    // Equal ones by id, whichever way the column goes.
    row("id", {1, 2, 3, 4}, {4, 3, 2, 1});
    row("client", {3, 2, 1, 4}, {4, 1, 2, 3});
    row("channels", {1, 3, 2, 4}, {4, 2, 3, 1});
    row("age_seconds", {4, 3, 2, 1}, {1, 2, 3, 4});
    row("age", {4, 3, 2, 1}, {1, 2, 3, 4});
    row("backlog_bytes", {1, 4, 2, 3}, {3, 2, 1, 4});
    row("drain_bytes_per_second", {1, 2, 3, 4}, {4, 3, 2, 1});
    row("events_per_second", {1, 2, 3, 4}, {4, 3, 2, 1});
    row("rate", {1, 2, 3, 4}, {4, 3, 2, 1});
    row("last_event_seconds", {1, 2, 3, 4}, {4, 3, 2, 1}); // none yet is the longest
    row("sent_events", {4, 1, 2, 3}, {3, 2, 1, 4});
    row("sent_bytes", {4, 3, 2, 1}, {1, 2, 3, 4});
    row("worker", {1, 3, 2, 4}, {2, 4, 1, 3});
    row("state", {2, 3, 4, 1}, {1, 4, 2, 3});
}

void tst_StreamList::everyColumnSorts()
{
    QFETCH(const std::string, column);
    QFETCH(const std::vector<qint64>, ascending);
    QFETCH(const std::vector<qint64>, descending);
    QCOMPARE(ids(list(view(), "sort=" + column)), ascending);
    QCOMPARE(ids(list(view(), "sort=" + column + "&order=asc")), ascending);
    QCOMPARE(ids(list(view(), "sort=" + column + "&order=desc")), descending);
    QCOMPARE(ids(list(view(), "sort=-" + column)), descending);
    QCOMPARE(ids(list(view(), "sort=-" + column + "&limit=2&offset=1")),
             std::vector<qint64>(descending.begin() + 1, descending.begin() + 3));
}

void tst_StreamList::pagesOfManyDoNotOverlap()
{
    auto copy = std::make_shared<StreamsCopy>();
    for (std::uint64_t id = 1; id <= 15'000; ++id)
        copy->streams.push_back(stream(id * 7919 % 15'013, std::uint8_t(id % 5), {"a"}, 0, 1, id % 3));
    const StreamsView all{{{0, copy, Milliseconds(1)}}};
    std::set<qint64> seen;
    for (int offset = 0; offset < 16'000; offset += 1000) {
        for (const qint64 id : ids(list(all, "sort=backlog&limit=1000&offset=" + std::to_string(offset))))
            QVERIFY(seen.insert(id).second);
    }
    QCOMPARE(seen.size(), std::size_t(15'000));
}

void tst_StreamList::namesStaleWorkers()
{
    StreamsView stale = view();
    stale.workers[0].age = StreamsView::staleAge + Milliseconds(1);
    stale.workers.push_back({2, nullptr, Milliseconds::max()});
    const QJsonObject answer = list(stale, "");
    QCOMPARE(answer[QLatin1String("stale_workers")].toArray(), (QJsonArray{0, 2}));
    QCOMPARE(answer[QLatin1String("total")].toInt(), 4); // what it last knew is still told
}

void tst_StreamList::refusesWhatIsNoId_data()
{
    QTest::addColumn<std::string>("query");
    for (const char *query : {"id=", "id=,", "id=1,", "id=1,,2", "id=one", "id=-1", "id=1.5"})
        QTest::newRow(query) << std::string(query);
}

void tst_StreamList::refusesWhatIsNoId()
{
    QFETCH(const std::string, query);
    const Target target = *Target::parse("/x?" + query);
    AdminQuery reader(target);
    const StreamFilter filter = StreamFilter::from(reader);
    const auto problem = reader.check();
    QVERIFY(problem);
    QCOMPARE(problem->status, 400);
    QVERIFY2(problem->body.find("'id'") != std::string::npos, problem->body.c_str());
}

void tst_StreamList::tellsTheLastEvent()
{
    const QJsonArray rows = list(view(), "sort=id")[QLatin1String("streams")].toArray();
    QCOMPARE(rows[2].toObject()[QLatin1String("last_event_seconds")].toDouble(), 3.0);
    QCOMPARE(rows[2].toObject()[QLatin1String("sent_events")].toInteger(), qint64(30));
    QCOMPARE(rows[2].toObject()[QLatin1String("events_per_second")].toDouble(), 1.5);
    QVERIFY(rows[3].toObject()[QLatin1String("last_event_seconds")].isNull());
}

QTEST_APPLESS_MAIN(tst_StreamList)
#include "tst_streamlist.moc"
