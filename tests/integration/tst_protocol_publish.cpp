// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Publishing and the event-stream half of protocol.md: what is published arrives, whole and only once, and
// nothing that could break a stream is accepted.

#include "support/EngineTest.h"

#include <QJsonDocument>
#include <QRegularExpression>

using namespace sluice::integration;

class tst_protocol_publish : public EngineTest
{
    Q_OBJECT

private Q_SLOTS:
    void dataArrives_data();
    void dataArrives();
    void dataIsWrittenOneLineEach_data();
    void dataIsWrittenOneLineEach();
    void invalidUtf8IsRefused_data();
    void invalidUtf8IsRefused();
    void injectionIsRefused_data();
    void injectionIsRefused();
    void eventNameArrives_data();
    void eventNameArrives();
    void retryArrives();
    void eventIsOneChunk_data();
    void eventIsOneChunk();
    void answerNamesIdAndSubscribers();
    void engineIdsAreShortAndSafe();
    void publisherIdIsUsed_data();
    void publisherIdIsUsed();
    void repeatedPublisherIdIsNotAppendedAgain();
    void jsonPassesUnchanged();
    void batchAnswersEachLine();
    void batchReportsABadLineAndDoesTheOthers();
    void batchLinesAreRefused_data();
    void aChannelInTheQueryIsRefused();
    void batchLinesAreRefused();
    void heartbeatIsAComment();
    void heartbeatOnlyWhenNothingElseCame();
    void largeEventsArrive();
};

namespace {

QList<QJsonObject> jsonLines(const QByteArray &text)
{
    QList<QJsonObject> objects;
    for (const QByteArray &line : text.split('\n')) {
        if (!line.trimmed().isEmpty())
            objects << jsonObject(line);
    }
    return objects;
}

} // namespace

void tst_protocol_publish::dataArrives_data()
{
    QTest::addColumn<QByteArray>("sent");
    QTest::addColumn<QByteArray>("received");
    const auto row = [](const char *name, const QByteArray &sent, const QByteArray &received) {
        QTest::newRow(name) << sent << received;
    };
    row("word", "hello", "hello");
    row("empty", "", "");
    row("leading space", " hello", " hello");
    row("leading spaces", "   hello", "   hello");
    row("trailing space", "hello ", "hello ");
    row("only a space", " ", " ");
    row("LF", "a\nb", "a\nb");
    row("CRLF", "a\r\nb", "a\nb");
    row("CR", "a\rb", "a\nb");
    row("CR CR LF", "a\r\r\nb", "a\n\nb");
    row("LF CR", "a\n\rb", "a\n\nb");
    row("trailing LF", "a\n", "a\n");
    row("trailing CRLF", "a\r\n", "a\n");
    row("trailing CR", "a\r", "a\n");
    row("two trailing LF", "a\n\n", "a\n\n");
    row("only LF", "\n", "\n");
    row("leading LF", "\na", "\na");
    row("space after LF", "a\n b", "a\n b");
    row("looks like fields", "x\nid: 7\nevent: evil\n\ndata: y", "x\nid: 7\nevent: evil\n\ndata: y");
    row("colon first", ":not a comment", ":not a comment");
    row("looks like a chunk", "0\r\n\r\n", "0\n\n");
    row("UTF-8", "gr\xC3\xBC\xC3\x9F \xE2\x82\xAC \xF0\x9F\x8C\x8A",
        "gr\xC3\xBC\xC3\x9F \xE2\x82\xAC \xF0\x9F\x8C\x8A");
    row("BOM is data", "\xEF\xBB\xBFx", "\xEF\xBB\xBFx");
    row("NUL is data", QByteArray("a\0b", 3), QByteArray("a\0b", 3));
    row("line separators of Unicode are data",
        "a\xE2\x80\xA8"
        "b\xC2\x85"
        "c",
        "a\xE2\x80\xA8"
        "b\xC2\x85"
        "c");
    row("highest code point", "\xF4\x8F\xBF\xBF", "\xF4\x8F\xBF\xBF");
    row("many lines", QByteArray("line\n").repeated(2000), QByteArray("line\n").repeated(2000));
}

void tst_protocol_publish::dataArrives()
{
    QFETCH(QByteArray, sent);
    QFETCH(QByteArray, received);
    const QByteArray channel = freshChannel();
    StreamClient client(port(), "/stream/" + channel);
    Publisher publisher(port());
    const Published published = publisher.publish(channel, sent);
    QCOMPARE(published.status, 202);
    const std::optional<SseEvent> event = client.next();
    QVERIFY(event.has_value());
    QCOMPARE(event->data, received);
    QCOMPARE(event->name, QByteArray("message"));
    QCOMPARE(event->id, published.id);
    // And as one event: the next is the next.
    QCOMPARE(publisher.publish(channel, "next").status, 202);
    QCOMPARE(client.nextData(1), QList<QByteArray>{"next"});
    QVERIFY2(client.reader().strangeLines().isEmpty(), client.body().constData());
}

void tst_protocol_publish::dataIsWrittenOneLineEach_data()
{
    QTest::addColumn<QByteArray>("sent");
    QTest::addColumn<QByteArray>("lines");
    QTest::newRow("LF") << QByteArray("a\nb") << QByteArray("data: a\ndata: b\n");
    QTest::newRow("CRLF") << QByteArray("a\r\nb") << QByteArray("data: a\ndata: b\n");
    QTest::newRow("CR") << QByteArray("a\rb") << QByteArray("data: a\ndata: b\n");
    QTest::newRow("trailing LF") << QByteArray("a\n") << QByteArray("data: a\ndata: \n");
    QTest::newRow("leading space") << QByteArray(" a") << QByteArray("data:  a\n");
}

void tst_protocol_publish::dataIsWrittenOneLineEach()
{
    QFETCH(QByteArray, sent);
    QFETCH(QByteArray, lines);
    const QByteArray channel = freshChannel();
    StreamClient client(port(), "/stream/" + channel);
    QCOMPARE(Publisher(port()).publish(channel, sent).status, 202);
    QVERIFY(client.next().has_value());
    QVERIFY2(client.body().contains('\n' + lines), client.body().constData());
    QVERIFY2(!client.body().contains('\r'), client.body().constData());
}

void tst_protocol_publish::invalidUtf8IsRefused_data()
{
    QTest::addColumn<QByteArray>("body");
    const auto row = [](const char *name, const QByteArray &body) { QTest::newRow(name) << body; };
    row("lone byte", "a\xFF"
                     "b");
    row("lone continuation", "\x80");
    row("cut two-byte", "a\xC3");
    row("cut three-byte", "\xE2\x82");
    row("cut four-byte", "\xF0\x9F\x8C");
    row("overlong NUL", "\xC0\x80");
    row("overlong slash", "\xE0\x80\xAF");
    row("surrogate", "\xED\xA0\x80");
    row("above U+10FFFF", "\xF4\x90\x80\x80");
    row("latin-1", "gr\xFC\xDF");
    row("behind 64 KiB", QByteArray(65536, 'a') + '\xFE');
}

void tst_protocol_publish::invalidUtf8IsRefused()
{
    QFETCH(QByteArray, body);
    const QByteArray channel = freshChannel();
    StreamClient client(port(), "/stream/" + channel);
    Publisher publisher(port());
    const Published refused = publisher.publish(channel, body);
    QCOMPARE(refused.status, 400);
    QVERIFY(!refused.reply.body.isEmpty()); // Says what is wrong.
    QCOMPARE(publisher.publish(channel, "sentinel").status, 202);
    QCOMPARE(client.nextData(1), QList<QByteArray>{"sentinel"});
}

void tst_protocol_publish::injectionIsRefused_data()
{
    QTest::addColumn<QByteArray>("query");
    for (const char *query : {"event=a%00b",
                              "event=a%0Ab",
                              "event=a%0Db",
                              "event=a%0D%0Adata:%20evil",
                              "event=%0A",
                              "event=%FF",
                              "id=a%00b",
                              "id=a%0Ab",
                              "id=a%0Db",
                              "id=a%0Aevent:%20evil",
                              "id=%FF",
                              "id=a.b",
                              "id=a%20b",
                              "id=a%2Fb",
                              "id=%C3%BC",
                              "id=",
                              "retry=abc",
                              "retry=-1",
                              "retry=1.5",
                              "retry=1%0A2",
                              "retry=99999999999999999999",
                              "retry=%201",
                              "retry=0x10",
                              "retry=%D9%A1"})
        QTest::newRow(query) << QByteArray(query);
    QTest::newRow("id of 65") << QByteArray("id=") + QByteArray(65, 'a');
}

void tst_protocol_publish::injectionIsRefused()
{
    QFETCH(QByteArray, query);
    const QByteArray channel = freshChannel();
    StreamClient client(port(), "/stream/" + channel);
    Publisher publisher(port());
    QCOMPARE(publisher.publish(channel, "evil", query).status, 400);
    QCOMPARE(publisher.publish(channel, "sentinel").status, 202);
    QCOMPARE(client.nextData(1), QList<QByteArray>{"sentinel"});
}

void tst_protocol_publish::eventNameArrives_data()
{
    QTest::addColumn<QByteArray>("query");
    QTest::addColumn<QByteArray>("name");
    QTest::newRow("none") << QByteArray() << QByteArray("message");
    QTest::newRow("word") << QByteArray("event=tick") << QByteArray("tick");
    QTest::newRow("colon") << QByteArray("event=a:b") << QByteArray("a:b");
    QTest::newRow("leading space") << QByteArray("event=%20tick") << QByteArray(" tick");
    QTest::newRow("UTF-8") << QByteArray("event=%C3%BCber")
                           << QByteArray("\xC3\xBC"
                                         "ber");
    QTest::newRow("percent") << QByteArray("event=100%25") << QByteArray("100%");
}

void tst_protocol_publish::eventNameArrives()
{
    QFETCH(QByteArray, query);
    QFETCH(QByteArray, name);
    const QByteArray channel = freshChannel();
    StreamClient client(port(), "/stream/" + channel);
    QCOMPARE(Publisher(port()).publish(channel, "", query).status, 202); // Even without data it must be seen.
    const std::optional<SseEvent> event = client.next();
    QVERIFY(event.has_value());
    QCOMPARE(event->name, name);
    QCOMPARE(event->data, QByteArray());
}

void tst_protocol_publish::retryArrives()
{
    const QByteArray channel = freshChannel();
    StreamClient client(port(), "/stream/" + channel);
    QCOMPARE(Publisher(port()).publish(channel, "x", "retry=4321").status, 202);
    QVERIFY(client.next().has_value());
    QCOMPARE(client.reader().retry(), qint64(4321));
    QVERIFY2(client.body().contains("retry: 4321\n"), client.body().constData());
}

void tst_protocol_publish::eventIsOneChunk_data()
{
    QTest::addColumn<QByteArray>("target");
    QTest::newRow("one channel") << QByteArray("/stream/chunks");
    QTest::newRow("several channels") << QByteArray("/stream?channel=chunks&channel=other");
}

/** HTTP libraries hand out chunk after chunk: an event and its id must not come in halves. */
void tst_protocol_publish::eventIsOneChunk()
{
    QFETCH(QByteArray, target);
    RawSocket socket(port());
    QVERIFY(socket.send(request("GET", target)));
    QCOMPARE(readHead(socket).status, 200);
    const auto nextChunk = [&socket] {
        if (!socket.fillUntil("\r\n"))
            return QByteArray();
        const QByteArray size = socket.take(socket.buffer().indexOf("\r\n") + 2).chopped(2);
        const qsizetype bytes = size.toLongLong(nullptr, 16);
        return socket.fillTo(bytes + 2) ? socket.take(bytes + 2).chopped(2) : QByteArray();
    };
    QVERIFY2(nextChunk().startsWith("retry: "), "the first is the cursor's");
    Publisher publisher(port());
    for (const qsizetype size : {0, 1, 9, 10, 300, 5000, 200'000}) {
        const QByteArray data(size, 'd');
        QCOMPARE(publisher.publish("chunks", data, "event=e&retry=500").status, 202);
        const QByteArray chunk = nextChunk();
        QVERIFY2(chunk.startsWith("event: e\nretry: 500\ndata: " + data + "\nid: "),
                 chunk.left(100).constData());
        QVERIFY2(chunk.endsWith("\n\n") && chunk.count("\n\n") == 1, chunk.right(100).constData());
    }
    // Also of many at once.
    QByteArray lines;
    for (int index = 0; index < 50; ++index)
        lines += "{\"data\":" + QByteArray::number(index) + "}\n";
    QCOMPARE(publisher.publishLines("chunks", lines).status, 202);
    for (int index = 0; index < 50; ++index) {
        const QByteArray chunk = nextChunk();
        QVERIFY2(chunk.startsWith("data: " + QByteArray::number(index) + "\nid: ") &&
                     chunk.count("\n\n") == 1,
                 chunk.constData());
    }
}

void tst_protocol_publish::answerNamesIdAndSubscribers()
{
    const QByteArray channel = freshChannel();
    Publisher publisher(port());
    const Published alone = publisher.publish(channel, "x");
    QCOMPARE(alone.status, 202);
    QVERIFY2(alone.reply.field("Content-Type").startsWith("application/json"),
             alone.reply.field("Content-Type").constData());
    QVERIFY(!alone.id.isEmpty());
    QCOMPARE(alone.subscribers, 0);
    QVERIFY(!alone.duplicate);
    StreamClient first(port(), "/stream/" + channel);
    StreamClient second(port(), "/stream?channel=" + channel + "&channel=other");
    StreamClient elsewhere(port(), "/stream/" + freshChannel());
    QVERIFY(first.isOpen() && second.isOpen() && elsewhere.isOpen());
    const Published seen = publisher.publish(channel, "y");
    QCOMPARE(seen.subscribers, 2);
    QVERIFY(seen.id != alone.id);
}

void tst_protocol_publish::engineIdsAreShortAndSafe()
{
    static const QRegularExpression safe(QStringLiteral("^[A-Za-z0-9-]+$"));
    const QByteArray channel = freshChannel();
    Publisher publisher(port());
    QSet<QByteArray> seen;
    for (int index = 0; index < 100; ++index) {
        const QByteArray id = publisher.publish(channel, "x").id;
        QVERIFY2(safe.match(QString::fromUtf8(id)).hasMatch(), id.constData());
        QVERIFY2(id.size() <= 40,
                 id.constData()); // CORS-safe is at most 128 bytes, of up to eight ids joined.
        seen << id;
    }
    QCOMPARE(seen.size(), 100);
}

void tst_protocol_publish::publisherIdIsUsed_data()
{
    QTest::addColumn<QByteArray>("id");
    QTest::newRow("number") << QByteArray("7");
    QTest::newRow("word") << QByteArray("order-17");
    QTest::newRow("all kinds") << QByteArray("a:B_c-9");
    QTest::newRow("64 letters") << QByteArray(64, 'q');
}

void tst_protocol_publish::publisherIdIsUsed()
{
    QFETCH(QByteArray, id);
    const QByteArray channel = freshChannel();
    StreamClient client(port(), "/stream/" + channel);
    QCOMPARE(Publisher(port()).publish(channel, "x", "id=" + id).id, id);
    const std::optional<SseEvent> event = client.next();
    QVERIFY(event.has_value());
    QCOMPARE(event->id, id);
}

void tst_protocol_publish::repeatedPublisherIdIsNotAppendedAgain()
{
    const QByteArray channel = freshChannel();
    StreamClient client(port(), "/stream/" + channel);
    Publisher publisher(port());
    const Published first = publisher.publish(channel, "first", "id=same");
    QCOMPARE(first.status, 202);
    QVERIFY(!first.duplicate);
    QCOMPARE(publisher.publish(channel, "between").status, 202);
    const Published again = publisher.publish(channel, "again", "id=same");
    QCOMPARE(again.status, 202);
    QVERIFY(again.duplicate);
    QCOMPARE(again.id, QByteArray("same"));
    QCOMPARE(publisher.publish(channel, "last").status, 202);
    QCOMPARE(client.nextData(3), (QList<QByteArray>{"first", "between", "last"}));
    // Another channel knows nothing of it.
    QVERIFY(!publisher.publish(freshChannel(), "x", "id=same").duplicate);
}

void tst_protocol_publish::jsonPassesUnchanged()
{
    const QByteArray channel = freshChannel();
    StreamClient client(port(), "/stream/" + channel);
    const QByteArray json = "{ \"b\" : 1.50,\"a\":[ ],\t\"u\":\"\\u00fc\" }";
    QCOMPARE(
        exchange(port(), request("POST", "/publish/" + channel, {"Content-Type: application/json"}, json))
            .status,
        202);
    QCOMPARE(client.nextData(1), QList<QByteArray>{json});
}

void tst_protocol_publish::batchAnswersEachLine()
{
    const QByteArray one = freshChannel();
    const QByteArray two = freshChannel();
    StreamClient first(port(), "/stream/" + one);
    StreamClient second(port(), "/stream/" + two);
    const HttpReply reply = Publisher(port()).publishLines(
        one, "{\"channel\":\"" + one + "\",\"data\":\"a\\nb\",\"event\":\"tick\"}\n" + "{\"channel\":\"" +
                 two + "\",\"data\":\"c\",\"id\":\"own-1\"}\r\n" + "{\"channel\":\"" + one +
                 "\",\"data\":\"d\"}"); // The last line needs no end.
    QCOMPARE(reply.status, 202);
    const QList<QJsonObject> results = jsonLines(reply.body);
    QVERIFY2(results.size() == 3, reply.body.constData());
    for (const QJsonObject &result : results) {
        QVERIFY2(!result.value(QStringLiteral("id")).toString().isEmpty(), reply.body.constData());
        QCOMPARE(result.value(QStringLiteral("subscribers")).toInt(-1), 1);
    }
    QCOMPARE(results[1].value(QStringLiteral("id")).toString(), QStringLiteral("own-1"));
    const std::optional<SseEvent> named = first.next();
    QVERIFY(named.has_value());
    QCOMPARE(named->name, QByteArray("tick"));
    QCOMPARE(named->data, QByteArray("a\nb"));
    QCOMPARE(first.nextData(1), QList<QByteArray>{"d"});
    const std::optional<SseEvent> own = second.next();
    QVERIFY(own.has_value());
    QCOMPARE(own->data, QByteArray("c"));
    QCOMPARE(own->id, QByteArray("own-1"));
}

void tst_protocol_publish::batchReportsABadLineAndDoesTheOthers()
{
    const QByteArray channel = freshChannel();
    StreamClient client(port(), "/stream/" + channel);
    const QByteArray good = "{\"channel\":\"" + channel + "\",\"data\":\"good\"}\n";
    const HttpReply reply = Publisher(port()).publishLines(
        channel, good + "{\"channel\":\"..\",\"data\":\"bad\"}\n" + good + "{not json\n" + good);
    QVERIFY2(reply.status >= 200 && reply.status < 300, QByteArray::number(reply.status).constData());
    const QList<QJsonObject> results = jsonLines(reply.body);
    QVERIFY2(results.size() == 5, reply.body.constData());
    for (const int index : {0, 2, 4})
        QVERIFY2(results[index].contains(QStringLiteral("id")), reply.body.constData());
    for (const int index : {1, 3}) {
        QVERIFY2(results[index].contains(QStringLiteral("error")), reply.body.constData());
        QVERIFY2(!results[index].contains(QStringLiteral("id")), reply.body.constData());
    }
    QCOMPARE(client.nextData(3), (QList<QByteArray>{"good", "good", "good"}));
}

void tst_protocol_publish::batchLinesAreRefused_data()
{
    QTest::addColumn<QByteArray>("line");
    const auto row = [](const char *name, const QByteArray &line) { QTest::newRow(name) << line; };
    row("array", "[1]");
    row("word", "hello");
    row("NUL in the event", R"({"channel":"x","data":"a","event":"a\u0000b"})");
    row("LF in the event", R"({"channel":"x","data":"a","event":"a\nb"})");
    row("CR in the id", R"({"channel":"x","data":"a","id":"a\rb"})");
    row("dot in the id", R"({"channel":"x","data":"a","id":"a.b"})");
    row("slash in the channel", R"({"channel":"a/b","data":"a"})");
    row("channel is a number", R"({"channel":7,"data":"a"})");
    row("long channel", R"({"channel":")" + QByteArray(300, 'c') + R"(","data":"a"})");
    row("event is a number", R"({"channel":"x","data":"a","event":7})");
    row("invalid UTF-8", "{\"channel\":\"x\",\"data\":\"\xFF\"}");
}

/** It would have gone to the default channel. */
void tst_protocol_publish::aChannelInTheQueryIsRefused()
{
    const auto publish = [this](const char *target) {
        return exchange(port(), request("POST", target, {}, "x"));
    };
    for (const char *target :
         {"/publish?channel=orders", "/publish/orders?channel=orders", "/publish?channel="}) {
        const HttpReply reply = publish(target);
        QCOMPARE(reply.status, 400);
        QVERIFY2(reply.body.contains("/publish/NAME"), reply.body.constData());
    }
    QCOMPARE(publish("/publish").status, 202);
}

void tst_protocol_publish::batchLinesAreRefused()
{
    QFETCH(QByteArray, line);
    const double before = Metrics::scrape(adminPort()).sum("sluice_published_total");
    const HttpReply reply = Publisher(port()).publishLines("x", line + '\n');
    const QList<QJsonObject> results = jsonLines(reply.body);
    // One result that says so; or, where the whole body is unreadable, one refusal.
    QVERIFY2(reply.status == 400 || (results.size() == 1 && results[0].contains(QStringLiteral("error"))),
             reply.body.constData());
    QVERIFY2(!reply.body.isEmpty(), reply.body.constData());
    QCOMPARE(Metrics::scrape(adminPort()).sum("sluice_published_total"), before);
}

void tst_protocol_publish::heartbeatIsAComment()
{
    SluicedProcess::Options options;
    options.settings << QStringLiteral("timeouts.heartbeat=200ms");
    SluicedProcess own(options);
    START_ENGINE(own);
    StreamClient chunked(own.publicPort(), "/stream/quiet");
    StreamClient::Options old;
    old.version = "HTTP/1.0";
    StreamClient bare(own.publicPort(), "/stream/quiet", old);
    for (StreamClient *client : {&chunked, &bare}) {
        QVERIFY(client->readUntil([&] { return client->reader().comments() >= 3; }));
        QVERIFY(!client->reader().hasEvent());
        QVERIFY(client->reader().strangeLines().isEmpty());
    }
    QCOMPARE(Publisher(own.publicPort()).publish("quiet", "x").status, 202);
    QCOMPARE(chunked.nextData(1), QList<QByteArray>{"x"});
    QCOMPARE(bare.nextData(1), QList<QByteArray>{"x"});
    QVERIFY(own.stop());
}

void tst_protocol_publish::heartbeatOnlyWhenNothingElseCame()
{
    SluicedProcess::Options options;
    options.settings << QStringLiteral("timeouts.heartbeat=1s");
    SluicedProcess own(options);
    START_ENGINE(own);
    StreamClient busy(own.publicPort(), "/stream/busy");
    QVERIFY(!busy.primedId().isEmpty());
    Publisher publisher(own.publicPort());
    const QDeadlineTimer end(3500);
    int comments = 0;
    while (!end.hasExpired()) {
        const QDeadlineTimer sinceLast(500);
        QCOMPARE(publisher.publish("busy", "x").status, 202);
        QVERIFY(busy.next().has_value());
        busy.readFor(std::chrono::milliseconds(50));
        // A pause of the machine may rightly be filled with a heartbeat.
        if (!sinceLast.hasExpired())
            QCOMPARE(busy.reader().comments(), comments);
        comments = busy.reader().comments();
    }
    QVERIFY(own.stop());
}

void tst_protocol_publish::largeEventsArrive()
{
    const QByteArray channel = freshChannel();
    StreamClient client(port(), "/stream/" + channel);
    Publisher publisher(port());
    for (const int size : {4095, 4096, 65535, 65536, 65537, 300000, 1024 * 1024}) {
        const QByteArray data(size, char('a' + size % 26));
        QCOMPARE(publisher.publish(channel, data).status, 202);
        QCOMPARE(client.nextData(1), QList<QByteArray>{data});
    }
}

QTEST_GUILESS_MAIN(tst_protocol_publish)
#include "tst_protocol_publish.moc"
