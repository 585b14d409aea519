// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// A load test that the console runs: sluicectl's, as a process of its own, so that what it costs is not the
// console's. Reads its progress and its verdict. Owned by its page; GUI thread only.
#pragma once

#include <QJsonObject>
#include <QObject>
#include <QProcess>
#include <QTemporaryDir>
#include <QUrl>
#include <QVariantList>
#include <QtQml/qqmlregistration.h>

namespace sluice {

class LoadTest : public QObject
{
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(bool running READ isRunning NOTIFY runningChanged)
    Q_PROPERTY(QVariantMap progress READ progress NOTIFY progressChanged)
    Q_PROPERTY(double share READ share NOTIFY progressChanged)
    Q_PROPERTY(QString message READ message NOTIFY messageChanged)
    Q_PROPERTY(bool hasVerdict READ hasVerdict NOTIFY verdictChanged)
    Q_PROPERTY(bool passed READ passed NOTIFY verdictChanged)
    Q_PROPERTY(bool interrupted READ wasInterrupted NOTIFY verdictChanged)
    Q_PROPERTY(QVariantList thresholds READ thresholds NOTIFY verdictChanged)
    Q_PROPERTY(QVariantMap report READ report NOTIFY verdictChanged)
    Q_PROPERTY(QUrl htmlReport READ htmlReport NOTIFY verdictChanged)

public:
    explicit LoadTest(QObject *parent = nullptr);
    /** A test that runs ends with it. */
    ~LoadTest() override;

    bool isRunning() const { return m_process.state() != QProcess::NotRunning; }

    /** The newest line of sluicectl's progress, keys as in docs/load.md. */
    QVariantMap progress() const { return m_progress.toVariantMap(); }

    /** How much of the publishing is over, 0 to 1; negative while that is not known. */
    double share() const;

    /** What sluicectl said to people last, such as why it did not begin; empty: nothing. */
    QString message() const { return m_message; }

    bool hasVerdict() const { return !m_report.isEmpty(); }
    bool passed() const;
    bool wasInterrupted() const { return m_report.value(QLatin1String("interrupted")).toBool(); }

    /** Each with "name", "asked", "measured" (texts) and "passed". */
    QVariantList thresholds() const;

    /** The whole report, keys as `sluicectl load --json` has them. */
    QVariantMap report() const { return m_report.toVariantMap(); }

    /** The report as a page for a browser; empty before there is one. */
    QUrl htmlReport() const;

    /**
     * Begins a test of the engine at @p publicUrl. @p options are sluicectl's, names without dashes, values
     * as typed; empty ones are left out. @p pid is the engine's process on this machine, or 0.
     */
    Q_INVOKABLE void start(const QUrl &publicUrl, qint64 pid, const QVariantMap &options);

    /** Ends the test now; what there is is reported. */
    Q_INVOKABLE void stop();

    /** Copies the HTML report; the error is for people, empty: none. */
    Q_INVOKABLE QString saveReport(const QUrl &file) const;

    /** The command line that does the same in a terminal. */
    Q_INVOKABLE static QString commandLine(const QUrl &publicUrl, const QVariantMap &options);

Q_SIGNALS:
    void runningChanged();
    void progressChanged();
    void messageChanged();
    void verdictChanged();
    /** A test has ended with a report; @p summary is one sentence. */
    void finished(bool passed, const QString &summary);

private:
    void readProgress();
    void onFinished(int exitCode, QProcess::ExitStatus status);
    void say(const QString &message);

    QProcess m_process;
    QTemporaryDir m_directory;
    QByteArray m_rest; // of a line that is not whole yet
    QJsonObject m_progress;
    QJsonObject m_report;
    QString m_message;
};

} // namespace sluice
