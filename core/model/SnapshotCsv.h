// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Snapshots as CSV, and back: one header line, one line for each snapshot. Used by the admin API, the
// recorder, sluicectl and the console. Pure functions; any thread.
#pragma once

#include "base/Error.h"
#include "model/Snapshot.h"

#include <tl/expected.hpp>

namespace sluice::snapshotcsv {

/** The columns' names of an engine with so many workers, with the line's end. */
std::string header(std::size_t workers);

/** One snapshot, with the line's end. */
std::string row(const Snapshot &snapshot);

/** The header and all rows, which are of one engine with so many workers. */
std::string text(const SnapshotPointers &snapshots, std::size_t workers);

struct Recording
{
    std::vector<Snapshot> snapshots;
    bool wasCut = false; ///< the last line was not whole and was left out
};

/**
 * Reads what text() or the recorder wrote, by the columns' names: columns that are unknown here are passed
 * over, and those that lack keep their zero. Errors name the line, the column and the value.
 */
tl::expected<Recording, Error> parse(std::string_view text);

} // namespace sluice::snapshotcsv
