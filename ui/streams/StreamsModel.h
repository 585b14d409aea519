// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The open streams that fit what was typed, sorted by the engine, and which of them are selected: some by
// their id, or all that fit. GUI thread only.
#pragma once

#include "PagedModel.h"

#include <QSet>

namespace sluice {

class StreamsModel : public sluice::PagedModel
{
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(QString query READ query WRITE setQuery NOTIFY queryChanged)
    Q_PROPERTY(QString queryProblem READ queryProblem NOTIFY queryChanged)
    Q_PROPERTY(bool filtered READ isFiltered NOTIFY queryChanged)
    Q_PROPERTY(int selectedCount READ selectedCount NOTIFY selectionChanged)
    Q_PROPERTY(bool allSelected READ isAllSelected NOTIFY selectionChanged)
    Q_PROPERTY(QString selectionNote READ selectionNote NOTIFY selectionChanged)
    Q_PROPERTY(QString staleWorkers READ staleWorkers NOTIFY staleWorkersChanged)

public:
    enum Role {
        IdRole = Qt::UserRole, // the engine's number of the stream
        ClientRole,
        ChannelsRole,
        AgeRole, // seconds; grows between two fetches
        BacklogRole,
        EventRateRole,
        ByteRateRole,
        SentBytesRole,
        SentEventsRole,
        IdleRole, // seconds since the last event; not a number before the first
        WorkerRole,
        StateRole,
        SelectedRole,
        LoadedRole,
    };

    explicit StreamsModel(QObject *parent = nullptr);

    /** What was typed, such as "channel:demo age>10min"; see streamquery::parse(). */
    QString query() const { return m_query; }
    void setQuery(const QString &query);
    /** What of it is not understood; the list is then the one before. */
    QString queryProblem() const { return m_queryProblem; }
    bool isFiltered() const { return !m_filter.isEmpty(); }

    int selectedCount() const;
    /** All that fit are selected, also those that come. */
    bool isAllSelected() const { return m_allSelected; }

    /** Selects this row and no other. */
    Q_INVOKABLE void selectOnly(int row);
    /** Takes a row into the selection, or out of it. */
    Q_INVOKABLE void toggle(int row);
    /** What the operator should know of the selection, for people: a range of which not all streams are
     * known; empty: nothing. */
    QString selectionNote() const { return m_selectionNote; }

    /** Selects the rows between two, as far as they have been fetched, and no others; selectionNote() says
     * when that is not all. */
    Q_INVOKABLE void selectRange(int from, int to);
    Q_INVOKABLE void selectAll();
    Q_INVOKABLE void clearSelection();
    Q_INVOKABLE bool isSelected(int row) const;

    /** The stream in a row; 0 where none has been fetched. */
    Q_INVOKABLE double idAt(int row) const;
    /** The row of a stream, among those fetched; -1: none. */
    Q_INVOKABLE int rowOf(double id) const;

    /** Selected streams in words, at most @p most of them: what a dialog lists. */
    Q_INVOKABLE QStringList selectedNames(int most) const;
    /** One stream in words. */
    Q_INVOKABLE QString nameAt(int row) const;

    /** Ids of the selected streams, ascending; empty when all that fit are selected. */
    QList<qint64> selectedIds() const;
    /** What the engine is asked for, as a kick of all that fit needs it. */
    QUrlQuery matching() const { return m_filter; }

    /** Workers that do not say what they have, as words such as "0, 3"; empty: none. */
    QString staleWorkers() const { return m_staleWorkers; }

    QHash<int, QByteArray> roleNames() const override;

Q_SIGNALS:
    void queryChanged();
    void selectionChanged();
    void staleWorkersChanged();

protected:
    QString path() const override { return QStringLiteral("streams"); }
    QUrlQuery filter() const override { return m_filter; }
    QVariant cell(const QJsonObject &row, int role, double since) const override;
    QList<int> agingRoles() const override { return {AgeRole, IdleRole}; }
    QString identity(const QJsonObject &row) const override;
    void taken(const QJsonObject &answer, int first) override;

private:
    void selectionIs(QSet<qint64> ids, bool all);
    QString nameOf(const QJsonObject &row) const;

    QString m_query;
    QString m_queryProblem;
    QUrlQuery m_filter;
    QSet<qint64> m_selected;
    bool m_allSelected = false;
    QString m_selectionNote;
    QString m_staleWorkers;
    QHash<qint64, QString> m_names; ///< of selected streams, for when their rows are no longer here
};

} // namespace sluice
