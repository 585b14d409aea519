// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// What a worker lets in: the front door of its thread, seen from the engine, which knows no HTTP.
// Made in the worker's thread by the factory that the Engine is given; that thread only.
#pragma once

#include "base/Clock.h"
#include "engine/fanout/Poller.h"
#include "settings/Settings.h"

#include <functional>
#include <memory>

namespace sluice {

class Worker;

class WorkerFront
{
public:
    virtual ~WorkerFront() = default;

    /** An event of the listener or of a connection. */
    virtual void onEvent(PollKey key, std::uint32_t events) = 0;
    virtual void onTick(Instant now) = 0;

    /** Called in each turn, behind its events and its slice. */
    virtual void onTurn(Instant /*now*/) {}

    virtual void apply(const Settings &settings) = 0;

    /** Answers what waits in the accept queue and stops listening. */
    virtual void close() = 0;
};

/** Makes the front of a worker on a listening descriptor, which it takes over. */
using WorkerFrontFactory = std::function<std::unique_ptr<WorkerFront>(Worker &worker, int listenFd)>;

} // namespace sluice
