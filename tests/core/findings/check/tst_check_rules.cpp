// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The judge over tables of what may be seen: each row is a sound record with one thing that is not.
#include "findings/check/CheckReport.h"
#include "findings/check/CheckRules.h"
#include "findings/check/ServerRemedies.h"

#include <QJsonArray>
#include <QSet>
#include <QTest>

#include <array>
#include <functional>

using namespace sluice;
using End = StreamRecord::End;

namespace {

using Change = std::function<void(CheckRecord &)>;

HttpHead soundHead()
{
    HttpHead head;
    head.status = 200;
    head.fields = {{"Content-Type", "text/event-stream"},
                   {"Cache-Control", "no-cache, no-transform"},
                   {"Connection", "keep-alive"},
                   {"Transfer-Encoding", "chunked"},
                   {"X-Accel-Buffering", "no"}};
    return head;
}

void setField(HttpHead &head, const std::string &name, const std::string &value)
{
    for (auto &field : head.fields)
        if (field.first == name) {
            field.second = value;
            return;
        }
    head.fields.emplace_back(name, value);
}

void dropField(HttpHead &head, const std::string &name)
{
    std::erase_if(head.fields, [&name](const auto &field) { return field.first == name; });
}

StreamRecord answer(double at, double seconds)
{
    StreamRecord stream;
    stream.url = "http://127.0.0.1/stream/a";
    stream.startedAt = at;
    stream.connectedAt = at + 0.001;
    stream.firstByteAt = at + 0.002;
    stream.headAt = at + 0.002;
    stream.endedAt = at + 0.002 + seconds;
    stream.head = soundHead();
    return stream;
}

/** Heartbeats so far apart, as long as the stream lasts. */
void beat(StreamRecord &stream, double interval)
{
    for (double at = *stream.headAt + interval; at < stream.endedAt; at += interval) {
        stream.arrivals.push_back({at, 3, 0, 1});
        stream.lastByteAt = at;
        ++stream.comments;
        stream.bodyBytes += 3;
    }
}

/** Everything as it should be, with two canaries. */
CheckRecord soundRecord()
{
    CheckRecord record;
    record.url = "http://127.0.0.1/stream/a";
    record.durationSeconds = 20;
    record.hasPublisher = true;
    StreamRecord stream = answer(0, 20);
    beat(stream, 5);
    stream.fields = 4;
    stream.eventCount = 2;
    stream.events = {{1, "message", "1-1"}, {2, "message", "1-2"}};
    stream.lastEventId = "1-2";
    record.streams = {stream};
    record.canaries = {{1, 20, 202, {}, 1.01, 1, 1.02}, {2, 20, 202, {}, 2.01, 1, 2.02}};
    StreamRecord head = answer(0.1, 0.3);
    record.head = head;
    record.browser = answer(0.1, 5);
    record.browser->arrivals = {{1.02, 20, 1, 0}, {2.02, 20, 1, 0}};
    StreamRecord resumed = answer(20, 0.1);
    resumed.events = {{20.05, "message", "1-2"}};
    record.resume = resumed;
    record.resumedAfter = "1-1";
    record.expectedId = "1-2";
    return record;
}

const Finding *find(const std::vector<Finding> &findings, const std::string &name)
{
    for (const Finding &finding : findings)
        if (finding.rule == name)
            return &finding;
    return nullptr;
}

constexpr std::array stages{CheckStage::Head, CheckStage::Probes, CheckStage::Watch};

std::size_t ruleCount()
{
    std::size_t count = 0;
    for (const CheckStage stage : stages)
        count += checkRules(stage).size();
    return count;
}

std::vector<Finding> findingsOf(const CheckRecord &record)
{
    std::vector<Finding> findings;
    for (const CheckStage stage : stages)
        for (Finding &finding : sluice::findingsOf(checkRules(stage), record))
            findings.push_back(std::move(finding));
    return findings;
}

std::string everything(const Finding &finding)
{
    return finding.summary + " | " + finding.cause;
}

} // namespace

class tst_CheckRules : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theServersOwnLineComesFirst();
    void soundIsAllOk();
    void names_data();
    void names();
    void everyRuleIsTriedAndMended();
    void tellsOfNothingWhereNothingWasAsked();
    void printsJson();

private:
    QSet<QString> m_tried; // rules that names() saw find something
};

void tst_CheckRules::soundIsAllOk()
{
    CheckRecord record = soundRecord();
    record.origin = "https://app.example.com";
    setField(record.browser->head, "Access-Control-Allow-Origin", "*");
    record.preflight = answer(0.1, 0.3);
    record.preflight->head.status = 204;
    setField(record.preflight->head, "Access-Control-Allow-Origin", "*");
    setField(record.preflight->head, "Access-Control-Allow-Headers", "Cache-Control, last-event-id");
    const auto findings = findingsOf(record);
    for (const Finding &finding : findings) {
        QVERIFY2(finding.severity == Severity::Ok, (finding.rule + ": " + everything(finding)).c_str());
        QVERIFY(finding.remedies.empty());
    }
    // All but the redirects, of which there were none.
    QCOMPARE(findings.size(), ruleCount() - 1);
}

void tst_CheckRules::names_data()
{
    QTest::addColumn<QString>("rule");
    QTest::addColumn<int>("severity");
    QTest::addColumn<QString>("says"); // part of its summary or cause
    QTest::addColumn<Change>("change");
    const auto row = [](const char *rule, Severity severity, const char *says, const Change &change) {
        QTest::addRow("%s: %s", rule, says)
            << QString::fromLatin1(rule) << static_cast<int>(severity) << QString::fromLatin1(says) << change;
    };
    const auto withField = [](const char *name, const char *value) -> Change {
        return [=](CheckRecord &record) { setField(record.streams[0].head, name, value); };
    };
    const auto without = [](const char *name) -> Change {
        return [=](CheckRecord &record) { dropField(record.streams[0].head, name); };
    };
    const auto withStatus = [](unsigned status) -> Change {
        return [=](CheckRecord &record) { record.streams[0].head.status = status; };
    };
    const auto stream = [](const std::function<void(StreamRecord &)> &change) -> Change {
        return [=](CheckRecord &record) { change(record.streams[0]); };
    };
    constexpr auto Ok = Severity::Ok;
    constexpr auto Notice = Severity::Notice;
    constexpr auto Warning = Severity::Warning;
    constexpr auto Error = Severity::Critical;

    const auto refused = [](StreamRecord &one) {
        one = StreamRecord();
        one.endedAt = 0.01;
        one.end = End::NotConnected;
        one.problem = "Connection refused";
    };
    row("reachable", Error, "nobody answers: Connection refused", stream(refused));
    row("reachable", Error, "does not speak HTTP/1", stream([](StreamRecord &one) {
            one.headAt.reset();
            one.head = HttpHead();
            one.end = End::NotHttp;
            one.problem = "the response is not valid HTTP: invalid constant string";
        }));
    row("redirects", Error, "more than 5 redirects", [](CheckRecord &record) {
        record.redirects.assign(6, "/stream/a");
        record.redirectProblem = "more than 5 redirects, the last one to '/stream/a'";
    });
    row("redirects", Notice, "redirected 1 times", [](CheckRecord &record) { record.redirects = {"/b"}; });
    row("status", Error, "status 404 instead of 200", withStatus(404));
    row("status", Error, "tells every client not to come back", withStatus(204));
    row("status", Error, "no room for the stream", withStatus(503));
    row("status", Error, "does not reach the server behind it", withStatus(502));
    row("status", Error, "wants credentials", withStatus(401));
    row("status", Error, "a proxy passes its clients' Host on", withStatus(421));
    row("content-type", Error, "is missing, so every EventSource gives up", without("Content-Type"));
    row("content-type", Error, "a page answers here", withField("Content-Type", "text/html; charset=utf-8"));
    row("content-type", Error, "the body is an event stream, but nothing says so",
        withField("Content-Type", "text/plain"));
    row("content-type", Warning, "always UTF-8",
        withField("Content-Type", "text/event-stream; charset=latin1"));
    row("content-type", Ok, "utf-8", withField("Content-Type", "Text/Event-Stream;charset=utf-8"));
    row("cache-control", Warning, "is missing", without("Cache-Control"));
    row("cache-control", Error, "caches may keep the stream",
        withField("Cache-Control", "public, max-age=60"));
    row("cache-control", Error, "caches may keep the stream", withField("Cache-Control", "max-age=60"));
    row("cache-control", Warning, "lacks no-cache", withField("Cache-Control", "private"));
    row("cache-control", Notice, "lacks no-transform", withField("Cache-Control", "No-Cache"));
    row("cache-control", Notice, "lacks no-transform", withField("Cache-Control", "no-store, max-age=0"));
    row("connection", Notice, "Connection is close", withField("Connection", "close"));
    row("connection", Warning, "Connection is close", stream([](StreamRecord &one) {
            setField(one.head, "Connection", "close");
            dropField(one.head, "Transfer-Encoding");
        }));
    row("connection", Warning, "Connection is close", stream([](StreamRecord &one) {
            setField(one.head, "Connection", "close");
            one.head.minorVersion = 0;
        }));
    row("connection", Notice, "means keep-alive in HTTP/1.1", without("Connection"));
    row("connection", Warning, "HTTP/1.0, which means close", stream([](StreamRecord &one) {
            dropField(one.head, "Connection");
            one.head.minorVersion = 0;
        }));
    row("transfer-encoding", Error, "ends after so many bytes", withField("Content-Length", "512"));
    row("transfer-encoding", Warning, "the end of the connection", without("Transfer-Encoding"));
    row("x-accel-buffering", Error, "asks nginx to buffer", withField("X-Accel-Buffering", "yes"));
    row("x-accel-buffering", Notice, "is missing", without("X-Accel-Buffering"));
    row("x-accel-buffering", Ok, "nginx keeps it to itself", stream([](StreamRecord &one) {
            dropField(one.head, "X-Accel-Buffering");
            setField(one.head, "Server", "nginx/1.22.1");
        }));
    row("http-version", Warning, "the answer is HTTP/1.0",
        stream([](StreamRecord &one) { one.head.minorVersion = 0; }));
    row("http-version", Warning, "a proxy asks the engine in 'HTTP/1.0'",
        withField("Sluice-Request-Version", "HTTP/1.0"));

    const auto hang = [](CheckRecord &record) {
        StreamRecord &one = record.streams[0];
        one.headAt.reset();
        one.firstByteAt.reset();
        one.head = HttpHead();
        one.end = End::NoHead;
        one.endedAt = 10;
        one.problem = "no answer within 10s";
    };
    row("first-byte", Error, "HEAD is answered at once, GET is not", hang);
    row("first-byte", Error, "the server hangs", [hang](CheckRecord &record) {
        hang(record);
        record.head.reset();
    });
    row("first-byte", Error, "the head of the answer does not end", [hang](CheckRecord &record) {
        hang(record);
        record.streams[0].firstByteAt = 0.1;
    });
    row("first-byte", Error, "closed without an answer", [hang](CheckRecord &record) {
        hang(record);
        record.streams[0].end = End::Cut;
    });
    row("first-byte", Warning, "holds the head back until",
        stream([](StreamRecord &one) { one.headAt = 4; }));
    row("first-byte", Ok, "the head came", [](CheckRecord &record) {
        record.streams[0].headAt = 4;
        record.ownLagSeconds = 4; // it was this program that slept
    });
    row("content-encoding", Error, "nobody asked for it", withField("Content-Encoding", "gzip"));
    row("content-encoding", Error, "gets none: no answer within 10s", [](CheckRecord &record) {
        record.browser->headAt.reset();
        record.browser->head = HttpHead();
        record.browser->end = End::NoHead;
        record.browser->problem = "no answer within 10s";
    });
    row("content-encoding", Warning, "each event is let through",
        [](CheckRecord &record) { setField(record.browser->head, "Content-Encoding", "gzip"); });
    row("content-encoding", Error, "events are held back by it", [](CheckRecord &record) {
        setField(record.browser->head, "Content-Encoding", "br");
        record.browser->arrivals = {{4.9, 60, 0, 0}};
    });
    row("head-method", Warning, "HEAD is not answered", [](CheckRecord &record) {
        record.head->headAt.reset();
        record.head->end = End::NoHead;
    });
    row("head-method", Warning, "answered with a body",
        [](CheckRecord &record) { record.head->bodyBytes = 3; });
    row("head-method", Notice, "status 405", [](CheckRecord &record) { record.head->head.status = 405; });
    row("head-method", Notice, "another Content-Type",
        [](CheckRecord &record) { setField(record.head->head, "Content-Type", "text/html"); });

    const auto cors = [](const std::vector<std::pair<std::string, std::string>> &fields) -> Change {
        return [=](CheckRecord &record) {
            record.origin = "https://app.example.com";
            for (const auto &[name, value] : fields)
                record.browser->head.fields.emplace_back(name, value);
        };
    };
    row("cors", Error, "no Access-Control-Allow-Origin", cors({}));
    row("cors", Error, "only 'https://other.example' may",
        cors({{"Access-Control-Allow-Origin", "https://other.example"}}));
    row("cors", Error, "several values",
        cors({{"Access-Control-Allow-Origin", "*"},
              {"access-control-allow-origin", "https://app.example.com"}}));
    row("cors", Warning, "with credentials, which browsers refuse",
        cors({{"Access-Control-Allow-Origin", "*"}, {"Access-Control-Allow-Credentials", "true"}}));
    row("cors", Notice, "Vary does not hold Origin",
        cors({{"Access-Control-Allow-Origin", "https://app.example.com"}}));
    row("cors", Ok, "with credentials",
        cors({{"Access-Control-Allow-Origin", "https://app.example.com"},
              {"Access-Control-Allow-Credentials", "true"},
              {"Vary", "Accept, origin"}}));
    row("preflight", Notice, "not granted", [](CheckRecord &record) {
        record.origin = "https://app.example.com";
        record.preflight = answer(0.1, 0.3);
        record.preflight->head.status = 405;
    });

    row("body", Error, "its body is none", stream([](StreamRecord &one) {
            one.fields = one.comments = 0;
            one.unknown = 1;
            one.bodyBegin = "<html>oops</html>";
        }));
    row("body", Error, "longer than", stream([](StreamRecord &one) {
            one.end = End::TooLong;
            one.problem =
                "a line of the event stream is longer than 8388608 bytes, the most this client takes";
        }));
    row("body", Notice, "no field that clients know", stream([](StreamRecord &one) { one.unknown = 2; }));

    row("delivery", Error, "were held back", [](CheckRecord &record) {
        record.canaries[0].arrivedAt = 9;
        record.canaries[1].arrivedAt = 9;
    });
    row("delivery", Error, "held back until more was sent behind them", [](CheckRecord &record) {
        record.canaries.push_back({8, 48 << 10, 202, {}, 8.01, 1, 8.1});
        record.canaries[0].arrivedAt = 8.1;
        record.canaries[1].arrivedAt = 8.1;
    });
    row("delivery", Error, "never arrived", [](CheckRecord &record) {
        record.canaries[0].arrivedAt.reset();
        record.canaries[1].arrivedAt.reset();
        record.streams[0].comments = 0;
    });
    row("delivery", Warning, "another channel than the one", [](CheckRecord &record) {
        record.canaries[0].arrivedAt.reset();
        record.canaries[1].arrivedAt.reset();
    });
    row("delivery", Warning, "nobody is there", [](CheckRecord &record) {
        for (CanaryRecord &canary : record.canaries) {
            canary.arrivedAt.reset();
            canary.subscribers = 0;
        }
    });
    row("delivery", Warning, "could not be published: status 401", [](CheckRecord &record) {
        for (CanaryRecord &canary : record.canaries)
            canary.status = 401;
    });
    row("delivery", Ok, "1 canary in time", [](CheckRecord &record) {
        record.canaries[1].sentAt = 19.9; // the stream ended before it could arrive
        record.canaries[1].arrivedAt.reset();
    });
    row("delivery", Ok, "2 canaries, all in time", [](CheckRecord &record) {
        record.canaries[1].arrivedAt = 3.5;
        record.ownLagSeconds = 2; // it was this program that slept
    });
    const auto noCanary = [](CheckRecord &record) { record.canaries.clear(); };
    row("delivery", Ok, "came one by one", noCanary);
    row("delivery", Error, "4 heartbeats came in one moment", [=](CheckRecord &record) {
        noCanary(record);
        record.streams[0].arrivals = {{18, 12, 0, 4}};
    });
    row("delivery", Notice, "only a canary", [=](CheckRecord &record) {
        noCanary(record);
        record.streams[0].arrivals = {{10, 90, 4, 0}};
    });
    row("delivery", Notice, "was not seen", [=](CheckRecord &record) {
        noCanary(record);
        record.streams[0].arrivals.clear();
    });

    const auto silent = [](double seconds, double interval) -> Change {
        return [=](CheckRecord &record) {
            StreamRecord &one = record.streams[0];
            one.endedAt = seconds;
            one.arrivals.clear();
            one.comments = 0;
            one.lastByteAt.reset();
            if (interval > 0)
                beat(one, interval);
        };
    };
    row("heartbeat", Ok, "after 5.00 s of silence", silent(20, 5));
    row("heartbeat", Notice, "some proxies cut", silent(100, 45));
    row("heartbeat", Warning, "only after 58.0 s", silent(100, 58));
    row("heartbeat", Warning, "no heartbeat in 90", silent(90, 0));
    row("heartbeat", Notice, "a longer --duration tells", silent(20, 0));

    const auto ends = [](const std::vector<std::pair<double, double>> &agesAndSilences, End end) -> Change {
        return [=](CheckRecord &record) {
            record.streams.clear();
            double at = 0;
            for (const auto &[age, silence] : agesAndSilences) {
                StreamRecord one = answer(at, age);
                one.end = end;
                one.comments = 1;
                one.lastByteAt = one.endedAt - silence;
                record.streams.push_back(one);
                at = one.endedAt;
            }
        };
    };
    row("cut", Error, "cut off after 5.00 s of silence, 3 times", ends({{8, 5}, {5, 5}, {5, 5.1}}, End::Cut));
    row("cut", Error, "a read timeout of that length on the way", ends({{8, 5}, {5, 5}}, End::Cut));
    // Once proves nothing, and a clean end is no proxy's.
    row("cut", Error,
        "cut off after 5.00 s of silence | a read timeout on the way would look so, but so would",
        ends({{8, 5}}, End::Cut));
    row("cut", Error, "cut off at the age of 8.00 s | the server or something on the way broke it off",
        ends({{8, 0.2}}, End::Cut));
    row("cut", Warning,
        "ended by the server after 5.00 s of silence | the answer was complete, so the server",
        ends({{8, 5}}, End::Clean));
    row("cut", Error, "5.00 s of silence, 3 times | a read timeout of that length",
        [behindCaddy = ends({{8, 5}, {5, 5}, {5, 5.1}}, End::Clean)](CheckRecord &record) {
            behindCaddy(record);
            setField(record.streams[0].head, "Server", "Caddy"); // which ends as if all were well
        });
    row("cut", Warning, "5.00 s of silence, 3 times | the answer was complete each time",
        ends({{8, 5}, {5, 5}, {5, 5.1}}, End::Clean));
    row("cut", Error, "shows whether that repeats", [ends](CheckRecord &record) {
        ends({{8, 5}, {9, 5}}, End::Cut)(record);
        record.streams[1].end = End::Clean; // the same silence, but not the same end
    });
    row("cut", Error, "at the age of 10.0 s, 2 times", ends({{10, 0.1}, {10, 0.7}}, End::Cut));
    row("cut", Warning, "ended by the server at the age of 10.0 s, 2 times",
        ends({{10, 0.1}, {10, 0.7}}, End::Clean));
    row("cut", Warning, "shows whether that repeats", ends({{10, 0.1}, {4, 0.7}}, End::Clean));
    row("cut", Error, "ends, or fails", ends({{0.1, 0}, {0.1, 0}}, End::Clean));
    row("cut", Error, "refused softly", stream([](StreamRecord &one) {
            one.end = End::Clean;
            one.endedAt = 0.1;
            one.eventCount = 0;
            one.events.clear();
            one.retry = std::chrono::milliseconds(3000);
        }));
    // Who was admitted got its retry time too, but also its first id.
    row("cut", Error, "ends, or fails", stream([](StreamRecord &one) {
            one.end = End::Clean;
            one.endedAt = 0.1;
            one.eventCount = 0;
            one.events.clear();
            one.retry = std::chrono::milliseconds(3000);
            one.primedId = "1-0";
        }));
    row("cut", Notice, "said shutdown", stream([](StreamRecord &one) {
            one.end = End::Clean;
            one.events.push_back({9, "shutdown", "1-2"});
        }));

    row("resume", Warning, "not sent again", [](CheckRecord &record) { record.resume->events.clear(); });
    row("resume", Warning, "clients see it twice", [](CheckRecord &record) {
        record.resume->events = {{20, "message", "1-1"}};
    });
    row("resume", Warning, "events are lost or repeated", [](CheckRecord &record) {
        record.resume->events = {{20, "message", "1-9"}};
    });
    row("resume", Warning, "does not reach back",
        [](CheckRecord &record) { setField(record.resume->head, "Sluice-Gap", "a"); });
    row("resume", Error, "gets status 400", [](CheckRecord &record) { record.resume->head.status = 400; });
    row("resume", Notice, "was not seen: no event came",
        stream([](StreamRecord &one) { one.events.clear(); }));
    row("resume", Notice, "too few events", [](CheckRecord &record) { record.resume.reset(); });
    row("resume", Warning, "events have no id", stream([](StreamRecord &one) {
            for (auto &event : one.events)
                event.id.clear();
        }));
}

void tst_CheckRules::names()
{
    QFETCH(QString, rule);
    QFETCH(int, severity);
    QFETCH(QString, says);
    QFETCH(Change, change);
    CheckRecord record = soundRecord();
    change(record);
    const auto findings = findingsOf(record);
    const Finding *finding = find(findings, rule.toStdString());
    QVERIFY(finding);
    const std::string text = everything(*finding);
    QVERIFY2(text.find(says.toStdString()) != std::string::npos, text.c_str());
    QVERIFY2(static_cast<int>(finding->severity) == severity, text.c_str());
    if (finding->severity == Severity::Ok)
        return;
    m_tried.insert(rule);
    QVERIFY(!finding->cause.empty());
    QVERIFY(!finding->evidence.empty());
    if (finding->severity >= Severity::Warning)
        QVERIFY2(!finding->remedies.empty() || finding->rule == "resume", text.c_str());
}

void tst_CheckRules::everyRuleIsTriedAndMended()
{
    for (const CheckStage stage : stages)
        for (const auto &rule : checkRules(stage))
            QVERIFY2(m_tried.contains(
                         QString::fromUtf8(rule.name.data(), static_cast<qsizetype>(rule.name.size()))),
                     std::string(rule.name).c_str());
}

void tst_CheckRules::tellsOfNothingWhereNothingWasAsked()
{
    QVERIFY(findingsOf(CheckRecord()).empty());
    CheckRecord record = soundRecord();
    QVERIFY(!find(findingsOf(record), "cors"));
    record.streams[0].head.status = 404;
    const auto findings = findingsOf(record);
    for (const char *rule : {"content-type", "cache-control", "delivery", "heartbeat", "cut", "resume"})
        QVERIFY2(!find(findings, rule), rule);
}

void tst_CheckRules::printsJson()
{
    CheckReport report;
    report.record = soundRecord();
    setField(report.record.streams[0].head, "Connection", "close");
    report.record.streams[0].head.minorVersion = 0;
    report.findings = findingsOf(report.record);
    QCOMPARE(worstOf(report.findings), Severity::Warning);
    QVERIFY(report.isReached());
    const QJsonObject json = checkJson(report);
    QCOMPARE(json.value(QLatin1String("verdict")).toString(), QStringLiteral("warning"));
    QCOMPARE(json.value(QLatin1String("streams")).toArray().size(), 1);
    const QJsonArray findings = json.value(QLatin1String("findings")).toArray();
    QCOMPARE(findings.size(), static_cast<qsizetype>(report.findings.size()));
    for (const auto &value : findings) {
        const QJsonObject finding = value.toObject();
        if (finding.value(QLatin1String("name")).toString() != QStringLiteral("connection"))
            continue;
        const QJsonArray remedies = finding.value(QLatin1String("remedies")).toArray();
        QStringList where;
        for (const auto &remedy : remedies)
            where << remedy.toObject().value(QLatin1String("where")).toString();
        QCOMPARE(where, (QStringList{QStringLiteral("nginx"), QStringLiteral("haproxy"),
                                     QStringLiteral("node"), QStringLiteral("sluice")}));
        return;
    }
    QFAIL("no finding of that name");
}

/** Whoever stands there gets his own line first, and the others stay: Server may be forged or of another. */
void tst_CheckRules::theServersOwnLineComesFirst()
{
    const auto firstOf = [](const char *field, const char *value, remedies::Trouble trouble) {
        HttpHead head;
        head.fields = {{field, value}};
        const auto all = remedies::withServersOwn(remedies::buffering(), trouble, head);
        return all.size() > remedies::buffering().size() ? all.front() : Remedy{};
    };
    using remedies::Trouble;
    QCOMPARE(firstOf("Server", "lighttpd/1.4.69", Trouble::Buffers).line,
             std::string("server.stream-response-body = 2"));
    QVERIFY(firstOf("Server", "Apache/2.4.62 (Debian)", Trouble::Buffers).line.find("flushpackets=on") !=
            std::string::npos);
    QVERIFY(firstOf("Server", "Apache", Trouble::Compresses).line.find("no-gzip=1") != std::string::npos);
    QVERIFY(firstOf("Server", "Caddy", Trouble::Buffers).line.find("buffer_responses") != std::string::npos);
    QVERIFY(firstOf("Via", "1.1 varnish (Varnish/7.1)", Trouble::Buffers).line.find("return (pipe)") !=
            std::string::npos);
    QCOMPARE(firstOf("Via", "1.1 cache.example (squid/5.7)", Trouble::CutsSilent).line,
             std::string("read_timeout 1 day"));
    QVERIFY(firstOf("server", "envoy", Trouble::CutsSilent).line.find("idle_timeout: 0s") !=
            std::string::npos);
    // Varnish pipes a stream without a word, and signs what it answers to HEAD.
    CheckRecord record;
    record.head.emplace();
    record.head->head.fields = {{"Via", "1.1 varnish (Varnish/7.1)"}};
    const auto lines = remedies::withServersOwn(remedies::idleTimeout(60), Trouble::CutsSilent, record, {});
    QCOMPARE(lines.front().line, std::string("varnishd -p pipe_timeout=3600"));
    QCOMPARE(lines.size(), remedies::idleTimeout(60).size() + 1);
    // Caddy's end of a stream looks like the server's own.
    HttpHead caddy;
    caddy.fields = {{"Server", "Caddy"}};
    QVERIFY(remedies::endsAsIfComplete(caddy) && !remedies::endsAsIfComplete(record.head->head));
    // A host that is called so is not one, nor a product whose name begins so.
    QCOMPARE(firstOf("Via", "1.1 apache.example (squid/5.7)", Trouble::CutsSilent).where,
             std::string("squid"));
    for (const char *other :
         {"nginx/1.22.1", "gunicorn", "", "ATS (ApacheTrafficServer/9.1)", "caddyshack/1"})
        QVERIFY(firstOf("Server", other, Trouble::Buffers).line.empty());
}

QTEST_GUILESS_MAIN(tst_CheckRules)
#include "tst_check_rules.moc"
