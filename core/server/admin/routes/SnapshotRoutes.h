// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// GET /api/v1/snapshot, this moment as one flat object, and /api/v1/snapshots.csv, the last hour as a table.
// Owned by AdminRoutes.
#pragma once

#include "server/admin/AdminRouter.h"
#include "server/snapshots/Snapshotter.h"

namespace sluice {

class SnapshotRoutes final : public RouteGroup
{
public:
    /** Most rows of one answer, and most that are merged for it: an hour of one a second fits, and takes some
     * 20 ms of the admin thread. Where there are more snapshots, rows stand for several. */
    static constexpr std::size_t mostRows = 4'000;

    /** The snapshots are of an engine with so many @p workers. */
    SnapshotRoutes(const Snapshotter &snapshotter, std::size_t workers)
        : m_snapshotter(snapshotter)
        , m_workers(workers)
    {
    }

    void addTo(AdminRouter &router) override;

private:
    Answer csv(const AdminCall &call) const;

    const Snapshotter &m_snapshotter;
    const std::size_t m_workers;
};

} // namespace sluice
