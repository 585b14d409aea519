// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// A recording in place of the live engine: opened, moved through, closed; and what is no recording.
#include "ConsoleSession.h"
#include "SnapshotTable.h"
#include "Snapshots.h"

#include "model/SnapshotCsv.h"

#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace sluice;
using namespace sluice::test;

namespace {

constexpr int kPatience = 60'000; // milliseconds: a busy machine is no bug

} // namespace

class TestRecording : public QObject
{
    Q_OBJECT

    QTemporaryDir m_place;
    std::unique_ptr<ConsoleSession> m_session;

    Recording &recording() { return *m_session->recording(); }
    TimeView &view() { return *m_session->view(); }

    QString fileOf(const QByteArray &content) const
    {
        QFile file(m_place.filePath(QStringLiteral("recording.csv")));
        if (file.open(QIODevice::WriteOnly))
            file.write(content);
        return file.fileName();
    }
    QString recordingOf(int seconds) const
    {
        SnapshotStore store;
        for (int second = 0; second <= seconds; ++second)
            store.append(snapshotAt(second, {{QStringLiteral("active_streams"), second}}));
        const auto table = SnapshotTable::of(store);
        std::string text = table.header();
        for (std::size_t row = 0; row < table.rowCount(); ++row)
            text += table.line(row);
        return fileOf(QByteArray::fromStdString(text));
    }
    bool loaded()
    {
        return QTest::qWaitFor([this] { return recording().state() != Recording::State::Loading; },
                               kPatience);
    }

private Q_SLOTS:
    void init()
    {
        m_session = std::make_unique<ConsoleSession>();
        m_session->link()->snapshots()->append(snapshotAt(1e6, {{QStringLiteral("active_streams"), 7}}));
    }
    void cleanup() { m_session.reset(); }

    void itTakesThePlaceOfTheLiveFiguresUntilItIsClosed()
    {
        SnapshotStore *live = m_session->snapshots();
        view().setWindowSeconds(300);
        QVERIFY(!m_session->view()->isFresh());
        recording().load(recordingOf(50));
        QVERIFY(loaded());
        QVERIFY2(recording().isOpen(), qPrintable(recording().problem()));
        QVERIFY(m_session->snapshots() != live);
        QCOMPARE(m_session->snapshots()->count(), 51);
        QCOMPARE(view().end(), kStart + 50'000);
        QCOMPARE(view().windowSeconds(), 60); // the least that shows it whole
        QCOMPARE(recording().name(), QStringLiteral("recording.csv"));
        QVERIFY(!recording().span().isEmpty());
        QVERIFY(m_session->view()->isFresh());
        // What the engine sends meanwhile is kept, and not shown.
        live->append(snapshotAt(1e6 + 1, {{QStringLiteral("active_streams"), 8}}));
        QCOMPARE(view().end(), kStart + 50'000);
        recording().close();
        QCOMPARE(m_session->snapshots(), live);
        QCOMPARE(view().end(), kStart + 1e9 + 1000);
        QCOMPARE(view().windowSeconds(), 300);
        QVERIFY(!m_session->view()->isFresh());
    }

    // Recorded by release 0.1.0 with its demo feed and 40 clients, and never made anew: a column that is
    // renamed or means something else breaks the recordings of everybody.
    void oneOfAnEarlierReleaseIsReadWhole()
    {
        const QString path = QStringLiteral(RECORDINGS "/snapshots-0.1.0.csv");
        QFile file(path);
        QVERIFY2(file.open(QIODevice::ReadOnly), qPrintable(path));
        const QByteArray text = file.readAll();
        recording().load(path);
        QVERIFY(loaded());
        QVERIFY2(recording().isOpen(), qPrintable(recording().problem()));
        SnapshotStore &store = *m_session->snapshots();
        QCOMPARE(store.count(), text.count('\n') - 1);
        // Its columns are columns of this release.
        const QStringList recorded =
            QString::fromUtf8(text.left(text.indexOf('\n'))).trimmed().split(QLatin1Char(','));
        QVERIFY(recorded.size() > 50);
        const QString now = QString::fromStdString(snapshotcsv::header(2));
        const QStringList known = now.trimmed().split(QLatin1Char(','));
        for (const QString &column : recorded)
            QVERIFY2(known.contains(column), qPrintable(column));
        // And the figures are in them.
        QCOMPARE(store.latest(QStringLiteral("active_streams")), 40.0);
        QVERIFY(store.latest(QStringLiteral("max_streams")) > 40);
        QVERIFY(store.latest(QStringLiteral("admitted_total")) >= 40);
        QVERIFY(store.latest(QStringLiteral("delivery_latency_p99_seconds")) > 0);
        QVERIFY(store.latest(QStringLiteral("worker_1_loop_lag_seconds")) >= 0);
        QCOMPARE(store.latestText(QStringLiteral("drain_phase")), QStringLiteral("serving"));
        const auto parsed = snapshotcsv::parse({text.constData(), static_cast<std::size_t>(text.size())});
        QVERIFY2(parsed.has_value(), parsed ? "" : parsed.error().message.c_str());
        QCOMPARE(static_cast<int>(parsed->snapshots.size()), store.count());
    }

    void itsWindowIsNotTheOneToRemember()
    {
        view().setWindowSeconds(900);
        QCOMPARE(m_session->liveWindowSeconds(), 900);
        const QSignalSpy changed(m_session.get(), &ConsoleSession::liveWindowChanged);
        recording().load(recordingOf(50));
        QVERIFY(loaded());
        QCOMPARE(view().windowSeconds(), 60);
        view().setWindowSeconds(300); // within the recording
        QCOMPARE(m_session->liveWindowSeconds(), 900);
        recording().close();
        QCOMPARE(m_session->liveWindowSeconds(), 900);
        QCOMPARE(changed.size(), 0);
        view().setWindowSeconds(60);
        QCOMPARE(m_session->liveWindowSeconds(), 60);
    }

    void onePlacesTheViewAnywhereWithin()
    {
        recording().load(recordingOf(10'000));
        QVERIFY(loaded());
        QCOMPARE(m_session->snapshots()->count(), 10'001); // more than an hour is kept
        QCOMPARE(view().windowSeconds(), 3600);
        QCOMPARE(recording().position(), 1.0);
        recording().setPosition(0);
        QCOMPARE(view().end(), kStart + 3'600'000);
        QCOMPARE(recording().position(), 0.0);
        recording().setPosition(0.5);
        QCOMPARE(view().end(), kStart + 6'800'000);
        QCOMPARE(m_session->snapshots()->valueAt(QStringLiteral("active_streams"), view().end()), 6800.0);
        recording().setPosition(7);
        QCOMPARE(recording().position(), 1.0);
    }

    void itPlaysToItsEnd()
    {
        recording().load(recordingOf(200));
        QVERIFY(loaded());
        view().setWindowSeconds(60);
        recording().setSpeed(60);
        recording().setPlaying(true); // from the end: begins anew
        QVERIFY(recording().isPlaying());
        QVERIFY(recording().position() < 0.5);
        QTRY_VERIFY_WITH_TIMEOUT(!recording().isPlaying(), kPatience);
        QCOMPARE(recording().position(), 1.0);
    }

    void anotherFileTakesItsPlace()
    {
        recording().load(recordingOf(50));
        QVERIFY(loaded());
        recording().load(recordingOf(20));
        QVERIFY(loaded());
        QCOMPARE(m_session->snapshots()->count(), 21);
    }

    void whatIsNoRecordingIsSaidAndChangesNothing_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<QString>("why");
        QTest::newRow("empty") << QByteArray() << QStringLiteral("is no recording");
        QTest::newRow("other columns") << QByteArray("a,b\r\n1,2\r\n") << QStringLiteral("time_utc");
        QTest::newRow("no rows") << QByteArray("time_utc,active_streams\r\n")
                                 << QStringLiteral("holds no snapshot");
        QTest::newRow("no CSV") << QByteArray("\x7f"
                                              "ELF\0\1\2",
                                              7)
                                << QStringLiteral("is no recording");
        QTest::newRow("uneven") << QByteArray("time_utc,a\r\n2026-01-01T00:00:00.000Z,1,2\r\n")
                                << QStringLiteral("line 2");
    }
    void whatIsNoRecordingIsSaidAndChangesNothing()
    {
        QFETCH(const QByteArray, content);
        QFETCH(const QString, why);
        SnapshotStore *live = m_session->snapshots();
        recording().load(fileOf(content));
        QVERIFY(loaded());
        QCOMPARE(recording().state(), Recording::State::Failed);
        QVERIFY2(recording().problem().contains(why), qPrintable(recording().problem()));
        QVERIFY(!recording().isOpen());
        QCOMPARE(m_session->snapshots(), live);
    }

    void aFileThatIsNotThereIsNamed()
    {
        recording().load(QStringLiteral("/no/such.csv"));
        QVERIFY(loaded());
        QVERIFY(recording().problem().contains(QStringLiteral("/no/such.csv")));
        recording().close();
        QCOMPARE(recording().state(), Recording::State::Closed);
    }

    void goingAwayWhileItIsReadIsNoTrouble()
    {
        recording().load(recordingOf(5'000));
        m_session.reset();
    }
};

QTEST_GUILESS_MAIN(TestRecording)
#include "tst_recording.moc"
