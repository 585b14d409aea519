// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What `cmake --install` puts into a DESTDIR, and whether it is fit for use: the programs run, the manual
// pages are free of complaints, the units are valid and hardened, and a configuration that exists is kept.

#include "integration/support/NeedTool.h"

#include <QDir>
#include <QFile>
#include <QProcess>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

using namespace sluice::integration;

class tst_install : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void everythingIsThere_data();
    void everythingIsThere();
    void programsRun();
    void exampleIsAValidConfiguration();
    void configurationIsKept();
    void manualPagesAreClean_data();
    void manualPagesAreClean();
    void unitsNameInstalledPrograms();
    void unitsAreValid();
    void serviceIsHardened();
    void theConsoleIsOnTheDesktop();

private:
    /** Runs a program to its end; stdout and stderr are in m_output. */
    int run(const QString &program, const QStringList &arguments);
    int install();
    /** Where an installed path is below the DESTDIR. */
    QString staged(const QString &path) const { return m_stage.path() + path; }
    QByteArray contentOf(const QString &path);
    /** A copy of the units whose paths lead into the DESTDIR; empty when that cannot be. */
    QString usableUnits();

    QTemporaryDir m_stage;
    QTemporaryDir m_units;
    QByteArray m_output;
};

namespace {

const QString bin = QStringLiteral(SLUICE_BINDIR);
const QString man = QStringLiteral(SLUICE_MANDIR);
const QString units = QStringLiteral(SLUICE_UNITDIR);
const QString docs = QStringLiteral(SLUICE_DOCDIR);
const QString completions = QStringLiteral(SLUICE_DATADIR "/bash-completion/completions");
const QString configuration = QStringLiteral(SLUICE_CONFIGDIR "/sluice.toml");

} // namespace

int tst_install::run(const QString &program, const QStringList &arguments)
{
    QProcess process;
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.start(program, arguments);
    const bool ended = process.waitForFinished(60'000);
    m_output = process.readAll();
    return ended && process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1;
}

int tst_install::install()
{
    return run(QStringLiteral(SLUICE_CMAKE), {QStringLiteral("--install"), QStringLiteral(SLUICE_BUILD)});
}

QByteArray tst_install::contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

void tst_install::initTestCase()
{
    QVERIFY(m_stage.isValid());
    qputenv("DESTDIR", m_stage.path().toLocal8Bit());
    QCOMPARE(install(), 0);
}

void tst_install::everythingIsThere_data()
{
    QTest::addColumn<QString>("path");
    for (const QString &path :
         {bin + QStringLiteral("/sluiced"), bin + QStringLiteral("/sluicectl"), configuration,
          man + QStringLiteral("/man8/sluiced.8"), man + QStringLiteral("/man1/sluicectl.1"),
          man + QStringLiteral("/man5/sluice.toml.5"), units + QStringLiteral("/sluiced.service"),
          units + QStringLiteral("/sluiced.socket"), units + QStringLiteral("/sluiced-admin.socket"),
          completions + QStringLiteral("/sluicectl"), completions + QStringLiteral("/sluiced"),
          docs + QStringLiteral("/LICENSE"), docs + QStringLiteral("/docs/metrics.md"),
          docs + QStringLiteral("/examples/sluice.toml"),
          docs + QStringLiteral("/examples/sysctl.d/60-sluice.conf"),
          docs + QStringLiteral("/examples/limits.d/60-sluice.conf")})
        QTest::newRow(qPrintable(path)) << path;
}

void tst_install::everythingIsThere()
{
    QFETCH(QString, path);
    QVERIFY2(!contentOf(staged(path)).isEmpty(), qPrintable(staged(path)));
}

void tst_install::programsRun()
{
    for (const char *name : {"sluiced", "sluicectl"}) {
        QCOMPARE(run(staged(bin + QLatin1Char('/') + QLatin1String(name)), {QStringLiteral("--version")}), 0);
        QCOMPARE(m_output, QByteArray(name) + " " SLUICE_VERSION "\n");
    }
}

void tst_install::exampleIsAValidConfiguration()
{
    QCOMPARE(run(staged(bin + QStringLiteral("/sluiced")),
                 {QStringLiteral("--check-config"), QStringLiteral("--config"), staged(configuration)}),
             0);
    QVERIFY2(m_output.contains("every setting is at its default"), m_output.constData());
}

void tst_install::configurationIsKept()
{
    const QByteArray mine = "[pool]\nmax_streams = 7\n";
    QFile file(staged(configuration));
    QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
    file.write(mine);
    file.close();
    QCOMPARE(install(), 0);
    QCOMPARE(contentOf(staged(configuration)), mine);
}

void tst_install::manualPagesAreClean_data()
{
    QTest::addColumn<QString>("page");
    for (const char *page : {"/man8/sluiced.8", "/man1/sluicectl.1", "/man5/sluice.toml.5"})
        QTest::newRow(page) << man + QLatin1String(page);
#ifdef SLUICE_HAS_CONSOLE
    QTest::newRow("/man1/sluice.1") << man + QStringLiteral("/man1/sluice.1");
#endif
}

void tst_install::manualPagesAreClean()
{
    QFETCH(QString, page);
    NEED_TOOL("mandoc", "mandoc");
    const QString mandoc = findTool("mandoc");
    QCOMPARE(run(mandoc, {QStringLiteral("-T"), QStringLiteral("lint"), QStringLiteral("-W"),
                          QStringLiteral("warning"), staged(page)}),
             0);
    QCOMPARE(m_output, QByteArray());
    // A page without its tables would be clean too.
    QCOMPARE(run(mandoc, {QStringLiteral("-T"), QStringLiteral("ascii"), staged(page)}), 0);
    QVERIFY(m_output.count('\n') > 60);
}

QString tst_install::usableUnits()
{
    for (const char *name : {"sluiced.service", "sluiced.socket", "sluiced-admin.socket"}) {
        QByteArray unit = contentOf(staged(units + QLatin1Char('/') + QLatin1String(name)));
        unit.replace("ExecStart=", "ExecStart=" + m_stage.path().toLocal8Bit());
        QFile copy(m_units.filePath(QLatin1String(name)));
        if (!copy.open(QIODevice::WriteOnly) || copy.write(unit) != unit.size())
            return {};
    }
    return m_units.path();
}

void tst_install::unitsNameInstalledPrograms()
{
    const QByteArray unit = contentOf(staged(units + QStringLiteral("/sluiced.service")));
    QVERIFY(
        unit.contains("\nExecStart=" SLUICE_BINDIR "/sluiced --config " SLUICE_CONFIGDIR "/sluice.toml\n"));
    QVERIFY2(!unit.contains('@') || !unit.contains("@CMAKE"), unit.constData());
}

void tst_install::unitsAreValid()
{
    NEED_TOOL("systemd-analyze", "systemd");
    const QString analyze = findTool("systemd-analyze");
    const QString folder = usableUnits();
    QVERIFY(!folder.isEmpty());
    QCOMPARE(
        run(analyze, {QStringLiteral("verify"), QStringLiteral("--man=no"),
                      folder + QStringLiteral("/sluiced.service"), folder + QStringLiteral("/sluiced.socket"),
                      folder + QStringLiteral("/sluiced-admin.socket")}),
        0);
    QCOMPARE(m_output, QByteArray());
}

void tst_install::serviceIsHardened()
{
    NEED_TOOL("systemd-analyze", "systemd");
    const QString analyze = findTool("systemd-analyze");
    const QString folder = usableUnits();
    QVERIFY(!folder.isEmpty());
    run(analyze, {QStringLiteral("security"), QStringLiteral("--offline=true"), QStringLiteral("--no-pager"),
                  folder + QStringLiteral("/sluiced.service")});
    const QRegularExpression verdict(QStringLiteral("Overall exposure level for \\S+: ([0-9.]+) "));
    const QRegularExpressionMatch match = verdict.match(QString::fromUtf8(m_output));
    QVERIFY2(match.hasMatch(), m_output.constData());
    QVERIFY2(match.captured(1).toDouble() <= 2.0, m_output.constData());
}

void tst_install::theConsoleIsOnTheDesktop()
{
#ifndef SLUICE_HAS_CONSOLE
    SKIP_OR_FAIL("this build has no console: CMake says which of its packages lack");
#endif
    const QString data = QStringLiteral(SLUICE_DATADIR);
    const QString entry = staged(data + QStringLiteral("/applications/io.github.sluice.Sluice.desktop"));
    const QString info = staged(data + QStringLiteral("/metainfo/io.github.sluice.Sluice.metainfo.xml"));
    QVERIFY(
        contentOf(staged(data + QStringLiteral("/icons/hicolor/scalable/apps/io.github.sluice.Sluice.svg")))
            .contains("<svg"));
    QCOMPARE(run(staged(bin + QStringLiteral("/sluice")), {QStringLiteral("--version")}), 0);
    QCOMPARE(m_output, QByteArray("sluice " SLUICE_VERSION "\n"));
    QVERIFY(contentOf(staged(man + QStringLiteral("/man1/sluice.1"))).contains("screenshot"));
    QVERIFY(!contentOf(entry).isEmpty() && !contentOf(info).isEmpty());
    NEED_TOOL("desktop-file-validate", "desktop-file-utils");
    NEED_TOOL("appstreamcli", "appstream");
    const QString desktopTool = findTool("desktop-file-validate");
    const QString infoTool = findTool("appstreamcli");
    QVERIFY2(run(desktopTool, {entry}) == 0 && m_output.isEmpty(), m_output.constData());
    QVERIFY2(run(infoTool, {QStringLiteral("validate"), QStringLiteral("--no-net"), info}) == 0,
             m_output.constData());
}

QTEST_GUILESS_MAIN(tst_install)
#include "tst_install.moc"
