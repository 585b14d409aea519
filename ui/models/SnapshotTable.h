// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Some snapshots of a SnapshotStore, copied, and as the lines of a CSV: what a thread of its own writes while
// the store goes on. A plain value; any thread.
#pragma once

#include "SnapshotStore.h"

#include <string>
#include <vector>

namespace sluice {

class SnapshotTable
{
public:
    SnapshotTable() = default;

    /** The snapshots from @p from to @p to (ms since 1970, both included), with all columns. */
    static SnapshotTable of(const SnapshotStore &store,
                            double from = -std::numeric_limits<double>::infinity(),
                            double to = std::numeric_limits<double>::infinity());

    /** The same with these columns, in this order; one that is not there is empty. */
    static SnapshotTable of(const SnapshotStore &store, const QStringList &names, double from, double to);

    std::size_t rowCount() const { return m_times.size(); }
    double timeOf(std::size_t row) const { return m_times[row]; }
    const QStringList &names() const { return m_names; }

    /** The columns' names as a line, with its end. */
    std::string header() const;

    /** One snapshot as a line, with its end; words that a spreadsheet would run are made harmless. */
    std::string line(std::size_t row) const;

private:
    struct Column
    {
        std::vector<double> figures;
        std::vector<QString> words; ///< of a column of words; empty for numbers
        bool isTime = false;
    };

    QStringList m_names;
    std::vector<double> m_times;
    std::vector<Column> m_columns;
};

} // namespace sluice
