// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "Journal.h"

#include "ChangeEffect.h"
#include "Format.h"

#include <QDateTime>
#include <QJsonArray>

#include <algorithm>
#include <array>
#include <cmath>

namespace sluice {

namespace {

constexpr double kTellingOffset = 2000; // ms: less than this may be the network's
constexpr auto kAllAudit = "1000";      // what the engine keeps

struct KindWords
{
    const char *text;
    const char *icon;
};

constexpr std::array<KindWords, JournalEntry::kindCount> kKinds{{
    {QT_TRANSLATE_NOOP("sluice::Journal", "Setting"), "tuning"},
    {QT_TRANSLATE_NOOP("sluice::Journal", "Drain"), "drain"},
    {QT_TRANSLATE_NOOP("sluice::Journal", "Alarm"), "warning"},
    {QT_TRANSLATE_NOOP("sluice::Journal", "Refusals"), "block"},
    {QT_TRANSLATE_NOOP("sluice::Journal", "Load test"), "load"},
    {QT_TRANSLATE_NOOP("sluice::Journal", "Operation"), "streams"},
    {QT_TRANSLATE_NOOP("sluice::Journal", "Connection"), "plug"},
    {QT_TRANSLATE_NOOP("sluice::Journal", "Restart"), "refresh"},
    {QT_TRANSLATE_NOOP("sluice::Journal", "Export"), "exportFile"},
}};

QString textOfValue(const QJsonValue &value)
{
    if (value.isString())
        return value.toString().isEmpty() ? Journal::tr("(empty)") : value.toString();
    if (value.isBool())
        return value.toBool() ? QStringLiteral("true") : QStringLiteral("false");
    if (value.isDouble())
        return Format::exact(value.toDouble(), Format::Count);
    return Journal::tr("(none)");
}

double timeOf(const QJsonValue &when)
{
    const QDateTime time = QDateTime::fromString(when.toString(), Qt::ISODateWithMs);
    return time.isValid() ? static_cast<double>(time.toMSecsSinceEpoch()) : 0;
}

QString stepText(const SettingStep &step)
{
    return QStringLiteral("%1: %2 \u2192 %3").arg(step.key, step.before, step.after);
}

QString titleOf(const JournalEntry &entry)
{
    const SettingStep &first = entry.steps.first();
    const QString what = entry.steps.size() == 1
                             ? stepText(first)
                             : Journal::tr("%n settings: %1", nullptr, static_cast<int>(entry.steps.size()))
                                   .arg(first.key + QStringLiteral(" \u2026"));
    return entry.undoes == 0 ? what : Journal::tr("Undo of %1").arg(what);
}

} // namespace

Journal::Journal(EngineLink &link, QObject *parent)
    : QAbstractListModel(parent)
    , m_link(link)
{
    connect(&link, &EngineLink::targetChanged, this, &Journal::forget);
    connect(&link, &EngineLink::established, this, &Journal::fetchAudit);
    connect(&link, &EngineLink::auditReceived, this, &Journal::takeAudit);
    connect(&link, &EngineLink::snapshotReceived, this, &Journal::onSnapshot);
    connect(&link, &EngineLink::stateChanged, this, &Journal::changed);
    connect(&link, &EngineLink::engineChanged, this, &Journal::changed);
    connect(&link, &EngineLink::operated, this,
            [this](const QString &title, const QString &detail, const QString &tone) {
                note(Operation, title, detail, tone);
            });
}

const JournalEntry *Journal::find(int id) const
{
    const auto row = rowOf(id);
    return row ? &m_entries[*row] : nullptr;
}

QString Journal::kindText(int kind)
{
    return kind >= 0 && kind < JournalEntry::kindCount ? tr(kKinds[static_cast<std::size_t>(kind)].text)
                                                       : QString();
}

QString Journal::kindIcon(int kind)
{
    return kind >= 0 && kind < JournalEntry::kindCount
               ? QLatin1String(kKinds[static_cast<std::size_t>(kind)].icon)
               : QString();
}

int Journal::note(Kind kind, const QString &title, const QString &detail, const QString &tone)
{
    return noteAt(now(), kind, title, detail, tone);
}

int Journal::noteAt(double time, Kind kind, const QString &title, const QString &detail, const QString &tone)
{
    JournalEntry entry;
    entry.kind = static_cast<JournalEntry::Kind>(kind);
    entry.time = time;
    entry.title = title;
    entry.detail = detail;
    entry.tone = tone;
    return add(std::move(entry));
}

void Journal::finish(int id, const QString &title, const QString &detail, const QString &tone)
{
    change(id, [&](JournalEntry &entry) {
        entry.until = now();
        entry.title = title;
        entry.detail = detail;
        entry.tone = tone;
    });
}

QString Journal::effectOf(int id) const
{
    const auto row = rowOf(id);
    if (!row)
        return {};
    const JournalEntry &entry = m_entries[*row];
    if (entry.kind != JournalEntry::Kind::Setting && entry.kind != JournalEntry::Kind::Drain &&
        entry.kind != JournalEntry::Kind::LoadTest && entry.kind != JournalEntry::Kind::Operation)
        return {};
    // What another change did must not be taken for this one's doing.
    const auto isChange = [](const JournalEntry &other) {
        return other.kind == JournalEntry::Kind::Setting || other.kind == JournalEntry::Kind::Drain ||
               other.kind == JournalEntry::Kind::Restart;
    };
    double notBefore = -std::numeric_limits<double>::infinity();
    double notAfter = std::numeric_limits<double>::infinity();
    for (int i = *row - 1; i >= 0; --i) {
        if (isChange(m_entries[i]) && m_entries[i].time < entry.time) {
            notBefore = m_entries[i].time;
            break;
        }
    }
    for (int i = *row + 1; i < count(); ++i) {
        if (isChange(m_entries[i]) && m_entries[i].time > entry.time) {
            notAfter = m_entries[i].time;
            break;
        }
    }
    return ChangeEffect::measured(*m_link.snapshots(), entry.time, notBefore, notAfter).text();
}

QString Journal::textOf(int id) const
{
    const JournalEntry *entry = find(id);
    if (!entry)
        return {};
    QStringList lines{entry->title};
    if (entry->steps.size() > 1) {
        for (const SettingStep &step : entry->steps)
            lines.append(stepText(step));
    }
    if (!entry->detail.isEmpty())
        lines.append(entry->detail);
    if (!entry->who.isEmpty())
        lines.append(tr("by %1").arg(entry->who));
    if (!entry->why.isEmpty())
        lines.append(tr("because: %1").arg(entry->why));
    if (entry->isUndone)
        lines.append(tr("undone since"));
    return lines.join(QLatin1Char('\n'));
}

QVariantMap Journal::get(int id) const
{
    const auto row = rowOf(id);
    QVariantMap map;
    if (!row)
        return map;
    const auto names = roleNames();
    for (auto name = names.begin(); name != names.end(); ++name)
        map.insert(QString::fromLatin1(name.value()), data(index(*row), name.key()));
    return map;
}

bool Journal::canUndo() const
{
    return lastUndoable() != nullptr;
}

QString Journal::undoText() const
{
    const JournalEntry *entry = lastUndoable();
    return entry ? entry->title : QString();
}

int Journal::undoId() const
{
    const JournalEntry *entry = lastUndoable();
    return entry ? entry->id : 0;
}

bool Journal::isUndoable(const JournalEntry &entry) const
{
    return entry.kind == JournalEntry::Kind::Setting && !entry.isUndone && entry.engineRun == m_engineRun &&
           m_link.mayOperate();
}

void Journal::undo(int id)
{
    const JournalEntry *entry = find(id);
    if (!entry || !isUndoable(*entry)) {
        Q_EMIT undoFailed(tr("This cannot be undone any more."));
        return;
    }
    AdminRequest request;
    request.method = "POST";
    request.path = QStringLiteral("settings/undo");
    request.body = QJsonObject{{QStringLiteral("revision"), entry->revision},
                               {QStringLiteral("why"), tr("undone in the console")}};
    m_link.send(request, this, [this](const AdminClient::Result &result) {
        if (!result) {
            Q_EMIT undoFailed(tr("Not undone: %1").arg(QString::fromStdString(result.error().message)));
            return;
        }
        QStringList words;
        const QJsonArray changed = result->json.value(QLatin1String("changed")).toArray();
        for (const auto &each : changed) {
            const QJsonObject step = each.toObject();
            words.append(tr("%1 is %2 again")
                             .arg(step.value(QLatin1String("key")).toString(),
                                  textOfValue(step.value(QLatin1String("new")))));
        }
        Q_EMIT undone(words.isEmpty() ? tr("Nothing had to be undone: the settings were so already.")
                                      : tr("Undone: %1.").arg(words.join(QStringLiteral(", "))));
    });
}

void Journal::undoLast()
{
    if (const JournalEntry *entry = lastUndoable())
        undo(entry->id);
    else
        Q_EMIT undoFailed(m_link.role().isEmpty() || m_link.mayOperate()
                              ? tr("There is no change left to undo.")
                              : tr("A viewer cannot undo changes: connect with an operator's token."));
}

void Journal::setCurrent(int id)
{
    if (id == m_current)
        return;
    m_current = id;
    Q_EMIT currentChanged();
}

void Journal::show(int id)
{
    setCurrent(id);
    Q_EMIT shown();
}

double Journal::now() const
{
    return static_cast<double>(QDateTime::currentMSecsSinceEpoch()) + m_clockOffset;
}

int Journal::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : count();
}

QVariant Journal::data(const QModelIndex &index, int role) const
{
    if (index.row() < 0 || index.row() >= count())
        return {};
    const JournalEntry &entry = m_entries[index.row()];
    switch (role) {
    case IdRole:
        return entry.id;
    case KindRole:
        return static_cast<int>(entry.kind);
    case KindTextRole:
        return kindText(static_cast<int>(entry.kind));
    case IconRole:
        return kindIcon(static_cast<int>(entry.kind));
    case ToneRole:
        return entry.tone;
    case TimeRole:
        return entry.time;
    case UntilRole:
        return entry.until;
    case TitleRole:
    case Qt::DisplayRole:
        return entry.title;
    case DetailRole:
        return entry.detail;
    case WhoRole:
        return entry.who;
    case WhyRole:
        return entry.why;
    case StepsRole: {
        QVariantList steps;
        for (const SettingStep &step : entry.steps)
            steps.append(QVariantMap{{QStringLiteral("key"), step.key},
                                     {QStringLiteral("before"), step.before},
                                     {QStringLiteral("after"), step.after}});
        return steps;
    }
    case RevisionRole:
        return entry.revision;
    case UndoableRole:
        return isUndoable(entry);
    case UndoneRole:
        return entry.isUndone;
    case SearchRole:
        return QString(kindText(static_cast<int>(entry.kind)) + QLatin1Char('\n') + textOf(entry.id));
    default:
        return {};
    }
}

QHash<int, QByteArray> Journal::roleNames() const
{
    return {{IdRole, "entryId"},        {KindRole, "kind"},         {KindTextRole, "kindText"},
            {IconRole, "iconName"},     {ToneRole, "tone"},         {TimeRole, "time"},
            {UntilRole, "until"},       {TitleRole, "title"},       {DetailRole, "detail"},
            {WhoRole, "who"},           {WhyRole, "why"},           {StepsRole, "steps"},
            {RevisionRole, "revision"}, {UndoableRole, "undoable"}, {UndoneRole, "undone"}};
}

void Journal::forget()
{
    beginResetModel();
    m_entries.clear();
    endResetModel();
    setCurrent(0);
    m_clockOffset = 0;
    Q_EMIT changed();
}

void Journal::fetchAudit()
{
    // It may be another process by now, whose revisions count anew.
    ++m_engineRun;
    AdminRequest request;
    request.path = QStringLiteral("audit");
    request.query.addQueryItem(QStringLiteral("limit"), QLatin1String(kAllAudit));
    m_link.send(request, this, [this](const AdminClient::Result &result) {
        if (result) {
            const QJsonArray entries = result->json.value(QLatin1String("entries")).toArray();
            for (const auto &entry : entries)
                takeAudit(entry.toObject());
        }
        Q_EMIT changed();
    });
}

void Journal::takeAudit(const QJsonObject &json)
{
    const qint64 revision = json.value(QLatin1String("revision")).toInteger();
    const double time = timeOf(json.value(QLatin1String("when")));
    const SettingStep step{json.value(QLatin1String("key")).toString(),
                           textOfValue(json.value(QLatin1String("old"))),
                           textOfValue(json.value(QLatin1String("new")))};
    if (step.key.isEmpty() || time == 0)
        return;
    // The settings of one revision are one change.
    const auto same = std::find_if(m_entries.begin(), m_entries.end(), [&](const JournalEntry &entry) {
        return entry.kind == JournalEntry::Kind::Setting && entry.revision == revision && entry.time == time;
    });
    if (same != m_entries.end()) {
        const auto row = static_cast<int>(same - m_entries.begin());
        same->engineRun = m_engineRun;
        const bool isKnown = std::any_of(same->steps.cbegin(), same->steps.cend(),
                                         [&step](const SettingStep &known) { return known.key == step.key; });
        if (!isKnown) {
            same->steps.append(step);
            same->title = titleOf(*same);
        }
        if (same->undoes != 0)
            markUndone(same->undoes);
        touch(row);
        return;
    }
    JournalEntry entry;
    entry.kind = JournalEntry::Kind::Setting;
    entry.time = time;
    entry.tone = QStringLiteral("info");
    entry.who = json.value(QLatin1String("who")).toString();
    entry.why = json.value(QLatin1String("why")).toString();
    entry.revision = revision;
    entry.undoes = json.value(QLatin1String("undoes")).toInteger();
    entry.engineRun = m_engineRun;
    entry.steps.append(step);
    entry.title = titleOf(entry);
    const qint64 undoes = entry.undoes;
    add(std::move(entry));
    if (undoes != 0)
        markUndone(undoes);
}

void Journal::onSnapshot(const QJsonObject &snapshot)
{
    const double time = timeOf(snapshot.value(QLatin1String("time_utc")));
    const double offset = time - static_cast<double>(QDateTime::currentMSecsSinceEpoch());
    m_clockOffset = std::abs(offset) > kTellingOffset ? offset : 0;
}

int Journal::add(JournalEntry entry)
{
    if (count() >= mostEntries) {
        beginRemoveRows({}, 0, 0);
        m_entries.removeFirst();
        endRemoveRows();
    }
    entry.id = m_nextId++;
    const auto after =
        std::upper_bound(m_entries.begin(), m_entries.end(), entry.time,
                         [](double time, const JournalEntry &other) { return time < other.time; });
    const auto row = static_cast<int>(after - m_entries.begin());
    const int id = entry.id;
    beginInsertRows({}, row, row);
    m_entries.insert(row, std::move(entry));
    endInsertRows();
    Q_EMIT changed();
    return id;
}

void Journal::change(int id, const std::function<void(JournalEntry &entry)> &edit)
{
    if (const auto row = rowOf(id)) {
        edit(m_entries[*row]);
        touch(*row);
    }
}

void Journal::touch(int row)
{
    Q_EMIT dataChanged(index(row), index(row));
    Q_EMIT changed();
}

std::optional<int> Journal::rowOf(int id) const
{
    for (int row = count() - 1; row >= 0; --row) {
        if (m_entries[row].id == id)
            return row;
    }
    return std::nullopt;
}

const JournalEntry *Journal::lastUndoable() const
{
    for (int row = count() - 1; row >= 0; --row) {
        const JournalEntry &entry = m_entries[row];
        if (entry.undoes == 0 && isUndoable(entry))
            return &entry;
    }
    return nullptr;
}

void Journal::markUndone(qint64 revision)
{
    for (int row = 0; row < count(); ++row) {
        JournalEntry &entry = m_entries[row];
        if (entry.kind == JournalEntry::Kind::Setting && entry.revision == revision &&
            entry.engineRun == m_engineRun && !entry.isUndone) {
            entry.isUndone = true;
            touch(row);
        }
    }
}

} // namespace sluice
