// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "LoadTest.h"

#include "Format.h"

#include <QCoreApplication>
#include <QFile>
#include <QFileInfo>
#include <QHostAddress>
#include <QJsonArray>
#include <QJsonDocument>
#include <QSaveFile>
#include <QStandardPaths>

#include <algorithm>
#include <utility>

namespace sluice {

namespace {

/** How long an interrupted test may take to close its clients and to write its report. */
constexpr auto kMostToEnd = std::chrono::seconds(10);
/** A killed process is gone at once; longer is nobody's fault and nobody waits for it. */
constexpr int kMostMsToDie = 500;

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
        const bool isFlag = option->typeId() == QMetaType::Bool;
        if (isFlag ? !option->toBool() : value.isEmpty())
            continue;
        list << QStringLiteral("--") + option.key();
        if (!isFlag)
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
    m_killer.setSingleShot(true);
    m_killer.setInterval(kMostToEnd);
    connect(&m_killer, &QTimer::timeout, this, [this] {
        m_isKilled = true;
        m_process.kill();
    });
    connect(&m_process, &QProcess::stateChanged, this, &LoadTest::runningChanged);
    connect(this, &LoadTest::runningChanged, this, &LoadTest::ownStreamsChanged);
    connect(this, &LoadTest::progressChanged, this, &LoadTest::ownStreamsChanged);
    connect(&m_process, &QProcess::started, this, [this] {
        if (m_journal)
            m_entry = m_journal->note(Journal::LoadTest,
                                      tr("Load test with %1 clients began").arg(Format::integer(m_clients)));
    });
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
    // Nobody is left to read a report, and a window that closes waits for nothing: its clients go with it.
    m_process.kill();
    m_process.waitForFinished(kMostMsToDie);
}

int LoadTest::ownStreams() const
{
    if (!isRunning() || !m_isOfOwnEngine)
        return 0;
    if (m_progress.isEmpty())
        return m_clients;
    return std::max(m_progress.value(QLatin1String("asked")).toInt(),
                    m_progress.value(QLatin1String("connected")).toInt());
}

bool LoadTest::isRemote(const QUrl &publicUrl)
{
    const QString host = publicUrl.host();
    return !host.isEmpty() && host != QLatin1String("localhost") && !QHostAddress(host).isLoopback();
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
    m_note.clear();
    say({});
    Q_EMIT noteChanged();
    Q_EMIT progressChanged();
    Q_EMIT verdictChanged();
    if (!publicUrl.isValid() || publicUrl.isEmpty()) {
        say(tr("The engine does not say where its public listener is, so there is nothing to load."));
        return;
    }
    const QString path = m_program.isEmpty() ? program() : m_program;
    if (path.isEmpty()) {
        say(tr("sluicectl is neither beside this program nor on the PATH; install it to run load tests."));
        return;
    }
    if (isRemote(publicUrl) && !m_allowRemote) {
        say(tr("%1 is another machine: a load test is an attack on whoever did not ask for it. Say that it "
               "is "
               "allowed, then start again.")
                .arg(publicUrl.host()));
        return;
    }
    m_isKilled = false;
    m_clients = options.value(QStringLiteral("clients")).toInt();
    m_isOfOwnEngine = pid == QCoreApplication::applicationPid();
    const bool hasMemory = pid > 0 && !m_isOfOwnEngine;
    QVariantMap wanted = options;
    const QString growth = QStringLiteral("max-rss-growth");
    if (!hasMemory && !wanted.value(growth).toString().trimmed().isEmpty()) {
        wanted.remove(growth);
        m_note = m_isOfOwnEngine
                     ? tr("Memory is not judged: this engine is a part of the console, whose window "
                          "grows for reasons of its own. Load a sluiced to judge it.")
                     : tr("Memory is not judged: the engine does not run on this machine.");
        Q_EMIT noteChanged();
    }
    QFile::remove(m_directory.filePath(QStringLiteral("load.html")));
    QStringList list = arguments(publicUrl, wanted);
    if (m_allowRemote)
        list << QStringLiteral("--allow-remote");
    // Not on the command line, which every user of the machine may read.
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.remove(QStringLiteral("SLUICE_TOKEN"));
    if (!m_publishToken.isEmpty())
        environment.insert(QStringLiteral("SLUICE_TOKEN"), m_publishToken);
    m_process.setProcessEnvironment(environment);
    list << QStringLiteral("--progress") << QStringLiteral("json") << QStringLiteral("--json")
         << QStringLiteral("--html") << m_directory.filePath(QStringLiteral("load.html"));
    if (hasMemory)
        list << QStringLiteral("--pid") << QString::number(pid);
    m_process.start(path, list);
}

void LoadTest::stop()
{
    if (!isRunning() || m_killer.isActive())
        return;
    m_process.terminate();
    m_killer.start();
}

QString LoadTest::saveReport(const QUrl &file) const
{
    const QString path = m_directory.filePath(QStringLiteral("load.html"));
    QFile source(path);
    QSaveFile target(file.isLocalFile() ? file.toLocalFile() : file.toString());
    if (!hasVerdict() || !source.open(QIODevice::ReadOnly))
        return tr("There is no report yet.");
    const QByteArray page = source.readAll();
    if (!target.open(QIODevice::WriteOnly) || target.write(page) != page.size() || !target.commit())
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
    m_killer.stop();
    readProgress();
    m_report = QJsonDocument::fromJson(m_process.readAllStandardOutput()).object();
    if (m_isKilled)
        say(tr("The load generator did not end when it was told to and was ended by force; there is no "
               "report."));
    else if (status == QProcess::CrashExit)
        say(tr("sluicectl ended unexpectedly: %1").arg(m_process.errorString()));
    else if (m_report.isEmpty() && m_message.isEmpty())
        say(tr("sluicectl ended with %1 and no report.").arg(exitCode));
    Q_EMIT verdictChanged();
    if (!hasVerdict()) {
        writeDown(tr("Load test with %1 clients ended without a report").arg(Format::integer(m_clients)),
                  QStringLiteral("critical"));
        return;
    }
    const QString clients = Format::integer(m_report.value(QLatin1String("clients")).toDouble());
    const QString summary = wasInterrupted() ? tr("Load test with %1 clients interrupted").arg(clients)
                            : passed()       ? tr("Load test with %1 clients passed").arg(clients)
                                       : tr("Load test with %1 clients missed a threshold").arg(clients);
    writeDown(summary, QLatin1String(wasInterrupted() ? "warning" : passed() ? "ok" : "critical"));
    Q_EMIT finished(passed(), summary);
}

void LoadTest::writeDown(const QString &title, const QString &tone)
{
    if (!m_journal)
        return;
    QStringList lines;
    const QVariantList all = thresholds();
    for (const QVariant &each : all) {
        const QVariantMap threshold = each.toMap();
        const auto text = [&threshold](const char *name) {
            return threshold.value(QLatin1String(name)).toString();
        };
        lines.append(
            QStringLiteral("%1: %2 (%3)%4")
                .arg(text("name"), text("measured"), text("asked"),
                     threshold.value(QStringLiteral("passed")).toBool() ? QString() : tr(", missed")));
    }
    for (const QString &line : {m_note, m_message}) {
        if (!line.isEmpty())
            lines.append(line);
    }
    m_journal->finish(std::exchange(m_entry, 0), title, lines.join(QLatin1Char('\n')), tone);
}

void LoadTest::say(const QString &message)
{
    if (message == m_message)
        return;
    m_message = message;
    Q_EMIT messageChanged();
}

} // namespace sluice
