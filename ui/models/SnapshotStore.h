// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The snapshots that the console holds, an hour of them, as columns of numbers: what all charts and tiles
// read. Filled live by the EngineLink or once from a CSV file. GUI thread only.
#pragma once

#include <QHash>
#include <QJsonObject>
#include <QObject>
#include <QStringList>
#include <QtQml/qqmlregistration.h>

#include <limits>
#include <span>
#include <unordered_map>
#include <vector>

namespace sluice {

class SnapshotStore : public QObject
{
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(int count READ count NOTIFY changed)
    Q_PROPERTY(double latestTime READ latestTime NOTIFY changed)
    Q_PROPERTY(double firstTime READ firstTime NOTIFY changed)
    Q_PROPERTY(QStringList columnNames READ columnNames NOTIFY columnsChanged)

public:
    static constexpr double none = std::numeric_limits<double>::quiet_NaN();
    /** An hour at the shortest metrics.interval. */
    static constexpr std::size_t mostRows = 4 * 3600;
    /** Of a recording that is only looked at: two days at one a second, about 150 MB. */
    static constexpr std::size_t mostRecordedRows = 2 * 24 * 3600;

    explicit SnapshotStore(QObject *parent = nullptr);

    /** How many snapshots are kept; the oldest go first. */
    void setCapacity(std::size_t rows) { m_capacity = rows; }

    /** Adds a snapshot as the admin API sends it. One not newer than the last is passed over; one far older
     * means that the engine's clock was set back, and takes the place of what lies after it. */
    void append(const QJsonObject &snapshot);

    /** Takes the rows of snapshots.csv or a recording that are newer than the last one here; the error is
     * for people, empty: none. */
    QString loadCsv(const QByteArray &text);

    void clear();

    int count() const { return static_cast<int>(m_times.size()); }

    /** When each snapshot was taken, in milliseconds since 1970 (UTC); ascending. */
    std::span<const double> times() const { return m_times; }

    /** A column's figures, as long as times(), not a number where there is none; empty when unknown. */
    std::span<const double> column(const QString &name) const;

    /** The names of all columns, also those of words, in the order of the CSV. */
    const QStringList &columnNames() const { return m_order; }

    /** Those of a family of columns that are here, by number from 0: @p pattern has %1 in its place, such as
     * worker_%1_loop_lag_seconds. */
    Q_INVOKABLE QStringList numbered(const QString &pattern) const;

    double firstTime() const { return m_times.empty() ? none : m_times.front(); }
    double latestTime() const { return m_times.empty() ? none : m_times.back(); }

    /** The newest figure of a column; not a number when there is none. */
    Q_INVOKABLE double latest(const QString &column) const;

    /** The newest text of a column that is no number, such as drain_phase. */
    Q_INVOKABLE QString latestText(const QString &column) const;

    /** The text of such a column in one row; empty when there is none. */
    QString textAt(const QString &column, std::size_t row) const;

    /** A column's figure at the snapshot nearest to a time; not a number beyond two intervals of any. */
    Q_INVOKABLE double valueAt(const QString &column, double timeMs) const;

    /** The index of the first snapshot at or after @p timeMs. */
    std::size_t lowerBound(double timeMs) const;

    /** The usual time between two snapshots, in milliseconds. */
    double interval() const;

Q_SIGNALS:
    /** There is a new snapshot, or none any more. */
    void changed();
    /** Everything is other than before: another engine, another file. */
    void reset();
    /** A column came that was not here before, or all are gone. */
    void columnsChanged();

private:
    std::size_t columnOf(const QString &name);
    std::vector<int> &wordsOf(const QString &name);
    int numberOf(const QString &word);
    void remember(const QString &name);
    void addRow(double time);
    void dropFrom(double time);
    void dropOld();

    std::vector<double> m_times;
    std::vector<std::vector<double>> m_columns;
    QStringList m_order;
    std::unordered_map<QString, std::size_t> m_index;
    std::unordered_map<QString, std::vector<int>> m_texts; // numbers of m_words; 0: nothing
    QStringList m_words{QString()};
    QHash<QString, int> m_wordNumbers{{QString(), 0}};
    std::size_t m_capacity = mostRows;
};

} // namespace sluice
