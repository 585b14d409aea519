// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The journal as a page lists it: the newest first, some kinds only, with some words only. Declared by the
// page; GUI thread only.
#pragma once

#include "Journal.h"

#include <QSortFilterProxyModel>
#include <QtQml/qqmlregistration.h>

namespace sluice {

class JournalFilter : public QSortFilterProxyModel
{
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(sluice::Journal *journal READ journal WRITE setJournal NOTIFY journalChanged)
    Q_PROPERTY(QString text READ text WRITE setText NOTIFY filterChanged)
    Q_PROPERTY(int kinds READ kinds NOTIFY filterChanged)
    Q_PROPERTY(int count READ count NOTIFY countChanged)

public:
    explicit JournalFilter(QObject *parent = nullptr);

    Journal *journal() const { return m_journal; }
    void setJournal(Journal *journal);

    /** Entries that have all these words, in any case. */
    QString text() const { return m_text; }
    void setText(const QString &text);

    /** A bit for each Journal::Kind that is shown; 0: all are. */
    int kinds() const { return m_kinds; }
    /** Whether a kind was chosen, and choosing it or not any more. */
    Q_INVOKABLE bool has(int kind) const { return (m_kinds & (1 << kind)) != 0; }
    Q_INVOKABLE void toggle(int kind);

    /** Shows everything again. */
    Q_INVOKABLE void clear();

    int count() const { return rowCount(); }

    /** The number of the entry in a row, 0 when there is none; and its row, -1 when it is not shown. */
    Q_INVOKABLE int idAt(int row) const;
    Q_INVOKABLE int rowOfId(int id) const;

Q_SIGNALS:
    void journalChanged();
    void filterChanged();
    void countChanged();

protected:
    bool filterAcceptsRow(int row, const QModelIndex &parent) const override;
    bool lessThan(const QModelIndex &left, const QModelIndex &right) const override;

private:
    Journal *m_journal = nullptr;
    QString m_text;
    QStringList m_words;
    int m_kinds = 0;
};

} // namespace sluice
