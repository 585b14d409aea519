// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// All of the tuning of the engine: the settings, what is typed, what was changed, the commands that change
// them, and the question whether to keep a risky change. Owned by the ConsoleSession, so that the question is
// asked on every page and nothing risky stays when the console turns to another engine; GUI thread only.
#pragma once

#include "KeepCountdown.h"
#include "PendingChanges.h"
#include "SettingsHistory.h"
#include "SettingsModel.h"

#include <QObject>
#include <QPointer>
#include <QtQml/qqmlregistration.h>

#include <functional>
#include <vector>

namespace sluice {

class Tuning : public QObject
{
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(sluice::EngineLink *link READ link WRITE setLink NOTIFY linkChanged)
    Q_PROPERTY(sluice::SettingsModel *settings READ settings CONSTANT)
    Q_PROPERTY(sluice::PendingChanges *pending READ pending CONSTANT)
    Q_PROPERTY(sluice::SettingsHistory *history READ history CONSTANT)
    Q_PROPERTY(sluice::KeepCountdown *countdown READ countdown CONSTANT)
    Q_PROPERTY(QString readOnlyReason READ readOnlyReason NOTIFY readOnlyChanged)
    Q_PROPERTY(bool busy READ isBusy NOTIFY outcomeChanged)
    Q_PROPERTY(bool owes READ owes NOTIFY owesChanged)
    Q_PROPERTY(QString outcome READ outcome NOTIFY outcomeChanged)
    Q_PROPERTY(QString outcomeDetail READ outcomeDetail NOTIFY outcomeChanged)
    Q_PROPERTY(QString outcomeTone READ outcomeTone NOTIFY outcomeChanged)

public:
    explicit Tuning(QObject *parent = nullptr);

    EngineLink *link() const { return m_link; }
    void setLink(EngineLink *link);

    SettingsModel *settings() { return &m_settings; }
    PendingChanges *pending() { return &m_pending; }
    SettingsHistory *history() { return &m_history; }
    KeepCountdown *countdown() { return &m_countdown; }

    /** Why nothing can be changed now; empty: it can. */
    QString readOnlyReason() const;

    /** Whether the engine is being asked. */
    bool isBusy() const { return m_running > 0; }

    /** Whether a risky change is in force that nobody has kept, here or on an engine that was just left. */
    bool owes() const { return m_countdown.state() != KeepCountdown::State::Idle || m_parting > 0; }

    /** Changes one setting at once, beside what is typed: checked against @p revision, and asked about
     * ("keep these settings?") where it is risky. @p done is called once with what went wrong, for people;
     * empty: nothing. Not when another engine is looked at before. */
    void change(const QString &key, const QString &value, qint64 revision, const QString &why,
                std::function<void(const QString &problem)> done);

    /** What became of the last command, its details, and its tone ("ok", "warning", "critical"). */
    QString outcome() const { return m_outcome; }
    QString outcomeDetail() const { return m_outcomeDetail; }
    QString outcomeTone() const { return m_outcomeTone; }

    /** Takes back the last change that was not taken back yet. */
    Q_INVOKABLE void undoLast();

    /** Takes back one change. */
    Q_INVOKABLE void undo(qint64 revision);

    /** Reads the configuration file again: what was changed and not saved goes back to the file's values. */
    Q_INVOKABLE void revertToFile();

    /** Writes what was changed into the configuration file. */
    Q_INVOKABLE void saveToFile();

    /** Forgets the outcome. */
    Q_INVOKABLE void dismiss();

Q_SIGNALS:
    void linkChanged();
    void readOnlyChanged();
    void outcomeChanged();
    void owesChanged();

private:
    void command(const QString &path, const QJsonObject &body, AdminClient::Handler handler);
    void sendUndo(const QJsonObject &body);
    void takeBackOwed();
    void settleUndone();
    void takeBackBeforeLeaving();
    void undoAt(AdminClient *client, std::vector<qint64> revisions, const QString &engine, QStringList lines);
    void takeChange(const QJsonObject &update);
    void say(const QString &tone, const QString &outcome, const QString &detail = {});
    void sayRefused(const QString &what, const AdminError &error);

    QPointer<EngineLink> m_link;
    SettingsModel m_settings;
    PendingChanges m_pending;
    SettingsHistory m_history;
    KeepCountdown m_countdown;
    int m_running = 0;
    int m_parting = 0; // errands to engines that were left
    bool m_isTakingBack = false;
    QString m_outcome;
    QString m_outcomeDetail;
    QString m_outcomeTone;
};

} // namespace sluice
