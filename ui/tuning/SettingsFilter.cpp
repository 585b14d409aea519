// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "SettingsFilter.h"

#include <algorithm>

namespace sluice {

namespace {

/** Whether a setting cannot be changed while the engine runs: an operator came for the others. */
bool isFixed(const QModelIndex &at)
{
    return !at.data(SettingsModel::FixedReasonRole).toString().isEmpty();
}

} // namespace

SettingsFilter::SettingsFilter(QObject *parent)
    : QSortFilterProxyModel(parent)
{
    sort(0);
    connect(this, &QAbstractItemModel::rowsInserted, this, &SettingsFilter::countChanged);
    connect(this, &QAbstractItemModel::rowsRemoved, this, &SettingsFilter::countChanged);
    connect(this, &QAbstractItemModel::modelReset, this, &SettingsFilter::countChanged);
}

void SettingsFilter::setSettings(SettingsModel *settings)
{
    if (settings == m_settings)
        return;
    m_settings = settings;
    setSourceModel(settings);
    Q_EMIT settingsChanged();
    Q_EMIT countChanged();
}

void SettingsFilter::setWords(const QString &words)
{
    if (words == m_words)
        return;
    m_words = words;
    invalidateFilter();
    Q_EMIT wordsChanged();
}

void SettingsFilter::setShow(Show show)
{
    if (show == m_show)
        return;
    m_show = show;
    invalidateFilter();
    Q_EMIT showChanged();
}

QString SettingsFilter::keyAt(int row) const
{
    return index(row, 0).data(SettingsModel::KeyRole).toString();
}

int SettingsFilter::rowOf(const QString &key) const
{
    for (int row = 0; row < rowCount(); ++row) {
        if (keyAt(row) == key)
            return row;
    }
    return -1;
}

QVariant SettingsFilter::data(const QModelIndex &index, int role) const
{
    QVariant value = QSortFilterProxyModel::data(index, role);
    // A group whose settings are of both kinds stands twice.
    if (role == SettingsModel::GroupRole && isFixed(index))
        return tr("%1, at the next start").arg(value.toString());
    return value;
}

bool SettingsFilter::lessThan(const QModelIndex &one, const QModelIndex &other) const
{
    const bool isOneFixed = isFixed(one);
    const bool isOtherFixed = isFixed(other);
    return isOneFixed != isOtherFixed ? isOtherFixed : one.row() < other.row();
}

bool SettingsFilter::filterAcceptsRow(int row, const QModelIndex &parent) const
{
    const QModelIndex at = sourceModel()->index(row, 0, parent);
    const bool isEdited = at.data(SettingsModel::IsEditedRole).toBool();
    switch (m_show) {
    case Show::All:
        break;
    case Show::Live:
        if (!at.data(SettingsModel::FixedReasonRole).toString().isEmpty())
            return false;
        break;
    case Show::NotDefault:
        if (at.data(SettingsModel::IsDefaultRole).toBool() && !isEdited)
            return false;
        break;
    case Show::News:
        if (!isEdited && at.data(SettingsModel::ChangedByRole).toString().isEmpty() &&
            at.data(SettingsModel::ViolationRole).toString().isEmpty())
            return false;
        break;
    }
    const QString text = at.data(SettingsModel::KeyRole).toString() + QLatin1Char(' ') +
                         at.data(SettingsModel::HelpRole).toString() + QLatin1Char(' ') +
                         at.data(SettingsModel::TextRole).toString();
    const QStringList words = m_words.split(QLatin1Char(' '), Qt::SkipEmptyParts);
    return std::all_of(words.begin(), words.end(),
                       [&text](const QString &word) { return text.contains(word, Qt::CaseInsensitive); });
}

} // namespace sluice
