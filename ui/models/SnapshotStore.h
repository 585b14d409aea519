// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The snapshots that the console holds, an hour of them, as columns of numbers: what all charts and tiles
// read. Filled live by the EngineLink or once from a CSV file. GUI thread only.
#pragma once

#include <QJsonObject>
#include <QMap>
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

public:
    static constexpr double none = std::numeric_limits<double>::quiet_NaN();
    /** An hour at the shortest metrics.interval. */
    static constexpr std::size_t mostRows = 4 * 3600;

    explicit SnapshotStore(QObject *parent = nullptr);

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

    /** The names of all columns of numbers, in the schema's order. */
    const QStringList &columnNames() const { return m_names; }

    double latestTime() const { return m_times.empty() ? none : m_times.back(); }

    /** The newest figure of a column; not a number when there is none. */
    Q_INVOKABLE double latest(const QString &column) const;

    /** The newest text of a column that is no number, such as drain_phase. */
    Q_INVOKABLE QString latestText(const QString &column) const { return m_texts.value(column); }

    /** A column's figure at the snapshot nearest to a time; not a number beyond two intervals of any. */
    double valueAt(const QString &column, double timeMs) const;

    /** The index of the first snapshot at or after @p timeMs. */
    std::size_t lowerBound(double timeMs) const;

    /** The usual time between two snapshots, in milliseconds. */
    double interval() const;

Q_SIGNALS:
    /** There is a new snapshot, or none any more. */
    void changed();
    /** Everything is other than before: another engine, another file. */
    void reset();

private:
    std::size_t columnOf(const QString &name);
    void addRow(double time);
    void dropFrom(double time);
    void dropOld();

    std::vector<double> m_times;
    std::vector<std::vector<double>> m_columns;
    QStringList m_names;
    std::unordered_map<QString, std::size_t> m_index;
    QMap<QString, QString> m_texts;
};

} // namespace sluice
