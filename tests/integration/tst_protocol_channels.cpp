// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Channel names, several channels on one stream, and what becomes of a channel that nobody uses.

#include "support/EngineTest.h"

using namespace sluice::integration;

class tst_protocol_channels : public EngineTest
{
    Q_OBJECT

public:
    tst_protocol_channels()
        : EngineTest(SluicedProcess::Options::with({QStringLiteral("pool.max_channels=500")}))
    {
    }

private Q_SLOTS:
    void nameIsJudgedOnItsRawBytes_data();
    void nameIsJudgedOnItsRawBytes();
    void pathWithFurtherSegmentsIsRefused();
    void encodedNameIsTheSameChannel();
    void noChannelMeansDefault();
    void severalChannelsArriveOnOneStream();
    void ninthChannelIsRefused();
    void joinedIdResumesInEveryChannel();
    void joinedIdIsMovedByEachEvent();
    void unknownChannelsAreLimited();
    void forgottenChannelNeverReusesAnId();
};

void tst_protocol_channels::nameIsJudgedOnItsRawBytes_data()
{
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<bool>("good");
    const auto row = [](const QByteArray &name, bool good) {
        QTest::newRow(name.size() > 40 ? QByteArray::number(name.size()) + " bytes" : name) << name << good;
    };
    row("a", true);
    row("A.b_c:d@e-f", true);
    row("a..b", true);
    row("a.", true);
    row("-", true);
    row("@:", true);
    row("%61%2D%7a", true);
    row(QByteArray(128, 'n'), true);
    row(QByteArray("%6E").repeated(128), true);
    row(QByteArray(129, 'n'), false);
    row(QByteArray(300, 'n'), false);
    row(".", false);
    row("..", false);
    row("%2e%2e", false);
    row("%2E", false);
    row(".hidden", false);
    row("a%00b", false);
    row("%00", false);
    row("a%2Fb", false);
    row("a%5Cb", false);
    row("a%20b", false);
    row("a+b", false);
    row("a%0Ab", false);
    row("a%0D%0Ab", false);
    row("%C3%BC", false);
    row("%FF", false);
    row("\xC3\xBC", false);
    row("a%", false);
    row("a%4", false);
    row("a%zz", false);
    row("a%23b", false);
    row("a#b", false);
    row("a%252Fb", false);
    row("a*b", false);
    row("a,b", false);
    row("a~b", false);
    row("a;b", false);
    row("<script>", false);
}

void tst_protocol_channels::nameIsJudgedOnItsRawBytes()
{
    QFETCH(QByteArray, name);
    QFETCH(bool, good);
    for (const QByteArray &target :
         {"/stream/" + name, "/stream?channel=" + name, "/stream?channel=first&channel=" + name,
          "/api/sse/" + name, "/api/sse?channel=" + name}) {
        RawSocket socket(port());
        QVERIFY(socket.send(request("GET", target)));
        const HttpReply head = readHead(socket);
        QVERIFY2(head.status == (good ? 200 : 400),
                 (target + ": " + QByteArray::number(head.status)).constData());
        const HttpReply same = exchange(port(), request("HEAD", target), BodyRule::None);
        QVERIFY2(same.status == head.status,
                 ("HEAD " + target + ": " + QByteArray::number(same.status)).constData());
    }
    const Published published = Publisher(port()).publish(name, "x");
    QCOMPARE(published.status, good ? 202 : 400);
}

void tst_protocol_channels::pathWithFurtherSegmentsIsRefused()
{
    for (const char *target :
         {"/stream/a/b", "/stream/../healthz", "/stream/a/../b", "/api/sse/a/b", "/stream//a/b"}) {
        const int status = statusOf(port(), target);
        QVERIFY2(status == 400 || status == 404,
                 (QByteArray(target) + ": " + QByteArray::number(status)).constData());
    }
    const int status = Publisher(port()).publish("a/b", "x").status;
    QVERIFY2(status == 400 || status == 404, QByteArray::number(status).constData());
}

void tst_protocol_channels::encodedNameIsTheSameChannel()
{
    StreamClient client(port(), "/stream/enc%6Fded%2Ename");
    QVERIFY(client.isOpen());
    QCOMPARE(Publisher(port()).publish("encoded.%6eame", "x").subscribers, 1);
    QCOMPARE(client.nextData(1), QList<QByteArray>{"x"});
}

void tst_protocol_channels::noChannelMeansDefault()
{
    StreamClient bare(port(), "/stream");
    StreamClient api(port(), "/api/sse");
    QVERIFY(bare.isOpen() && api.isOpen());
    QCOMPARE(Publisher(port()).publish("default", "x").subscribers, 2);
    QCOMPARE(bare.nextData(1), QList<QByteArray>{"x"});
    QCOMPARE(api.nextData(1), QList<QByteArray>{"x"});
}

void tst_protocol_channels::severalChannelsArriveOnOneStream()
{
    QList<QByteArray> channels;
    QByteArray target = "/stream?";
    for (int index = 0; index < 8; ++index) {
        channels << freshChannel();
        target += (index > 0 ? "&channel=" : "channel=") + channels.last();
    }
    StreamClient client(port(), target);
    QVERIFY(client.isOpen());
    QCOMPARE(client.primedId().split('.').size(), 8);
    Publisher publisher(port());
    for (int round = 0; round < 3; ++round) {
        for (const QByteArray &channel : channels) {
            QCOMPARE(publisher.publish(channel, "to " + channel, "event=e" + QByteArray::number(round))
                         .subscribers,
                     1);
            const std::optional<SseEvent> event = client.next();
            QVERIFY(event.has_value());
            QCOMPARE(event->data, "to " + channel);
            QCOMPARE(event->name, "e" + QByteArray::number(round));
            QCOMPARE(event->id.split('.').size(), 8);
        }
    }
    QVERIFY(client.reader().strangeLines().isEmpty());
}

void tst_protocol_channels::ninthChannelIsRefused()
{
    QByteArray target = "/stream?channel=a0";
    for (int index = 1; index < 9; ++index)
        target += "&channel=a" + QByteArray::number(index);
    QCOMPARE(statusOf(port(), target), 400);
}

void tst_protocol_channels::joinedIdResumesInEveryChannel()
{
    const QByteArray one = freshChannel();
    const QByteArray two = freshChannel();
    const QByteArray target = "/stream?channel=" + one + "&channel=" + two;
    Publisher publisher(port());
    QByteArray id;
    {
        StreamClient client(port(), target);
        QVERIFY(!client.primedId().isEmpty());
        QVERIFY(publisher.publishNumbered(one, 3, "one-"));
        QVERIFY(publisher.publishNumbered(two, 2, "two-"));
        QCOMPARE(client.nextData(5).size(), 5);
        id = client.lastEventId();
    }
    QVERIFY(publisher.publishNumbered(one, 4, "one-", 3));
    QVERIFY(publisher.publishNumbered(two, 3, "two-", 2));
    StreamClient resumed(port(), target, {id, {}});
    QVERIFY(!resumed.head().has("Sluice-Gap"));
    QList<QByteArray> got = resumed.nextData(7);
    std::sort(got.begin(), got.end());
    QCOMPARE(got, (QList<QByteArray>{"one-3", "one-4", "one-5", "one-6", "two-2", "two-3", "two-4"}));
    QCOMPARE(publisher.publish(one, "sentinel").status, 202);
    QCOMPARE(resumed.nextData(1), QList<QByteArray>{"sentinel"});
}

void tst_protocol_channels::joinedIdIsMovedByEachEvent()
{
    const QByteArray one = freshChannel();
    const QByteArray two = freshChannel();
    const QByteArray target = "/stream?channel=" + one + "&channel=" + two;
    Publisher publisher(port());
    StreamClient client(port(), target);
    QList<QByteArray> ids{client.primedId()};
    QList<QByteArray> sent;
    for (int index = 0; index < 12; ++index) {
        const QByteArray data = QByteArray::number(index);
        QCOMPARE(publisher.publish(index % 3 == 0 ? two : one, data).status, 202);
        const std::optional<SseEvent> event = client.next();
        QVERIFY(event.has_value());
        ids << event->id;
        sent << data;
    }
    for (qsizetype seen = 0; seen < ids.size(); ++seen) {
        StreamClient resumed(port(), target, {ids[seen], {}});
        QVERIFY(!resumed.head().has("Sluice-Gap"));
        QList<QByteArray> got = resumed.nextData(sent.size() - seen);
        std::sort(got.begin(), got.end(),
                  [](const QByteArray &a, const QByteArray &b) { return a.toInt() < b.toInt(); });
        QCOMPARE(got, sent.mid(seen));
    }
}

void tst_protocol_channels::unknownChannelsAreLimited()
{
    SluicedProcess::Options options;
    options.settings << QStringLiteral("pool.max_channels=3");
    SluicedProcess own(options);
    START_ENGINE(own);
    StreamClient first(own.publicPort(), "/stream?channel=a&channel=b&channel=c");
    QVERIFY(first.isOpen());
    const HttpReply refusal = get(own.publicPort(), "/stream/d");
    QCOMPARE(refusal.status, 503);
    QVERIFY(refusal.field("Retry-After").toInt() >= 1);
    QCOMPARE(Publisher(own.publicPort()).publish("e", "x").status, 503);
    QCOMPARE(Publisher(own.publicPort()).publish("a", "x").status, 202); // Known ones go on.
    QCOMPARE(first.nextData(1), QList<QByteArray>{"x"});
    QCOMPARE(Metrics::scrape(own.adminPort()).sum("sluice_channels"), 3.0);
    QVERIFY(own.stop());
}

void tst_protocol_channels::forgottenChannelNeverReusesAnId()
{
    SluicedProcess::Options options;
    options.settings << QStringLiteral("pool.channel_idle=1s") << QStringLiteral("history.age=1s");
    SluicedProcess own(options);
    START_ENGINE(own);
    Publisher publisher(own.publicPort());
    const QByteArray first = publisher.publish("once", "x").id;
    QVERIFY(!first.isEmpty());
    QVERIFY(eventually([&own] { return Metrics::scrape(own.adminPort()).sum("sluice_channels") == 0; }));
    const QByteArray second = publisher.publish("once", "y").id;
    QVERIFY(!second.isEmpty());
    QVERIFY2(first != second, first.constData());
    StreamClient resumed(own.publicPort(), "/stream/once", {first, {}});
    QVERIFY(resumed.isOpen());
    QVERIFY(resumed.head().has("Sluice-Gap"));
    const std::optional<SseEvent> gap = resumed.next();
    QVERIFY(gap.has_value());
    QCOMPARE(gap->name, QByteArray("gap"));
    QVERIFY(own.stop());
}

QTEST_GUILESS_MAIN(tst_protocol_channels)
#include "tst_protocol_channels.moc"
