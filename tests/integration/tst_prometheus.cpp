// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// A real Prometheus watches a real engine, with the configuration that `sluicectl config` prints and the
// alert rules that are shipped; only their times are shortened. An overload makes its alerts fire, and its
// end makes them stop.

#include "support/ControlRun.h"
#include "support/EngineTest.h"
#include "support/FileContent.h"
#include "support/NeedTool.h"
#include "support/PrometheusProcess.h"

#include <QJsonArray>
#include <QRegularExpression>

#include <memory>
#include <vector>

using namespace sluice::integration;
using namespace std::chrono_literals;

namespace {

constexpr int PoolSize = 10;
// Alerts need several scrapes, and a busy machine scrapes late.
constexpr std::chrono::seconds AlertPatience = 120s;

/** Replaces all of them; aborts where there is none, for then the test would not be of what is shipped. */
void replace(QByteArray &text, const QRegularExpression &what, const QString &by)
{
    QString words = QString::fromUtf8(text);
    if (!words.contains(what))
        qFatal("nothing there is %s", qPrintable(what.pattern()));
    text = words.replace(what, by).toUtf8();
}

} // namespace

class tst_prometheus : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void alertsFireAndStop();
    void scrapesWithAViewersToken();

private:
    /** The generated configuration, with the shipped rules, for an engine that others have started. */
    static QByteArray configuration(const PrometheusProcess &prometheus, const QByteArray &generated);
};

void tst_prometheus::initTestCase()
{
    NEED_TOOL("prometheus", "prometheus");
}

QByteArray tst_prometheus::configuration(const PrometheusProcess &prometheus, const QByteArray &generated)
{
    QByteArray rules = contentOf(QStringLiteral(SLUICE_SOURCE_DIR "/resources/prometheus/sluice-alerts.yml"));
    static const QRegularExpression holding(QStringLiteral("\\bfor: \\d+m\\b"));
    static const QRegularExpression window(QStringLiteral("\\[\\d+m\\]"));
    replace(rules, holding, QStringLiteral("for: 2s"));
    replace(rules, window, QStringLiteral("[20s]"));
    QByteArray text = generated;
    static const QRegularExpression interval(QStringLiteral("^  (scrape|evaluation)_interval: \\d+s$"),
                                             QRegularExpression::MultilineOption);
    static const QRegularExpression rulePath(QStringLiteral("/etc/prometheus/sluice-alerts\\.yml"));
    replace(text, interval, QStringLiteral("  \\1_interval: 1s"));
    replace(text, rulePath, prometheus.write(QStringLiteral("sluice-alerts.yml"), rules));
    return text;
}

void tst_prometheus::alertsFireAndStop()
{
    SluicedProcess engine(
        SluicedProcess::Options::with({QStringLiteral("pool.max_streams=%1").arg(PoolSize)}));
    START_ENGINE(engine);
    const ControlRun config =
        control(engine.adminPort(), {QStringLiteral("config"), QStringLiteral("prometheus")});
    QVERIFY2(config.status == 0, config.err.constData());
    PrometheusProcess prometheus;
    QVERIFY2(prometheus.start(configuration(prometheus, config.out)), prometheus.output().constData());

    // It sees the engine, by the name and the place that the configuration gives it.
    const QByteArray instance = "instance=\"127.0.0.1:" + QByteArray::number(engine.adminPort()) + '"';
    QVERIFY2(
        eventually(
            [&] { return prometheus.value("up{job=\"sluice\"," + instance + '}') == QStringLiteral("1"); },
            AlertPatience),
        prometheus.output().constData());
    QCOMPARE(prometheus.value("http_active_connections{" + instance + '}'), QStringLiteral("0"));

    // An overload: the pool is full, and clients keep being refused.
    std::vector<std::unique_ptr<StreamClient>> streams;
    for (int index = 0; index < PoolSize; ++index) {
        streams.push_back(std::make_unique<StreamClient>(engine.publicPort(), "/stream/a"));
        QVERIFY(streams.back()->isOpen());
    }
    const QStringList expected{QStringLiteral("SluicePoolNearlyFull"), QStringLiteral("SluiceRefusing")};
    QStringList firing;
    const bool fired = eventually(
        [&] {
            for (int request = 0; request < 5; ++request)
                if (statusOf(engine.publicPort(), "/stream/a") != 503)
                    return false;
            firing = prometheus.firing();
            return firing.contains(expected[0]) && firing.contains(expected[1]);
        },
        AlertPatience);
    QVERIFY2(fired, qPrintable(firing.join(u' ')));
    QCOMPARE(prometheus.value("pool_utilization_percent{" + instance + '}'), QStringLiteral("100"));
    QVERIFY(!firing.contains(QStringLiteral("SluiceDown")));

    // Every rule, also those that are silent, could be evaluated on what a real engine says.
    int rules = 0;
    bool isSummaryForPeople = false;
    for (const QJsonValue &group : prometheus.api("rules")[QStringLiteral("groups")].toArray())
        for (const QJsonValue &rule : group[QStringLiteral("rules")].toArray()) {
            QVERIFY2(rule[QStringLiteral("health")].toString() == QLatin1String("ok"),
                     QJsonDocument(rule.toObject()).toJson().constData());
            ++rules;
        }
    QCOMPARE(rules, 10);
    for (const QJsonValue &alert : prometheus.api("alerts")[QStringLiteral("alerts")].toArray())
        if (alert[QStringLiteral("labels")][QStringLiteral("alertname")].toString() == expected[0])
            isSummaryForPeople =
                alert[QStringLiteral("annotations")][QStringLiteral("summary")].toString() ==
                QStringLiteral("127.0.0.1:%1 has 100 % of its streams in use").arg(engine.adminPort());
    QVERIFY(isSummaryForPeople);

    // The load is gone.
    streams.clear();
    const bool stopped = eventually(
        [&] {
            firing = prometheus.firing();
            return !firing.contains(expected[0]) && !firing.contains(expected[1]);
        },
        AlertPatience);
    QVERIFY2(stopped, qPrintable(firing.join(u' ')));
    QVERIFY(prometheus.value("up{" + instance + '}') == QStringLiteral("1"));

    // And the engine.
    engine.kill();
    QVERIFY2(eventually([&] { return (firing = prometheus.firing()).contains(QStringLiteral("SluiceDown")); },
                        AlertPatience),
             qPrintable(firing.join(u' ')));
}

void tst_prometheus::scrapesWithAViewersToken()
{
    SluicedProcess engine(
        SluicedProcess::Options::with({QStringLiteral("auth.admin_token=a-token-for-operators"),
                                       QStringLiteral("auth.viewer_token=a-token-for-prometheus")}));
    START_ENGINE(engine);
    const ControlRun config =
        control(engine.adminPort(),
                {QStringLiteral("config"), QStringLiteral("prometheus"), QStringLiteral("--defaults"),
                 QStringLiteral("--set"), QStringLiteral("listen.admin=127.0.0.1:%1").arg(engine.adminPort()),
                 QStringLiteral("--set"), QStringLiteral("auth.admin_token=a-token-for-operators"),
                 QStringLiteral("--set"), QStringLiteral("auth.viewer_token=a-token-for-prometheus")});
    QVERIFY2(config.status == 0, config.err.constData());
    PrometheusProcess prometheus;
    QByteArray text = configuration(prometheus, config.out);
    static const QRegularExpression tokenPath(QStringLiteral("/etc/prometheus/sluice-viewer-token"));
    const QString token = QStringLiteral("sluice-viewer-token");
    replace(text, tokenPath, prometheus.write(token, "a-token-of-somebody-else\n"));
    QVERIFY2(prometheus.start(text), prometheus.output().constData());
    QVERIFY2(eventually([&] { return prometheus.value("up{job=\"sluice\"}") == QStringLiteral("0"); },
                        AlertPatience),
             prometheus.output().constData());
    // It reads the file again for each scrape.
    QVERIFY(!prometheus.write(token, "a-token-for-prometheus\n").isEmpty());
    QVERIFY2(eventually([&] { return prometheus.value("up{job=\"sluice\"}") == QStringLiteral("1"); },
                        AlertPatience),
             prometheus.output().constData());
}

QTEST_GUILESS_MAIN(tst_prometheus)
#include "tst_prometheus.moc"
