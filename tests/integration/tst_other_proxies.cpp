// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Real Apache, Caddy, Varnish, Squid and lighttpd in front of a real engine, with the configurations that
// `sluicectl config` prints or docs/proxies.md shows, and each with one thing spoilt: streams pass, and
// `sluicectl check` finds nothing, or names the fault with the line of that server that mends it. All of them
// run at once, each watched by a check of its own: most of a check is waiting.

#include "support/AdminApi.h"
#include "support/CheckRun.h"
#include "support/EngineTest.h"
#include "support/NeedTool.h"

#include <memory>
#include <vector>

using namespace sluice::integration;
using namespace std::chrono_literals;

namespace {

using Kind = ProxyProcess::Kind;

constexpr Kind others[] = {Kind::Apache, Kind::Caddy, Kind::Varnish, Kind::Squid, Kind::Lighttpd};

SluicedProcess::Options with(QStringList settings)
{
    settings << QStringLiteral("pool.trusted_proxies=127.0.0.1") << QStringLiteral("pool.max_streams=1000");
    return SluicedProcess::Options::with(settings);
}

/** A proxy whose configuration is wrong in one place, and what has to be said of it. */
struct Fault
{
    const char *name;
    Kind kind;
    const char *duration; ///< of the check: a cut has to be seen twice
    QStringList findings; ///< one of them
    const char *remedy;
    const char *line;
    const char *other;      ///< in place of it
    const char *added = ""; ///< at the end
};

/** Each is what somebody would write, or leave as it is. */
std::vector<Fault> faults()
{
    const QStringList held{QStringLiteral("first-byte"), QStringLiteral("delivery")};
    const QStringList cut{QStringLiteral("cut")};
    return {
        {"Apache compresses",
         Kind::Apache,
         "3s",
         {QStringLiteral("content-encoding")},
         "no-gzip=1",
         "no-gzip no-brotli",
         "is-stream\n    AddOutputFilterByType DEFLATE text/event-stream"},
        {"Apache gives up", Kind::Apache, "9s", cut, "flushpackets=on timeout=3600", " timeout=3600 ",
         " timeout=3 "},
        {"Caddy buffers", Kind::Caddy, "3s", held, "buffer_responses", "header_up -Forwarded",
         "header_up -Forwarded\n\t\t\tbuffer_responses"},
        {"Caddy gives up", Kind::Caddy, "9s", cut, "read_timeout 1h", "read_timeout 3600s",
         "read_timeout 3s"},
        {"Varnish waits for the whole object", Kind::Varnish, "3s", held, "return (pipe)",
         "if (req.method == \"GET\") {\n            return (pipe);",
         "if (req.method == \"GET\") {\n            return (hash);",
         "\nsub vcl_backend_response { set beresp.do_stream = false; }\n"},
        {"Varnish gives up", Kind::Varnish, "9s", cut, "pipe_timeout=3600", "pipe_timeout=3600",
         "pipe_timeout=3"},
        {"Squid gives up", Kind::Squid, "9s", cut, "read_timeout 1 day", "read_timeout 3600 seconds",
         "read_timeout 3 seconds"},
        {"lighttpd buffers", Kind::Lighttpd, "3s", held, "server.stream-response-body = 2",
         "server.stream-response-body = 2\n", ""},
    };
}

/** A proxy and the check of it. */
struct Watched
{
    explicit Watched(Kind kind)
        : proxy(kind)
    {
    }

    ProxyProcess proxy;
    QProcess check;
};

} // namespace

class tst_other_proxies : public QObject
{
    Q_OBJECT

public:
    tst_other_proxies()
        : m_engine(with({QStringLiteral("timeouts.heartbeat=1s"), QStringLiteral("timeouts.keep_alive=10s")}))
        , m_silent(with(quiet()))
    {
    }

private Q_SLOTS:
    void initTestCase();
    void eventsComeAtOnceAndAgain_data() { kinds(); }
    void eventsComeAtOnceAndAgain();
    void onlyWhatIsForEverybody_data() { kinds(); }
    void onlyWhatIsForEverybody();
    void clientsAreNamed_data() { kinds(); }
    void clientsAreNamed();
    void checkFindsNothing_data() { kinds(); }
    void checkFindsNothing();
    void checkNamesTheFault_data();
    void checkNamesTheFault();
    void theTextsAreAcceptedWithoutAWord();
    void browsersComeBack();
    void cleanupTestCase();

private:
    static void kinds();
    /** The right one of that kind. */
    Watched &right()
    {
        QFETCH(const int, index);
        return *m_right[std::size_t(index)];
    }

    SluicedProcess m_engine;
    SluicedProcess m_silent; ///< sends nothing by itself for as long as is looked
    std::vector<std::unique_ptr<Watched>> m_right;
    std::vector<std::unique_ptr<Watched>> m_wrong;
};

void tst_other_proxies::kinds()
{
    QTest::addColumn<int>("index");
    int index = 0;
    for (const Kind kind : others)
        QTest::newRow(qPrintable(ProxiedEngine::name(kind))) << index++;
}

void tst_other_proxies::initTestCase()
{
    for (const Kind kind : others)
        if (ProxyProcess::program(kind).isEmpty())
            SKIP_OR_FAIL(
                qPrintable(QStringLiteral("%1 is neither in build/other-proxies, where packaging/test.sh "
                                          "unpacks it, nor installed")
                               .arg(ProxiedEngine::name(kind))));
    START_ENGINE(m_engine);
    START_ENGINE(m_silent);
    for (const Kind kind : others) {
        m_right.push_back(std::make_unique<Watched>(kind));
        const QByteArray text = ProxiedEngine::configurationFor(m_engine, m_right.back()->proxy);
        QVERIFY(!text.isEmpty());
        m_right.back()->proxy.launch(text);
    }
    for (const Fault &fault : faults()) {
        m_wrong.push_back(std::make_unique<Watched>(fault.kind));
        QByteArray text = ProxiedEngine::configurationFor(m_silent, m_wrong.back()->proxy);
        replacing(fault.line, fault.other)(text);
        text += fault.added;
        m_wrong.back()->proxy.launch(text);
    }
    const auto watch = [](const SluicedProcess &engine, Watched &watched, const char *duration) {
        if (!watched.proxy.waitUntilUp() ||
            !eventually([&] { return statusOf(watched.proxy.port(), "/readyz") == 200; }))
            return false;
        startCheck(watched.check, watched.proxy.port(), engine.publicPort(), duration,
                   QStringLiteral("check-%1").arg(watched.proxy.port()));
        return true;
    };
    for (std::size_t index = 0; index < m_wrong.size(); ++index)
        QVERIFY2(watch(m_silent, *m_wrong[index], faults()[index].duration),
                 (faults()[index].name + (": " + m_wrong[index]->proxy.output())).constData());
    for (const auto &one : m_right)
        QVERIFY2(watch(m_engine, *one, "4s"), one->proxy.output().constData());
}

void tst_other_proxies::eventsComeAtOnceAndAgain()
{
    const quint16 port = right().proxy.port();
    const QByteArray channel = "events-" + QByteArray::number(port);
    StreamClient stream(port, "/stream/" + channel);
    QVERIFY2(stream.isOpen(), right().proxy.output().constData());
    const QByteArray begin = stream.primedId();
    QVERIFY(!begin.isEmpty());
    Publisher publisher(m_engine.publicPort());
    // Each comes before the next is sent: nothing waits for more.
    for (const char *data : {"one", "two", "three"}) {
        QCOMPARE(publisher.publish(channel, data).status, 202);
        QCOMPARE(stream.nextData(1), QList<QByteArray>{data});
    }
    StreamClient::Options options;
    options.lastEventId = begin;
    StreamClient again(port, "/stream/" + channel, options);
    QCOMPARE(again.nextData(3), (QList<QByteArray>{"one", "two", "three"}));
}

void tst_other_proxies::onlyWhatIsForEverybody()
{
    const quint16 port = right().proxy.port();
    QCOMPARE(statusOf(port, "/healthz"), 200);
    for (const char *path :
         {"/", "/metrics", "/api/v1/settings", "/demo", "/streams", "/publish/..%2fmetrics"}) {
        const int status = statusOf(port, path);
        QVERIFY2(status >= 400 && status < 500,
                 (QByteArray(path) + ' ' + QByteArray::number(status)).constData());
    }
    // The name that clients have for the proxy is no concern of the engine's.
    RawSocket socket(port);
    QVERIFY(socket.send("GET /readyz HTTP/1.1\r\nHost: api.example.com\r\nForwarded: for=192.0.2.9\r\n\r\n"));
    QCOMPARE(readReply(socket).status, 200);
}

void tst_other_proxies::clientsAreNamed()
{
    const quint16 port = right().proxy.port();
    const QByteArray channel = "clients-" + QByteArray::number(port);
    StreamClient::Options options;
    options.source = "127.0.0.1";
    options.fields = {"X-Forwarded-For: 192.0.2.7", "Forwarded: for=192.0.2.9"};
    StreamClient stream(port, "/stream/" + channel, options);
    QVERIFY(stream.isOpen() && !stream.primedId().isEmpty());
    QString client;
    const auto find = [&] {
        const QJsonObject answer = callApi(m_engine.adminPort(), "GET", "streams").object;
        for (const QJsonValue &one : answer[QStringLiteral("streams")].toArray())
            if (QJsonDocument(one.toObject()).toJson().contains(channel))
                client = one[QStringLiteral("client")].toString();
        return !client.isEmpty();
    };
    QVERIFY(eventually(find));
    // Caddy and lighttpd believe nobody before them; the others append, and the engine passes over what it
    // trusts.
    const Kind kind = right().proxy.kind();
    const bool isFirst = kind == Kind::Caddy || kind == Kind::Lighttpd;
    QVERIFY2(client.startsWith(isFirst ? QLatin1String("127.0.0.1") : QLatin1String("192.0.2.7")),
             qPrintable(client));
}

void tst_other_proxies::checkFindsNothing()
{
    const ControlRun run = finishCheck(right().check);
    QVERIFY2(run.json().contains(QStringLiteral("findings")), (run.out + run.err).constData());
    const QStringList names = complaints(run).keys();
    QVERIFY2(names.isEmpty(), (names.join(QLatin1Char(' ')).toUtf8() + '\n' + run.out).constData());
    QCOMPARE(run.status, 0);
}

void tst_other_proxies::checkNamesTheFault_data()
{
    QTest::addColumn<int>("index");
    int index = 0;
    for (const Fault &fault : faults())
        QTest::newRow(fault.name) << index++;
}

void tst_other_proxies::checkNamesTheFault()
{
    QFETCH(const int, index);
    const Fault fault = faults()[std::size_t(index)];
    const ControlRun run = finishCheck(m_wrong[std::size_t(index)]->check);
    const QMap<QString, QJsonObject> bad = complaints(run);
    QJsonObject finding;
    for (const QString &name : fault.findings)
        if (bad.contains(name))
            finding = bad[name];
    QVERIFY2(!finding.isEmpty(), (run.out + run.err).constData());
    // The server's own line is the first.
    const QJsonObject remedy = finding[QStringLiteral("remedies")].toArray().first().toObject();
    QCOMPARE(remedy[QStringLiteral("where")].toString(), ProxiedEngine::name(fault.kind));
    QVERIFY2(remedy[QStringLiteral("line")].toString().contains(QLatin1String(fault.remedy)),
             QJsonDocument(remedy).toJson().constData());
    QVERIFY(run.status != 0);
}

void tst_other_proxies::theTextsAreAcceptedWithoutAWord()
{
    for (const auto &one : m_right) {
        const QByteArray said = one->proxy.output().replace("admin endpoint disabled", "").toLower();
        QVERIFY2(one->proxy.isRunning(), said.constData());
        for (const char *complaint : {"not formatted", "syntax", "emerg", "unknown", "deprecated", "warning"})
            QVERIFY2(!said.contains(complaint), said.constData());
    }
}

/** The last one: the engine is gone after it. */
void tst_other_proxies::browsersComeBack()
{
    QVERIFY(m_engine.stop());
    const QList<QByteArray> browser{"User-Agent: Mozilla/5.0", "Origin: http://localhost:3000"};
    for (const auto &one : m_right) {
        const Kind kind = one->proxy.kind();
        if (kind != Kind::Caddy && kind != Kind::Varnish)
            continue;
        HttpReply reply;
        const auto ask = [&](const QList<QByteArray> &fields) {
            RawSocket socket(one->proxy.port());
            socket.send(request("GET", "/stream/a", fields));
            reply = readReply(socket);
            return reply.status;
        };
        // Varnish first has to see that the engine does not answer.
        QVERIFY(eventually([&] { return ask(browser) == 200; }));
        QCOMPARE(reply.field("Content-Type"), QByteArray("text/event-stream"));
        QCOMPARE(reply.field("Access-Control-Allow-Origin"), QByteArray("http://localhost:3000"));
        QCOMPARE(reply.body, QByteArray("retry: 3000\n"));
        QVERIFY(ask({}) != 200);
    }
}

/** Apache waits ten seconds for a thread that writes into nothing: its streams end first. */
void tst_other_proxies::cleanupTestCase()
{
    QVERIFY(!m_silent.isRunning() || m_silent.stop());
    m_wrong.clear();
    m_right.clear();
}

QTEST_GUILESS_MAIN(tst_other_proxies)
#include "tst_other_proxies.moc"
