// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// A load test that the console runs: sluicectl's, as a process of its own, so that what it costs is not the
// console's. Reads its progress and its verdict, and marks it in the journal and so on the charts. Owned by
// the ConsoleSession; GUI thread only.
#pragma once

#include "Journal.h"

#include <QJsonObject>
#include <QObject>
#include <QPointer>
#include <QProcess>
#include <QTemporaryDir>
#include <QTimer>
#include <QUrl>
#include <QVariantList>
#include <QtQml/qqmlregistration.h>

#include <chrono>

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
    Q_PROPERTY(QString note READ note NOTIFY noteChanged)
    Q_PROPERTY(int ownStreams READ ownStreams NOTIFY ownStreamsChanged)
    Q_PROPERTY(QString publishToken MEMBER m_publishToken NOTIFY publishTokenChanged)
    Q_PROPERTY(bool allowRemote MEMBER m_allowRemote NOTIFY allowRemoteChanged)

public:
    explicit LoadTest(QObject *parent = nullptr);
    /** A test that runs ends with it. */
    ~LoadTest() override;

    /** Where the test is written down; it outlives this. */
    void setJournal(Journal *journal) { m_journal = journal; }

    /** Another load generator and another patience with one that is told to end, for tests. */
    void setProgram(const QString &path) { m_program = path; }
    void setPatience(std::chrono::milliseconds patience) { m_killer.setInterval(patience); }

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

    /** What of the verdict is not judged, and why, for people; empty: all is. */
    QString note() const { return m_note; }

    /** Streams of the console's own engine that are this test's doing, as far as is known: nobody else's,
     * when the console closes. 0 when another engine is loaded. */
    int ownStreams() const;

    /** Whether a target is on another machine, which allowRemote has to say yes to: a load test is an attack
     * on whoever did not ask for it. */
    Q_INVOKABLE static bool isRemote(const QUrl &publicUrl);

    /** The report as a page for a browser; empty before there is one. */
    QUrl htmlReport() const;

    /**
     * Begins a test of the engine at @p publicUrl. @p options are sluicectl's, names without dashes, values
     * as typed; empty ones are left out. @p pid is the engine's process on this machine, or 0. publishToken
     * and allowRemote go with it. Memory is judged of an engine that is a process of its own on this machine
     * only; note() says when it is not.
     */
    Q_INVOKABLE void start(const QUrl &publicUrl, qint64 pid, const QVariantMap &options);

    /** Ends the test; what there is is reported, unless it does not end by itself within some seconds. */
    Q_INVOKABLE void stop();

    /** Copies the HTML report to a file, whole or not at all; the error is for people, empty: none. */
    Q_INVOKABLE QString saveReport(const QUrl &file) const;

    /** The command line that does the same in a terminal, without the token. */
    Q_INVOKABLE static QString commandLine(const QUrl &publicUrl, const QVariantMap &options);

Q_SIGNALS:
    void runningChanged();
    void progressChanged();
    void messageChanged();
    void verdictChanged();
    void noteChanged();
    void ownStreamsChanged();
    void publishTokenChanged();
    void allowRemoteChanged();
    /** A test has ended with a report; @p summary is one sentence. */
    void finished(bool passed, const QString &summary);

private:
    void readProgress();
    void onFinished(int exitCode, QProcess::ExitStatus status);
    void say(const QString &message);
    void writeDown(const QString &title, const QString &tone);

    QProcess m_process;
    QTemporaryDir m_directory;
    QByteArray m_rest; // of a line that is not whole yet
    QJsonObject m_progress;
    QJsonObject m_report;
    QString m_message;
    QString m_note;
    QString m_publishToken;
    bool m_allowRemote = false;
    QString m_program; // empty: sluicectl
    QPointer<Journal> m_journal;
    int m_entry = 0;   // of the journal, while it runs
    int m_clients = 0; // that it was asked for
    bool m_isOfOwnEngine = false;
    bool m_isKilled = false;
    QTimer m_killer;
};

} // namespace sluice
