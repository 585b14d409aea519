// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// A file that another program writes, rotates in every usual way, loses and damages: each line once.

#include "findings/diagnosis/LogTail.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <memory>
#include <vector>

#include <sys/stat.h>
#include <unistd.h>

using namespace sluice;
using Lines = std::vector<std::string>;

class tst_log_tail : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void beginsAtTheEnd();
    void beginsAfterTheLineThatIsBeingWritten();
    void readsAFileThatAppearsFromItsBeginning();
    void waitsForTheEndOfALine();
    void followsARename();
    void readsTheOldFileUntilTheWriterChangesOver();
    void endsTheOldFile();
    void followsATruncation();
    void saysThatTheFileIsGoneAndFollowsItsReturn();
    void followsAFileThatIsMovedBack();
    void cutsLongLines();
    void takesBytesAsTheyAre();
    void readsABoundedAmountPerPoll();
    void opensRegularFilesOnly_data();
    void opensRegularFilesOnly();

private:
    std::string path() const { return m_folder->filePath(QStringLiteral("error.log")).toStdString(); }
    std::string other() const { return m_folder->filePath(QStringLiteral("error.log.1")).toStdString(); }
    static void append(const std::string &path, const QByteArray &bytes)
    {
        QFile file(QString::fromStdString(path));
        QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Append));
        QCOMPARE(file.write(bytes), qint64(bytes.size()));
    }
    /** What one poll gives. */
    Lines poll()
    {
        Lines lines;
        m_tail->poll([&lines](std::string_view line) { lines.emplace_back(line); });
        return lines;
    }
    void follow()
    {
        m_tail = std::make_unique<LogTail>(path());
        QCOMPARE(poll(), Lines());
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<LogTail> m_tail;
};

void tst_log_tail::init()
{
    m_tail.reset();
    m_folder = std::make_unique<QTemporaryDir>();
    QVERIFY(m_folder->isValid());
}

void tst_log_tail::beginsAtTheEnd()
{
    append(path(), "old\n");
    follow();
    QVERIFY(m_tail->problem().empty());
    append(path(), "one\ntwo\n");
    QCOMPARE(poll(), (Lines{"one", "two"}));
    QCOMPARE(poll(), Lines());
}

void tst_log_tail::beginsAfterTheLineThatIsBeingWritten()
{
    append(path(), "old\nhalf");
    follow();
    append(path(), " of a line\nwhole\n");
    QCOMPARE(poll(), Lines{"whole"});
}

void tst_log_tail::readsAFileThatAppearsFromItsBeginning()
{
    follow();
    QVERIFY(!m_tail->problem().empty());
    append(path(), "first\n");
    QCOMPARE(poll(), Lines{"first"});
    QVERIFY(m_tail->problem().empty());
}

void tst_log_tail::waitsForTheEndOfALine()
{
    append(path(), "");
    follow();
    append(path(), "ha");
    QCOMPARE(poll(), Lines());
    append(path(), "lf");
    QCOMPARE(poll(), Lines());
    append(path(), "\nnext");
    QCOMPARE(poll(), Lines{"half"});
    append(path(), "\n\n");
    QCOMPARE(poll(), (Lines{"next", ""}));
}

void tst_log_tail::followsARename()
{
    append(path(), "old\n");
    follow();
    append(path(), "before\n");
    QVERIFY(QFile::rename(QString::fromStdString(path()), QString::fromStdString(other())));
    append(path(), "after\n");
    QCOMPARE(poll(), (Lines{"before", "after"}));
    append(path(), "later\n");
    QCOMPARE(poll(), Lines{"later"});
}

void tst_log_tail::readsTheOldFileUntilTheWriterChangesOver()
{
    append(path(), "old\n");
    follow();
    QVERIFY(QFile::rename(QString::fromStdString(path()), QString::fromStdString(other())));
    append(path(), ""); // logrotate makes it; nginx still writes the old one
    QCOMPARE(poll(), Lines());
    append(other(), "still there\n");
    QCOMPARE(poll(), Lines{"still there"});
    append(other(), "the last\n");
    append(path(), "the first\n");
    QCOMPARE(poll(), (Lines{"the last", "the first"}));
}

void tst_log_tail::endsTheOldFile()
{
    append(path(), "old\n");
    follow();
    const auto descriptors = [] {
        return QDir(QStringLiteral("/proc/self/fd")).entryList(QDir::Files | QDir::System).size();
    };
    const auto before = descriptors();
    for (int turn = 0; turn < 50; ++turn) {
        QFile::remove(QString::fromStdString(other()));
        QVERIFY(QFile::rename(QString::fromStdString(path()), QString::fromStdString(other())));
        append(path(), "new\n");
        QCOMPARE(poll(), Lines{"new"});
    }
    for (int turn = 0; turn < 40; ++turn)
        QCOMPARE(poll(), Lines());
    QCOMPARE(descriptors(), before);
}

void tst_log_tail::followsATruncation()
{
    append(path(), "a rather long line before\n");
    follow();
    append(path(), "half of one");
    QCOMPARE(poll(), Lines());
    QVERIFY(QFile::resize(QString::fromStdString(path()), 0));
    append(path(), "new\n");
    QCOMPARE(poll(), Lines{"new"});
}

void tst_log_tail::saysThatTheFileIsGoneAndFollowsItsReturn()
{
    append(path(), "old\n");
    follow();
    append(path(), "before\n");
    QVERIFY(QFile::remove(QString::fromStdString(path())));
    QCOMPARE(poll(), Lines{"before"}); // it is still open here
    QVERIFY(!m_tail->problem().empty());
    QCOMPARE(poll(), Lines());
    append(path(), "back\n");
    QCOMPARE(poll(), Lines{"back"});
    QVERIFY(m_tail->problem().empty());
}

void tst_log_tail::followsAFileThatIsMovedBack()
{
    append(path(), "old\n");
    follow();
    QVERIFY(QFile::rename(QString::fromStdString(path()), QString::fromStdString(other())));
    QCOMPARE(poll(), Lines());
    QVERIFY(!m_tail->problem().empty());
    append(other(), "meanwhile\n");
    QVERIFY(QFile::rename(QString::fromStdString(other()), QString::fromStdString(path())));
    QCOMPARE(poll(), Lines{"meanwhile"});
    QVERIFY(m_tail->problem().empty());
}

void tst_log_tail::cutsLongLines()
{
    append(path(), "");
    follow();
    append(path(), QByteArray(300'000, 'x'));
    const Lines cut = poll();
    QCOMPARE(cut.size(), std::size_t(1));
    QCOMPARE(cut.front().size(), LogTail::longestLine);
    append(path(), QByteArray(300'000, 'x') + "\nnext\n");
    QCOMPARE(poll(), Lines{"next"});
}

void tst_log_tail::takesBytesAsTheyAre()
{
    append(path(), "");
    follow();
    QByteArray junk;
    for (int byte = 0; byte < 256; ++byte)
        if (byte != '\n')
            junk.append(static_cast<char>(byte));
    append(path(), junk + "\nnext\n");
    QCOMPARE(poll(), (Lines{junk.toStdString(), "next"}));
}

void tst_log_tail::readsABoundedAmountPerPoll()
{
    append(path(), "");
    follow();
    const QByteArray line(1023, 'y');
    QByteArray block;
    for (int index = 0; index < 1024; ++index)
        block += line + '\n';
    for (int index = 0; index < 9; ++index)
        append(path(), block); // 9 MiB
    std::size_t sum = 0;
    for (int polls = 0; polls < 3; ++polls) {
        const std::size_t count = poll().size();
        QVERIFY(count * 1024 <= LogTail::mostPerPoll);
        sum += count;
    }
    QCOMPARE(sum, std::size_t(9 * 1024));
}

void tst_log_tail::opensRegularFilesOnly_data()
{
    QTest::addColumn<QString>("kind");
    for (const char *kind : {"folder", "pipe", "device"})
        QTest::newRow(kind) << QString::fromLatin1(kind);
}

/** A pipe without a writer would make whoever opens it wait for ever. */
void tst_log_tail::opensRegularFilesOnly()
{
    QFETCH(const QString, kind);
    const QString place = QString::fromStdString(path());
    if (kind == QLatin1String("folder"))
        QVERIFY(QDir().mkdir(place));
    else if (kind == QLatin1String("pipe"))
        QCOMPARE(::mkfifo(path().c_str(), 0600), 0);
    else
        QVERIFY(QFile::link(QStringLiteral("/dev/zero"), place));
    m_tail = std::make_unique<LogTail>(path());
    QCOMPARE(poll(), Lines());
    QCOMPARE(m_tail->problem(), std::string("it is not a regular file"));
}

QTEST_APPLESS_MAIN(tst_log_tail)
#include "tst_log_tail.moc"
