// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/channel/ChannelRegistry.h"
#include "engine/front/ResumeParameter.h"

#include <QTest>

using namespace sluice;
using namespace std::string_literals;

using Ids = std::vector<std::string>;

class tst_ResumeParameter : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void spellings_data();
    void spellings();
    void newest();
    void newestOfSeveralChannels();
};

namespace {

std::string published(ChannelRegistry &channels, const std::string &channel, const std::string &id = {})
{
    Event event;
    event.id = id;
    event.data = "x";
    return channels.publish(channel, event, Clock::now())->id;
}

} // namespace

void tst_ResumeParameter::spellings_data()
{
    QTest::addColumn<Ids>("fields");
    QTest::addColumn<std::string>("target");
    QTest::addColumn<Ids>("ids");
    const auto row = [](const char *name, const Ids &fields, const std::string &target, const Ids &ids) {
        QTest::newRow(name) << fields << target << ids;
    };
    row("none", {}, "/stream/a", {});
    row("field", {"1"}, "/stream/a", {"1"});
    for (const char *name : {"lastEventId", "last_event_id", "Last-Event-ID", "last-event-id", "lastEventID",
                             "LASTEVENTID", "evs_last_event_id", "evs-last-event-id", "last%5Fevent%5Fid"})
        row(name, {}, "/stream/a?"s + name + "=1", {"1"});
    for (const char *name : {"id", "eventId", "lastEvent", "lastEventIds", "xlastEventId", "last.event.id"})
        row(name, {}, "/stream/a?"s + name + "=1", {});
    row("field before query", {"2"}, "/stream/a?lastEventId=1", {"2"});
    row("empty field", {""}, "/stream/a?lastEventId=1", {"1"});
    row("empty parameter", {}, "/stream/a?lastEventId=", {});
    row("empty and another", {}, "/stream/a?lastEventId=&last_event_id=1", {"1"});
    row("the same twice", {}, "/stream/a?lastEventId=1&last_event_id=1&lastEventId=1", {"1"});
    row("two", {}, "/stream/a?lastEventId=1&lastEventId=2", {"1", "2"});
    row("two spellings", {}, "/stream/a?Last-Event-ID=1&evs_last_event_id=2", {"1", "2"});
    row("two fields", {"1", "2"}, "/stream/a?lastEventId=3", {"1", "2"});
}

void tst_ResumeParameter::spellings()
{
    QFETCH(const Ids, fields);
    QFETCH(const std::string, target);
    QFETCH(const Ids, ids);
    RequestHead head;
    for (const std::string &field : fields)
        head.fields.emplace_back("Last-Event-Id", field);
    QCOMPARE(resumeparameter::idsOf(head, Target::parse(target).value()), ids);
}

void tst_ResumeParameter::newest()
{
    ChannelRegistry channels{{}};
    const std::string first = published(channels, "a");
    const std::string own = published(channels, "a", "own");
    const std::string last = published(channels, "a");
    const std::vector<std::shared_ptr<const Channel>> one{channels.find("a")};
    const auto newestOf = [&one](const Ids &ids) {
        return resumeparameter::newestOf(ids, one).value_or("none");
    };
    QCOMPARE(newestOf({first, last}), last);
    QCOMPARE(newestOf({last, first}), last);
    QCOMPARE(newestOf({first, own}), own);
    QCOMPARE(newestOf({last, own, first}), last);
    // What history does not know is older than what it does: it was let go, or is another incarnation's.
    QCOMPARE(newestOf({"gone", first}), first);
    QCOMPARE(newestOf({first, "gone"}), first);
    QCOMPARE(newestOf({"gone", "lost"}), "none"s);
    QCOMPARE(newestOf({first + "." + first, last}), last); // of a stream of two channels
    QCOMPARE(resumeparameter::newestOf({first, last}, {nullptr}).value_or("none"), "none"s);
}

void tst_ResumeParameter::newestOfSeveralChannels()
{
    ChannelRegistry channels{{}};
    const std::string a1 = published(channels, "a");
    const std::string b1 = published(channels, "b");
    const std::string a2 = published(channels, "a");
    const std::string b2 = published(channels, "b");
    const std::vector<std::shared_ptr<const Channel>> two{channels.find("a"), channels.find("b")};
    const auto newestOf = [&two](const Ids &ids) {
        return resumeparameter::newestOf(ids, two).value_or("none");
    };
    QCOMPARE(newestOf({a1 + "." + b1, a2 + "." + b1}), a2 + "." + b1);
    QCOMPARE(newestOf({a2 + "." + b2, a1 + "." + b2, a1 + "." + b1}), a2 + "." + b2);
    // Each is ahead of the other.
    QCOMPARE(newestOf({a1 + "." + b2, a2 + "." + b1}), "none"s);
}

QTEST_APPLESS_MAIN(tst_ResumeParameter)
#include "tst_resume_parameter.moc"
