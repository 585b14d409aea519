// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "metrics/Snapshot.h"

#include "metrics/ValueText.h"

#include <algorithm>

namespace sluice {

namespace {

template <typename... Functions>
struct Overloaded : Functions...
{
    using Functions::operator()...;
};
// Clang finds it by itself only from 17 on.
template <typename... Functions>
Overloaded(Functions...) -> Overloaded<Functions...>;

/** "refusals_X_total" with a cause's name for the X, in the spelling of columns. */
std::string namedFor(std::string_view pattern, std::string_view cause)
{
    std::string name(pattern);
    std::string word(cause);
    std::replace(word.begin(), word.end(), '-', '_');
    return name.replace(name.find('X'), 1, word);
}

class Table
{
public:
    Table()
    {
#define SLUICE_COLUMN(name, Type, Merge, help) add(#name, SnapshotMerge::Merge, help, &Snapshot::name);
#include "metrics/SnapshotSchema.def"
#undef SLUICE_COLUMN
    }
    std::vector<SnapshotColumn> columns;

private:
    template <typename T>
    void add(const char *name, SnapshotMerge merge, const char *help, T Snapshot::*member)
    {
        if constexpr (std::is_same_v<T, column_type::PerCause>) {
            for (std::size_t i = 0; i < causeCount; ++i)
                columns.push_back({namedFor(name, causeName(static_cast<Cause>(i))), merge,
                                   help + (": " + std::string(causeName(static_cast<Cause>(i))) + '.'),
                                   member, i});
        } else if constexpr (std::is_same_v<T, column_type::PerRefusal>) {
            for (std::size_t i = 0; i < refusalCount; ++i)
                columns.push_back({namedFor(name, refusalName(static_cast<Refusal>(i))), merge,
                                   help + (": " + std::string(refusalName(static_cast<Refusal>(i))) + '.'),
                                   member, i});
        } else {
            columns.push_back({name, merge, help, member, 0});
        }
    }
};

std::optional<double> numberOf(const SnapshotCell &cell)
{
    if (const auto *whole = std::get_if<std::int64_t>(&cell))
        return static_cast<double>(*whole);
    if (const auto *real = std::get_if<double>(&cell))
        return *real;
    return std::nullopt;
}

/** The number of all rows together, of those that have one. */
std::optional<double> mergedNumber(const SnapshotColumn &column, std::span<const SnapshotPointer> rows)
{
    double sum = 0;
    double largest = 0;
    double weighted = 0;
    double weight = 0;
    bool isAny = false;
    for (const SnapshotPointer &row : rows) {
        const auto number = numberOf(column.valueIn(*row));
        if (!number)
            continue;
        sum += *number;
        largest = isAny ? std::max(largest, *number) : *number;
        // A row without a length still counts when there is no other.
        const double length = std::max(row->interval_seconds, 1e-9);
        weighted += *number * length;
        weight += length;
        isAny = true;
    }
    if (!isAny)
        return std::nullopt;
    switch (column.merge) {
    case SnapshotMerge::Sum:
        return sum;
    case SnapshotMerge::Max:
        return largest;
    default:
        return weighted / weight;
    }
}

} // namespace

SnapshotCell SnapshotColumn::valueIn(const Snapshot &snapshot) const
{
    return std::visit(
        Overloaded{
            [&](column_type::MaybeReal Snapshot::*one) {
                return snapshot.*one ? SnapshotCell(*(snapshot.*one)) : SnapshotCell();
            },
            [&](column_type::PerCause Snapshot::*one) { return SnapshotCell((snapshot.*one)[index]); },
            [&](column_type::PerRefusal Snapshot::*one) { return SnapshotCell((snapshot.*one)[index]); },
            [&](auto one) { return SnapshotCell(snapshot.*one); },
        },
        member);
}

bool SnapshotColumn::assign(Snapshot &snapshot, const SnapshotCell &cell) const
{
    const auto put = [&cell]<typename T>(T &to) {
        const T *value = std::get_if<T>(&cell);
        if (value != nullptr)
            to = *value;
        return value != nullptr;
    };
    return std::visit(Overloaded{
                          [&](column_type::MaybeReal Snapshot::*one) {
                              if (std::holds_alternative<std::monostate>(cell)) {
                                  (snapshot.*one).reset();
                                  return true;
                              }
                              return put((snapshot.*one).emplace());
                          },
                          [&](column_type::PerCause Snapshot::*one) { return put((snapshot.*one)[index]); },
                          [&](column_type::PerRefusal Snapshot::*one) { return put((snapshot.*one)[index]); },
                          [&](auto one) { return put(snapshot.*one); },
                      },
                      member);
}

std::string_view SnapshotColumn::typeText() const
{
    return std::visit(
        Overloaded{
            [](column_type::Real Snapshot::*) { return std::string_view("number"); },
            [](column_type::MaybeReal Snapshot::*) { return std::string_view("number or empty"); },
            [](column_type::Utc Snapshot::*) { return std::string_view("time"); },
            [](column_type::Word Snapshot::*) { return std::string_view("text"); },
            [](auto) { return std::string_view("integer"); },
        },
        member);
}

std::span<const SnapshotColumn> snapshotColumns()
{
    static const Table table;
    return table.columns;
}

const SnapshotColumn *findSnapshotColumn(std::string_view name)
{
    const auto all = snapshotColumns();
    const auto found = std::find_if(all.begin(), all.end(),
                                    [name](const SnapshotColumn &column) { return column.name == name; });
    return found == all.end() ? nullptr : &*found;
}

Snapshot mergedSnapshot(std::span<const SnapshotPointer> rows)
{
    Snapshot merged = *rows.back();
    if (rows.size() == 1)
        return merged;
    for (const SnapshotColumn &column : snapshotColumns()) {
        if (column.merge == SnapshotMerge::Last)
            continue;
        const auto number = mergedNumber(column, rows);
        if (!number)
            column.assign(merged, {});
        else if (!column.assign(merged, *number))
            column.assign(merged, static_cast<std::int64_t>(*number));
    }
    return merged;
}

SnapshotPointers thinnedSnapshots(const SnapshotPointers &rows, Milliseconds every)
{
    if (every.count() <= 0)
        return rows;
    const double span = std::chrono::duration<double>(every).count();
    // Timers are never exactly on time: a row that is nearly there is there.
    constexpr double nearly = 0.95;
    SnapshotPointers thinned;
    std::size_t first = 0;
    double length = 0;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        length += rows[i]->interval_seconds;
        if (length < span * nearly && i + 1 < rows.size())
            continue;
        thinned.push_back(
            std::make_shared<Snapshot>(mergedSnapshot(std::span(rows).subspan(first, i + 1 - first))));
        first = i + 1;
        length = 0;
    }
    return thinned;
}

std::string snapshotJson(const Snapshot &snapshot)
{
    std::string json = "{";
    for (const SnapshotColumn &column : snapshotColumns()) {
        if (json.size() > 1)
            json += ',';
        json += valuetext::quoted(column.name);
        json += ':';
        json += std::visit(Overloaded{
                               [](std::monostate) { return std::string("null"); },
                               [](std::int64_t value) { return std::to_string(value); },
                               [](double value) { return valuetext::number(value); },
                               [](const std::string &value) { return valuetext::quoted(value); },
                               [](UtcTime value) { return valuetext::quoted(valuetext::utc(value)); },
                           },
                           column.valueIn(snapshot));
    }
    return json += '}';
}

} // namespace sluice
