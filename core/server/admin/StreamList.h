// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The page of open streams that GET /api/v1/streams answers: filtered, sorted and cut out of the workers'
// copies. Pure functions over a StreamsView; any thread.
#pragma once

#include "engine/StreamsView.h"
#include "server/admin/ListOrder.h"
#include "server/admin/StreamFilter.h"

#include <QJsonObject>

namespace sluice::streamlist {

/** What the list may be sorted by, in the order of the answer's members. */
std::span<const ColumnName> columns();

/** The streams of @p view that @p filter accepts, in no order; valid as long as the view. */
std::vector<const StreamFacts *> select(const StreamsView &view, const StreamFilter &filter, Instant now);

/** Sorts as far as @p page reaches; equal ones by id, so that pages do not overlap. */
void sort(std::vector<const StreamFacts *> &streams, const ListOrder &order, const Page &page);

/** {"total", "streams", "stale_workers"} of what was selected and sorted. */
QJsonObject json(const StreamsView &view, const std::vector<const StreamFacts *> &streams, const Page &page,
                 Instant now);

} // namespace sluice::streamlist
