// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "EndsModel.h"

#include "StreamQuery.h"

#include "model/StreamEnd.h"

#include <QDateTime>
#include <QJsonArray>
#include <QRegularExpression>

namespace sluice {

namespace {

constexpr QLatin1StringView kNewest("ended"); // the engine's order, descending

double millisecondsOf(const QJsonValue &utc)
{
    const QDateTime time = QDateTime::fromString(utc.toString(), Qt::ISODateWithMs);
    return time.isValid() ? static_cast<double>(time.toMSecsSinceEpoch()) : SnapshotStore::none;
}

} // namespace

EndsModel::EndsModel(QObject *parent)
    : PagedModel(parent)
{
    setOrder(kNewest, true);
}

QString EndsModel::identity(const QJsonObject &row) const
{
    return row.isEmpty() ? QString() : QString::number(row.value(QLatin1String("id")).toInteger());
}

bool EndsModel::ordersHere() const
{
    return sortKey() != kNewest || !isDescending();
}

bool EndsModel::isBefore(const QJsonObject &a, const QJsonObject &b) const
{
    const QJsonValue one = a.value(sortKey());
    const QJsonValue other = b.value(sortKey());
    if (one.isDouble() && other.isDouble())
        return one.toDouble() < other.toDouble();
    if (one.isArray())
        return cell(a, ChannelsRole, 0).toString() < cell(b, ChannelsRole, 0).toString();
    return one.toString() < other.toString();
}

void EndsModel::setQuery(const QString &query)
{
    if (query == m_query)
        return;
    m_query = query;
    const auto typed = streamquery::parse(query, streamquery::List::Ended);
    m_queryProblem = typed ? QString() : typed.error();
    const bool isOther = typed && *typed != m_typed;
    if (isOther)
        m_typed = *typed;
    Q_EMIT queryChanged();
    if (isOther)
        restart();
}

void EndsModel::setCause(const QString &cause)
{
    if (cause == m_cause)
        return;
    m_cause = cause;
    Q_EMIT queryChanged();
    restart();
}

QStringList EndsModel::choices()
{
    QStringList names{tr("all causes")};
    names.reserve(causeCount + 1);
    for (std::size_t i = 0; i < causeCount; ++i) {
        const std::string_view name = causeName(static_cast<Cause>(i));
        names.append(QString::fromLatin1(name.data(), static_cast<qsizetype>(name.size())));
    }
    return names;
}

int EndsModel::choice() const
{
    return m_cause.isEmpty() ? 0 : static_cast<int>(choices().indexOf(m_cause));
}

void EndsModel::setChoice(int choice)
{
    setCause(choice == 0 ? QString() : choices().value(choice));
}

QString EndsModel::clientAt(int row) const
{
    static const QRegularExpression port(QStringLiteral(":\\d+$"));
    QString client = cell(rowAt(row), ClientRole, 0).toString();
    if (client.startsWith(QLatin1Char('[')))
        return client.mid(1, client.indexOf(QLatin1Char(']')) - 1);
    // An IPv6 address without brackets has no port.
    return client.count(QLatin1Char(':')) == 1 ? client.remove(port) : client;
}

QUrlQuery EndsModel::filter() const
{
    QUrlQuery query = m_typed;
    if (!m_cause.isEmpty()) {
        query.removeAllQueryItems(QStringLiteral("cause"));
        streamquery::addItem(query, QStringLiteral("cause"), m_cause);
    }
    return query;
}

QVariant EndsModel::cell(const QJsonObject &row, int role, double /*since*/) const
{
    switch (role) {
    case IdRole:
        return row.value(QLatin1String("id")).toInteger();
    case EndedRole:
        return millisecondsOf(row.value(QLatin1String("ended")));
    case Qt::DisplayRole:
    case CauseRole:
        return row.value(QLatin1String("cause")).toString();
    case ClientRole:
        return row.value(QLatin1String("client")).toString();
    case ChannelsRole: {
        QStringList names;
        const QJsonArray channels = row.value(QLatin1String("channels")).toArray();
        names.reserve(channels.size());
        for (const auto &name : channels)
            names.append(name.toString());
        return names.join(QStringLiteral(", "));
    }
    case AgeRole:
        return row.value(QLatin1String("age_seconds")).toDouble(SnapshotStore::none);
    case SentBytesRole:
        return row.value(QLatin1String("sent_bytes")).toDouble(SnapshotStore::none);
    case WorkerRole:
        return row.value(QLatin1String("worker")).toInt(-1);
    case ByRole:
        return row.value(QLatin1String("by")).toString();
    case ReasonRole:
        return row.value(QLatin1String("reason")).toString();
    case LoadedRole:
        return !row.isEmpty();
    default:
        return {};
    }
}

QHash<int, QByteArray> EndsModel::roleNames() const
{
    return {{IdRole, "streamId"},   {EndedRole, "ended"},         {CauseRole, "cause"},
            {ClientRole, "client"}, {ChannelsRole, "channels"},   {AgeRole, "age"},
            {ByRole, "by"},         {SentBytesRole, "sentBytes"}, {WorkerRole, "worker"},
            {ReasonRole, "reason"}, {LoadedRole, "isLoaded"}};
}

} // namespace sluice
