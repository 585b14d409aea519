// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "BlocksModel.h"

#include <algorithm>

namespace sluice {

void BlocksModel::unblock(const QString &client)
{
    if (!link())
        return;
    AdminRequest request;
    request.method = "DELETE";
    // An IPv6 client is a /64; the engine finds it by any of its addresses, and a path takes no second slash.
    request.path = QStringLiteral("blocks/") + client.section(QLatin1Char('/'), 0, 0);
    link()->send(request, this, [this, client](const AdminClient::Result &result) {
        m_result = result ? tr("Client %1 may come back.").arg(client)
                          : QString::fromStdString(result.error().message);
        Q_EMIT resultChanged();
        if (result && link())
            link()->announce(m_result, {}, QStringLiteral("info"));
        refresh();
    });
}

QString BlocksModel::clientAt(int row) const
{
    return rowAt(row).value(QLatin1String("client")).toString();
}

QVariant BlocksModel::cell(const QJsonObject &row, int role, double since) const
{
    switch (role) {
    case Qt::DisplayRole:
    case ClientRole:
        return row.value(QLatin1String("client")).toString();
    case LeftRole:
        return std::max(0.0, row.value(QLatin1String("left_seconds")).toDouble() - since);
    case LoadedRole:
        return !row.isEmpty();
    default:
        return {};
    }
}

QHash<int, QByteArray> BlocksModel::roleNames() const
{
    return {{ClientRole, "client"}, {LeftRole, "remaining"}, {LoadedRole, "isLoaded"}};
}

} // namespace sluice
