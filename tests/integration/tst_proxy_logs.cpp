// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What a real nginx writes about an engine, and what its head looks like from outside, in the diagnosis: with
// the generated configuration and one thing spoilt at a time.

#include "support/AdminApi.h"
#include "support/EngineTest.h"
#include "support/ProxiedEngine.h"

#include <QFile>
#include <QJsonArray>
#include <QRegularExpression>

#include <csignal>
#include <memory>
#include <vector>

using namespace sluice::integration;
using namespace std::chrono_literals;

class tst_proxy_logs : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void readTimeoutsAreReadAcrossARotation();
    void fullWorkersAreNamed();
    void upstreamTimesAreMeasured();
    void aVanishedLogIsNotObserved();
    void aKilledEngineIsNamedFromTheShell();
    void headsAreNamed_data();
    void headsAreNamed();
};

namespace {

using Kind = ProxyProcess::Kind;

SluicedProcess::Options withSettings(QStringList settings)
{
    settings << QStringLiteral("pool.trusted_proxies=127.0.0.1") << QStringLiteral("pool.max_streams=1000");
    return SluicedProcess::Options::with(settings);
}

/** Replaces a line of the generated configuration, which must be there. */
ProxiedEngine::Spoil spoilt(const char *pattern, const char *other)
{
    return [pattern, other](QByteArray &configuration) {
        QString text = QString::fromUtf8(configuration);
        const QRegularExpression line(QString::fromLatin1(pattern));
        if (!line.match(text).hasMatch())
            qFatal("the generated configuration has no line %s", pattern);
        configuration = text.replace(line, QString::fromLatin1(other)).toUtf8();
    };
}

QString errorLog(const ProxiedEngine &pair)
{
    return pair.proxy.folder() + QStringLiteral("/sluice-error.log");
}

/** Puts a setting in force, and waits until the diagnosis follows the file. */
bool followed(const ProxiedEngine &pair, const QString &setting, const QString &file, const char *rule);

QJsonObject diagnosisOf(const SluicedProcess &engine)
{
    return callApi(engine.adminPort(), "GET", "diagnosis").object;
}

QJsonObject itemOf(const QJsonObject &diagnosis, const char *list, const char *rule)
{
    for (const QJsonValue &one : diagnosis[QLatin1String(list)].toArray())
        if (one[QStringLiteral("rule")].toString() == QLatin1String(rule))
            return one.toObject();
    return {};
}

QString stateOf(const QJsonObject &diagnosis, const char *rule)
{
    return itemOf(diagnosis, "rules", rule)[QStringLiteral("state")].toString();
}

QByteArray text(const QJsonObject &object)
{
    return QJsonDocument(object).toJson();
}

bool followed(const ProxiedEngine &pair, const QString &setting, const QString &file, const char *rule)
{
    if (control(pair.engine.adminPort(), {QStringLiteral("set"), setting + QLatin1Char('=') + file}).status !=
        0)
        return false;
    const QString off = QStringLiteral("is empty");
    return eventually([&] {
        const QJsonObject item = itemOf(diagnosisOf(pair.engine), "rules", rule);
        return !item[QStringLiteral("reason")].toString().contains(off);
    });
}

double counted(const ProxiedEngine &pair, const QByteArray &kind)
{
    return Metrics::scrape(pair.engine.adminPort()).sum("sluice_proxy_log_total", "kind=\"" + kind + '"');
}

} // namespace

void tst_proxy_logs::initTestCase()
{
    if (ProxyProcess::program(Kind::Nginx).isEmpty())
        QSKIP("nginx is not installed");
}

void tst_proxy_logs::readTimeoutsAreReadAcrossARotation()
{
    ProxiedEngine pair(
        Kind::Nginx,
        withSettings({QStringLiteral("timeouts.heartbeat=40s"), QStringLiteral("timeouts.keep_alive=80s"),
                      QStringLiteral("timeouts.headers=90s"), QStringLiteral("timeouts.write_stall=40s")}));
    START_PROXIED(pair, {}, spoilt("proxy_read_timeout [^;]*;", "proxy_read_timeout 2s;"));
    QVERIFY(followed(pair, QStringLiteral("diagnosis.nginx_error_log"), errorLog(pair), "proxy-errors"));
    QCOMPARE(stateOf(diagnosisOf(pair.engine), "proxy-errors"), QStringLiteral("clear"));
    const auto cutOne = [&pair] {
        StreamClient stream(pair.proxy.port(), "/stream/a");
        return stream.isOpen() && stream.waitForEnd() != StreamClient::Ending::Open;
    };
    QVERIFY(cutOne());
    QVERIFY(eventually([&] { return counted(pair, "upstream-read-timeout") >= 1; }));
    const QJsonObject finding = itemOf(diagnosisOf(pair.engine), "findings", "proxy-errors");
    QVERIFY2(finding[QStringLiteral("action")].toString().contains(QStringLiteral("proxy_read_timeout")),
             text(diagnosisOf(pair.engine)).constData());

    // As logrotate does it: a new name, and then nginx is told.
    QVERIFY(QFile::rename(errorLog(pair), errorLog(pair) + QStringLiteral(".1")));
    QFile pid(pair.proxy.folder() + QStringLiteral("/pid"));
    QVERIFY(pid.open(QIODevice::ReadOnly));
    QCOMPARE(::kill(pid.readAll().trimmed().toInt(), SIGUSR1), 0);
    QVERIFY(eventually([&] { return QFile::exists(errorLog(pair)); }));
    const double before = counted(pair, "upstream-read-timeout");
    QVERIFY(cutOne());
    QVERIFY(eventually([&] { return counted(pair, "upstream-read-timeout") >= before + 1; }));
}

void tst_proxy_logs::fullWorkersAreNamed()
{
    ProxiedEngine pair(Kind::Nginx, withSettings({}));
    START_PROXIED(pair, {}, [](QByteArray &configuration) {
        spoilt("worker_connections [0-9]+;", "worker_connections 20;")(configuration);
        spoilt("worker_processes auto;", "worker_processes 1;")(configuration);
    });
    // Where such a line goes is nginx's own choice: to the log of the listener.
    QVERIFY(followed(pair, QStringLiteral("diagnosis.nginx_error_log"), errorLog(pair), "proxy-limits"));
    std::vector<std::unique_ptr<RawSocket>> sockets;
    // One after the other: nginx closes those of a crowd that have asked for nothing yet, and says nothing.
    const auto turnsAway = [&] {
        sockets.push_back(std::make_unique<RawSocket>(pair.proxy.port()));
        sockets.back()->send(request("GET", "/stream/a"));
        sockets.back()->fillFor(200ms);
        return counted(pair, "worker-connections") >= 1;
    };
    QVERIFY2(eventually(turnsAway),
             (pair.proxy.log(QStringLiteral("sluice-error.log")) + pair.proxy.output()).constData());
    const QJsonObject finding = itemOf(diagnosisOf(pair.engine), "findings", "proxy-limits");
    QCOMPARE(finding[QStringLiteral("severity")].toString(), QStringLiteral("critical"));
    QVERIFY2(finding[QStringLiteral("action")].toString().contains(QStringLiteral("worker_connections")),
             text(finding).constData());
}

void tst_proxy_logs::upstreamTimesAreMeasured()
{
    ProxiedEngine pair(Kind::Nginx, withSettings({}));
    START_PROXIED(pair);
    QVERIFY(followed(pair, QStringLiteral("diagnosis.nginx_timing_log"),
                     pair.proxy.folder() + QStringLiteral("/sluice-access.log"), "proxy-latency"));
    QCOMPARE(stateOf(diagnosisOf(pair.engine), "proxy-latency"), QStringLiteral("not-observed"));
    Publisher publisher(pair.proxy.port());
    for (int index = 0; index < 20; ++index)
        QCOMPARE(publisher.publish("a", "x").status, 202);
    QVERIFY2(eventually([&] {
                 return Metrics::scrape(pair.engine.adminPort())
                            .sum("sluice_proxy_upstream_header_seconds_count") >= 20;
             }),
             pair.proxy.log(QStringLiteral("sluice-access.log")).constData());
    // Whether they were fast is this machine's business; that they were looked at is not.
    QVERIFY(stateOf(diagnosisOf(pair.engine), "proxy-latency") != QLatin1String("not-observed"));
}

void tst_proxy_logs::aVanishedLogIsNotObserved()
{
    ProxiedEngine pair(Kind::Nginx, withSettings({}));
    START_PROXIED(pair);
    QVERIFY(followed(pair, QStringLiteral("diagnosis.nginx_error_log"), errorLog(pair), "proxy-errors"));
    QVERIFY(QFile::remove(errorLog(pair)));
    QVERIFY(eventually([&] {
        return itemOf(diagnosisOf(pair.engine), "rules", "proxy-errors")[QStringLiteral("reason")]
            .toString()
            .endsWith(QStringLiteral("there is no such file"));
    }));
}

/** From beside nginx, while the engine cannot say anything any more. */
void tst_proxy_logs::aKilledEngineIsNamedFromTheShell()
{
    ProxiedEngine pair(Kind::Nginx, withSettings({}));
    START_PROXIED(pair);
    std::vector<std::unique_ptr<StreamClient>> streams;
    for (int index = 0; index < 5; ++index) {
        streams.push_back(std::make_unique<StreamClient>(pair.proxy.port(), "/stream/a"));
        QVERIFY(!streams.back()->primedId().isEmpty());
    }
    QProcess process;
    startControl(process, pair.engine.adminPort(),
                 {QStringLiteral("diagnose"), QStringLiteral("--nginx-error-log"), errorLog(pair),
                  QStringLiteral("--watch"), QStringLiteral("--every"), QStringLiteral("1s"),
                  QStringLiteral("--json")});
    QByteArray said;
    const auto says = [&](const char *words) {
        return eventually(
            [&] {
                process.waitForReadyRead(100);
                said += process.readAllStandardOutput();
                return said.contains(words);
            },
            60s);
    };
    QVERIFY2(says("\"proxy-errors\""), (said + process.readAllStandardError()).constData());
    QVERIFY(!said.contains("sluice_proxy_log_total"));
    pair.engine.kill();
    QVERIFY2(says("kind=\\\"upstream-closed\\\""), said.constData());
    statusOf(pair.proxy.port(), "/stream/a");
    QVERIFY2(says("kind=\\\"upstream-refused\\\""), said.constData());
    QVERIFY2(said.contains("the engine does not answer its admin listener either"), said.constData());
    ::kill(static_cast<pid_t>(process.processId()), SIGINT);
    QVERIFY(process.waitForFinished(60'000));
    QCOMPARE(process.exitCode(), 3);
}

void tst_proxy_logs::headsAreNamed_data()
{
    QTest::addColumn<QByteArray>("line");
    QTest::addColumn<QByteArray>("other");
    QTest::addColumn<QByteArray>("rule");
    QTest::addColumn<QString>("remedy");
    QTest::newRow("HTTP/1.0") << QByteArray("proxy_http_version 1.1;")
                              << QByteArray("proxy_http_version 1.0;") << QByteArray("proxy-http-version")
                              << QStringLiteral("proxy_http_version 1.1");
    QTest::newRow("gzip") << QByteArray("gzip off;")
                          << QByteArray("gzip on; gzip_types text/event-stream; gzip_proxied any;")
                          << QByteArray("proxy-compression") << QStringLiteral("gzip off");
}

void tst_proxy_logs::headsAreNamed()
{
    QFETCH(const QByteArray, line);
    QFETCH(const QByteArray, other);
    QFETCH(const QByteArray, rule);
    QFETCH(const QString, remedy);
    ProxiedEngine pair(Kind::Nginx, withSettings({QStringLiteral("diagnosis.probe_interval=1s")}));
    START_PROXIED(pair, {}, spoilt(line.constData(), other.constData()));
    QVERIFY(followed(pair, QStringLiteral("diagnosis.probe_url"),
                     QStringLiteral("http://127.0.0.1:%1/stream/sluice-canary").arg(pair.proxy.port()),
                     rule.constData()));
    const auto isState = [&](const char *state) {
        return eventually(
            [&] { return stateOf(diagnosisOf(pair.engine), rule.constData()) == QLatin1String(state); }, 60s);
    };
    QVERIFY2(isState("found"), text(diagnosisOf(pair.engine)).constData());
    const QJsonObject finding = itemOf(diagnosisOf(pair.engine), "findings", rule.constData());
    QVERIFY2(finding[QStringLiteral("action")].toString().contains(remedy), text(finding).constData());
    // With the configuration as it was generated it is clear.
    QVERIFY2(pair.proxy.start(pair.configuration()), pair.proxy.output().constData());
    QVERIFY2(isState("clear"), text(diagnosisOf(pair.engine)).constData());
}

QTEST_GUILESS_MAIN(tst_proxy_logs)
#include "tst_proxy_logs.moc"
