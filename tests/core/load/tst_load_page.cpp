// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The files of a load run: the page stands alone whatever the figures are, and the CSV is whole or not there.
#include "base/text/Csv.h"
#include "load/report/LoadFiles.h"
#include "load/report/LoadPage.h"
#include "load/report/SvgChart.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>
#include <QXmlStreamReader>

#include <chrono>

using namespace sluice;

namespace {

constexpr const char *kWhen = "2026-01-31 14:05:09Z";

LoadSample sampleAt(int second)
{
    LoadSample sample;
    sample.elapsedSeconds = second;
    sample.phase = second < 2 ? LoadPhase::Connecting : LoadPhase::Publishing;
    sample.asked = sample.connected = 100;
    sample.delivered = static_cast<std::uint64_t>(second) * 500;
    sample.deliveryRate = 500;
    if (second % 3 != 0) {
        sample.p50 = 2.5;
        sample.p99 = 40 + second % 7;
    }
    sample.rssKib = 20'000 + second;
    sample.cpuPercent = 12.5;
    return sample;
}

LoadReport soundReport(int seconds)
{
    LoadReport report;
    report.url = "http://127.0.0.1:8080/stream/load";
    report.clients = report.connected = 100;
    report.offeredRate = 5;
    report.eventBytes = 100;
    report.durationSeconds = seconds;
    report.published = 5ULL * static_cast<unsigned>(seconds);
    report.expected = report.delivered = report.published * 100;
    report.deliveredRatio = 1;
    report.latency.p50 = 2.5;
    report.latency.p99 = 41.75;
    report.latencies = {{std::chrono::microseconds(900), 10}, {std::chrono::milliseconds(40), 90}};
    report.processes.push_back({});
    report.rssBaselineKib = 20'000;
    report.rssHighestKib = 20'100;
    report.rssGrowth = 0.005;
    for (int second = 1; second <= seconds; ++second)
        report.timeline.push_back(sampleAt(second));
    LoadThresholds thresholds;
    thresholds.p99 = std::chrono::milliseconds(100);
    report.verdict = LoadVerdict::of(report, thresholds);
    return report;
}

/** Reads the page as XML, which it is too; collects its text, and whether it stands alone. */
struct Page
{
    QString problem;
    QString text;
    int charts = 0;

    explicit Page(const LoadReport &report)
    {
        QXmlStreamReader reader(QString::fromStdString(loadPage(report, kWhen)));
        while (!reader.atEnd()) {
            reader.readNext();
            if (reader.isCharacters())
                text += reader.text();
            if (!reader.isStartElement())
                continue;
            charts += reader.name() == QLatin1StringView("figure") ? 1 : 0;
            for (const char *name : {"script", "link", "img", "iframe", "object"})
                if (reader.name() == QLatin1StringView(name))
                    problem = QStringLiteral("an element ") + QLatin1StringView(name);
            for (const char *name : {"src", "href", "onload", "onclick"})
                if (reader.attributes().hasAttribute(QLatin1StringView(name)))
                    problem = QStringLiteral("an attribute ") + QLatin1StringView(name);
        }
        if (reader.hasError())
            problem = reader.errorString();
        if (text.contains(QStringLiteral("url(")) || text.contains(QStringLiteral("@import")))
            problem = QStringLiteral("a style from elsewhere");
    }
};

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace

class tst_LoadPage : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void saysTheVerdict();
    void standsAlone_data();
    void standsAlone();
    void shortensLongRuns();
    void breaksALineWhereNothingIs();
    void choosesRoundTicks();
    void writesFilesWhole();
    void keepsOldFilesUntilTheEnd();
    void refusesWhatCannotBeWritten();
};

void tst_LoadPage::saysTheVerdict()
{
    LoadReport report = soundReport(10);
    const Page good(report);
    QVERIFY2(good.problem.isEmpty(), qPrintable(good.problem));
    QCOMPARE(good.charts, 6);
    for (const char *text : {"Passed", "p99 latency", "at most 100 ms", "41.8 ms", "--p99", kWhen})
        QVERIFY2(good.text.contains(QString::fromUtf8(text)), text);
    QVERIFY(!good.text.contains(QStringLiteral("Missed")));
    QVERIFY(!good.text.contains(QStringLiteral("Partial")));

    report.interrupted = true;
    report.drops = 1;
    report.verdict = LoadVerdict::of(report, {});
    const Page bad(report);
    QVERIFY(bad.text.contains(QStringLiteral("Missed so far")));
    QVERIFY(bad.text.contains(QStringLiteral("Partial report")));
}

void tst_LoadPage::standsAlone_data()
{
    QTest::addColumn<QString>("report");
    for (const char *name : {"sound", "nothing", "one second", "hostile texts", "no events"})
        QTest::newRow(name) << QString::fromUtf8(name);
}

void tst_LoadPage::standsAlone()
{
    QFETCH(QString, report);
    LoadReport given = soundReport(5);
    if (report == QStringLiteral("nothing"))
        given = {};
    if (report == QStringLiteral("one second"))
        given = soundReport(1);
    if (report == QStringLiteral("no events")) {
        given.offeredRate = 0;
        given.latencies.clear();
        given.verdict = LoadVerdict::of(given, {});
    }
    if (report == QStringLiteral("hostile texts")) {
        given.url = "http://127.0.0.1/<script>alert(1)</script>?a=\"b\"&c='d'";
        given.failures["status \x1b[31m <b>503"] = 3;
        given.dropReasons["</td></table><img src=x>"] = 1;
        given.processes.front().name = "<i>&";
    }
    const Page page(given);
    QVERIFY2(page.problem.isEmpty(), qPrintable(page.problem));
    if (report == QStringLiteral("hostile texts"))
        QVERIFY(page.text.contains(QString::fromStdString(given.url)));
}

void tst_LoadPage::shortensLongRuns()
{
    const LoadReport day = soundReport(86'400);
    QVERIFY(loadPage(day, kWhen).size() < std::size_t{2} << 20);
    const Page page(day);
    QVERIFY2(page.problem.isEmpty(), qPrintable(page.problem));
    QVERIFY(page.text.contains(QStringLiteral("Each point is the highest of 217 seconds.")));
}

void tst_LoadPage::breaksALineWhereNothingIs()
{
    TimeChart chart;
    chart.title = "x";
    chart.seconds = {1, 2, 3, 4};
    chart.series = {{"y", "blue", ChartSeries::Style::Line, {1.0, std::nullopt, 3.0, 4.0}}};
    chart.format = [](double value) { return std::to_string(static_cast<int>(value)); };
    const QString html = QString::fromStdString(chart.toHtml());
    QCOMPARE(html.count(QStringLiteral("<path class=\"line blue\"")), 2);
    QCOMPARE(html.count(QStringLiteral("<title>")), 4);
    QVERIFY(html.contains(QStringLiteral("y: -")));
}

void tst_LoadPage::choosesRoundTicks()
{
    QCOMPARE(niceTicks(100, 4), (std::vector<double>{0, 50, 100}));
    QCOMPARE(niceTicks(87, 4), (std::vector<double>{0, 50, 100}));
    QCOMPARE(niceTicks(3, 4), (std::vector<double>{0, 1, 2, 3}));
    QCOMPARE(niceTicks(0.7, 4).back(), 0.8);
    QVERIFY(niceTicks(0, 4).size() >= 2);
}

void tst_LoadPage::writesFilesWhole()
{
    const QTemporaryDir directory;
    const QString csvPath = directory.filePath(QStringLiteral("load.csv"));
    const QString htmlPath = directory.filePath(QStringLiteral("load.html"));
    const LoadReport report = soundReport(3);
    auto files = LoadFiles::open(csvPath.toStdString(), htmlPath.toStdString());
    QVERIFY(files.has_value());
    for (const LoadSample &sample : report.timeline)
        files->add(sample);
    QVERIFY(!QFile::exists(csvPath));
    QVERIFY(!QFile::exists(htmlPath));
    QVERIFY(files->finish(report).has_value());
    const auto table = csv::parse(contentOf(csvPath).toStdString());
    QVERIFY(table.has_value());
    QCOMPARE(table->header, LoadSample::csvColumns());
    QCOMPARE(table->rows.size(), 3U);
    QCOMPARE(table->rows.at(1).at(1), std::string("publishing"));
    QVERIFY(contentOf(htmlPath).startsWith("<!DOCTYPE html>"));
}

void tst_LoadPage::keepsOldFilesUntilTheEnd()
{
    const QTemporaryDir directory;
    const QString path = directory.filePath(QStringLiteral("load.csv"));
    {
        QFile old(path);
        QVERIFY(old.open(QIODevice::WriteOnly));
        old.write("of yesterday\n");
    }
    {
        auto files = LoadFiles::open(path.toStdString(), {});
        QVERIFY(files.has_value());
        files->add(sampleAt(1));
    }
    QCOMPARE(contentOf(path), QByteArray("of yesterday\n"));
}

void tst_LoadPage::refusesWhatCannotBeWritten()
{
    const QTemporaryDir directory;
    const std::string path = directory.filePath(QStringLiteral("no/such/load.csv")).toStdString();
    const auto files = LoadFiles::open(path, {});
    QVERIFY(!files.has_value());
    QVERIFY(files.error().message.find("load.csv") != std::string::npos);
    QVERIFY(!LoadFiles::open({}, path).has_value());
}

QTEST_GUILESS_MAIN(tst_LoadPage)
#include "tst_load_page.moc"
