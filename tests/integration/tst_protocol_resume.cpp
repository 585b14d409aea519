// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Resuming by id: exactly after the event that was seen last, without a hole, without a double, also while
// events are being published; and an honest notice where that is no longer possible.

#include "support/EngineTest.h"

#include <QRandomGenerator>

#include <algorithm>
#include <atomic>
#include <thread>
#include <vector>

using namespace sluice::integration;

class tst_protocol_resume : public EngineTest
{
    Q_OBJECT

private Q_SLOTS:
    void newStreamBeginsAtTheHead();
    void primedIdResumes();
    void everyIdResumes_data();
    void everyIdResumes();
    void headerWinsOverQuery();
    void publisherIdResumes();
    void idOfTheLastEventResumesToNothing();
    void unknownIdIsAGap_data();
    void unknownIdIsAGap();
    void emptyIdIsNone();
    void shortHistoryIsAGap();
    void oldHistoryIsAGap();
    void restartIsAGap();
    void gapInOneOfSeveralChannels();
    void resumeWhilePublishing_data();
    void resumeWhilePublishing();
    void headRequestTellsTheGap();
    void historyIsBoundedByBytes();
    void historyOfAllChannelsIsBounded();
};

void tst_protocol_resume::newStreamBeginsAtTheHead()
{
    const QByteArray channel = freshChannel();
    Publisher publisher(port());
    QVERIFY(publisher.publishNumbered(channel, 5, "old-"));
    StreamClient client(port(), "/stream/" + channel);
    QVERIFY(!client.primedId().isEmpty());
    QVERIFY(!client.head().has("Sluice-Gap"));
    QCOMPARE(publisher.publish(channel, "new").status, 202);
    QCOMPARE(client.nextData(1), QList<QByteArray>{"new"});
}

void tst_protocol_resume::primedIdResumes()
{
    const QByteArray channel = freshChannel();
    Publisher publisher(port());
    QByteArray empty;
    {
        StreamClient client(port(), "/stream/" + channel);
        empty = client.primedId(); // Of a channel in which nothing was ever published.
        QVERIFY(!empty.isEmpty());
    }
    QVERIFY(publisher.publishNumbered(channel, 3));
    StreamClient resumed(port(), "/stream/" + channel, {empty, {}});
    QVERIFY(!resumed.head().has("Sluice-Gap"));
    QCOMPARE(resumed.nextData(3), (QList<QByteArray>{"0", "1", "2"}));
    QByteArray middle;
    {
        StreamClient client(port(), "/stream/" + channel);
        middle = client.primedId();
    }
    QVERIFY(publisher.publishNumbered(channel, 2, {}, 3));
    StreamClient again(port(), "/stream/" + channel, {middle, {}});
    QVERIFY(!again.head().has("Sluice-Gap"));
    QCOMPARE(again.nextData(2), (QList<QByteArray>{"3", "4"}));
}

void tst_protocol_resume::everyIdResumes_data()
{
    QTest::addColumn<QByteArray>("parameter");
    QTest::newRow("header") << QByteArray();
    QTest::newRow("lastEventId") << QByteArray("lastEventId");
    QTest::newRow("last_event_id") << QByteArray("last_event_id");
}

void tst_protocol_resume::everyIdResumes()
{
    QFETCH(QByteArray, parameter);
    constexpr int Count = 30;
    const QByteArray channel = freshChannel();
    Publisher publisher(port());
    QList<QByteArray> ids;
    QList<QByteArray> data;
    for (int index = 0; index < Count; ++index) {
        data << QByteArray::number(index);
        ids << publisher.publish(channel, data.last()).id;
    }
    for (int seen = 0; seen + 1 < Count; ++seen) {
        const QByteArray target = "/stream/" + channel;
        StreamClient client = parameter.isEmpty()
                                  ? StreamClient(port(), target, {ids[seen], {}})
                                  : StreamClient(port(), target + '?' + parameter + '=' + ids[seen]);
        QVERIFY(client.isOpen());
        QVERIFY(!client.head().has("Sluice-Gap"));
        QCOMPARE(client.nextData(Count - seen - 1), data.mid(seen + 1));
        QCOMPARE(client.lastEventId(), ids.last());
    }
}

void tst_protocol_resume::headerWinsOverQuery()
{
    const QByteArray channel = freshChannel();
    Publisher publisher(port());
    const QByteArray early = publisher.publish(channel, "a").id;
    QCOMPARE(publisher.publish(channel, "b").status, 202);
    const QByteArray late = publisher.publish(channel, "c").id;
    QCOMPARE(publisher.publish(channel, "d").status, 202);
    for (const char *parameter : {"lastEventId", "last_event_id"}) {
        StreamClient client(port(), "/stream/" + channel + '?' + parameter + '=' + early, {late, {}});
        QCOMPARE(client.nextData(1), QList<QByteArray>{"d"});
    }
}

void tst_protocol_resume::publisherIdResumes()
{
    const QByteArray channel = freshChannel();
    Publisher publisher(port());
    for (const char *id : {"zeta", "7", "alpha:1", "A_b-c"})
        QCOMPARE(publisher.publish(channel, QByteArray("data of ") + id, QByteArray("id=") + id).status, 202);
    QCOMPARE(publisher.publish(channel, "data of engine").status, 202);
    StreamClient client(port(), "/stream/" + channel, {"7", {}});
    QVERIFY(!client.head().has("Sluice-Gap"));
    QCOMPARE(client.nextData(3), (QList<QByteArray>{"data of alpha:1", "data of A_b-c", "data of engine"}));
}

void tst_protocol_resume::idOfTheLastEventResumesToNothing()
{
    const QByteArray channel = freshChannel();
    Publisher publisher(port());
    QVERIFY(publisher.publishNumbered(channel, 5));
    const QByteArray last = publisher.publish(channel, "last").id;
    StreamClient client(port(), "/stream/" + channel, {last, {}});
    QVERIFY(!client.head().has("Sluice-Gap"));
    QCOMPARE(client.primedId(), last);
    QCOMPARE(publisher.publish(channel, "new").status, 202);
    QCOMPARE(client.nextData(1), QList<QByteArray>{"new"});
}

void tst_protocol_resume::unknownIdIsAGap_data()
{
    QTest::addColumn<QByteArray>("id");
    QTest::newRow("word") << QByteArray("never-published");
    QTest::newRow("number") << QByteArray("18446744073709551616");
    QTest::newRow("joined") << QByteArray("a.b.c");
    QTest::newRow("dots") << QByteArray("...");
    QTest::newRow("not an id") << QByteArray("<script>\"'%00");
    QTest::newRow("UTF-8") << QByteArray("\xC3\xBC");
    QTest::newRow("not UTF-8") << QByteArray("\xFF\xFE");
    QTest::newRow("long") << QByteArray(10000, 'x');
}

void tst_protocol_resume::unknownIdIsAGap()
{
    QFETCH(QByteArray, id);
    const QByteArray channel = freshChannel();
    Publisher publisher(port());
    QVERIFY(publisher.publishNumbered(channel, 3));
    StreamClient client(port(), "/stream/" + channel, {id, {}});
    QCOMPARE(client.head().status, 200);
    QVERIFY(client.head().has("Sluice-Gap"));
    const std::optional<SseEvent> gap = client.next();
    QVERIFY(gap.has_value());
    QCOMPARE(gap->name, QByteArray("gap"));
    QCOMPARE(client.nextData(3), (QList<QByteArray>{"0", "1", "2"}));
    QVERIFY2(client.reader().strangeLines().isEmpty(), client.body().constData());
}

void tst_protocol_resume::emptyIdIsNone()
{
    const QByteArray channel = freshChannel();
    Publisher publisher(port());
    QVERIFY(publisher.publishNumbered(channel, 3));
    StreamClient header(port(), "/stream/" + channel, {"", {}});
    StreamClient query(port(), "/stream/" + channel + "?lastEventId=");
    QVERIFY(!header.head().has("Sluice-Gap"));
    QVERIFY(!query.head().has("Sluice-Gap"));
    QCOMPARE(publisher.publish(channel, "new").status, 202);
    QCOMPARE(header.nextData(1), QList<QByteArray>{"new"});
    QCOMPARE(query.nextData(1), QList<QByteArray>{"new"});
}

void tst_protocol_resume::shortHistoryIsAGap()
{
    SluicedProcess::Options options;
    options.settings << QStringLiteral("history.count=5");
    SluicedProcess own(options);
    START_ENGINE(own);
    Publisher publisher(own.publicPort());
    QList<QByteArray> ids;
    for (int index = 0; index < 12; ++index)
        ids << publisher.publish("short", QByteArray::number(index)).id;
    StreamClient lost(own.publicPort(), "/stream/short", {ids[2], {}});
    QVERIFY(lost.head().has("Sluice-Gap"));
    const std::optional<SseEvent> gap = lost.next();
    QVERIFY(gap.has_value());
    QCOMPARE(gap->name, QByteArray("gap"));
    QCOMPARE(lost.nextData(5), (QList<QByteArray>{"7", "8", "9", "10", "11"}));
    StreamClient kept(own.publicPort(), "/stream/short", {ids[8], {}});
    QVERIFY(!kept.head().has("Sluice-Gap"));
    QCOMPARE(kept.nextData(3), (QList<QByteArray>{"9", "10", "11"}));
    // A gap is told once: the id that came with it resumes.
    StreamClient after(own.publicPort(), "/stream/short", {lost.lastEventId(), {}});
    QVERIFY(!after.head().has("Sluice-Gap"));
    QVERIFY(own.stop());
}

void tst_protocol_resume::oldHistoryIsAGap()
{
    SluicedProcess::Options options;
    options.settings << QStringLiteral("history.age=1s");
    SluicedProcess own(options);
    START_ENGINE(own);
    Publisher publisher(own.publicPort());
    StreamClient keeper(own.publicPort(), "/stream/aging"); // So that the channel itself stays.
    const QByteArray first = publisher.publish("aging", "a").id;
    QCOMPARE(publisher.publish("aging", "b").status, 202);
    QCOMPARE(keeper.nextData(2).size(), 2);
    QVERIFY(eventually([&] {
        StreamClient client(own.publicPort(), "/stream/aging", {first, {}});
        return client.head().has("Sluice-Gap");
    }));
    QCOMPARE(publisher.publish("aging", "c").status, 202);
    QCOMPARE(keeper.nextData(1), QList<QByteArray>{"c"});
    QVERIFY(own.stop());
}

void tst_protocol_resume::restartIsAGap()
{
    const PortLease publicPort;
    const PortLease admin;
    SluicedProcess::Options options;
    options.publicPort = publicPort.port();
    options.adminPort = admin.port();
    QByteArray seen;
    {
        SluicedProcess first(options);
        START_ENGINE(first);
        Publisher publisher(first.publicPort());
        QVERIFY(publisher.publishNumbered("restarted", 3));
        seen = publisher.publish("restarted", "3").id;
        QVERIFY(first.stop());
    }
    SluicedProcess second(options);
    START_ENGINE(second);
    Publisher publisher(second.publicPort());
    for (int index = 0; index < 4; ++index)
        QVERIFY(publisher.publish("restarted", "again").id != seen); // A new incarnation, a new epoch.
    StreamClient client(second.publicPort(), "/stream/restarted", {seen, {}});
    QVERIFY(client.head().has("Sluice-Gap"));
    const std::optional<SseEvent> gap = client.next();
    QVERIFY(gap.has_value());
    QCOMPARE(gap->name, QByteArray("gap"));
    QCOMPARE(client.nextData(4), (QList<QByteArray>{"again", "again", "again", "again"}));
    QVERIFY(second.stop());
}

void tst_protocol_resume::gapInOneOfSeveralChannels()
{
    SluicedProcess::Options options;
    options.settings << QStringLiteral("history.count=4");
    SluicedProcess own(options);
    START_ENGINE(own);
    Publisher publisher(own.publicPort());
    const QByteArray target = "/stream?channel=busy&channel=calm";
    QByteArray seen;
    {
        StreamClient client(own.publicPort(), target);
        QCOMPARE(publisher.publish("busy", "busy").status, 202);
        QCOMPARE(publisher.publish("calm", "calm").status, 202);
        QCOMPARE(client.nextData(2).size(), 2);
        seen = client.lastEventId();
    }
    QVERIFY(publisher.publishNumbered("busy", 10, "busy-"));
    QVERIFY(publisher.publishNumbered("calm", 2, "calm-"));
    StreamClient client(own.publicPort(), target, {seen, {}});
    QVERIFY(client.head().has("Sluice-Gap"));
    const std::optional<SseEvent> gap = client.next();
    QVERIFY(gap.has_value());
    QCOMPARE(gap->name, QByteArray("gap"));
    QList<QByteArray> got = client.nextData(6);
    std::sort(got.begin(), got.end());
    QCOMPARE(got, (QList<QByteArray>{"busy-6", "busy-7", "busy-8", "busy-9", "calm-0", "calm-1"}));
    QCOMPARE(publisher.publish("calm", "sentinel").status, 202);
    QCOMPARE(client.nextData(1), QList<QByteArray>{"sentinel"});
    QVERIFY(own.stop());
}

void tst_protocol_resume::resumeWhilePublishing_data()
{
    QTest::addColumn<int>("channels");
    QTest::newRow("one channel") << 1;
    QTest::newRow("three channels") << 3;
}

void tst_protocol_resume::resumeWhilePublishing()
{
    QFETCH(int, channels);
    constexpr int PerChannel = 2000;
    SluicedProcess::Options options;
    // Three publishers can outrun this one reader; an end as slow consumer is another test's matter.
    options.settings << QStringLiteral("history.count=100000") << QStringLiteral("history.bytes=64MiB")
                     << QStringLiteral("backpressure.high_water_mark=16MiB");
    SluicedProcess own(options);
    START_ENGINE(own);
    QByteArray target = "/stream?";
    for (int index = 0; index < channels; ++index)
        target += (index > 0 ? "&channel=c" : "channel=c") + QByteArray::number(index);

    StreamClient::Options resume;
    {
        StreamClient client(own.publicPort(), target);
        resume.lastEventId = client.primedId();
        QVERIFY(!resume.lastEventId.isEmpty());
    }
    std::atomic<int> failures = 0;
    std::vector<std::thread> publishers;
    for (int index = 0; index < channels; ++index) {
        publishers.emplace_back([&own, &failures, index] {
            const QByteArray name = "c" + QByteArray::number(index);
            Publisher publisher(own.publicPort());
            if (!publisher.publishNumbered(name, PerChannel, name + ' '))
                ++failures;
        });
    }
    QList<int> next(channels, 0);
    QString wrong;
    int connects = 0;
    for (int got = 0; wrong.isEmpty() && got < channels * PerChannel;) {
        StreamClient client(own.publicPort(), target, resume);
        ++connects;
        if (!client.isOpen() || client.head().has("Sluice-Gap"))
            wrong = QStringLiteral("connect %1: status %2, or a gap").arg(connects).arg(client.head().status);
        const int take = QRandomGenerator::global()->bounded(1, 120);
        for (int index = 0; wrong.isEmpty() && index < take && got < channels * PerChannel; ++index, ++got) {
            const std::optional<SseEvent> event = client.next();
            if (!event) {
                wrong = QStringLiteral("event %1 did not come").arg(got);
                break;
            }
            const int channel = event->data.mid(1, 1).toInt();
            if (event->data != "c" + QByteArray::number(channel) + ' ' + QByteArray::number(next[channel]++))
                wrong = QStringLiteral("got '%1', expected number %2")
                            .arg(QString::fromUtf8(event->data))
                            .arg(next[channel] - 1);
            resume.lastEventId = event->id;
        }
        // The client goes away here, often in the middle of an event that it has half received.
    }
    for (std::thread &publisher : publishers)
        publisher.join();
    QCOMPARE(wrong, QString());
    QCOMPARE(failures.load(), 0);
    QVERIFY(connects > channels * PerChannel / 120);
    const QString broken = brokenBalance(own.adminPort());
    QVERIFY2(broken.isEmpty(), qPrintable(broken));
    QVERIFY(own.stop());
}

void tst_protocol_resume::headRequestTellsTheGap()
{
    const QByteArray channel = freshChannel();
    const QByteArray known = Publisher(port()).publish(channel, "x").id;
    const HttpReply lost =
        exchange(port(), request("HEAD", "/stream/" + channel, {"Last-Event-ID: never"}), BodyRule::None);
    QCOMPARE(lost.status, 200);
    QVERIFY(lost.has("Sluice-Gap")); // The same header fields as GET.
    const HttpReply kept =
        exchange(port(), request("HEAD", "/stream/" + channel, {"Last-Event-ID: " + known}), BodyRule::None);
    QVERIFY(!kept.has("Sluice-Gap"));
}

void tst_protocol_resume::historyIsBoundedByBytes()
{
    SluicedProcess::Options options;
    // The log keeps the high-water mark and the largest event in any case.
    options.settings << QStringLiteral("history.bytes=100KiB")
                     << QStringLiteral("backpressure.high_water_mark=1KiB")
                     << QStringLiteral("backpressure.low_water_mark=1KiB");
    SluicedProcess own(options);
    START_ENGINE(own);
    Publisher publisher(own.publicPort());
    constexpr int Count = 500;
    for (int index = 0; index < Count; ++index)
        QCOMPARE(publisher.publish("bounded", QByteArray::number(index) + ' ' + QByteArray(1000, 'h')).status,
                 202);
    StreamClient client(own.publicPort(), "/stream/bounded", {"unknown", {}});
    QVERIFY(client.head().has("Sluice-Gap"));
    const std::optional<SseEvent> gap = client.next();
    QVERIFY(gap.has_value());
    QCOMPARE(gap->name, QByteArray("gap"));
    const std::optional<SseEvent> oldest = client.next();
    QVERIFY(oldest.has_value());
    const int first = oldest->data.left(oldest->data.indexOf(' ')).toInt();
    const int kept = Count - first;
    QVERIFY2(kept >= 50 && kept <= 110, QByteArray::number(kept).constData());
    for (int index = first + 1; index < Count; ++index) {
        const std::optional<SseEvent> event = client.next();
        QVERIFY(event.has_value());
        QCOMPARE(event->data.left(event->data.indexOf(' ')).toInt(), index);
    }
    QVERIFY(Metrics::scrape(own.adminPort()).sum("sluice_history_bytes") < 300 * 1024);
    QVERIFY(own.stop());
}

void tst_protocol_resume::historyOfAllChannelsIsBounded()
{
    SluicedProcess::Options options;
    options.settings << QStringLiteral("history.total_bytes=2MiB") << QStringLiteral("history.bytes=1MiB")
                     << QStringLiteral("backpressure.high_water_mark=1KiB")
                     << QStringLiteral("backpressure.low_water_mark=1KiB");
    SluicedProcess own(options);
    START_ENGINE(own);
    Publisher publisher(own.publicPort());
    const qint64 residentBefore = own.residentBytes();
    QByteArray last;
    for (int channel = 0; channel < 60; ++channel) {
        for (int index = 0; index < 40; ++index) {
            const Published published =
                publisher.publish("total-" + QByteArray::number(channel), QByteArray(20000, 't'));
            QCOMPARE(published.status, 202);
            last = published.id;
        }
    }
    // 48 MB were published; what each channel owes to its streams comes on top of the limit.
    QVERIFY(eventually([&own] {
        return Metrics::scrape(own.adminPort()).sum("sluice_history_bytes") < (2 << 20) + 60 * 24000;
    }));
    QVERIFY2(own.residentBytes() - residentBefore < 24 * 1024 * 1024,
             QByteArray::number(own.residentBytes() - residentBefore).constData());
    // The newest is not what was given up.
    StreamClient client(own.publicPort(), "/stream/total-59", {last, {}});
    QVERIFY(!client.head().has("Sluice-Gap"));
    QVERIFY(own.stop());
}

QTEST_GUILESS_MAIN(tst_protocol_resume)
#include "tst_protocol_resume.moc"
