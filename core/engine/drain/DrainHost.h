// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// What the Drain asks of the engine around it: its doors, its figures and its workers. Implemented by the
// Engine (and by fakes in tests); any thread may call it, with the Drain's lock held, so nothing may wait.
#pragma once

#include "engine/drain/StreamRoll.h"
#include "model/StreamEnd.h"

#include <cstddef>

namespace sluice {

class DrainHost
{
public:
    virtual ~DrainHost() = default;

    /** From now on every new stream is refused as draining, and the engine is unready. */
    virtual void closeDoors() = 0;
    /** New streams are welcome again. */
    virtual void openDoors() = 0;

    /** Streams whose end is not decided. */
    virtual std::int64_t openStreams() const = 0;
    /** Streams that the deadline of any drain has ended, ever. */
    virtual std::int64_t forcedStreams() const = 0;
    /** Evictions, ever, that found their stream gone already. */
    virtual std::int64_t missedEvictions() const = 0;
    virtual std::size_t workerCount() const = 0;

    /** The worker names its streams through Drain::onRoll(), later and in its own thread. */
    virtual void callRoll(std::size_t worker, std::uint64_t round) = 0;
    /** The worker flushes and ends these streams. */
    virtual void evict(std::size_t worker, StreamRoll streams, Farewell farewell) = 0;
    /** The worker ends all its streams: flushed if they take it, as they are if not. */
    virtual void force(std::size_t worker, Farewell farewell) = 0;
    /** The worker lets streams live that are told to go but still lack something. */
    virtual void reprieve(std::size_t worker) = 0;

    /** Calls Drain::advance() soon, and every few milliseconds while it asks for that. */
    virtual void wakeDrain() = 0;
};

} // namespace sluice
