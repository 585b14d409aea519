// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// `sluicectl plan` and `sluicectl config` without an engine: typed values, files, the defaults, and what was
// typed wrongly. tst_control_plan runs them against a real engine.
#include "core/support/ScratchFile.h"
#include "ctl/ControlProgram.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include <sstream>

using namespace sluice;

namespace {

struct Outcome
{
    int status = -1;
    std::string out;
    std::string err;

    QJsonObject json() const { return QJsonDocument::fromJson(QByteArray::fromStdString(out)).object(); }
};

Outcome run(const QString &words)
{
    std::vector<std::string> all;
    for (const QString &word : words.split(QLatin1Char(' ')))
        all.push_back(word.toStdString());
    using Kind = CommandStreams::Kind;
    std::istringstream in;
    std::ostringstream out;
    std::ostringstream err;
    const ExitStatus status = runControlProgram(all, {in, out, err, Kind::File, Kind::File, Kind::File});
    return {static_cast<int>(status), out.str(), err.str()};
}

Outcome run(const char *words)
{
    return run(QString::fromUtf8(words));
}

bool holds(const std::string &text, const std::string &part)
{
    return text.find(part) != std::string::npos;
}

} // namespace

class tst_PlanCommand : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void plansWhatIsTyped();
    void plansForAnotherMachine();
    void plansForAFile();
    void writesEveryConfiguration_data();
    void writesEveryConfiguration();
    void writesForAFile();
    void fileWithTokenFiles();
    void refusesUsage_data();
    void refusesUsage();
    void saysWhatElseThereIs();
};

void tst_PlanCommand::plansWhatIsTyped()
{
    const Outcome text = run("plan --clients 600 --stream-duration 90s --timeout-window 1m --headroom 0");
    QVERIFY2(text.status == 0, text.err.c_str());
    QVERIFY2(holds(text.out, "(600 clients x 1m 30s average stream duration) / 1m 00s timeout window"),
             text.out.c_str());
    QVERIFY(holds(text.out, "Settings: the default settings\n"));
    QVERIFY(holds(text.out, "\nsluicectl set pool.max_streams=900\n"));
    const QJsonObject json =
        run("plan --clients 600 --stream-duration 90s --timeout-window 60s --headroom 10% --json").json();
    QCOMPARE(json[QStringLiteral("figures")][QStringLiteral("pool_size")].toInt(), 900);
    QCOMPARE(json[QStringLiteral("settings")][QStringLiteral("pool.max_streams")].toInt(), 1000);
    QVERIFY(json[QStringLiteral("fits")].toBool());
}

void tst_PlanCommand::plansForAnotherMachine()
{
    const Outcome small =
        run("plan --clients 5000 --stream-duration 5min --descriptors 1024 --memory 64MiB --cores 1 "
            "--event-rate 100 --json");
    QCOMPARE(small.status, 5);
    QStringList limits;
    for (const QJsonValue &one : small.json()[QStringLiteral("shortfalls")].toArray())
        limits << one[QStringLiteral("limit")].toString();
    QVERIFY2(limits.contains(QStringLiteral("RLIMIT_NOFILE")) &&
                 limits.contains(QStringLiteral("memory of the machine")) &&
                 limits.contains(QStringLiteral("cores of the machine")),
             small.out.c_str());
    const Outcome text = run("plan --clients 5000 --stream-duration 5min --descriptors 1024");
    QCOMPARE(text.status, 5);
    QVERIFY2(holds(text.out, "Does not fit:\n") && holds(text.out, "may have 1,024") &&
                 holds(text.out, "LimitNOFILE="),
             text.out.c_str());
    QCOMPARE(run("plan --clients 5000 --stream-duration 5min --descriptors 6000 --headroom 0").status, 0);
}

void tst_PlanCommand::plansForAFile()
{
    const ScratchFile file("sluice.toml", "[drain]\nrate = 10\n");
    const Outcome plan = run(QStringLiteral("plan --clients 1000 --stream-duration 1h --config ") +
                             QString::fromStdString(file.path()));
    QCOMPARE(plan.status, 5);
    QVERIFY2(holds(plan.out, "sluicectl set drain.deadline="), plan.out.c_str());
    const Outcome mended =
        run(QStringLiteral("plan --clients 1000 --stream-duration 1h --set drain.rate=500 --config ") +
            QString::fromStdString(file.path()));
    QVERIFY2(mended.status == 0, mended.out.c_str());
    QVERIFY(holds(mended.out, ", with --set"));
}

void tst_PlanCommand::writesEveryConfiguration_data()
{
    QTest::addColumn<QString>("kind");
    QTest::addColumn<QByteArray>("part");
    QTest::newRow("nginx") << QStringLiteral("nginx") << QByteArray("proxy_buffering off;");
    QTest::newRow("haproxy") << QStringLiteral("haproxy") << QByteArray("timeout server");
    QTest::newRow("apache") << QStringLiteral("apache") << QByteArray("flushpackets=on");
    QTest::newRow("caddy") << QStringLiteral("caddy") << QByteArray("reverse_proxy 127.0.0.1:8080 {");
    QTest::newRow("varnish") << QStringLiteral("varnish") << QByteArray("return (pipe);");
    QTest::newRow("systemd") << QStringLiteral("systemd") << QByteArray("LimitNOFILE=");
    QTest::newRow("limits") << QStringLiteral("limits") << QByteArray("nofile");
    QTest::newRow("sysctl") << QStringLiteral("sysctl") << QByteArray("net.core.somaxconn");
    QTest::newRow("node-agent") << QStringLiteral("node-agent") << QByteArray("new http.Agent");
    QTest::newRow("prometheus") << QStringLiteral("prometheus") << QByteArray("scrape_configs");
}

void tst_PlanCommand::writesEveryConfiguration()
{
    QFETCH(QString, kind);
    QFETCH(QByteArray, part);
    const Outcome text = run(QStringLiteral("config %1 --defaults").arg(kind));
    QVERIFY2(text.status == 0, text.err.c_str());
    QVERIFY2(holds(text.out, part.toStdString()), text.out.c_str());
    QVERIFY(holds(text.out, "from the default settings"));
    const QJsonObject json = run(QStringLiteral("config %1 --defaults --json").arg(kind)).json();
    QCOMPARE(json[QStringLiteral("kind")].toString(), kind);
    QCOMPARE(json[QStringLiteral("text")].toString().toStdString(), text.out);
}

void tst_PlanCommand::writesForAFile()
{
    const ScratchFile file("sluice.toml", "[timeouts]\nheartbeat = \"5s\"\n[pool]\nmax_streams = 800\n");
    const Outcome nginx =
        run(QStringLiteral("config nginx --listen 127.0.0.1:8081 --read-timeout 12s --config ") +
            QString::fromStdString(file.path()));
    QVERIFY2(nginx.status == 0, nginx.err.c_str());
    QVERIFY2(holds(nginx.out, "proxy_read_timeout 12s;") &&
                 holds(nginx.out, "listen 127.0.0.1:8081 backlog=4096;") &&
                 holds(nginx.out, "worker_connections 2624;"),
             nginx.out.c_str());
    QVERIFY2(holds(nginx.err, "pool.trusted_proxies is empty"), nginx.err.c_str());
}

/** Whoever writes a configuration need not be allowed to read the tokens. */
void tst_PlanCommand::fileWithTokenFiles()
{
    const ScratchFile file(
        "sluice.toml",
        "[listen]\npublic = \"0.0.0.0:8080\"\n[auth]\npublish_token_file = \"/nowhere/token\"\n");
    const Outcome nginx = run(QStringLiteral("config nginx --config ") + QString::fromStdString(file.path()));
    QVERIFY2(nginx.status == 0, nginx.err.c_str());
    QVERIFY(!holds(nginx.out, "deny all;"));
}

void tst_PlanCommand::refusesUsage_data()
{
    QTest::addColumn<QString>("words");
    QTest::addColumn<QString>("message");
    const auto row = [](const char *words, const char *message) {
        QTest::newRow(words) << QString::fromUtf8(words) << QString::fromUtf8(message);
    };
    row("plan --clients many --stream-duration 5m", "--clients: ");
    row("plan --clients -5 --stream-duration 5m", "--clients: ");
    row("plan --clients 0 --stream-duration 5m", "the number of clients is 0");
    row("plan --clients 5", "--stream-duration is missing");
    row("plan --clients 5 --stream-duration 300", "--stream-duration: ");
    row("plan --clients 5 --stream-duration 0", "--stream-duration is 0, but must be longer");
    row("plan --clients 5 --stream-duration 5m --timeout-window 0",
        "--timeout-window is 0, but must be longer");
    row("plan --clients 5 --stream-duration 5m --event-rate often", "--event-rate: ");
    row("plan --clients 5 --stream-duration 5m --event-size 1m", "--event-size: ");
    row("plan --clients 5 --stream-duration 5m --headroom 95", "the headroom is 95 %");
    row("plan --clients 5 --stream-duration 5m --slow 101%", "the share of slow streams is 101 %");
    row("plan --clients 5 --stream-duration 5m --channels 0", "the number of channels is 0");
    row("plan --clients 20000000 --stream-duration 5m", "share the clients among more engines");
    row("plan --clients 5 --stream-duration 5m --set drain.rate", "--set 'drain.rate' is not of the form");
    row("plan --clients 5 --stream-duration 5m --set drain.rats=5", "did you mean 'drain.rate'?");
    row("plan --clients 5 --stream-duration 5m --set timeouts.keep_alive=1s", "keep-alive-covers-heartbeat");
    row("plan --clients 5 --stream-duration 5m --config /nowhere/sluice.toml", "/nowhere/sluice.toml");
    row("plan --config x.toml", "--config plans without an engine");
    row("plan --clients 5 --live --config x.toml", "--config plans without an engine");
    row("plan --clients 5 --stream-duration 5m --why because", "--why is for --apply");
    row("plan --clients 5 --stream-duration 5m --apply --set drain.rate=5", "leave out --apply");
    row("plan 5", "unexpected argument '5'");
    row("config", "an argument is missing; usage: sluicectl config nginx|haproxy");
    row("config squid --defaults", "there is no configuration for 'squid'");
    row("config apach --defaults", "did you mean 'apache'?");
    row("config ngnix --defaults", "did you mean 'nginx'?");
    row("config nginx haproxy", "unexpected argument 'haproxy'");
    row("config nginx --defaults --config x", "--defaults and --config: give one of them");
    row("config nginx --defaults --part half", "--part is 'half', but must be whole or http");
    row("config nginx --defaults --read-timeout 5s", "must be above timeouts.heartbeat, 15s");
    row("config nginx --defaults --read-timeout soon", "--read-timeout: ");
    row("config nginx --defaults --listen http", "the proxy's address is 'http'");
    row("config nginx --defaults --engine 8080", "must be ADDRESS:PORT");
    row("config nginx --defaults --log-directory logs", "must be an absolute path");
    row("config nginx --defaults --set listen.public=127.0.0.1:0", "any free port");
}

void tst_PlanCommand::refusesUsage()
{
    QFETCH(QString, words);
    QFETCH(QString, message);
    const Outcome refused = run(words);
    QVERIFY2(holds(refused.err, message.toStdString()), refused.err.c_str());
    QCOMPARE(refused.out, std::string());
    const int expected = words.contains(QLatin1String("/nowhere")) ? 1 : 2;
    QCOMPARE(refused.status, expected);
}

/** No engine: the way out is said. */
void tst_PlanCommand::saysWhatElseThereIs()
{
    const Outcome config = run("config nginx --admin http://127.0.0.1:1");
    QCOMPARE(config.status, 3);
    QVERIFY2(holds(config.err, "--config FILE") && holds(config.err, "--defaults"), config.err.c_str());
    QCOMPARE(run("plan --admin http://127.0.0.1:1").status, 3);
}

QTEST_GUILESS_MAIN(tst_PlanCommand)
#include "tst_plan_command.moc"
