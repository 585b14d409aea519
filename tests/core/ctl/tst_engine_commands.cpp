// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The commands that ask an engine, against a scripted one: what they send, print and tell the shell, and what
// they make of hostile answers. tst_control_* runs them against a real engine.
#include "core/support/ScriptedServer.h"

#include "ctl/ControlProgram.h"

#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>

#include <csignal>
#include <sstream>

#include <unistd.h>

using namespace sluice;
using test::ScriptedServer;

namespace {

using Words = std::vector<std::string>;
using Kind = CommandStreams::Kind;

struct Outcome
{
    int status = -1;
    std::string out;
    std::string err;
};

Outcome run(const ScriptedServer &server, Words words, const std::string &input = {}, Kind kind = Kind::File)
{
    std::istringstream in(input);
    std::ostringstream out;
    std::ostringstream err;
    words.insert(words.begin() + 1, {"--admin", server.url({}).toString().toStdString()});
    const ExitStatus status = runControlProgram(words, {in, out, err, kind, Kind::File, kind});
    return {static_cast<int>(status), out.str(), err.str()};
}

ScriptedServer::Answer json(const QByteArray &body, const QByteArray &status = "200 OK")
{
    return {{"HTTP/1.1 " + status + "\r\nContent-Type: application/json\r\nContent-Length: " +
             QByteArray::number(body.size()) + "\r\n\r\n" + body}};
}

ScriptedServer::Answer csv(const QByteArray &body)
{
    return {{"HTTP/1.1 200 OK\r\nContent-Type: text/csv\r\nConnection: close\r\n\r\n" + body},
            ScriptedServer::Then::Close};
}

ScriptedServer::Answer drain(const char *phase, int left, const QByteArray &more = {})
{
    return json("{\"phase\":\"" + QByteArray(phase) +
                "\",\"initial\":10,\"left\":" + QByteArray::number(left) +
                ",\"closed\":" + QByteArray::number(10 - left) + ",\"forced\":0" + more + "}");
}

bool holds(const std::string &text, const std::string &part)
{
    return text.find(part) != std::string::npos;
}

QByteArray firstLine(const QByteArray &request)
{
    return request.left(request.indexOf("\r\n"));
}

QJsonObject bodyOf(const QByteArray &request)
{
    return QJsonDocument::fromJson(request.mid(request.indexOf("\r\n\r\n") + 4)).object();
}

} // namespace

class tst_EngineCommands : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void refusesUsage_data();
    void refusesUsage();
    void survivesHostileAnswers_data();
    void survivesHostileAnswers();
    void takesItsAddressAndTokenFromTheEnvironment();
    void readsTheTokenFile();
    void getsSettings();
    void setsSettings();
    void listsStreams();
    void asksBeforeItKicksMany();
    void kicksByIds();
    void tellsWhatIsPending();
    void startsAndFollowsADrain();
    void tellsACancelledDrain();
    void seesTheEngineExit();
    void detachesFromADrain();
    void drawsABarOnATerminal();
    void changesADrain();
    void exportsOnce();
    void keepsTheFileOfYesterday();
    void followsOverARestart();
    void diagnoses();
};

void tst_EngineCommands::refusesUsage_data()
{
    QTest::addColumn<QString>("words");
    QTest::addColumn<QString>("message");
    const auto row = [](const char *words, const char *message) {
        QTest::newRow(words) << QString::fromUtf8(words) << QString::fromUtf8(message);
    };
    row("set", "an argument is missing; usage: sluicectl set");
    row("set pool.max_streams", "'pool.max_streams' is not of the form SETTING=VALUE");
    row("set =5", "'=5' is not of the form SETTING=VALUE");
    row("set a=1 a=2", "'a' is set twice");
    row("set a=1 --revision x", "--revision: ");
    row("streams --min-age 5", "--min-age: ");
    row("streams --min-backlog x", "--min-backlog: ");
    row("streams --worker x", "--worker: ");
    row("streams --limit -1", "--limit: ");
    row("streams --watch --every 0", "--every is 0, but must be longer");
    row("streams --chanel x", "unknown option '--chanel'; did you mean '--channel'?");
    row("kick", "give ids or a filter such as --channel NAME, not neither");
    row("kick 5 --channel x", "give ids or a filter such as --channel NAME, not both");
    row("kick x", "an id is a whole number, but one is 'x'");
    row("kick 5 --block soon", "--block: ");
    row("drain --rate fast", "--rate: ");
    row("drain --grace 5", "--grace: ");
    row("drain --then stop", "--then is 'stop', but must be hold or exit");
    row("drain --order newest", "--order is 'newest', but must be oldest or random");
    row("drain --cancel --pause", "give one of them");
    row("drain --cancel --rate 5", "--cancel takes no settings of a drain");
    row("export", "--csv is missing");
    row("export --csv x --since soon", "--since: ");
    row("export --csv x --since 5s --follow", "--since and --follow: give one of them");
    row("snapshot --timeout 0", "--timeout is 0, but must be longer");
    row("snapshot --token a --token-file b", "--token and --token-file: give one of them");
    row("snapshot --token-file /nowhere", "--token-file '/nowhere' cannot be read");
    row("snapshot --admin https://127.0.0.1", "--admin: URL 'https://127.0.0.1': https is not supported");
    row("snapshot --admin http://127.0.0.1/?x", "must not have a query");
    row("top --every never", "--every: ");
    row("help lod", "unknown command 'lod'; did you mean 'load'?");
}

void tst_EngineCommands::refusesUsage()
{
    QFETCH(QString, words);
    QFETCH(QString, message);
    Words list;
    for (const QString &word : words.split(QLatin1Char(' ')))
        list.push_back(word.toStdString());
    std::istringstream in;
    std::ostringstream out;
    std::ostringstream err;
    QCOMPARE(static_cast<int>(runControlProgram(list, {in, out, err})), 2);
    QVERIFY2(holds(err.str(), message.toStdString()), err.str().c_str());
    QVERIFY(out.str().empty());
}

void tst_EngineCommands::survivesHostileAnswers_data()
{
    QTest::addColumn<QByteArray>("response");
    QTest::addColumn<int>("status");
    QTest::newRow("nonsense") << json("][").pieces.first() << 4;
    QTest::newRow("no HTTP") << QByteArray("220 mail\r\n") << 4;
    QTest::newRow("wrong types")
        << json("{\"settings\":5,\"streams\":{},\"total\":\"x\",\"phase\":\"serving\","
                "\"channels\":null,\"findings\":7,\"status\":\"healthy\",\"entries\":true}")
               .pieces.first()
        << 0;
    QTest::newRow("500") << json("{\"title\":\"Oops\"}", "500 Internal Server Error").pieces.first() << 1;
    QTest::newRow("401") << json("{}", "401 Unauthorized").pieces.first() << 1;
    QTest::newRow("cut") << QByteArray("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{") << 3;
    QTest::newRow("silence") << QByteArray() << 3;
}

void tst_EngineCommands::survivesHostileAnswers()
{
    QFETCH(QByteArray, response);
    QFETCH(int, status);
    const std::vector<Words> commands{{"get"},         {"streams"},  {"channels"},
                                      {"disconnects"}, {"snapshot"}, {"drain", "--status"},
                                      {"diagnose"},    {"audit"},    {"schema"}};
    for (const Words &command : commands) {
        for (const char *form : {"--utc", "--json"}) {
            ScriptedServer server;
            // A stalled server keeps the connection, and only the time limit ends it.
            const bool isStall = response.isEmpty();
            server.add({{response}, isStall ? ScriptedServer::Then::KeepOpen : ScriptedServer::Then::Close});
            Words words = command;
            words.insert(words.end(), {form, "--timeout", isStall ? "50ms" : "20s"});
            const Outcome outcome = run(server, words);
            QVERIFY2(outcome.status == status, (command.front() + ": " + outcome.err).c_str());
            QCOMPARE(outcome.err.empty(), status == 0);
            if (status != 0)
                QVERIFY2(outcome.out.empty(), outcome.out.c_str());
        }
    }
}

void tst_EngineCommands::takesItsAddressAndTokenFromTheEnvironment()
{
    ScriptedServer server;
    server.add(json("{\"a\":1}"));
    qputenv("SLUICE_ADMIN", server.url({}).toString().toUtf8());
    qputenv("SLUICE_TOKEN", "secret");
    qputenv("SUDO_USER", "ann");
    std::istringstream in;
    std::ostringstream out;
    std::ostringstream err;
    const Words words{"snapshot", "--json"};
    QCOMPARE(static_cast<int>(runControlProgram(words, {in, out, err})), 0);
    qunsetenv("SLUICE_ADMIN");
    qunsetenv("SLUICE_TOKEN");
    qunsetenv("SUDO_USER");
    QVERIFY(server.requests().first().contains("\r\nSluice-User: ann\r\n"));
    QVERIFY(server.requests().first().contains("\r\nAuthorization: Bearer secret\r\n"));
    QCOMPARE(out.str(), std::string("{\"a\":1}\n"));
}

void tst_EngineCommands::readsTheTokenFile()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("token"));
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("secret \r\nsecond line\n");
    file.close();
    ScriptedServer server;
    server.add(json("{}"));
    QCOMPARE(run(server, {"snapshot", "--token-file", path.toStdString()}).status, 0);
    QVERIFY(server.requests().first().contains("\r\nAuthorization: Bearer secret\r\n"));
}

void tst_EngineCommands::getsSettings()
{
    ScriptedServer server;
    const QByteArray settings =
        "{\"revision\":7,\"settings\":{\"pool.max_streams\":\"auto\",\"pool.connect_rate\":"
        "\"0\",\"drain.rate\":\"1000\"}}";
    for (int i = 0; i < 6; ++i)
        server.add(json(settings));
    QCOMPARE(run(server, {"get", "pool.max_streams"}).out, std::string("auto\n"));
    QCOMPARE(run(server, {"get", "pool"}).out, std::string("SETTING            VALUE\n"
                                                           "pool.connect_rate  0\n"
                                                           "pool.max_streams   auto\n"));
    QCOMPARE(run(server, {"get", "*.*rate"}).out, std::string("SETTING            VALUE\n"
                                                              "drain.rate         1000\n"
                                                              "pool.connect_rate  0\n"));
    QCOMPARE(run(server, {"get", "drain.rate", "--json"}).out,
             std::string("{\"revision\":7,\"settings\":{\"drain.rate\":\"1000\"}}\n"));
    const Outcome unknown = run(server, {"get", "drain.rat"});
    QCOMPARE(unknown.status, 1);
    QVERIFY2(holds(unknown.err, "unknown setting 'drain.rat'; did you mean 'drain.rate'?"),
             unknown.err.c_str());
    QVERIFY(holds(run(server, {"get", "x*"}).err, "no setting matches 'x*'"));
}

void tst_EngineCommands::setsSettings()
{
    ScriptedServer server;
    server.add(json("{\"revision\":8,\"settings\":{\"pool.max_streams\":\"150\"}}"));
    server.add(json("{\"title\":\"Conflict\",\"detail\":\"the revision is 9, not 7\"}", "409 Conflict"));
    const Outcome done =
        run(server, {"set", "pool.max_streams=150", "pool.trusted_proxies=a=b", "--why", "more"});
    QCOMPARE(done.status, 0);
    QCOMPARE(done.out, std::string("pool.max_streams = 150\nrevision 8\n"));
    const QByteArray request = server.requests().first();
    QCOMPARE(firstLine(request), QByteArray("PATCH /api/v1/settings HTTP/1.1"));
    QCOMPARE(bodyOf(request).value(QLatin1String("pool.trusted_proxies")).toString(), QStringLiteral("a=b"));
    const Outcome refused = run(server, {"set", "pool.max_streams=1", "--revision", "7"});
    QCOMPARE(refused.status, 1);
    QVERIFY2(holds(refused.err, "said no: 409 Conflict: the revision is 9, not 7"), refused.err.c_str());
    QVERIFY(server.requests().last().contains("7"));
}

void tst_EngineCommands::listsStreams()
{
    ScriptedServer server;
    server.add(
        json("{\"total\":312,\"streams\":[{\"id\":7,\"client\":\"192.0.2.1\",\"channels\":[\"a\",\"b\"],"
             "\"age_seconds\":61,\"backlog_bytes\":2048,\"worker\":1}]}"));
    const Outcome outcome = run(
        server, {"streams", "--channel", "a+b", "--min-backlog", "1KiB", "--sort", "-age", "--limit", "7"});
    QCOMPARE(outcome.status, 0);
    QVERIFY2(holds(outcome.out, " 7  192.0.2.1  1m 01s    2 KiB"), outcome.out.c_str());
    QVERIFY(holds(outcome.out, "1 of 312 streams\n"));
    const QByteArray line = firstLine(server.requests().first());
    for (const char *part :
         {"GET /api/v1/streams?", "channel=a%2Bb", "min_backlog=1KiB", "sort=-age", "limit=7"})
        QVERIFY2(line.contains(part), line.constData());
}

void tst_EngineCommands::asksBeforeItKicksMany()
{
    ScriptedServer server;
    server.add(json("{\"total\":312,\"streams\":[]}"));
    const Outcome no = run(server, {"kick", "--channel", "news"}, "n\n", Kind::Terminal);
    QCOMPARE(no.status, 130);
    QVERIFY2(holds(no.err, "End 312 streams? [y/N]"), no.err.c_str());
    QCOMPARE(server.requests().size(), 1);

    server.add(json("{\"total\":312,\"streams\":[]}"));
    server.add(json("{\"kicked\":312}"));
    const Outcome yes = run(server, {"kick", "--channel", "news", "--block", "10min"}, "y\n", Kind::Terminal);
    QCOMPARE(yes.status, 0);
    QCOMPARE(yes.out, std::string("312 streams ended\n"));
    QCOMPARE(firstLine(server.requests().last()),
             QByteArray("DELETE /api/v1/streams?channel=news&block=10min HTTP/1.1"));

    // A script is not asked, and neither is whoever said --yes.
    for (const auto &[words, kind] :
         {std::pair{Words{"kick", "--channel", "news"}, Kind::File},
          std::pair{Words{"kick", "--channel", "news", "--yes"}, Kind::Terminal}}) {
        server.add(json("{\"total\":312,\"streams\":[]}"));
        server.add(json("{\"kicked\":312}"));
        QCOMPARE(run(server, words, {}, kind).status, 0);
    }
}

void tst_EngineCommands::kicksByIds()
{
    ScriptedServer server;
    server.add(json("{\"kicked\":1}"));
    server.add(json("{\"title\":\"Not Found\"}", "404 Not Found"));
    const Outcome outcome = run(server, {"kick", "7", "8", "--json"});
    QCOMPARE(outcome.status, 1);
    QCOMPARE(outcome.out, std::string("{\"kicked\":1,\"missing\":[\"8\"],\"pending\":0}\n"));
    QVERIFY(holds(outcome.err, "no stream 8: it has ended, or never was"));
    QCOMPARE(firstLine(server.requests().first()), QByteArray("DELETE /api/v1/streams/7 HTTP/1.1"));
}

void tst_EngineCommands::tellsWhatIsPending()
{
    const auto blocked =
        json("{\"requested\":312,\"kicked\":0,\"gone\":[],\"pending\":true}", "202 Accepted");
    ScriptedServer server;
    server.add(json("{\"total\":312,\"streams\":[]}"));
    server.add(blocked);
    const Outcome many = run(server, {"kick", "--channel", "news"});
    QCOMPARE(many.status, 0);
    QCOMPARE(many.out, std::string("0 streams ended, 312 pending\n"));
    QVERIFY2(holds(many.err, "a worker has not answered yet"), many.err.c_str());

    // One by one: the first is done, the second waits for its worker.
    server.add(json("{\"requested\":1,\"kicked\":1,\"pending\":false}"));
    server.add(json("{\"requested\":1,\"kicked\":0,\"pending\":true}", "202 Accepted"));
    const Outcome each = run(server, {"kick", "7", "8", "--json"});
    QCOMPARE(each.status, 0);
    QCOMPARE(each.out, std::string("{\"kicked\":1,\"missing\":[],\"pending\":1}\n"));
}

void tst_EngineCommands::startsAndFollowsADrain()
{
    ScriptedServer server;
    server.add(drain("grace", 10));
    server.add(drain("evicting", 6, ",\"rate\":5,\"eta_seconds\":1.2"));
    server.add(drain("drained", 0));
    const Outcome outcome =
        run(server, {"drain", "--rate", "5", "--grace", "1s", "--deadline", "30s", "--order", "oldest"});
    QCOMPARE(outcome.status, 0);
    QCOMPARE(outcome.out, std::string("drained: 10 closed, 0 forced; the engine holds, unready\n"));
    QVERIFY2(holds(outcome.err, "evicting: 4 of 10 gone  5/s  1.2s left"), outcome.err.c_str());
    QCOMPARE(firstLine(server.requests().first()), QByteArray("POST /api/v1/drain HTTP/1.1"));
    const QJsonObject expected{{QStringLiteral("rate"), 5},
                               {QStringLiteral("grace"), QStringLiteral("1s")},
                               {QStringLiteral("deadline"), QStringLiteral("30s")},
                               {QStringLiteral("order"), QStringLiteral("oldest")}};
    QCOMPARE(bodyOf(server.requests().first()), expected);
}

void tst_EngineCommands::tellsACancelledDrain()
{
    ScriptedServer server;
    server.add(drain("evicting", 6));
    server.add(drain("serving", 6));
    const Outcome cancelled = run(server, {"drain", "--wait"});
    QCOMPARE(cancelled.status, 1);
    QVERIFY(holds(cancelled.err, "the drain was cancelled"));
    server.add(drain("serving", 6));
    const Outcome none = run(server, {"drain", "--wait"});
    QCOMPARE(none.status, 1);
    QVERIFY(holds(none.err, "no drain is running"));
}

void tst_EngineCommands::seesTheEngineExit()
{
    ScriptedServer server;
    server.add(drain("evicting", 6));
    server.add(drain("evicting", 1)); // and then every connection is reset
    const Outcome outcome = run(server, {"drain", "--then", "exit", "--json"});
    QCOMPARE(outcome.status, 0);
    QCOMPARE(std::count(outcome.out.begin(), outcome.out.end(), '\n'), 1);
    server.add(drain("evicting", 6));
    server.add(drain("evicting", 1));
    QCOMPARE(run(server, {"drain"}).status, 3); // it was to hold, so its end is none
}

void tst_EngineCommands::detachesFromADrain()
{
    ScriptedServer server;
    for (int i = 0; i < 50; ++i)
        server.add(drain("evicting", 6));
    QTimer::singleShot(600, [] { ::kill(::getpid(), SIGINT); });
    const Outcome outcome = run(server, {"drain"});
    QCOMPARE(outcome.status, 130);
    QVERIFY2(holds(outcome.err, "the drain goes on"), outcome.err.c_str());
    for (const QByteArray &request : server.requests())
        QVERIFY(!request.startsWith("DELETE"));
}

void tst_EngineCommands::drawsABarOnATerminal()
{
    ScriptedServer server;
    server.add(drain("evicting", 6));
    server.add(drain("drained", 0));
    const Outcome outcome = run(server, {"drain", "--wait"}, {}, Kind::Terminal);
    QVERIFY2(holds(outcome.err, "\revicting  [#"), outcome.err.c_str());
    QVERIFY2(holds(outcome.err, "\x1b[K"), outcome.err.c_str());
}

void tst_EngineCommands::changesADrain()
{
    ScriptedServer server;
    server.add(drain("paused", 6));
    server.add(drain("evicting", 6));
    server.add(json("{\"phase\":\"serving\",\"initial\":0,\"left\":0}"));
    server.add(json("{\"initial\":10,\"seconds\":3.5}"));
    server.add(drain("grace", 10));
    QCOMPARE(run(server, {"drain", "--pause"}).out, std::string("paused: 4 of 10 gone\n"));
    QCOMPARE(run(server, {"drain", "--resume", "--rate", "9"}).status, 0);
    QCOMPARE(run(server, {"drain", "--cancel"}).status, 0);
    QVERIFY(holds(run(server, {"drain", "--dry-run"}).out, " 3.5\n"));
    QCOMPARE(run(server, {"drain", "--detach", "--json"}).status, 0);
    QCOMPARE(bodyOf(server.requests().at(0)), (QJsonObject{{QStringLiteral("paused"), true}}));
    QCOMPARE(bodyOf(server.requests().at(1)),
             (QJsonObject{{QStringLiteral("paused"), false}, {QStringLiteral("rate"), 9}}));
    QVERIFY(server.requests().at(0).startsWith("PATCH /api/v1/drain "));
    QVERIFY(server.requests().at(2).startsWith("DELETE /api/v1/drain "));
    QVERIFY(server.requests().at(3).startsWith("POST /api/v1/drain?dry_run=1 "));
}

void tst_EngineCommands::exportsOnce()
{
    const QTemporaryDir folder;
    const std::string path = folder.filePath(QStringLiteral("out.csv")).toStdString();
    ScriptedServer server;
    server.add(csv("a,b\r\n1,2\r\n3,4\r\n"));
    const Outcome outcome = run(server, {"export", "--csv", path, "--since", "30s", "--json"});
    QCOMPARE(outcome.status, 0);
    QVERIFY2(holds(outcome.out, "\"rows\":2}"), outcome.out.c_str());
    QFile file(QString::fromStdString(path));
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(file.readAll(), QByteArray("a,b\r\n1,2\r\n3,4\r\n"));
    QCOMPARE(firstLine(server.requests().first()),
             QByteArray("GET /api/v1/snapshots.csv?since=30s HTTP/1.1"));
    // The engine merges, and nothing that it sends is left out, however close it is.
    server.add(csv("time_utc,b\r\n2026-11-22T21:14:56.000Z,2\r\n2026-11-22T21:14:57.000Z,4\r\n"));
    const Outcome merged = run(server, {"export", "--csv", path, "--every", "10s", "--json"});
    QVERIFY2(holds(merged.out, "\"rows\":2}"), merged.out.c_str());
    QCOMPARE(firstLine(server.requests().last()),
             QByteArray("GET /api/v1/snapshots.csv?since=10min&every=10s HTTP/1.1"));
    server.add(csv("a,b\r\n1,2\r\n"));
    const Outcome full = run(server, {"export", "--csv", "/dev/full"});
    QCOMPARE(full.status, 1);
    QVERIFY2(holds(full.err, "No space left on device"), full.err.c_str());
}

void tst_EngineCommands::keepsTheFileOfYesterday()
{
    const QTemporaryDir folder;
    QFile file(folder.filePath(QStringLiteral("out.csv")));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("yesterday");
    file.close();
    ScriptedServer server;
    server.add(json("{}", "500 Oops"));
    server.add(csv("<html>"));
    QCOMPARE(run(server, {"export", "--csv", file.fileName().toStdString()}).status, 1);
    QCOMPARE(run(server, {"export", "--csv", file.fileName().toStdString()}).status, 4);
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(file.readAll(), QByteArray("yesterday"));
}

void tst_EngineCommands::followsOverARestart()
{
    const QTemporaryDir folder;
    const std::string path = folder.filePath(QStringLiteral("out.csv")).toStdString();
    ScriptedServer server;
    server.add(csv("a,b\r\n1,2\r\n3,4\r\n"));
    server.add(csv("a,b\r\n1,2\r\n3,4\r\n5,6\r\n"));
    server.add({{}, ScriptedServer::Then::Reset}); // it stops
    server.add(csv("a,b\r\n7,8\r\n"));             // another one starts
    server.add(json("{}", "401 Unauthorized"));
    const Outcome outcome = run(server, {"export", "--csv", path, "--follow", "--every", "20ms"});
    QCOMPARE(outcome.status, 1);
    QVERIFY2(holds(outcome.err, "waiting for it"), outcome.err.c_str());
    QVERIFY2(holds(outcome.err, "the engine answers again"), outcome.err.c_str());
    QFile file(QString::fromStdString(path));
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(file.readAll(), QByteArray("a,b\r\n1,2\r\n3,4\r\n5,6\r\n7,8\r\n"));
    // Started again it goes on behind the last row.
    server.add(csv("a,b\r\n7,8\r\n9,9\r\n"));
    server.add(json("{}", "401 Unauthorized"));
    QCOMPARE(run(server, {"export", "--csv", path, "--follow", "--every", "20ms"}).status, 1);
    file.seek(0);
    QVERIFY(file.readAll().endsWith("\r\n7,8\r\n9,9\r\n"));
}

void tst_EngineCommands::diagnoses()
{
    ScriptedServer server;
    server.add(
        json("{\"status\":\"healthy\",\"findings\":[],\"rules\":[{\"rule\":\"proxy-buffering\",\"state\":"
             "\"not-observed\",\"reason\":\"diagnosis.probe_url is empty\"}]}"));
    server.add(json("{\"status\":\"critical\",\"findings\":[{\"rule\":\"pool-saturation\",\"severity\":"
                    "\"critical\",\"summary\":\"the pool is full\",\"evidence\":[{\"metric\":"
                    "\"sluice_refusals_total\",\"value\":312,\"window_seconds\":60}],\"action\":"
                    "\"raise pool.max_streams\"}]}"));
    const Outcome healthy = run(server, {"diagnose"});
    QCOMPARE(healthy.status, 0);
    QCOMPARE(healthy.out,
             std::string("healthy\nnot observed: proxy-buffering: diagnosis.probe_url is empty\n"));
    const Outcome full = run(server, {"diagnose"});
    QCOMPARE(full.status, 5);
    for (const char *part :
         {"critical pool-saturation: the pool is full\n",
          "    seen:    sluice_refusals_total = 312 in 1m 00s\n", "    remedy:  raise pool.max_streams\n"})
        QVERIFY2(holds(full.out, part), full.out.c_str());
}

QTEST_GUILESS_MAIN(tst_EngineCommands)
#include "tst_engine_commands.moc"
