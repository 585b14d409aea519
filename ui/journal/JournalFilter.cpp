// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "JournalFilter.h"

#include <algorithm>

namespace sluice {

JournalFilter::JournalFilter(QObject *parent)
    : QSortFilterProxyModel(parent)
{
    connect(this, &QAbstractItemModel::rowsInserted, this, &JournalFilter::countChanged);
    connect(this, &QAbstractItemModel::rowsRemoved, this, &JournalFilter::countChanged);
    connect(this, &QAbstractItemModel::modelReset, this, &JournalFilter::countChanged);
    sort(0, Qt::DescendingOrder);
}

void JournalFilter::setJournal(Journal *journal)
{
    if (journal == m_journal)
        return;
    m_journal = journal;
    setSourceModel(journal);
    Q_EMIT journalChanged();
}

void JournalFilter::setText(const QString &text)
{
    if (text == m_text)
        return;
    m_text = text;
    m_words = text.split(QLatin1Char(' '), Qt::SkipEmptyParts);
    invalidateRowsFilter();
    Q_EMIT filterChanged();
}

void JournalFilter::toggle(int kind)
{
    m_kinds ^= 1 << kind;
    invalidateRowsFilter();
    Q_EMIT filterChanged();
}

void JournalFilter::clear()
{
    m_kinds = 0;
    m_text.clear();
    m_words.clear();
    invalidateRowsFilter();
    Q_EMIT filterChanged();
}

int JournalFilter::idAt(int row) const
{
    return data(index(row, 0), Journal::IdRole).toInt();
}

int JournalFilter::rowOfId(int id) const
{
    for (int row = 0; row < rowCount(); ++row) {
        if (idAt(row) == id)
            return row;
    }
    return -1;
}

bool JournalFilter::filterAcceptsRow(int row, const QModelIndex &parent) const
{
    const QModelIndex source = sourceModel()->index(row, 0, parent);
    if (m_kinds != 0 && !has(source.data(Journal::KindRole).toInt()))
        return false;
    if (m_words.isEmpty())
        return true;
    const QString all = source.data(Journal::SearchRole).toString();
    return std::all_of(m_words.cbegin(), m_words.cend(),
                       [&all](const QString &word) { return all.contains(word, Qt::CaseInsensitive); });
}

bool JournalFilter::lessThan(const QModelIndex &left, const QModelIndex &right) const
{
    const double leftTime = left.data(Journal::TimeRole).toDouble();
    const double rightTime = right.data(Journal::TimeRole).toDouble();
    return leftTime != rightTime ? leftTime < rightTime : left.row() < right.row();
}

} // namespace sluice
