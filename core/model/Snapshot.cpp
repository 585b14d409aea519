// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/Snapshot.h"

#include "base/text/ValueText.h"

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

/** "worker_N_streams" with a worker's number for the N. */
std::string namedFor(std::string_view pattern, std::size_t worker)
{
    std::string name(pattern);
    return name.replace(name.find('N'), 1, std::to_string(worker));
}

template <typename T>
constexpr bool isPerWorker =
    std::is_same_v<T, column_type::PerWorkerInteger> || std::is_same_v<T, column_type::PerWorkerReal>;

/** All columns; those of the workers come last, worker by worker: for fewer workers it is cut short. */
class Table
{
public:
    Table()
    {
#define SLUICE_COLUMN(name, Type, Merge, help) add(#name, SnapshotMerge::Merge, help, &Snapshot::name);
#include "model/SnapshotSchema.def"
#undef SLUICE_COLUMN
        m_common = columns.size();
        for (std::size_t worker = 0; worker < Snapshot::mostWorkers; ++worker) {
#define SLUICE_COLUMN(name, Type, Merge, help)                                                               \
    addOf(worker, #name, SnapshotMerge::Merge, help, &Snapshot::name);
#include "model/SnapshotSchema.def"
#undef SLUICE_COLUMN
        }
    }

    std::span<const SnapshotColumn> upTo(std::size_t workers) const
    {
        const std::size_t each = (columns.size() - m_common) / Snapshot::mostWorkers;
        return std::span(columns).first(m_common + each * std::min(workers, Snapshot::mostWorkers));
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
        } else if constexpr (!isPerWorker<T>) {
            columns.push_back({name, merge, help, member, 0});
        }
    }

    template <typename T>
    void addOf([[maybe_unused]] std::size_t worker, [[maybe_unused]] const char *name,
               [[maybe_unused]] SnapshotMerge merge, [[maybe_unused]] const char *help,
               [[maybe_unused]] T Snapshot::*member)
    {
        if constexpr (isPerWorker<T>)
            columns.push_back({namedFor(name, worker), merge, help, member, worker});
    }

    std::size_t m_common = 0; ///< columns that are not a worker's
};

const Table &table()
{
    static const Table all;
    return all;
}

/** What a worker's column holds: nothing when the row is of an engine with fewer workers. */
template <typename T>
SnapshotCell cellOf(const std::vector<T> &perWorker, std::size_t worker)
{
    return worker < perWorker.size() ? SnapshotCell(perWorker[worker]) : SnapshotCell();
}

template <typename T>
bool putInto(std::vector<T> &perWorker, std::size_t worker, const SnapshotCell &cell)
{
    if (std::holds_alternative<std::monostate>(cell))
        return worker >= perWorker.size(); // nothing was there, and nothing stays
    const T *value = std::get_if<T>(&cell);
    if (value == nullptr)
        return false;
    perWorker.resize(std::max(perWorker.size(), worker + 1));
    perWorker[worker] = *value;
    return true;
}

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
            [&](column_type::PerWorkerInteger Snapshot::*one) { return cellOf(snapshot.*one, index); },
            [&](column_type::PerWorkerReal Snapshot::*one) { return cellOf(snapshot.*one, index); },
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
    return std::visit(
        Overloaded{
            [&](column_type::MaybeReal Snapshot::*one) {
                if (std::holds_alternative<std::monostate>(cell)) {
                    (snapshot.*one).reset();
                    return true;
                }
                return put((snapshot.*one).emplace());
            },
            [&](column_type::PerCause Snapshot::*one) { return put((snapshot.*one)[index]); },
            [&](column_type::PerRefusal Snapshot::*one) { return put((snapshot.*one)[index]); },
            [&](column_type::PerWorkerInteger Snapshot::*one) { return putInto(snapshot.*one, index, cell); },
            [&](column_type::PerWorkerReal Snapshot::*one) { return putInto(snapshot.*one, index, cell); },
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
            [](column_type::PerWorkerInteger Snapshot::*) { return std::string_view("integer or empty"); },
            [](column_type::PerWorkerReal Snapshot::*) { return std::string_view("number or empty"); },
            [](auto) { return std::string_view("integer"); },
        },
        member);
}

std::span<const SnapshotColumn> snapshotColumns(std::size_t workers)
{
    return table().upTo(workers);
}

std::span<const SnapshotColumn> columnsOf(const Snapshot &snapshot)
{
    return snapshotColumns(static_cast<std::size_t>(std::max<std::int64_t>(snapshot.workers, 0)));
}

const SnapshotColumn *findSnapshotColumn(std::string_view name)
{
    const auto &all = table().columns;
    const auto found = std::find_if(all.begin(), all.end(),
                                    [name](const SnapshotColumn &column) { return column.name == name; });
    return found == all.end() ? nullptr : &*found;
}

Snapshot mergedSnapshot(std::span<const SnapshotPointer> rows)
{
    Snapshot merged = *rows.back();
    if (rows.size() == 1)
        return merged;
    for (const SnapshotColumn &column : columnsOf(merged)) {
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
    for (const SnapshotColumn &column : columnsOf(snapshot)) {
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
