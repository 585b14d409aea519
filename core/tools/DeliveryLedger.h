// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Keeps the books of a load run: which event each stream must see next, and what was delivered, skipped or
// repeated. Stream i watches channel i % channels. Owned and called by the thread that reads the streams.
#pragma once

#include "tools/LoadEvent.h"
#include "tools/UnconfirmedPublishes.h"

#include <cstdint>
#include <vector>

namespace sluice {

class DeliveryLedger
{
public:
    enum class Delivery { First, Repeated };

    /** @p unconfirmed must outlive the ledger. */
    DeliveryLedger(std::uint32_t streams, std::uint32_t channels, std::uint32_t publishers,
                   UnconfirmedPublishes &unconfirmed);

    /**
     * Books an event that a stream received. One that comes after a later one of its publisher counts as
     * repeated, its place was counted as a gap before: streams must be in order.
     */
    Delivery book(std::uint32_t stream, const LoadEvent &event);

    /** Events delivered, each counted once per stream. */
    std::uint64_t delivered() const { return m_delivered; }

    /** Events delivered to one stream. */
    std::uint32_t deliveredTo(std::uint32_t stream) const { return m_deliveredTo[stream]; }

    /** Events that a stream skipped between its first and its last of a publisher. */
    std::uint64_t gaps() const;

    /** Events that a stream received again, or too late. */
    std::uint64_t duplicates() const { return m_duplicates; }

    /** Events per channel whose answer was lost, but which some stream received: they were published after
     * all. */
    std::vector<std::uint64_t> publishedUnconfirmed();

private:
    struct Doubtful
    {
        UnconfirmedPublish publish;
        std::uint64_t skipped = 0; // streams that went on without it
        bool seen = false;         // some stream received it
    };

    std::uint32_t &next(std::uint32_t stream, std::uint8_t publisher);
    void takeUnconfirmed();
    void bookSkipped(std::uint32_t channel, std::uint8_t publisher, std::uint32_t from, std::uint32_t to);
    void bookDoubtful(std::uint32_t channel, const LoadEvent &event);

    std::uint32_t m_channels;
    std::uint32_t m_publishers;
    UnconfirmedPublishes &m_unconfirmed;
    std::vector<std::uint32_t> m_next; // per stream and publisher; 0: none seen yet
    std::vector<std::uint32_t> m_deliveredTo;
    std::vector<Doubtful> m_doubtful;
    std::uint64_t m_delivered = 0;
    std::uint64_t m_gaps = 0;
    std::uint64_t m_duplicates = 0;
};

} // namespace sluice
