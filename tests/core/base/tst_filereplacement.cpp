// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/files/FileReplacement.h"

#include "core/support/Mentions.h"
#include "core/support/ScratchFile.h"

#include <csignal>
#include <fstream>

#include <QDir>
#include <QScopeGuard>

#include <fcntl.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
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
    void aMountedFileIsWrittenInPlace();
    void whatAKilledOneLeftGoes();

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

/** As a file that is mounted into a container: it may be written, but nothing may take its place. */
void tst_FileReplacement::aMountedFileIsWrittenInPlace()
{
    if (::geteuid() != 0 || ::unshare(CLONE_NEWNS) != 0)
        QSKIP("this machine lets nobody mount here");
    QVERIFY(::mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0);
    const ScratchFile outside("outside.toml", "old and long enough to be cut");
    const ScratchFile file("a.toml", "beneath");
    QVERIFY(::mount(outside.path().c_str(), file.path().c_str(), nullptr, MS_BIND, nullptr) == 0);
    const auto cleanUp = qScopeGuard([&] { ::umount2(file.path().c_str(), MNT_DETACH); });
    for (const std::string &content : {"new"s, std::string(5000, 'y')}) {
        const auto written = FileReplacement::prepare(file.path())->commit(content);
        QVERIFY2(written.has_value(), written ? "" : written.error().message.c_str());
        QCOMPARE(file.read(), content);
        QCOMPARE(outside.read(), content);
        QCOMPARE(filesBeside(file).size(), 1);
    }
}

void tst_FileReplacement::whatAKilledOneLeftGoes()
{
    const ScratchFile file("a.toml", "old");
    const auto beside = [&file](const char *name) { return file.directory() + '/' + name; };
    // Nobody else's, however alike.
    const std::vector<std::string> kept{beside(".a.toml.new-"),      beside(".a.toml.new-abcdefg"),
                                        beside("a.toml.new-abcdef"), beside(".b.toml.new-abcdef"),
                                        beside("a.toml.backup"),     beside(".a.toml.new-fresh1")};
    const std::string left = beside(".a.toml.new-abcdef");
    const timespec old[2] = {{1'000'000'000, 0}, {1'000'000'000, 0}};
    for (std::string name : kept) {
        QVERIFY(std::ofstream(name).put('x').good());
        if (!name.ends_with("fresh1"))
            QCOMPARE(::utimensat(AT_FDCWD, name.c_str(), old, 0), 0);
    }
    QVERIFY(std::ofstream(left).put('x').good());
    QCOMPARE(::utimensat(AT_FDCWD, left.c_str(), old, 0), 0);
    auto alive = TemporaryFile::beside(file.path());
    QVERIFY(alive);
    QCOMPARE(::futimens(alive->fd(), old), 0);
    QVERIFY(FileReplacement::prepare(file.path())->commit("new"));
    QVERIFY(::access(left.c_str(), F_OK) != 0);
    for (const std::string &name : kept)
        QVERIFY2(::access(name.c_str(), F_OK) == 0, name.c_str());
    QCOMPARE(filesBeside(file).size(), static_cast<int>(kept.size()) + 2); // and the one that is being made
}

QTEST_APPLESS_MAIN(tst_FileReplacement)
#include "tst_filereplacement.moc"
