// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The last ends of streams with their causes, newest first, those that fit what was typed and chosen. The
// engine knows no other order: in another one it is the last thousand of them. GUI thread only.
#pragma once

#include "PagedModel.h"

namespace sluice {

class EndsModel : public sluice::PagedModel
{
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(QString query READ query WRITE setQuery NOTIFY queryChanged)
    Q_PROPERTY(QString queryProblem READ queryProblem NOTIFY queryChanged)
    Q_PROPERTY(QString cause READ cause WRITE setCause NOTIFY queryChanged)
    Q_PROPERTY(bool filtered READ isFiltered NOTIFY queryChanged)
    Q_PROPERTY(QStringList choices READ choices CONSTANT)
    Q_PROPERTY(int choice READ choice WRITE setChoice NOTIFY queryChanged)

public:
    enum Role {
        IdRole = Qt::UserRole,
        EndedRole, // milliseconds since 1970
        CauseRole,
        ClientRole,
        ChannelsRole,
        AgeRole, // seconds, at the end
        SentBytesRole,
        WorkerRole,
        ByRole,
        ReasonRole,
        LoadedRole,
    };

    explicit EndsModel(QObject *parent = nullptr);

    /** What was typed, such as "channel:demo client:10.0.0.0/8"; see streamquery::parse(). */
    QString query() const { return m_query; }
    void setQuery(const QString &query);
    QString queryProblem() const { return m_queryProblem; }
    /** The one cause that is shown; empty: all. */
    QString cause() const { return m_cause; }
    void setCause(const QString &cause);
    bool isFiltered() const { return !filter().isEmpty(); }

    /** What a list of causes to choose from has: all of them first, then each by the engine's name. */
    static QStringList choices();
    /** The place of cause() among the choices. */
    int choice() const;
    void setChoice(int choice);

    /** Of a row; empty where none has been fetched. The client's address without its port. */
    Q_INVOKABLE QString clientAt(int row) const;
    Q_INVOKABLE QString causeAt(int row) const { return cell(rowAt(row), CauseRole, 0).toString(); }

    QUrlQuery filter() const override;
    QHash<int, QByteArray> roleNames() const override;

Q_SIGNALS:
    void queryChanged();

protected:
    QString path() const override { return QStringLiteral("disconnects"); }
    QVariant cell(const QJsonObject &row, int role, double since) const override;
    QString identity(const QJsonObject &row) const override;
    bool ordersHere() const override;
    bool isBefore(const QJsonObject &a, const QJsonObject &b) const override;
    QString askedOrder() const override { return {}; }

private:
    QString m_query;
    QString m_queryProblem;
    QUrlQuery m_typed;
    QString m_cause;
};

} // namespace sluice
