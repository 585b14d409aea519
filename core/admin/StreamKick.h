// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// One kick as the admin API does it: tells the workers, and says what came of
// it, as far as is known when the answer must go out. Made by StreamRoutes for one request; admin thread
// only.
#pragma once

#include "admin/BoundedWait.h"
#include "engine/Engine.h"

#include <QJsonObject>

namespace sluice {

class StreamKick
{
public:
    explicit StreamKick(Engine &engine);

    /** Ends the streams @p ids. */
    void run(const std::vector<std::uint64_t> &ids, BoundedWait &wait);

    /** Whether every worker has looked; a blocked one is still to. */
    bool isDone() const { return m_answer.has_value(); }

    /** Streams that were ended, as far as is known. */
    std::size_t kicked() const { return m_answer ? m_answer->kicked.size() : 0; }

    /** {"requested", "kicked", "gone", "pending"}. */
    QJsonObject json() const;

private:
    Engine &m_engine;
    std::size_t m_requested = 0;
    std::optional<KickAnswer> m_answer;
};

} // namespace sluice
