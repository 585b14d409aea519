// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "admin/SnapshotRoutes.h"

#include "admin/AdminQuery.h"
#include "metrics/SnapshotCsv.h"

namespace sluice {

void SnapshotRoutes::addTo(AdminRouter &router)
{
    router.add("GET", "/api/v1/snapshot", Role::Viewer, [this](const AdminCall &call) {
        if (auto problem = AdminQuery(call.target()).check())
            return *std::move(problem);
        return Answer::json(200, snapshotJson(m_snapshotter.current()));
    });
    router.add("GET", "/api/v1/snapshots.csv", Role::Viewer,
               [this](const AdminCall &call) { return csv(call); });
}

Answer SnapshotRoutes::csv(const AdminCall &call) const
{
    AdminQuery query(call.target());
    const auto since = query.duration("since");
    const auto every = query.duration("every");
    if (auto problem = query.check())
        return *std::move(problem);
    SnapshotPointers rows = m_snapshotter.history().since(since ? Clock::now() - *since : Instant());
    // Merging costs what writing costs: what is too much to write is too much to merge.
    constexpr std::size_t mostMerged = 10 * mostRows;
    if (every && rows.size() <= mostMerged)
        rows = thinnedSnapshots(rows, *every);
    if (rows.size() > mostRows)
        return Answer::problem(422, "that are " + std::to_string(rows.size()) +
                                        " rows, and one answer has at most " + std::to_string(mostRows) +
                                        ": ask for less with since=10m, or for a row every=10s");
    return Answer{200, "text/csv; charset=utf-8; header=present", snapshotcsv::text(rows, m_workers), {}}
        .with("Content-Disposition", "attachment; filename=\"sluice-snapshots.csv\"");
}

} // namespace sluice
