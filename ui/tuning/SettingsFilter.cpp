// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "SettingsFilter.h"

#include <algorithm>

namespace sluice {

SettingsFilter::SettingsFilter(QObject *parent)
    : QSortFilterProxyModel(parent)
{
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
