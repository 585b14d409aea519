// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The CSV of an export: every row once, over restarts of the engine and of the export, and whole rows only.
#include "ctl/commands/SnapshotRows.h"

#include "base/files/CsvFile.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace std::chrono_literals;
using namespace sluice;

namespace {

constexpr const char *kHeader = "version,time_utc,monotonic_seconds,streams";

std::string row(int second, int streams = 0)
{
    const QString text = QStringLiteral("1,2026-01-31T10:%1:%2.000Z,%3,%4")
                             .arg(second / 60, 2, 10, QLatin1Char('0'))
                             .arg(second % 60, 2, 10, QLatin1Char('0'))
                             .arg(second)
                             .arg(streams);
    return text.toStdString();
}

std::string csv(std::initializer_list<std::string> rows)
{
    std::string text = std::string(kHeader) + "\r\n";
    for (const std::string &line : rows)
        text += line + "\r\n";
    return text;
}

std::string lines(std::initializer_list<std::string> rows)
{
    std::string text;
    for (const std::string &line : rows)
        text += line + "\r\n";
    return text;
}

QByteArray contents(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("(cannot be read)");
}

} // namespace

class tst_SnapshotExport : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void writesEachRowOnce();
    void goesOnAfterARestart();
    void goesOnBehindAFile();
    void thinsOut();
    void refusesWhatIsNoTable();
    void replacesAtOnce();
    void keepsTheOldFileWithoutFinish();
    void continuesWholeRows();
    void saysThatTheDiskIsFull();
    void saysThatAFileCannotBeWritten();
};

void tst_SnapshotExport::writesEachRowOnce()
{
    SnapshotRows rows(0ms, {}, {});
    QCOMPARE(rows.take(csv({row(1), row(2)})).value(), csv({row(1), row(2)}));
    QCOMPARE(rows.take(csv({row(1), row(2), row(3)})).value(), lines({row(3)}));
    QCOMPARE(rows.take(csv({row(2), row(3)})).value(), std::string());
    QCOMPARE(rows.take(csv({})).value(), std::string());
    QCOMPARE(rows.take(csv({row(4)})).value(), lines({row(4)}));
    QCOMPARE(rows.count(), std::size_t{4});
}

void tst_SnapshotExport::goesOnAfterARestart()
{
    SnapshotRows rows(0ms, {}, {});
    QVERIFY(rows.take(csv({row(100), row(101)})).has_value());
    // The new engine knows nothing of the rows before; its clock may even be behind.
    QCOMPARE(rows.take(csv({row(90), row(91)})).value(), lines({row(90), row(91)}));
    QCOMPARE(rows.take(csv({row(90), row(91), row(92)})).value(), lines({row(92)}));
}

void tst_SnapshotExport::goesOnBehindAFile()
{
    SnapshotRows rows(0ms, kHeader, row(2));
    QCOMPARE(rows.take(csv({row(1), row(2), row(3)})).value(), lines({row(3)}));
    SnapshotRows other(0ms, "version,other", "1,2");
    const auto refused = other.take(csv({row(1)}));
    QVERIFY(!refused.has_value());
    QVERIFY(refused.error().message.find("columns") != std::string::npos);
}

void tst_SnapshotExport::thinsOut()
{
    SnapshotRows rows(10s, {}, {});
    QCOMPARE(rows.take(csv({row(0), row(1), row(9), row(10), row(15), row(19), row(20)})).value(),
             csv({row(0), row(9), row(19)})); // a tenth early is near enough
    QCOMPARE(rows.take(csv({row(20), row(27)})).value(), std::string());
    QCOMPARE(rows.take(csv({row(27), row(29)})).value(), lines({row(29)}));
}

void tst_SnapshotExport::refusesWhatIsNoTable()
{
    SnapshotRows rows(0ms, {}, {});
    QVERIFY(!rows.take("").has_value());
    QVERIFY(!rows.take("<html>\r\n").has_value());
    QVERIFY(rows.take(csv({row(1)})).has_value());
    QVERIFY(!rows.take("a,b\r\n1,2\r\n").has_value());
}

void tst_SnapshotExport::replacesAtOnce()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("out.csv"));
    for (const char *text : {"a,b\r\n1,2\r\n", "c,d\r\n"}) {
        auto file = CsvFile::open(path.toStdString(), CsvFile::Mode::Replace);
        QVERIFY2(file.has_value(), file ? "" : file.error().message.c_str());
        QVERIFY(file->write(text).has_value());
        QVERIFY(contents(path) != QByteArray(text));
        QVERIFY(file->finish().has_value());
        QCOMPARE(contents(path), QByteArray(text));
    }
    QCOMPARE(QDir(folder.path()).entryList(QDir::Files).size(), 1);
}

void tst_SnapshotExport::keepsTheOldFileWithoutFinish()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("out.csv"));
    QFile old(path);
    QVERIFY(old.open(QIODevice::WriteOnly));
    old.write("old");
    old.close();
    {
        auto file = CsvFile::open(path.toStdString(), CsvFile::Mode::Replace);
        QVERIFY(file->write("new").has_value());
    }
    QCOMPARE(contents(path), QByteArray("old"));
    QCOMPARE(QDir(folder.path()).entryList(QDir::Files).size(), 1);
}

void tst_SnapshotExport::continuesWholeRows()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("out.csv"));
    {
        auto file = CsvFile::open(path.toStdString(), CsvFile::Mode::Continue);
        QVERIFY(file->header().empty());
        QVERIFY(file->write("a,b\r\n1,2\r\n3,4\r\n5,").has_value()); // as a crash may leave it
    }
    auto file = CsvFile::open(path.toStdString(), CsvFile::Mode::Continue);
    QCOMPARE(file->header(), std::string("a,b"));
    QCOMPARE(file->lastRow(), std::string("3,4"));
    QVERIFY(file->write("5,6\r\n").has_value());
    QVERIFY(file->finish().has_value());
    QCOMPARE(contents(path), QByteArray("a,b\r\n1,2\r\n3,4\r\n5,6\r\n"));
}

void tst_SnapshotExport::saysThatTheDiskIsFull()
{
    for (const auto mode : {CsvFile::Mode::Replace, CsvFile::Mode::Continue}) {
        auto file = CsvFile::open("/dev/full", mode);
        QVERIFY2(file.has_value(), file ? "" : file.error().message.c_str());
        const auto written = file->write("a,b\r\n");
        QVERIFY(!written.has_value());
        for (const char *part : {"'/dev/full'", "No space left on device", "free some space"})
            QVERIFY2(written.error().message.find(part) != std::string::npos,
                     written.error().message.c_str());
    }
    QVERIFY(QFile::exists(QStringLiteral("/dev/full")));
}

void tst_SnapshotExport::saysThatAFileCannotBeWritten()
{
    for (const auto mode : {CsvFile::Mode::Replace, CsvFile::Mode::Continue}) {
        const auto file = CsvFile::open("/nowhere/out.csv", mode);
        QVERIFY(!file.has_value());
        QVERIFY(file.error().message.find("'/nowhere/out.csv': cannot be written: No such file") !=
                std::string::npos);
    }
}

QTEST_GUILESS_MAIN(tst_SnapshotExport)
#include "tst_snapshot_export.moc"
