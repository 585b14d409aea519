// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tools/DeliveryLedger.h"

namespace sluice {

DeliveryLedger::DeliveryLedger(std::uint32_t streams, std::uint32_t channels, std::uint32_t publishers,
                               UnconfirmedPublishes &unconfirmed)
    : m_channels(channels)
    , m_publishers(publishers)
    , m_unconfirmed(unconfirmed)
    , m_next(std::size_t{streams} * publishers)
    , m_deliveredTo(streams)
{
}

std::uint32_t &DeliveryLedger::next(std::uint32_t stream, std::uint8_t publisher)
{
    return m_next[std::size_t{stream} * m_publishers + publisher];
}

DeliveryLedger::Delivery DeliveryLedger::book(std::uint32_t stream, const LoadEvent &event)
{
    std::uint32_t &expected = next(stream, event.publisher);
    if (event.sequence < expected) {
        ++m_duplicates;
        return Delivery::Repeated;
    }
    if (event.sequence > expected) {
        // Whatever was skipped may be a publish that failed; its failure was handed over before the next was
        // sent.
        takeUnconfirmed();
        if (expected != 0)
            bookSkipped(stream % m_channels, event.publisher, expected, event.sequence);
    }
    if (!m_doubtful.empty())
        bookDoubtful(stream % m_channels, event);
    expected = event.sequence + 1;
    ++m_deliveredTo[stream];
    ++m_delivered;
    return Delivery::First;
}

void DeliveryLedger::takeUnconfirmed()
{
    for (const UnconfirmedPublish &publish : m_unconfirmed.take()) {
        Doubtful doubtful{publish};
        // No stream has skipped it yet, because book() comes here before it books a skip. So who is past it
        // saw it.
        for (std::uint32_t stream = publish.channel; stream < m_deliveredTo.size(); stream += m_channels)
            doubtful.seen = doubtful.seen || next(stream, publish.publisher) > publish.sequence;
        m_doubtful.push_back(doubtful);
    }
}

void DeliveryLedger::bookSkipped(std::uint32_t channel, std::uint8_t publisher, std::uint32_t from,
                                 std::uint32_t to)
{
    m_gaps += to - from;
    for (Doubtful &doubtful : m_doubtful) {
        const UnconfirmedPublish &publish = doubtful.publish;
        if (publish.channel != channel || publish.publisher != publisher || publish.sequence < from ||
            publish.sequence >= to)
            continue;
        ++doubtful.skipped;
        --m_gaps;
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
    std::uint64_t gaps = m_gaps;
    for (const Doubtful &doubtful : m_doubtful)
        gaps += doubtful.seen ? doubtful.skipped : 0;
    return gaps;
}

std::vector<std::uint64_t> DeliveryLedger::publishedUnconfirmed()
{
    takeUnconfirmed();
    std::vector<std::uint64_t> published(m_channels);
    for (const Doubtful &doubtful : m_doubtful)
        published[doubtful.publish.channel] += doubtful.seen ? 1 : 0;
    return published;
}

} // namespace sluice
