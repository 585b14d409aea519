// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The workers' copies of their streams, fresh if they make them soon enough. Admin thread only.
#pragma once

#include "engine/Engine.h"
#include "server/admin/BoundedWait.h"

namespace sluice {

/** Asks for new copies of those that are old, or begun before @p since, and waits for them as long as @p wait
 * allows. */
inline StreamsView freshStreams(const Engine &engine, BoundedWait &wait, Instant since = Instant::min())
{
    StreamsView view = engine.streams(since);
    const auto isFresh = [&] { return !view.hasStale() && !view.hasOlderThan(since); };
    wait.until([&] {
        if (isFresh())
            return true;
        view = engine.streams(since);
        return isFresh();
    });
    return view;
}

} // namespace sluice
