// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// How requests are framed: Content-Length, chunked bodies, limits. What is ambiguous is refused, and a
// refusal is an answer, not a reset.

#include "support/Bystander.h"
#include "support/EngineTest.h"

using namespace sluice::integration;

class tst_protocol_requests : public EngineTest
{
    Q_OBJECT

private Q_SLOTS:
    void ambiguousFramingIsRefused_data();
    void ambiguousFramingIsRefused();
    void malformedChunksAreRefused_data();
    void malformedChunksAreRefused();
    void validChunkedBodies_data();
    void validChunkedBodies();
    void chunkedBodyCutAtEveryByte();
    void chunkedBodyByteByByte();
    void chunkedBodyInAPipeline();
    void sizedBodyCutAtEveryByte();
    void limitsAreAnsweredWithoutReset_data();
    void limitsAreAnsweredWithoutReset();
    void justBelowTheLimitsIsFine_data();
    void justBelowTheLimitsIsFine();
    void garbageIsRefused_data();
    void garbageIsRefused();
    void expectContinueIsAnswered();
};

namespace {

/** The connection must end with an answer and a FIN, and the answer must be one of `statuses`. */
void compareRefusal(RawSocket &socket, const QList<int> &statuses)
{
    const HttpReply reply = readReply(socket);
    QVERIFY2(statuses.contains(reply.status), QByteArray::number(reply.status).constData());
    QVERIFY(reply.complete);
    QCOMPARE(reply.field("Connection").toLower(), QByteArray("close"));
    QVERIFY(socket.fillToEnd());
    QCOMPARE(socket.peer(), RawSocket::Peer::Finished);
    QCOMPARE(socket.buffer(), QByteArray()); // One answer, not also the router's.
}

QByteArray post(const QByteArray &channel, const QList<QByteArray> &fields, const QByteArray &rawBody)
{
    QByteArray bytes = request("POST", "/publish/" + channel, fields);
    return bytes + rawBody;
}

QByteArray chunkedPost(const QByteArray &channel, const QByteArray &rawBody)
{
    return post(channel, {"Transfer-Encoding: chunked"}, rawBody);
}

} // namespace

void tst_protocol_requests::ambiguousFramingIsRefused_data()
{
    QTest::addColumn<QByteArray>("fields");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QList<int>>("statuses");
    const auto row = [](const char *name, const QByteArray &fields, const QByteArray &body = "hello",
                        const QList<int> &statuses = {400}) {
        QTest::newRow(name) << fields << body << statuses;
    };
    const QList<int> refusedCoding{400, 501}; // RFC 9112, section 6.1, allows either.
    row("length and chunked", "Content-Length: 5\r\nTransfer-Encoding: chunked", "5\r\nhello\r\n0\r\n\r\n");
    row("chunked and length", "Transfer-Encoding: chunked\r\nContent-Length: 5", "5\r\nhello\r\n0\r\n\r\n");
    row("negative length", "Content-Length: -5");
    row("repeated length", "Content-Length: 5\r\nContent-Length: 5");
    row("two lengths", "Content-Length: 5\r\nContent-Length: 6");
    row("list of lengths", "Content-Length: 5, 5");
    row("overflowing length", "Content-Length: 99999999999999999999999999");
    row("length of 2^64 and 5", "Content-Length: 18446744073709551621");
    row("length of 2^32 and 5 letters", "Content-Length: 4294967301x");
    row("signed length", "Content-Length: +5");
    row("hexadecimal length", "Content-Length: 0x5");
    row("broken length", "Content-Length: 5 5");
    row("empty length", "Content-Length:");
    row("word as length", "Content-Length: five");
    row("chunked twice", "Transfer-Encoding: chunked, chunked", "5\r\nhello\r\n0\r\n\r\n", refusedCoding);
    row("chunked not last", "Transfer-Encoding: chunked, gzip", "5\r\nhello\r\n0\r\n\r\n", refusedCoding);
    row("blank before the colon", "Content-Length : 5");
    row("blank before the colon of chunked", "Transfer-Encoding : chunked", "5\r\nhello\r\n0\r\n\r\n");
}

void tst_protocol_requests::ambiguousFramingIsRefused()
{
    QFETCH(QByteArray, fields);
    QFETCH(QByteArray, body);
    QFETCH(QList<int>, statuses);
    const QByteArray channel = freshChannel();
    StreamClient watcher(port(), "/stream/" + channel);
    RawSocket socket(port());
    QVERIFY(socket.send(post(channel, {fields}, body)));
    compareRefusal(socket, statuses);
    if (QTest::currentTestFailed())
        return;
    // Never guessed: nothing of it was published.
    Publisher publisher(port());
    QCOMPARE(publisher.publish(channel, "sentinel").status, 202);
    QCOMPARE(watcher.nextData(1), QList<QByteArray>{"sentinel"});
}

void tst_protocol_requests::malformedChunksAreRefused_data()
{
    QTest::addColumn<QByteArray>("body");
    const auto row = [](const char *name, const QByteArray &body) { QTest::newRow(name) << body; };
    row("size is no number", "G\r\nhello\r\n0\r\n\r\n");
    row("size is missing", "\r\nhello\r\n0\r\n\r\n");
    row("size is negative", "-5\r\nhello\r\n0\r\n\r\n");
    row("size has a prefix", "0x5\r\nhello\r\n0\r\n\r\n");
    row("size overflows", "FFFFFFFFFFFFFFFFF\r\nhello\r\n0\r\n\r\n");
    row("size of 2^64 and 5", "10000000000000005\r\nhello\r\n0\r\n\r\n");
    row("no line end after the data", "5\r\nhello0\r\n\r\n");
    row("data longer than the size", "4\r\nhello\r\n0\r\n\r\n");
    row("garbage after the size", "5 hello\r\nhello\r\n0\r\n\r\n");
}

void tst_protocol_requests::malformedChunksAreRefused()
{
    QFETCH(QByteArray, body);
    const QByteArray channel = freshChannel();
    StreamClient watcher(port(), "/stream/" + channel);
    RawSocket socket(port());
    QVERIFY(socket.send(chunkedPost(channel, body)));
    compareRefusal(socket, {400});
    if (QTest::currentTestFailed())
        return;
    Publisher publisher(port());
    QCOMPARE(publisher.publish(channel, "sentinel").status, 202);
    QCOMPARE(watcher.nextData(1), QList<QByteArray>{"sentinel"});
}

void tst_protocol_requests::validChunkedBodies_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QByteArray>("data");
    const auto row = [](const char *name, const QByteArray &body, const QByteArray &data) {
        QTest::newRow(name) << body << data;
    };
    row("one", "5\r\nhello\r\n0\r\n\r\n", "hello");
    row("several", "3\r\nhel\r\n1\r\nl\r\n1\r\no\r\n0\r\n\r\n", "hello");
    row("empty", "0\r\n\r\n", "");
    row("leading zeros", "0005\r\nhello\r\n000\r\n\r\n", "hello");
    row("upper and lower hex", "A\r\n0123456789\r\nb\r\n0123456789a\r\n0\r\n\r\n", "01234567890123456789a");
    row("extension", "5;name=value\r\nhello\r\n0;last\r\n\r\n", "hello");
    row("trailer", "5\r\nhello\r\n0\r\nX-Checksum: 1\r\n\r\n", "hello");
    row("CRLF in the data", "6\r\na\r\n0\r\n\r\n0\r\n\r\n", "a\n0\n");
    row("large", "186A0\r\n" + QByteArray(100000, 'x') + "\r\n0\r\n\r\n", QByteArray(100000, 'x'));
}

void tst_protocol_requests::validChunkedBodies()
{
    QFETCH(QByteArray, body);
    QFETCH(QByteArray, data);
    const QByteArray channel = freshChannel();
    StreamClient watcher(port(), "/stream/" + channel);
    RawSocket socket(port());
    QVERIFY(socket.send(chunkedPost(channel, body)));
    QCOMPARE(readReply(socket).status, 202);
    QCOMPARE(watcher.nextData(1), QList<QByteArray>{data});
    // Exactly the body was used up: the connection goes on.
    QVERIFY(socket.send(request("GET", "/healthz")));
    QCOMPARE(readReply(socket).status, 200);
}

void tst_protocol_requests::chunkedBodyCutAtEveryByte()
{
    const QByteArray channel = freshChannel();
    StreamClient watcher(port(), "/stream/" + channel);
    const QByteArray bytes =
        chunkedPost(channel, "5\r\nhello\r\nb;x=y\r\n, chunked w\r\n4\r\norld\r\n0\r\nT: 1\r\n\r\n");
    RawSocket socket(port());
    for (qsizetype cut = 1; cut < bytes.size(); ++cut) {
        QVERIFY(socket.send(bytes.left(cut)));
        QThread::usleep(1500); // Long enough for the engine to read the first part alone.
        QVERIFY(socket.send(bytes.mid(cut)));
        const HttpReply reply = readReply(socket);
        QVERIFY2(reply.status == 202,
                 ("cut at " + QByteArray::number(cut) + ": " + QByteArray::number(reply.status)).constData());
        QCOMPARE(watcher.nextData(1), QList<QByteArray>{"hello, chunked world"});
    }
}

void tst_protocol_requests::chunkedBodyByteByByte()
{
    const QByteArray channel = freshChannel();
    StreamClient watcher(port(), "/stream/" + channel);
    RawSocket socket(port());
    QVERIFY(socket.sendSlowly(chunkedPost(channel, "5\r\nhello\r\n7\r\n, world\r\n0\r\n\r\n"),
                              std::chrono::microseconds(1000)));
    QCOMPARE(readReply(socket).status, 202);
    QCOMPARE(watcher.nextData(1), QList<QByteArray>{"hello, world"});
}

void tst_protocol_requests::chunkedBodyInAPipeline()
{
    const QByteArray channel = freshChannel();
    StreamClient watcher(port(), "/stream/" + channel);
    RawSocket socket(port());
    QByteArray bytes;
    QList<QByteArray> expected;
    for (int index = 0; index < 20; ++index) {
        const QByteArray data = "n" + QByteArray::number(index % 10);
        bytes += index % 2 == 0 ? chunkedPost(channel, "1\r\nn\r\n1\r\n" + data.mid(1) + "\r\n0\r\n\r\n")
                                : request("POST", "/publish/" + channel, {}, data);
        expected << data;
    }
    QVERIFY(socket.send(bytes));
    for (int index = 0; index < 20; ++index)
        QCOMPARE(readReply(socket).status, 202);
    QCOMPARE(watcher.nextData(20), expected);
}

void tst_protocol_requests::sizedBodyCutAtEveryByte()
{
    const QByteArray channel = freshChannel();
    StreamClient watcher(port(), "/stream/" + channel);
    const QByteArray bytes =
        request("POST", "/publish/" + channel + "?event=cut", {"Content-Type: text/plain"}, "sized body");
    RawSocket socket(port());
    for (qsizetype cut = 1; cut < bytes.size(); ++cut) {
        QVERIFY(socket.send(bytes.left(cut)));
        QThread::usleep(1500);
        QVERIFY(socket.send(bytes.mid(cut)));
        const HttpReply reply = readReply(socket);
        QVERIFY2(reply.status == 202,
                 ("cut at " + QByteArray::number(cut) + ": " + QByteArray::number(reply.status)).constData());
        QCOMPARE(watcher.nextData(1), QList<QByteArray>{"sized body"});
    }
}

void tst_protocol_requests::limitsAreAnsweredWithoutReset_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QList<int>>("statuses");
    const auto row = [](const char *name, const QByteArray &bytes, const QList<int> &statuses) {
        QTest::newRow(name) << bytes << statuses;
    };
    const QByteArray mebibyte(1024 * 1024, 'a');
    const QByteArray justAbove(16 * 1024, 'a');
    row("head above 16 KiB", request("GET", "/healthz", {"X-Long: " + justAbove}), {431});
    row("head of many fields", request("GET", "/healthz", QList<QByteArray>(4000, "X-Short: 12345")), {431});
    row("head of 1 MiB", request("GET", "/healthz", {"X-Long: " + mebibyte}), {431});
    row("head of 1 MiB without an end", "GET /healthz HTTP/1.1\r\nX-Long: " + mebibyte, {431});
    row("URL above 8 KiB", request("GET", "/healthz?" + QByteArray(8 * 1024, 'a')), {414});
    row("stream URL above 8 KiB", request("GET", "/stream/" + QByteArray(9000, 'a')), {414});
    row("URL of 1 MiB", request("GET", "/stream/" + mebibyte), {414});
    row("URL of 1 MiB without an end", "GET /stream/" + mebibyte, {414});
    row("method of 1 MiB", mebibyte, {400, 414, 431});
    row("body above the limit", request("POST", "/publish/a", {}, mebibyte + 'a'), {413});
    row("body of 3 MiB", request("POST", "/publish/a", {}, mebibyte + mebibyte + mebibyte), {413});
    row("body announced far above", post("a", {"Content-Length: 1000000000000"}, mebibyte), {413});
    row("chunked body above the limit", chunkedPost("a", "100001\r\n" + mebibyte + "a\r\n0\r\n\r\n"), {413});
    QByteArray many;
    for (int index = 0; index < 40; ++index)
        many += "8000\r\n" + mebibyte.left(32 * 1024) + "\r\n";
    row("many chunks above the limit", chunkedPost("a", many + "0\r\n\r\n"), {413});
    row("endless chunk size", chunkedPost("a", QByteArray(100000, '0')), {400, 413, 431});
    row("endless chunk extension", chunkedPost("a", "5;" + QByteArray(1024 * 1024, 'e')), {400, 413, 431});
    row("endless trailer", chunkedPost("a", "0\r\nT: " + QByteArray(1024 * 1024, 't')), {400, 413, 431});
}

void tst_protocol_requests::limitsAreAnsweredWithoutReset()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QList<int>, statuses);
    Bystander bystander(port());
    RawSocket socket(port());
    // Sent to the end: whoever reads the answer only then must still find it.
    QVERIFY2(socket.send(bytes), "the engine reset a client that was still sending");
    compareRefusal(socket, statuses);
    QCOMPARE(bystander.complaint(), QString());
}

void tst_protocol_requests::justBelowTheLimitsIsFine_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<int>("status");
    const QByteArray rest = request("GET", "/healthz", {"X-Long: "});
    QTest::newRow("head of 16 KiB") << request("GET", "/healthz",
                                               {"X-Long: " + QByteArray(16 * 1024 - rest.size(), 'a')})
                                    << 200;
    QTest::newRow("URL of 8 KiB") << request("GET", "/healthz?" + QByteArray(8 * 1024 - 9, 'a')) << 200;
    QTest::newRow("body of 1 MiB") << request("POST", "/publish/large", {}, QByteArray(1024 * 1024, 'a'))
                                   << 202;
    QTest::newRow("chunked body of 1 MiB")
        << chunkedPost("large", "100000\r\n" + QByteArray(1024 * 1024, 'a') + "\r\n0\r\n\r\n") << 202;
}

void tst_protocol_requests::justBelowTheLimitsIsFine()
{
    QFETCH(QByteArray, bytes);
    QFETCH(int, status);
    RawSocket socket(port());
    QVERIFY(socket.send(bytes));
    QCOMPARE(readReply(socket).status, status);
    QVERIFY(socket.send(request("GET", "/healthz")));
    QCOMPARE(readReply(socket).status, 200);
}

void tst_protocol_requests::garbageIsRefused_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("words") << QByteArray("this is not HTTP\r\n\r\n");
    QTest::newRow("no version") << QByteArray("GET /stream/a\r\n\r\n");
    QTest::newRow("unknown version") << QByteArray("GET /stream/a HTTP/x.y\r\nHost: a\r\n\r\n");
    QTest::newRow("HTTP/2 preface") << QByteArray("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
    QTest::newRow("TLS hello") << QByteArray::fromHex("16030100a5010000a10303") + QByteArray(160, '\x01');
    QTest::newRow("NUL bytes") << QByteArray(64, '\0');
    QTest::newRow("NUL in a field") << QByteArray("GET /stream/a HTTP/1.1\r\nHost: a\r\nX: a\0b\r\n\r\n", 43);
    QTest::newRow("field without a colon")
        << QByteArray("GET /stream/a HTTP/1.1\r\nHost: a\r\nnonsense\r\n\r\n");
    QTest::newRow("unknown major version") << QByteArray("GET /stream/a HTTP/2.0\r\nHost: a\r\n\r\n");
    QTest::newRow("no Host") << QByteArray("GET /stream/a HTTP/1.1\r\n\r\n");
    QTest::newRow("two Hosts") << QByteArray("GET /stream/a HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n");
    QTest::newRow("folded field") << QByteArray("GET /stream/a HTTP/1.1\r\nHost: a\r\nX: a\r\n b\r\n\r\n");
    QTest::newRow("bare CR in a field") << QByteArray("GET /stream/a HTTP/1.1\r\nHost: a\r\nX: a\rb\r\n\r\n");
    QTest::newRow("blank in the URL") << QByteArray("GET /stream/a b HTTP/1.1\r\nHost: a\r\n\r\n");
}

void tst_protocol_requests::garbageIsRefused()
{
    QFETCH(QByteArray, bytes);
    RawSocket socket(port());
    QVERIFY(socket.send(bytes));
    compareRefusal(socket, {400, 405, 501, 505});
}

void tst_protocol_requests::expectContinueIsAnswered()
{
    const QByteArray channel = freshChannel();
    StreamClient watcher(port(), "/stream/" + channel);
    RawSocket socket(port());
    // curl waits for the interim answer, and sends the body anyway after a second without one.
    QVERIFY(socket.send(post(channel, {"Content-Length: 5", "Expect: 100-continue"}, {})));
    socket.fillFor(std::chrono::milliseconds(200));
    QVERIFY(socket.send("hello"));
    QCOMPARE(readReply(socket).status, 202);
    QCOMPARE(watcher.nextData(1), QList<QByteArray>{"hello"});
}

QTEST_GUILESS_MAIN(tst_protocol_requests)
#include "tst_protocol_requests.moc"
