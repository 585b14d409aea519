// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Who becomes a stream: caps, connect rates and blocks. One answer per request, with its cause; the only
// state that all workers share hot, behind one lock of some 100 ns. Owned by the Engine; any thread.
// The cap per channel is the channel's own (Channel::subscribe), since it knows its streams.
#pragma once

#include "base/Error.h"
#include "engine/pool/BackoffMutex.h"
#include "engine/pool/ClientTable.h"
#include "model/FdBudget.h"
#include "model/Refusal.h"
#include "settings/Settings.h"

#include <atomic>

#include <tl/expected.hpp>

namespace sluice {

/** What an admitted stream gives back when it ends. */
struct AdmissionPass
{
    std::uint64_t id = 0; ///< the stream's, never reused
    ClientRef client = untrackedClient;
};

class Admission
{
public:
    explicit Admission(const FdBudget &descriptors);

    /** Puts caps, rates and the bound of the client table in force, at once. Drops nobody. */
    void apply(const Settings &settings);

    /** The pool's cap alone; for 0 the descriptor limit less the reserve. For who has no other limits. */
    void setMaxStreams(std::int64_t configured);

    /** From now on every new stream is refused as draining. */
    void close() { m_closed.store(true, std::memory_order_relaxed); }

    /** Takes close() back. */
    void reopen() { m_closed.store(false, std::memory_order_relaxed); }
    bool isClosed() const { return m_closed.load(std::memory_order_relaxed); }

    /** Counts a stream of @p client in, or says why not. */
    tl::expected<AdmissionPass, Refusal> admit(const ClientKey &client, Instant now = Clock::now());

    /** The end of an admitted stream is decided; one without a client was counted in for nobody. */
    void leave(const AdmissionPass &pass);

    /** An admitted stream was refused after all: as if it had never asked. */
    void revoke(const AdmissionPass &pass);

    /** A block that is in force. */
    struct Block
    {
        ClientKey client;
        Milliseconds left;
    };

    /** Refuses @p client for @p duration from now (at most longestBlock; 0 ends its block). An error when as
     * many blocks are in force as are kept: pool.max_clients, or leastBlocks if that is more. */
    tl::expected<void, Error> block(const ClientKey &client, Milliseconds duration,
                                    Instant now = Clock::now());

    /** Ends the client's block; false if it had none. */
    bool unblock(const ClientKey &client, Instant now = Clock::now());

    /** All blocks in force, the first to end first. */
    std::vector<Block> blocks(Instant now = Clock::now());

    static constexpr Milliseconds longestBlock = std::chrono::hours(24 * 366);
    static constexpr std::size_t leastBlocks = 4096;

    std::int64_t active() const { return m_active.load(std::memory_order_relaxed); }
    std::int64_t maxStreams() const { return m_maxStreams.load(std::memory_order_relaxed); }

    /** Active streams over the cap, in percent. */
    double utilizationPercent() const
    {
        return 100.0 * static_cast<double>(active()) / static_cast<double>(maxStreams());
    }

    /** Streams that @p client has open, as far as the table knows it. */
    std::uint32_t streamsOf(const ClientKey &client);

    /** Clients remembered now; more than pool.max_clients while more have streams or blocks. */
    std::int64_t clients() const { return m_clientCount.load(std::memory_order_relaxed); }

private:
    struct Limits
    {
        std::uint32_t streamsPerClient = 0; ///< 0 is off
        TokenBucket::Rate connects;
        TokenBucket::Rate clientConnects;
    };

    std::optional<Refusal> refusalOf(ClientRef ref, Instant now);

    // Ordered by how often it is written: each cache line that is costs every worker a fetch from another's
    // core, with the lock held. All but the flag is written under m_mutex; what is read without it is atomic.
    alignas(cacheLine) BackoffMutex m_mutex;
    TokenBucket m_connects;
    std::atomic<std::int64_t> m_active{0};

    std::uint64_t m_lastId = 0;
    std::atomic<std::int64_t> m_clientCount{0};
    ClientTable m_clients;

    Limits m_limits;
    std::size_t m_maxBlocks = leastBlocks;
    std::atomic<std::int64_t> m_maxStreams{1};
    std::atomic<bool> m_closed{false};
    const FdBudget &m_descriptors;
};

} // namespace sluice
