// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// One kick as the admin API does it: blocks the clients if asked, tells the workers, and says what came of
// it, as far as is known when the answer must go out. Made by StreamRoutes for one request; admin thread
// only.
#pragma once

#include "engine/Engine.h"
#include "server/admin/BoundedWait.h"

#include <QJsonObject>

#include <set>

namespace sluice {

class StreamKick
{
public:
    /** @p block: for how long the clients of the streams are answered 204; nothing: not at all. @p note says
     * who kicks, and why. */
    StreamKick(Engine &engine, std::optional<Milliseconds> block, EndNote note);

    /** Ends the streams @p ids; @p clients are those that are known to have them. */
    void run(const std::vector<std::uint64_t> &ids, const std::vector<ClientAddress> &clients,
             BoundedWait &wait);

    /** Blocks @p clients if it was asked for; run() does so with those it knows. */
    void block(const std::vector<ClientAddress> &clients);

    /** Whether every worker has looked; a blocked one is still to. */
    bool isDone() const { return m_answer.has_value(); }

    /** Streams that were ended, as far as is known. */
    std::size_t kicked() const { return m_answer ? m_answer->kicked.size() : 0; }

    /** {"requested", "kicked", "gone", "pending", "blocked_clients"}, and "block_error" if one failed. */
    QJsonObject json() const;

private:
    Engine &m_engine;
    const std::optional<Milliseconds> m_block;
    const EndNote m_note;
    std::size_t m_requested = 0;
    std::optional<KickAnswer> m_answer;
    std::set<ClientKey> m_blocked;
    std::string m_blockError;
};

} // namespace sluice
