// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The check against servers on loopback: a sound one, ones that have a single fault each, and hostile ones.
#include "core/support/ScriptedServer.h"

#include "findings/check/CheckRules.h"
#include "findings/check/StreamCheck.h"
#include "findings/rules/FindingJson.h"

#include <QElapsedTimer>
#include <QSignalSpy>
#include <QTcpServer>
#include <QTest>

#include <functional>
#include <utility>

using namespace std::chrono_literals;
using namespace sluice;
using test::ScriptedServer;
using Then = ScriptedServer::Then;

namespace {

constexpr int kPatience = 60'000;

const QByteArray kHead =
    "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nCache-Control: no-cache, no-transform\r\n"
    "Connection: keep-alive\r\nTransfer-Encoding: chunked\r\nX-Accel-Buffering: no\r\n";

QByteArray chunk(const QByteArray &bytes)
{
    return QByteArray::number(bytes.size(), 16) + "\r\n" + bytes + "\r\n";
}

/** An event server of one channel that does everything right, but for one fault. */
class EventServer : public QTcpServer
{
public:
    enum class Fault {
        None,
        Buffers,             ///< hands events on only when 32 KiB of them have come together
        Compresses,          ///< what takes gzip gets a gzip that never flushes
        SwallowsForBrowsers, ///< what takes gzip gets nothing at all
        CutsSilence,         ///< ends a stream that was silent for a while
        ForgetsHistory,      ///< knows no Last-Event-ID
        HoldsHead,           ///< answers GET with nothing at all
        AnswersHeadWithStream,
    };

    explicit EventServer(Fault fault)
        : m_fault(fault)
    {
        listen(QHostAddress::LocalHost);
        connect(this, &QTcpServer::newConnection, this, &EventServer::accept);
        connect(&m_heartbeat, &QTimer::timeout, this, [this] { broadcast(":\n"); });
        m_heartbeat.start(fault == Fault::CutsSilence ? 1h : 1200ms);
    }

    QUrl url(const QString &path) const
    {
        return QUrl(QStringLiteral("http://127.0.0.1:%1%2").arg(serverPort()).arg(path));
    }

private:
    struct Sink
    {
        QTcpSocket *socket;
        QTimer *silence;
        bool isCompressed;
    };

    void accept()
    {
        while (QTcpSocket *socket = nextPendingConnection()) {
            connect(socket, &QTcpSocket::readyRead, this, [this, socket] { read(socket); });
            connect(socket, &QTcpSocket::disconnected, this, [this, socket] {
                m_sinks.removeIf([socket](const Sink &sink) { return sink.socket == socket; });
                socket->deleteLater();
            });
        }
    }

    void read(QTcpSocket *socket)
    {
        const QByteArray request = socket->property("request").toByteArray() + socket->readAll();
        socket->setProperty("request", request);
        const auto headEnd = request.indexOf("\r\n\r\n");
        const auto at = request.indexOf("Content-Length: ");
        const auto length =
            at < 0 ? 0 : request.mid(at + 16, request.indexOf('\r', at) - at - 16).toLongLong();
        if (headEnd < 0 || request.size() < headEnd + 4 + length)
            return;
        if (request.startsWith("POST"))
            publish(socket, request.mid(headEnd + 4));
        else if (request.startsWith("OPTIONS"))
            socket->write("HTTP/1.1 204 No Content\r\nAccess-Control-Allow-Origin: *\r\n"
                          "Access-Control-Allow-Headers: Last-Event-ID\r\n\r\n");
        else if (request.startsWith("HEAD"))
            socket->write(kHead + "\r\n" +
                          (m_fault == Fault::AnswersHeadWithStream ? chunk(":\n") : QByteArray()));
        else
            open(socket, request);
    }

    void open(QTcpSocket *socket, const QByteArray &request)
    {
        if (m_fault == Fault::HoldsHead ||
            (m_fault == Fault::SwallowsForBrowsers && request.contains("gzip")))
            return;
        const bool isCompressed = m_fault == Fault::Compresses && request.contains("gzip");
        QByteArray head = kHead;
        if (request.contains("Origin: "))
            head += "Access-Control-Allow-Origin: *\r\n";
        if (isCompressed)
            head += "Content-Encoding: gzip\r\n";
        socket->write(head + "\r\n");
        auto *silence = new QTimer(socket);
        silence->setSingleShot(true);
        connect(silence, &QTimer::timeout, socket, &QTcpSocket::disconnectFromHost);
        if (m_fault == Fault::CutsSilence)
            silence->start(1500ms);
        const auto asked = request.indexOf("Last-Event-ID: ");
        if (asked >= 0 && m_fault != Fault::ForgetsHistory)
            for (int id = request.mid(asked + 15, request.indexOf('\r', asked) - asked - 15).toInt();
                 id < m_history.size(); ++id)
                socket->write(chunk(m_history[id]));
        m_sinks.append({socket, silence, isCompressed});
    }

    void publish(QTcpSocket *socket, const QByteArray &data)
    {
        const QByteArray event =
            "id: " + QByteArray::number(m_history.size() + 1) + "\ndata: " + data + "\n\n";
        m_history.append(event);
        broadcast(event);
        socket->write("HTTP/1.1 202 Accepted\r\nContent-Length: 17\r\n\r\n{\"subscribers\":1}");
    }

    void broadcast(const QByteArray &bytes)
    {
        m_held += bytes;
        constexpr qsizetype buffer = 32 << 10;
        if (m_fault == Fault::Buffers && m_held.size() < buffer)
            return;
        for (const Sink &sink : std::as_const(m_sinks)) {
            if (sink.isCompressed)
                continue;
            sink.socket->write(chunk(m_held));
            if (sink.silence->isActive())
                sink.silence->start();
        }
        m_held.clear();
    }

    Fault m_fault;
    QTimer m_heartbeat;
    QByteArray m_held;
    QList<QByteArray> m_history;
    QList<Sink> m_sinks;
};

/** A server that writes for as long as somebody reads. */
class EndlessServer : public QTcpServer
{
public:
    explicit EndlessServer(const QByteArray &begin)
        : m_begin(begin)
    {
        listen(QHostAddress::LocalHost);
        connect(this, &QTcpServer::newConnection, this, [this] {
            while (QTcpSocket *socket = nextPendingConnection()) {
                connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater);
                connect(socket, &QTcpSocket::bytesWritten, this, [this, socket] { pump(socket); });
                socket->write(m_begin);
            }
        });
    }

    QUrl url() const { return QUrl(QStringLiteral("http://127.0.0.1:%1/").arg(serverPort())); }
    qint64 written() const { return m_written; }

private:
    void pump(QTcpSocket *socket)
    {
        constexpr qint64 most = 100 << 20;
        constexpr qint64 piece = 256 << 10;
        if (socket->bytesToWrite() > piece || m_written > most)
            return;
        m_written += piece;
        socket->write(QByteArray(piece, 'x'));
    }

    QByteArray m_begin;
    qint64 m_written = 0;
};

CheckOptions quick(const QUrl &url)
{
    CheckOptions options;
    options.url = url;
    options.duration = 1500ms;
    options.headTimeout = 2s;
    return options;
}

/** Runs a check to its end; its report. */
CheckReport run(const CheckOptions &options)
{
    StreamCheck check(options);
    QSignalSpy finished(&check, &StreamCheck::finished);
    int found = 0;
    QObject::connect(&check, &StreamCheck::found, &check, [&found] { ++found; });
    check.start();
    if (finished.isEmpty())
        finished.wait(kPatience);
    if (finished.count() != 1 || !check.isFinished())
        qFatal("the check did not finish once, but %d times", static_cast<int>(finished.count()));
    if (found != static_cast<int>(check.report().findings.size()))
        qFatal("%d findings were told, but %d are in the report", found,
               static_cast<int>(check.report().findings.size()));
    return check.report();
}

const Finding *find(const CheckReport &report, std::string_view name)
{
    for (const Finding &finding : report.findings)
        if (finding.rule == name)
            return &finding;
    return nullptr;
}

/** Each finding on a line, for a test that fails. */
QByteArray shown(const CheckReport &report)
{
    QByteArray text = report.error ? QByteArray::fromStdString(report.error->message) : QByteArray();
    for (const Finding &finding : report.findings)
        text +=
            QByteArray::fromStdString(std::string(severityName(finding.severity, FindingSet::Check)) + ' ' +
                                      finding.rule + ": " + finding.summary + " | " + finding.cause + '\n');
    return text;
}

} // namespace

class tst_StreamCheck : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void findsNothingWrongWithASoundStream();
    void findsTheOneFault_data();
    void findsTheOneFault();
    void survivesHostileServers_data();
    void survivesHostileServers();
    void keepsMemoryBounded_data();
    void keepsMemoryBounded();
    void followsRedirects();
    void refusesRemoteTargets_data();
    void refusesRemoteTargets();
    void followsNoRedirectAway();
    void tellsThatAHostHasNoAddress();
    void tellsThatNobodyListens();
    void refusesOptions_data();
    void refusesOptions();
    void canBeStopped();
    void mayBeDestroyedAtAnyTime();
};

void tst_StreamCheck::findsNothingWrongWithASoundStream()
{
    const EventServer server(EventServer::Fault::None);
    CheckOptions options = quick(server.url(QStringLiteral("/stream/a")));
    options.publishUrl = server.url(QStringLiteral("/publish/a"));
    options.origin = "https://app.example.com";
    options.duration = 4s;
    const CheckReport report = run(options);
    QVERIFY2(worstOf(report.findings) == Severity::Ok, shown(report).constData());
    std::size_t all = 0;
    for (const CheckStage stage : {CheckStage::Head, CheckStage::Probes, CheckStage::Watch})
        all += checkRules(stage).size();
    QCOMPARE(report.findings.size(), all - 1); // nothing redirects
    QVERIFY(report.record.canaries.size() >= 4);
}

void tst_StreamCheck::findsTheOneFault_data()
{
    QTest::addColumn<int>("fault");
    QTest::addColumn<bool>("publishes");
    QTest::addColumn<QString>("rule");
    QTest::addColumn<QString>("says");
    const auto row = [](const char *name, EventServer::Fault fault, bool publishes, const char *rule,
                        const char *says) {
        QTest::newRow(name) << static_cast<int>(fault) << publishes << QString::fromLatin1(rule)
                            << QString::fromLatin1(says);
    };
    row("buffers", EventServer::Fault::Buffers, true, "delivery", "held back until more was sent");
    row("compresses", EventServer::Fault::Compresses, true, "content-encoding", "events are held back by it");
    row("compresses, no canary", EventServer::Fault::Compresses, false, "content-encoding",
        "compressed for browsers (gzip)");
    row("swallows for browsers", EventServer::Fault::SwallowsForBrowsers, true, "content-encoding",
        "gets none");
    row("cuts silence", EventServer::Fault::CutsSilence, false, "cut", "cut off");
    row("forgets history", EventServer::Fault::ForgetsHistory, true, "resume", "Last-Event-ID is ignored");
    row("holds the head", EventServer::Fault::HoldsHead, false, "first-byte", "no head came");
    row("streams to HEAD", EventServer::Fault::AnswersHeadWithStream, false, "head-method",
        "answered with a body");
}

void tst_StreamCheck::findsTheOneFault()
{
    QFETCH(int, fault);
    QFETCH(bool, publishes);
    QFETCH(QString, rule);
    QFETCH(QString, says);
    const EventServer server(static_cast<EventServer::Fault>(fault));
    CheckOptions options = quick(server.url(QStringLiteral("/stream/a")));
    options.duration = 8s;
    if (!publishes && fault != static_cast<int>(EventServer::Fault::CutsSilence))
        options.duration = 2s;
    if (publishes)
        options.publishUrl = server.url(QStringLiteral("/publish/a"));
    const CheckReport report = run(options);
    const Finding *finding = find(report, rule.toStdString());
    QVERIFY2(finding, shown(report).constData());
    QVERIFY2(finding->severity >= Severity::Warning, shown(report).constData());
    QVERIFY2(finding->summary.find(says.toStdString()) != std::string::npos, shown(report).constData());
    for (const Finding &other : report.findings)
        if (&other != finding && other.severity >= Severity::Warning)
            // What is held back also keeps the resumed stream waiting.
            QVERIFY2(other.rule == "resume" || other.rule == "heartbeat" || fault == 1,
                     shown(report).constData());
}

void tst_StreamCheck::survivesHostileServers_data()
{
    QTest::addColumn<QList<QByteArray>>("pieces");
    QTest::addColumn<int>("then");
    QTest::addColumn<QString>("rule");
    QTest::addColumn<QString>("says");
    const auto row = [](const char *name, const QList<QByteArray> &pieces, Then then, const char *rule,
                        const char *says) {
        QTest::newRow(name) << pieces << static_cast<int>(then) << QString::fromLatin1(rule)
                            << QString::fromLatin1(says);
    };
    QList<QByteArray> drip{"HTTP/1.1 200 OK\r\n"};
    for (int i = 0; i < 20'000; ++i)
        drip.append("X-Drip: more\r\n");
    const QByteArray open = kHead + "\r\n";
    row("hangs", {}, Then::KeepOpen, "first-byte", "no head came within");
    row("never ends its head", {"HTTP/1.1 200 OK\r\nX-Drip: "}, Then::KeepOpen, "first-byte", "does not end");
    row("drips a head without end", drip, Then::KeepOpen, "first-byte", "does not end");
    row("closes at once", {}, Then::Close, "first-byte", "closed without an answer");
    row("resets", {}, Then::Reset, "first-byte", "closed without an answer");
    row("speaks something else", {"SSH-2.0-OpenSSH_9.2\r\n"}, Then::KeepOpen, "reachable",
        "does not speak HTTP/1");
    row("redirects nowhere", {"HTTP/1.1 302 Found\r\nContent-Length: 0\r\n\r\n"}, Then::Close, "redirects",
        "without a Location");
    row("redirects to nonsense", {"HTTP/1.1 302 Found\r\nLocation: http://\r\nContent-Length: 0\r\n\r\n"},
        Then::Close, "redirects", "no stream");
    row("redirects to https",
        {"HTTP/1.1 302 Found\r\nLocation: https://127.0.0.1/\r\nContent-Length: 0\r\n\r\n"}, Then::Close,
        "redirects", "https is not supported");
    row("answers HTML",
        {"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 13\r\n\r\n<html></html>"},
        Then::Close, "content-type", "every EventSource gives up");
    row("answers an error", {"HTTP/1.1 404 Not Found\r\nContent-Length: 4\r\n\r\nnope"}, Then::Close,
        "status", "status 404");
    row("answers an error without end", {"HTTP/1.1 500 Oops\r\n\r\n", "on and on"}, Then::KeepOpen, "status",
        "status 500");
    row("lies about its type", {open, chunk("<!DOCTYPE html>\n<html>\n<body>\n")}, Then::KeepOpen, "body",
        "its body is none");
    row("lies, in one line", {open, chunk("{\"error\":\"no\"}")}, Then::Close, "body", "its body is none");
    row("cuts at once", {open}, Then::Close, "cut", "after it began");
    row("ends at once", {open + "0\r\n\r\n"}, Then::Close, "cut", "after it began");
    row("refuses softly", {open + chunk("retry: 3000\n") + "0\r\n\r\n"}, Then::Close, "cut",
        "refused softly");
    row("breaks its chunks", {open + "zz\r\n"}, Then::KeepOpen, "cut", "after it began");
    row("has a length",
        {"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nContent-Length: 11\r\n\r\ndata: a\n\n\n\n"},
        Then::Close, "transfer-encoding", "the stream ends after so many bytes");
    row("speaks HTTP/1.0", {"HTTP/1.0 200 OK\r\nContent-Type: text/event-stream\r\n\r\n:\n\n"},
        Then::KeepOpen, "http-version", "HTTP/1.0");
}

void tst_StreamCheck::survivesHostileServers()
{
    QFETCH(QList<QByteArray>, pieces);
    QFETCH(int, then);
    QFETCH(QString, rule);
    QFETCH(QString, says);
    ScriptedServer server;
    // Every request gets the same.
    constexpr int requests = 8;
    for (int i = 0; i < requests; ++i)
        server.add({pieces, static_cast<Then>(then)});
    const CheckReport report = run(quick(server.url(QStringLiteral("/stream/a"))));
    QVERIFY(worstOf(report.findings) >= Severity::Warning);
    const Finding *finding = find(report, rule.toStdString());
    QVERIFY2(finding, shown(report).constData());
    QVERIFY2(finding->severity != Severity::Ok, shown(report).constData());
    QVERIFY2(finding->summary.find(says.toStdString()) != std::string::npos, shown(report).constData());
    QVERIFY(!finding->remedies.empty());
    QTRY_COMPARE_WITH_TIMEOUT(server.openConnections(), 0, kPatience); // it leaves nothing open
}

void tst_StreamCheck::keepsMemoryBounded_data()
{
    QTest::addColumn<QByteArray>("begin");
    QTest::addColumn<QString>("rule");
    const QByteArray plain = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n";
    QTest::newRow("a line without end") << plain + "data: " << QStringLiteral("body");
    QTest::newRow("a comment without end") << plain + ":" << QStringLiteral("body");
    QTest::newRow("a head without end")
        << QByteArray("HTTP/1.1 200 OK\r\nX: ") << QStringLiteral("reachable");
    QTest::newRow("a page without end")
        << QByteArray("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n") << QStringLiteral("content-type");
}

void tst_StreamCheck::keepsMemoryBounded()
{
    QFETCH(QByteArray, begin);
    QFETCH(QString, rule);
    const EndlessServer server(begin);
    const CheckReport report = run(quick(server.url()));
    const Finding *finding = find(report, rule.toStdString());
    QVERIFY2(finding && finding->severity == Severity::Critical, shown(report).constData());
    constexpr std::uint64_t most = 10 << 20; // the longest line, and what one read brings
    for (const StreamRecord &stream : report.record.streams) {
        QVERIFY(stream.bodyBytes <= most);
        QVERIFY(stream.bodyBegin.size() <= 1024);
    }
    constexpr qint64 sent = 60 << 20; // of 100 MiB for each of its requests
    QVERIFY(server.written() < sent);
}

void tst_StreamCheck::followsRedirects()
{
    const EventServer server(EventServer::Fault::None);
    ScriptedServer first;
    first.add({{"HTTP/1.1 307 Elsewhere\r\nLocation: " + server.url(QStringLiteral("/stream/a")).toEncoded() +
                "\r\nContent-Length: 0\r\n\r\n"},
               Then::Close});
    CheckOptions options = quick(first.url(QStringLiteral("/old")));
    options.token = "secret";
    const CheckReport report = run(options);
    QVERIFY2(find(report, "redirects"), shown(report).constData());
    QCOMPARE(find(report, "redirects")->severity, Severity::Notice);
    QCOMPARE(find(report, "status")->severity, Severity::Ok);
    QCOMPARE(report.record.url, server.url(QStringLiteral("/stream/a")).toString().toStdString());
    QVERIFY(first.requests().first().contains("Authorization: Bearer secret"));

    ScriptedServer circle;
    constexpr int rounds = 10;
    for (int i = 0; i < rounds; ++i)
        circle.add({{"HTTP/1.1 301 Moved\r\nLocation: /round\r\nContent-Length: 0\r\n\r\n"}, Then::Close});
    const CheckReport circled = run(quick(circle.url(QStringLiteral("/round"))));
    QVERIFY2(find(circled, "redirects")->summary.find("more than 5 redirects") != std::string::npos,
             shown(circled).constData());
    QVERIFY(circle.requests().size() < rounds);
}

void tst_StreamCheck::refusesRemoteTargets_data()
{
    QTest::addColumn<bool>("isPublisher");
    QTest::newRow("stream") << false;
    QTest::newRow("publisher") << true;
}

void tst_StreamCheck::refusesRemoteTargets()
{
    QFETCH(bool, isPublisher);
    const EventServer server(EventServer::Fault::None);
    const QUrl remote(QStringLiteral("http://192.0.2.1/x"));
    CheckOptions options = quick(isPublisher ? server.url(QStringLiteral("/stream/a")) : remote);
    if (isPublisher)
        options.publishUrl = remote;
    const CheckReport report = run(options);
    QVERIFY(report.error);
    QCOMPARE(report.error->kind, Error::Kind::Input);
    QVERIFY2(report.error->message.find("--allow-remote") != std::string::npos,
             report.error->message.c_str());
    QVERIFY(report.findings.empty());
}

void tst_StreamCheck::followsNoRedirectAway()
{
    ScriptedServer server;
    server.add(
        {{"HTTP/1.1 302 Found\r\nLocation: http://192.0.2.1/x\r\nContent-Length: 0\r\n\r\n"}, Then::Close});
    const CheckReport report = run(quick(server.url(QStringLiteral("/"))));
    const Finding *finding = find(report, "redirects");
    QVERIFY2(finding && finding->severity == Severity::Critical, shown(report).constData());
    QVERIFY(finding->summary.find("--allow-remote") != std::string::npos);
}

void tst_StreamCheck::tellsThatAHostHasNoAddress()
{
    CheckOptions options = quick(QUrl(QStringLiteral("http://no-such-host.invalid/stream")));
    options.targets = CheckOptions::Targets::Any;
    const CheckReport report = run(options);
    QVERIFY2(!report.isReached(), shown(report).constData());
    QVERIFY2(find(report, "reachable")->summary.find("'no-such-host.invalid' has no address") !=
                 std::string::npos,
             shown(report).constData());
}

void tst_StreamCheck::tellsThatNobodyListens()
{
    QUrl url;
    {
        const ScriptedServer gone;
        url = gone.url(QStringLiteral("/stream/a"));
    }
    const CheckReport report = run(quick(url));
    QVERIFY(!report.isReached());
    QVERIFY2(find(report, "reachable")->summary.find("Connection refused") != std::string::npos,
             shown(report).constData());
    QCOMPARE(report.findings.size(), std::size_t(1));
}

void tst_StreamCheck::refusesOptions_data()
{
    QTest::addColumn<QString>("url");
    QTest::addColumn<QByteArray>("origin");
    QTest::addColumn<int>("duration");
    QTest::addColumn<QString>("says");
    const QString sound = QStringLiteral("http://127.0.0.1:1/");
    constexpr int ms = 5000;
    QTest::newRow("no URL") << QStringLiteral("::") << QByteArray() << ms << QStringLiteral("URL");
    QTest::newRow("empty") << QString() << QByteArray() << ms << QStringLiteral("URL");
    QTest::newRow("ftp") << QStringLiteral("ftp://x/") << QByteArray() << ms
                         << QStringLiteral("begin with http://");
    QTest::newRow("https") << QStringLiteral("https://x/") << QByteArray() << ms
                           << QStringLiteral("https is not");
    QTest::newRow("no host") << QStringLiteral("http:///x") << QByteArray() << ms << QStringLiteral("host");
    QTest::newRow("origin") << sound << QByteArray("app.example.com") << ms << QStringLiteral("--origin");
    QTest::newRow("origin with a path")
        << sound << QByteArray("https://a/b") << ms << QStringLiteral("--origin");
    QTest::newRow("too short") << sound << QByteArray() << 10 << QStringLiteral("--duration is 10ms");
}

void tst_StreamCheck::refusesOptions()
{
    QFETCH(QString, url);
    QFETCH(QByteArray, origin);
    QFETCH(int, duration);
    QFETCH(QString, says);
    CheckOptions options = quick(QUrl(url));
    options.origin = origin;
    options.duration = std::chrono::milliseconds(duration);
    const CheckReport report = run(options);
    QVERIFY(report.error);
    QVERIFY2(report.error->message.find(says.toStdString()) != std::string::npos,
             report.error->message.c_str());
}

void tst_StreamCheck::canBeStopped()
{
    const EventServer server(EventServer::Fault::None);
    CheckOptions options = quick(server.url(QStringLiteral("/stream/a")));
    options.publishUrl = server.url(QStringLiteral("/publish/a"));
    options.duration = 1h;
    StreamCheck check(options);
    QSignalSpy found(&check, &StreamCheck::found);
    QSignalSpy finished(&check, &StreamCheck::finished);
    check.start();
    QTRY_VERIFY_WITH_TIMEOUT(!found.isEmpty(), kPatience);
    check.stop();
    QCOMPARE(finished.count(), 1);
    QVERIFY(check.report().record.isInterrupted);
    QVERIFY(find(check.report(), "cut"));
    QVERIFY2(worstOf(check.report().findings) <= Severity::Notice, shown(check.report()).constData());
    check.stop();
    QCOMPARE(finished.count(), 1);
}

void tst_StreamCheck::mayBeDestroyedAtAnyTime()
{
    const EventServer server(EventServer::Fault::None);
    CheckOptions options = quick(server.url(QStringLiteral("/stream/a")));
    options.publishUrl = server.url(QStringLiteral("/publish/a"));
    for (const int milliseconds : {0, 1, 5, 20, 100, 600}) {
        StreamCheck check(options);
        check.start();
        QTest::qWait(milliseconds);
    }
    QTest::qWait(10);
}

QTEST_GUILESS_MAIN(tst_StreamCheck)
#include "tst_stream_check.moc"
