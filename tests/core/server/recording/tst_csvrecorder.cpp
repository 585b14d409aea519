// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/SnapshotCsv.h"
#include "server/recording/CsvRecorder.h"

#include <QDir>
#include <QFile>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

#include <atomic>

#include <sys/mount.h>

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

/** An engine's run that leaves one file, and keeps so many. */
void record(const QString &path, std::int64_t most)
{
    House house;
    CsvRecorder::Plan plan{path.toStdString()};
    plan.maxFiles = most;
    house.recorder.setPlan(plan);
    QVERIFY(house.takeAndAwait(1));
}

/** The word in a file's name that says whose it is. */
QString wordOf(const QString &name)
{
    const auto at = name.indexOf(QStringLiteral("Z-"));
    return name.mid(at + 2, 8);
}

/** Another engine's. */
QString otherWord(const QString &word)
{
    return word == QStringLiteral("01234567") ? QStringLiteral("89abcdef") : QStringLiteral("01234567");
}

/** Makes empty files. */
void write(const QStringList &paths)
{
    for (const QString &path : paths) {
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
    }
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
    void anotherEnginesFilesAreLeftAlone();
    void itsOwnFilesStayItsOwn();
    void whatOnlyLooksLikeItsOwnIsNobodys();
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
    const QRegularExpression whole(QStringLiteral("^sluice-2\\d{7}T\\d{9}Z-[0-9a-f]{8}\\.csv$"));
    QVERIFY2(whole.match(names[0]).hasMatch(), qPrintable(names[0]));
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
    record(place.path(), 30);
    // What a crash leaves: the word is free again, and a file is not finished.
    const QString word = wordOf(namesIn(place.path()).first());
    const QString unfinished =
        place.filePath(QStringLiteral("sluice-20260101T000000000Z-%1.csv.part").arg(word));
    const QString foreign = place.filePath(QStringLiteral("notes.csv.part"));
    const QString anothers =
        place.filePath(QStringLiteral("sluice-20260101T000000000Z-%1.csv.part").arg(otherWord(word)));
    write({unfinished, foreign, anothers});
    House house;
    house.recorder.setPlan({place.path().toStdString()});
    QVERIFY(house.takeAndAwait(1));
    QVERIFY(!QFile::exists(unfinished));
    QVERIFY(QFile::exists(unfinished.chopped(5)));
    QVERIFY(QFile::exists(foreign));
    QVERIFY(QFile::exists(anothers));
}

/** Two engines share a directory, as two containers do that each have the pid 1: neither touches what the
 * other made or makes. */
void tst_CsvRecorder::anotherEnginesFilesAreLeftAlone()
{
    QTemporaryDir place;
    CsvRecorder::Plan plan{place.path().toStdString()};
    plan.maxFileSize = std::int64_t(snapshotcsv::header(workers).size()) + 10; // one row fills a file
    plan.maxFiles = 2;
    {
        House one;
        one.recorder.setPlan(plan);
        QVERIFY(one.takeAndAwait(2));
        const QStringList ofOne = namesIn(place.path());
        House two;
        plan.maxFileSize = 1 << 20;
        one.recorder.setPlan(plan);
        QVERIFY(one.takeAndAwait(1)); // its file stays open
        const QStringList liveOfOne = QDir(place.path()).entryList({QStringLiteral("*.part")});
        QCOMPARE(liveOfOne.size(), 1);
        plan.maxFileSize = std::int64_t(snapshotcsv::header(workers).size()) + 10;
        plan.maxFiles = 1;
        two.recorder.setPlan(plan);
        QVERIFY(two.takeAndAwait(5));
        QVERIFY(QFile::exists(place.filePath(liveOfOne.first())));
        QVERIFY(QFile::exists(place.filePath(ofOne.last())));
        QStringList words;
        for (const QString &name : namesIn(place.path()))
            words.append(wordOf(name));
        words.removeDuplicates();
        QCOMPARE(words.size(), 2);
    }
    QCOMPARE(namesIn(place.path()).filter(QStringLiteral(".part")).size(), 0);
    QCOMPARE(namesIn(place.path()).size(), 2 + 1); // each kept as many as it was told
}

/** An engine that starts again goes on with its files, whatever its pid is. */
void tst_CsvRecorder::itsOwnFilesStayItsOwn()
{
    QTemporaryDir place;
    for (int run = 0; run < 4; ++run)
        record(place.path(), 2);
    QCOMPARE(namesIn(place.path()).size(), 2);
    QCOMPARE(
        QDir(place.path()).entryList({QStringLiteral(".sluice-*.lock")}, QDir::Files | QDir::Hidden).size(),
        1);
}

void tst_CsvRecorder::whatOnlyLooksLikeItsOwnIsNobodys()
{
    QTemporaryDir place;
    record(place.path(), 1);
    const QString word = wordOf(namesIn(place.path()).first());
    QStringList names{QStringLiteral("sluice-1.csv"), QStringLiteral("sluice-2020-my-own-report.csv"),
                      QStringLiteral("sluice-20260101T000000000Z-1.csv"),
                      QStringLiteral("sluice-20260101T000000000Z-%1.csv").arg(otherWord(word))};
    for (const char *pattern :
         {"sluice-20260101T000000000Z-%1.csv.bak", "sluice-20260101T000000000Z-%1-2.csv",
          "sluice-20260101T000000000Z-%1.csv (copy)", "sluice-20260101T000000Z-%1.csv",
          "sluice-20261301T000000000Z-%1.csv", "sluice-x0260101T000000000Z-%1.csv", "sluice-%1.csv",
          "sluice-20260101T000000000Z-my-%1.csv", "my-sluice-20260101T000000000Z-%1.csv",
          "sluice-%1.csv.part"})
        names.append(QString::fromLatin1(pattern).arg(word));
    QStringList paths;
    for (const QString &name : std::as_const(names))
        paths.append(place.filePath(name));
    write(paths);
    for (int run = 0; run < 3; ++run)
        record(place.path(), 1);
    for (const QString &path : std::as_const(paths))
        QVERIFY2(QFile::exists(path), qPrintable(path));
    QCOMPARE(namesIn(place.path()).size(), paths.size() + 1);
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
