// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// How a channel tells a worker that it has events for the worker's streams. Implemented by the worker's Pump;
// called by any thread, after the channel's lock is released.
#pragma once

#include <cstdint>

namespace sluice {

/** A worker's name for one of its watches; the generation keeps a reused index from being mistaken. */
struct WatchToken
{
    std::uint32_t index = 0;
    std::uint32_t generation = 0;
};

class DirtySink
{
public:
    virtual ~DirtySink() = default;

    /** Queues the watch and wakes the worker. Any thread; a stale token is ignored later. */
    virtual void markDirty(WatchToken token) = 0;
};

} // namespace sluice
