// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Asks every worker's event loop for a sign of life and remembers who has not answered: what feeds the
// watchdog of a service. Owned by the ServiceReporter; its thread only.
#pragma once

#include <atomic>
#include <cstddef>
#include <memory>
#include <optional>
#include <vector>

namespace sluice {

class Engine;

class WorkerPulse
{
public:
    /** @p engine outlives the pulse. */
    explicit WorkerPulse(Engine &engine);

    /** Asks every worker that has answered the last time. */
    void ask();

    /** The first worker that still owes an answer to an ask() before; nothing when all turn. */
    std::optional<std::size_t> silentWorker() const;

private:
    using Answered = std::atomic<bool>;

    Engine &m_engine;
    std::vector<std::shared_ptr<Answered>>
        m_answered; ///< one per worker, shared with the call that is under way
};

} // namespace sluice
