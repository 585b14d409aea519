// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The clients that a kick has blocked, and for how long still. GUI thread only.
#pragma once

#include "PagedModel.h"

namespace sluice {

class BlocksModel : public sluice::PagedModel
{
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(QString result READ result NOTIFY resultChanged)

public:
    enum Role {
        ClientRole = Qt::UserRole,
        LeftRole, // seconds; shrinks between two fetches
        LoadedRole,
    };

    using PagedModel::PagedModel;

    /** Lets a client come back at once. */
    Q_INVOKABLE void unblock(const QString &client);

    /** The client of a row; empty where none has been fetched. */
    Q_INVOKABLE QString clientAt(int row) const;

    /** What the last unblock did, or why it did not. */
    QString result() const { return m_result; }

    QHash<int, QByteArray> roleNames() const override;

Q_SIGNALS:
    void resultChanged();

protected:
    QString path() const override { return QStringLiteral("blocks"); }
    QVariant cell(const QJsonObject &row, int role, double since) const override;
    QList<int> agingRoles() const override { return {LeftRole}; }
    QString identity(const QJsonObject &row) const override
    {
        return row.value(QLatin1String("client")).toString();
    }

private:
    QString m_result;
};

} // namespace sluice
