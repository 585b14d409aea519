// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The engines that the operator saved, by name and address, over restarts. Another console may save its own
// meanwhile: what it saved is kept. Knows of a token only whether there is one. Owned by the EngineChooser;
// GUI thread only.
#pragma once

#include <QAbstractListModel>
#include <QUrl>
#include <QtQml/qqmlregistration.h>

#include <vector>

namespace sluice {

class SavedConnections : public QAbstractListModel
{
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("the EngineChooser has it")
    Q_PROPERTY(int count READ count NOTIFY countChanged)

public:
    struct Connection
    {
        QString id; ///< never reused; also the token's key in the keychain
        QString name;
        QUrl url;
        bool hasToken = false;

        bool operator==(const Connection &) const = default;
    };

    enum Role { IdRole = Qt::UserRole + 1, NameRole, UrlRole, HasTokenRole };
    Q_ENUM(Role) // QML reads rows by it

    /** Reads what was saved. */
    explicit SavedConnections(QObject *parent = nullptr);

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;

    int count() const { return static_cast<int>(m_connections.size()); }

    /** The connection of an id; null when it is not saved. */
    const Connection *find(const QString &id) const;

    /** What is wrong with a name or an address, for people, with what it should be; empty: nothing. The name
     * may be that of @p id already. */
    Q_INVOKABLE QString problemWith(const QString &name, const QString &address,
                                    const QString &id = {}) const;

    /** The address as it is kept: HOST:PORT is http://HOST:PORT. */
    static QString addressOf(const QString &typed);

    /** Saves a new connection; problemWith() must find nothing. */
    const Connection &add(const QString &name, const QUrl &url, bool hasToken);

    /** Saves what was edited, anew should another console have removed it meanwhile. */
    void change(const Connection &connection);
    void remove(const QString &id);

Q_SIGNALS:
    void countChanged();

private:
    static std::vector<Connection> read();
    static void write(const std::vector<Connection> &connections);
    void follow();
    int rowOf(const QString &id) const;

    std::vector<Connection> m_connections;
};

} // namespace sluice
