// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// What an operator's tools read off a running engine: /metrics through the real promtool, the dashboard and
// the alert rules against the names that exist, snapshots and their CSV, the log, and the recorder.
#include "support/EngineTest.h"
#include "support/NeedTool.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>
#include <QSet>
#include <QTemporaryDir>

using namespace sluice::integration;

namespace {

QString sourcePath(const char *relative)
{
    return QStringLiteral(SLUICE_SOURCE_DIR "/") + QString::fromLatin1(relative);
}

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/** Runs promtool; its exit code, and what it said. */
QPair<int, QByteArray> promtool(const QStringList &arguments, const QByteArray &input = {},
                                const QString &folder = {})
{
    QProcess process;
    process.setProcessChannelMode(QProcess::MergedChannels);
    if (!folder.isEmpty())
        process.setWorkingDirectory(folder);
    process.start(QStringLiteral("promtool"), arguments);
    process.write(input);
    process.closeWriteChannel();
    if (!process.waitForFinished(60'000))
        return {-1, "promtool did not end"};
    return {process.exitCode(), process.readAll()};
}

/** Names of the metrics in an expression, a histogram's by its family. */
QSet<QString> metricsIn(const QString &expression)
{
    static const QRegularExpression name(
        QStringLiteral("\\b((?:sluice|sse|http|pool|process)_[a-z0-9_]+)\\b"));
    static const QRegularExpression suffix(QStringLiteral("_(bucket|sum|count)$"));
    QSet<QString> names;
    auto matches = name.globalMatch(expression);
    while (matches.hasNext())
        names.insert(matches.next().captured(1).remove(suffix));
    return names;
}

SluicedProcess::Options options()
{
    SluicedProcess::Options options;
    options.settings = {QStringLiteral("metrics.interval=250ms"), QStringLiteral("log.end_rate=1000")};
    return options;
}

QList<QByteArray> csvHeader(const QByteArray &csv)
{
    return csv.left(csv.indexOf("\r\n")).split(',');
}

int rowsOf(const QByteArray &csv)
{
    return int(csv.count("\r\n")) - 1;
}

} // namespace

class tst_signals : public EngineTest
{
    Q_OBJECT

public:
    tst_signals()
        : EngineTest(options())
    {
    }

private Q_SLOTS:
    void promtoolAcceptsTheMetrics();
    void everyMetricIsDocumented();
    void everyColumnIsDocumented();
    void theDashboardAsksForMetricsThatExist();
    void theAlertsAreRightAndFire();
    void aSnapshotHasTheColumnsOfTheCsv();
    void csvOfTheLastMinutes();
    void badSpansAreRefused_data();
    void badSpansAreRefused();
    void snapshotsArriveAsEvents();
    void endsAreLogged();
    void agesAreCounted();
    void theLogAsJson();
    void anUnknownLogFormatIsRefused();
    void recordsWhileItRuns();

private:
    QMap<QString, QPair<QString, QString>> families();
};

/** Type and help of each family of /metrics. */
QMap<QString, QPair<QString, QString>> tst_signals::families()
{
    QMap<QString, QPair<QString, QString>> found;
    static const QRegularExpression line(QStringLiteral("^# (HELP|TYPE) (\\S+) (.*)$"),
                                         QRegularExpression::MultilineOption);
    auto matches = line.globalMatch(QString::fromUtf8(Metrics::scrape(adminPort()).text()));
    while (matches.hasNext()) {
        const auto match = matches.next();
        auto &about = found[match.captured(2)];
        (match.captured(1) == QStringLiteral("TYPE") ? about.first : about.second) = match.captured(3);
    }
    return found;
}

void tst_signals::promtoolAcceptsTheMetrics()
{
    NEED_TOOL("promtool", "prometheus");
    StreamClient client(port(), "/stream/" + freshChannel());
    QVERIFY(client.isOpen());
    const auto [code, said] =
        promtool({QStringLiteral("check"), QStringLiteral("metrics")}, Metrics::scrape(adminPort()).text());
    QVERIFY2(code == 0 && said.isEmpty(), said.constData());
}

void tst_signals::everyMetricIsDocumented()
{
    static const QRegularExpression row(
        QStringLiteral("^\\| `([a-z0-9_]+)` \\| (\\w+) \\| ([^|]*) \\| (.*) \\|$"),
        QRegularExpression::MultilineOption);
    QMap<QString, QPair<QString, QString>> documented;
    const QString page = QString::fromUtf8(contentOf(sourcePath("docs/metrics.md")));
    auto matches = row.globalMatch(page.left(page.indexOf(QStringLiteral("## Snapshots"))));
    while (matches.hasNext()) {
        const auto match = matches.next();
        documented[match.captured(1)] = {match.captured(2), match.captured(4)};
    }
    auto real = families();
    QVERIFY(real.size() > 40);
    // A kernel without PSI has no figure of it.
    if (!real.contains(QStringLiteral("sluice_cpu_pressure_seconds_total")))
        documented.remove(QStringLiteral("sluice_cpu_pressure_seconds_total"));
    for (auto it = real.cbegin(); it != real.cend(); ++it)
        QVERIFY2(
            documented.value(it.key()) == it.value(),
            qPrintable(it.key() + QStringLiteral(" | ") + it->first + QStringLiteral(" | ") + it->second));
    for (const QString &name : documented.keys())
        QVERIFY2(real.contains(name), qPrintable(name));
}

void tst_signals::everyColumnIsDocumented()
{
    static const QRegularExpression column(
        QStringLiteral("^SLUICE_COLUMN\\((\\w+),\\s*(\\w+),\\s*(\\w+),\\s*\"(.*)\"\\)$"),
        QRegularExpression::MultilineOption);
    const QString page = QString::fromUtf8(contentOf(sourcePath("docs/metrics.md")));
    auto matches =
        column.globalMatch(QString::fromUtf8(contentOf(sourcePath("core/model/SnapshotSchema.def"))));
    int count = 0;
    while (matches.hasNext()) {
        const auto match = matches.next();
        const QString row =
            QStringLiteral("| `%1` | %2 | %3 | %4 |")
                .arg(match.captured(1), match.captured(2), match.captured(3), match.captured(4));
        QVERIFY2(page.contains(row), qPrintable(row));
        ++count;
    }
    QVERIFY(count > 40);
}

void tst_signals::theDashboardAsksForMetricsThatExist()
{
    QJsonParseError error;
    const auto document =
        QJsonDocument::fromJson(contentOf(sourcePath("resources/grafana/sluice-dashboard.json")), &error);
    QCOMPARE(error.error, QJsonParseError::NoError);
    const QJsonObject dashboard = document.object();
    QVERIFY(!dashboard.value(QStringLiteral("title")).toString().isEmpty());
    QVERIFY(dashboard.value(QStringLiteral("schemaVersion")).toInt() > 30);
    const auto real = families();
    QSet<int> ids;
    int queries = 0;
    for (const QJsonValue panel : dashboard.value(QStringLiteral("panels")).toArray()) {
        const int id = panel[QStringLiteral("id")].toInt();
        QVERIFY2(!ids.contains(id), qPrintable(QString::number(id)));
        ids.insert(id);
        for (const QJsonValue target : panel[QStringLiteral("targets")].toArray()) {
            const QString expression = target[QStringLiteral("expr")].toString();
            const auto names = metricsIn(expression);
            QVERIFY2(!names.isEmpty(), qPrintable(expression));
            for (const QString &name : names)
                QVERIFY2(real.contains(name) || name == QStringLiteral("sluice_cpu_pressure_seconds_total"),
                         qPrintable(name));
            ++queries;
        }
    }
    QVERIFY(queries > 20);
}

void tst_signals::theAlertsAreRightAndFire()
{
    const auto real = families();
    const QString rules = QString::fromUtf8(contentOf(sourcePath("resources/prometheus/sluice-alerts.yml")));
    for (const QString &name : metricsIn(rules))
        QVERIFY2(real.contains(name), qPrintable(name));
    QVERIFY(metricsIn(rules).size() > 8);
    NEED_TOOL("promtool", "prometheus");
    const QString folder = sourcePath("resources/prometheus");
    const auto checked = promtool(
        {QStringLiteral("check"), QStringLiteral("rules"), QStringLiteral("sluice-alerts.yml")}, {}, folder);
    QVERIFY2(checked.first == 0, checked.second.constData());
    const auto tested =
        promtool({QStringLiteral("test"), QStringLiteral("rules"), QStringLiteral("sluice-alerts-test.yml")},
                 {}, folder);
    QVERIFY2(tested.first == 0, tested.second.constData());
}

void tst_signals::aSnapshotHasTheColumnsOfTheCsv()
{
    StreamClient client(port(), "/stream/" + freshChannel());
    QVERIFY(client.isOpen());
    const HttpReply json = get(adminPort(), "/api/v1/snapshot");
    QCOMPARE(json.status, 200);
    const QJsonObject object = QJsonDocument::fromJson(json.body).object();
    // At the request, not as of the last interval.
    QCOMPARE(object.value(QStringLiteral("active_streams")).toInt(), 1);
    QCOMPARE(object.value(QStringLiteral("version")).toInt(), 1);
    QCOMPARE(object.value(QStringLiteral("drain_phase")).toString(), QStringLiteral("serving"));
    int streams = 0;
    for (int worker = 0; worker < object.value(QStringLiteral("workers")).toInt(); ++worker) {
        const QString prefix = QStringLiteral("worker_%1_").arg(worker);
        streams += object.value(prefix + QStringLiteral("streams")).toInt();
        const double busy = object.value(prefix + QStringLiteral("loop_busy_ratio")).toDouble(-1);
        QVERIFY(busy >= 0 && busy <= 1);
        QVERIFY(object.value(prefix + QStringLiteral("loop_lag_seconds")).toDouble(-1) >= 0);
    }
    QCOMPARE(streams, 1);
    const HttpReply csv = get(adminPort(), "/api/v1/snapshots.csv");
    QCOMPARE(csv.status, 200);
    const auto header = csvHeader(csv.body);
    QCOMPARE(header.size(), object.size());
    for (const QByteArray &name : header)
        QVERIFY2(object.contains(QString::fromUtf8(name)), name.constData());
}

void tst_signals::csvOfTheLastMinutes()
{
    QVERIFY(
        eventually([this] { return rowsOf(get(adminPort(), "/api/v1/snapshots.csv?since=10m").body) >= 6; }));
    const HttpReply all = get(adminPort(), "/api/v1/snapshots.csv?since=10m");
    QVERIFY(all.field("content-type").startsWith("text/csv"));
    const auto column = csvHeader(all.body).indexOf("time_monotonic_seconds");
    double before = 0;
    for (const QByteArray &line : all.body.split('\n').mid(1)) {
        if (line.isEmpty())
            continue;
        const double at = line.split(',').value(column).toDouble();
        QVERIFY2(at > before, line.constData());
        before = at;
    }
    QVERIFY(rowsOf(get(adminPort(), "/api/v1/snapshots.csv?since=10m&every=1h").body) == 1);
    QCOMPARE(rowsOf(get(adminPort(), "/api/v1/snapshots.csv?since=0").body), 0);
    QCOMPARE(exchange(adminPort(), request("HEAD", "/api/v1/snapshots.csv"), BodyRule::None).status, 200);
}

void tst_signals::badSpansAreRefused_data()
{
    QTest::addColumn<QByteArray>("query");
    for (const char *query : {"since=yesterday", "since=-1m", "since=", "since=10", "since=1m&since=2m",
                              "every=x", "until=now", "since=%0a1m", "since=99999999999999999999d"})
        QTest::newRow(query) << QByteArray(query);
}

void tst_signals::badSpansAreRefused()
{
    QFETCH(QByteArray, query);
    const HttpReply reply = get(adminPort(), "/api/v1/snapshots.csv?" + query);
    QCOMPARE(reply.status, 400);
    QVERIFY(reply.field("content-type").startsWith("application/problem+json"));
}

void tst_signals::snapshotsArriveAsEvents()
{
    StreamClient watcher(adminPort(), "/api/v1/events?only=snapshot");
    QVERIFY(watcher.isOpen());
    double before = 0;
    for (int i = 0; i < 3; ++i) {
        const auto event = watcher.next();
        QVERIFY(event);
        QCOMPARE(event->name, QByteArray("snapshot"));
        const QJsonObject row = QJsonDocument::fromJson(event->data).object();
        QVERIFY(row.value(QStringLiteral("time_monotonic_seconds")).toDouble() > before);
        before = row.value(QStringLiteral("time_monotonic_seconds")).toDouble();
    }
}

void tst_signals::endsAreLogged()
{
    const QByteArray channel = freshChannel();
    quint16 peer = 0;
    {
        StreamClient client(port(), "/stream/" + channel);
        QVERIFY(client.isOpen());
        QVERIFY(!client.primedId().isEmpty());
        peer = client.socket().localPort();
    }
    const QByteArray expected = "client=127.0.0.1:" + QByteArray::number(peer) + " channels=" + channel;
    QVERIFY(eventually([&] { return engine().standardError().contains(expected); }));
    const QList<QByteArray> lines = engine().standardError().split('\n');
    QCOMPARE(std::count_if(lines.begin(), lines.end(), [&](const auto &l) { return l.contains(expected); }),
             1);
    for (const QByteArray &line : lines)
        QVERIFY2(!line.contains(expected) || line.contains(" info stream ended cause="), line.constData());
}

void tst_signals::agesAreCounted()
{
    const double before = Metrics::scrape(adminPort()).sum("sluice_stream_age_seconds_count");
    {
        StreamClient client(port(), "/stream/" + freshChannel());
        QVERIFY(client.isOpen());
    }
    QVERIFY(eventually(
        [&] { return Metrics::scrape(adminPort()).sum("sluice_stream_age_seconds_count") == before + 1; }));
}

void tst_signals::theLogAsJson()
{
    SluicedProcess::Options options;
    options.arguments = {QStringLiteral("--log-format"), QStringLiteral("json")};
    SluicedProcess other(options);
    START_ENGINE(other);
    {
        StreamClient client(other.publicPort(), "/stream/x");
        QVERIFY(client.isOpen());
    }
    QVERIFY(eventually([&] { return other.standardError().contains("stream ended"); }));
    QVERIFY2(other.stop(), other.standardError().constData());
    int lines = 0;
    for (const QByteArray &line : other.standardError().split('\n')) {
        if (line.isEmpty())
            continue;
        const QJsonObject object = QJsonDocument::fromJson(line).object();
        QVERIFY2(object.contains(QStringLiteral("time")) && object.contains(QStringLiteral("level")) &&
                     object.contains(QStringLiteral("message")),
                 line.constData());
        ++lines;
    }
    QVERIFY(lines >= 2);
}

void tst_signals::anUnknownLogFormatIsRefused()
{
    SluicedProcess::Options options;
    options.arguments = {QStringLiteral("--log-format"), QStringLiteral("xml")};
    SluicedProcess other(options);
    QVERIFY(other.launch());
    QVERIFY(other.waitForEnd());
    QCOMPARE(other.exitCode(), 2);
    QVERIFY2(other.standardError().contains("log.format") && other.standardError().contains("json"),
             other.standardError().constData());
}

void tst_signals::recordsWhileItRuns()
{
    const QTemporaryDir folder;
    const auto set = [this](const QByteArray &directory) {
        return exchange(adminPort(), request("PATCH", "/api/v1/settings", {"Content-Type: application/json"},
                                             "{\"recording.csv_directory\": \"" + directory + "\"}"))
            .status;
    };
    const auto files = [&folder](const char *pattern) {
        return QDir(folder.path()).entryList({QString::fromLatin1(pattern)}, QDir::Files);
    };
    QCOMPARE(set(folder.path().toUtf8()), 200);
    QVERIFY(
        eventually([&] { return Metrics::scrape(adminPort()).sum("sluice_recorded_snapshots_total") >= 3; }));
    QCOMPARE(files("*.csv.part").size(), 1);
    QCOMPARE(set(""), 200);
    QVERIFY(eventually([&] { return files("*.csv").size() == 1 && files("*.part").isEmpty(); }));
    const QByteArray csv = contentOf(folder.filePath(files("*.csv").first()));
    QCOMPARE(csvHeader(csv), csvHeader(get(adminPort(), "/api/v1/snapshots.csv").body));
    QVERIFY(rowsOf(csv) >= 3);
    QVERIFY(csv.endsWith("\r\n"));
    QVERIFY(engine().standardError().contains("setting changed key=recording.csv_directory"));
    // A place that cannot be: said once, counted, and nothing else suffers.
    QCOMPARE(set("/proc/nowhere/at/all"), 200);
    QVERIFY(
        eventually([&] { return Metrics::scrape(adminPort()).sum("sluice_recording_errors_total") >= 2; }));
    QCOMPARE(engine().standardError().count("the engine goes on"), 1);
    QCOMPARE(Metrics::scrape(adminPort()).sum("sluice_recording_failing"), 1.0);
    QCOMPARE(set(""), 200);
    QVERIFY(eventually([&] { return Metrics::scrape(adminPort()).sum("sluice_recording_failing") == 0; }));
}

QTEST_GUILESS_MAIN(tst_signals)
#include "tst_signals.moc"
