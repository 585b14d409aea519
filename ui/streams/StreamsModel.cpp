// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "StreamsModel.h"

#include "Format.h"
#include "StreamQuery.h"

#include <QJsonArray>
#include <QLocale>

#include <algorithm>

namespace sluice {

namespace {

qint64 idOf(const QJsonObject &row)
{
    return row.value(QLatin1String("id")).toInteger();
}

QString channelsOf(const QJsonObject &row)
{
    QStringList names;
    const QJsonArray channels = row.value(QLatin1String("channels")).toArray();
    names.reserve(channels.size());
    for (const auto &name : channels)
        names.append(name.toString());
    return names.join(QStringLiteral(", "));
}

double numberOf(const QJsonObject &row, QLatin1StringView member)
{
    const QJsonValue value = row.value(member);
    return value.isDouble() ? value.toDouble() : SnapshotStore::none;
}

} // namespace

StreamsModel::StreamsModel(QObject *parent)
    : PagedModel(parent)
{
    setOrder(QStringLiteral("age_seconds"), true);
    // Ids begin again with another process: what was selected in the one before may be somebody else here.
    connect(this, &PagedModel::linkChanged, this, [this] {
        if (link())
            connect(link(), &EngineLink::established, this, &StreamsModel::clearSelection);
    });
    connect(this, &PagedModel::forgotten, this, [this] {
        clearSelection();
        if (!m_staleWorkers.isEmpty()) {
            m_staleWorkers.clear();
            Q_EMIT staleWorkersChanged();
        }
    });
}

void StreamsModel::setQuery(const QString &query)
{
    if (query == m_query)
        return;
    m_query = query;
    const auto filter = streamquery::parse(query, streamquery::List::Open);
    m_queryProblem = filter ? QString() : filter.error();
    const bool isOther = filter && *filter != m_filter;
    if (isOther) {
        m_filter = *filter;
        clearSelection();
    }
    Q_EMIT queryChanged();
    if (isOther)
        restart();
}

int StreamsModel::selectedCount() const
{
    return m_allSelected ? total() : static_cast<int>(m_selected.size());
}

void StreamsModel::selectionIs(QSet<qint64> ids, bool all)
{
    if (ids == m_selected && all == m_allSelected && m_selectionNote.isEmpty())
        return;
    m_selected = std::move(ids);
    m_allSelected = all;
    m_selectionNote.clear();
    const QHash<int, QJsonObject> fetched = rows();
    for (const QJsonObject &row : fetched) {
        if (m_selected.contains(idOf(row)))
            m_names.insert(idOf(row), nameOf(row));
    }
    m_names.removeIf(
        [this](QHash<qint64, QString>::iterator each) { return !m_selected.contains(each.key()); });
    repaint({SelectedRole});
    Q_EMIT selectionChanged();
}

void StreamsModel::selectOnly(int row)
{
    const qint64 id = idOf(rowAt(row));
    selectionIs(id > 0 ? QSet<qint64>{id} : QSet<qint64>(), false);
}

void StreamsModel::toggle(int row)
{
    const qint64 id = idOf(rowAt(row));
    if (id <= 0)
        return;
    QSet<qint64> ids = m_selected;
    if (m_allSelected) {
        // All but one is no filter that the engine knows: what has been fetched stays.
        const QHash<int, QJsonObject> fetched = rows();
        for (const QJsonObject &each : fetched)
            ids.insert(idOf(each));
    }
    if (!ids.remove(id))
        ids.insert(id);
    selectionIs(ids, false);
}

void StreamsModel::selectRange(int from, int to)
{
    QSet<qint64> ids;
    const int first = std::max(0, std::min(from, to));
    const int last = std::min(std::max(from, to), total() - 1);
    for (int row = first; row <= last; ++row) {
        if (const qint64 id = idOf(rowAt(row)); id > 0)
            ids.insert(id);
    }
    const qsizetype asked = std::max(0, last - first + 1);
    const qsizetype found = ids.size();
    selectionIs(std::move(ids), false);
    const QString note =
        found < asked
            ? tr("%1 of the %2 streams between are selected: the others were never on the screen, so "
                 "the console does not know them. Scroll over them and select again, or narrow the "
                 "list by a filter and select all.")
                  .arg(QLocale().toString(found), QLocale().toString(asked))
            : QString();
    if (note == m_selectionNote)
        return;
    m_selectionNote = note;
    Q_EMIT selectionChanged();
}

void StreamsModel::selectAll()
{
    selectionIs({}, total() > 0);
}

void StreamsModel::clearSelection()
{
    selectionIs({}, false);
}

bool StreamsModel::isSelected(int row) const
{
    return m_allSelected || m_selected.contains(idOf(rowAt(row)));
}

double StreamsModel::idAt(int row) const
{
    return static_cast<double>(idOf(rowAt(row)));
}

int StreamsModel::rowOf(double id) const
{
    const QHash<int, QJsonObject> fetched = rows();
    for (auto row = fetched.constBegin(); row != fetched.constEnd(); ++row) {
        if (idOf(*row) == static_cast<qint64>(id))
            return row.key();
    }
    return -1;
}

QString StreamsModel::nameOf(const QJsonObject &row) const
{
    return tr("%1 from %2 on %3, open for %4")
        .arg(idOf(row))
        .arg(row.value(QLatin1String("client")).toString(), channelsOf(row),
             Format::duration(row.value(QLatin1String("age_seconds")).toDouble()));
}

QString StreamsModel::nameAt(int row) const
{
    const QJsonObject stream = rowAt(row);
    return stream.isEmpty() ? QString() : nameOf(stream);
}

QStringList StreamsModel::selectedNames(int most) const
{
    QStringList names;
    if (m_allSelected) {
        const QHash<int, QJsonObject> fetched = rows();
        QList<int> order = fetched.keys();
        std::sort(order.begin(), order.end());
        for (const int row : std::as_const(order)) {
            if (names.size() == most)
                break;
            names.append(nameOf(fetched.value(row)));
        }
        return names;
    }
    const QList<qint64> ids = selectedIds();
    for (const qint64 id : ids) {
        if (names.size() == most)
            break;
        names.append(m_names.value(id, QString::number(id)));
    }
    return names;
}

QList<qint64> StreamsModel::selectedIds() const
{
    QList<qint64> ids(m_selected.cbegin(), m_selected.cend());
    std::sort(ids.begin(), ids.end());
    return ids;
}

QVariant StreamsModel::cell(const QJsonObject &row, int role, double since) const
{
    switch (role) {
    case IdRole:
        return idOf(row);
    case Qt::DisplayRole:
    case ClientRole:
        return row.value(QLatin1String("client")).toString();
    case ChannelsRole:
        return channelsOf(row);
    case AgeRole:
        return numberOf(row, QLatin1StringView("age_seconds")) + since;
    case BacklogRole:
        return numberOf(row, QLatin1StringView("backlog_bytes"));
    case EventRateRole:
        return numberOf(row, QLatin1StringView("events_per_second"));
    case ByteRateRole:
        return numberOf(row, QLatin1StringView("drain_bytes_per_second"));
    case SentBytesRole:
        return numberOf(row, QLatin1StringView("sent_bytes"));
    case SentEventsRole:
        return numberOf(row, QLatin1StringView("sent_events"));
    case IdleRole:
        return numberOf(row, QLatin1StringView("last_event_seconds")) + since;
    case WorkerRole:
        return row.value(QLatin1String("worker")).toInt(-1);
    case StateRole:
        return row.value(QLatin1String("state")).toString();
    case SelectedRole:
        return m_allSelected || (!row.isEmpty() && m_selected.contains(idOf(row)));
    case LoadedRole:
        return !row.isEmpty();
    default:
        return {};
    }
}

QString StreamsModel::identity(const QJsonObject &row) const
{
    return row.isEmpty() ? QString() : QString::number(idOf(row));
}

void StreamsModel::taken(const QJsonObject &answer, int /*first*/)
{
    QStringList workers;
    const QJsonArray stale = answer.value(QLatin1String("stale_workers")).toArray();
    workers.reserve(stale.size());
    for (const auto &worker : stale)
        workers.append(QString::number(worker.toInt()));
    const QString text = workers.join(QStringLiteral(", "));
    if (text != m_staleWorkers) {
        m_staleWorkers = text;
        Q_EMIT staleWorkersChanged();
    }
    if (m_allSelected) // as many as there are now
        Q_EMIT selectionChanged();
}

QHash<int, QByteArray> StreamsModel::roleNames() const
{
    return {{IdRole, "streamId"},           {ClientRole, "client"},
            {ChannelsRole, "channels"},     {AgeRole, "age"},
            {BacklogRole, "backlog"},       {EventRateRole, "eventRate"},
            {ByteRateRole, "byteRate"},     {SentBytesRole, "sentBytes"},
            {SentEventsRole, "sentEvents"}, {IdleRole, "idle"},
            {WorkerRole, "worker"},         {StateRole, "streamState"},
            {SelectedRole, "isSelected"},   {LoadedRole, "isLoaded"}};
}

} // namespace sluice
