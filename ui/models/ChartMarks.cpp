// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ChartMarks.h"

#include "Format.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace sluice {

namespace {

/** The worse of two tones. */
QString worse(const QString &one, const QString &other)
{
    constexpr std::array order{"muted", "ok", "info", "warning", "critical"};
    const auto rank = [&order](const QString &tone) {
        return std::find_if(order.begin(), order.end(),
                            [&tone](const char *known) { return tone == QLatin1String(known); }) -
               order.begin();
    };
    return rank(one) >= rank(other) ? one : other;
}

ChartMarks::Lane laneOf(JournalEntry::Kind kind)
{
    switch (kind) {
    case JournalEntry::Kind::Alarm:
    case JournalEntry::Kind::Refusals:
    case JournalEntry::Kind::Connection:
    case JournalEntry::Kind::Restart:
        return ChartMarks::Happened;
    default:
        return ChartMarks::Done;
    }
}

/** Whether an entry goes on until it says that it is over; of the others many have no length. */
bool goesOn(const JournalEntry &entry)
{
    return std::isnan(entry.until) &&
           (entry.kind == JournalEntry::Kind::LoadTest || entry.kind == JournalEntry::Kind::Alarm ||
            entry.kind == JournalEntry::Kind::Refusals);
}

} // namespace

ChartMarks::ChartMarks(QObject *parent)
    : QAbstractListModel(parent)
{
    connect(this, &ChartMarks::spanChanged, this, &ChartMarks::update);
}

void ChartMarks::setJournal(Journal *journal)
{
    if (journal == m_journal)
        return;
    if (m_journal)
        m_journal->disconnect(this);
    m_journal = journal;
    if (journal)
        connect(journal, &Journal::changed, this, &ChartMarks::update);
    Q_EMIT journalChanged();
    update();
}

void ChartMarks::setStart(double start)
{
    if (start == m_start)
        return;
    m_start = start;
    Q_EMIT spanChanged();
}

void ChartMarks::setEnd(double end)
{
    if (end == m_end)
        return;
    m_end = end;
    Q_EMIT spanChanged();
}

void ChartMarks::setApart(double share)
{
    if (share == m_apart)
        return;
    m_apart = share;
    Q_EMIT spanChanged();
}

int ChartMarks::markAt(double share, int lane) const
{
    int nearest = -1;
    double least = m_apart;
    bool isOfLane = false;
    for (int row = 0; row < count(); ++row) {
        const double distance = std::abs(shownShare(m_marks[row]) - share);
        const bool fits = lane >= 0 && m_marks[row].lane == lane;
        if (distance > m_apart || (isOfLane && !fits))
            continue;
        if ((fits && !isOfLane) || distance <= least) {
            least = distance;
            nearest = row;
            isOfLane = fits;
        }
    }
    return nearest;
}

int ChartMarks::markBeside(double share, int step) const
{
    constexpr double same = 1e-6; // of the span: the mark that one stands on is not the next
    if (step > 0) {
        for (int row = 0; row < count(); ++row) {
            if (this->share(m_marks[row].time) > share + same)
                return row;
        }
    } else {
        for (int row = count() - 1; row >= 0; --row) {
            if (this->share(m_marks[row].time) < share - same)
                return row;
        }
    }
    return -1;
}

double ChartMarks::timeOf(int row) const
{
    return row >= 0 && row < count() ? m_marks[row].time : SnapshotStore::none;
}

QString ChartMarks::tell(int row) const
{
    if (row < 0 || row >= count() || !m_journal)
        return {};
    const Mark &mark = m_marks[row];
    QStringList parts;
    for (qsizetype i = std::max<qsizetype>(0, mark.entries.size() - mostTold); i < mark.entries.size(); ++i) {
        const JournalEntry *entry = m_journal->find(mark.entries[i]);
        if (!entry)
            continue;
        QString text = Format::clock(entry->time) + QStringLiteral("  ") + m_journal->textOf(entry->id);
        const QString effect = m_journal->effectOf(entry->id);
        if (!effect.isEmpty())
            text += QLatin1Char('\n') + effect;
        if (m_journal->isUndoable(*entry) && entry->id == m_journal->undoId())
            text += QLatin1Char('\n') + tr("Ctrl+Z takes it back.");
        parts.append(text);
    }
    if (mark.entries.size() > mostTold)
        parts.prepend(tr("%n earlier ones", nullptr, static_cast<int>(mark.entries.size()) - mostTold));
    return parts.join(QStringLiteral("\n\n"));
}

QString ChartMarks::headline(int row) const
{
    const JournalEntry *entry = m_journal ? m_journal->find(entryOf(row)) : nullptr;
    if (!entry)
        return {};
    const qsizetype others = m_marks[row].entries.size() - 1;
    return others == 0 ? entry->title : QStringLiteral("%1 (+%2)").arg(entry->title).arg(others);
}

int ChartMarks::entryOf(int row) const
{
    return row >= 0 && row < count() ? m_marks[row].entries.last() : 0;
}

int ChartMarks::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : count();
}

QVariant ChartMarks::data(const QModelIndex &index, int role) const
{
    if (index.row() < 0 || index.row() >= count())
        return {};
    const Mark &mark = m_marks[index.row()];
    switch (role) {
    case AtRole:
        return shownShare(mark);
    case UntilRole:
        return std::clamp(share(mark.until), 0.0, 1.0);
    case CountRole:
        return static_cast<int>(mark.entries.size());
    case IconRole:
        return mark.icon;
    case ToneRole:
        return mark.tone;
    case TextRole:
    case Qt::DisplayRole:
        return tell(index.row());
    case LaneRole:
        return mark.lane;
    default:
        return {};
    }
}

QHash<int, QByteArray> ChartMarks::roleNames() const
{
    return {{AtRole, "at"},     {UntilRole, "until"}, {CountRole, "entries"}, {IconRole, "iconName"},
            {ToneRole, "tone"}, {TextRole, "text"},   {LaneRole, "lane"}};
}

void ChartMarks::update()
{
    QList<Mark> now = marksNow();
    const bool isSame = std::equal(now.cbegin(), now.cend(), m_marks.cbegin(), m_marks.cend(),
                                   [](const Mark &one, const Mark &other) { return one.isSameAs(other); });
    if (isSame) {
        m_marks = std::move(now);
        if (!m_marks.isEmpty())
            Q_EMIT dataChanged(index(0), index(count() - 1), {AtRole, UntilRole, IconRole, ToneRole});
        return;
    }
    beginResetModel();
    m_marks = std::move(now);
    endResetModel();
    Q_EMIT countChanged();
}

QList<ChartMarks::Mark> ChartMarks::marksNow() const
{
    QList<Mark> marks;
    if (!m_journal || !(m_end > m_start))
        return marks;
    std::array<qsizetype, 2> lastOf{-1, -1}; // by lane
    for (const JournalEntry &entry : m_journal->entries()) {
        // An export changed nothing that a chart could show.
        if (entry.kind == JournalEntry::Kind::Export)
            continue;
        const double until = goesOn(entry) ? m_end : std::isnan(entry.until) ? entry.time : entry.until;
        const Lane lane = laneOf(entry.kind);
        qsizetype &lastRow = lastOf[static_cast<std::size_t>(lane)];
        const QString icon = Journal::kindIcon(static_cast<int>(entry.kind));
        // Counted from the first of a group, or a row of marks would melt into one; and from the first entry
        // of all, or the groups would change as time goes on.
        if (lastRow >= 0 && (entry.time - marks[lastRow].time) / (m_end - m_start) < m_apart) {
            Mark &last = marks[lastRow];
            last.entries.append(entry.id);
            last.until = std::max(last.until, until);
            last.tone = worse(last.tone, entry.tone);
            if (last.icon != icon)
                last.icon = QStringLiteral("mark");
        } else {
            lastRow = marks.size();
            marks.append({entry.time, until, {entry.id}, icon, entry.tone, lane});
        }
    }
    // What began before the window and reaches into it is a part of what the window shows.
    marks.removeIf([this](const Mark &mark) { return mark.until < m_start || mark.time > m_end; });
    return marks;
}

} // namespace sluice
