// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/SnapshotCsv.h"

#include "base/text/Csv.h"
#include "base/text/ValueText.h"

#include <charconv>

namespace sluice::snapshotcsv {

namespace {

std::string cellText(const SnapshotCell &cell)
{
    if (const auto *whole = std::get_if<std::int64_t>(&cell))
        return std::to_string(*whole);
    if (const auto *real = std::get_if<double>(&cell))
        return valuetext::number(*real);
    if (const auto *time = std::get_if<UtcTime>(&cell))
        return valuetext::utc(*time);
    if (const auto *text = std::get_if<std::string>(&cell))
        return csv::guardedField(*text);
    return {};
}

template <typename T>
std::optional<T> numberIn(std::string_view text)
{
    T value{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size())
        return std::nullopt;
    return value;
}

/** Puts a field's text into its column, by the column's type. */
bool assignText(Snapshot &snapshot, const SnapshotColumn &column, const std::string &text)
{
    if (std::holds_alternative<column_type::Word Snapshot::*>(column.member))
        return column.assign(snapshot, text);
    if (std::holds_alternative<column_type::Utc Snapshot::*>(column.member)) {
        const auto time = valuetext::parseUtc(text);
        return time && column.assign(snapshot, *time);
    }
    if (text.empty())
        return column.assign(snapshot, {});
    if (std::holds_alternative<column_type::Real Snapshot::*>(column.member) ||
        std::holds_alternative<column_type::MaybeReal Snapshot::*>(column.member) ||
        std::holds_alternative<column_type::PerWorkerReal Snapshot::*>(column.member)) {
        const auto real = numberIn<double>(text);
        return real && column.assign(snapshot, *real);
    }
    const auto whole = numberIn<std::int64_t>(text);
    return whole && column.assign(snapshot, *whole);
}

} // namespace

std::string header(std::size_t workers)
{
    const auto columns = snapshotColumns(workers);
    std::vector<std::string> names;
    names.reserve(columns.size());
    for (const SnapshotColumn &column : columns)
        names.push_back(csv::field(column.name));
    return csv::line(names);
}

std::string row(const Snapshot &snapshot)
{
    // Not by csv::line(): an hour of snapshots is written at a request, while others wait for the admin
    // thread.
    std::string text;
    for (const SnapshotColumn &column : columnsOf(snapshot)) {
        if (!text.empty())
            text += ',';
        text += cellText(column.valueIn(snapshot));
    }
    return text += "\r\n";
}

std::string text(const SnapshotPointers &snapshots, std::size_t workers)
{
    std::string all = header(workers);
    for (const SnapshotPointer &snapshot : snapshots)
        all += row(*snapshot);
    return all;
}

tl::expected<Recording, Error> parse(std::string_view text)
{
    const auto table = csv::parse(text);
    if (!table)
        return tl::unexpected(table.error());
    std::vector<const SnapshotColumn *> columns;
    bool hasTime = false;
    for (const std::string &name : table->header) {
        columns.push_back(findSnapshotColumn(name));
        hasTime = hasTime || name == "time_utc";
    }
    if (!hasTime)
        return tl::unexpected(
            inputError("the header has no column 'time_utc': this is no recording of snapshots"));

    Recording recording;
    recording.wasCut = table->wasCut;
    for (std::size_t row = 0; row < table->rows.size(); ++row) {
        Snapshot snapshot;
        for (std::size_t i = 0; i < columns.size(); ++i) {
            const std::string &field = table->rows[row][i];
            if (columns[i] != nullptr && !assignText(snapshot, *columns[i], field))
                return tl::unexpected(inputError(
                    "line " + std::to_string(row + 2) + ", column '" + columns[i]->name + "': " +
                    valuetext::quoted(field) + " is not of the type " + std::string(columns[i]->typeText())));
        }
        recording.snapshots.push_back(std::move(snapshot));
    }
    return recording;
}

} // namespace sluice::snapshotcsv
