// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The four policies for slow streams and the minimum drain rate, with real readers that stall: the others get
// everything, the stalled one gets exactly what it is told, and the process keeps its memory.

#include "support/Bystander.h"
#include "support/EngineTest.h"

#include <QMap>

#include <memory>
#include <vector>

using namespace sluice::integration;

class tst_backpressure : public EngineTest
{
    Q_OBJECT

public:
    tst_backpressure()
        : EngineTest(options())
    {
    }

private Q_SLOTS:
    void dropOldest_data();
    void dropOldest();
    void coalesce();
    void pauseAnswers503();
    void pauseSaysItForEachLine();
    void minimumDrainRate();
    void stalledReadersCostNoMemory();
    void badPoliciesAreRefused_data();
    void badPoliciesAreRefused();
    void idsOfTheChannelsOwnShape();

private:
    static SluicedProcess::Options options()
    {
        SluicedProcess::Options options;
        options.settings << QStringLiteral("backpressure.policy=pause")
                         << QStringLiteral(
                                "backpressure.channel_policies=drop*=drop-oldest, merge*=coalesce, "
                                "off*=disconnect");
        return options;
    }
};

namespace {

StreamClient::Options narrow(const QByteArray &version = "HTTP/1.1")
{
    StreamClient::Options options;
    options.receiveBuffer = 4096;
    options.version = version;
    return options;
}

QByteArray numbered(int number)
{
    return QByteArray::number(number) + ' ' + QByteArray(4000, 'n');
}

int numberOf(const QByteArray &data)
{
    return data.left(data.indexOf(' ')).toInt();
}

} // namespace

void tst_backpressure::dropOldest_data()
{
    QTest::addColumn<QByteArray>("target");
    QTest::addColumn<QByteArray>("version");
    QTest::newRow("one channel") << QByteArray("/stream/drop-a") << QByteArray("HTTP/1.1");
    QTest::newRow("several channels")
        << QByteArray("/stream?channel=drop-b&channel=other") << QByteArray("HTTP/1.1");
    QTest::newRow("HTTP/1.0") << QByteArray("/stream/drop-c") << QByteArray("HTTP/1.0");
}

void tst_backpressure::dropOldest()
{
    QFETCH(QByteArray, target);
    QFETCH(QByteArray, version);
    const QByteArray channel = target.mid(target.indexOf("drop"), 6);
    Bystander bystander(port());
    const Metrics before = Metrics::scrape(adminPort());
    StreamClient stalled(port(), target, narrow(version));
    StreamClient reader(port(), "/stream/" + channel);
    QVERIFY(stalled.isOpen() && reader.isOpen());
    Publisher publisher(port());
    constexpr int events = 400;
    for (int n = 0; n < events; ++n) {
        QCOMPARE(publisher.publish(channel, numbered(n)).status, 202);
        QCOMPARE(reader.nextData(1), QList<QByteArray>{numbered(n)}); // fast streams never wait
    }
    int next = 0;
    int missed = 0;
    QByteArray lastId;
    while (next < events) {
        const std::optional<SseEvent> event = stalled.next();
        QVERIFY2(event.has_value(), QByteArray::number(next).constData());
        if (event->name == "missed") {
            const QJsonObject told = jsonObject(event->data);
            QCOMPARE(told.value(QStringLiteral("channel")).toString().toUtf8(), channel);
            QVERIFY(told.value(QStringLiteral("missed")).toInt() > 0);
            QCOMPARE(event->id, lastId);
            missed += told.value(QStringLiteral("missed")).toInt();
            next += told.value(QStringLiteral("missed")).toInt();
            continue;
        }
        QCOMPARE(numberOf(event->data), next++);
        QVERIFY(!event->id.isEmpty() && event->id != lastId);
        lastId = event->id;
    }
    QCOMPARE(next, events);
    QVERIFY(missed > 0);
    QVERIFY(stalled.reader().strangeLines().isEmpty());
    const Metrics after = Metrics::scrape(adminPort());
    QCOMPARE(after.sum("sluice_dropped_events_total") - before.sum("sluice_dropped_events_total"),
             double(missed));
    QCOMPARE(after.ended("slow-consumer"), before.ended("slow-consumer"));
    QCOMPARE(bystander.complaint(), QString());
}

void tst_backpressure::coalesce()
{
    const Metrics before = Metrics::scrape(adminPort());
    StreamClient stalled(port(), "/stream/merge", narrow());
    StreamClient reader(port(), "/stream/merge");
    QVERIFY(stalled.isOpen() && reader.isOpen());
    Publisher publisher(port());
    constexpr int events = 400;
    constexpr int names = 4;
    for (int n = 0; n < events; ++n) {
        QCOMPARE(
            publisher.publish("merge", numbered(n), "event=price" + QByteArray::number(n % names)).status,
            202);
        QCOMPARE(reader.nextData(1), QList<QByteArray>{numbered(n)});
    }
    QMap<QByteArray, int> last;
    int received = 0;
    int previous = -1;
    while (previous < events - 1) {
        const std::optional<SseEvent> event = stalled.next();
        QVERIFY(event.has_value());
        QVERIFY(event->name.startsWith("price")); // nobody is told of what was replaced
        QVERIFY(numberOf(event->data) > previous);
        previous = numberOf(event->data);
        last[event->name] = previous;
        ++received;
    }
    for (int n = events - names; n < events; ++n)
        QCOMPARE(last.value("price" + QByteArray::number(n % names)), n);
    QVERIFY(received < events);
    const Metrics after = Metrics::scrape(adminPort());
    QCOMPARE(after.sum("sluice_coalesced_events_total") - before.sum("sluice_coalesced_events_total"),
             double(events - received));
}

void tst_backpressure::pauseAnswers503()
{
    const QByteArray channel = freshChannel();
    const Metrics before = Metrics::scrape(adminPort());
    StreamClient stalled(port(), "/stream/" + channel, narrow());
    StreamClient reader(port(), "/stream/" + channel);
    QVERIFY(stalled.isOpen() && reader.isOpen());
    Publisher publisher(port());
    Published published;
    int accepted = 0;
    while (accepted < 2000 && (published = publisher.publish(channel, numbered(accepted))).status == 202)
        QCOMPARE(reader.nextData(1), QList<QByteArray>{numbered(accepted++)});
    QCOMPARE(published.status, 503);
    QVERIFY(published.reply.has("Retry-After"));
    QVERIFY2(published.reply.body.contains(channel) && published.reply.body.contains("paused"),
             published.reply.body.constData());
    QVERIFY(accepted < 400);
    QCOMPARE(publisher.publish(freshChannel(), "x").status, 202);

    for (int n = 0; n < accepted; ++n) {
        const std::optional<SseEvent> event = stalled.next();
        QVERIFY(event.has_value());
        QCOMPARE(numberOf(event->data), n);
    }
    QVERIFY(eventually([&] { return publisher.publish(channel, "on").status == 202; }));
    QCOMPARE(stalled.nextData(1), QList<QByteArray>{"on"}); // nothing of what was refused came
    QCOMPARE(reader.nextData(1), QList<QByteArray>{"on"});
    const Metrics after = Metrics::scrape(adminPort());
    QCOMPARE(after.sum("sluice_channel_pauses_total") - before.sum("sluice_channel_pauses_total"), 1.0);
    QVERIFY(after.sum("sluice_refusals_total", "cause=\"channel-paused\"") >
            before.sum("sluice_refusals_total", "cause=\"channel-paused\""));
    QCOMPARE(after.ended("slow-consumer"), before.ended("slow-consumer"));
}

void tst_backpressure::pauseSaysItForEachLine()
{
    const QByteArray channel = freshChannel();
    StreamClient stalled(port(), "/stream/" + channel, narrow());
    QVERIFY(stalled.isOpen());
    Publisher publisher(port());
    QVERIFY(eventually([&] { return publisher.publish(channel, numbered(0)).status == 503; }));
    const QByteArray other = freshChannel();
    HttpReply reply = publisher.publishLines(channel, "{\"data\":\"a\"}\n{\"data\":\"b\",\"channel\":\"" +
                                                          other + "\"}\n{\"data\":\"c\"}\n");
    QCOMPARE(reply.status, 207);
    const QList<QByteArray> lines = reply.body.trimmed().split('\n');
    QCOMPARE(lines.size(), 3);
    QCOMPARE(jsonObject(lines[0]).value(QStringLiteral("status")).toInt(), 503);
    QVERIFY(jsonObject(lines[1]).contains(QStringLiteral("id")));
    QCOMPARE(jsonObject(lines[2]).value(QStringLiteral("status")).toInt(), 503);
    reply = publisher.publishLines(channel, "{\"data\":\"a\"}\n{\"data\":\"c\"}\n");
    QCOMPARE(reply.status, 503);
    QVERIFY(reply.has("Retry-After"));
}

void tst_backpressure::minimumDrainRate()
{
    SluicedProcess::Options options;
    options.settings << QStringLiteral("backpressure.high_water_mark=4MiB")
                     << QStringLiteral("backpressure.min_drain_rate=100KiB");
    SluicedProcess own(options);
    START_ENGINE(own);
    StreamClient stalled(own.publicPort(), "/stream/slow", narrow());
    StreamClient reader(own.publicPort(), "/stream/slow");
    Publisher publisher(own.publicPort());
    for (int n = 0; n < 100; ++n) {
        QCOMPARE(publisher.publish("slow", numbered(n)).status, 202);
        QCOMPARE(reader.nextData(1), QList<QByteArray>{numbered(n)});
    }
    QVERIFY(eventually([&] { return Metrics::scrape(own.adminPort()).ended("slow-consumer") == 1; }));
    QCOMPARE(publisher.publish("slow", "after").subscribers, 1);
    QCOMPARE(reader.nextData(1), QList<QByteArray>{"after"});
}

void tst_backpressure::stalledReadersCostNoMemory()
{
    SluicedProcess::Options options;
    options.settings << QStringLiteral(
        "backpressure.channel_policies=drop=drop-oldest,merge=coalesce,off=disconnect");
    SluicedProcess own(options);
    START_ENGINE(own);
    Publisher publisher(own.publicPort());
    for (const QByteArray channel : {"drop", "merge"}) {
        for (int n = 0; n < 300; ++n)
            QCOMPARE(publisher.publish(channel, numbered(n), "event=e" + QByteArray::number(n % 5)).status,
                     202);
    }
    const qint64 before = own.residentBytes();
    std::vector<std::unique_ptr<StreamClient>> stalled;
    for (int i = 0; i < 100; ++i)
        for (const QByteArray channel : {"drop", "merge"}) {
            stalled.push_back(
                std::make_unique<StreamClient>(own.publicPort(), "/stream/" + channel, narrow()));
            QVERIFY(stalled.back()->isOpen());
        }
    for (int n = 0; n < 1500; ++n)
        for (const QByteArray channel : {"drop", "merge"})
            QCOMPARE(publisher.publish(channel, numbered(n), "event=e" + QByteArray::number(n % 5)).status,
                     202);
    const Metrics metrics = Metrics::scrape(own.adminPort());
    QCOMPARE(metrics.active(), 200.0);
    QVERIFY(metrics.sum("sluice_dropped_events_total") > 100.0 * 1000);
    QVERIFY(metrics.sum("sluice_coalesced_events_total") > 100.0 * 1000);
    const qint64 growth = own.residentBytes() - before;
    // 12 MB were published to 200 readers that lack nearly all: 1.2 GB, were it queued for each.
    QVERIFY2(growth < 32 * 1024 * 1024, QByteArray::number(growth).constData());
}

void tst_backpressure::badPoliciesAreRefused_data()
{
    QTest::addColumn<QString>("setting");
    QTest::addColumn<QByteArray>("named");
    QTest::newRow("policy") << QStringLiteral("backpressure.policy=drop") << QByteArray("drop-oldest");
    QTest::newRow("channel policy") << QStringLiteral("backpressure.channel_policies=a=coalesce,b=drop")
                                    << QByteArray("'b=drop'");
    QTest::newRow("channel name") << QStringLiteral("backpressure.channel_policies=a b=coalesce")
                                  << QByteArray("'a b=coalesce'");
    QTest::newRow("marks") << QStringLiteral("backpressure.low_water_mark=1MiB")
                           << QByteArray("low-water-mark-below-high");
    QTest::newRow("rate") << QStringLiteral("backpressure.min_drain_rate=-1") << QByteArray("min_drain_rate");
}

void tst_backpressure::badPoliciesAreRefused()
{
    QFETCH(QString, setting);
    QFETCH(QByteArray, named);
    SluicedProcess::Options options;
    options.settings << setting;
    SluicedProcess own(options);
    QVERIFY(own.launch());
    QVERIFY(own.waitForEnd());
    QCOMPARE(own.exitCode(), 2);
    QVERIFY2(own.standardError().contains(named), own.standardError().constData());
}

void tst_backpressure::idsOfTheChannelsOwnShape()
{
    const QByteArray channel = freshChannel();
    Publisher publisher(port());
    const Published first = publisher.publish(channel, "1");
    QCOMPARE(first.status, 202);
    const QByteArray epoch = first.id.left(first.id.indexOf('-') + 1);
    for (const QByteArray &id : {first.id, QByteArray(epoch + "2"), QByteArray(epoch + "999")}) {
        const Published refused = publisher.publish(channel, "x", "id=" + id);
        QCOMPARE(refused.status, 400);
        QVERIFY2(refused.reply.body.contains(id), refused.reply.body.constData());
    }
    QCOMPARE(publisher.publish(freshChannel(), "x", "id=" + first.id).status,
             202); // another channel's is nobody's
    QCOMPARE(publisher.publish(channel, "2").status, 202);
}

QTEST_GUILESS_MAIN(tst_backpressure)
#include "tst_backpressure.moc"
