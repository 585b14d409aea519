// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/fanout/StreamKicks.h"

namespace sluice {

namespace {

// The same as the pump's: an end costs a few system calls.
constexpr Milliseconds kickSlice{2};

constexpr std::uint32_t slotsPerKickClockRead = 64;
constexpr std::size_t kicksPerClockRead = 8;

} // namespace

KickOrder::KickOrder(const std::vector<std::uint64_t> &ids, Cause cause, EndNote note, std::size_t workers,
                     std::function<void(KickAnswer)> done)
    : m_ids(ids.begin(), ids.end())
    , m_cause(cause)
    , m_note(std::make_shared<const EndNote>(std::move(note)))
    , m_done(std::move(done))
    , m_waiting(workers)
{
}

void KickOrder::report(const std::vector<KickAnswer::Kicked> &kicked)
{
    KickAnswer answer;
    {
        const std::lock_guard lock(m_mutex);
        m_kicked.insert(m_kicked.end(), kicked.begin(), kicked.end());
        if (--m_waiting > 0)
            return;
        answer.kicked = std::move(m_kicked);
    }
    std::unordered_set<std::uint64_t> missing = m_ids;
    for (const KickAnswer::Kicked &one : answer.kicked)
        missing.erase(one.id);
    answer.missing.assign(missing.begin(), missing.end());
    m_done(std::move(answer));
}

StreamKicks::StreamKicks(StreamTable &table, Poller &poller)
    : m_table(table)
    , m_poller(poller)
{
}

StreamKicks::~StreamKicks()
{
    close();
}

void StreamKicks::add(const std::shared_ptr<KickOrder> &order)
{
    const bool isTaken = [&] {
        const std::lock_guard lock(m_mutex);
        if (m_closed)
            return false;
        m_queue.push_back(order);
        m_waiting.fetch_add(1);
        return true;
    }();
    if (isTaken)
        m_poller.wake();
    else
        order->report({});
}

void StreamKicks::step()
{
    if (!hasWork())
        return;
    if (!m_current) {
        const std::lock_guard lock(m_mutex);
        m_current = std::move(m_queue.front());
        m_queue.erase(m_queue.begin());
        m_next = 0;
    }
    const Instant deadline = Clock::now() + kickSlice;
    while (m_next < m_table.slotCount()) {
        Stream &stream = m_table.at(m_next++);
        const bool kick = stream.state == Stream::State::Open && m_current->names(stream.id);
        if (kick) {
            m_kicked.push_back({stream.id, stream.client});
            m_table.kick(stream, m_current->cause(), m_current->note());
        }
        const bool readClock =
            kick ? m_kicked.size() % kicksPerClockRead == 0 : m_next % slotsPerKickClockRead == 0;
        if (readClock && Clock::now() >= deadline)
            return;
    }
    finish();
}

void StreamKicks::finish()
{
    const std::shared_ptr<KickOrder> order = std::move(m_current);
    m_waiting.fetch_sub(1);
    order->report(std::exchange(m_kicked, {}));
}

void StreamKicks::close()
{
    std::vector<std::shared_ptr<KickOrder>> queue;
    {
        const std::lock_guard lock(m_mutex);
        m_closed = true;
        queue.swap(m_queue);
    }
    if (m_current)
        finish();
    for (const auto &order : queue) {
        m_waiting.fetch_sub(1);
        order->report({});
    }
}

} // namespace sluice
