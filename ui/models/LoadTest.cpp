// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "LoadTest.h"

#include "Format.h"

#include <QCoreApplication>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QStandardPaths>

namespace sluice {

namespace {

/** How long an interrupted test may take to close its clients and to write its report. */
constexpr int kMostMsToEnd = 5000;

/** The sluicectl of this release: it lies beside the console; else what the user's PATH has. */
QString program()
{
    const QString beside = QCoreApplication::applicationDirPath() + QStringLiteral("/sluicectl");
    return QFileInfo(beside).isExecutable() ? beside
                                            : QStandardPaths::findExecutable(QStringLiteral("sluicectl"));
}

QStringList arguments(const QUrl &publicUrl, const QVariantMap &options)
{
    const QString base = publicUrl.toString(QUrl::RemovePath | QUrl::RemoveQuery);
    QStringList list{QStringLiteral("load"), QStringLiteral("--url"),
                     base + QStringLiteral("/stream/load-%CH%"), QStringLiteral("--publish-url"),
                     base + QStringLiteral("/publish/load-%CH%")};
    for (auto option = options.begin(); option != options.end(); ++option) {
        const QString value = option->toString().trimmed();
        if (value.isEmpty())
            continue;
        list << QStringLiteral("--") + option.key();
        if (option->typeId() != QMetaType::Bool)
            list << value;
    }
    return list;
}

QString figureText(const QString &unit, const QJsonValue &value)
{
    if (!value.isDouble())
        return QCoreApplication::translate("LoadTest", "not measured");
    if (unit == QLatin1String("share"))
        return Format::brief(value.toDouble(), Format::Ratio);
    if (unit == QLatin1String("ms"))
        return Format::brief(value.toDouble() / 1000, Format::Seconds);
    return Format::brief(value.toDouble(), Format::Count);
}

} // namespace

LoadTest::LoadTest(QObject *parent)
    : QObject(parent)
{
    connect(&m_process, &QProcess::stateChanged, this, &LoadTest::runningChanged);
    connect(&m_process, &QProcess::readyReadStandardError, this, &LoadTest::readProgress);
    connect(&m_process, &QProcess::finished, this, &LoadTest::onFinished);
    connect(&m_process, &QProcess::errorOccurred, this, [this](QProcess::ProcessError error) {
        if (error == QProcess::FailedToStart)
            say(tr("sluicectl could not be started: %1").arg(m_process.errorString()));
    });
}

LoadTest::~LoadTest()
{
    m_process.disconnect(this);
    if (!isRunning())
        return;
    m_process.terminate();
    if (!m_process.waitForFinished(kMostMsToEnd)) {
        m_process.kill();
        m_process.waitForFinished(kMostMsToEnd);
    }
}

double LoadTest::share() const
{
    if (m_progress.value(QLatin1String("phase")).toString() != QLatin1String("publishing"))
        return -1;
    const QJsonValue left = m_progress.value(QLatin1String("left_seconds"));
    const double elapsed = m_progress.value(QLatin1String("elapsed_seconds")).toDouble();
    return left.isDouble() && elapsed + left.toDouble() > 0 ? elapsed / (elapsed + left.toDouble()) : -1;
}

bool LoadTest::passed() const
{
    return m_report.value(QLatin1String("verdict")).toObject().value(QLatin1String("passed")).toBool();
}

QVariantList LoadTest::thresholds() const
{
    QVariantList list;
    const QJsonArray all =
        m_report.value(QLatin1String("verdict")).toObject().value(QLatin1String("thresholds")).toArray();
    for (const auto &value : all) {
        const QJsonObject threshold = value.toObject();
        const QString unit = threshold.value(QLatin1String("unit")).toString();
        const bool isMost = threshold.value(QLatin1String("rule")).toString() == QLatin1String("at_most");
        const QString asked = figureText(unit, threshold.value(QLatin1String("asked")));
        list.append(QVariantMap{
            {QStringLiteral("name"), threshold.value(QLatin1String("name")).toString()},
            {QStringLiteral("asked"), isMost ? tr("at most %1").arg(asked) : tr("at least %1").arg(asked)},
            {QStringLiteral("measured"), figureText(unit, threshold.value(QLatin1String("measured")))},
            {QStringLiteral("passed"), threshold.value(QLatin1String("passed")).toBool()}});
    }
    return list;
}

QUrl LoadTest::htmlReport() const
{
    const QString path = m_directory.filePath(QStringLiteral("load.html"));
    return hasVerdict() && QFile::exists(path) ? QUrl::fromLocalFile(path) : QUrl();
}

void LoadTest::start(const QUrl &publicUrl, qint64 pid, const QVariantMap &options)
{
    if (isRunning())
        return;
    m_progress = {};
    m_report = {};
    m_rest.clear();
    say({});
    Q_EMIT progressChanged();
    Q_EMIT verdictChanged();
    if (!publicUrl.isValid() || publicUrl.isEmpty()) {
        say(tr("The engine does not say where its public listener is, so there is nothing to load."));
        return;
    }
    const QString path = program();
    if (path.isEmpty()) {
        say(tr("sluicectl is neither beside this program nor on the PATH; install it to run load tests."));
        return;
    }
    QStringList list = arguments(publicUrl, options);
    list << QStringLiteral("--progress") << QStringLiteral("json") << QStringLiteral("--json")
         << QStringLiteral("--html") << m_directory.filePath(QStringLiteral("load.html"));
    if (pid > 0)
        list << QStringLiteral("--pid") << QString::number(pid);
    m_process.start(path, list);
}

void LoadTest::stop()
{
    if (isRunning())
        m_process.terminate();
}

QString LoadTest::saveReport(const QUrl &file) const
{
    const QString path = m_directory.filePath(QStringLiteral("load.html"));
    QFile source(path);
    QFile target(file.toLocalFile());
    if (!source.open(QIODevice::ReadOnly))
        return tr("There is no report yet.");
    if (!target.open(QIODevice::WriteOnly) || target.write(source.readAll()) < 0 || !target.flush())
        return tr("%1 could not be written: %2").arg(target.fileName(), target.errorString());
    return {};
}

QString LoadTest::commandLine(const QUrl &publicUrl, const QVariantMap &options)
{
    return QStringLiteral("sluicectl ") + arguments(publicUrl, options).join(QLatin1Char(' '));
}

void LoadTest::readProgress()
{
    m_rest += m_process.readAllStandardError();
    qsizetype end = 0;
    bool isNew = false;
    while ((end = m_rest.indexOf('\n')) >= 0) {
        const QByteArray line = m_rest.left(end);
        m_rest.remove(0, end + 1);
        const QJsonObject object = QJsonDocument::fromJson(line).object();
        if (object.value(QLatin1String("type")).toString() == QLatin1String("progress")) {
            m_progress = object;
            isNew = true;
        } else if (!line.trimmed().isEmpty() && !line.startsWith('{')) {
            say(QString::fromUtf8(line));
        }
    }
    if (isNew)
        Q_EMIT progressChanged();
}

void LoadTest::onFinished(int exitCode, QProcess::ExitStatus status)
{
    readProgress();
    m_report = QJsonDocument::fromJson(m_process.readAllStandardOutput()).object();
    if (status == QProcess::CrashExit)
        say(tr("sluicectl ended unexpectedly: %1").arg(m_process.errorString()));
    else if (m_report.isEmpty() && m_message.isEmpty())
        say(tr("sluicectl ended with %1 and no report.").arg(exitCode));
    Q_EMIT verdictChanged();
    if (!hasVerdict())
        return;
    const QString clients = Format::integer(m_report.value(QLatin1String("clients")).toDouble());
    Q_EMIT finished(passed(), wasInterrupted() ? tr("Load test with %1 clients interrupted").arg(clients)
                              : passed()       ? tr("Load test with %1 clients passed").arg(clients)
                                         : tr("Load test with %1 clients missed a threshold").arg(clients));
}

void LoadTest::say(const QString &message)
{
    if (message == m_message)
        return;
    m_message = message;
    Q_EMIT messageChanged();
}

} // namespace sluice
