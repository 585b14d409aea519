// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Limits that are valid each and were wrong together, with default settings and real sockets: bursts of large
// events cut nobody who reads, whoever is cut and returns misses nothing in silence, and readers do not take
// what publishers need.

#include "support/AdminApi.h"
#include "support/EngineTest.h"

#include <QElapsedTimer>

#include <vector>

using namespace sluice::integration;

class tst_limits : public EngineTest
{
    Q_OBJECT

private Q_SLOTS:
    void burstsCutNobody_data();
    void burstsCutNobody();
    void theLargestEventIsResumedBehind();
    void emptyLinesLeaveHistoryAlone();
    void anIdThatCameAgainIsAGap();
    void readersLeaveChannelsToPublishers();
    void whoHoldsPublishersForTooLongEnds();
    void largeHeadsAreASetting();
};

namespace {

QByteArray numbered(int number, qsizetype size)
{
    return QByteArray::number(number) + ' ' + QByteArray(size, 'n');
}

int numberOf(const QByteArray &data)
{
    return data.left(data.indexOf(' ')).toInt();
}

} // namespace

void tst_limits::burstsCutNobody_data()
{
    QTest::addColumn<int>("events");
    QTest::addColumn<int>("size");
    QTest::addColumn<bool>("isBatch");
    QTest::newRow("two of 700 kB") << 2 << 700'000 << false;
    QTest::newRow("a batch of a thousand") << 1000 << 500 << true;
    QTest::newRow("a batch of nine") << 9 << 100'000 << true;
}

void tst_limits::burstsCutNobody()
{
    QFETCH(const int, events);
    QFETCH(const int, size);
    QFETCH(const bool, isBatch);
    const QByteArray channel = freshChannel();
    const Metrics before = Metrics::scrape(adminPort());
    std::vector<std::unique_ptr<StreamClient>> readers;
    for (int i = 0; i < 20; ++i) {
        readers.push_back(std::make_unique<StreamClient>(port(), "/stream/" + channel));
        QVERIFY(readers.back()->isOpen());
    }
    Publisher publisher(port());
    if (isBatch) {
        QByteArray lines;
        for (int n = 0; n < events; ++n)
            lines += "{\"data\":\"" + numbered(n, size) + "\"}\n";
        QCOMPARE(publisher.publishLines(channel, lines).status, 202);
    } else {
        for (int n = 0; n < events; ++n)
            QCOMPARE(publisher.publish(channel, numbered(n, size)).status, 202);
    }
    for (const auto &reader : readers)
        for (int n = 0; n < events; ++n) {
            const std::optional<SseEvent> event = reader->next();
            QVERIFY(event.has_value());
            QCOMPARE(event->name, QByteArray("message"));
            QCOMPARE(numberOf(event->data), n);
        }
    QCOMPARE(Metrics::scrape(adminPort()).ended("slow-consumer"), before.ended("slow-consumer"));
}

void tst_limits::theLargestEventIsResumedBehind()
{
    const QByteArray channel = freshChannel();
    Publisher publisher(port());
    const QByteArray first = publisher.publish(channel, "first").id;
    const QByteArray largest(1 << 20, 'l'); // exactly publish.max_body
    const Published published = publisher.publish(channel, largest);
    QCOMPARE(published.status, 202);
    QCOMPARE(publisher.publish(channel, "last").status, 202);
    StreamClient resumed(port(), "/stream/" + channel, {first, {}});
    QVERIFY(!resumed.head().has("Sluice-Gap"));
    QCOMPARE(resumed.nextData(2), (QList<QByteArray>{largest, "last"}));
    StreamClient behind(port(), "/stream/" + channel, {published.id, {}});
    QVERIFY(!behind.head().has("Sluice-Gap"));
    QCOMPARE(behind.nextData(1), QList<QByteArray>{"last"});
}

void tst_limits::emptyLinesLeaveHistoryAlone()
{
    const QByteArray channel = freshChannel();
    Publisher publisher(port());
    const QByteArray first = publisher.publish(channel, "first").id;
    QCOMPARE(publisher.publish(channel, "second").status, 202);
    QCOMPARE(publisher.publish(channel, QByteArray(100'000, '\n')).status, 202);
    // And of the largest body, seven bytes a line.
    QCOMPARE(publisher.publish(channel, QByteArray((1 << 20) - 16, '\n')).status, 202);
    StreamClient resumed(port(), "/stream/" + channel, {first, {}});
    const QList<QByteArray> lines = resumed.nextData(3);
    QCOMPARE(lines.size(), 3);
    if (!resumed.head().has("Sluice-Gap")) {
        QCOMPARE(lines[0], QByteArray("second"));
        QCOMPARE(lines[1].size(), 100'000);
        QCOMPARE(lines[2].size(), (1 << 20) - 16);
    } else {
        QFAIL("history was wiped");
    }
}

void tst_limits::anIdThatCameAgainIsAGap()
{
    SluicedProcess own(SluicedProcess::Options::with({QStringLiteral("history.count=3")}));
    START_ENGINE(own);
    Publisher publisher(own.publicPort());
    QCOMPARE(publisher.publish("ids", "old", "id=again").status, 202);
    for (int n = 0; n < 5; ++n)
        QCOMPARE(publisher.publish("ids", QByteArray::number(n)).status, 202);
    const Published second = publisher.publish("ids", "new", "id=again");
    QCOMPARE(second.status, 202);
    QVERIFY(!second.duplicate);
    QCOMPARE(publisher.publish("ids", "last").status, 202);
    StreamClient resumed(own.publicPort(), "/stream/ids", {"again", {}});
    QVERIFY(resumed.head().has("Sluice-Gap"));
    const std::optional<SseEvent> gap = resumed.next();
    QVERIFY(gap.has_value());
    QCOMPARE(gap->name, QByteArray("gap"));
    QCOMPARE(resumed.nextData(3), (QList<QByteArray>{"4", "new", "last"}));
}

void tst_limits::readersLeaveChannelsToPublishers()
{
    SluicedProcess own(SluicedProcess::Options::with({QStringLiteral("pool.max_channels=40")}));
    START_ENGINE(own);
    const double before = Metrics::scrape(own.adminPort()).sum("sluice_channels");
    std::vector<std::unique_ptr<StreamClient>> readers;
    const auto open = [&](int n) {
        QByteArray query;
        for (int i = 0; i < 5; ++i)
            query += (i == 0 ? "?channel=r" : "&channel=r") + QByteArray::number(5 * n + i);
        readers.push_back(std::make_unique<StreamClient>(own.publicPort(), "/stream" + query));
        return readers.back()->head().status;
    };
    for (int n = 0; n < 6; ++n)
        QCOMPARE(open(n), 200); // 30 of 40
    QCOMPARE(open(6), 503);
    Publisher publisher(own.publicPort());
    QCOMPARE(publisher.publish("news", "x").status, 202);
    readers.clear();
    QVERIFY(
        eventually([&] { return Metrics::scrape(own.adminPort()).sum("sluice_channels") <= before + 1; }));
    for (int n = 0; n < 6; ++n)
        QCOMPARE(open(100 + n), 200);
    for (int n = 0; n < 8; ++n)
        QCOMPARE(publisher.publish("n" + QByteArray::number(n), "x").status, 202);
    QVERIFY(Metrics::scrape(own.adminPort()).sum("sluice_refusals_total", "cause=\"channel-limit\"") > 0);
}

void tst_limits::whoHoldsPublishersForTooLongEnds()
{
    SluicedProcess own(SluicedProcess::Options::with(
        {QStringLiteral("backpressure.policy=pause"), QStringLiteral("backpressure.longest_pause=2s")}));
    START_ENGINE(own);
    StreamClient::Options narrow;
    narrow.receiveBuffer = 4096;
    StreamClient greedy(own.publicPort(), "/stream/held", narrow);
    StreamClient reader(own.publicPort(), "/stream/held");
    QVERIFY(greedy.isOpen() && reader.isOpen());
    Publisher publisher(own.publicPort());
    int number = 0;
    // It reads when it has held publishers for longer than they took to fill it, however slow this machine
    // is: each pause ends, and yet they are held most of the time.
    QElapsedTimer filling;
    QElapsedTimer held;
    qint64 fillTime = 0;
    bool isInOrder = true;
    filling.start();
    QVERIFY(eventually(
        [&] {
            if (publisher.publish("held", numbered(number, 4000)).status == 202) {
                isInOrder = isInOrder && numberOf(reader.nextData(1).value(0)) == number++;
                return false;
            }
            if (!held.isValid()) {
                fillTime = filling.elapsed();
                held.start();
            }
            QThread::msleep(5);
            if (held.hasExpired(std::max<qint64>(400, 2 * fillTime))) {
                for (int n = 0; n < 15; ++n)
                    greedy.next(std::chrono::milliseconds(50));
                held.invalidate();
                filling.restart();
            }
            return Metrics::scrape(own.adminPort()).ended("slow-consumer") == 1;
        },
        std::chrono::seconds(60)));
    QVERIFY(isInOrder);
    QVERIFY(eventually([&] { return publisher.publish("held", "on").status == 202; }));
    QCOMPARE(reader.nextData(1), QList<QByteArray>{"on"});
    QCOMPARE(Metrics::scrape(own.adminPort()).active(), 1.0);
}

/** Cookies of a whole site come with each request; and a page reads why it is refused. */
void tst_limits::largeHeadsAreASetting()
{
    const QByteArray origin = "Origin: http://localhost:3000";
    const auto asked = [&origin](qsizetype cookies) {
        return request("GET", "/stream/heads", {origin, "Cookie: a=" + QByteArray(cookies, 'c')});
    };
    const auto setTo = [this](const char *size) {
        return callApi(adminPort(), "PATCH", "settings",
                       {{QStringLiteral("listen.max_head"), QString::fromLatin1(size)}})
            .status;
    };
    const auto refusal = [&](const QByteArray &bytes) {
        RawSocket socket(port());
        return socket.send(bytes) ? readReply(socket) : HttpReply();
    };
    HttpReply reply = refusal(asked(20'000));
    QCOMPARE(reply.status, 431);
    QVERIFY2(reply.body.contains("16384 bytes (listen.max_head)"), reply.body.constData());
    QCOMPARE(reply.field("Access-Control-Allow-Origin"), QByteArray("http://localhost:3000"));
    reply = refusal(request("GET", "/stream/" + QByteArray(9'000, 'a'), {origin}));
    QCOMPARE(reply.status, 414);
    QVERIFY2(reply.body.contains("listen.max_head"), reply.body.constData());

    RawSocket idle(port()); // from before the change
    QVERIFY(idle.send(request("GET", "/healthz")));
    QCOMPARE(readReply(idle).status, 200);
    QCOMPARE(setTo("64KiB"), 200);
    QVERIFY(eventually([&] {
        RawSocket socket(port());
        return socket.send(asked(60'000)) && readHead(socket).status == 200;
    }));
    QVERIFY(idle.send(asked(60'000)));
    QCOMPARE(readHead(idle).status, 200);
    // Of many small ones as of one that is large; and of a target.
    RawSocket many(port());
    QVERIFY(many.send(request("GET", "/stream/heads", QList<QByteArray>(5'000, "Cookie: a=b"))));
    QCOMPARE(readHead(many).status, 200);
    QCOMPARE(refusal(request("GET", "/healthz?" + QByteArray(30'000, 'q'))).status, 200);
    QCOMPARE(refusal(asked(70'000)).status, 431);
    QCOMPARE(setTo("65KiB"), 422);
    QCOMPARE(setTo("2KiB"), 200);
    QVERIFY(eventually([&] { return refusal(asked(3'000)).status == 431; }));
    QCOMPARE(setTo("16KiB"), 200);
    QVERIFY(eventually([&] {
        RawSocket socket(port());
        return socket.send(asked(3'000)) && readHead(socket).status == 200;
    }));
}

QTEST_GUILESS_MAIN(tst_limits)
#include "tst_limits.moc"
