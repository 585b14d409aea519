// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "SettingsHistory.h"

#include <QDateTime>
#include <QJsonArray>

#include <algorithm>
#include <set>

namespace sluice {

SettingsHistory::SettingsHistory(const SettingsModel &settings, QObject *parent)
    : QAbstractListModel(parent)
    , m_settings(settings)
{
    connect(&m_settings, &SettingsModel::revisionChanged, this, &SettingsHistory::judgeAll);
    connect(&m_settings, &SettingsModel::loaded, this, &SettingsHistory::judgeAll);
}

void SettingsHistory::setLink(EngineLink *link)
{
    if (link == m_link)
        return;
    if (m_link)
        m_link->disconnect(this);
    m_link = link;
    if (!m_link)
        return;
    connect(m_link, &EngineLink::established, this, &SettingsHistory::load);
    connect(m_link, &EngineLink::auditReceived, this, &SettingsHistory::takeEntry);
    connect(m_link, &EngineLink::targetChanged, this, [this] {
        beginResetModel();
        m_changes.clear();
        m_isLoaded = false;
        m_problem.clear();
        endResetModel();
        Q_EMIT changed();
    });
    if (!m_link->role().isEmpty())
        load();
}

int SettingsHistory::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : count();
}

QVariant SettingsHistory::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Change &change = m_changes[static_cast<std::size_t>(index.row())];
    switch (role) {
    case Qt::DisplayRole:
    case RevisionRole:
        return change.revision;
    case WhenRole:
        return change.when;
    case WhoRole:
        return change.who;
    case WhyRole:
        return change.why;
    case LinesRole:
        return linesOf(change);
    case UndoesRole:
        return change.undoes;
    case UndoneByRole:
        return undoneBy(change.revision);
    case CanUndoRole:
        return undoReason(change).isEmpty();
    case UndoReasonRole:
        return undoReason(change);
    default:
        return {};
    }
}

QHash<int, QByteArray> SettingsHistory::roleNames() const
{
    return {{RevisionRole, "revision"}, {WhenRole, "when"},       {WhoRole, "who"},
            {WhyRole, "why"},           {LinesRole, "lines"},     {UndoesRole, "undoes"},
            {UndoneByRole, "undoneBy"}, {CanUndoRole, "canUndo"}, {UndoReasonRole, "undoReason"}};
}

QString SettingsHistory::lastUndoable() const
{
    // As the engine finds it: neither an undo, nor what one took back, unless that undo was undone too.
    std::set<qint64> undone;
    for (const Change &change : m_changes) {
        if (undone.count(change.revision) != 0)
            continue;
        if (change.undoes == 0)
            return linesOf(change).join(QStringLiteral(", "));
        undone.insert(change.undoes);
    }
    return {};
}

bool SettingsHistory::isUndone(qint64 revision) const
{
    return undoneBy(revision) != 0;
}

qint64 SettingsHistory::undoableAt(int row) const
{
    if (row < 0 || row >= count())
        return 0;
    const Change &change = m_changes[static_cast<std::size_t>(row)];
    return undoReason(change).isEmpty() ? change.revision : 0;
}

void SettingsHistory::load()
{
    if (!m_link)
        return;
    AdminRequest request;
    request.path = QStringLiteral("audit");
    request.query.addQueryItem(QStringLiteral("limit"), QStringLiteral("1000"));
    m_link->send(request, this, [this](const AdminClient::Result &result) { takeEntries(result); });
}

void SettingsHistory::takeEntries(const AdminClient::Result &result)
{
    m_problem = result ? QString() : QString::fromStdString(result.error().message);
    if (result) {
        std::vector<Change> changes;
        const QJsonArray entries = result->json.value(QLatin1String("entries")).toArray();
        for (const auto &entry : entries)
            add(changes, entry.toObject());
        beginResetModel();
        m_changes = std::move(changes);
        m_isLoaded = true;
        endResetModel();
        // Written before a change that we know of already.
        if (result->json.value(QLatin1String("revision")).toInteger() < m_settings.revision())
            load();
    }
    Q_EMIT changed();
}

void SettingsHistory::takeEntry(const QJsonObject &entry)
{
    const qint64 revision = entry.value(QLatin1String("revision")).toInteger();
    const qint64 newest = m_changes.empty() ? 0 : m_changes.front().revision;
    if (!m_isLoaded || revision < newest)
        return;
    if (revision == newest) {
        add(m_changes, entry);
        Q_EMIT dataChanged(index(0), index(0));
    } else {
        beginInsertRows({}, 0, 0);
        add(m_changes, entry);
        endInsertRows();
    }
    judgeAll();
}

void SettingsHistory::add(std::vector<Change> &changes, const QJsonObject &entry) const
{
    const qint64 revision = entry.value(QLatin1String("revision")).toInteger();
    if (changes.empty() || changes.front().revision != revision) {
        const auto when =
            QDateTime::fromString(entry.value(QLatin1String("when")).toString(), Qt::ISODateWithMs);
        Change change;
        change.revision = revision;
        change.when = static_cast<double>(when.toMSecsSinceEpoch());
        change.who = entry.value(QLatin1String("who")).toString();
        change.why = entry.value(QLatin1String("why")).toString();
        change.undoes = entry.value(QLatin1String("undoes")).toInteger();
        changes.insert(changes.begin(), std::move(change));
    }
    Value value{entry.value(QLatin1String("key")).toString(),
                SettingSpec::textOf(entry.value(QLatin1String("old"))),
                SettingSpec::textOf(entry.value(QLatin1String("new")))};
    auto &values = changes.front().values;
    // An entry may come twice: with the list, and told while it was read.
    if (std::none_of(values.begin(), values.end(),
                     [&value](const Value &known) { return known.key == value.key; }))
        values.push_back(std::move(value));
}

qint64 SettingsHistory::undoneBy(qint64 revision) const
{
    const auto found = std::find_if(m_changes.begin(), m_changes.end(),
                                    [revision](const Change &change) { return change.undoes == revision; });
    return found == m_changes.end() ? 0 : found->revision;
}

QString SettingsHistory::undoReason(const Change &change) const
{
    for (const Value &value : change.values) {
        const SettingsModel::Row *row = m_settings.find(value.key);
        if (row == nullptr || row->spec.type == SettingSpec::Type::Secret)
            return tr("%1 is nothing that can be changed here.").arg(value.key);
        if (row->value != value.to)
            return tr("%1 was changed again: it is %2 now.")
                .arg(value.key, row->value.isEmpty() ? tr("empty") : row->value);
    }
    return {};
}

QStringList SettingsHistory::linesOf(const Change &change)
{
    const auto shown = [](const QString &value) { return value.isEmpty() ? tr("(empty)") : value; };
    QStringList lines;
    for (const Value &value : change.values)
        lines.append(tr("%1: %2 \u2192 %3").arg(value.key, shown(value.from), shown(value.to)));
    return lines;
}

void SettingsHistory::judgeAll()
{
    if (!m_changes.empty())
        Q_EMIT dataChanged(index(0), index(count() - 1), {UndoneByRole, CanUndoRole, UndoReasonRole});
    Q_EMIT changed();
}

} // namespace sluice
