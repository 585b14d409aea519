// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Every client of event streams in this project against the web-platform-tests' event-stream vectors: the
// parser at every cut and with every line end, SseClient and check's exchange against a scripted server, and
// what the load test reads of a stream.
#include "EventStreamVectors.h"
#include "core/support/ScriptedServer.h"

#include "client/SseClient.h"
#include "findings/check/CheckExchange.h"
#include "http/SseParser.h"
#include "load/clients/ResumePoint.h"
#include "load/clients/StreamDecoder.h"

#include <QTest>

#include <functional>

using namespace std::chrono_literals;
using namespace sluice;
using namespace sluice::test;
using Then = ScriptedServer::Then;
using State = SseClient::State;

namespace {

std::string_view view(const QByteArray &bytes)
{
    return {bytes.constData(), static_cast<std::size_t>(bytes.size())};
}

VectorEvent inBytes(const SseEvent &event)
{
    return {QByteArray::fromStdString(event.type), QByteArray::fromStdString(event.data),
            QByteArray::fromStdString(event.lastEventId)};
}

/** What a client has to say of a stream. */
struct Heard
{
    QList<VectorEvent> events;
    QByteArray lastEventId;
    qint64 retry = -1;

    bool operator==(const Heard &) const = default;
};

Heard expected(const EventStreamVector &vector)
{
    return {vector.events, vector.lastEventId, vector.retry};
}

/** For a failure, in one line. */
QByteArray text(const Heard &heard)
{
    QByteArray out;
    for (const VectorEvent &event : heard.events)
        out += event.type + '|' + event.data.toPercentEncoding() + '|' + event.id.toPercentEncoding() + ' ';
    return out + "id " + heard.lastEventId.toPercentEncoding() + " retry " + QByteArray::number(heard.retry);
}

/** Feeds the pieces and tells what came out. */
using Feed = std::function<Heard(const QList<QByteArray> &pieces)>;

Heard parsed(const QList<QByteArray> &pieces)
{
    SseParser parser;
    std::vector<SseEvent> events;
    Heard heard;
    for (const QByteArray &piece : pieces)
        if (!parser.feed(view(piece), events))
            qFatal("the parser refuses a piece");
    for (const SseEvent &event : events)
        heard.events.append(inBytes(event));
    heard.lastEventId = QByteArray::fromStdString(parser.lastEventId());
    heard.retry = parser.retry() ? qint64(parser.retry()->count()) : -1;
    return heard;
}

/** Whole, cut in two at every byte, and byte by byte. */
QList<QList<QByteArray>> cutsOf(const QByteArray &stream)
{
    QList<QList<QByteArray>> cuts;
    for (qsizetype at = 0; at < stream.size(); ++at)
        cuts.append({stream.left(at), stream.mid(at)});
    QList<QByteArray> single;
    for (const char byte : stream)
        single.append(QByteArray(1, byte));
    return cuts << single;
}

void compareAtEveryCut(const EventStreamVector &vector, const Heard &wanted, const Feed &feed)
{
    for (const QByteArray &stream : vector.variants())
        for (const QList<QByteArray> &pieces : cutsOf(stream)) {
            const Heard heard = feed(pieces);
            QVERIFY2(heard == wanted, (text(heard) + " instead of " + text(wanted) + ", cut behind " +
                                       pieces.first().toPercentEncoding())
                                          .constData());
        }
}

const QByteArray kType = "text/event-stream";

QByteArray headWith(const QByteArray &contentType, const QByteArray &status = "200 OK")
{
    return "HTTP/1.1 " + status + "\r\nContent-Type: " + contentType + "\r\n\r\n";
}

/** Chunks that end where no line does. */
QByteArray chunked(const QByteArray &body)
{
    constexpr qsizetype size = 7;
    QByteArray out =
        "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n";
    for (qsizetype at = 0; at < body.size(); at += size) {
        const QByteArray part = body.mid(at, size);
        out += QByteArray::number(part.size(), 16) + "\r\n" + part + "\r\n";
    }
    return out;
}

QByteArray field(const QByteArray &request, const QByteArray &name)
{
    const auto at = request.indexOf("\r\n" + name + ": ");
    if (at < 0)
        return {};
    const auto begin = at + name.size() + 4;
    return request.mid(begin, request.indexOf("\r\n", begin) - begin);
}

/** SseClient, and all that it said. */
class Listener : public QObject
{
public:
    explicit Listener(const QUrl &url)
        : client(options())
    {
        connect(&client, &SseClient::eventReceived, this,
                [this](const SseEvent &event) { events.append(inBytes(event)); });
        connect(&client, &SseClient::stateChanged, this, [this](State state) { states.append(state); });
        connect(&client, &SseClient::reconnectScheduled, this,
                [this](std::chrono::milliseconds delay) { delays.append(delay.count()); });
        client.start(url);
    }

    QList<QByteArray> data() const
    {
        QList<QByteArray> all;
        for (const VectorEvent &event : events)
            all.append(event.data);
        return all;
    }

    SseClient client;
    QList<VectorEvent> events;
    QList<State> states;
    QList<qint64> delays;

private:
    static SseClient::Options options()
    {
        SseClient::Options options;
        options.delay = {1ms, 20ms, 0};
        return options;
    }
};

class NoEvents : public StreamDecoder::Sink
{
public:
    void take(const LoadEvent &) override {}
};

/** What the load test makes of an answer, byte by byte. */
struct Decoded
{
    StreamDecoder::State state = StreamDecoder::State::Head;
    ResumePoint resume;
};

Decoded decode(const QByteArray &answer)
{
    const LoadEventFormat format(1, 100);
    Decoded decoded;
    StreamDecoder decoder;
    NoEvents sink;
    for (const char byte : answer) {
        decoded.state = decoder.feed(format, {&byte, 1}, sink, &decoded.resume);
        if (decoded.state != StreamDecoder::State::Head && decoded.state != StreamDecoder::State::Open)
            break;
    }
    return decoded;
}

CheckExchange::Plan planFor(const QUrl &url)
{
    CheckExchange::Plan plan;
    plan.request.url = url;
    plan.address = QHostAddress(QHostAddress::LocalHost);
    plan.streamTime = 60s;
    return plan;
}

} // namespace

class tst_EventStreamVectors : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void parser_data() { vectors(); }
    void parser();
    void resumePoint_data() { vectors(); }
    void resumePoint();
    void client_data() { vectors(); }
    void client();
    void check_data() { vectors(); }
    void check();
    void load_data() { vectors(); }
    void load();

    void typesOfTheClient_data() { types(); }
    void typesOfTheClient();
    void typesOfTheCheck_data() { types(); }
    void typesOfTheCheck();
    void typesOfTheLoad_data() { types(); }
    void typesOfTheLoad();
    void statusesOfTheClient_data() { statuses(); }
    void statusesOfTheClient();
    void statusesOfTheLoad_data() { statuses(); }
    void statusesOfTheLoad();

    void redirects_data();
    void redirects();
    void requestFields();
    void reconnects();
    void resumesWith_data();
    void resumesWith();
    void skipsTheMarkAgain();
    void waitsAsRetrySays_data();
    void waitsAsRetrySays();
    void cancelsItsRequest();
    void staysClosed();

private:
    static void vectors()
    {
        QTest::addColumn<int>("index");
        const auto all = eventStreamVectors();
        for (int index = 0; index < all.size(); ++index)
            QTest::addRow("%s, %d", all.at(index).name, index) << index;
    }

    static EventStreamVector vector()
    {
        QFETCH(int, index);
        return eventStreamVectors().at(index);
    }

    static void types()
    {
        QTest::addColumn<QByteArray>("contentType");
        QTest::addColumn<bool>("opens");
        for (const TypeVector &row : typeVectors())
            QTest::newRow(row.name) << row.contentType << row.opens;
    }

    static void statuses()
    {
        QTest::addColumn<unsigned>("status");
        QTest::addColumn<bool>("comesBack");
        for (const StatusVector &row : statusVectors())
            QTest::newRow(row.name) << row.status << row.comesBack;
    }
};

void tst_EventStreamVectors::parser()
{
    compareAtEveryCut(vector(), expected(vector()), parsed);
}

/** What the load test needs of a stream to come back, which it reads with an eye of its own. */
void tst_EventStreamVectors::resumePoint()
{
    const Heard wanted{{}, vector().lastEventId, vector().retry};
    compareAtEveryCut(vector(), wanted, [](const QList<QByteArray> &pieces) {
        ResumePoint point;
        for (const QByteArray &piece : pieces)
            point.feed(view(piece));
        return Heard{{},
                     QByteArray::fromStdString(point.lastEventId()),
                     point.retry() ? qint64(point.retry()->count()) : -1};
    });
}

void tst_EventStreamVectors::client()
{
    const Heard wanted = expected(vector());
    for (const QByteArray &stream : vector().variants()) {
        const QList<QByteArray> answers{headWith(kType) + stream, chunked(stream)};
        for (const QByteArray &answer : answers) {
            ScriptedServer server;
            const auto middle = answer.size() - stream.size() / 2;
            server.add({{answer.left(middle), answer.mid(middle)}});
            const Listener listener(server.url(QStringLiteral("/stream")));
            QTRY_COMPARE(listener.events.size(), wanted.events.size());
            QTRY_COMPARE(QByteArray::fromStdString(listener.client.lastEventId()), wanted.lastEventId);
            QCOMPARE(listener.events, wanted.events);
            QCOMPARE(listener.client.state(), State::Open);
        }
    }
}

void tst_EventStreamVectors::check()
{
    const EventStreamVector row = vector();
    ScriptedServer server;
    const auto middle = row.stream.size() / 2;
    server.add({{headWith(kType) + row.stream.left(middle), row.stream.mid(middle)}});
    CheckExchange exchange(planFor(server.url(QStringLiteral("/stream"))), Clock::now());
    QList<VectorEvent> events;
    connect(&exchange, &CheckExchange::eventReceived, this,
            [&events](const SseEvent &event) { events.append(inBytes(event)); });
    exchange.start();
    QTRY_COMPARE(exchange.record().bodyBytes, static_cast<std::uint64_t>(row.stream.size()));
    exchange.stop();
    const StreamRecord record = exchange.record();
    QCOMPARE(events, row.events);
    QCOMPARE(record.eventCount, static_cast<std::uint64_t>(row.events.size()));
    QCOMPARE(QByteArray::fromStdString(record.lastEventId), row.lastEventId);
    QCOMPARE(record.retry ? qint64(record.retry->count()) : -1, row.retry);
    for (std::size_t i = 0; i < record.events.size(); ++i)
        QCOMPARE(QByteArray::fromStdString(record.events.at(i).type),
                 row.events.at(static_cast<qsizetype>(i)).type);
}

void tst_EventStreamVectors::load()
{
    const EventStreamVector row = vector();
    for (const QByteArray &stream : row.variants())
        for (const QByteArray &answer : {headWith(kType) + stream, chunked(stream)}) {
            const Decoded decoded = decode(answer);
            QCOMPARE(decoded.state, StreamDecoder::State::Open);
            QCOMPARE(QByteArray::fromStdString(decoded.resume.lastEventId()), row.lastEventId);
            QCOMPARE(decoded.resume.retry() ? qint64(decoded.resume.retry()->count()) : -1, row.retry);
        }
}

void tst_EventStreamVectors::typesOfTheClient()
{
    QFETCH(QByteArray, contentType);
    QFETCH(bool, opens);
    ScriptedServer server;
    server.add({{headWith(contentType) + "data:ok\xE2\x80\xA6\n\n"}});
    const Listener listener(server.url(QStringLiteral("/stream")));
    QTRY_COMPARE(listener.client.state(), opens ? State::Open : State::Stopped);
    if (opens) {
        // Whatever charset is named, it is UTF-8.
        QTRY_COMPARE(listener.data(), (QList<QByteArray>{"ok\xE2\x80\xA6"}));
        return;
    }
    QTest::qWait(60); // three times the longest back-off
    QCOMPARE(server.requests().size(), 1);
    QVERIFY(listener.events.isEmpty());
}

void tst_EventStreamVectors::typesOfTheCheck()
{
    QFETCH(QByteArray, contentType);
    QFETCH(bool, opens);
    ScriptedServer server;
    server.add({{headWith(contentType) + "data:x\n\n"}});
    CheckExchange::Plan plan = planFor(server.url(QStringLiteral("/stream")));
    CheckExchange exchange(plan, Clock::now());
    exchange.start();
    QTRY_COMPARE(exchange.record().eventCount, std::uint64_t{1}); // it looks at any body, to say what it is
    if (!opens)
        QTRY_VERIFY(exchange.isFinished()); // but only for a moment
    else
        QVERIFY(!exchange.isFinished());
}

void tst_EventStreamVectors::typesOfTheLoad()
{
    QFETCH(QByteArray, contentType);
    QFETCH(bool, opens);
    const Decoded decoded = decode(headWith(contentType) + "id:1\ndata:x\n\n");
    QCOMPARE(decoded.state, opens ? StreamDecoder::State::Open : StreamDecoder::State::Unusable);
    QCOMPARE(decoded.resume.lastEventId(), opens ? std::string("1") : std::string());
}

void tst_EventStreamVectors::statusesOfTheClient()
{
    QFETCH(unsigned, status);
    QFETCH(bool, comesBack);
    ScriptedServer server;
    server.add({{headWith(kType, QByteArray::number(status) + " X") + "data:no\n\n"}, Then::Close});
    server.add({{headWith(kType) + "data:yes\n\n"}});
    const Listener listener(server.url(QStringLiteral("/stream")));
    QTRY_COMPARE(listener.client.state(), comesBack ? State::Open : State::Stopped);
    if (comesBack)
        QTRY_COMPARE(listener.data(), (QList<QByteArray>{"yes"}));
    else
        QTest::qWait(60);
    QCOMPARE(server.requests().size(), comesBack ? 2 : 1);
    QVERIFY(!listener.data().contains("no"));
}

void tst_EventStreamVectors::statusesOfTheLoad()
{
    QFETCH(unsigned, status);
    const Decoded decoded = decode(headWith(kType, QByteArray::number(status) + " X") + "id:1\ndata:no\n\n");
    QCOMPARE(decoded.state, StreamDecoder::State::Refused);
    QCOMPARE(decoded.resume.lastEventId(), std::string());
}

void tst_EventStreamVectors::redirects_data()
{
    QTest::addColumn<QByteArray>("status");
    for (const char *status : {"301", "302", "303", "307", "308"})
        QTest::addRow("request-redirect %s", status) << QByteArray(status);
}

void tst_EventStreamVectors::redirects()
{
    QFETCH(QByteArray, status);
    ScriptedServer server;
    server.add({{"HTTP/1.1 " + status +
                 " Elsewhere\r\nLocation: /there\r\nContent-Type: text/event-stream\r\n"
                 "Content-Length: 9\r\n\r\ndata:no\n\n"}});
    server.add({{headWith(kType) + "data:yes\n\n"}});
    const Listener listener(server.url(QStringLiteral("/here")));
    QTRY_COMPARE(listener.data(), (QList<QByteArray>{"yes"}));
    QVERIFY(server.requests().at(1).startsWith("GET /there "));
    QCOMPARE(field(server.requests().at(1), "Accept"), kType);
}

/** request-accept, request-cache-control: also when it comes back. */
void tst_EventStreamVectors::requestFields()
{
    ScriptedServer server;
    server.add({{headWith(kType) + "data:x\n\n"}, Then::Close});
    server.add({{headWith(kType) + "data:y\n\n"}});
    const Listener listener(server.url(QStringLiteral("/stream")));
    QTRY_COMPARE(listener.data(), (QList<QByteArray>{"x", "y"}));
    for (const QByteArray &request : server.requests()) {
        QCOMPARE(field(request, "Accept"), kType);
        QCOMPARE(field(request, "Cache-Control"), QByteArray("no-cache"));
    }
}

/** eventsource-reconnect: each loss is told before the next connection. */
void tst_EventStreamVectors::reconnects()
{
    ScriptedServer server;
    server.add({{headWith(kType) + "id:2\ndata:ok\n\n"}, Then::Close});
    server.add({{headWith(kType) + "data:data\n\n"}});
    const Listener listener(server.url(QStringLiteral("/stream")));
    QTRY_COMPARE(listener.data(), (QList<QByteArray>{"ok", "data"}));
    QCOMPARE(listener.states,
             (QList<State>{State::Connecting, State::Open, State::Waiting, State::Connecting, State::Open}));
    QCOMPARE(field(server.requests().at(1), "Last-Event-ID"), QByteArray("2"));
}

void tst_EventStreamVectors::resumesWith_data()
{
    QTest::addColumn<QByteArray>("stream");
    QTest::addColumn<QByteArray>("header");
    QTest::newRow("format-field-id") << QByteArray("id: \xE2\x80\xA6\ndata:hello\n\n")
                                     << QByteArray("\xE2\x80\xA6");
    QTest::newRow("format-field-id-2")
        << QByteArray("id: \xE2\x80\xA6\ndata:a\n\ndata:b\n\n") << QByteArray("\xE2\x80\xA6");
    QTest::newRow("format-field-id-3") << QByteArray("id: 1\ndata:1\n\nid:\ndata:2\n\n") << QByteArray();
    QTest::newRow("format-field-id-null") << QByteArray("id: x\0x\ndata:1\n\n", 16) << QByteArray();
    QTest::newRow("format-data-before-final-empty-line")
        << QByteArray("retry:1\ndata:test1\n\nid:test\ndata:test2\n") << QByteArray();
}

void tst_EventStreamVectors::resumesWith()
{
    QFETCH(QByteArray, stream);
    QFETCH(QByteArray, header);
    ScriptedServer server;
    server.add({{headWith(kType) + stream}, Then::Close});
    server.add({{headWith(kType) + "data:back\n\n"}});
    const Listener listener(server.url(QStringLiteral("/stream")));
    QTRY_VERIFY(listener.data().contains("back"));
    const QByteArray request = server.requests().at(1);
    QCOMPARE(request.contains("Last-Event-ID"), !header.isEmpty());
    QCOMPARE(field(request, "Last-Event-ID"), header);
}

/** format-bom, for each connection anew. */
void tst_EventStreamVectors::skipsTheMarkAgain()
{
    const QByteArray mark = "\xEF\xBB\xBF";
    ScriptedServer server;
    server.add({{headWith(kType) + mark + "data:1\n\ndata:un", "finished"}, Then::Close});
    server.add({{headWith(kType) + mark, "data:2\n\n" + mark + "data:3\n\n"}, Then::Close});
    server.add({{headWith(kType) + mark.left(1), mark.mid(1, 1), mark.mid(2) + "data:4\n\n"}});
    const Listener listener(server.url(QStringLiteral("/stream")));
    QTRY_COMPARE(listener.data(), (QList<QByteArray>{"1", "2", "4"}));
    ResumePoint point;
    point.feed("\xEF\xBB\xBFid:1\n\n");
    point.restart();
    point.feed("\xEF\xBB\xBFid:2\n\n");
    QCOMPARE(point.lastEventId(), std::string("2"));
}

void tst_EventStreamVectors::waitsAsRetrySays_data()
{
    QTest::addColumn<QByteArray>("stream");
    QTest::addColumn<qint64>("delay");
    QTest::newRow("format-field-retry") << QByteArray("retry:03000\ndata:x\n\n") << qint64(3000);
    QTest::newRow("format-field-retry-bogus")
        << QByteArray("retry:3000\nretry:1000x\ndata:x\n\n") << qint64(3000);
    QTest::newRow("format-field-retry-empty") << QByteArray("retry\ndata:x\n\n") << qint64(1);
}

void tst_EventStreamVectors::waitsAsRetrySays()
{
    QFETCH(QByteArray, stream);
    QFETCH(qint64, delay);
    ScriptedServer server;
    server.add({{headWith(kType) + stream}, Then::Close});
    server.add({{headWith(kType)}});
    const Listener listener(server.url(QStringLiteral("/stream")));
    QTRY_COMPARE(listener.delays.size(), 1);
    QCOMPARE(listener.delays.first(), delay);
}

/** eventsource-request-cancellation: who stops while nothing is answered leaves nobody waiting. */
void tst_EventStreamVectors::cancelsItsRequest()
{
    ScriptedServer server;
    server.add({{}});
    Listener listener(server.url(QStringLiteral("/stream")));
    QTRY_COMPARE(server.requests().size(), 1);
    QCOMPARE(server.openConnections(), 1);
    listener.client.stop();
    QTRY_COMPARE(server.openConnections(), 0);
    QCOMPARE(listener.states, (QList<State>{State::Connecting, State::Stopped}));
}

/** eventsource-close. */
void tst_EventStreamVectors::staysClosed()
{
    ScriptedServer server;
    server.add({{headWith(kType) + "retry:1\ndata:x\n\n"}});
    server.add({{headWith(kType) + "data:y\n\n"}});
    Listener listener(server.url(QStringLiteral("/stream")));
    QTRY_COMPARE(listener.data(), (QList<QByteArray>{"x"}));
    listener.client.stop();
    QTest::qWait(60);
    QCOMPARE(server.requests().size(), 1);
    QCOMPARE(listener.data(), (QList<QByteArray>{"x"}));
    QCOMPARE(listener.client.state(), State::Stopped);
}

QTEST_GUILESS_MAIN(tst_EventStreamVectors)
#include "tst_event_stream_vectors.moc"
