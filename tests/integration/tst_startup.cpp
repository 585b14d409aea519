// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What is wrong at the start is said at the start: the thing, the value and the rule, on stderr, and an exit
// code that is not 0.

#include "support/EngineTest.h"
#include "support/FileContent.h"

#include <QDateTime>
#include <QFile>
#include <QTcpServer>

using namespace sluice::integration;

class tst_startup : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void occupiedPort_data();
    void occupiedPort();
    void secondEngineOnTheSamePort();
    void badArguments_data();
    void badArguments();
    void badConfiguration_data();
    void badConfiguration();
    void unreadableConfiguration_data();
    void unreadableConfiguration();
    void configurationIsUsed();
    void commandLineWinsOverTheFile();
    void printedConfigurationIsValid();
    void publicBindNeedsAToken();
    void tokenIsAskedOfPublishers();
    void tokenIsAskedOfAdmins();
    void demoFeedTicks();
    void descriptorLimitIsRaised();
    void noTlsIsLoaded();

private:
    /** Runs to the end with these arguments alone; false when it does not end. */
    bool run(const QStringList &arguments);
    QString file(const QByteArray &content);

    QTemporaryDir m_folder;
    int m_files = 0;
    int m_exitCode = 0;
    QByteArray m_out;
    QByteArray m_err;
};

bool tst_startup::run(const QStringList &arguments)
{
    QProcess process;
    process.start(SluicedProcess::program(), arguments);
    const bool ended = process.waitForFinished(int(std::chrono::milliseconds(Patience).count()));
    m_exitCode = process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1;
    m_out = process.readAllStandardOutput();
    m_err = process.readAllStandardError();
    if (!ended)
        process.kill();
    process.waitForFinished();
    return ended;
}

QString tst_startup::file(const QByteArray &content)
{
    const QString path = m_folder.filePath(QStringLiteral("sluice-%1.toml").arg(++m_files));
    QFile output(path);
    if (!output.open(QIODevice::WriteOnly) || output.write(content) != content.size())
        qFatal("cannot write %s", qPrintable(path));
    return path;
}

void tst_startup::occupiedPort_data()
{
    QTest::addColumn<bool>("admin");
    QTest::newRow("public") << false;
    QTest::newRow("admin") << true;
}

void tst_startup::occupiedPort()
{
    QFETCH(bool, admin);
    const PortLease taken;
    QTcpServer occupant;
    QVERIFY(occupant.listen(QHostAddress::LocalHost, taken.port()));
    SluicedProcess::Options options;
    (admin ? options.adminPort : options.publicPort) = taken.port();
    SluicedProcess engine(options);
    QVERIFY(engine.launch());
    QVERIFY(engine.waitForEnd());
    QVERIFY(engine.exitCode() > 0);
    QVERIFY2(engine.standardError().contains(QByteArray::number(taken.port())),
             engine.standardError().constData());
}

void tst_startup::secondEngineOnTheSamePort()
{
    // SO_REUSEPORT alone would let it in, and half of the clients would land there.
    SluicedProcess first;
    START_ENGINE(first);
    SluicedProcess::Options options;
    options.publicPort = first.publicPort();
    SluicedProcess second(options);
    QVERIFY(second.launch());
    QVERIFY(second.waitForEnd());
    QVERIFY(second.exitCode() > 0);
    QVERIFY2(second.standardError().contains(QByteArray::number(first.publicPort())),
             second.standardError().constData());
    for (int index = 0; index < 20; ++index)
        QCOMPARE(statusOf(first.publicPort(), "/readyz"), 200);
    QVERIFY(first.stop());
}

void tst_startup::badArguments_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QList<QByteArray>>("said");
    const auto row = [](const char *name, const QStringList &arguments, const QList<QByteArray> &said) {
        QTest::newRow(name) << arguments << said;
    };
    const auto set = [](const char *change) {
        return QStringList{QStringLiteral("--set"), QString::fromLatin1(change)};
    };
    row("unknown key", set("timeouts.hartbeat=1s"), {"timeouts.hartbeat", "timeouts.heartbeat"});
    row("no value", set("timeouts.heartbeat"), {"timeouts.heartbeat"});
    row("no unit", set("timeouts.heartbeat=15"), {"timeouts.heartbeat", "15"});
    row("unknown unit", set("timeouts.heartbeat=15x"), {"timeouts.heartbeat", "15x"});
    row("out of range", set("timeouts.heartbeat=1ms"), {"timeouts.heartbeat", "1ms", "100ms"});
    row("not a number", set("pool.max_streams=many"), {"pool.max_streams", "many"});
    row("request timeout", set("timeouts.request=5s"), {"timeouts.request"});
    row("broken rule", set("timeouts.keep_alive=20s"),
        {"timeouts.keep_alive", "timeouts.heartbeat", "20s", "15s"});
    row("broken rule of heads", set("timeouts.head_read=90s"),
        {"timeouts.head_read", "timeouts.headers", "90s", "85s"});
    row("unknown option", {QStringLiteral("--lisen")}, {"lisen"});
    row("stray word", {QStringLiteral("start")}, {"start"});
    row("address without port", {QStringLiteral("--listen"), QStringLiteral("127.0.0.1")}, {"127.0.0.1"});
    row("port above 65535", {QStringLiteral("--listen"), QStringLiteral("127.0.0.1:70000")}, {"70000"});
    row("no address", {QStringLiteral("--admin"), QStringLiteral("not-an-address:1")}, {"not-an-address"});
    row("address of nobody here",
        {QStringLiteral("--listen"), QStringLiteral("192.0.2.1:18080"), QStringLiteral("--set"),
         QStringLiteral("auth.publish_token=t0ken-of-16-letters")},
        {"192.0.2.1"});
}

void tst_startup::badArguments()
{
    QFETCH(QStringList, arguments);
    QFETCH(QList<QByteArray>, said);
    const PortLease publicPort;
    const PortLease admin;
    QStringList all;
    if (!arguments.contains(QStringLiteral("--listen")))
        all << QStringLiteral("--listen") << QStringLiteral("127.0.0.1:%1").arg(publicPort.port());
    if (!arguments.contains(QStringLiteral("--admin")))
        all << QStringLiteral("--admin") << QStringLiteral("127.0.0.1:%1").arg(admin.port());
    QVERIFY2(run(all + arguments), "the engine started");
    QVERIFY2(m_exitCode > 0, m_err.constData());
    for (const QByteArray &word : said)
        QVERIFY2(m_err.contains(word), m_err.constData());
    QVERIFY2(m_err.count('\n') <= 6, m_err.constData()); // An error, not a page of usage.
}

void tst_startup::badConfiguration_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<QList<QByteArray>>("said");
    const auto row = [](const char *name, const QByteArray &content, const QList<QByteArray> &said) {
        QTest::newRow(name) << content << said;
    };
    row("no TOML", "[timeouts\nheartbeat = 15s\n", {"1"}); // The line.
    row("unknown key", "[timeouts]\nhartbeat = \"1s\"\n", {"timeouts.hartbeat", "timeouts.heartbeat"});
    row("unknown table", "[timeout]\nheartbeat = \"1s\"\n", {"'timeout'", "timeouts"});
    row("wrong type", "[pool]\nmax_streams = [1, 2]\n", {"pool.max_streams"});
    row("bad value", "[timeouts]\nheartbeat = \"soon\"\n", {"timeouts.heartbeat", "soon"});
    row("broken rule", "[timeouts]\nkeep_alive = \"20s\"\n",
        {"timeouts.keep_alive", "timeouts.heartbeat", "20s", "15s"});
    row("out of range", "[history]\nage = \"1ms\"\n", {"history.age", "1ms"});
    row("binary",
        QByteArray("\x7F"
                   "ELF\0\0\1\2",
                   8),
        {});
    row("twice", "[history]\ncount = 1\ncount = 2\n", {"count"});
}

void tst_startup::badConfiguration()
{
    QFETCH(QByteArray, content);
    QFETCH(QList<QByteArray>, said);
    const QString path = file(content);
    for (const QStringList &mode : {QStringList(), QStringList{QStringLiteral("--check-config")}}) {
        QVERIFY2(run(QStringList{QStringLiteral("--config"), path} + mode), "the engine started");
        QVERIFY2(m_exitCode > 0, m_err.constData());
        // A rule is broken by all settings together, the others by a place in the file.
        QVERIFY2(m_err.contains(path.toUtf8()) || m_err.contains("rule "), m_err.constData());
        for (const QByteArray &word : said)
            QVERIFY2(m_err.contains(word), m_err.constData());
    }
}

void tst_startup::unreadableConfiguration_data()
{
    QTest::addColumn<QString>("path");
    QTest::newRow("absent") << QStringLiteral("/nonexistent/sluice.toml");
    QTest::newRow("folder") << QStringLiteral("/tmp");
    QTest::newRow("empty name") << QString();
}

void tst_startup::unreadableConfiguration()
{
    QFETCH(QString, path);
    QVERIFY2(run({QStringLiteral("--config"), path}), "the engine started");
    QVERIFY2(m_exitCode > 0, m_err.constData());
    QVERIFY2(!m_err.isEmpty() && m_err.contains(path.toUtf8()), m_err.constData());
}

void tst_startup::configurationIsUsed()
{
    const QString path = file("[pool]\nmax_streams = 4\n[timeouts]\nheartbeat = \"14s\"\n");
    QVERIFY(run({QStringLiteral("--config"), path, QStringLiteral("--check-config")}));
    QVERIFY2(m_exitCode == 0, m_err.constData());
    SluicedProcess::Options options;
    options.arguments << QStringLiteral("--config") << path;
    SluicedProcess engine(options);
    START_ENGINE(engine);
    StreamClient client(engine.publicPort(), "/stream/a");
    QVERIFY(client.isOpen());
    QCOMPARE(Metrics::scrape(engine.adminPort()).sum("pool_utilization_percent"), 25.0);
    QVERIFY(engine.stop());
}

void tst_startup::commandLineWinsOverTheFile()
{
    SluicedProcess::Options options;
    options.arguments << QStringLiteral("--config") << file("[pool]\nmax_streams = 4\n");
    options.settings << QStringLiteral("pool.max_streams=2");
    SluicedProcess engine(options);
    START_ENGINE(engine);
    StreamClient client(engine.publicPort(), "/stream/a");
    QVERIFY(client.isOpen());
    QCOMPARE(Metrics::scrape(engine.adminPort()).sum("pool_utilization_percent"), 50.0);
    QVERIFY(engine.stop());
}

void tst_startup::printedConfigurationIsValid()
{
    QVERIFY(run({QStringLiteral("--print-config")}));
    QVERIFY2(m_exitCode == 0, m_err.constData());
    for (const char *key : {"heartbeat", "max_streams", "high_water_mark", "[timeouts]", "[pool]"})
        QVERIFY2(m_out.contains(key), m_out.constData());
    QVERIFY(m_out.count('#') > 20); // Fully commented.
    const QByteArray defaults = m_out;
    QVERIFY(run({QStringLiteral("--config"), file(defaults), QStringLiteral("--check-config")}));
    QVERIFY2(m_exitCode == 0, m_err.constData());
}

void tst_startup::publicBindNeedsAToken()
{
    const PortLease publicPort;
    const PortLease admin;
    const QString everywhere = QStringLiteral("0.0.0.0:%1").arg(publicPort.port());
    const QString loopback = QStringLiteral("127.0.0.1:%1").arg(admin.port());
    QVERIFY2(run({QStringLiteral("--listen"), everywhere, QStringLiteral("--admin"), loopback}),
             "the engine started");
    QVERIFY(m_exitCode > 0);
    QVERIFY2(m_err.contains("auth.publish_token"), m_err.constData());
    QVERIFY2(run({QStringLiteral("--listen"), loopback, QStringLiteral("--admin"), everywhere}),
             "the engine started");
    QVERIFY(m_exitCode > 0);
    QVERIFY2(m_err.contains("auth.admin_token"), m_err.constData());
}

void tst_startup::tokenIsAskedOfPublishers()
{
    SluicedProcess::Options options;
    options.settings << QStringLiteral("auth.publish_token=correct-horse-battery");
    SluicedProcess engine(options);
    START_ENGINE(engine);
    const auto publish = [&engine](const QList<QByteArray> &fields) {
        return exchange(engine.publicPort(), request("POST", "/publish/a", fields, "x"));
    };
    QCOMPARE(publish({}).status, 401);
    QVERIFY(publish({}).has("WWW-Authenticate"));
    QCOMPARE(publish({"Authorization: Bearer wrong"}).status, 401);
    QCOMPARE(publish({"Authorization: Bearer correct-horse-batter"}).status, 401);
    QCOMPARE(publish({"Authorization: Basic correct-horse-battery"}).status, 401);
    QCOMPARE(publish({"Authorization: Bearer correct-horse-battery"}).status, 202);
    QVERIFY(StreamClient(engine.publicPort(), "/stream/a").isOpen()); // Readers need none.
    QCOMPARE(statusOf(engine.publicPort(), "/healthz"), 200);
    QVERIFY(engine.stop());
    QVERIFY(!engine.standardError().contains("correct-horse-battery"));
    QVERIFY(!engine.standardOutput().contains("correct-horse-battery"));
}

void tst_startup::tokenIsAskedOfAdmins()
{
    SluicedProcess::Options options;
    options.settings << QStringLiteral("auth.admin_token=correct-horse-battery");
    SluicedProcess engine(options);
    START_ENGINE(engine);
    QCOMPARE(statusOf(engine.adminPort(), "/metrics"), 401);
    QCOMPARE(get(engine.adminPort(), "/metrics", {"Authorization: Bearer wrong"}).status, 401);
    QCOMPARE(get(engine.adminPort(), "/metrics", {"Authorization: Bearer correct-horse-battery"}).status,
             200);
    QCOMPARE(statusOf(engine.adminPort(), "/healthz"), 200);
    QCOMPARE(statusOf(engine.adminPort(), "/readyz"), 200);
    QVERIFY(engine.stop());
    QVERIFY(!engine.standardError().contains("correct-horse-battery"));
}

void tst_startup::demoFeedTicks()
{
    SluicedProcess::Options options;
    options.arguments << QStringLiteral("--demo");
    SluicedProcess engine(options);
    START_ENGINE(engine);
    const HttpReply page = get(engine.publicPort(), "/demo");
    QCOMPARE(page.status, 200);
    QVERIFY(page.field("Content-Type").startsWith("text/html"));
    QVERIFY(page.body.contains("<!DOCTYPE html>"));
    StreamClient client(engine.publicPort(), "/stream/demo");
    int last = -1;
    for (int index = 0; index < 3; ++index) {
        const std::optional<SseEvent> event = client.next();
        QVERIFY(event.has_value());
        QCOMPARE(event->name, QByteArray("tick"));
        const QJsonObject tick = jsonObject(event->data);
        const int number = tick.value(QStringLiteral("n")).toInt(-1);
        QVERIFY2(last < 0 || number == last + 1, event->data.constData());
        last = number;
        QVERIFY2(
            QDateTime::fromString(tick.value(QStringLiteral("time")).toString(), Qt::ISODateWithMs).isValid(),
            event->data.constData());
        const double load = tick.value(QStringLiteral("load")).toDouble(-1);
        QVERIFY2(load >= 0, event->data.constData());
        QCOMPARE(tick.value(QStringLiteral("active_streams")).toInt(-1), 1);
    }
    QVERIFY(engine.stop());
}

void tst_startup::descriptorLimitIsRaised()
{
    SluicedProcess engine;
    START_ENGINE(engine);
    QFile limits(QStringLiteral("/proc/%1/limits").arg(engine.pid()));
    QVERIFY(limits.open(QIODevice::ReadOnly));
    for (const QByteArray &line : limits.readAll().split('\n')) {
        if (line.startsWith("Max open files")) {
            const QList<QByteArray> words = line.simplified().split(' ');
            QCOMPARE(words[3], words[4]);
            QCOMPARE(Metrics::scrape(engine.adminPort()).sum("sluice_descriptors_limit"),
                     words[3].toDouble());
        }
    }
    QVERIFY(engine.stop());
}

/** QtHttpServer would load OpenSSL, several MiB, for what this engine does not speak. */
void tst_startup::noTlsIsLoaded()
{
    SluicedProcess engine;
    START_ENGINE(engine);
    StreamClient client(engine.publicPort(), "/stream/a");
    QVERIFY(client.isOpen());
    const QByteArray maps = contentOf(QStringLiteral("/proc/%1/maps").arg(engine.pid()));
    QVERIFY(maps.contains("libQt6Network"));
    QVERIFY2(!maps.contains("libssl") && !maps.contains("opensslbackend"), maps.constData());
    QVERIFY2(!engine.standardError().contains("qt."), engine.standardError().constData());
    QVERIFY(engine.stop());
}

QTEST_GUILESS_MAIN(tst_startup)
#include "tst_startup.moc"
