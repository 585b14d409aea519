// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "SluicedProcess.h"

#include "FileContent.h"
#include "Http.h"
#include "Patience.h"

#include <QDir>
#include <QFile>
#include <QProcessEnvironment>

#include <algorithm>
#include <csignal>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

namespace sluice::integration {

namespace {

QString loopback(quint16 port)
{
    return QStringLiteral("127.0.0.1:%1").arg(port);
}

} // namespace

SluicedProcess::SluicedProcess()
    : SluicedProcess(Options())
{
}

SluicedProcess::SluicedProcess(Options options)
    : m_options(std::move(options))
{
    if (m_options.publicPort == 0)
        m_publicLease = std::make_unique<PortLease>();
    if (m_options.adminPort == 0)
        m_adminLease = std::make_unique<PortLease>();
    m_publicPort = m_publicLease ? m_publicLease->port() : m_options.publicPort;
    m_adminPort = m_adminLease ? m_adminLease->port() : m_options.adminPort;
}

SluicedProcess::~SluicedProcess()
{
    kill();
}

QString SluicedProcess::program()
{
    return QStringLiteral(SLUICED_PATH);
}

/** Whether the test has no opinion of how the engine ends: then nobody waits for a grace that no balancer
 * needs. */
bool SluicedProcess::isDrainLeftToUs() const
{
    return !m_options.arguments.contains(QLatin1String("--config")) &&
           std::none_of(m_options.settings.cbegin(), m_options.settings.cend(),
                        [](const QString &setting) { return setting.startsWith(QLatin1String("drain.")); });
}

bool SluicedProcess::launch()
{
    QStringList arguments{QStringLiteral("--listen"), loopback(m_publicPort), QStringLiteral("--admin"),
                          loopback(m_adminPort)};
    if (isDrainLeftToUs())
        arguments << QStringLiteral("--set") << QStringLiteral("drain.grace=0");
    for (const QString &setting : m_options.settings)
        arguments << QStringLiteral("--set") << setting;
    arguments << m_options.arguments;
    // Files, not pipes: nobody has to empty a file for the engine to go on.
    m_process.setStandardErrorFile(m_folder.filePath(QStringLiteral("stderr")));
    m_process.setStandardOutputFile(m_folder.filePath(QStringLiteral("stdout")));
    const int limit = m_options.descriptorLimit;
    m_process.setChildProcessModifier([limit] {
        ::prctl(PR_SET_PDEATHSIG, SIGKILL); // A test that crashes leaves no engine behind.
        if (limit > 0) {
            const rlimit bound{rlim_t(limit), rlim_t(limit)};
            ::setrlimit(RLIMIT_NOFILE, &bound);
        }
    });
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    for (const QString &assignment : m_options.environment)
        environment.insert(assignment.section(QLatin1Char('='), 0, 0),
                           assignment.section(QLatin1Char('='), 1));
    m_process.setProcessEnvironment(environment);
    const QStringList command = m_options.launcher + QStringList(program()) + arguments;
    m_process.start(command.front(), command.sliced(1));
    return m_process.waitForStarted(int(std::chrono::milliseconds(Patience).count()));
}

bool SluicedProcess::start()
{
    if (!launch())
        return false;
    // With it only a proxy is let in.
    const bool isForAll = !m_options.settings.contains(QLatin1String("pool.proxy_protocol=true"));
    return eventually([this, isForAll] {
               // The public one first: a passed socket starts the engine at the first connection to it.
               return !isRunning() || ((!isForAll || statusOf(m_publicPort, "/readyz") == 200) &&
                                       statusOf(m_adminPort, "/readyz") == 200);
           }) &&
           isRunning();
}

void SluicedProcess::signal(int number)
{
    if (pid() > 0)
        ::kill(pid_t(pid()), number);
}

bool SluicedProcess::waitForEnd()
{
    return m_process.state() == QProcess::NotRunning ||
           m_process.waitForFinished(int(std::chrono::milliseconds(Patience).count()));
}

bool SluicedProcess::stop()
{
    signal(SIGTERM);
    return waitForEnd() && exitCode() == 0;
}

void SluicedProcess::kill()
{
    if (m_process.state() == QProcess::NotRunning)
        return;
    m_process.kill();
    waitForEnd();
}

bool SluicedProcess::isRunning()
{
    return m_process.state() != QProcess::NotRunning && !m_process.waitForFinished(0);
}

int SluicedProcess::exitCode() const
{
    return m_process.exitStatus() == QProcess::NormalExit ? m_process.exitCode() : -1;
}

QByteArray SluicedProcess::standardError() const
{
    return contentOf(m_folder.filePath(QStringLiteral("stderr")));
}

QByteArray SluicedProcess::standardOutput() const
{
    return contentOf(m_folder.filePath(QStringLiteral("stdout")));
}

double SluicedProcess::cpuSeconds() const
{
    const QByteArray stat = contentOf(QStringLiteral("/proc/%1/stat").arg(pid()));
    // Fields are counted behind the command's closing bracket: utime and stime are the 12th and 13th there.
    const QList<QByteArray> fields = stat.mid(stat.lastIndexOf(')') + 2).split(' ');
    if (fields.size() < 13)
        return 0;
    return double(fields[11].toLongLong() + fields[12].toLongLong()) / double(::sysconf(_SC_CLK_TCK));
}

qint64 SluicedProcess::residentBytes() const
{
    const QList<QByteArray> pages = contentOf(QStringLiteral("/proc/%1/statm").arg(pid())).split(' ');
    return pages.size() < 2 ? 0 : pages[1].toLongLong() * ::sysconf(_SC_PAGESIZE);
}

int SluicedProcess::openDescriptors() const
{
    return int(QDir(QStringLiteral("/proc/%1/fd").arg(pid()))
                   .entryList(QDir::AllEntries | QDir::System | QDir::NoDotAndDotDot)
                   .size());
}

} // namespace sluice::integration
