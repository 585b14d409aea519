// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "SnapshotTable.h"

#include "base/text/Csv.h"
#include "base/text/ValueText.h"

#include <cmath>

namespace sluice {

namespace {

QString utcColumnName()
{
    return QStringLiteral("time_utc");
}

std::string fieldText(double value)
{
    constexpr double exactUpTo = 9007199254740992.0; // 2^53
    if (std::isnan(value))
        return {};
    // A counter of many digits must stay whole.
    if (std::trunc(value) == value && std::abs(value) < exactUpTo)
        return std::to_string(static_cast<std::int64_t>(value));
    return valuetext::number(value);
}

} // namespace

SnapshotTable SnapshotTable::of(const SnapshotStore &store, double from, double to)
{
    QStringList names = store.columnNames();
    if (!names.contains(utcColumnName()))
        names.prepend(utcColumnName());
    return of(store, names, from, to);
}

SnapshotTable SnapshotTable::of(const SnapshotStore &store, const QStringList &names, double from, double to)
{
    SnapshotTable table;
    table.m_names = names;
    const auto times = store.times();
    const std::size_t first = store.lowerBound(from);
    std::size_t last = store.lowerBound(to);
    while (last < times.size() && times[last] <= to)
        ++last;
    if (first < last)
        table.m_times.assign(times.begin() + static_cast<std::ptrdiff_t>(first),
                             times.begin() + static_cast<std::ptrdiff_t>(last));
    table.m_columns.reserve(static_cast<std::size_t>(names.size()));
    for (const QString &name : names) {
        Column column;
        column.isTime = name == utcColumnName();
        const auto figures = store.column(name);
        if (!figures.empty() && first < last) {
            column.figures.assign(figures.begin() + static_cast<std::ptrdiff_t>(first),
                                  figures.begin() + static_cast<std::ptrdiff_t>(last));
        } else if (!column.isTime) {
            column.words.reserve(table.m_times.size());
            for (std::size_t row = first; row < last; ++row)
                column.words.push_back(store.textAt(name, row));
        }
        table.m_columns.push_back(std::move(column));
    }
    return table;
}

std::string SnapshotTable::header() const
{
    std::vector<std::string> fields;
    fields.reserve(static_cast<std::size_t>(m_names.size()));
    for (const QString &name : m_names)
        fields.push_back(csv::guardedField(name.toStdString()));
    return csv::line(fields);
}

std::string SnapshotTable::line(std::size_t row) const
{
    std::vector<std::string> fields;
    fields.reserve(m_columns.size());
    for (const Column &column : m_columns) {
        if (column.isTime)
            fields.push_back(
                valuetext::utc(UtcTime(Milliseconds(static_cast<std::int64_t>(std::llround(m_times[row]))))));
        else if (!column.figures.empty())
            fields.push_back(fieldText(column.figures[row]));
        else
            fields.push_back(csv::guardedField(column.words[row].toStdString()));
    }
    return csv::line(fields);
}

} // namespace sluice
