// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The admin API of a real engine, as an operator and a script use it: lists, kicks, blocks, events and
// versions. Who may do what is tst_admin_access; what a hostile neighbour may break is tst_hostile_admin.

#include "support/AdminApi.h"
#include "support/EngineTest.h"
#include "support/FrozenThread.h"

#include <QJsonArray>

#include <csignal>

using namespace sluice::integration;
using namespace std::chrono_literals;

class tst_admin_api : public EngineTest
{
    Q_OBJECT

private Q_SLOTS:
    void saysWhoItIs();
    void methodsAndPaths_data();
    void methodsAndPaths();
    void listsStreams();
    void pagesDoNotOverlap();
    void badParametersAreNamed_data();
    void badParametersAreNamed();
    void kicksOneStream();
    void kicksByFilter();
    void kicksWhoHasJustCome();
    void kicksWhomALateWorkerHolds();
    void kicksByFilterAndBlocks();
    void kicksByIdsWithAReason();
    void kicksManyAtOnce();
    void listsChannels();
    void listsEnds();
    void eventsFollowADrain();
    void eventsResumeById();
    void eventsMayBeChosen();
    void eventStreamsAreLimited();
    void headOpensNoEventStream();

private:
    using Streams = std::vector<std::unique_ptr<StreamClient>>;

    Streams open(int count, const QByteArray &channel);
    QJsonObject list(const QByteArray &query);
};

namespace {

QString text(const QByteArray &bytes)
{
    return QString::fromUtf8(bytes);
}

QJsonArray array(const QJsonObject &object, const char *name)
{
    return object[QLatin1String(name)].toArray();
}

qint64 number(const QJsonValue &row, const char *name)
{
    return row.toObject()[QLatin1String(name)].toInteger(-1);
}

const QByteArray Json = "Content-Type: application/json";

} // namespace

tst_admin_api::Streams tst_admin_api::open(int count, const QByteArray &channel)
{
    Streams streams;
    for (int index = 0; index < count; ++index) {
        streams.push_back(std::make_unique<StreamClient>(port(), "/stream/" + channel));
        if (!streams.back()->isOpen())
            return {};
    }
    return streams;
}

QJsonObject tst_admin_api::list(const QByteArray &query)
{
    return callApi(adminPort(), "GET", "streams?" + query).object;
}

void tst_admin_api::saysWhoItIs()
{
    const ApiReply answer = callApi(adminPort(), "GET", "version");
    QCOMPARE(answer.status, 200);
    QCOMPARE(answer.reply.field("Content-Type"), QByteArray("application/json"));
    QCOMPARE(answer.reply.field("Cache-Control"), QByteArray("no-store"));
    QCOMPARE(number(answer.object, "pid"), engine().pid());
    QCOMPARE(number(answer.object, "api_version"), 1);
    QVERIFY(answer.object[QLatin1String("uptime_seconds")].toDouble() > 0);
    QCOMPARE(answer.object[QLatin1String("host_name")].toString(), QSysInfo::machineHostName());
    QCOMPARE(answer.object[QLatin1String("public_url")].toString(),
             QStringLiteral("http://127.0.0.1:%1").arg(port()));
    QCOMPARE(answer.object[QLatin1String("role")].toString(), QStringLiteral("operator"));
    const QJsonArray features = array(answer.object, "features");
    for (const char *feature : {"channels", "disconnects", "drain", "events", "streams", "version"})
        QVERIFY2(features.contains(QLatin1String(feature)), feature);
}

void tst_admin_api::methodsAndPaths_data()
{
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<QByteArray>("path");
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("allow");
    const auto row = [](const char *method, const char *path, int status, const char *allow = "") {
        QTest::addRow("%s %s", method, path)
            << QByteArray(method) << QByteArray(path) << status << QByteArray(allow);
    };
    row("HEAD", "/api/v1/version", 200);
    row("HEAD", "/metrics", 200);
    row("POST", "/metrics", 405, "GET, HEAD, OPTIONS");
    row("PUT", "/api/v1/drain", 405, "GET, HEAD, POST, PATCH, DELETE, OPTIONS");
    row("POST", "/api/v1/streams", 405, "GET, HEAD, DELETE, OPTIONS");
    row("GET", "/api/v1/streams/5", 405, "DELETE, OPTIONS");
    row("OPTIONS", "/api/v1/drain", 204, "GET, HEAD, POST, PATCH, DELETE, OPTIONS");
    row("GET", "/", 404);
    row("GET", "/api/v1", 404);
    row("GET", "/api/v2/version", 404);
    row("GET", "/api/v1/streams/", 404);
    row("GET", "/stream/a", 404); // the public paths are not here
    row("DELETE", "/api/v1/nothing", 404);
}

void tst_admin_api::methodsAndPaths()
{
    QFETCH(const QByteArray, method);
    QFETCH(const QByteArray, path);
    QFETCH(const int, status);
    QFETCH(const QByteArray, allow);
    const HttpReply reply = exchange(adminPort(), request(method, path, {"Origin: http://127.0.0.1", Json}),
                                     method == "HEAD" ? BodyRule::None : BodyRule::AsFramed);
    QCOMPARE(reply.status, status);
    if (!allow.isEmpty())
        QCOMPARE(reply.field("Allow"), allow);
    if (status >= 400)
        QCOMPARE(reply.field("Content-Type"), QByteArray("application/problem+json"));
    for (const char *field : {"Access-Control-Allow-Origin", "Access-Control-Allow-Methods"})
        QVERIFY(!reply.has(field));
}

void tst_admin_api::listsStreams()
{
    const QByteArray channel = freshChannel();
    const QByteArray other = freshChannel();
    const Streams streams = open(3, channel);
    const StreamClient both(port(), "/stream?channel=" + channel + "&channel=" + other);
    QVERIFY(both.isOpen());
    QVERIFY(eventually([&] { return number(list("channel=" + channel), "total") == 4; }));

    const QJsonObject all = list("channel=" + channel + "&sort=id");
    QCOMPARE(array(all, "streams").size(), 4);
    QCOMPARE(array(all, "stale_workers").size(), 0);
    const QJsonObject first = array(all, "streams")[0].toObject();
    for (const char *member : {"id", "client", "channels", "age_seconds", "backlog_bytes",
                               "drain_bytes_per_second", "sent_bytes", "worker", "state"})
        QVERIFY2(first.contains(QLatin1String(member)), member);
    QVERIFY(first[QLatin1String("client")].toString().startsWith(QStringLiteral("127.0.0.1:")));
    QCOMPARE(array(first, "channels"), QJsonArray{text(channel)});
    QCOMPARE(first[QLatin1String("state")].toString(), QStringLiteral("open"));
    QCOMPARE(array(array(all, "streams")[3].toObject(), "channels").size(), 2);

    QCOMPARE(number(list("channel=" + other), "total"), 1);
    QCOMPARE(number(list("channel=" + channel + "&client=127.0.0.0/8"), "total"), 4);
    QCOMPARE(number(list("channel=" + channel + "&client=127.0.0.1"), "total"), 4);
    QCOMPARE(number(list("channel=" + channel + "&client=10.0.0.0/8"), "total"), 0);
    QCOMPARE(number(list("channel=" + channel + "&min_age=1h"), "total"), 0);
    QCOMPARE(number(list("channel=" + channel + "&max_age=1h"), "total"), 4);
    QCOMPARE(number(list("channel=" + channel + "&min_backlog=1"), "total"), 0);
    QCOMPARE(number(list("channel=" + channel + "&state=evicting"), "total"), 0);
    qint64 onWorkers = 0;
    for (int worker = 0; worker < 64; ++worker)
        onWorkers += number(list("channel=" + channel + "&worker=" + QByteArray::number(worker)), "total");
    QCOMPARE(onWorkers, 4);
}

void tst_admin_api::pagesDoNotOverlap()
{
    const QByteArray channel = freshChannel();
    const Streams streams = open(25, channel);
    QCOMPARE(streams.size(), std::size_t(25));
    QVERIFY(eventually([&] { return number(list("channel=" + channel), "total") == 25; }));
    for (const char *sort :
         {"sort=id", "sort=-age", "sort=backlog_bytes&order=desc", "sort=channel", "sort=client",
          "sort=sent&order=asc", "sort=worker", "sort=state", "sort=-drain_bytes_per_second"}) {
        QList<qint64> seen;
        for (int offset = 0; offset < 30; offset += 10) {
            const QJsonObject page =
                list("channel=" + channel + "&limit=10&offset=" + QByteArray::number(offset) + '&' + sort);
            QCOMPARE(number(page, "total"), 25);
            for (const QJsonValue &row : array(page, "streams"))
                seen.append(number(row, "id"));
        }
        QCOMPARE(seen.size(), 25);
        QCOMPARE(QSet<qint64>(seen.begin(), seen.end()).size(), 25);
        if (QByteArray(sort) == "sort=id")
            QVERIFY(std::is_sorted(seen.begin(), seen.end()));
    }
}

void tst_admin_api::badParametersAreNamed_data()
{
    QTest::addColumn<QByteArray>("what");
    QTest::addColumn<QByteArray>("named");
    const auto row = [](const char *what, const char *named) {
        QTest::newRow(what) << QByteArray(what) << QByteArray(named);
    };
    row("streams?limit=1001", "limit");
    row("streams?limit=0", "limit");
    row("streams?limit=ten", "limit");
    row("streams?offset=-1", "offset");
    row("streams?sort=colour", "colour");
    row("streams?sort=id&order=up", "order");
    row("streams?client=300.0.0.1", "client");
    row("streams?client=10.0.0.0/33", "client");
    row("streams?min_age=5", "min_age");
    row("streams?min_backlog=big", "min_backlog");
    row("streams?worker=-1", "worker");
    row("streams?state=asleep", "state");
    row("streams?chanel=a", "chanel");
    row("streams?channel=", "channel");
    row("streams?channel=a&channel=b", "channel");
    row("channels?min_streams=x", "min_streams");
    row("channels?sort=age", "sort");
    row("version?verbose=1", "verbose");
    row("snapshot?since=10m", "since");
    row("diagnosis?limit=5", "limit");
    row("disconnects?cause=boredom", "boredom");
    row("disconnects?since=yesterday", "since");
    row("events?only=gossip", "gossip");
    row("events?only=audit,audit", "twice");
    row("drain?dry_run=1", "dry_run");
}

void tst_admin_api::badParametersAreNamed()
{
    QFETCH(const QByteArray, what);
    QFETCH(const QByteArray, named);
    const ApiReply answer = callApi(adminPort(), "GET", what);
    QCOMPARE(answer.status, 400);
    QVERIFY2(answer.object[QLatin1String("detail")].toString().contains(text(named)),
             answer.reply.body.constData());
}

void tst_admin_api::kicksOneStream()
{
    const QByteArray channel = freshChannel();
    const Streams streams = open(2, channel);
    QVERIFY(eventually([&] { return number(list("channel=" + channel), "total") == 2; }));
    const qint64 id = number(array(list("channel=" + channel + "&sort=id"), "streams")[0], "id");
    const QByteArray path = "streams/" + QByteArray::number(id);
    const ApiReply answer = callApi(adminPort(), "DELETE", path);
    QVERIFY2(answer.status == 200 || answer.status == 202, answer.reply.body.constData());
    QCOMPARE(streams[0]->waitForEnd(), StreamClient::Ending::Clean);
    QVERIFY(eventually([&] { return Metrics::scrape(adminPort()).ended("kicked") >= 1; }));
    // The other one lives on, and who has just ended is no error of the engine.
    QCOMPARE(Publisher(port()).publish(channel, "still here").subscribers, 1);
    QCOMPARE(streams[1]->nextData(1), QList<QByteArray>{"still here"});
    // 202 as long as a worker is too late to say that it is gone.
    QVERIFY(eventually([&] { return callApi(adminPort(), "DELETE", path).status == 404; }));
    QCOMPARE(callApi(adminPort(), "DELETE", "streams/abc").status, 400);
    QCOMPARE(callApi(adminPort(), "DELETE", "streams/-1").status, 400);
    QCOMPARE(callApi(adminPort(), "DELETE", "streams/18446744073709551616").status, 400);
}

void tst_admin_api::kicksByFilter()
{
    const QByteArray channel = freshChannel();
    const QByteArray other = freshChannel();
    const Streams streams = open(2, channel);
    const Streams bystanders = open(1, other);
    QCOMPARE(callApi(adminPort(), "DELETE", "streams").status, 400); // never all by mistake
    QCOMPARE(callApi(adminPort(), "DELETE", "streams?state=asleep").status, 400);
    const ApiReply answer = callApi(adminPort(), "DELETE", "streams?channel=" + channel);
    QVERIFY2(answer.status == 200 || answer.status == 202, answer.reply.body.constData());
    if (answer.status == 200)
        QCOMPARE(number(answer.object, "requested"), 2);
    for (const auto &stream : streams)
        QCOMPARE(stream->waitForEnd(), StreamClient::Ending::Clean);
    QCOMPARE(Publisher(port()).publish(other, "untouched").subscribers, 1);
    QCOMPARE(bystanders[0]->nextData(1), QList<QByteArray>{"untouched"});
}

void tst_admin_api::kicksWhoHasJustCome()
{
    const QByteArray channel = freshChannel();
    for (int round = 0; round < 5; ++round) {
        // What the workers have just told for a list is no answer to who is there now.
        list("channel=" + channel);
        const Streams streams = open(2, channel);
        QCOMPARE(streams.size(), std::size_t{2});
        const ApiReply answer = callApi(adminPort(), "DELETE", "streams?channel=" + channel);
        QVERIFY2(answer.status == 200 || answer.status == 202, answer.reply.body.constData());
        for (const auto &stream : streams)
            QCOMPARE(stream->waitForEnd(), StreamClient::Ending::Clean);
    }
}

void tst_admin_api::kicksWhomALateWorkerHolds()
{
    SluicedProcess::Options options;
    options.settings = {QStringLiteral("engine.workers=2")};
    SluicedProcess own(options);
    START_ENGINE(own);
    std::vector<std::unique_ptr<StreamClient>> streams;
    for (int index = 0; index < 20; ++index)
        streams.push_back(std::make_unique<StreamClient>(own.publicPort(), "/stream/a"));
    std::vector<RawSocket> later;
    {
        const FrozenThread worker(own.pid(), "worker-0");
        if (!worker.isFrozen())
            QSKIP("this machine forbids ptrace(2)");
        const ApiReply answer = callApi(own.adminPort(), "DELETE", "streams?channel=a");
        QCOMPARE(answer.status, 202);
        QVERIFY(answer.object[QLatin1String("pending")].toBool());
        for (int index = 0; index < 20; ++index) { // the frozen worker's are answered when it thaws
            later.emplace_back(own.publicPort());
            QVERIFY(later.back().send("GET /stream/a HTTP/1.1\r\nHost: localhost\r\n\r\n"));
        }
    }
    for (const auto &stream : streams)
        QCOMPARE(stream->waitForEnd(), StreamClient::Ending::Clean);
    for (RawSocket &stream : later)
        QVERIFY(stream.fillUntil("200 OK"));
    QCOMPARE(Publisher(own.publicPort()).publish("a", "came after it").subscribers, 20);
    for (RawSocket &stream : later)
        QVERIFY(stream.fillUntil("came after it"));
}

void tst_admin_api::kicksByFilterAndBlocks()
{
    SluicedProcess own;
    START_ENGINE(own);
    std::vector<std::unique_ptr<StreamClient>> streams;
    for (const char *channel : {"a", "a", "b"})
        streams.push_back(std::make_unique<StreamClient>(own.publicPort(), QByteArray("/stream/") + channel));
    QCOMPARE(callApi(own.adminPort(), "DELETE", "streams").status, 400); // never all by mistake
    QCOMPARE(callApi(own.adminPort(), "DELETE", "streams?block=10m").status, 400);
    QCOMPARE(callApi(own.adminPort(), "DELETE", "streams?channel=a&block=0").status, 400);
    QCOMPARE(callApi(own.adminPort(), "DELETE", "streams?channel=a&block=forever").status, 400);
    QVERIFY(
        eventually([&] { return number(callApi(own.adminPort(), "GET", "streams").object, "total") == 3; }));

    const ApiReply answer = callApi(own.adminPort(), "DELETE", "streams?channel=a&block=10m");
    QVERIFY2(answer.status == 200 || answer.status == 202, answer.reply.body.constData());
    QCOMPARE(number(answer.object, "requested"), 2);
    QCOMPARE(array(answer.object, "blocked_clients"), QJsonArray{QStringLiteral("127.0.0.1")});
    QCOMPARE(streams[0]->waitForEnd(), StreamClient::Ending::Clean);
    QCOMPARE(streams[1]->waitForEnd(), StreamClient::Ending::Clean);
    QCOMPARE(Publisher(own.publicPort()).publish("b", "untouched").subscribers, 1);
    QCOMPARE(streams[2]->nextData(1), QList<QByteArray>{"untouched"});

    QCOMPARE(get(own.publicPort(), "/stream/a").status, 204); // a browser stops asking
    const QJsonArray blocks = array(callApi(own.adminPort(), "GET", "blocks").object, "blocks");
    QCOMPARE(blocks.size(), 1);
    QCOMPARE(blocks[0].toObject()[QLatin1String("client")].toString(), QStringLiteral("127.0.0.1"));
    const double left = blocks[0].toObject()[QLatin1String("left_seconds")].toDouble();
    QVERIFY(left > 300 && left <= 600);

    QCOMPARE(callApi(own.adminPort(), "DELETE", "blocks/10.0.0.1").status, 404);
    QCOMPARE(callApi(own.adminPort(), "DELETE", "blocks/nobody").status, 400);
    QCOMPARE(callApi(own.adminPort(), "DELETE", "blocks/127.0.0.1").status, 200);
    QVERIFY(StreamClient(own.publicPort(), "/stream/a").isOpen());
    QCOMPARE(array(callApi(own.adminPort(), "GET", "blocks").object, "blocks").size(), 0);
}

void tst_admin_api::kicksByIdsWithAReason()
{
    const QByteArray channel = freshChannel();
    const Streams streams = open(3, channel);
    QVERIFY(eventually([&] { return number(list("channel=" + channel), "total") == 3; }));
    const QJsonArray rows = array(list("channel=" + channel + "&sort=id"), "streams");
    const auto idOf = [&](int row) { return QByteArray::number(number(rows[row], "id")); };
    const ApiReply answer =
        callApi(adminPort(), "DELETE",
                "streams?id=" + idOf(0) + "," + idOf(2) + ",999999999&reason=too%20loud%2C%20said%20ada");
    QVERIFY2(answer.status == 200 || answer.status == 202, answer.reply.body.constData());
    QCOMPARE(number(answer.object, "requested"), 3);
    if (answer.status == 200) {
        QCOMPARE(number(answer.object, "kicked"), 2);
        QCOMPARE(array(answer.object, "gone"), QJsonArray{999999999});
    }
    QCOMPARE(streams[0]->waitForEnd(), StreamClient::Ending::Clean);
    QCOMPARE(streams[2]->waitForEnd(), StreamClient::Ending::Clean);
    QCOMPARE(Publisher(port()).publish(channel, "still here").subscribers, 1);

    QJsonObject end;
    QVERIFY(eventually([&] {
        end = array(callApi(adminPort(), "GET", "disconnects?id=" + idOf(2)).object, "disconnects")[0]
                  .toObject();
        return !end.isEmpty();
    }));
    QCOMPARE(end[QLatin1String("reason")].toString(), QStringLiteral("too loud, said ada"));
    QVERIFY(!end[QLatin1String("by")].toString().isEmpty());
    QCOMPARE(
        callApi(adminPort(), "DELETE", "streams?id=" + idOf(1) + "&reason=" + QByteArray(201, 'x')).status,
        400);
    QCOMPARE(callApi(adminPort(), "DELETE", "streams?id=" + idOf(1) + ",x").status, 400);
}

void tst_admin_api::kicksManyAtOnce()
{
    const QByteArray channel = freshChannel();
    const Streams streams = open(300, channel);
    QCOMPARE(streams.size(), std::size_t(300));
    QVERIFY(eventually([&] { return number(list("channel=" + channel), "total") == 300; }));
    const ApiReply answer = callApi(adminPort(), "DELETE", "streams?channel=" + channel);
    QCOMPARE(number(answer.object, "requested"), 300);
    for (const auto &stream : streams)
        QCOMPARE(stream->waitForEnd(), StreamClient::Ending::Clean);
    QCOMPARE(Publisher(port()).publish(channel, "anybody?").subscribers, 0);
}

void tst_admin_api::listsChannels()
{
    const QByteArray channel = freshChannel();
    const Streams streams = open(2, channel);
    Publisher publisher(port());
    QVERIFY(publisher.publishNumbered(channel, 3));
    const ApiReply answer = callApi(adminPort(), "GET", "channels?name=" + channel);
    QCOMPARE(answer.status, 200);
    QCOMPARE(number(answer.object, "total"), 1);
    const QJsonObject row = array(answer.object, "channels")[0].toObject();
    QCOMPARE(row[QLatin1String("name")].toString(), text(channel));
    QCOMPARE(number(row, "streams"), 2);
    QCOMPARE(number(row, "published"), 3);
    QCOMPARE(number(row, "history_events"), 3);
    QVERIFY(number(row, "history_bytes") > 0);
    QVERIFY(row[QLatin1String("paused_seconds")].isNull());
    QVERIFY(!row[QLatin1String("head_id")].toString().isEmpty());
    const auto total = [this](const QByteArray &query) {
        return number(callApi(adminPort(), "GET", "channels?" + query).object, "total");
    };
    QVERIFY(total("name=ch-*&sort=-streams") >= 1);
    QCOMPARE(total("name=" + channel + "&min_streams=3"), 0);
    QCOMPARE(total("name=" + channel + "&paused=1"), 0);
    QCOMPARE(total("name=nosuch"), 0);
}

void tst_admin_api::listsEnds()
{
    const QByteArray channel = freshChannel();
    {
        Streams streams = open(3, channel);
        streams[0]->socket().reset();
        QVERIFY(eventually([&] { return Publisher(port()).publish(channel, "x").subscribers == 2; }));
        for (std::size_t index : {1U, 2U}) {
            streams[index]->socket().halfClose();
            QCOMPARE(streams[index]->waitForEnd(), StreamClient::Ending::Clean);
        }
    }
    QJsonObject answer;
    QVERIFY(eventually([&] {
        answer = callApi(adminPort(), "GET", "disconnects?channel=" + channel).object;
        return number(answer, "total") == 3;
    }));
    const QJsonArray rows = array(answer, "disconnects");
    QCOMPARE(rows.size(), 3);
    QCOMPARE(rows[2].toObject()[QLatin1String("cause")].toString(), QStringLiteral("reset")); // newest first
    const QJsonObject row = rows[0].toObject();
    QCOMPARE(row[QLatin1String("cause")].toString(), QStringLiteral("client-closed"));
    QCOMPARE(array(row, "channels"), QJsonArray{text(channel)});
    QVERIFY(row[QLatin1String("ended")].toString().endsWith(QLatin1Char('Z')));
    QVERIFY(QDateTime::fromString(row[QLatin1String("ended")].toString(), Qt::ISODateWithMs).isValid());
    const auto total = [&](const QByteArray &query) {
        return number(callApi(adminPort(), "GET", "disconnects?channel=" + channel + '&' + query).object,
                      "total");
    };
    QCOMPARE(total("cause=reset"), 1);
    QCOMPARE(total("client=127.0.0.1"), 3);
    QCOMPARE(total("client=10.0.0.0/8"), 0);
    QCOMPARE(total("since=1h"), 3);
    QCOMPARE(
        array(callApi(adminPort(), "GET", "disconnects?limit=2&channel=" + channel).object, "disconnects")
            .size(),
        2);
}

void tst_admin_api::eventsFollowADrain()
{
    SluicedProcess own;
    START_ENGINE(own);
    StreamClient stream(own.publicPort(), "/stream/a");
    StreamClient events(own.adminPort(), "/api/v1/events?only=drain");
    QVERIFY(events.isOpen());
    QCOMPARE(events.head().field("Content-Type"), QByteArray("text/event-stream"));
    QVERIFY(!events.head().has("Access-Control-Allow-Origin"));
    QVERIFY(!events.primedId().isEmpty());
    QVERIFY(
        callApi(own.adminPort(), "POST", "drain", {{QStringLiteral("grace"), QStringLiteral("0")}}).status ==
        202);
    QStringList phases;
    while (!phases.contains(QStringLiteral("drained"))) {
        const auto event = events.next();
        QVERIFY(event.has_value());
        QCOMPARE(event->name, QByteArray("drain"));
        QVERIFY(!event->id.isEmpty());
        phases.append(jsonObject(event->data)[QLatin1String("phase")].toString());
    }
    QVERIFY(callApi(own.adminPort(), "DELETE", "drain").status == 200);
    const auto last = events.next();
    QVERIFY(last.has_value());
    QCOMPARE(jsonObject(last->data)[QLatin1String("phase")].toString(), QStringLiteral("serving"));
    // A stop ends it cleanly.
    own.signal(SIGTERM);
    QCOMPARE(events.waitForEnd(), StreamClient::Ending::Clean);
    QVERIFY(own.waitForEnd());
    QCOMPARE(own.exitCode(), 0);
}

void tst_admin_api::eventsResumeById()
{
    SluicedProcess own;
    START_ENGINE(own);
    QByteArray seen;
    {
        StreamClient events(own.adminPort(), "/api/v1/events?only=drain");
        seen = events.primedId();
    }
    const StreamClient stream(own.publicPort(), "/stream/a");
    QVERIFY(callApi(own.adminPort(), "POST", "drain", {{QStringLiteral("grace"), QStringLiteral("10min")}})
                .status == 202);
    QVERIFY(eventually([&] {
        StreamClient::Options options;
        options.lastEventId = seen;
        StreamClient events(own.adminPort(), "/api/v1/events?only=drain", options);
        const auto event = events.next(500ms);
        return event && event->name == "drain" &&
               jsonObject(event->data)[QLatin1String("phase")].toString() == QStringLiteral("grace");
    }));
    StreamClient::Options unknown;
    unknown.lastEventId = "nonsense";
    StreamClient gap(own.adminPort(), "/api/v1/events?only=drain", unknown);
    const auto event = gap.next();
    QVERIFY(event.has_value());
    QCOMPARE(event->name, QByteArray("gap"));
}

void tst_admin_api::eventsMayBeChosen()
{
    StreamClient audit(adminPort(), "/api/v1/events?only=audit");
    QVERIFY(audit.isOpen());
    QVERIFY(callApi(adminPort(), "PATCH", "settings", {{QStringLiteral("log.end_rate"), 19}}).status == 200);
    const auto first = audit.next();
    QVERIFY(first.has_value());
    QCOMPARE(first->name, QByteArray("audit"));
    QVERIFY(first->data.contains("log.end_rate"));
}

void tst_admin_api::eventStreamsAreLimited()
{
    SluicedProcess own(SluicedProcess::Options::with({QStringLiteral("admin.max_followers=8")}));
    START_ENGINE(own);
    constexpr int most = 8;
    std::vector<std::unique_ptr<StreamClient>> watchers;
    for (int index = 0; index < most; ++index) {
        watchers.push_back(std::make_unique<StreamClient>(own.adminPort(), "/api/v1/events"));
        QVERIFY(watchers.back()->isOpen());
    }
    const HttpReply refused = get(own.adminPort(), "/api/v1/events");
    QCOMPARE(refused.status, 503);
    QVERIFY(refused.field("Retry-After").toInt() > 0);
    QCOMPARE(statusOf(own.adminPort(), "/api/v1/version"), 200);
    // They are no streams of the engine.
    QCOMPARE(Metrics::scrape(own.adminPort()).active(), 0.0);
    QCOMPARE(Metrics::scrape(own.adminPort()).admitted(), 0.0);
    watchers.clear();
    QVERIFY(eventually([&] { return StreamClient(own.adminPort(), "/api/v1/events").isOpen(); }));
}

void tst_admin_api::headOpensNoEventStream()
{
    const HttpReply head = exchange(adminPort(), request("HEAD", "/api/v1/events"), BodyRule::None);
    QCOMPARE(head.status, 200);
    QCOMPARE(head.field("Content-Type"), QByteArray("text/event-stream"));
}

QTEST_GUILESS_MAIN(tst_admin_api)
#include "tst_admin_api.moc"
