// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Keeps the books of a load run: which event each stream must see next, what it is owed, and what was
// delivered, skipped or repeated, also over a stream's returns. Owned and called by the thread that reads the
// streams.
#pragma once

#include "load/clients/LoadShare.h"
#include "load/publisher/LoadBoard.h"
#include "load/run/LoadEvent.h"

#include <cstdint>
#include <vector>

namespace sluice {

/** What one process knows of a publish that was not confirmed; the processes together know whether it was
 * published. */
struct DoubtfulPublish
{
    std::uint64_t skipped = 0; ///< streams that went on without it
    std::uint64_t owners = 0;  ///< streams that are owed it, if it was published
    bool seen = false;         ///< some stream received it
};

class DeliveryLedger
{
public:
    enum class Delivery { First, Repeated };

    /** Which streams the ledger is about: client i of the run watches channel i % channels. */
    struct Shape
    {
        std::uint32_t streams = 0; ///< of this process
        std::uint32_t channels = 1;
        std::uint32_t publishers = 1;
        LoadShare share{};
    };

    /** @p board must outlive the ledger. */
    DeliveryLedger(const Shape &shape, const LoadBoard &board);

    /** The stream is open: from now on it is owed every event that is sent to its channel. */
    void join(std::uint32_t stream);

    /** The stream was closed for good on purpose: it is owed what it has, and what it skipped until now. */
    void leave(std::uint32_t stream);

    /** True when something was sent to the stream's channel since the run began. */
    bool hasBegun(std::uint32_t stream) const;

    /** True when the stream received an event, ever. */
    bool hasSeenAny(std::uint32_t stream) const;

    /**
     * Books an event that a stream received. One that comes after a later one of its publisher counts as
     * repeated, its place was counted as a gap before: streams must be in order.
     */
    Delivery book(std::uint32_t stream, const LoadEvent &event);

    /** Events delivered, each counted once per stream. */
    std::uint64_t delivered() const { return m_delivered; }

    /** Events that a stream received again, or too late. */
    std::uint64_t duplicates() const { return m_duplicates; }

    /** Events that a stream skipped between its first and its last of a publisher, doubtful ones excepted. */
    std::uint64_t skipped() const { return m_skipped; }

    /** The same, with what this process knows of the doubtful ones. */
    std::uint64_t gaps() const;

    /** Takes all unconfirmed publishes from the board, and says what is known of each. */
    std::vector<DoubtfulPublish> doubts();

    /** Events that were sent to the streams' channels while they were owed them, doubtful ones included. */
    std::uint64_t owed() const;

    /** True when the stream has seen the last event of each publisher; after the last one was sent. */
    bool hasAll(std::uint32_t stream);

private:
    enum class Standing : std::uint8_t { Absent, Joined, Left };

    struct Doubtful
    {
        UnconfirmedPublish publish;
        std::uint64_t skipped = 0;
        bool seen = false;
    };

    std::size_t slot(std::uint32_t stream, std::uint8_t publisher) const;
    std::uint32_t channelOf(std::uint32_t stream) const;
    std::uint32_t from(std::uint32_t stream, std::uint8_t publisher) const;
    std::uint32_t until(std::uint32_t stream, std::uint8_t publisher) const;
    bool isFirstOfNewcomer(std::uint32_t stream, const LoadEvent &event) const;
    void takeUnconfirmed();
    void bookSkipped(std::uint32_t channel, std::uint8_t publisher, std::uint32_t from, std::uint32_t to);
    void bookDoubtful(std::uint32_t channel, const LoadEvent &event);

    const Shape m_shape;
    const LoadBoard &m_board;
    std::vector<std::uint32_t> m_next; // per stream and publisher; 0: none seen yet
    std::vector<std::uint32_t> m_from; // the first that is owed; empty while all streams began with the run
    std::vector<Standing> m_standing;
    std::vector<Doubtful> m_doubtful;
    std::uint64_t m_delivered = 0;
    std::uint64_t m_skipped = 0;
    std::uint64_t m_duplicates = 0;
};

} // namespace sluice
