// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// `sluicectl watch` and `sluicectl load` as their users run them, against servers that hang, lie, lead in
// circles and never end: a clear answer and an exit code each time, and nothing left open.
#include "support/ControlRun.h"

#include "core/support/ScriptedServer.h"

#include <QTest>

#include <csignal>

#include <sys/resource.h>

using namespace sluice::integration;
using sluice::test::ScriptedServer;
using Then = ScriptedServer::Then;

namespace {

const QByteArray kStreamHead = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n";
const QByteArray kStayAway = "HTTP/1.1 204 No Content\r\n\r\n";
const QByteArray kRedirect = "HTTP/1.1 302 Found\r\nLocation: /again\r\nContent-Length: 0\r\n\r\n";
const QByteArray kPage = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html><p>data: x\n\n</p></html>";
const QByteArray kNoType = "HTTP/1.1 200 OK\r\n\r\ndata: x\n\n";
const QByteArray kWrongChunk =
    "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\nnonsense\r\n";

/** A head of a megabyte, which still does not end. */
QList<QByteArray> endlessHead()
{
    QList<QByteArray> pieces{"HTTP/1.1 200 OK\r\n"};
    const QByteArray field = "X-Filler: " + QByteArray(64 << 10, 'x') + "\r\n";
    for (int i = 0; i < 16; ++i)
        pieces.append(field);
    return pieces;
}

/** A stream of one line of 100 MB. */
QList<QByteArray> longLine(const QByteArray &begin)
{
    QList<QByteArray> pieces{kStreamHead + begin};
    const QByteArray million(1 << 20, 'x');
    for (int i = 0; i < 100; ++i)
        pieces.append(million);
    return pieces;
}

/** Lets the event loop run, which the server lives in. */
ControlRun finished(QProcess &process)
{
    constexpr int patience = 120'000;
    ControlRun run;
    if (QTest::qWaitFor([&] { return process.state() == QProcess::NotRunning; }, patience))
        run.status = process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -2;
    run.out = process.readAllStandardOutput();
    run.err = process.readAllStandardError();
    return run;
}

void start(QProcess &process, const QStringList &words)
{
    process.start(QStringLiteral(SLUICECTL_PATH), words);
}

ControlRun run(const QStringList &words)
{
    QProcess process;
    start(process, words);
    return finished(process);
}

QStringList watchOf(const ScriptedServer &server)
{
    return {QStringLiteral("watch"), server.url(QStringLiteral("/stream")).toString()};
}

QStringList loadOf(const QString &url, const QString &options)
{
    return QStringList{QStringLiteral("load"),   QStringLiteral("--url"),      url,
                       QStringLiteral("--json"), QStringLiteral("--progress"), QStringLiteral("none")} +
           options.split(QLatin1Char(' '));
}

QStringList loadOf(const ScriptedServer &server, const QString &options)
{
    return loadOf(server.url(QStringLiteral("/stream")).toString(), options);
}

/** The report, which is of several lines. */
QJsonObject report(const ControlRun &run)
{
    return QJsonDocument::fromJson(run.out).object();
}

} // namespace

class tst_HostileServers : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void watchSaysWhatIsWrong_data();
    void watchSaysWhatIsWrong();
    void watchComesBack_data();
    void watchComesBack();
    void watchGoesOnBehindALineOf100MB();
    void watchEndsWhileTheServerHangs();
    void watchRefusesUrls_data();
    void watchRefusesUrls();
    void loadSaysWhatIsWrong_data();
    void loadSaysWhatIsWrong();
    void loadReadsALineWithoutEnd_data();
    void loadReadsALineWithoutEnd();
    void loadEndsWhileTheServerHangs();
    void loadRefuses_data();
    void loadRefuses();
    void loadLacksPorts();
};

void tst_HostileServers::watchSaysWhatIsWrong_data()
{
    QTest::addColumn<QList<QByteArray>>("pieces");
    QTest::addColumn<int>("requests");
    QTest::addColumn<QByteArray>("reason");
    QTest::newRow("redirects in circles")
        << QList<QByteArray>{kRedirect} << 6 << QByteArray("more than 5 redirects, the last one to '/again'");
    QTest::newRow("a page") << QList<QByteArray>{kPage} << 1 << QByteArray("its content type is 'text/html'");
    QTest::newRow("no type") << QList<QByteArray>{kNoType} << 1 << QByteArray("its content type is ''");
    QTest::newRow("told to stay away") << QList<QByteArray>{kStayAway} << 1 << QByteArray("status 204");
}

/** What no retry mends ends the program. */
void tst_HostileServers::watchSaysWhatIsWrong()
{
    QFETCH(QList<QByteArray>, pieces);
    QFETCH(int, requests);
    QFETCH(QByteArray, reason);
    ScriptedServer server;
    for (int i = 0; i < 10; ++i)
        server.add({pieces});
    const ControlRun done = run(watchOf(server));
    QCOMPARE(done.status, 1);
    QVERIFY2(done.err.contains(reason), done.err.constData());
    QVERIFY(done.out.isEmpty());
    QCOMPARE(server.requests().size(), requests);
    QTRY_COMPARE(server.openConnections(), 0);
}

void tst_HostileServers::watchComesBack_data()
{
    QTest::addColumn<QList<QByteArray>>("pieces");
    QTest::addColumn<int>("then");
    QTest::addColumn<QByteArray>("reason");
    QTest::newRow("a head without end")
        << endlessHead() << static_cast<int>(Then::KeepOpen) << QByteArray("not valid HTTP");
    QTest::newRow("no answer") << QList<QByteArray>() << static_cast<int>(Then::Close)
                               << QByteArray("before the response head was complete");
    QTest::newRow("a reset") << QList<QByteArray>() << static_cast<int>(Then::Reset)
                             << QByteArray("sluicectl: ");
    QTest::newRow("no chunk") << QList<QByteArray>{kWrongChunk} << static_cast<int>(Then::KeepOpen)
                              << QByteArray("not valid HTTP");
}

/** What may be better next time is said, and tried again. */
void tst_HostileServers::watchComesBack()
{
    QFETCH(QList<QByteArray>, pieces);
    QFETCH(int, then);
    QFETCH(QByteArray, reason);
    ScriptedServer server;
    server.add({pieces, static_cast<Then>(then)});
    server.add({{kStreamHead + "id: 1\ndata: sound\n\n"}});
    QStringList words = watchOf(server);
    words.insert(1, QStringLiteral("--count"));
    words.insert(2, QStringLiteral("1"));
    const ControlRun done = run(words);
    QVERIFY2(done.status == 0, done.err.constData());
    QVERIFY2(done.err.contains(reason), done.err.constData());
    QVERIFY2(done.out.contains("sound"), done.out.constData());
    QCOMPARE(server.requests().size(), 2);
    QTRY_COMPARE(server.openConnections(), 0);
}

/** It is passed over, and not asked for again. */
void tst_HostileServers::watchGoesOnBehindALineOf100MB()
{
    ScriptedServer server;
    server.add({longLine("data: ") + QList<QByteArray>{"\nid: 1\n\nid: 2\ndata: sound\n\n"}});
    QStringList words = watchOf(server);
    words.insert(1, QStringLiteral("--count"));
    words.insert(2, QStringLiteral("1"));
    const ControlRun done = run(words);
    QVERIFY2(done.status == 0, done.err.constData());
    QVERIFY2(done.err.contains("skipped an event that is longer than"), done.err.constData());
    QCOMPARE(done.out, QByteArray("2\tmessage\tsound\n"));
    QCOMPARE(server.requests().size(), 1);
}

void tst_HostileServers::watchEndsWhileTheServerHangs()
{
    ScriptedServer server;
    server.add({{"HTTP/1.1 200 OK\r\n"}});
    QProcess process;
    start(process, watchOf(server));
    QTRY_COMPARE_WITH_TIMEOUT(server.requests().size(), 1, 20'000);
    ::kill(static_cast<pid_t>(process.processId()), SIGINT);
    const ControlRun done = finished(process);
    QCOMPARE(done.status, 0);
    QVERIFY(done.out.isEmpty());
    QTRY_COMPARE(server.openConnections(), 0);
}

void tst_HostileServers::watchRefusesUrls_data()
{
    QTest::addColumn<QString>("url");
    for (const char *url : {"http://", "://", "http:///stream", "nonsense://127.0.0.1/", "file:///etc/passwd",
                            "https://127.0.0.1/", "http://127.0.0.1:99999/", "http://[::1/", "http://a b/"})
        QTest::newRow(url) << QString::fromLatin1(url);
}

void tst_HostileServers::watchRefusesUrls()
{
    QFETCH(QString, url);
    const ControlRun done = run({QStringLiteral("watch"), url});
    QVERIFY2(done.status == 2, done.err.constData());
    QVERIFY2(done.err.startsWith("sluicectl: "), done.err.constData());
    QVERIFY2(done.err.contains(url.toLatin1()), done.err.constData());
}

void tst_HostileServers::loadSaysWhatIsWrong_data()
{
    QTest::addColumn<QList<QByteArray>>("pieces");
    QTest::addColumn<int>("then");
    QTest::addColumn<QString>("where");
    QTest::addColumn<QString>("reason");
    const auto row = [](const char *name, const QList<QByteArray> &pieces, Then then, const char *where,
                        const char *reason) {
        QTest::newRow(name) << pieces << static_cast<int>(then) << QString::fromLatin1(where)
                            << QString::fromLatin1(reason);
    };
    row("redirects in circles", {kRedirect}, Then::KeepOpen, "failures", "status 302");
    row("a page", {kPage}, Then::KeepOpen, "failures", "no event stream, but content type 'text/html'");
    row("no type", {kNoType}, Then::KeepOpen, "failures", "no event stream, but content type ''");
    row("a head without end", endlessHead(), Then::KeepOpen, "failures", "not valid HTTP");
    row("no answer", {}, Then::Close, "failures", "connection closed");
    row("a reset", {}, Then::Reset, "failures", "onnection");
    row("no chunk", {kWrongChunk}, Then::KeepOpen, "failures", "not valid HTTP");
}

/** Each client that failed has its reason, and a load test follows no redirects. */
void tst_HostileServers::loadSaysWhatIsWrong()
{
    QFETCH(QList<QByteArray>, pieces);
    QFETCH(int, then);
    QFETCH(QString, where);
    QFETCH(QString, reason);
    ScriptedServer server;
    for (int i = 0; i < 10; ++i)
        server.add({pieces, static_cast<Then>(then)});
    const ControlRun done = run(loadOf(server, QStringLiteral("--clients 3 --hold 100ms")));
    QVERIFY2(done.status == 6, (done.out + done.err).constData());
    const QJsonObject reasons = report(done).value(where).toObject();
    QCOMPARE(reasons.size(), 1);
    QVERIFY2(reasons.constBegin().key().contains(reason), done.out.constData());
    QCOMPARE(reasons.constBegin().value().toInt(), 3);
    QCOMPARE(server.requests().size(), 3);
    QTRY_COMPARE(server.openConnections(), 0);
}

void tst_HostileServers::loadReadsALineWithoutEnd_data()
{
    QTest::addColumn<QByteArray>("begin");
    QTest::newRow("data") << QByteArray("data: ");
    QTest::newRow("an id") << QByteArray("id: ");
    QTest::newRow("nothing known") << QByteArray();
}

/** It keeps none of it, also where it must know the last id. */
void tst_HostileServers::loadReadsALineWithoutEnd()
{
    QFETCH(QByteArray, begin);
    ScriptedServer server;
    server.add({longLine(begin)});
    const ControlRun done = run(loadOf(server, QStringLiteral("--clients 1 --hold 1s --reconnect")));
    QVERIFY2(done.status == 0, (done.out + done.err).constData());
    QCOMPARE(report(done).value(QLatin1String("connected")).toInt(), 1);
    QCOMPARE(report(done).value(QLatin1String("drops")).toInt(), 0);
    QTRY_COMPARE(server.openConnections(), 0);
}

void tst_HostileServers::loadEndsWhileTheServerHangs()
{
    ScriptedServer server;
    for (int i = 0; i < 10; ++i)
        server.add({{"HTTP/1.1 200 OK\r\n"}});
    QProcess process;
    start(process, loadOf(server, QStringLiteral("--clients 3 --hold 100ms")));
    QTRY_VERIFY_WITH_TIMEOUT(!server.requests().isEmpty(), 20'000);
    ::kill(static_cast<pid_t>(process.processId()), SIGINT);
    const ControlRun done = finished(process);
    QCOMPARE(done.status, 130);
    QVERIFY(report(done).value(QLatin1String("interrupted")).toBool());
    QCOMPARE(report(done).value(QLatin1String("connected")).toInt(-1), 0);
    QTRY_COMPARE(server.openConnections(), 0);
}

void tst_HostileServers::loadRefuses_data()
{
    QTest::addColumn<QString>("options");
    QTest::addColumn<QByteArray>("message");
    const auto row = [](const char *name, const char *options, const char *message) {
        QTest::newRow(name) << QString::fromLatin1(options) << QByteArray(message);
    };
    row("a stream elsewhere", "--url http://192.0.2.1/stream",
        "'http://192.0.2.1/stream' is not on this machine");
    row("a publish URL elsewhere", "--publish-url http://192.0.2.1/publish --rate 1",
        "'http://192.0.2.1/publish' is not on this machine; loading others needs --allow-remote");
    row("a probe URL elsewhere", "--probe-url http://192.0.2.1/healthz",
        "'http://192.0.2.1/healthz' is not on this machine; loading others needs --allow-remote");
    row("no URL", "--url nonsense", "'nonsense'");
    row("half a URL", "--url http://", "'http://'");
    row("no publish URL", "--publish-url nonsense --rate 1", "'nonsense'");
    row("no probe URL", "--probe-url nonsense", "'nonsense'");
    row("another protocol", "--url https://127.0.0.1/", "https is not supported");
    row("no share", "--max-publish-errors 2", "--max-publish-errors: '2' is not a share");
    row("a share of nothing", "--min-publish-share 90%", "--min-publish-share needs --rate");
}

/** Before anything is opened. */
void tst_HostileServers::loadRefuses()
{
    QFETCH(QString, options);
    QFETCH(QByteArray, message);
    ScriptedServer server;
    const QStringList words = options.startsWith(QLatin1String("--url"))
                                  ? QStringList{QStringLiteral("load")} + options.split(QLatin1Char(' '))
                                  : loadOf(server, options);
    const ControlRun done = run(words + QStringList{QStringLiteral("--clients"), QStringLiteral("1")});
    QVERIFY2(done.status == 2, done.err.constData());
    QVERIFY2(done.err.contains(message), done.err.constData());
    QVERIFY(done.out.isEmpty());
    QVERIFY(server.requests().isEmpty());
}

/** There is one ::1, and so fewer ports than clients on any machine; 127.0.0.0/8 has enough for all. */
void tst_HostileServers::loadLacksPorts()
{
    constexpr rlim_t enough = 4096; // of 64 processes each
    rlimit limit{};
    ::getrlimit(RLIMIT_NOFILE, &limit);
    if (limit.rlim_max < enough)
        QSKIP("the descriptors would be too few before the ports are");
    const ControlRun done =
        run(loadOf(QStringLiteral("http://[::1]:1/stream"), QStringLiteral("--clients 70000")));
    QVERIFY2(done.status == 1, done.err.constData());
    QVERIFY2(done.err.contains("connections to one address need as many local ports"), done.err.constData());
    QVERIFY2(done.err.contains("net.ipv4.ip_local_port_range"), done.err.constData());
    QVERIFY(done.out.isEmpty());
}

QTEST_GUILESS_MAIN(tst_HostileServers)
#include "tst_hostile_servers.moc"
