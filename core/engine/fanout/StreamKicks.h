// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Ends the streams that an operator names, in slices. A KickOrder is shared by all workers, each of which
// looks for its own streams among the ids. A StreamKicks is owned by a Reactor; worker thread only, except
// add(), which any thread may call.
#pragma once

#include "engine/fanout/StreamTable.h"

#include <atomic>
#include <functional>
#include <mutex>
#include <unordered_set>
#include <vector>

namespace sluice {

/** What became of a kick. */
struct KickAnswer
{
    struct Kicked
    {
        std::uint64_t id = 0;
        ClientAddress client;
    };
    std::vector<Kicked> kicked;
    std::vector<std::uint64_t> missing; ///< of the ids asked for, those that no open stream had
};

/** One kick, on its way through the workers. Any thread. */
class KickOrder
{
public:
    /** @p done is called once, by the last of @p workers to report, in that worker's thread; the records of
     * the ends keep @p note. */
    KickOrder(const std::vector<std::uint64_t> &ids, Cause cause, EndNote note, std::size_t workers,
              std::function<void(KickAnswer)> done);

    bool names(std::uint64_t id) const { return m_ids.contains(id); }
    Cause cause() const { return m_cause; }
    const std::shared_ptr<const EndNote> &note() const { return m_note; }

    /** A worker has ended @p kicked and has no more of them. */
    void report(const std::vector<KickAnswer::Kicked> &kicked);

private:
    const std::unordered_set<std::uint64_t> m_ids;
    const Cause m_cause;
    const std::shared_ptr<const EndNote> m_note;
    std::function<void(KickAnswer)> m_done;
    std::mutex m_mutex;
    std::size_t m_waiting;                    ///< guarded by m_mutex
    std::vector<KickAnswer::Kicked> m_kicked; ///< guarded by m_mutex
};

class StreamKicks
{
public:
    StreamKicks(StreamTable &table, Poller &poller);
    ~StreamKicks();
    StreamKicks(const StreamKicks &) = delete;
    StreamKicks &operator=(const StreamKicks &) = delete;

    /** Queues @p order. Any thread; waits for nothing. After close() it is reported at once, unfulfilled. */
    void add(const std::shared_ptr<KickOrder> &order);

    /** Ends streams for at most one slice. */
    void step();

    /** True while an order is unfinished: wake the loop again. */
    bool hasWork() const { return m_waiting.load(std::memory_order_relaxed) > 0; }

    /** Reports what waits, unfulfilled: the worker stops. */
    void close();

private:
    void finish();

    StreamTable &m_table;
    Poller &m_poller;
    std::atomic<int> m_waiting{0}; ///< orders not yet reported
    std::shared_ptr<KickOrder> m_current;
    std::uint32_t m_next = 0; ///< slots below have been looked at
    std::vector<KickAnswer::Kicked> m_kicked;
    std::mutex m_mutex;
    std::vector<std::shared_ptr<KickOrder>> m_queue; ///< guarded by m_mutex
    bool m_closed = false;                           ///< guarded by m_mutex
};

} // namespace sluice
