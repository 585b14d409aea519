// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// sluicectl without its main: what it prints, what it asks servers, and what it tells the shell.
#include "core/support/FaultyEventServer.h"
#include "core/support/ScratchFile.h"
#include "core/support/ScriptedServer.h"

#include "ctl/ControlProgram.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include <algorithm>
#include <sstream>
#include <streambuf>
#include <utility>

#include <sys/stat.h>

using namespace sluice;
using test::FaultyEventServer;
using test::ScriptedServer;

namespace {

struct Outcome
{
    int status = -1;
    std::string out;
    std::string err;
};

using Kind = CommandStreams::Kind;

Outcome run(const std::vector<std::string> &words, const std::string &input = {}, Kind outKind = Kind::File)
{
    std::istringstream in(input);
    std::ostringstream out;
    std::ostringstream err;
    const ExitStatus status = runControlProgram(words, {in, out, err, Kind::File, outKind});
    return {static_cast<int>(status), out.str(), err.str()};
}

/** A disk that is full: it takes so many bytes and no more. */
class FullDisk : public std::streambuf
{
public:
    explicit FullDisk(int room)
        : m_room(room)
    {
    }

protected:
    int_type overflow(int_type byte) override { return m_room-- > 0 ? byte : traits_type::eof(); }

private:
    int m_room;
};

Outcome runOnFullDisk(const std::vector<std::string> &words, int room)
{
    FullDisk disk(room);
    std::istringstream in;
    std::ostream out(&disk);
    std::ostringstream err;
    const ExitStatus status = runControlProgram(words, {in, out, err});
    return {static_cast<int>(status), {}, err.str()};
}

bool holds(const std::string &text, const std::string &part)
{
    return text.find(part) != std::string::npos;
}

std::string baseOf(const ScriptedServer &server)
{
    return server.url({}).toString().toStdString();
}

ScriptedServer::Answer accepted()
{
    return {{"HTTP/1.1 202 Accepted\r\nContent-Length: 28\r\n\r\n{\"id\":\"1-1\",\"subscribers\":0}"}};
}

ScriptedServer::Answer events(const QByteArray &body)
{
    return {{"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n" + body},
            ScriptedServer::Then::Close};
}

} // namespace

class tst_ControlProgram : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void helps();
    void saysThatItsOutputIsLost_data();
    void saysThatItsOutputIsLost();
    void watchEndsWithItsOutput();
    void takesTokens_data();
    void takesTokens();
    void refusesUsage_data();
    void refusesUsage();
    void publishes();
    void publishesStandardInput_data();
    void publishesStandardInput();
    void publishEncodesNames();
    void publishReportsRefusals();
    void watchesAChannel();
    void watchPrintsJson();
    void watchResumesAndReconnects();
    void watchReportsGaps();
    void watchShowsATerminalNothingThatActs();
    void watchSkipsWhatIsTooLarge();
    void watchNoticesADeadServer();
    void watchStopsWhenRefused();
    void loads();
    void loadFailsOnLoss();
};

void tst_ControlProgram::helps()
{
    const Outcome help = run({"--help"});
    QCOMPARE(help.status, 0);
    for (const char *command : {"publish", "watch", "load"}) {
        QVERIFY(holds(help.out, command));
        const Outcome own = run({command, "--help"});
        QCOMPARE(own.status, 0);
        QVERIFY(holds(own.out, std::string("Usage: sluicectl ") + command));
        QVERIFY(holds(own.out, "--url"));
    }
    const Outcome version = run({"--version"});
    QCOMPARE(version.status, 0);
    QCOMPARE(version.out, std::string("sluicectl " SLUICE_VERSION "\n"));
    const Outcome nothing = run({});
    QCOMPARE(nothing.status, 2);
    QVERIFY(nothing.out.empty());
    QVERIFY(holds(nothing.err, "Usage: sluicectl COMMAND"));
}

void tst_ControlProgram::saysThatItsOutputIsLost_data()
{
    QTest::addColumn<QString>("words");
    for (const char *words : {"--help", "--version", "help", "help load", "load --help", "get --help",
                              "__complete get pool.", "config nginx --defaults"})
        QTest::newRow(words) << QString::fromUtf8(words);
}

void tst_ControlProgram::saysThatItsOutputIsLost()
{
    QFETCH(QString, words);
    std::vector<std::string> list;
    for (const QString &word : words.split(QLatin1Char(' ')))
        list.push_back(word.toStdString());
    const Outcome whole = run(list);
    QVERIFY2(!whole.out.empty(), whole.err.c_str());
    for (const int room : {0, static_cast<int>(whole.out.size()) - 1}) {
        const Outcome outcome = runOnFullDisk(list, room);
        QCOMPARE(outcome.status, whole.status == 0 ? 1 : whole.status);
        QVERIFY2(holds(outcome.err, "sluicectl: standard output could not take everything"),
                 outcome.err.c_str());
    }
    QCOMPARE(runOnFullDisk(list, static_cast<int>(whole.out.size())).status, whole.status);
}

/** It would go on for ever, and nobody would see anything. */
void tst_ControlProgram::watchEndsWithItsOutput()
{
    for (const char *option : {"--url", "--json"}) {
        ScriptedServer server;
        server.add(
            {{"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\ndata: a\n\n", "data: b\n\n"}});
        std::vector<std::string> words{"watch", server.url(QStringLiteral("/x")).toString().toStdString()};
        words.insert(words.begin() + 1, option);
        if (words[1] == "--url")
            words.insert(words.begin() + 2, "http://127.0.0.1");
        const Outcome outcome = runOnFullDisk(words, 5);
        QCOMPARE(outcome.status, 1);
        QVERIFY2(holds(outcome.err, "standard output could not take everything"), outcome.err.c_str());
    }
}

void tst_ControlProgram::takesTokens_data()
{
    QTest::addColumn<QString>("words");
    QTest::newRow("publish") << QStringLiteral("publish --url %1 news x");
    QTest::newRow("watch") << QStringLiteral("watch --count 1 %1/stream");
    QTest::newRow("check") << QStringLiteral("check --duration 1s %1/stream");
    QTest::newRow("get") << QStringLiteral("get --admin %1");
}

/** Of a file, of the environment, of the command line: each command takes one in the same ways. */
void tst_ControlProgram::takesTokens()
{
    QFETCH(QString, words);
    const ScratchFile file("token", "secret-1\n");
    const auto authorized = [&](const std::vector<std::string> &more) {
        ScriptedServer server;
        for (int i = 0; i < 4; ++i)
            server.add({{"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\ndata: a\n\n"},
                        ScriptedServer::Then::Close});
        std::vector<std::string> list;
        for (const QString &word : words.arg(server.url({}).toString()).split(QLatin1Char(' ')))
            list.push_back(word.toStdString());
        list.insert(list.end(), more.begin(), more.end());
        const Outcome outcome = run(list);
        const bool isOpen = holds(outcome.err, "warning: --token-file");
        return std::pair(server.requests().first().contains("\r\nAuthorization: Bearer secret-1\r\n"),
                         isOpen);
    };
    QCOMPARE(authorized({}), std::pair(false, false));
    QCOMPARE(authorized({"--token", "secret-1"}), std::pair(true, false));
    QCOMPARE(::chmod(file.path().c_str(), 0600), 0);
    QCOMPARE(authorized({"--token-file", file.path()}), std::pair(true, false));
    QCOMPARE(::chmod(file.path().c_str(), 0644), 0);
    QCOMPARE(authorized({"--token-file", file.path()}), std::pair(true, true));
    qputenv("SLUICE_TOKEN", "secret-1\n");
    QCOMPARE(authorized({}), std::pair(true, false));
    QCOMPARE(authorized({"--token", "another"}), std::pair(false, false));
    qunsetenv("SLUICE_TOKEN");
}

void tst_ControlProgram::refusesUsage_data()
{
    QTest::addColumn<QString>("words");
    QTest::addColumn<QString>("message");
    const auto row = [](const char *words, const char *message) {
        QTest::newRow(words) << QString::fromUtf8(words) << QString::fromUtf8(message);
    };
    row("lod", "unknown command 'lod'; did you mean 'load'?");
    row("--hlep", "unknown option '--hlep'; did you mean '--help'?");
    row("load --clienst 5", "unknown option '--clienst'; did you mean '--clients'?");
    row("load --clients", "--clients needs a value: N");
    row("load --json=yes", "--json takes no value, but got 'yes'");
    row("load x", "unexpected argument 'x'");
    row("load --url http://127.0.0.1/ --clients -1", "--clients: ");
    row("load --url http://127.0.0.1/ --clients 99999999999",
        "--clients is 99999999999, but must be at most");
    row("load --url http://127.0.0.1/", "--clients is missing");
    row("load --clients 1", "--url is missing");
    row("load --url http://127.0.0.1/ --clients 1 --rate 5", "--publish-url is missing");
    row("load --url http://127.0.0.1/ --clients 1 --duration 5", "--duration: ");
    row("load --url http://127.0.0.1/ --clients 1 --size 3", "--size is 3, but must be 48 to");
    row("load --url http://127.0.0.1/ --clients 1 --pid x", "--pid: ");
    row("load --url http://192.0.2.1/ --clients 1", "--allow-remote");
    row("load --url http://127.0.0.1/ --clients 1 --churn x", "--churn: 'x' is not a share");
    row("load --url http://127.0.0.1/ --clients 1 --max-drop-rate 2", "'2' is not a share");
    row("load --url http://127.0.0.1/ --clients 1 --p99 100", "--p99: ");
    row("load --url http://127.0.0.1/ --clients 1 --progress xml",
        "--progress is 'xml', but must be text, json or none");
    row("publish", "an argument is missing; usage: sluicectl publish");
    row("publish a b c", "unexpected argument 'c'");
    row("publish --url https://127.0.0.1 a b", "https is not supported");
    row("publish --url http://127.0.0.1/?x=1 a b", "must not have a query");
    row("watch", "an argument is missing; usage: sluicectl watch");
    row("watch --count 0 a", "--count is 0, but must be 1 or more");
    row("watch --count x a", "--count: ");
    row("watch https://127.0.0.1/x", "https is not supported");
    row("watch -j a", "unknown option '-j'");
    row("watch --json --raw a", "--json and --raw: give one of them");
    row("watch --idle-timeout 5 a", "--idle-timeout: ");
    for (const char *command :
         {"watch a", "publish a b", "check http://127.0.0.1/", "load --clients 1", "get"}) {
        row(qPrintable(QStringLiteral("%1 --token-file /nowhere/token").arg(QLatin1String(command))),
            "--token-file '/nowhere/token' cannot be read: No such file");
        row(qPrintable(
                QStringLiteral("%1 --token-file /nowhere/token --token x").arg(QLatin1String(command))),
            "--token and --token-file: give one of them");
    }
}

void tst_ControlProgram::refusesUsage()
{
    QFETCH(QString, words);
    QFETCH(QString, message);
    std::vector<std::string> list;
    for (const QString &word : words.split(QLatin1Char(' ')))
        list.push_back(word.toStdString());
    const Outcome outcome = run(list);
    QCOMPARE(outcome.status, 2);
    QVERIFY2(holds(outcome.err, message.toStdString()), outcome.err.c_str());
    QVERIFY(outcome.out.empty());
}

void tst_ControlProgram::publishes()
{
    ScriptedServer server;
    server.add(accepted());
    const Outcome outcome =
        run({"publish", "--url", baseOf(server), "--token", "secret", "news", "hello world"});
    QCOMPARE(outcome.status, 0);
    QCOMPARE(outcome.out, std::string("{\"id\":\"1-1\",\"subscribers\":0}\n"));
    QVERIFY(outcome.err.empty());
    const QByteArray request = server.requests().first();
    QVERIFY2(request.startsWith("POST /publish/news HTTP/1.1\r\n"), request.constData());
    QVERIFY(request.contains("\r\nAuthorization: Bearer secret\r\n"));
    QVERIFY(request.endsWith("\r\n\r\nhello world"));
}

void tst_ControlProgram::publishesStandardInput_data()
{
    QTest::addColumn<bool>("hasDash");
    QTest::newRow("no data") << false;
    QTest::newRow("dash") << true;
}

void tst_ControlProgram::publishesStandardInput()
{
    QFETCH(bool, hasDash);
    ScriptedServer server;
    server.add(accepted());
    std::vector<std::string> words{"publish", "--url", baseOf(server), "news"};
    if (hasDash)
        words.emplace_back("-");
    QCOMPARE(run(words, "two\nlines\n").status, 0);
    QVERIFY(server.requests().first().endsWith("\r\n\r\ntwo\nlines\n"));
}

void tst_ControlProgram::publishEncodesNames()
{
    ScriptedServer server;
    server.add(accepted());
    QCOMPARE(run({"publish", "--url=" + baseOf(server) + "/base/", "--event", "a&b +c", "--id=1-2", "--",
                  "ä/b", "-x"})
                 .status,
             0);
    const QByteArray request = server.requests().first();
    QVERIFY2(request.startsWith("POST /base/publish/%C3%A4%2Fb?event=a%26b%20%2Bc&id=1-2 HTTP/1.1\r\n"),
             request.constData());
    QVERIFY(request.endsWith("\r\n\r\n-x"));
}

void tst_ControlProgram::publishReportsRefusals()
{
    std::string base;
    {
        ScriptedServer server;
        base = baseOf(server);
        server.add({{"HTTP/1.1 503 Service Unavailable\r\nContent-Length: 6\r\n\r\npaused"}});
        const Outcome refused = run({"publish", "--url", base, "news", "x"});
        QCOMPARE(refused.status, 1);
        QVERIFY(refused.out.empty());
        QVERIFY(holds(refused.err, "answered 503: paused\n"));
    }
    const Outcome nobody = run({"publish", "--url", base, "news", "x"});
    QCOMPARE(nobody.status, 3);
    QVERIFY(holds(nobody.err, "Connection refused"));
}

void tst_ControlProgram::watchesAChannel()
{
    ScriptedServer server;
    server.add(events("data: a\n\nid: 1-2\nevent: tick\ndata: b\ndata: c\n\ndata: not wanted\n\n"));
    const Outcome outcome = run({"watch", "--url", baseOf(server), "--count", "2", "news"});
    QCOMPARE(outcome.status, 0);
    QCOMPARE(outcome.out, std::string("-\tmessage\ta\n1-2\ttick\tb\n\t\tc\n"));
    QVERIFY(holds(outcome.err, "connected"));
    QVERIFY(server.requests().first().startsWith("GET /stream/news HTTP/1.1\r\n"));
}

void tst_ControlProgram::watchPrintsJson()
{
    ScriptedServer server;
    server.add(events("id: 1-2\nevent: tick\ndata: b\ndata: \"c\"\n\n"));
    const Outcome outcome = run(
        {"watch", "--json", "--count=1", server.url(QStringLiteral("/any?x=1")).toString().toStdString()});
    QCOMPARE(outcome.status, 0);
    const QJsonObject json = QJsonDocument::fromJson(QByteArray::fromStdString(outcome.out)).object();
    QCOMPARE(json, (QJsonObject{{QStringLiteral("id"), QStringLiteral("1-2")},
                                {QStringLiteral("event"), QStringLiteral("tick")},
                                {QStringLiteral("data"), QStringLiteral("b\n\"c\"")}}));
    QCOMPARE(std::count(outcome.out.begin(), outcome.out.end(), '\n'), 1);
    QVERIFY(server.requests().first().startsWith("GET /any?x=1 HTTP/1.1\r\n"));
}

void tst_ControlProgram::watchResumesAndReconnects()
{
    ScriptedServer server;
    server.add(events("retry: 1\n\nid: 8\ndata: a\n\n"));
    server.add(events("id: 9\ndata: b\n\n"));
    const Outcome outcome =
        run({"watch", "--url", baseOf(server), "--last-event-id", "7", "--count", "2", "news"});
    QCOMPARE(outcome.status, 0);
    QCOMPARE(outcome.out, std::string("8\tmessage\ta\n9\tmessage\tb\n"));
    QVERIFY(server.requests().at(0).contains("\r\nLast-Event-ID: 7\r\n"));
    QVERIFY(server.requests().at(1).contains("\r\nLast-Event-ID: 8\r\n"));
    QVERIFY(holds(outcome.err, "connected, resuming after 7\n"));
    QVERIFY(holds(outcome.err, "lost: the connection ended\n"));
    QVERIFY2(holds(outcome.err, "connecting again in 1"), outcome.err.c_str()); // 100 to 150ms
    QVERIFY(holds(outcome.err, "connected, resuming after 8\n"));
}

void tst_ControlProgram::watchReportsGaps()
{
    ScriptedServer server;
    server.add(events("event: gap\ndata: {\"channels\":[\"news\"]}\n\nevent: missed\ndata: 3\n\n"));
    const Outcome outcome = run({"watch", "--url", baseOf(server), "--count", "2", "news"});
    QVERIFY(holds(outcome.err, "gap: events are missing here"));
    QVERIFY(holds(outcome.err, "missed: the server dropped events for this stream: '3'"));
}

void tst_ControlProgram::watchShowsATerminalNothingThatActs()
{
    const QByteArray name = "\x1b[31m\xc2\x9b\xe2\x80\xae";
    const QByteArray body =
        "id: " + name + "\nevent: " + name + "\ndata: \x1b]0;t\x07\xe2\x81\xa6\tx\ndata: \x9b\x7f\n\n";
    const auto watch = [&](std::vector<std::string> options, Kind kind) {
        ScriptedServer server;
        server.add(events(body));
        options.insert(options.begin(),
                       {"watch", "--count=1", server.url(QStringLiteral("/x")).toString().toStdString()});
        const Outcome outcome = run(options, {}, kind);
        // Standard error is a person's whatever standard output is.
        if (outcome.err.find('\x1b') != std::string::npos)
            return std::string("an escape on standard error");
        return outcome.out;
    };
    const std::string shown = "\\x1b[31m\\u009b\\u202e";
    const std::string raw = name.toStdString();
    QCOMPARE(watch({}, Kind::Terminal),
             shown + '\t' + shown + "\t\\x1b]0;t\\x07\\u2066\tx\n\t\t\xef\xbf\xbd\\x7f\n");
    const std::string bytes = raw + '\t' + raw + "\t\x1b]0;t\x07\xe2\x81\xa6\tx\n\t\t\xef\xbf\xbd\x7f\n";
    QCOMPARE(watch({}, Kind::File), bytes);
    QCOMPARE(watch({"--raw"}, Kind::Terminal), bytes);
    for (const Kind kind : {Kind::File, Kind::Terminal}) {
        const std::string json = watch({"--json"}, kind);
        for (const char *part : {"\x1b", "\xc2\x9b", "\xe2\x80\xae", "\xe2\x81\xa6", "\x7f"})
            QVERIFY2(!holds(json, part), json.c_str());
        const QJsonObject object = QJsonDocument::fromJson(QByteArray::fromStdString(json)).object();
        QCOMPARE(object.value(QStringLiteral("event")).toString().toUtf8(), name);
    }
}

void tst_ControlProgram::watchSkipsWhatIsTooLarge()
{
    const QByteArray head = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n";
    const QByteArray large(5 << 20, 'x'); // an engine may send it, with publish.max_body = 64MiB
    QList<QByteArray> tooLarge{head + "data: "};
    for (int i = 0; i < 14; ++i)
        tooLarge.append(large);
    tooLarge.append("\nid: 2\n\nid: 3\ndata: c\n\n");
    ScriptedServer server;
    server.add({{head + "data: " + large + "\nid: 1\n\n"}, ScriptedServer::Then::Close});
    server.add({tooLarge});
    const Outcome outcome =
        run({"watch", "--count", "2", server.url(QStringLiteral("/x")).toString().toStdString()});
    QCOMPARE(outcome.status, 0);
    QCOMPARE(QByteArray::fromStdString(outcome.out), "1\tmessage\t" + large + "\n3\tmessage\tc\n");
    QVERIFY2(holds(outcome.err, "skipped an event that is longer than 68157440 bytes"), outcome.err.c_str());
    QCOMPARE(server.requests().size(), 2);
}

void tst_ControlProgram::watchNoticesADeadServer()
{
    ScriptedServer server;
    const QByteArray head = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n";
    server.add({{head + "retry: 0\nid: 1\ndata: a\n\n"}}); // and then nothing
    server.add({{head + "data: b\n\n"}});
    const Outcome outcome = run({"watch", "--idle-timeout", "200ms", "--count", "2",
                                 server.url(QStringLiteral("/x")).toString().toStdString()});
    QCOMPARE(outcome.status, 0);
    QVERIFY2(holds(outcome.err, "lost: nothing came for 200ms\n"), outcome.err.c_str());
    QVERIFY(server.requests().at(1).contains("\r\nLast-Event-ID: 1\r\n"));
}

void tst_ControlProgram::watchStopsWhenRefused()
{
    ScriptedServer server;
    server.add({{"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"}});
    const Outcome outcome = run({"watch", "--url", baseOf(server), "news"});
    QCOMPARE(outcome.status, 1);
    QVERIFY(holds(outcome.err, "stopped: status 404\n"));
}

void tst_ControlProgram::loads()
{
    const FaultyEventServer server({});
    const Outcome outcome = run({"load", "--json", "--url", server.url("/stream/x%CH%"), "--publish-url",
                                 server.url("/publish/x%CH%"), "--clients", "10", "--channels", "2", "--rate",
                                 "100", "--duration", "300ms", "--size", "1KiB"});
    QCOMPARE(outcome.status, 0);
    const QJsonObject json = QJsonDocument::fromJson(QByteArray::fromStdString(outcome.out)).object();
    QCOMPARE(json[QStringLiteral("connected")].toInt(), 10);
    QVERIFY(json[QStringLiteral("delivered")].toInt() > 0);
    QCOMPARE(json[QStringLiteral("delivered")], json[QStringLiteral("expected")]);
}

void tst_ControlProgram::loadFailsOnLoss()
{
    FaultyEventServer::Faults faults;
    faults.skipOn = 1;
    const FaultyEventServer server(faults);
    const Outcome outcome =
        run({"load", "--url", server.url("/stream/x"), "--publish-url", server.url("/publish/x"), "--clients",
             "3", "--rate", "100", "--duration", "300ms", "--tail", "100ms"});
    QCOMPARE(outcome.status, 6);
    QVERIFY2(holds(outcome.out, "0 drops, 1 gaps, 0 duplicates"), outcome.out.c_str());
    QVERIFY2(holds(outcome.out, "verdict     MISSED"), outcome.out.c_str());
}

QTEST_GUILESS_MAIN(tst_ControlProgram)
#include "tst_control_program.moc"
