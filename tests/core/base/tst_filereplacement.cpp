// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/files/FileReplacement.h"

#include "core/support/Mentions.h"
#include "core/support/ScratchFile.h"

#include <csignal>

#include <QDir>

#include <sys/resource.h>
#include <unistd.h>

using namespace sluice;
using namespace std::string_literals;

class tst_FileReplacement : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void replaces();
    void keepsModeAndOwner();
    void followsALink();
    void readOnlyFile();
    void vanishedFile();
    void vanishedMeanwhile();
    void changedMeanwhile();
    void notAFile();
    void fullDisk();

private:
    static QStringList filesBeside(const ScratchFile &file)
    {
        return QDir(QString::fromStdString(file.directory()))
            .entryList(QDir::Files | QDir::System | QDir::Hidden, QDir::Name);
    }
};

void tst_FileReplacement::replaces()
{
    const ScratchFile file("a.toml", "old");
    const auto replacement = FileReplacement::prepare(file.path());
    QVERIFY(replacement);
    QVERIFY(replacement->commit("new and longer"));
    QCOMPARE(file.read(), "new and longer"s);
    QCOMPARE(filesBeside(file).size(), 1);
}

void tst_FileReplacement::keepsModeAndOwner()
{
    const ScratchFile file("a.toml", "old");
    constexpr mode_t mode = 0640;
    constexpr uid_t nobody = 65534;
    QCOMPARE(::chmod(file.path().c_str(), mode), 0);
    const bool isRoot = ::geteuid() == 0;
    if (isRoot)
        QCOMPARE(::chown(file.path().c_str(), nobody, nobody), 0);
    QVERIFY(FileReplacement::prepare(file.path())->commit("new"));
    struct stat status = {};
    QCOMPARE(::stat(file.path().c_str(), &status), 0);
    QCOMPARE(status.st_mode & 07777U, mode);
    QCOMPARE(status.st_uid, isRoot ? nobody : ::geteuid());
}

void tst_FileReplacement::followsALink()
{
    const ScratchFile file("real.toml", "old");
    const std::string link = file.directory() + "/link.toml";
    QCOMPARE(::symlink("real.toml", link.c_str()), 0);
    const auto replacement = FileReplacement::prepare(link);
    QVERIFY(replacement);
    QVERIFY(replacement->commit("new"));
    QCOMPARE(file.read(), "new"s);
    struct stat status = {};
    QCOMPARE(::lstat(link.c_str(), &status), 0);
    QVERIFY(S_ISLNK(status.st_mode));
}

void tst_FileReplacement::readOnlyFile()
{
    const ScratchFile file("a.toml", "old");
    QCOMPARE(::chmod(file.path().c_str(), 0444), 0);
    const auto refused = FileReplacement::prepare(file.path());
    QVERIFY(!refused);
    QCOMPARE(refused.error().kind, Error::Kind::Environment);
    SLUICE_VERIFY_MENTIONS(refused.error().message, (Words{"a.toml'", "unchanged"}));
    QCOMPARE(file.read(), "old"s);
}

void tst_FileReplacement::vanishedFile()
{
    const ScratchFile file("a.toml", "old");
    QCOMPARE(::unlink(file.path().c_str()), 0);
    const auto refused = FileReplacement::prepare(file.path());
    QVERIFY(!refused);
    SLUICE_VERIFY_MENTIONS(refused.error().message, (Words{"a.toml'", "No such file"}));
}

void tst_FileReplacement::vanishedMeanwhile()
{
    const ScratchFile file("a.toml", "old");
    const auto replacement = FileReplacement::prepare(file.path());
    QCOMPARE(::unlink(file.path().c_str()), 0);
    QVERIFY(!replacement->commit("new"));
    QVERIFY(filesBeside(file).isEmpty());
}

void tst_FileReplacement::changedMeanwhile()
{
    const ScratchFile file("a.toml", "old");
    const auto replacement = FileReplacement::prepare(file.path());
    file.write("the hand of somebody else");
    const auto refused = replacement->commit("new");
    QVERIFY(!refused);
    SLUICE_VERIFY_MENTIONS(refused.error().message, (Words{"a.toml'", "somebody else"}));
    QCOMPARE(file.read(), "the hand of somebody else"s);
    QCOMPARE(filesBeside(file).size(), 1);
}

void tst_FileReplacement::notAFile()
{
    const ScratchFile file("a.toml", "old");
    QVERIFY(!FileReplacement::prepare(file.directory()));
    QVERIFY(!FileReplacement::prepare("/dev/null"));
}

/** A limit on the size of files stands for a full disk: write() fails in the middle. */
void tst_FileReplacement::fullDisk()
{
    const ScratchFile file("a.toml", "old");
    const auto replacement = FileReplacement::prepare(file.path());
    rlimit limit = {};
    QCOMPARE(::getrlimit(RLIMIT_FSIZE, &limit), 0);
    const rlimit small{4096, limit.rlim_max};
    const auto previous = std::signal(SIGXFSZ, SIG_IGN);
    QCOMPARE(::setrlimit(RLIMIT_FSIZE, &small), 0);
    const auto refused = replacement->commit(std::string(10'000, 'x'));
    QCOMPARE(::setrlimit(RLIMIT_FSIZE, &limit), 0);
    std::signal(SIGXFSZ, previous);
    QVERIFY(!refused);
    SLUICE_VERIFY_MENTIONS(refused.error().message, (Words{"a.toml'", "too large", "unchanged"}));
    QCOMPARE(file.read(), "old"s);
    QCOMPARE(filesBeside(file).size(), 1);
}

QTEST_APPLESS_MAIN(tst_FileReplacement)
#include "tst_filereplacement.moc"
