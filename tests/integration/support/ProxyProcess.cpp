// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ProxyProcess.h"

#include "FileContent.h"
#include "OtherProxies.h"
#include "Patience.h"
#include "RawSocket.h"

#include <QDir>
#include <QFile>
#include <QStandardPaths>

#include <csignal>
#include <sys/prctl.h>
#include <unistd.h>

namespace sluice::integration {

namespace {

int patience()
{
    return int(std::chrono::milliseconds(Patience).count());
}

} // namespace

ProxyProcess::ProxyProcess(Kind kind)
    : m_kind(kind)
{
    // nginx's workers give up root; what they open themselves must be theirs to open.
    QFile::setPermissions(m_folder.path(), QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner |
                                               QFile::ReadOther | QFile::WriteOther | QFile::ExeOther);
    // Debian's modules are named as they lie beneath nginx's own folder, which is this one here.
    QFile::link(QStringLiteral("/usr/lib/nginx/modules"), m_folder.filePath(QStringLiteral("modules")));
}

ProxyProcess::~ProxyProcess()
{
    stop();
}

QString ProxyProcess::program(Kind kind)
{
    if (isOtherProxy(kind))
        return otherProgram(kind);
    const QString name = kind == Kind::Nginx ? QStringLiteral("nginx") : QStringLiteral("haproxy");
    const QString found = QStandardPaths::findExecutable(name);
    // Where Debian has them, also for users whose PATH does not lead there.
    return found.isEmpty() ? QStandardPaths::findExecutable(name, {QStringLiteral("/usr/sbin")}) : found;
}

QString ProxyProcess::write(const QByteArray &configuration)
{
    const QString path = m_folder.filePath(QStringLiteral("proxy.conf"));
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(configuration) != configuration.size())
        qFatal("the proxy's configuration cannot be written");
    return path;
}

QStringList ProxyProcess::arguments(const QString &configuration) const
{
    if (m_kind == Kind::Haproxy)
        return {QStringLiteral("-f"), configuration};
    // What a package's service gives nginx is a test's own here: the folder, the early log, the pid.
    return {QStringLiteral("-p"),
            m_folder.path(),
            QStringLiteral("-e"),
            m_folder.filePath(QStringLiteral("early.log")),
            QStringLiteral("-g"),
            QStringLiteral("daemon off; pid %1;").arg(m_folder.filePath(QStringLiteral("pid"))),
            QStringLiteral("-c"),
            configuration};
}

QByteArray ProxyProcess::complaint(const QByteArray &configuration)
{
    QProcess process;
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.start(program(m_kind),
                  arguments(write(configuration)) +
                      QStringList(m_kind == Kind::Nginx ? QStringLiteral("-t") : QStringLiteral("-c")));
    const bool ended = process.waitForFinished(patience());
    const QByteArray said = process.readAll();
    if (!ended || process.exitStatus() != QProcess::NormalExit || process.exitCode() != 0)
        return "not accepted: " + said;
    // Both say so when all is well; anything else is a warning.
    for (const QByteArray &line : said.split('\n'))
        if (line.contains("warn") || line.contains("WARNING") || line.contains("emerg") ||
            line.contains("ALERT"))
            return said;
    return {};
}

void ProxyProcess::launch(const QByteArray &configuration)
{
    stop();
    const bool isOther = isOtherProxy(m_kind);
    const QString path = write(isOther ? surrounded(m_kind, folder(), configuration) : configuration);
    m_process.setProcessChannelMode(QProcess::MergedChannels);
    m_process.setStandardOutputFile(m_folder.filePath(QStringLiteral("output")), QIODevice::Append);
    // A test that crashes leaves no proxy behind: SIGTERM, at which nginx's master ends its workers.
    m_process.setChildProcessModifier([] { ::prctl(PR_SET_PDEATHSIG, SIGTERM); });
    QStringList words = isOther ? otherArguments(m_kind, folder(), path, configuration) : arguments(path);
    if (isOther)
        m_process.setProcessEnvironment(otherEnvironment(folder()));
    if (m_kind == Kind::Haproxy)
        words.prepend(QStringLiteral("-db"));
    m_process.start(program(m_kind), words);
}

bool ProxyProcess::waitUntilUp()
{
    return m_process.waitForStarted(patience()) &&
           eventually([this] { return !isRunning() || RawSocket(port()).isOpen(); }) && isRunning();
}

bool ProxyProcess::start(const QByteArray &configuration)
{
    launch(configuration);
    return waitUntilUp();
}

void ProxyProcess::stop()
{
    if (m_process.state() == QProcess::NotRunning)
        return;
    // Caddy waits for its streams to end for as long as they like, Squid for some seconds; neither has
    // children.
    if (m_kind == Kind::Caddy || m_kind == Kind::Squid)
        m_process.kill();
    m_process.terminate();
    if (!m_process.waitForFinished(patience())) {
        m_process.kill();
        m_process.waitForFinished(patience());
    }
}

bool ProxyProcess::isRunning()
{
    return m_process.state() != QProcess::NotRunning && !m_process.waitForFinished(0);
}

QByteArray ProxyProcess::output() const
{
    return contentOf(m_folder.filePath(QStringLiteral("output"))) + log(QStringLiteral("early.log"));
}

QByteArray ProxyProcess::log(const QString &name) const
{
    return contentOf(m_folder.filePath(name));
}

} // namespace sluice::integration
