// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Every setting of the engine: what it is, its value in force, and what the operator has typed for it.
// Follows the audit, so that what is shown is never old, and marks what others changed. Owned by Tuning; GUI
// thread only.
#pragma once

#include "EngineLink.h"
#include "SettingSpec.h"

#include <QAbstractListModel>
#include <QElapsedTimer>
#include <QPointer>
#include <QVariantList>
#include <QtQml/qqmlregistration.h>

#include <optional>
#include <set>
#include <vector>

namespace sluice {

class SettingsModel : public QAbstractListModel
{
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("Tuning has it")
    Q_PROPERTY(State state READ state NOTIFY stateChanged)
    Q_PROPERTY(QString problem READ problem NOTIFY stateChanged)
    Q_PROPERTY(qint64 revision READ revision NOTIFY revisionChanged)
    Q_PROPERTY(int changedByOthers READ changedByOthers NOTIFY marksChanged)

public:
    enum class State {
        Waiting, ///< for an engine
        Loading,
        Ready,
        Failed, ///< problem() says why
    };
    Q_ENUM(State)

    enum Role {
        KeyRole = Qt::UserRole,
        GroupRole,
        NameRole,
        TypeRole,
        UnitRole,
        HelpRole,
        RangeRole,
        DefaultRole,
        ChoicesRole,
        IsLiveRole,
        FixedReasonRole, ///< why it cannot be changed here; empty: it can
        ValueRole,       ///< in force
        TextRole,        ///< what was typed, else the value in force
        IsEditedRole,    ///< a change is pending
        IsDefaultRole,   ///< the value in force is the default
        ProblemRole,     ///< what is wrong with the text, found here
        ViolationRole,   ///< what the engine's rules say of it
        RiskRole,        ///< why the pending change is risky
        ChangedByRole,   ///< who else changed it, when and from what; empty: nobody
    };

    struct Mark
    {
        QString who;
        QString from;
        double when = 0; ///< milliseconds since 1970
        qint64 revision = 0;
    };

    struct Row
    {
        SettingSpec spec;
        QString value; ///< in force
        std::optional<QString> edit;
        QString problem;
        QString violation;
        QStringList violationFields; ///< all that the broken rules relate
        std::optional<Mark> mark;
    };

    explicit SettingsModel(QObject *parent = nullptr);

    void setLink(EngineLink *link);

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;

    State state() const { return m_state; }
    QString problem() const { return m_problem; }
    /** Of the settings in force, as far as the engine said; 0 before it did. */
    qint64 revision() const { return m_revision; }
    /** Settings that are marked as changed by somebody else. */
    int changedByOthers() const;

    const std::vector<Row> &rows() const { return m_rows; }
    /** The setting called @p key, or nothing. */
    const Row *find(const QString &key) const;

    /** Reads schema and values anew; what is typed stays. */
    Q_INVOKABLE void load();

    /** What the operator typed for a setting; a text that means the value in force is no change. Restart-only
     * settings and secrets take none. */
    Q_INVOKABLE void edit(const QString &key, const QString &text);

    /** Forgets what was typed for a setting. */
    Q_INVOKABLE void revert(const QString &key);

    /** Forgets all that was typed. */
    void revertAll();

    /** Forgets who else changed settings. */
    Q_INVOKABLE void acknowledge();

    /** Shows the engine's refusal (the "violations" of its problem) at the fields that it names. */
    void showViolations(const QJsonArray &violations);

    /** Takes over what the engine answered to a change of ours: it is no news. */
    void adopt(const QJsonObject &update);

Q_SIGNALS:
    void stateChanged();
    void revisionChanged();
    void marksChanged();
    /** Something was typed, or forgotten, or is judged otherwise now. */
    void edited();
    /** The values in force were read, for the first time or again. */
    void loaded();

private:
    void takeSchema(const AdminClient::Result &result);
    void takeValues(const AdminClient::Result &result);
    void takeAudit(const QJsonObject &entry);
    void takeSnapshot(const QJsonObject &snapshot);
    void setValue(Row &row, const QString &value);
    void judge(Row &row);
    void clearViolation(Row &row);
    Row *row(const QString &key);
    void touch(const Row &row);
    void enter(State state, const QString &problem = {});

    QPointer<EngineLink> m_link;
    std::vector<Row> m_rows;
    std::set<qint64> m_own; ///< revisions that were made here
    State m_state = State::Waiting;
    QString m_problem;
    qint64 m_revision = 0;
    QElapsedTimer m_sinceFailure;
    bool m_isReading = false;
    qint64 m_newsWhileReading = 0; ///< the newest revision that was told meanwhile
};

} // namespace sluice
