// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What people type to find streams, such as "channel:demo age>10min backlog>1KiB", as the parameters that the
// admin API knows. Pure functions; any thread.
#pragma once

#include <QString>
#include <QUrlQuery>

#include <tl/expected.hpp>

namespace sluice::streamquery {

/** Which list is asked: ends know less than open streams do. */
enum class List { Open, Ended };

/**
 * Terms with spaces between; all must fit. A bare word is a client if it looks like an address, an id if it
 * is a number, else a channel. The error names the term, and what would be right.
 */
tl::expected<QUrlQuery, QString> parse(const QString &text, List list);

/** Adds a value, percent-encoded throughout: QUrlQuery leaves '+' alone, which is read as a space. */
void addItem(QUrlQuery &query, const QString &name, const QString &value);

} // namespace sluice::streamquery
