// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The options that choose rows of the engine's lists, and the query that they become: for `streams`,
// `channels`, `disconnects` and `kick`, each of which takes some of them. Pure functions; any thread.
#pragma once

#include "ctl/CommandLine.h"

#include <QUrlQuery>

#include <array>

namespace sluice {

inline constexpr std::array kStreamFilterOptions{
    CommandOption{"--channel", "NAME", "streams of this channel, or of all that begin so, with '*'"},
    CommandOption{"--client", "ADDRESS", "streams of this client"},
    CommandOption{"--worker", "N", "streams of this worker"},
    CommandOption{"--min-age", "TIME", "streams that are at least so old, such as 10min"},
    CommandOption{"--max-age", "TIME", "streams that are at most so old"},
    CommandOption{"--min-backlog", "BYTES", "streams with at least so much backlog, such as 64KiB"},
    CommandOption{"--min-idle", "TIME", "streams whose last event is at least so long ago"},
    CommandOption{"--state", "open|blocked|evicting", "streams in this state"},
};

/** The query of all such options, empty when none was given; errors name the option, the value and its form.
 */
tl::expected<QUrlQuery, Error> readListQuery(const CommandLine &line);

/** Adds a value to a query, percent-encoded throughout: QUrlQuery leaves '+' alone, which is read as a space.
 */
void addToQuery(QUrlQuery &query, const char *name, const std::string &value);

/** Two lists of options as one. */
template <std::size_t Left, std::size_t Right>
constexpr std::array<CommandOption, Left + Right> joined(const std::array<CommandOption, Left> &left,
                                                         const std::array<CommandOption, Right> &right)
{
    std::array<CommandOption, Left + Right> all;
    for (std::size_t i = 0; i < Left; ++i)
        all[i] = left[i];
    for (std::size_t i = 0; i < Right; ++i)
        all[Left + i] = right[i];
    return all;
}

} // namespace sluice
