// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The actions that the command palette offers, those that fit what was typed, the best first. Owned by the
// palette, the actions by whoever declared them; GUI thread only.
#pragma once

#include <QAbstractListModel>
#include <QPointer>
#include <QtQml/qqmlregistration.h>

#include <vector>

namespace sluice {

/** How well a text fits what was typed: 0, not at all, unless all letters come in this order; more for
 * letters that begin words or stand together. */
int fuzzyScore(QStringView typed, QStringView text);

class CommandList : public QAbstractListModel
{
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(QList<QObject *> actions READ actions WRITE setActions NOTIFY actionsChanged)
    Q_PROPERTY(QString typed READ typed WRITE setTyped NOTIFY typedChanged)
    Q_PROPERTY(int count READ count NOTIFY countChanged)

public:
    enum Role { ActionRole = Qt::UserRole + 1, TextRole, IconRole, ShortcutRole };

    using QAbstractListModel::QAbstractListModel;

    /** QML actions, in the order in which all of them are shown; one that is disabled is left out. */
    QList<QObject *> actions() const { return m_actions; }
    void setActions(const QList<QObject *> &actions);

    QString typed() const { return m_typed; }
    void setTyped(const QString &typed);

    int count() const { return static_cast<int>(m_shown.size()); }
    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;

    /** Looks at the actions again: their words and whether they are enabled change. */
    Q_INVOKABLE void refresh();

    /** Whether a row would change an engine, and has what was typed only as letters here and there: to be
     * asked about before it is run. */
    Q_INVOKABLE bool isGuess(int row) const;

    /** Does what stands in a row. */
    Q_INVOKABLE void run(int row);

Q_SIGNALS:
    void actionsChanged();
    void typedChanged();
    void countChanged();

private:
    QList<QObject *> m_actions;
    QString m_typed;
    std::vector<QPointer<QObject>> m_shown;
};

} // namespace sluice
