// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What a stream carries beside events: its first id, its retry time and heartbeats. Nothing of it is an
// event, not even an empty one for a decoder that takes each blank line for the end of one; and whoever is
// cut before its first event finds where it was.

#include "support/AdminApi.h"
#include "support/EngineTest.h"

#include <QJsonObject>
#include <QRegularExpression>

using namespace sluice::integration;

namespace {

const QList<QByteArray> eventSource{
    "User-Agent: Mozilla/5.0 (X11; Linux x86_64) Chrome/156.0.0.0 Safari/537.36", "Accept: text/event-stream",
    "Cache-Control: no-cache"};
const QList<QByteArray> script{"User-Agent: Mozilla/5.0 (X11; Linux x86_64) Chrome/156.0.0.0 Safari/537.36",
                               "accept: text/event-stream"};

/** The first chunk of a stream's body, without its framing. */
QByteArray firstChunk(RawSocket &socket)
{
    if (!socket.fillUntil("\r\n"))
        return {};
    const QByteArray size = socket.take(socket.buffer().indexOf("\r\n") + 2).chopped(2);
    const qsizetype bytes = size.toLongLong(nullptr, 16);
    return socket.fillTo(bytes + 2) ? socket.take(bytes + 2).chopped(2) : QByteArray();
}

/** The first chunk of the answer to GET @p target. */
QByteArray firstChunkOf(quint16 port, const QByteArray &target, const QList<QByteArray> &fields)
{
    RawSocket socket(port);
    if (!socket.send(request("GET", target, fields)) || readHead(socket).status != 200)
        return {};
    return firstChunk(socket);
}

SluicedProcess::Options withHeartbeats()
{
    SluicedProcess::Options options;
    options.settings << QStringLiteral("timeouts.heartbeat=100ms") << QStringLiteral("streams.retry=700ms");
    return options;
}

/** Changes a setting of the running engine. */
bool change(quint16 adminPort, const QString &key, const QString &value)
{
    return callApi(adminPort, "PATCH", "settings", QJsonObject{{key, value}}).status == 200;
}

} // namespace

class tst_protocol_first_id : public EngineTest
{
    Q_OBJECT

public:
    tst_protocol_first_id()
        : EngineTest(withHeartbeats())
    {
    }

private Q_SLOTS:
    void askers_data();
    void askers();
    void settingDecidesForAll();
    void unknownWordIsRefused_data();
    void unknownWordIsRefused();
    void nothingButEventsHasABlankLine_data();
    void nothingButEventsHasABlankLine();
    void headNamesWhereTheStreamBegins_data();
    void headNamesWhereTheStreamBegins();
    void gapCarriesTheId();
    void eachStreamSetsItsRetry();
    void adminEventsToo();
};

void tst_protocol_first_id::askers_data()
{
    QTest::addColumn<QByteArray>("target");
    QTest::addColumn<QList<QByteArray>>("fields");
    QTest::addColumn<bool>("isBlock");
    QTest::newRow("EventSource") << QByteArray("/stream/a") << eventSource << true;
    QTest::newRow("script") << QByteArray("/stream/a") << script << false;
    QTest::newRow("nobody known") << QByteArray("/stream/a") << QList<QByteArray>() << false;
    QTest::newRow("EventSource, with-event")
        << QByteArray("/stream/a?first_id=with-event") << eventSource << false;
    QTest::newRow("script, block") << QByteArray("/stream/a?first_id=block") << script << true;
    QTest::newRow("script, auto") << QByteArray("/stream/a?first_id=auto") << script << false;
    QTest::newRow("several channels") << QByteArray("/stream?channel=a&channel=b") << eventSource << true;
    QTest::newRow("several channels, script") << QByteArray("/stream?channel=a&channel=b") << script << false;
}

void tst_protocol_first_id::askers()
{
    QFETCH(QByteArray, target);
    QFETCH(QList<QByteArray>, fields);
    QFETCH(bool, isBlock);
    const QString first = QString::fromLatin1(firstChunkOf(port(), target, fields));
    static const QRegularExpression lines(QStringLiteral("^retry: ([0-9]+)\nid: [A-Za-z0-9.-]+\n(\n?)$"));
    const QRegularExpressionMatch match = lines.match(first);
    QVERIFY2(match.hasMatch(), qPrintable(first));
    QCOMPARE(!match.captured(2).isEmpty(), isBlock);
    const int retry = match.captured(1).toInt();
    QVERIFY2(retry >= 700 && retry <= 1400, qPrintable(first));
}

void tst_protocol_first_id::settingDecidesForAll()
{
    for (const auto &[word, isBlock] : {std::pair("block", true), std::pair("with-event", false)}) {
        QVERIFY(change(adminPort(), QStringLiteral("streams.first_id"), QString::fromLatin1(word)));
        for (const QList<QByteArray> &fields : {eventSource, script})
            QVERIFY(eventually([&, block = isBlock] { // a worker takes it over in its own time
                return firstChunkOf(port(), "/stream/a", fields).endsWith("\n\n") == block;
            }));
        QVERIFY(firstChunkOf(port(), "/stream/a?first_id=block", script).endsWith("\n\n"));
    }
    QVERIFY(change(adminPort(), QStringLiteral("streams.first_id"), QStringLiteral("auto")));
}

void tst_protocol_first_id::unknownWordIsRefused_data()
{
    QTest::addColumn<QByteArray>("method");
    QTest::newRow("GET") << QByteArray("GET");
    QTest::newRow("HEAD") << QByteArray("HEAD");
}

void tst_protocol_first_id::unknownWordIsRefused()
{
    QFETCH(QByteArray, method);
    const HttpReply reply = exchange(port(), request(method, "/stream/a?first_id=never"),
                                     method == "HEAD" ? BodyRule::None : BodyRule::AsFramed);
    QCOMPARE(reply.status, 400);
    if (method == "GET")
        QVERIFY2(reply.body.contains("first_id is 'never', not one of auto, block, with-event"),
                 reply.body.constData());
}

void tst_protocol_first_id::nothingButEventsHasABlankLine_data()
{
    QTest::addColumn<QByteArray>("version");
    QTest::newRow("HTTP/1.1") << QByteArray("HTTP/1.1");
    QTest::newRow("HTTP/1.0") << QByteArray("HTTP/1.0");
}

/** As many blank lines as events: that is what decoders that know no better count. */
void tst_protocol_first_id::nothingButEventsHasABlankLine()
{
    QFETCH(QByteArray, version);
    const QByteArray channel = freshChannel();
    StreamClient::Options options;
    options.fields = {"User-Agent: Go-http-client/1.1"};
    options.version = version;
    StreamClient client(port(), "/stream/" + channel, options);
    const auto heartbeats = [&client](int more) {
        const int before = client.reader().comments();
        return client.readUntil([&] { return client.reader().comments() >= before + more; });
    };
    QVERIFY(heartbeats(3));
    QVERIFY2(!client.body().contains("\n\n"), client.body().constData());
    QVERIFY2(client.body().endsWith("\n:\n:\n:\n"), client.body().constData());
    Publisher publisher(port());
    for (int event = 1; event <= 3; ++event) {
        QCOMPARE(publisher.publish(channel, "x").status, 202);
        QCOMPARE(client.nextData(1), QList<QByteArray>{"x"});
        QVERIFY(heartbeats(2));
        QCOMPARE(client.body().count("\n\n"), qsizetype(event));
    }
    QVERIFY(client.reader().strangeLines().isEmpty());
}

void tst_protocol_first_id::headNamesWhereTheStreamBegins_data()
{
    QTest::addColumn<QByteArray>("query");
    QTest::addColumn<QByteArray>("how");
    for (const char *how : {"block", "with-event"}) {
        QTest::addRow("one channel, %s", how) << QByteArray("channel=%1") << QByteArray(how);
        QTest::addRow("two channels, %s", how) << QByteArray("channel=%1&channel=%1-b") << QByteArray(how);
    }
}

/** Whoever is cut before its first event and can read the head, or a lone id, misses nothing. */
void tst_protocol_first_id::headNamesWhereTheStreamBegins()
{
    QFETCH(QByteArray, query);
    QFETCH(QByteArray, how);
    const QByteArray channel = freshChannel();
    query.replace("%1", channel);
    const QByteArray target = "/stream?" + query;
    Publisher publisher(port());
    QVERIFY(publisher.publishNumbered(channel, 2, "before-"));
    QByteArray id;
    {
        StreamClient client(port(), target + "&first_id=" + how);
        id = client.head().field("Sluice-First-Id");
        QVERIFY(client.readUntil([&] { return client.body().contains("id: " + id + '\n'); }));
        QVERIFY(!client.reader().hasEvent());
        QCOMPARE(client.lastEventId(), how == "block" ? id : QByteArray());
    }
    QVERIFY(publisher.publishNumbered(channel, 3));
    StreamClient resumed(port(), target, {id, {}});
    QVERIFY(!resumed.head().has("Sluice-Gap"));
    QCOMPARE(resumed.nextData(3), (QList<QByteArray>{"0", "1", "2"}));
}

void tst_protocol_first_id::gapCarriesTheId()
{
    const QByteArray channel = freshChannel();
    StreamClient::Options options;
    options.fields = {"User-Agent: Go-http-client/1.1"};
    options.lastEventId = "never-1";
    StreamClient client(port(), "/stream/" + channel, options);
    const std::optional<SseEvent> gap = client.next();
    QVERIFY(gap && gap->name == "gap");
    QCOMPARE(gap->id, client.head().field("Sluice-First-Id"));
    QCOMPARE(client.body().count("\n\n"), qsizetype(1));
}

/** What a drain or a refusal told a client does not stay: browsers keep the last retry for their page's life.
 */
void tst_protocol_first_id::eachStreamSetsItsRetry()
{
    const auto retryOf = [this] {
        const QByteArray first = firstChunkOf(port(), "/stream/a", script);
        return first.startsWith("retry: ") ? first.mid(7, first.indexOf('\n') - 7).toInt() : 0;
    };
    const QString key = QStringLiteral("streams.retry");
    QVERIFY(change(adminPort(), key, QStringLiteral("5s")));
    QVERIFY(eventually([&] { return retryOf() >= 5'000; }));
    QVERIFY(retryOf() <= 10'000);
    QVERIFY(change(adminPort(), key, QStringLiteral("0")));
    QVERIFY(eventually([&] { return firstChunkOf(port(), "/stream/a", script).startsWith("id: "); }));
    QVERIFY(!change(adminPort(), key, QStringLiteral("99ms")));
    QVERIFY(change(adminPort(), key, QStringLiteral("700ms")));
}

void tst_protocol_first_id::adminEventsToo()
{
    const QByteArray target = "/api/v1/events?only=drain";
    QVERIFY(firstChunkOf(adminPort(), target, eventSource).endsWith("\n\n"));
    const QByteArray first = firstChunkOf(adminPort(), target, script);
    QVERIFY2(first.startsWith("id: ") && first.count('\n') == 1, first.constData());
    QVERIFY(firstChunkOf(adminPort(), target + "&first_id=block", script).endsWith("\n\n"));
    QCOMPARE(statusOf(adminPort(), target + "&first_id=never"), 400);
}

QTEST_GUILESS_MAIN(tst_protocol_first_id)
#include "tst_protocol_first_id.moc"
