// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Which rows of one answer of /api/v1/snapshots.csv are new since the answer before, and far enough apart.
// Owned by the export; its thread.
#pragma once

#include "base/Error.h"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

namespace sluice {

class SnapshotRows
{
public:
    /** Rows that are closer than @p apart to the one before are left out; 0: none is. @p header and @p
     * lastRow are what is there already, without their ends, or empty. */
    SnapshotRows(std::chrono::milliseconds apart, std::string header, std::string lastRow);

    /** Takes a whole answer and returns the new rows, each with its end, the header before the very first. An
     * error when it is no table, or its columns are no longer the same. */
    tl::expected<std::string, Error> take(std::string_view csv);

    /** Rows that were returned. */
    std::size_t count() const { return m_count; }

private:
    tl::expected<void, Error> takeHeader(std::string_view header, std::string &out);
    bool isFarEnough(std::string_view row);

    std::chrono::milliseconds m_apart;
    std::string m_header;
    std::string m_lastSeen;    // the newest row of all answers
    std::string m_lastWritten; // what m_apart is counted from
    std::size_t m_count = 0;
};

} // namespace sluice
