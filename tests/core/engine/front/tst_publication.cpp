// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/front/Publication.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace sluice;
using namespace std::string_literals;

using Lines = std::vector<std::string>;

class tst_Publication : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void bodyPassesUnchanged_data();
    void bodyPassesUnchanged();
    void queryNamesTheFields();
    void singleIsRefused_data();
    void singleIsRefused();
    void retry_data();
    void retry();
    void engineEventNamesAreRefused();
    void batchOfNoChannelIsRefused();
    void duplicate();
    void channelLimit();
    void historyFull();
    void batchPublishesEachLine();
    void batchDataPassesUnchanged_data();
    void batchDataPassesUnchanged();
    void batchLineIsRefused_data();
    void batchLineIsRefused();
    void batchGoesOnBehindABadLine();
    void batchWithoutLines_data();
    void batchWithoutLines();
    void batchRetry();
    void batchThatMaySucceedLater();
    void batchLineEnds();
    void batchOfTooManyLines();
};

namespace {

/** A registry without workers, and what was published to it. */
class Hub
{
public:
    Hub() = default;

    Answer post(const std::string &target, const std::string &body)
    {
        const auto parsed = Target::parse(target);
        if (!parsed) // as the guard answers it
            return Answer::problem(400, parsed.error().message);
        return publication::single(channels, parsed->segments.at(1), *parsed, body, tally, terms);
    }

    Answer postLines(const std::string &body, const std::string &channel = "a")
    {
        return publication::batch(channels, channel, body, tally, terms);
    }

    /** The unframed field lines of all events of a channel, each with its id line. */
    Lines events(const std::string &channel) const
    {
        Lines events;
        for (const auto &one : channels.all()) {
            if (one->name() != channel)
                continue;
            for (auto entry = one->entryAt(0); entry; entry = one->entryAt(entry->end))
                events.push_back(std::string(entry->dataPayload));
        }
        return events;
    }

    ChannelRegistry channels{{}};
    publication::Tally tally;
    publication::Terms terms;
};

QJsonObject object(const std::string &json)
{
    return QJsonDocument::fromJson(QByteArray::fromStdString(json)).object();
}

std::vector<QJsonObject> results(const Answer &answer)
{
    std::vector<QJsonObject> objects;
    for (const QByteArray &line : QByteArray::fromStdString(answer.body).split('\n'))
        if (!line.isEmpty())
            objects.push_back(QJsonDocument::fromJson(line).object());
    return objects;
}

std::string text(const QJsonObject &object, const char *key)
{
    return object.value(QLatin1String(key)).toString().toStdString();
}

bool hasField(const Answer &answer, const std::string &name)
{
    for (const auto &[field, value] : answer.fields)
        if (field == name && !value.empty())
            return true;
    return false;
}

} // namespace

void tst_Publication::bodyPassesUnchanged_data()
{
    QTest::addColumn<std::string>("body");
    QTest::addColumn<std::string>("fields");
    const auto row = [](const char *name, const std::string &body, const std::string &fields) {
        QTest::newRow(name) << body << fields;
    };
    row("word", "hello", "data: hello\n");
    row("JSON", R"({"b": 1.50, "a":[ ]})", "data: {\"b\": 1.50, \"a\":[ ]}\n");
    row("broken JSON", R"({"b": )", "data: {\"b\": \n");
    row("empty", "", "data: \n"); // an event with empty data is dispatched
    row("lines", "a\nb", "data: a\ndata: b\n");
    row("NDJSON is one text here", "{\"data\":1}\n{\"data\":2}\n",
        "data: {\"data\":1}\ndata: {\"data\":2}\ndata: \n");
    row("NUL", "a\0b"s, "data: a\0b\n"s);
}

void tst_Publication::bodyPassesUnchanged()
{
    QFETCH(const std::string, body);
    QFETCH(const std::string, fields);
    Hub hub;
    const Answer answer = hub.post("/publish/a", body);
    QCOMPARE(answer.status, 202);
    QCOMPARE(answer.contentType, "application/json"s);
    QCOMPARE(hub.events("a"), Lines{fields});
    const QJsonObject result = object(answer.body);
    QVERIFY(!text(result, "id").empty());
    QCOMPARE(result.value(QStringLiteral("subscribers")).toInt(-1), 0);
    QVERIFY(!result.contains(QStringLiteral("duplicate")));
    QCOMPARE(hub.tally.published, std::int64_t{1});
}

void tst_Publication::queryNamesTheFields()
{
    Hub hub;
    const Answer answer = hub.post("/publish/a?event=my+event&id=my-1&retry=2500&unknown=x", "x");
    QCOMPARE(answer.status, 202);
    QCOMPARE(text(object(answer.body), "id"), "my-1"s);
    QCOMPARE(hub.events("a"), Lines{"event: my event\nretry: 2500\ndata: x\n"});
    QCOMPARE(hub.post("/publish/a?event=", "x").status, 202);
    QCOMPARE(hub.events("a").back(), "data: x\n"s);
}

void tst_Publication::singleIsRefused_data()
{
    QTest::addColumn<std::string>("target");
    QTest::addColumn<std::string>("body");
    const auto row = [](const char *name, const std::string &target, const std::string &body = "x") {
        QTest::newRow(name) << target << body;
    };
    row("invalid UTF-8", "/publish/a", "\xff");
    row("overlong UTF-8", "/publish/a", "\xc0\x80");
    row("cut UTF-8", "/publish/a", "\xe2\x82");
    row("surrogate", "/publish/a", "\xed\xa0\x80");
    row("LF in the event", "/publish/a?event=x%0Adata:+y");
    row("CR in the event", "/publish/a?event=x%0Dy");
    row("NUL in the event", "/publish/a?event=x%00");
    row("invalid UTF-8 in the event", "/publish/a?event=%ff");
    row("long event", "/publish/a?event=" + std::string(257, 'e'));
    row("LF in the id", "/publish/a?id=x%0A");
    row("NUL in the id", "/publish/a?id=x%00");
    row("blank in the id", "/publish/a?id=x+y");
    row("dot in the id", "/publish/a?id=x.y");
    row("empty id", "/publish/a?id=");
    row("two ids", "/publish/a?id=x&id=y");
    row("the same id twice", "/publish/a?id=x&id=x");
    row("two events", "/publish/a?event=x&event=");
    row("two retries", "/publish/a?retry=1&retry=2");
    row("long id", "/publish/a?id=" + std::string(65, 'i'));
    row("channel of dots", "/publish/..");
    row("slash in the channel", "/publish/a%2Fb");
    row("NUL in the channel", "/publish/a%00");
    row("empty channel", "/publish/");
    row("long channel", "/publish/" + std::string(129, 'c'));
}

void tst_Publication::singleIsRefused()
{
    QFETCH(const std::string, target);
    QFETCH(const std::string, body);
    Hub hub;
    const Answer answer = hub.post(target, body);
    QCOMPARE(answer.status, 400);
    QCOMPARE(answer.contentType, "application/problem+json"s);
    QVERIFY(!text(object(answer.body), "detail").empty());
    QCOMPARE(hub.channels.size(), std::size_t{0}); // not even the channel was made
    QCOMPARE(hub.tally.published, std::int64_t{0});
}

void tst_Publication::retry_data()
{
    QTest::addColumn<std::string>("retry");
    QTest::addColumn<int>("status");
    const auto row = [](const std::string &retry, int status) {
        QTest::newRow(retry.c_str()) << retry << status;
    };
    row("100", 202);
    row("3600000", 202);
    // Every reader would keep it: to ask ten times a second, or to stay away for 49 days.
    row("0", 400);
    row("1", 400);
    row("99", 400);
    row("3600001", 400);
    row("4294967295", 400);
    row("4294967296", 400);
    row("-1", 400);
    row("+1", 400);
    row("1.5", 400);
    row("1e3", 400);
    row("0x10", 400);
    row("5s", 400);
    row("%201", 400);
    row("1%0A", 400);
    row("soon", 400);
}

void tst_Publication::retry()
{
    QFETCH(const std::string, retry);
    QFETCH(const int, status);
    Hub hub;
    QCOMPARE(hub.post("/publish/a?retry=" + retry, "x").status, status);
    if (status == 202)
        QCOMPARE(hub.events("a"), Lines{"retry: " + retry + "\ndata: x\n"});
}

/** Readers act on them: they would leave, or fetch what they have not missed. */
void tst_Publication::engineEventNamesAreRefused()
{
    Hub hub;
    for (const char *name : {"gap", "missed", "shutdown", "shut%64own"}) {
        const Answer refused = hub.post("/publish/a?event="s + name, "x");
        QCOMPARE(refused.status, 400);
        QVERIFY2(refused.body.find("gap, missed, shutdown") != std::string::npos, refused.body.c_str());
    }
    QCOMPARE(hub.channels.size(), std::size_t{0});
    for (const char *name : {"Gap", "gaps", "shutdown2", "%20gap", "message"})
        QCOMPARE(hub.post("/publish/a?event="s + name, "x").status, 202);
}

/** Who may publish is decided by the path; one that names no channel lets nothing through. */
void tst_Publication::batchOfNoChannelIsRefused()
{
    Hub hub;
    for (const char *channel : {"", ".", "..", ".hidden", "../stream", "a/b", "a b"}) {
        const Answer refused = hub.postLines("{\"channel\":\"orders\",\"data\":1}\n", channel);
        QCOMPARE(refused.status, 400);
        QCOMPARE(refused.contentType, "application/problem+json"s);
    }
    QCOMPARE(hub.channels.size(), std::size_t{0});
    QCOMPARE(hub.postLines("{\"channel\":\"orders\",\"data\":1}\n", "a").status, 202);
}

void tst_Publication::duplicate()
{
    Hub hub;
    QCOMPARE(hub.post("/publish/a?id=one", "x").status, 202);
    const Answer again = hub.post("/publish/a?id=one", "other");
    QCOMPARE(again.status, 202);
    QCOMPARE(object(again.body).value(QStringLiteral("duplicate")).toBool(), true);
    QCOMPARE(text(object(again.body), "id"), "one"s);
    QCOMPARE(hub.events("a").size(), std::size_t{1});
    QCOMPARE(hub.tally.published, std::int64_t{1});
    QCOMPARE(hub.tally.duplicates, std::int64_t{1});
    QCOMPARE(hub.post("/publish/b?id=one", "x").status, 202);
    QCOMPARE(hub.tally.published, std::int64_t{2}); // another channel knows nothing of it
}

void tst_Publication::channelLimit()
{
    Hub hub;
    ChannelRegistry::Limits limits;
    limits.maxChannels = 1;
    hub.channels.setLimits(limits);
    QCOMPARE(hub.post("/publish/a", "x").status, 202);
    const Answer refused = hub.post("/publish/b", "x");
    QCOMPARE(refused.status, 503);
    QVERIFY(hasField(refused, "Retry-After"));
    QVERIFY(refused.body.find("pool.max_channels") != std::string::npos);
    QCOMPARE(hub.post("/publish/a", "x").status, 202);
    QCOMPARE(hub.tally.full, std::int64_t{0});
}

void tst_Publication::historyFull()
{
    struct Sink : DirtySink
    {
        void markDirty(WatchToken) override {}
    } sink;
    ChannelRegistry channels({&sink});
    ChannelRegistry::Limits limits;
    limits.totalBytes = 10'000;
    channels.setLimits(limits);
    // A stream that nobody serves pins all that comes.
    QVERIFY(channels.obtain("a").value()->subscribe(0, {}, {}).has_value());
    publication::Tally tally;
    const Target target = Target::parse("/publish/a").value();
    const std::string body(1000, 'x');
    int accepted = 0;
    Answer answer = publication::single(channels, "a", target, body, tally);
    for (; answer.status == 202 && accepted < 1000; ++accepted)
        answer = publication::single(channels, "a", target, body, tally);
    QVERIFY(accepted < 1000);
    QCOMPARE(answer.status, 503);
    QVERIFY(hasField(answer, "Retry-After"));
    QVERIFY(answer.body.find("history.total_bytes") != std::string::npos);
    QCOMPARE(tally.full, std::int64_t{1});
    const Answer lines = publication::batch(channels, "a", "{\"data\":\"x\"}\n", tally);
    QCOMPARE(lines.status, 503);
    QCOMPARE(tally.full, std::int64_t{2});
}

void tst_Publication::batchPublishesEachLine()
{
    Hub hub;
    const Answer answer = hub.postLines(R"({"data":"one\ntwo","event":"tick","id":"x-1","retry":900})"
                                        "\n"
                                        R"({"channel":"b","data":"three"})"
                                        "\n"
                                        R"({"data":"again","id":"x-1"})"
                                        "\n");
    QCOMPARE(answer.status, 202);
    QCOMPARE(answer.contentType, "application/x-ndjson"s);
    const auto lines = results(answer);
    QCOMPARE(lines.size(), std::size_t{3});
    QCOMPARE(text(lines[0], "id"), "x-1"s);
    QVERIFY(!text(lines[1], "id").empty());
    QCOMPARE(lines[2].value(QStringLiteral("duplicate")).toBool(), true);
    QCOMPARE(hub.events("a"), Lines{"event: tick\nretry: 900\ndata: one\ndata: two\n"});
    QCOMPARE(hub.events("b"), Lines{"data: three\n"});
    QCOMPARE(hub.tally.published, std::int64_t{2});
    QCOMPARE(hub.tally.duplicates, std::int64_t{1});
}

void tst_Publication::batchDataPassesUnchanged_data()
{
    QTest::addColumn<std::string>("data");
    QTest::addColumn<std::string>("fields");
    const auto row = [](const char *name, const std::string &data, const std::string &fields) {
        QTest::newRow(name) << data << "data: " + fields + "\n";
    };
    row("string", R"("hello")", "hello");
    row("empty string", R"("")", "");
    row("surrogate pair", R"("\ud83d\ude00")", "\xf0\x9f\x98\x80");
    row("escapes", R"("\u00fc\t\"\\")", "\xc3\xbc\t\"\\");
    row("object", R"({"b": 1.50,"a": [ ]})", R"({"b": 1.50,"a": [ ]})");
    row("array", "[1, 2]", "[1, 2]");
    row("large number", "12345678901234567890123", "12345678901234567890123");
    row("false", "false", "false");
    row("null", "null", "null");
}

void tst_Publication::batchDataPassesUnchanged()
{
    QFETCH(const std::string, data);
    QFETCH(const std::string, fields);
    Hub hub;
    QCOMPARE(hub.postLines("{\"id\":\"x\",\"data\":" + data + "}").status, 202);
    QCOMPARE(hub.postLines("{ \"data\" : " + data + " , \"id\":\"y\" }\r\n").status, 202);
    QCOMPARE(hub.events("a"), (Lines{fields, fields}));
}

void tst_Publication::batchLineIsRefused_data()
{
    QTest::addColumn<std::string>("line");
    const auto row = [](const char *name, const std::string &line) { QTest::newRow(name) << line; };
    row("word", "hello");
    row("array", "[1]");
    row("string", "\"x\"");
    row("cut", "{\"data\":\"x\"");
    row("two objects", R"({"data":"x"}{"data":"y"})");
    row("invalid UTF-8", "{\"data\":\"\xff\"}");
    row("no data", R"({"event":"x"})");
    row("empty object", "{}");
    row("half a surrogate pair", R"({"data":"a\ud800b"})");
    row("its other half", R"({"data":"a\udc00b"})");
    row("halves in the wrong order", R"({"data":"\udc00\ud800"})");
    row("half a surrogate pair in the event", R"({"event":"\ud800","data":"x"})");
    row("data twice", R"({"data":"x","data":"y"})");
    row("data twice, once escaped", R"({"data":"x","d\u0061ta":{}})");
    row("id twice", R"({"id":"a","data":"x","id":"a"})");
    row("unknown member", R"({"data":"x","dtaa":"y"})");
    row("member in capitals", R"({"data":"x","Event":"y"})");
    row("channel is a number", R"({"channel":7,"data":"x"})");
    row("channel is null", R"({"channel":null,"data":"x"})");
    row("empty channel", R"({"channel":"","data":"x"})");
    row("channel of dots", R"({"channel":"..","data":"x"})");
    row("event is an object", R"({"event":{},"data":"x"})");
    row("LF in the event", R"({"event":"a\nb","data":"x"})");
    row("NUL in the event", R"({"event":"a\u0000b","data":"x"})");
    row("id is a number", R"({"id":7,"data":"x"})");
    row("empty id", R"({"id":"","data":"x"})");
    row("CR in the id", R"({"id":"a\rb","data":"x"})");
    row("retry is a text", R"({"retry":"5","data":"x"})");
    row("retry is too short", R"({"retry":99,"data":"x"})");
    row("retry is too long", R"({"retry":3600001,"data":"x"})");
    row("the engine's gap", R"({"event":"gap","data":"x"})");
    row("the engine's missed", R"({"event":"missed","data":"x"})");
    row("the engine's shutdown, escaped", R"({"event":"shutdow\u006e","data":"x"})");
    row("retry is negative", R"({"retry":-1,"data":"x"})");
    row("retry is a fraction", R"({"retry":1.5,"data":"x"})");
    row("retry is too large", R"({"retry":4294967296,"data":"x"})");
    row("retry is null", R"({"retry":null,"data":"x"})");
}

void tst_Publication::batchLineIsRefused()
{
    QFETCH(const std::string, line);
    Hub hub;
    const Answer answer = hub.postLines(line + "\n");
    QCOMPARE(answer.status, 400);
    const auto lines = results(answer);
    QCOMPARE(lines.size(), std::size_t{1});
    QCOMPARE(lines[0].value(QStringLiteral("line")).toInt(), 1);
    QCOMPARE(lines[0].value(QStringLiteral("status")).toInt(), 400);
    QVERIFY(!text(lines[0], "error").empty());
    QVERIFY(!lines[0].contains(QStringLiteral("id")));
    QCOMPARE(hub.channels.size(), std::size_t{0});
}

void tst_Publication::batchGoesOnBehindABadLine()
{
    Hub hub;
    const Answer answer = hub.postLines("{\"data\":\"1\"}\n{oops\n\n{\"data\":\"2\"}");
    QCOMPARE(answer.status, 207);
    const auto lines = results(answer);
    QCOMPARE(lines.size(), std::size_t{4});
    QVERIFY(!text(lines[0], "id").empty());
    QCOMPARE(lines[1].value(QStringLiteral("line")).toInt(), 2);
    QCOMPARE(lines[2].value(QStringLiteral("line")).toInt(), 3);
    QVERIFY(!text(lines[3], "id").empty());
    QCOMPARE(hub.events("a"), (Lines{"data: 1\n", "data: 2\n"}));
}

void tst_Publication::batchWithoutLines_data()
{
    QTest::addColumn<std::string>("body");
    QTest::newRow("empty") << ""s;
    QTest::newRow("LF") << "\n"s;
    QTest::newRow("CRLF") << "\r\n"s;
    QTest::newRow("blanks") << "  \t"s;
}

void tst_Publication::batchWithoutLines()
{
    QFETCH(const std::string, body);
    Hub hub;
    const Answer answer = hub.postLines(body);
    QCOMPARE(answer.status, 400);
    QCOMPARE(answer.contentType, "application/problem+json"s);
}

void tst_Publication::batchRetry()
{
    Hub hub;
    QCOMPARE(hub.postLines("{\"data\":\"x\",\"retry\":100}\n{\"data\":\"x\",\"retry\":3600000}").status, 202);
    QCOMPARE(hub.events("a"), (Lines{"retry: 100\ndata: x\n", "retry: 3600000\ndata: x\n"}));
    hub.terms.longestRetry = std::chrono::milliseconds(4'294'967'295);
    QCOMPARE(hub.postLines("{\"data\":\"x\",\"retry\":4294967295}").status, 202);
    hub.terms.longestRetry = std::chrono::milliseconds(100);
    const Answer refused = hub.postLines("{\"data\":\"x\",\"retry\":101}");
    QCOMPARE(refused.status, 400);
    QVERIFY(refused.body.find("publish.max_retry") != std::string::npos);
}

/** A publisher is to come back with a batch only if nothing in it is wrong. */
void tst_Publication::batchThatMaySucceedLater()
{
    Hub hub;
    ChannelRegistry::Limits limits;
    limits.maxChannels = 0;
    hub.channels.setLimits(limits);
    const Answer later = hub.postLines("{\"data\":\"x\"}\n{\"data\":\"y\"}\n");
    QCOMPARE(later.status, 503);
    QVERIFY(hasField(later, "Retry-After"));
    QVERIFY(hasField(later, "Cache-Control"));
    QCOMPARE(results(later).size(), std::size_t{2});
    const Answer wrong = hub.postLines("{\"data\":\"x\"}\noops\n");
    QCOMPARE(wrong.status, 400);
    QVERIFY(!hasField(wrong, "Retry-After"));
}

void tst_Publication::batchLineEnds()
{
    Hub hub;
    QCOMPARE(hub.postLines("{\"data\":\"1\"}\r\n{\"data\":\"2\"}\r\n").status, 202);
    QCOMPARE(hub.postLines("{\"data\":\"3\"}\n{\"data\":\"4\"}").status, 202);
    QCOMPARE(hub.postLines("{\"data\":\"5\"}\n  ").status, 202);
    QCOMPARE(hub.events("a").size(), std::size_t{5});
}

/** It would hold the worker, so nothing of it is published. */
void tst_Publication::batchOfTooManyLines()
{
    Hub hub;
    std::string body;
    for (std::size_t n = 0; n < publication::maxLines; ++n)
        body += "{\"data\":1}\n";
    const Answer refused = hub.postLines(body + "{\"data\":1}");
    QCOMPARE(refused.status, 413);
    QVERIFY(refused.body.find("1001 lines; at most 1000") != std::string::npos);
    QCOMPARE(hub.tally.published, std::int64_t{0});
    QCOMPARE(hub.postLines(body).status, 202);
    QCOMPARE(hub.tally.published, std::int64_t{1000});
    body.pop_back(); // the last line needs no end
    QCOMPARE(hub.postLines(body).status, 202);
}

QTEST_APPLESS_MAIN(tst_Publication)
#include "tst_publication.moc"
