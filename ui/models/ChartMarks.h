// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The journal's entries within a chart's span as marks: where each is, several of one lane that would touch
// merged into one with a count. Rows stay the same objects while time goes on, so what the pointer rests on
// does not vanish. Declared by each chart; GUI thread only.
#pragma once

#include "Journal.h"

#include <QAbstractListModel>
#include <QPointer>
#include <QtQml/qqmlregistration.h>

namespace sluice {

class ChartMarks : public QAbstractListModel
{
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(sluice::Journal *journal READ journal WRITE setJournal NOTIFY journalChanged)
    Q_PROPERTY(double start READ start WRITE setStart NOTIFY spanChanged)
    Q_PROPERTY(double end READ end WRITE setEnd NOTIFY spanChanged)
    Q_PROPERTY(double apart READ apart WRITE setApart NOTIFY spanChanged)
    Q_PROPERTY(int count READ count NOTIFY countChanged)

public:
    enum Role {
        AtRole = Qt::UserRole + 1, ///< 0 (start) to 1 (end)
        UntilRole,                 ///< the end of what it marks, as at; equal to at when it has no length
        CountRole,
        IconRole,
        ToneRole,
        TextRole, ///< all its entries in words
        LaneRole,
    };

    /** What somebody did is never one with what happened: which came first is the question. */
    enum Lane {
        Done,     ///< changes, drains, load tests, operations
        Happened, ///< alarms, refusals, a lost connection, a restart
    };
    Q_ENUM(Lane)

    /** Most entries that a merged mark tells of; the rest is counted. */
    static constexpr int mostTold = 4;

    explicit ChartMarks(QObject *parent = nullptr);

    Journal *journal() const { return m_journal; }
    void setJournal(Journal *journal);

    /** The chart's span in milliseconds since 1970. */
    double start() const { return m_start; }
    void setStart(double start);
    double end() const { return m_end; }
    void setEnd(double end);

    /** Marks nearer than this share of the span are one. */
    double apart() const { return m_apart; }
    void setApart(double share);

    int count() const { return static_cast<int>(m_marks.size()); }

    /** The mark that is nearest to a share of the span, -1 when none is within apart of it. One of @p lane
     * goes before those of the other; -1: either. */
    Q_INVOKABLE int markAt(double share, int lane = -1) const;

    /** The next mark behind (step 1) or before (-1) a share; -1 when there is none. */
    Q_INVOKABLE int markBeside(double share, int step) const;

    /** When a mark is, in milliseconds since 1970. */
    Q_INVOKABLE double timeOf(int row) const;

    /** What a mark tells, with the measured effect of its only entry. */
    Q_INVOKABLE QString tell(int row) const;

    /** What a mark is, in a line: its newest entry's title, and how many there are besides. */
    QString headline(int row) const;

    /** The newest entry of a mark. */
    Q_INVOKABLE int entryOf(int row) const;

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;

Q_SIGNALS:
    void journalChanged();
    void spanChanged();
    void countChanged();

private:
    struct Mark
    {
        double time = 0;
        double until = 0;
        QList<int> entries; ///< ascending by time
        QString icon;
        QString tone;
        Lane lane = Done;

        bool isSameAs(const Mark &other) const { return entries == other.entries; }
    };

    void update();
    QList<Mark> marksNow() const;
    double share(double time) const { return (time - m_start) / (m_end - m_start); }
    /** Where its line stands: what began before the window is shown from the window's edge on. */
    double shownShare(const Mark &mark) const { return mark.time < m_start ? 0.0 : share(mark.time); }

    QPointer<Journal> m_journal;
    double m_start = 0;
    double m_end = 1;
    double m_apart = 0.02;
    QList<Mark> m_marks;
};

} // namespace sluice
