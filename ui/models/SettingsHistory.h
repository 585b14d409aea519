// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The changes of settings that the engine's audit still knows, newest first, each with all that it changed
// together, and whether it can be taken back now. Owned by Tuning; GUI thread only.
#pragma once

#include "EngineLink.h"
#include "SettingsModel.h"

#include <QAbstractListModel>
#include <QPointer>
#include <QStringList>
#include <QtQml/qqmlregistration.h>

#include <vector>

namespace sluice {

class SettingsHistory : public QAbstractListModel
{
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("Tuning has it")
    Q_PROPERTY(int count READ count NOTIFY changed)
    Q_PROPERTY(bool loaded READ isLoaded NOTIFY changed)
    Q_PROPERTY(QString problem READ problem NOTIFY changed)
    Q_PROPERTY(QString lastUndoable READ lastUndoable NOTIFY changed)

public:
    enum Role {
        RevisionRole = Qt::UserRole,
        WhenRole, ///< milliseconds since 1970
        WhoRole,
        WhyRole,
        LinesRole,    ///< "key: old -> new" each
        UndoesRole,   ///< the revision that it took back; 0: it is no undo
        UndoneByRole, ///< the revision that took it back; 0: none
        CanUndoRole,
        UndoReasonRole, ///< why it cannot be taken back; empty: it can
    };

    explicit SettingsHistory(const SettingsModel &settings, QObject *parent = nullptr);

    void setLink(EngineLink *link);

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;

    int count() const { return static_cast<int>(m_changes.size()); }
    bool isLoaded() const { return m_isLoaded; }
    /** Why there is nothing to show. */
    QString problem() const { return m_problem; }

    /** What "undo last" would take back, in words; empty when there is nothing left. */
    QString lastUndoable() const;

    /** Whether a later change took @p revision back. */
    bool isUndone(qint64 revision) const;

    /** The revision of a row if it can be taken back now, else 0. */
    Q_INVOKABLE qint64 undoableAt(int row) const;

    /** Reads the audit anew. */
    Q_INVOKABLE void load();

Q_SIGNALS:
    void changed();

private:
    struct Value
    {
        QString key;
        QString from;
        QString to;
    };

    struct Change
    {
        qint64 revision = 0;
        double when = 0;
        QString who;
        QString why;
        qint64 undoes = 0;
        std::vector<Value> values;
    };

    void takeEntries(const AdminClient::Result &result);
    void takeEntry(const QJsonObject &entry);
    void add(std::vector<Change> &changes, const QJsonObject &entry) const;
    qint64 undoneBy(qint64 revision) const;
    QString undoReason(const Change &change) const;
    static QStringList linesOf(const Change &change);
    void judgeAll();

    const SettingsModel &m_settings;
    QPointer<EngineLink> m_link;
    std::vector<Change> m_changes; ///< newest first
    bool m_isLoaded = false;
    QString m_problem;
};

} // namespace sluice
