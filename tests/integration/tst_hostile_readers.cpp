// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Readers that stop reading. They end as slow consumers, cost the others nothing and the process no memory,
// and come back by id.

#include "support/Bystander.h"
#include "support/EngineTest.h"

#include <csignal>
#include <vector>

using namespace sluice::integration;

class tst_hostile_readers : public EngineTest
{
    Q_OBJECT

private Q_SLOTS:
    void stalledReaderIsASlowConsumer();
    void manyStalledReadersCostNoMemory();
    void slowConsumerIsToldByACleanEnd();
    void slowConsumerResumes();
    void slowButReadingIsNoSlowConsumer();
    void oneEventAboveTheHighWaterMarkArrives();
    void sideFramesWaitForTheEndOfAnEntry();
};

namespace {

StreamClient::Options narrow()
{
    StreamClient::Options options;
    options.receiveBuffer = 4096;
    return options;
}

} // namespace

void tst_hostile_readers::stalledReaderIsASlowConsumer()
{
    Bystander bystander(port());
    const QByteArray channel = freshChannel();
    const Metrics before = Metrics::scrape(adminPort());
    StreamClient stalled(port(), "/stream/" + channel, narrow());
    StreamClient reader(port(), "/stream/" + channel);
    QVERIFY(stalled.isOpen() && reader.isOpen());
    Publisher publisher(port());
    int published = 0;
    const auto ended = [&] {
        return Metrics::scrape(adminPort()).ended("slow-consumer") - before.ended("slow-consumer");
    };
    for (; published < 5000; ++published) {
        const QByteArray data = QByteArray::number(published) + QByteArray(4000, 's');
        QCOMPARE(publisher.publish(channel, data).status, 202);
        QCOMPARE(reader.nextData(1), QList<QByteArray>{data});
        if (published % 20 == 0 && ended() == 1)
            break;
    }
    QVERIFY(eventually([&] { return ended() == 1; }));
    // Bounded by the kernel's two buffers and the high-water mark, not by megabytes.
    QVERIFY2(published < 400, QByteArray::number(published).constData());
    QCOMPARE(publisher.publish(channel, "after").subscribers, 1);
    QCOMPARE(reader.nextData(1), QList<QByteArray>{"after"});
    QCOMPARE(bystander.complaint(), QString());
}

void tst_hostile_readers::manyStalledReadersCostNoMemory()
{
    SluicedProcess::Options options;
    // No end as slow consumer or by stall: they stay for the whole test.
    options.settings << QStringLiteral("backpressure.high_water_mark=64MiB")
                     << QStringLiteral("timeouts.write_stall=10min") << QStringLiteral("history.bytes=1MiB")
                     << QStringLiteral("history.count=100");
    SluicedProcess own(options);
    START_ENGINE(own);
    Bystander bystander(own.publicPort());
    StreamClient reader(own.publicPort(), "/stream/big");
    Publisher publisher(own.publicPort());
    const auto round = [&](int count) {
        for (int index = 0; index < count; ++index) {
            const QByteArray data(4000, char('a' + index % 26));
            if (publisher.publish("big", data).status != 202 || reader.nextData(1) != QList<QByteArray>{data})
                return false;
        }
        return true;
    };
    QVERIFY(round(500)); // So that history and allocator are warm.
    const qint64 before = own.residentBytes();
    std::vector<std::unique_ptr<StreamClient>> stalled;
    for (int index = 0; index < 200; ++index) {
        stalled.push_back(std::make_unique<StreamClient>(own.publicPort(), "/stream/big", narrow()));
        QVERIFY(stalled.back()->isOpen());
    }
    QVERIFY(round(2500)); // 10 MB, and 200 readers that lack nearly all of it: 2 GB, were it queued for each.
                          // The log itself keeps them once.
    const qint64 growth = own.residentBytes() - before;
    QVERIFY2(growth < 32 * 1024 * 1024, QByteArray::number(growth).constData());
    QCOMPARE(bystander.complaint(), QString());
    const QString broken = brokenBalance(own.adminPort());
    QVERIFY2(broken.isEmpty(), qPrintable(broken));
}

void tst_hostile_readers::slowConsumerIsToldByACleanEnd()
{
    const QByteArray channel = freshChannel();
    const double before = Metrics::scrape(adminPort()).ended("slow-consumer");
    StreamClient stalled(port(), "/stream/" + channel, narrow());
    QVERIFY(stalled.isOpen());
    Publisher publisher(port());
    QVERIFY(eventually([&] {
        publisher.publish(channel, QByteArray(4000, 'c'));
        return Metrics::scrape(adminPort()).ended("slow-consumer") > before;
    }));
    // It reads again, in time: what the kernel had taken arrives, and the end is no reset.
    const StreamClient::Ending ending = stalled.waitForEnd();
    QVERIFY(ending != StreamClient::Ending::Open);
    QVERIFY(ending != StreamClient::Ending::Reset);
}

void tst_hostile_readers::slowConsumerResumes()
{
    const QByteArray channel = freshChannel();
    const double before = Metrics::scrape(adminPort()).ended("slow-consumer");
    QByteArray seen;
    int next = 0;
    int published = 0;
    Publisher publisher(port());
    const auto publishOne = [&] {
        return publisher.publish(channel, QByteArray::number(published++) + ' ' + QByteArray(4000, 'c'))
                   .status == 202;
    };
    {
        StreamClient stalled(port(), "/stream/" + channel, narrow());
        QVERIFY(!stalled.primedId().isEmpty());
        QVERIFY(eventually(
            [&] { return !publishOne() || Metrics::scrape(adminPort()).ended("slow-consumer") > before; }));
        while (const std::optional<SseEvent> event = stalled.next()) {
            QCOMPARE(event->data.left(event->data.indexOf(' ')).toInt(), next++);
            seen = event->id;
        }
        QVERIFY(next > 0);
    }
    QVERIFY(published > next);
    StreamClient resumed(port(), "/stream/" + channel, {seen, {}});
    QVERIFY(!resumed.head().has("Sluice-Gap"));
    for (; next < published; ++next) {
        const std::optional<SseEvent> event = resumed.next();
        QVERIFY(event.has_value());
        QCOMPARE(event->data.left(event->data.indexOf(' ')).toInt(), next);
    }
}

void tst_hostile_readers::slowButReadingIsNoSlowConsumer()
{
    // Bursts below the high-water mark, read to the end each time: never slow, whatever the total.
    const QByteArray channel = freshChannel();
    StreamClient client(port(), "/stream/" + channel, narrow());
    QVERIFY(client.isOpen());
    Publisher publisher(port());
    for (int burst = 0; burst < 30; ++burst) {
        for (int index = 0; index < 10; ++index)
            QCOMPARE(publisher.publish(channel, QByteArray(4000, 'b')).status, 202);
        QCOMPARE(client.nextData(10).size(), 10);
    }
}

void tst_hostile_readers::oneEventAboveTheHighWaterMarkArrives()
{
    // The entry under the cursor is neither counted nor cut.
    const QByteArray channel = freshChannel();
    StreamClient client(port(), "/stream/" + channel, narrow());
    QVERIFY(client.isOpen());
    const QByteArray data(900 * 1024, 'h');
    QCOMPARE(Publisher(port()).publish(channel, data).status, 202);
    QThread::msleep(300); // Long enough for the engine to find the socket full.
    QCOMPARE(client.nextData(1), QList<QByteArray>{data});
}

void tst_hostile_readers::sideFramesWaitForTheEndOfAnEntry()
{
    SluicedProcess::Options options;
    options.settings << QStringLiteral("timeouts.heartbeat=100ms") << QStringLiteral("drain.deadline=10min");
    SluicedProcess own(options);
    START_ENGINE(own);
    StreamClient client(own.publicPort(), "/stream/half", narrow());
    StreamClient several(own.publicPort(), "/stream?channel=half&channel=other", narrow());
    QVERIFY(!client.primedId().isEmpty() && !several.primedId().isEmpty());
    const QByteArray data = QByteArray(300 * 1024, 'h') + '\n' + QByteArray(300 * 1024, 'i');
    QCOMPARE(Publisher(own.publicPort()).publish("half", data).status, 202);
    QThread::msleep(700); // Half of the entry is sent, several heartbeats are due,
    own.signal(SIGTERM);  // and a farewell.
    QThread::msleep(200);
    for (StreamClient *stream : {&client, &several}) {
        QCOMPARE(stream->nextData(1), QList<QByteArray>{data});
        const std::optional<SseEvent> told = stream->next();
        QVERIFY(told.has_value());
        QCOMPARE(told->name, QByteArray("shutdown"));
        QCOMPARE(stream->waitForEnd(), StreamClient::Ending::Clean);
        QVERIFY(stream->reader().strangeLines().isEmpty());
    }
    QVERIFY(own.waitForEnd());
    QCOMPARE(own.exitCode(), 0);
}

QTEST_GUILESS_MAIN(tst_hostile_readers)
#include "tst_hostile_readers.moc"
