// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What the operator has typed and not applied yet, as a list of old -> new; applies all of it together or
// none of it, and never over what somebody else changed meanwhile. Owned by Tuning; GUI thread only.
#pragma once

#include "EngineLink.h"
#include "SettingsModel.h"

#include <QAbstractListModel>
#include <QPointer>
#include <QVariantList>
#include <QtQml/qqmlregistration.h>

#include <vector>

namespace sluice {

class PendingChanges : public QAbstractListModel
{
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("Tuning has it")
    Q_PROPERTY(int count READ count NOTIFY changed)
    Q_PROPERTY(bool risky READ isRisky NOTIFY changed)
    Q_PROPERTY(QString why READ why WRITE setWhy NOTIFY whyChanged)
    Q_PROPERTY(State state READ state NOTIFY changed)
    Q_PROPERTY(QString refusal READ refusal NOTIFY changed)
    Q_PROPERTY(QString blocker READ blocker NOTIFY changed)
    Q_PROPERTY(QVariantList meanwhile READ meanwhile NOTIFY changed)
    Q_PROPERTY(QString meanwhileText READ meanwhileText NOTIFY changed)

public:
    enum class State {
        Collecting,
        Applying,
        Refused, ///< the engine said no; refusal() and the fields say why
        Stale,   ///< somebody else changed settings since the first of these was typed
    };
    Q_ENUM(State)

    enum Role { KeyRole = Qt::UserRole, OldRole, NewRole, ProblemRole, RiskRole };

    /** Bytes of the reason that an engine takes. */
    static constexpr qsizetype longestWhy = 200;

    explicit PendingChanges(SettingsModel &settings, QObject *parent = nullptr);

    void setLink(EngineLink *link);

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;

    int count() const { return static_cast<int>(m_changes.size()); }
    /** Whether one of them is to be kept only if somebody says so. */
    bool isRisky() const;
    /** Why it is done, for the audit. */
    QString why() const { return m_why; }
    void setWhy(const QString &why);
    State state() const { return m_state; }
    QString refusal() const { return m_refusal; }
    /** Why apply() would do nothing now; empty: it would. */
    QString blocker() const;
    /** When stale: who changed what, each with "who", "when", "key", "old", "new" and "isMine", where the
     * same setting is pending. */
    QVariantList meanwhile() const { return m_meanwhile; }

    /** The same for people, a line each; empty when nobody is known. */
    QString meanwhileText() const;

    /** Sends all of them as one change on top of the revision that they were typed against. */
    Q_INVOKABLE void apply();

    /** Forgets all of them. */
    Q_INVOKABLE void discard();

    /** Forgets one. */
    Q_INVOKABLE void drop(const QString &key);

    /** The setting of a row; empty when there is no such row. */
    Q_INVOKABLE QString keyAt(int row) const;

    /** Goes on from the settings as they are now: what was typed stays, on top of what others changed. */
    Q_INVOKABLE void rebase();

    /** The console itself made @p revision otherwise, as by an undo: that is nobody else's change. */
    void follow(qint64 revision);

Q_SIGNALS:
    void changed();
    void whyChanged();
    /** The engine made them its settings; @p lines say what, @p risks why some are risky. */
    void applied(qint64 revision, const QStringList &lines, const QStringList &risks);

private:
    struct Change
    {
        QString key;
        QString from;
        QString to;
        QString problem;
        QString risk;

        bool operator==(const Change &) const = default;
    };

    void collect();
    void checkBase();
    void findOutWho();
    void takeAnswer(const AdminClient::Result &result, const QStringList &lines, const QStringList &risks);
    void enter(State state, const QString &refusal = {});

    SettingsModel &m_settings;
    QPointer<EngineLink> m_link;
    std::vector<Change> m_changes;
    QString m_why;
    State m_state = State::Collecting;
    QString m_refusal;
    QVariantList m_meanwhile;
    qint64 m_base = 0; ///< the revision that the first of them was typed against; 0: there is none
};

} // namespace sluice
