// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// What the engine was doing at one moment, as one row: the columns of SnapshotSchema.def. A plain value; the
// table of its columns is constant and any thread may read it.
#pragma once

#include "base/Clock.h"
#include "model/Refusal.h"
#include "model/StreamEnd.h"

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <variant>
#include <vector>

namespace sluice {

/** The C++ types behind the type names of SnapshotSchema.def. */
namespace column_type {
using Integer = std::int64_t;
using Real = double;
using MaybeReal = std::optional<double>;
using Utc = UtcTime;
using Word = std::string;
using PerCause = std::array<std::int64_t, causeCount>;
using PerRefusal = std::array<std::int64_t, refusalCount>;
using PerWorkerInteger = std::vector<std::int64_t>;
using PerWorkerReal = std::vector<double>;
} // namespace column_type

struct Snapshot
{
    /** What the column version says. */
    static constexpr std::int64_t schemaVersion = 1;

    /** Most workers that have columns: as many as an engine may have. */
    static constexpr std::size_t mostWorkers = 64;

    bool operator==(const Snapshot &) const = default;

#define SLUICE_COLUMN(name, Type, Merge, help) column_type::Type name{};
#include "model/SnapshotSchema.def"
#undef SLUICE_COLUMN
};

using SnapshotPointer = std::shared_ptr<const Snapshot>;
using SnapshotPointers = std::vector<SnapshotPointer>;

/** One value of one column; nothing is an empty cell, null in JSON. */
using SnapshotCell = std::variant<std::monostate, std::int64_t, double, std::string, UtcTime>;

enum class SnapshotMerge { Last, Sum, Max, Mean };

struct SnapshotColumn
{
    using Member =
        std::variant<column_type::Integer Snapshot::*, column_type::Real Snapshot::*,
                     column_type::MaybeReal Snapshot::*, column_type::Utc Snapshot::*,
                     column_type::Word Snapshot::*, column_type::PerCause Snapshot::*,
                     column_type::PerRefusal Snapshot::*, column_type::PerWorkerInteger Snapshot::*,
                     column_type::PerWorkerReal Snapshot::*>;

    std::string name;
    SnapshotMerge merge;
    std::string help;
    Member member;
    std::size_t index = 0; ///< of the cause, the refusal or the worker

    /** The value that @p snapshot has here. */
    SnapshotCell valueIn(const Snapshot &snapshot) const;

    /** Puts @p cell into @p snapshot; false if it is of another type. */
    bool assign(Snapshot &snapshot, const SnapshotCell &cell) const;

    /** "integer", "number", either "or empty", "time" or "text". */
    std::string_view typeText() const;
};

/** Every column of an engine with so many workers, in the order of SnapshotSchema.def. */
std::span<const SnapshotColumn> snapshotColumns(std::size_t workers);

/** The columns of @p snapshot's engine. */
std::span<const SnapshotColumn> columnsOf(const Snapshot &snapshot);

/** The column of that name, whatever the number of workers, or null. */
const SnapshotColumn *findSnapshotColumn(std::string_view name);

/** Rows that follow each other as one, each column by its rule; @p rows must not be empty. */
Snapshot mergedSnapshot(std::span<const SnapshotPointer> rows);

/** The rows merged into rows of at least @p every each; 0 leaves them as they are. */
SnapshotPointers thinnedSnapshots(const SnapshotPointers &rows, Milliseconds every);

/** One flat JSON object whose keys are the columns' names. */
std::string snapshotJson(const Snapshot &snapshot);

} // namespace sluice
