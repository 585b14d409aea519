// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "SavedConnections.h"

#include "Preferences.h"

#include "http/HttpRequest.h"

#include <QDir>
#include <QFileInfo>
#include <QLockFile>
#include <QRegularExpression>
#include <QSettings>
#include <QUuid>

#include <algorithm>

namespace sluice {

namespace {

QString arrayKey()
{
    return QStringLiteral("connections");
}

QString idKey()
{
    return QStringLiteral("id");
}

QString nameKey()
{
    return QStringLiteral("name");
}

QString urlKey()
{
    return QStringLiteral("url");
}

QString hasTokenKey()
{
    return QStringLiteral("has_token");
}

constexpr qsizetype kLongestName = 60;

/** While it lives no other console reads and writes the list. One that hangs is not waited for longer than a
 * person notices. */
class FileTurn
{
public:
    FileTurn()
        : m_lock(Preferences::file()->fileName() + QStringLiteral(".connections.lock"))
    {
        constexpr int patience = 500;
        QDir().mkpath(QFileInfo(Preferences::file()->fileName()).path());
        m_lock.tryLock(patience);
    }

private:
    QLockFile m_lock;
};

} // namespace

SavedConnections::SavedConnections(QObject *parent)
    : QAbstractListModel(parent)
    , m_connections(read())
{
}

int SavedConnections::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : count();
}

QVariant SavedConnections::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Connection &connection = m_connections[static_cast<std::size_t>(index.row())];
    switch (role) {
    case IdRole:
        return connection.id;
    case Qt::DisplayRole:
    case NameRole:
        return connection.name;
    case UrlRole:
        return connection.url.toString();
    case HasTokenRole:
        return connection.hasToken;
    default:
        return {};
    }
}

QHash<int, QByteArray> SavedConnections::roleNames() const
{
    return {{IdRole, "connectionId"}, {NameRole, "name"}, {UrlRole, "url"}, {HasTokenRole, "hasToken"}};
}

const SavedConnections::Connection *SavedConnections::find(const QString &id) const
{
    const int row = rowOf(id);
    return row < 0 ? nullptr : &m_connections[static_cast<std::size_t>(row)];
}

QString SavedConnections::problemWith(const QString &name, const QString &address, const QString &id) const
{
    if (name.trimmed().isEmpty())
        return tr("Give it a name, such as the host's.");
    if (name.trimmed().size() > kLongestName)
        return tr("The name has %1 characters; %2 are enough.").arg(name.trimmed().size()).arg(kLongestName);
    const bool isTaken =
        std::any_of(m_connections.begin(), m_connections.end(), [&](const Connection &other) {
            return other.id != id && other.name.compare(name.trimmed(), Qt::CaseInsensitive) == 0;
        });
    if (isTaken)
        return tr("Another connection is called “%1” already.").arg(name.trimmed());
    if (const auto url = parseHttpUrl(addressOf(address).toStdString()); !url)
        return tr("The address must be that of an admin listener, as in http://host:9180: %1")
            .arg(QString::fromStdString(url.error().message));
    return {};
}

QString SavedConnections::addressOf(const QString &typed)
{
    static const QRegularExpression hostAndPort(QStringLiteral("^([^/:@\\s]+|\\[[^/\\s]+\\]):\\d+$"));
    const QString address = typed.trimmed();
    return hostAndPort.match(address).hasMatch() ? QStringLiteral("http://") + address : address;
}

const SavedConnections::Connection &SavedConnections::add(const QString &name, const QUrl &url, bool hasToken)
{
    const FileTurn turn;
    follow();
    beginInsertRows({}, count(), count());
    m_connections.push_back(
        {QUuid::createUuid().toString(QUuid::WithoutBraces), name.trimmed(), url, hasToken});
    endInsertRows();
    write(m_connections);
    Q_EMIT countChanged();
    return m_connections.back();
}

void SavedConnections::change(const Connection &connection)
{
    const FileTurn turn;
    follow();
    const int row = rowOf(connection.id);
    if (row < 0) {
        beginInsertRows({}, count(), count());
        m_connections.push_back(connection);
        endInsertRows();
        Q_EMIT countChanged();
    } else {
        m_connections[static_cast<std::size_t>(row)] = connection;
        Q_EMIT dataChanged(index(row), index(row));
    }
    write(m_connections);
}

void SavedConnections::remove(const QString &id)
{
    const FileTurn turn;
    follow();
    const int row = rowOf(id);
    if (row < 0)
        return;
    beginRemoveRows({}, row, row);
    m_connections.erase(m_connections.begin() + row);
    endRemoveRows();
    write(m_connections);
    Q_EMIT countChanged();
}

std::vector<SavedConnections::Connection> SavedConnections::read()
{
    std::vector<Connection> connections;
    auto settings = Preferences::file();
    const int size = settings->beginReadArray(arrayKey());
    for (int i = 0; i < size; ++i) {
        settings->setArrayIndex(i);
        Connection connection{settings->value(idKey()).toString(), settings->value(nameKey()).toString(),
                              settings->value(urlKey()).toUrl(), settings->value(hasTokenKey()).toBool()};
        // Somebody may have edited the file; what cannot be used is passed over.
        if (!connection.id.isEmpty() && !connection.name.isEmpty() && checkHttpUrl(connection.url))
            connections.push_back(std::move(connection));
    }
    settings->endArray();
    return connections;
}

void SavedConnections::write(const std::vector<Connection> &connections)
{
    auto settings = Preferences::file();
    settings->remove(arrayKey());
    settings->beginWriteArray(arrayKey(), static_cast<int>(connections.size()));
    for (std::size_t i = 0; i < connections.size(); ++i) {
        const Connection &connection = connections[i];
        settings->setArrayIndex(static_cast<int>(i));
        settings->setValue(idKey(), connection.id);
        settings->setValue(nameKey(), connection.name);
        settings->setValue(urlKey(), connection.url);
        settings->setValue(hasTokenKey(), connection.hasToken);
    }
    settings->endArray();
    settings->sync();
}

void SavedConnections::follow()
{
    std::vector<Connection> now = read();
    if (now == m_connections)
        return;
    beginResetModel();
    m_connections = std::move(now);
    endResetModel();
    Q_EMIT countChanged();
}

int SavedConnections::rowOf(const QString &id) const
{
    const auto found = std::find_if(m_connections.begin(), m_connections.end(),
                                    [&](const Connection &connection) { return connection.id == id; });
    return found == m_connections.end() ? -1 : static_cast<int>(found - m_connections.begin());
}

} // namespace sluice
