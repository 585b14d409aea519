// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// GET and DELETE /api/v1/streams: who is connected, and ending streams by id or by filter, with a block if
// asked. Owned by AdminRoutes.
#pragma once

#include "engine/Engine.h"
#include "server/admin/AdminRouter.h"
#include "server/admin/BoundedWait.h"
#include "server/admin/StreamFilter.h"

#include <QObject>

namespace sluice {

class StreamRoutes final : public RouteGroup
{
public:
    StreamRoutes(Engine &engine, BoundedWait &wait)
        : m_engine(engine)
        , m_wait(wait)
    {
    }

    void addTo(AdminRouter &router) override;

private:
    Answer list(const AdminCall &call);
    Answer endOne(const AdminCall &call);
    Answer endMatching(const AdminCall &call);

    /** Ends those that @p filter means and that were open when it was @p asked, of the workers that @p view
     * knows from before: as soon as they have said what they hold. */
    void endLater(const StreamFilter &filter, Instant asked, const StreamsView &view,
                  std::optional<Milliseconds> block, const EndNote &note);

    /** Whose the stream was when its worker last copied it: one at most, and none if it was not open then. */
    std::vector<ClientAddress> clientsOf(std::uint64_t id) const;

    Engine &m_engine;
    BoundedWait &m_wait;
    QObject m_later; ///< what endLater() waits for ends with it
};

} // namespace sluice
