// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "load/clients/DeliveryLedger.h"

#include <algorithm>

namespace sluice {

DeliveryLedger::DeliveryLedger(const Shape &shape, const LoadBoard &board)
    : m_shape(shape)
    , m_board(board)
    , m_next(std::size_t{shape.streams} * shape.publishers)
    , m_standing(shape.streams)
{
}

std::size_t DeliveryLedger::slot(std::uint32_t stream, std::uint8_t publisher) const
{
    return std::size_t{stream} * m_shape.publishers + publisher;
}

std::uint32_t DeliveryLedger::channelOf(std::uint32_t stream) const
{
    return m_shape.share.number(stream) % m_shape.channels;
}

std::uint32_t DeliveryLedger::from(std::uint32_t stream, std::uint8_t publisher) const
{
    return m_from.empty() ? 0 : m_from[slot(stream, publisher)];
}

std::uint32_t DeliveryLedger::until(std::uint32_t stream, std::uint8_t publisher) const
{
    const std::uint32_t seen = m_next[slot(stream, publisher)];
    if (m_standing[stream] == Standing::Left)
        return seen;
    return std::max(seen, m_board.next(publisher, channelOf(stream)));
}

void DeliveryLedger::join(std::uint32_t stream)
{
    m_standing[stream] = Standing::Joined;
    for (std::uint8_t publisher = 0; publisher < m_shape.publishers; ++publisher) {
        const std::uint32_t next = m_board.next(publisher, channelOf(stream));
        if (next == 0)
            continue;
        if (m_from.empty())
            m_from.resize(m_next.size());
        m_from[slot(stream, publisher)] = m_next[slot(stream, publisher)] = next;
    }
}

void DeliveryLedger::leave(std::uint32_t stream)
{
    if (m_standing[stream] == Standing::Joined)
        m_standing[stream] = Standing::Left;
}

bool DeliveryLedger::hasBegun(std::uint32_t stream) const
{
    for (std::uint8_t publisher = 0; publisher < m_shape.publishers; ++publisher)
        if (m_board.next(publisher, channelOf(stream)) > 0)
            return true;
    return false;
}

bool DeliveryLedger::hasSeenAny(std::uint32_t stream) const
{
    for (std::uint8_t publisher = 0; publisher < m_shape.publishers; ++publisher)
        if (m_next[slot(stream, publisher)] > from(stream, publisher))
            return true;
    return false;
}

DeliveryLedger::Delivery DeliveryLedger::book(std::uint32_t stream, const LoadEvent &event)
{
    std::uint32_t &expected = m_next[slot(stream, event.publisher)];
    if (event.sequence < expected) {
        if (!isFirstOfNewcomer(stream, event)) {
            ++m_duplicates;
            return Delivery::Repeated;
        }
        m_from[slot(stream, event.publisher)] = event.sequence;
    }
    if (event.sequence > expected) {
        // Whatever was skipped may be a publish that failed; its failure was handed over before the next was
        // sent.
        takeUnconfirmed();
        if (expected != 0)
            bookSkipped(channelOf(stream), event.publisher, expected, event.sequence);
    }
    if (!m_doubtful.empty())
        bookDoubtful(channelOf(stream), event);
    expected = event.sequence + 1;
    ++m_delivered;
    return Delivery::First;
}

/** An event that was under way when the stream opened: not owed, but welcome. */
bool DeliveryLedger::isFirstOfNewcomer(std::uint32_t stream, const LoadEvent &event) const
{
    const std::size_t at = slot(stream, event.publisher);
    return !m_from.empty() && m_from[at] == m_next[at];
}

void DeliveryLedger::takeUnconfirmed()
{
    const std::uint32_t count = m_board.unconfirmedCount();
    for (auto index = static_cast<std::uint32_t>(m_doubtful.size()); index < count; ++index) {
        Doubtful doubtful{m_board.unconfirmed(index)};
        const UnconfirmedPublish &publish = doubtful.publish;
        // No stream has skipped it yet, because book() comes here before it books a skip. So who is past it
        // saw it.
        for (std::uint32_t stream = 0; stream < m_shape.streams; ++stream)
            doubtful.seen = doubtful.seen || (channelOf(stream) == publish.channel &&
                                              m_next[slot(stream, publish.publisher)] > publish.sequence &&
                                              from(stream, publish.publisher) <= publish.sequence);
        m_doubtful.push_back(doubtful);
    }
}

void DeliveryLedger::bookSkipped(std::uint32_t channel, std::uint8_t publisher, std::uint32_t from,
                                 std::uint32_t to)
{
    m_skipped += to - from;
    for (Doubtful &doubtful : m_doubtful) {
        const UnconfirmedPublish &publish = doubtful.publish;
        if (publish.channel != channel || publish.publisher != publisher || publish.sequence < from ||
            publish.sequence >= to)
            continue;
        ++doubtful.skipped;
        --m_skipped;
    }
}

void DeliveryLedger::bookDoubtful(std::uint32_t channel, const LoadEvent &event)
{
    for (Doubtful &doubtful : m_doubtful) {
        const UnconfirmedPublish &publish = doubtful.publish;
        if (publish.channel == channel && publish.publisher == event.publisher &&
            publish.sequence == event.sequence)
            doubtful.seen = true;
    }
}

std::uint64_t DeliveryLedger::gaps() const
{
    std::uint64_t gaps = m_skipped;
    for (const Doubtful &doubtful : m_doubtful)
        gaps += doubtful.seen ? doubtful.skipped : 0;
    return gaps;
}

std::vector<DoubtfulPublish> DeliveryLedger::doubts()
{
    takeUnconfirmed();
    std::vector<DoubtfulPublish> doubts;
    doubts.reserve(m_doubtful.size());
    for (const Doubtful &doubtful : m_doubtful) {
        const UnconfirmedPublish &publish = doubtful.publish;
        DoubtfulPublish doubt{doubtful.skipped, 0, doubtful.seen};
        for (std::uint32_t stream = 0; stream < m_shape.streams; ++stream)
            doubt.owners += m_standing[stream] != Standing::Absent && channelOf(stream) == publish.channel &&
                                    from(stream, publish.publisher) <= publish.sequence &&
                                    publish.sequence < until(stream, publish.publisher)
                                ? 1
                                : 0;
        doubts.push_back(doubt);
    }
    return doubts;
}

std::uint64_t DeliveryLedger::owed() const
{
    std::uint64_t owed = 0;
    for (std::uint32_t stream = 0; stream < m_shape.streams; ++stream)
        for (std::uint8_t publisher = 0;
             publisher < m_shape.publishers && m_standing[stream] != Standing::Absent; ++publisher)
            owed += until(stream, publisher) - from(stream, publisher);
    return owed;
}

bool DeliveryLedger::hasAll(std::uint32_t stream)
{
    takeUnconfirmed();
    for (std::uint8_t publisher = 0; publisher < m_shape.publishers; ++publisher) {
        const std::uint32_t next = m_next[slot(stream, publisher)];
        const std::uint32_t end = until(stream, publisher);
        const auto isUnseen = [&](const Doubtful &doubtful) {
            const UnconfirmedPublish &publish = doubtful.publish;
            return !doubtful.seen && publish.channel == channelOf(stream) && publish.publisher == publisher &&
                   publish.sequence >= next && publish.sequence < end;
        };
        const auto unseen = std::count_if(m_doubtful.begin(), m_doubtful.end(), isUnseen);
        if (static_cast<std::uint32_t>(unseen) < end - next)
            return false;
    }
    return true;
}

} // namespace sluice
