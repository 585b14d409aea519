// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/SnapshotCsv.h"
#include "server/recording/CsvRecorder.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <atomic>

#include <csignal>
#include <sys/mount.h>
#include <unistd.h>

using namespace sluice;
using namespace std::chrono_literals;

namespace {

constexpr int patience = 30'000;
constexpr std::int64_t workers = 2;

/** A recorder, the history it reads, and what it told. */
struct House
{
    House()
        : recorder(
              history,
              [this](bool isWrong, const std::string &message) {
                  const std::lock_guard lock(mutex);
                  (isWrong ? wrong : right).append(QString::fromStdString(message));
              },
              [this] { return utcNow() + Milliseconds(wallAhead); })
    {
    }

    /** The next snapshot is taken. */
    void take()
    {
        auto row = std::make_shared<Snapshot>();
        row->version = Snapshot::schemaVersion;
        row->time_utc = utcNow();
        row->active_streams = ++taken;
        row->workers = workers;
        row->worker_N_streams = {taken, 0};
        history.add(Clock::now(), row);
        recorder.wake();
    }
    /** Takes so many, each recorded before the next. */
    bool takeAndAwait(int count)
    {
        for (int i = 0; i < count; ++i) {
            take();
            if (!QTest::qWaitFor([this] { return recorder.figures().snapshots == taken; }, patience))
                return false;
        }
        return true;
    }
    QStringList told(QStringList House::*which)
    {
        const std::lock_guard lock(mutex);
        return this->*which;
    }

    SnapshotHistory history;
    std::mutex mutex;
    QStringList wrong; ///< guarded by mutex, as right
    QStringList right;
    std::int64_t taken = 0;
    std::atomic<std::int64_t> wallAhead = 0; ///< milliseconds
    CsvRecorder recorder;
};

QStringList namesIn(const QString &path)
{
    return QDir(path).entryList(QDir::Files, QDir::Name);
}

/** The numbers of the snapshots in all files of a directory, in order; -1 for a file that does not read. */
QList<std::int64_t> numbersIn(const QString &path)
{
    QList<std::int64_t> numbers;
    for (const QString &name : namesIn(path)) {
        QFile file(path + QLatin1Char('/') + name);
        const bool isOpen = file.open(QIODevice::ReadOnly);
        const auto recording = snapshotcsv::parse(file.readAll().toStdString());
        if (!isOpen || !recording || recording->wasCut) {
            numbers.append(-1);
            continue;
        }
        for (const Snapshot &snapshot : recording->snapshots)
            numbers.append(snapshot.active_streams);
    }
    std::sort(numbers.begin(), numbers.end());
    return numbers;
}

QList<std::int64_t> upTo(std::int64_t last)
{
    QList<std::int64_t> numbers;
    for (std::int64_t n = 1; n <= last; ++n)
        numbers.append(n);
    return numbers;
}

} // namespace

class tst_CsvRecorder : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void recordsNothingUnasked();
    void recordsUntilItIsToldToStop();
    void rotatesBySizeAndKeepsSoMany();
    void aClockThatIsSetBackCostsNothing();
    void rotatesByAge();
    void changesItsDirectory();
    void finishesWhatACrashLeft();
    void aFileThatIsTakenAwayIsMadeAnew();
    void aPlaceThatCannotBe();
    void aFullDiskIsSurvived();
};

void tst_CsvRecorder::recordsNothingUnasked()
{
    House house;
    house.take();
    QTest::qWait(20);
    QCOMPARE(house.recorder.figures().snapshots, std::int64_t{0});
    QVERIFY(!house.recorder.figures().isRecording);
    QVERIFY(!house.recorder.figures().isFailing);
}

void tst_CsvRecorder::recordsUntilItIsToldToStop()
{
    QTemporaryDir place;
    const QString path = place.filePath(QStringLiteral("made/on demand"));
    {
        House house;
        house.recorder.setPlan({path.toStdString()});
        QVERIFY(house.takeAndAwait(5));
        QVERIFY(house.recorder.figures().isRecording);
        const QStringList names = namesIn(path);
        QCOMPARE(names.size(), 1);
        QVERIFY2(names[0].endsWith(QStringLiteral(".csv.part")), qPrintable(names[0]));
    }
    const QStringList names = namesIn(path);
    QCOMPARE(names.size(), 1);
    QVERIFY2(names[0].startsWith(QStringLiteral("sluice-2")) &&
                 names[0].endsWith(QStringLiteral("Z-%1.csv").arg(::getpid())),
             qPrintable(names[0]));
    QCOMPARE(numbersIn(path), upTo(5));
}

void tst_CsvRecorder::rotatesBySizeAndKeepsSoMany()
{
    QTemporaryDir place;
    {
        House house;
        CsvRecorder::Plan plan{place.path().toStdString()};
        plan.maxFileSize = std::int64_t(snapshotcsv::header(workers).size()) + 10;
        house.recorder.setPlan(plan);
        QVERIFY(house.takeAndAwait(6));
        QCOMPARE(numbersIn(place.path()), upTo(6));
        QCOMPARE(namesIn(place.path()).size(), 6); // one row fills a file
        plan.maxFiles = 3;
        house.recorder.setPlan(plan);
        QVERIFY(house.takeAndAwait(2));
    }
    QCOMPARE(namesIn(place.path()).size(), 3);
    QCOMPARE(numbersIn(place.path()), (QList<std::int64_t>{6, 7, 8}));
}

void tst_CsvRecorder::aClockThatIsSetBackCostsNothing()
{
    QTemporaryDir place;
    {
        House house;
        CsvRecorder::Plan plan{place.path().toStdString()};
        plan.maxFileSize = std::int64_t(snapshotcsv::header(workers).size()) + 10; // one row fills a file
        plan.maxFiles = 3;
        house.wallAhead = 7'200'000;
        house.recorder.setPlan(plan);
        QVERIFY(house.takeAndAwait(4));
        house.wallAhead = 0;
        QVERIFY(house.takeAndAwait(2));
        house.wallAhead = -86'400'000;
        QVERIFY(house.takeAndAwait(2));
    }
    QCOMPARE(namesIn(place.path()).size(), 3);
    QCOMPARE(numbersIn(place.path()), (QList<std::int64_t>{6, 7, 8}));
    // And names still sort as the rows do.
    for (int i = 0; i < 3; ++i) {
        QFile file(place.filePath(namesIn(place.path())[i]));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const auto recording = snapshotcsv::parse(file.readAll().toStdString());
        QVERIFY(recording);
        QCOMPARE(recording->snapshots.front().active_streams, std::int64_t{6 + i});
    }
}

void tst_CsvRecorder::rotatesByAge()
{
    QTemporaryDir place;
    House house;
    CsvRecorder::Plan plan{place.path().toStdString()};
    plan.maxFileAge = 1ms;
    house.recorder.setPlan(plan);
    QVERIFY(house.takeAndAwait(1));
    QTest::qWait(5);
    QVERIFY(house.takeAndAwait(2));
    QTRY_VERIFY_WITH_TIMEOUT(namesIn(place.path()).filter(QStringLiteral(".csv")).size() >= 2, patience);
    QCOMPARE(numbersIn(place.path()), upTo(3));
}

void tst_CsvRecorder::changesItsDirectory()
{
    QTemporaryDir first;
    QTemporaryDir second;
    House house;
    house.recorder.setPlan({first.path().toStdString()});
    QVERIFY(house.takeAndAwait(2));
    house.recorder.setPlan({second.path().toStdString()});
    QVERIFY(house.takeAndAwait(2));
    QCOMPARE(numbersIn(first.path()), upTo(2));
    QVERIFY(namesIn(first.path()).first().endsWith(QStringLiteral(".csv")));
    QCOMPARE(numbersIn(second.path()), (QList<std::int64_t>{3, 4}));
    house.recorder.setPlan({});
    QTRY_VERIFY_WITH_TIMEOUT(namesIn(second.path()).first().endsWith(QStringLiteral(".csv")), patience);
    QTRY_VERIFY_WITH_TIMEOUT(!house.recorder.figures().isRecording, patience);
}

void tst_CsvRecorder::finishesWhatACrashLeft()
{
    QTemporaryDir place;
    // No process has this number: it is beyond what Linux gives.
    const QString left = place.filePath(QStringLiteral("sluice-20260101T000000Z-99999999.csv.part"));
    const QString alive =
        place.filePath(QStringLiteral("sluice-20260101T000000Z-%1.csv.part").arg(::getppid()));
    const QString foreign = place.filePath(QStringLiteral("notes.csv.part"));
    for (const QString &name : {left, alive, foreign}) {
        QFile file(name);
        QVERIFY(file.open(QIODevice::WriteOnly));
    }
    House house;
    house.recorder.setPlan({place.path().toStdString()});
    QVERIFY(house.takeAndAwait(1));
    QVERIFY(!QFile::exists(left));
    QVERIFY(QFile::exists(left.chopped(5)));
    QVERIFY(QFile::exists(alive));
    QVERIFY(QFile::exists(foreign));
}

void tst_CsvRecorder::aFileThatIsTakenAwayIsMadeAnew()
{
    QTemporaryDir place;
    House house;
    house.recorder.setPlan({place.path().toStdString()});
    QVERIFY(house.takeAndAwait(1));
    QVERIFY(QFile::remove(place.filePath(namesIn(place.path()).first())));
    QVERIFY(house.takeAndAwait(1));
    QCOMPARE(numbersIn(place.path()), (QList<std::int64_t>{2}));
    QCOMPARE(house.recorder.figures().errors, std::int64_t{0});
}

void tst_CsvRecorder::aPlaceThatCannotBe()
{
    QTemporaryDir place;
    const QString blocked = place.filePath(QStringLiteral("a-file"));
    {
        QFile file(blocked);
        QVERIFY(file.open(QIODevice::WriteOnly));
    }
    House house;
    house.recorder.setPlan({(blocked + QStringLiteral("/below")).toStdString()});
    for (int i = 0; i < 3; ++i) {
        house.take();
        QTRY_VERIFY_WITH_TIMEOUT(house.recorder.figures().errors > i, patience);
    }
    QVERIFY(house.recorder.figures().isFailing);
    QCOMPARE(house.told(&House::wrong).size(), 1); // once, however often it fails
    QVERIFY(house.told(&House::wrong).first().contains(blocked));
    QVERIFY(house.told(&House::wrong).first().contains(QStringLiteral("recording.csv_directory")));
    // The place becomes usable: nothing is missing.
    QVERIFY(QFile::remove(blocked));
    house.take();
    QTRY_COMPARE_WITH_TIMEOUT(house.recorder.figures().snapshots, house.taken, patience);
    QCOMPARE(numbersIn(blocked + QStringLiteral("/below")), upTo(4));
    QTRY_COMPARE_WITH_TIMEOUT(house.told(&House::right).size(), 1, patience);
    QVERIFY(!house.recorder.figures().isFailing);
}

void tst_CsvRecorder::aFullDiskIsSurvived()
{
    QTemporaryDir place;
    const QByteArray path = place.path().toUtf8();
    if (::mount("tmpfs", path.constData(), "tmpfs", 0, "size=32k") != 0)
        QSKIP("a small file system needs root");
    const QString ballast = place.filePath(QStringLiteral("ballast"));
    {
        House house;
        house.recorder.setPlan({place.path().toStdString()});
        QVERIFY(house.takeAndAwait(1));
        QFile file(ballast);
        QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Unbuffered));
        while (file.write(QByteArray(1024, 'x')) == 1024) {
        }
        file.close();
        // What the file's last page still takes is written; then the disk is full.
        while (house.recorder.figures().errors == 0 && house.taken < 500) {
            house.take();
            QTest::qWait(1);
        }
        QVERIFY(house.recorder.figures().isFailing);
        for (int i = 0; i < 3; ++i)
            house.take();
        QCOMPARE(house.told(&House::wrong).size(), 1);
        QVERIFY2(house.told(&House::wrong).first().contains(QStringLiteral("No space left")),
                 qPrintable(house.told(&House::wrong).first()));
        QVERIFY(QFile::remove(ballast));
        QTRY_VERIFY_WITH_TIMEOUT((house.recorder.wake(), house.recorder.figures().snapshots == house.taken),
                                 patience);
        QVERIFY(!house.recorder.figures().isFailing);
        QCOMPARE(house.told(&House::right).size(), 1);
        // No row twice, none lost, none torn.
        QCOMPARE(numbersIn(place.path()), upTo(house.taken));
    }
    QCOMPARE(namesIn(place.path()).filter(QStringLiteral(".part")).size(), 0);
    QCOMPARE(::umount2(path.constData(), MNT_DETACH), 0);
}

QTEST_GUILESS_MAIN(tst_CsvRecorder)
#include "tst_csvrecorder.moc"
