// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/admin/routes/SnapshotRoutes.h"

#include "model/SnapshotCsv.h"
#include "server/admin/AdminQuery.h"

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
    auto found = m_snapshotter.history().atMost(since ? Clock::now() - *since : Instant(), mostRows);
    if (every)
        found.rows = thinnedSnapshots(found.rows, *every);
    Answer answer{
        200, "text/csv; charset=utf-8; header=present", snapshotcsv::text(found.rows, m_workers), {}};
    if (found.merged > 1) // the reader is told, also by interval_seconds in each row
        answer.fields.emplace_back("Sluice-Merged", std::to_string(found.merged));
    return std::move(answer).with("Content-Disposition", "attachment; filename=\"sluice-snapshots.csv\"");
}

} // namespace sluice
