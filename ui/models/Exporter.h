// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Brings figures, pictures and incident bundles into files, and lets a file follow the engine. The work is
// done in a thread of its own. Owned by the ConsoleSession; GUI thread only.
#pragma once

#include "ChartModel.h"
#include "ExportWorker.h"
#include "IncidentBundle.h"
#include "Journal.h"
#include "TimeView.h"

#include <QObject>
#include <QPointer>
#include <QThread>
#include <QtQml/qqmlregistration.h>

#include <functional>

namespace sluice {

class Exporter : public QObject
{
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("The ConsoleSession has it")
    Q_PROPERTY(State state READ state NOTIFY changed)
    Q_PROPERTY(bool running READ isRunning NOTIFY changed)
    Q_PROPERTY(QString message READ message NOTIFY changed)
    Q_PROPERTY(QString path READ path NOTIFY changed)
    Q_PROPERTY(double progress READ progress NOTIFY progressChanged)
    Q_PROPERTY(bool following READ isFollowing NOTIFY followChanged)
    Q_PROPERTY(QString followPath READ followPath NOTIFY followChanged)
    Q_PROPERTY(double followRows READ followRows NOTIFY followChanged)
    Q_PROPERTY(QString followProblem READ followProblem NOTIFY followChanged)

public:
    enum class State {
        Idle,
        Running,
        Done,   ///< message says what was written
        Failed, ///< message says why not
    };
    Q_ENUM(State)

    /** All outlive it. */
    Exporter(EngineLink &link, TimeView &view, Journal &journal, QObject *parent = nullptr);
    ~Exporter() override;

    State state() const { return m_state; }
    bool isRunning() const { return m_state == State::Running; }
    QString message() const { return m_message; }
    QString path() const { return m_path; }
    double progress() const { return m_progress; }
    bool isFollowing() const { return m_isFollowing; }
    QString followPath() const { return m_followPath; }
    double followRows() const { return static_cast<double>(m_followRows); }
    /** Why following has stopped; empty when it was not for a problem. */
    QString followProblem() const { return m_followProblem; }

    /** The snapshots that the charts show now, as CSV, or all that the console holds. */
    Q_INVOKABLE void saveVisible(const QString &path);
    Q_INVOKABLE void saveAll(const QString &path);

    /** A chart that is on the screen, as PNG; @p chart is its ChartModel. */
    Q_INVOKABLE void savePicture(QObject *chart, const QString &path);

    /** The same into the clipboard. */
    Q_INVOKABLE void copyPicture(QObject *chart);

    /** What came of the last export is no news any more: another one is being chosen. */
    Q_INVOKABLE void dismiss();

    /** Asks the window for its export dialog, with this chart chosen. */
    Q_INVOKABLE void offerPicture(QObject *chart) { Q_EMIT pictureOffered(chart); }

    /** Everything for somebody who was not there, as .tar.gz. */
    Q_INVOKABLE void saveBundle(const QString &path);

    /** Gives up what is running. */
    Q_INVOKABLE void cancel();

    /** Every snapshot from now on goes to @p path, behind what it holds. */
    Q_INVOKABLE void follow(const QString &path);
    Q_INVOKABLE void unfollow();

    /** A free name in the user's documents, such as sluice-20261123-140509.csv in ~/Documents. */
    Q_INVOKABLE static QString suggestedPath(const QString &ending);

    /** The path behind what a file dialog or a person gives: file:// addresses and ~ are resolved. */
    Q_INVOKABLE static QString localPath(const QString &typed);
    Q_INVOKABLE static bool exists(const QString &path);

Q_SIGNALS:
    void changed();
    void progressChanged();
    void followChanged();
    void pictureOffered(QObject *chart);
    /** Something is written, or not: for a word in passing. */
    void told(const QString &text, const QString &tone);

private:
    bool begin(const QString &path);
    void start(const QString &path);
    QString shownEngine() const;
    void takePicture(QObject *chart, std::function<void(const QImage &picture)> use);
    void writeTable(double from, double to, const QString &path);
    void onFinished(const QString &error, const QString &note);
    void onFollowed(qint64 rows, const QString &error);
    void followNew();
    void fail(const QString &why);

    EngineLink &m_link;
    TimeView &m_view;
    Journal &m_journal;
    QThread m_thread;
    ExportWorker *m_worker; // lives in m_thread, ends with it
    State m_state = State::Idle;
    QString m_message;
    QString m_path;
    double m_progress = 0;
    QPointer<IncidentBundle> m_bundle;
    bool m_isFollowing = false;
    QString m_followPath;
    qint64 m_followRows = 0;
    QString m_followProblem;
    QStringList m_followNames;
    double m_followTime = 0; // of the last snapshot handed over
};

} // namespace sluice
