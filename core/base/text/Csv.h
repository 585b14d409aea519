// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Comma-separated values by RFC 4180, written and read: fields quoted where they must be, lines that end in
// CRLF, and texts that a spreadsheet would run as a formula made harmless. Pure functions; any thread.
#pragma once

#include "base/Error.h"

#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

namespace sluice::csv {

/** A number, time or name of our own, as a field: quoted where it must be. */
std::string field(std::string_view text);

/** A text of unknown origin, as a field: one that begins as a formula does gets a ' before it. */
std::string guardedField(std::string_view text);

/** One line of fields that are ready, with its CRLF. */
std::string line(const std::vector<std::string> &fields);

struct Table
{
    std::vector<std::string> header;
    std::vector<std::vector<std::string>> rows; ///< each as wide as the header
    bool wasCut = false; ///< the last line had no end and was left out: somebody was still writing it
};

/** Reads a whole text; LF ends a line too, as people's editors make it. Errors name the line: a quote that
 * does not end, text behind a quote, a row that is not as wide as the header, no header. */
tl::expected<Table, Error> parse(std::string_view text);

} // namespace sluice::csv
