// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ChannelsModel.h"

#include "StreamQuery.h"

#include "base/text/Units.h"

#include <QJsonArray>

#include <algorithm>
#include <cmath>

namespace sluice {

namespace {

constexpr qsizetype kMostRemembered = 4000; // channels whose course is kept

double numberOf(const QJsonObject &row, QLatin1StringView member)
{
    const QJsonValue value = row.value(member);
    return value.isDouble() ? value.toDouble() : SnapshotStore::none;
}

} // namespace

ChannelsModel::ChannelsModel(QObject *parent)
    : PagedModel(parent)
{
    setOrder(QStringLiteral("streams"), true);
    connect(this, &PagedModel::activeChanged, this, &ChannelsModel::askBounds);
    connect(this, &PagedModel::linkChanged, this, [this] {
        if (link()) {
            connect(link(), &EngineLink::established, this, &ChannelsModel::askBounds);
            connect(link(), &EngineLink::auditReceived, this, &ChannelsModel::askBounds);
        }
        askBounds();
    });
    connect(this, &PagedModel::forgotten, this, [this] {
        m_rates.clear();
        m_historyCount = SnapshotStore::none;
        m_historyBytes = SnapshotStore::none;
        m_historyAge = SnapshotStore::none;
        Q_EMIT boundsChanged();
        setWatched({});
    });
    connect(this, &PagedModel::staleChanged, this, &ChannelsModel::watchedChanged);
}

void ChannelsModel::setQuery(const QString &query)
{
    const QString wanted = query.trimmed();
    if (wanted == m_query)
        return;
    m_query = wanted;
    Q_EMIT queryChanged();
    restart();
}

void ChannelsModel::setOnlyPaused(bool only)
{
    if (only == m_onlyPaused)
        return;
    m_onlyPaused = only;
    Q_EMIT queryChanged();
    restart();
}

QUrlQuery ChannelsModel::filter() const
{
    QUrlQuery query;
    if (!m_query.isEmpty())
        streamquery::addItem(query, QStringLiteral("name"),
                             m_query.endsWith(QLatin1Char('*')) ? m_query : m_query + QLatin1Char('*'));
    if (m_onlyPaused)
        streamquery::addItem(query, QStringLiteral("paused"), QStringLiteral("1"));
    return query;
}

void ChannelsModel::askBounds()
{
    if (!isActive() || !link())
        return;
    AdminRequest request;
    request.path = QStringLiteral("settings");
    link()->send(request, this, [this](const AdminClient::Result &result) {
        if (!result)
            return;
        const QJsonObject settings = result->json.value(QLatin1String("settings")).toObject();
        const auto text = [&settings](QLatin1StringView key) {
            const QJsonValue value = settings.value(key);
            return (value.isString() ? value.toString() : value.toVariant().toString()).toStdString();
        };
        const auto count = parseCount(text(QLatin1StringView("history.count")));
        const auto bytes = parseSize(text(QLatin1StringView("history.bytes")));
        const auto age = parseDuration(text(QLatin1StringView("history.age")));
        m_historyCount = count ? static_cast<double>(*count) : SnapshotStore::none;
        m_historyBytes = bytes ? static_cast<double>(*bytes) : SnapshotStore::none;
        m_historyAge = age ? static_cast<double>(age->count()) / 1000.0 : SnapshotStore::none;
        Q_EMIT boundsChanged();
        repaint({HistoryUsedRole});
    });
}

void ChannelsModel::taken(const QJsonObject &answer, int first)
{
    const QJsonArray list = answer.value(QLatin1String("channels")).toArray();
    bool isWatchedHere = false;
    if (m_rates.size() > kMostRemembered)
        m_rates.clear();
    for (const auto &each : list) {
        const QJsonObject row = each.toObject();
        addRate(row);
        if (!m_watched.isEmpty() && row.value(QLatin1String("name")).toString() == m_watched) {
            takeWatched(row);
            isWatchedHere = true;
        }
    }
    if (!isWatchedHere)
        askWatched();
    if (const int last = std::min(total(), first + static_cast<int>(list.size())) - 1; last >= first)
        Q_EMIT dataChanged(index(first), index(last), {RatesRole});
    Q_EMIT refreshed();
}

QVariantMap ChannelsModel::factsAt(int row) const
{
    QVariantMap facts;
    if (row < 0 || row >= total() || rowAt(row).isEmpty())
        return facts;
    const QHash<int, QByteArray> names = roleNames();
    for (auto role = names.constBegin(); role != names.constEnd(); ++role)
        facts.insert(QString::fromLatin1(*role), data(index(row), role.key()));
    return facts;
}

QVariantMap ChannelsModel::factsOf(const QJsonObject &row) const
{
    QVariantMap facts;
    const QHash<int, QByteArray> names = roleNames();
    for (auto role = names.constBegin(); role != names.constEnd(); ++role)
        facts.insert(QString::fromLatin1(*role), cell(row, role.key(), 0));
    return facts;
}

void ChannelsModel::setWatched(const QString &name)
{
    if (name == m_watched)
        return;
    m_watched = name;
    m_watchedFacts.clear();
    m_isWatchedGone = false;
    m_hasWatchedFailed = false;
    if (const int row = rowOf(name); row >= 0)
        m_watchedFacts = factsAt(row);
    Q_EMIT watchedChanged();
    if (m_watchedFacts.isEmpty())
        askWatched();
}

bool ChannelsModel::isWatchedStale() const
{
    return !m_watchedFacts.isEmpty() && (m_isWatchedGone || m_hasWatchedFailed || isStale());
}

void ChannelsModel::askWatched()
{
    if (m_watched.isEmpty() || !link())
        return;
    AdminRequest request;
    request.path = QStringLiteral("channels");
    streamquery::addItem(request.query, QStringLiteral("name"), m_watched);
    link()->send(request, this, [this, asked = m_watched](const AdminClient::Result &result) {
        if (asked != m_watched)
            return;
        m_hasWatchedFailed = !result;
        const QJsonArray found =
            result ? result->json.value(QLatin1String("channels")).toArray() : QJsonArray();
        if (!found.isEmpty()) {
            addRate(found.first().toObject());
            takeWatched(found.first().toObject());
            return;
        }
        m_isWatchedGone = m_isWatchedGone || result;
        Q_EMIT watchedChanged();
    });
}

void ChannelsModel::takeWatched(const QJsonObject &row)
{
    m_watchedFacts = factsOf(row);
    m_isWatchedGone = false;
    m_hasWatchedFailed = false;
    Q_EMIT watchedChanged();
}

void ChannelsModel::addRate(const QJsonObject &row)
{
    QList<double> &rates = m_rates[row.value(QLatin1String("name")).toString()];
    if (rates.size() == mostSamples)
        rates.removeFirst();
    rates.append(row.value(QLatin1String("publish_rate")).toDouble());
}

int ChannelsModel::rowOf(const QString &name) const
{
    const QHash<int, QJsonObject> fetched = rows();
    for (auto row = fetched.constBegin(); row != fetched.constEnd(); ++row) {
        if (row->value(QLatin1String("name")).toString() == name)
            return row.key();
    }
    return -1;
}

QString ChannelsModel::nameAt(int row) const
{
    return rowAt(row).value(QLatin1String("name")).toString();
}

QVariant ChannelsModel::cell(const QJsonObject &row, int role, double since) const
{
    switch (role) {
    case Qt::DisplayRole:
    case NameRole:
        return row.value(QLatin1String("name")).toString();
    case StreamsRole:
        return numberOf(row, QLatin1StringView("streams"));
    case RateRole:
        return numberOf(row, QLatin1StringView("publish_rate"));
    case RatesRole:
        return QVariant::fromValue(m_rates.value(row.value(QLatin1String("name")).toString()));
    case PublishedRole:
        return numberOf(row, QLatin1StringView("published"));
    case HistoryEventsRole:
        return numberOf(row, QLatin1StringView("history_events"));
    case HistoryBytesRole:
        return numberOf(row, QLatin1StringView("history_bytes"));
    case HistoryUsedRole: {
        const double events = numberOf(row, QLatin1StringView("history_events")) / m_historyCount;
        const double bytes = numberOf(row, QLatin1StringView("history_bytes")) / m_historyBytes;
        return std::isfinite(events) && std::isfinite(bytes) ? std::min(1.0, std::max(events, bytes))
                                                             : SnapshotStore::none;
    }
    case OldestRole:
        return numberOf(row, QLatin1StringView("oldest_seconds")) + since;
    case HeadIdRole:
        return row.value(QLatin1String("head_id")).toString();
    case BacklogRole:
        return numberOf(row, QLatin1StringView("largest_backlog_bytes"));
    case BlockedRole:
        return numberOf(row, QLatin1StringView("blocked_streams"));
    case PolicyRole:
        return row.value(QLatin1String("policy")).toString();
    case DroppedRole:
        return numberOf(row, QLatin1StringView("dropped"));
    case CoalescedRole:
        return numberOf(row, QLatin1StringView("coalesced"));
    case PausesRole:
        return numberOf(row, QLatin1StringView("pauses"));
    case PausedRole:
        return numberOf(row, QLatin1StringView("paused_seconds")) + since;
    case SlowEndsRole:
        return numberOf(row, QLatin1StringView("slow_ends"));
    case LoadedRole:
        return !row.isEmpty();
    default:
        return {};
    }
}

QHash<int, QByteArray> ChannelsModel::roleNames() const
{
    return {{NameRole, "name"},
            {StreamsRole, "streams"},
            {RateRole, "rate"},
            {RatesRole, "rates"},
            {PublishedRole, "published"},
            {HistoryEventsRole, "historyEvents"},
            {HistoryBytesRole, "historyBytes"},
            {HistoryUsedRole, "historyUsed"},
            {OldestRole, "oldest"},
            {HeadIdRole, "headId"},
            {BacklogRole, "backlog"},
            {BlockedRole, "blocked"},
            {PolicyRole, "policy"},
            {DroppedRole, "dropped"},
            {CoalescedRole, "coalesced"},
            {PausesRole, "pauses"},
            {PausedRole, "paused"},
            {SlowEndsRole, "slowEnds"},
            {LoadedRole, "isLoaded"}};
}

} // namespace sluice
