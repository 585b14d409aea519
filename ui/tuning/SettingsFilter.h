// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The settings that the operator looks for: by words in key, help and value, or only those that can be
// changed now, that are no default, or that are being changed. Declared by the page; GUI thread only.
#pragma once

#include "SettingsModel.h"

#include <QSortFilterProxyModel>
#include <QtQml/qqmlregistration.h>

namespace sluice {

class SettingsFilter : public QSortFilterProxyModel
{
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(sluice::SettingsModel *settings READ settings WRITE setSettings NOTIFY settingsChanged)
    Q_PROPERTY(QString words READ words WRITE setWords NOTIFY wordsChanged)
    Q_PROPERTY(Show show READ shown WRITE setShow NOTIFY showChanged)
    Q_PROPERTY(int count READ count NOTIFY countChanged)

public:
    enum class Show { All, Live, NotDefault, News };
    Q_ENUM(Show)

    explicit SettingsFilter(QObject *parent = nullptr);

    SettingsModel *settings() const { return m_settings; }
    void setSettings(SettingsModel *settings);

    /** All of these words must occur, in any order and case. */
    QString words() const { return m_words; }
    void setWords(const QString &words);

    /** All, the live ones, those that are no default, or those with a pending change or one by others. */
    Show shown() const { return m_show; }
    void setShow(Show show);

    int count() const { return rowCount(); }

    QVariant data(const QModelIndex &index, int role) const override;

    /** The key of a row; empty when there is none. */
    Q_INVOKABLE QString keyAt(int row) const;

    /** The row of a setting; -1: it is not shown. */
    Q_INVOKABLE int rowOf(const QString &key) const;

Q_SIGNALS:
    void settingsChanged();
    void wordsChanged();
    void showChanged();
    void countChanged();

protected:
    bool filterAcceptsRow(int row, const QModelIndex &parent) const override;
    bool lessThan(const QModelIndex &one, const QModelIndex &other) const override;

private:
    SettingsModel *m_settings = nullptr;
    QString m_words;
    Show m_show = Show::All;
};

} // namespace sluice
