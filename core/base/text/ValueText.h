// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The text forms that logs, CSV and JSON share: numbers, points in time, and texts that nobody can forge a
// line or a terminal's command with. The same in every locale. Pure functions; any thread.
#pragma once

#include "base/Clock.h"

#include <optional>
#include <string>
#include <string_view>

namespace sluice::valuetext {

/** The number in at most twelve digits; "0" for what is not finite. */
std::string number(double value);

/** "2026-11-22T21:14:56.123Z". */
std::string utc(UtcTime time);

/** What utc() wrote; milliseconds may be absent. Nothing for anything else. */
std::optional<UtcTime> parseUtc(std::string_view text);

/** @p text as a JSON string, quotes included: valid UTF-8, whatever came in, and nothing in it that acts on a
 * terminal. */
std::string quoted(std::string_view text);

/** The same without the quotes, and with quotation marks and backslashes as they are: for a message. */
std::string harmless(std::string_view text);

/** As it is when it is one plain word, else quoted(). */
std::string word(std::string_view text);

} // namespace sluice::valuetext
