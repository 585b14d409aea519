// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// All of the tuning page: the settings, what is typed, what was changed, and the commands that change them.
// Declared by the page, which gives it the link; GUI thread only.
#pragma once

#include "KeepCountdown.h"
#include "PendingChanges.h"
#include "SettingsHistory.h"
#include "SettingsModel.h"

#include <QObject>
#include <QPointer>
#include <QtQml/qqmlregistration.h>

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

private:
    void command(const QString &path, const QJsonObject &body, AdminClient::Handler handler);
    void sendUndo(const QJsonObject &body);
    void takeBackOwed();
    void settleUndone();
    void takeChange(const QJsonObject &update);
    void say(const QString &tone, const QString &outcome, const QString &detail = {});
    void sayRefused(const QString &what, const AdminError &error);

    QPointer<EngineLink> m_link;
    SettingsModel m_settings;
    PendingChanges m_pending;
    SettingsHistory m_history;
    KeepCountdown m_countdown;
    int m_running = 0;
    bool m_isTakingBack = false;
    QString m_outcome;
    QString m_outcomeDetail;
    QString m_outcomeTone;
};

} // namespace sluice
