// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// What is exported: the CSV reads back as it was, pictures and bundles are whole, no secret is in them, and
// every bad place is named.
#include "ConsoleSession.h"
#include "SnapshotTable.h"
#include "Snapshots.h"
#include "TarArchive.h"

#include "TestEngine.h"
#include "model/SnapshotCsv.h"

#include <QFile>
#include <QImage>
#include <QProcess>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <unistd.h>

using namespace sluice;
using namespace sluice::test;

namespace {

constexpr int kPatience = 60'000; // milliseconds: a busy machine is no bug

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace

class TestExporter : public QObject
{
    Q_OBJECT

    QTemporaryDir m_place;
    std::unique_ptr<ConsoleSession> m_session;

    Exporter &exporter() { return *m_session->exporter(); }
    QString path(const char *name) const { return m_place.filePath(QString::fromLatin1(name)); }
    SnapshotStore &live() { return *m_session->link()->snapshots(); }

    void record(int first, int last)
    {
        for (int second = first; second <= last; ++second)
            live().append(
                snapshotAt(second, {{QStringLiteral("active_streams"), 100 + second},
                                    {QStringLiteral("sent_bytes_total"), 123456789012345.0 + second},
                                    {QStringLiteral("loop_lag_max_seconds"), 0.00125},
                                    {QStringLiteral("drain_phase"), QStringLiteral("serving")}}));
    }
    bool finished()
    {
        return QTest::qWaitFor([this] { return !exporter().isRunning(); }, kPatience);
    }

private Q_SLOTS:
    void init()
    {
        QLocale::setDefault(QLocale::c());
        QVERIFY(m_place.isValid());
        m_session = std::make_unique<ConsoleSession>();
    }
    void cleanup() { m_session.reset(); }

    void theCsvReadsBackAsItWas()
    {
        record(0, 1200);
        exporter().saveAll(path("all.csv"));
        QVERIFY(finished());
        QVERIFY2(exporter().state() == Exporter::State::Done, qPrintable(exporter().message()));
        SnapshotStore back;
        QCOMPARE(back.loadCsv(contentOf(path("all.csv"))), QString());
        QCOMPARE(back.count(), 1201);
        QCOMPARE(back.firstTime(), kStart);
        QCOMPARE(back.latest(QStringLiteral("active_streams")), 1300.0);
        QCOMPARE(back.latest(QStringLiteral("sent_bytes_total")), 123456789012345.0 + 1200);
        QCOMPARE(back.latest(QStringLiteral("loop_lag_max_seconds")), 0.00125);
        QCOMPARE(back.latestText(QStringLiteral("drain_phase")), QStringLiteral("serving"));
        // The engine's own reader takes it too.
        const QByteArray text = contentOf(path("all.csv"));
        const auto parsed = snapshotcsv::parse({text.constData(), static_cast<std::size_t>(text.size())});
        QVERIFY2(parsed.has_value(), parsed ? "" : parsed.error().message.c_str());
        QCOMPARE(parsed->snapshots.size(), std::size_t{1201});
        QCOMPARE(parsed->snapshots.back().sent_bytes_total, std::int64_t{123456789013545});
        QCOMPARE(m_session->journal()->entries().last().kind, JournalEntry::Kind::Export);
    }

    void onlyTheShownSpanIsWritten()
    {
        record(0, 600);
        m_session->view()->setWindowSeconds(60);
        exporter().saveVisible(path("some.csv"));
        QVERIFY(finished());
        SnapshotStore back;
        QCOMPARE(back.loadCsv(contentOf(path("some.csv"))), QString());
        QCOMPARE(back.count(), 61);
        QCOMPARE(back.latestTime(), kStart + 600'000);
    }

    void wordsThatASpreadsheetWouldRunAreHarmless()
    {
        live().append(snapshotAt(0, {{QStringLiteral("drain_phase"), QStringLiteral("=cmd|' /C calc'!A0")}}));
        const auto table = SnapshotTable::of(live());
        QVERIFY(table.line(0).find("'=cmd") != std::string::npos);
        QVERIFY(table.line(0).find(",=cmd") == std::string::npos);
    }

    void nothingToWriteAndNoPlaceAreSaid()
    {
        exporter().saveAll(path("x.csv"));
        QVERIFY(finished());
        QCOMPARE(exporter().state(), Exporter::State::Failed);
        record(0, 3);
        exporter().saveAll({});
        QCOMPARE(exporter().state(), Exporter::State::Failed);
        exporter().saveAll(m_place.path());
        QVERIFY(exporter().message().contains(QStringLiteral("is a folder")));
        exporter().saveAll(QStringLiteral("/no/such/folder/x.csv"));
        QVERIFY(finished());
        QCOMPARE(exporter().state(), Exporter::State::Failed);
        QVERIFY2(exporter().message().contains(QStringLiteral("/no/such/folder/x.csv")),
                 qPrintable(exporter().message()));
        exporter().saveBundle(QStringLiteral("/no/such/folder/x.tar.gz"));
        QVERIFY(finished());
        QVERIFY2(exporter().message().contains(QStringLiteral("/no/such/folder/x.tar.gz")),
                 qPrintable(exporter().message()));
    }

    void aFullDiskIsSaidAndTheOldFileStays()
    {
        record(0, 3);
        QVERIFY(QFile::exists(QStringLiteral("/dev/full")));
        exporter().saveAll(QStringLiteral("/dev/full"));
        QVERIFY(finished());
        QCOMPARE(exporter().state(), Exporter::State::Failed);
        QVERIFY2(exporter().message().contains(QStringLiteral("No space left")),
                 qPrintable(exporter().message()));
        QSignalSpy told(&exporter(), &Exporter::told);
        exporter().follow(QStringLiteral("/dev/full"));
        QTRY_VERIFY_WITH_TIMEOUT(!exporter().isFollowing(), kPatience);
        QVERIFY(exporter().followProblem().contains(QStringLiteral("No space left")));
        QCOMPARE(told.size(), 1);
    }

    void aFileFollowsAndGoesOnWhereItWas()
    {
        record(0, 5);
        exporter().follow(path("follow.csv"));
        QVERIFY(exporter().isFollowing());
        record(6, 8);
        QTRY_COMPARE_WITH_TIMEOUT(exporter().followRows(), 3.0, kPatience);
        exporter().unfollow();
        QVERIFY(!exporter().isFollowing());
        record(9, 9); // while nobody recorded
        exporter().follow(path("follow.csv"));
        record(10, 11);
        QTRY_COMPARE_WITH_TIMEOUT(exporter().followRows(), 2.0, kPatience);
        SnapshotStore back;
        QCOMPARE(back.loadCsv(contentOf(path("follow.csv"))), QString());
        QCOMPARE(back.count(), 5);
        QCOMPARE(back.firstTime(), kStart + 6000);
        QCOMPARE(back.latest(QStringLiteral("active_streams")), 111.0);
    }

    void aFileOfOtherColumnsIsNotContinued()
    {
        QFile other(path("other.csv"));
        QVERIFY(other.open(QIODevice::WriteOnly));
        other.write("a,b\r\n1,2\r\n");
        other.close();
        record(0, 5);
        exporter().follow(path("other.csv"));
        QTRY_VERIFY_WITH_TIMEOUT(!exporter().isFollowing(), kPatience);
        QVERIFY(exporter().followProblem().contains(QStringLiteral("other columns")));
        QCOMPARE(contentOf(path("other.csv")), QByteArray("a,b\r\n1,2\r\n"));
    }

    void aChartThatIsNotThereGivesNoPicture()
    {
        exporter().savePicture(nullptr, path("x.png"));
        QCOMPARE(exporter().state(), Exporter::State::Failed);
        ChartModel chart;
        chart.setActive(false);
        exporter().savePicture(&chart, path("x.png"));
        QCOMPARE(exporter().state(), Exporter::State::Failed);
        QVERIFY(!QFile::exists(path("x.png")));
    }

    void aPictureIsWritten()
    {
        ChartModel chart;
        chart.setView(m_session->view());
        QCOMPARE(m_session->view()->charts().size(), 1);
        QImage drawn(40, 20, QImage::Format_ARGB32);
        drawn.fill(Qt::red);
        connect(&chart, &ChartModel::pictureRequested, &chart, [&] { chart.takePicture(drawn); });
        exporter().savePicture(&chart, path("x.png"));
        QVERIFY(finished());
        QVERIFY2(exporter().state() == Exporter::State::Done, qPrintable(exporter().message()));
        QCOMPARE(QImage(path("x.png")).size(), QSize(40, 20));
    }

    void anArchiveIsReadByTar()
    {
        const auto archive = tarArchive(
            {{QStringLiteral("d/a.txt"), "alpha"}, {QStringLiteral("d/\u00fc.txt"), {}}}, 1'700'000'000);
        QVERIFY(archive.has_value());
        QFile file(path("x.tar.gz"));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(*archive);
        file.close();
        QProcess tar;
        tar.start(QStringLiteral("tar"),
                  {QStringLiteral("-xzOf"), file.fileName(), QStringLiteral("d/a.txt")});
        QVERIFY(tar.waitForFinished(kPatience));
        QCOMPARE(tar.exitCode(), 0);
        QCOMPARE(tar.readAllStandardOutput(), QByteArray("alpha"));
    }

    void theBundleTellsAllButSecrets()
    {
        TestEngine engine;
        QVERIFY2(engine.start({{QStringLiteral("diagnosis.probe_url"),
                                QStringLiteral("http://127.0.0.1:1/stream/sluice-canary")}}),
                 qPrintable(engine.error()));
        m_session->link()->connectTo(engine.url(), TestEngine::token(), QStringLiteral("test"));
        QTRY_VERIFY_WITH_TIMEOUT(m_session->link()->isLive(), kPatience);
        QCOMPARE(engine.openStreams(QStringLiteral("news"), 2), 2);
        m_session->journal()->note(Journal::Operation, QStringLiteral("=something"),
                                   QStringLiteral("seen at https://me:hunter2@proxy/x"));
        exporter().saveBundle(path("bundle.tar.gz"));
        QVERIFY(finished());
        QVERIFY2(exporter().state() == Exporter::State::Done, qPrintable(exporter().message()));
        QProcess tar;
        tar.setWorkingDirectory(m_place.path());
        tar.start(QStringLiteral("tar"), {QStringLiteral("-xzf"), path("bundle.tar.gz")});
        QVERIFY(tar.waitForFinished(kPatience));
        QCOMPARE(tar.exitCode(), 0);
        const QString folder = path("sluice-incident/");
        QByteArray everything;
        for (const char *name :
             {"README.txt", "snapshots.csv", "journal.csv", "journal.json", "settings.json", "diagnosis.json",
              "streams.json", "disconnects.json", "channels.json", "drain.json", "version.json", "audit.json",
              "metrics.txt", "summary.txt"}) {
            const QByteArray content = contentOf(folder + QString::fromLatin1(name));
            QVERIFY2(!content.isEmpty(), name);
            everything += content;
        }
        QVERIFY(!everything.contains(TestEngine::token().toUtf8()));
        QVERIFY(!everything.contains(TestEngine::viewerToken().toUtf8()));
        QVERIFY(!everything.contains("hunter2"));
        QVERIFY(everything.contains("sluice-canary")); // only the secret is gone
        QVERIFY(contentOf(folder + QStringLiteral("journal.csv")).contains("'=something"));
        QVERIFY(contentOf(folder + QStringLiteral("summary.txt")).contains("news"));
    }

    void anEngineThatIsGoneLeavesABundleOfWhatIsKnown()
    {
        record(0, 3);
        exporter().saveBundle(path("gone.tar.gz"));
        QVERIFY(finished());
        QCOMPARE(exporter().state(), Exporter::State::Done);
        QProcess tar;
        tar.start(QStringLiteral("tar"), {QStringLiteral("-xzOf"), path("gone.tar.gz"),
                                          QStringLiteral("sluice-incident/README.txt")});
        QVERIFY(tar.waitForFinished(kPatience));
        QVERIFY(tar.readAllStandardOutput().contains("Missing:"));
    }

    void secretsAreTakenOutOfAnyText()
    {
        QCOMPARE(IncidentBundle::withoutSecrets("see https://me:pw@host/x?a=1&token=abc Bearer xyz123."),
                 QByteArray("see https://***@host/x?a=1&token=*** Bearer ***"));
        const QJsonObject answer{{QStringLiteral("settings"),
                                  QJsonObject{{QStringLiteral("auth.admin_token"), QStringLiteral("plain")},
                                              {QStringLiteral("auth.viewer_token"), QString()},
                                              {QStringLiteral("pool.max_streams"), 5}}}};
        const QJsonObject clean =
            IncidentBundle::withoutSecretSettings(answer).value(QLatin1String("settings")).toObject();
        QCOMPARE(clean.value(QLatin1String("auth.admin_token")).toString(), QStringLiteral("***"));
        QCOMPARE(clean.value(QLatin1String("auth.viewer_token")).toString(), QString());
        QCOMPARE(clean.value(QLatin1String("pool.max_streams")).toInt(), 5);
    }

    void pathsAreTakenAsPeopleGiveThem()
    {
        QCOMPARE(Exporter::localPath(QStringLiteral("file:///tmp/a%20b.csv")),
                 QStringLiteral("/tmp/a b.csv"));
        QCOMPARE(Exporter::localPath(QStringLiteral(" /tmp/x ")), QStringLiteral("/tmp/x"));
        QVERIFY(Exporter::localPath(QStringLiteral("~/x")).endsWith(QStringLiteral("/x")));
        QVERIFY(!Exporter::localPath(QStringLiteral("~/x")).startsWith(QLatin1Char('~')));
        QVERIFY(Exporter::suggestedPath(QStringLiteral("csv")).endsWith(QStringLiteral(".csv")));
    }
};

QTEST_GUILESS_MAIN(TestExporter)
#include "tst_exporter.moc"
