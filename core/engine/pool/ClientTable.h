// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The clients that caps, rates and blocks must remember. Who has a stream or a live block is never forgotten,
// so no crowd makes the table judge less: these are bounded by the streams that are admitted and by the
// blocks that are taken. Of the others the longest unused goes when the table is full. Owned by Admission and
// guarded by its lock.
#pragma once

#include "base/TokenBucket.h"
#include "engine/pool/ClientKey.h"

#include <array>
#include <memory>
#include <set>
#include <vector>

namespace sluice {

/** A client's place in the table; it stays while the client has a stream. */
using ClientRef = std::uint32_t;
inline constexpr ClientRef untrackedClient = 0xffffffff;

/** What cores fetch from each other at once, in bytes, on x86-64 and most of aarch64. */
inline constexpr std::size_t cacheLine = 64;

class ClientTable
{
public:
    explicit ClientTable(std::size_t capacity);

    /** So many clients are remembered besides those that must be. Lowering it forgets what may be forgotten
     * at once, the rest when it may. */
    void setCapacity(std::size_t capacity, Instant now);

    struct Client
    {
        ClientKey key;
        std::uint32_t streams = 0;
        TokenBucket connects;
        Instant blockedUntil; ///< Instant() is none
    };

    /** The client's place if it is remembered, else untrackedClient. Counts as use. */
    ClientRef find(const ClientKey &key);

    /** The client's place, made if need be. It is idle, and stays only until the table is full, before a
     * stream or a block makes it stay. */
    ClientRef obtain(const ClientKey &key, Instant now);

    /** The client at a valid place. Streams and blocks are changed by the functions below only. */
    Client &at(ClientRef ref) { return entry(ref).client; }

    /** One stream more. */
    void enter(ClientRef ref);

    /** One stream less; the place may be nobody's after it. */
    void leave(ClientRef ref);

    /** Blocks the client until then; an earlier end than now ends the block, and the place may be nobody's
     * after it. */
    void block(ClientRef ref, Instant until, Instant now);

    /** The clients with a live block, the first to end first. */
    std::vector<Client> blocked(Instant now);

    std::size_t size() const { return m_size; }

    /** Blocks that are kept: those in force, and some that have just ended. */
    std::size_t blockCount() const { return m_blocks.size(); }

private:
    // All of a client in one cache line, its links included: who connects is mostly in no cache, and the lock
    // that all workers share is held while its lines are fetched.
    struct alignas(cacheLine) Entry
    {
        Client client;
        ClientRef older = untrackedClient; ///< neighbours in the list of the idle
        ClientRef newer = untrackedClient;
        ClientRef next = untrackedClient; ///< in the chain of its bucket
        bool isIdle = false;              ///< in that list: no stream, no block
    };
    static_assert(sizeof(Entry) == cacheLine);

    // In pieces that stay where they are: growing must not copy them under the lock.
    static constexpr std::size_t chunkSize = 256;
    using Chunk = std::array<Entry, chunkSize>;

    enum class Age : bool { Oldest, Newest };

    Entry &entry(ClientRef ref) { return (*m_chunks[ref / chunkSize])[ref % chunkSize]; }
    ClientRef &bucketOf(const ClientKey &key);
    ClientRef lookUp(const ClientKey &key);
    ClientRef takeSpare();
    void chain(ClientRef ref);
    void unchain(ClientRef ref);
    void growBuckets();

    void idle(ClientRef ref, Age age);
    void busy(ClientRef ref);
    void forget(ClientRef ref);
    void forgetBeyond(std::size_t size);
    void endBlocks(Instant now);

    // What every connect writes first, what is only read after it.
    std::size_t m_size = 0;
    ClientRef m_oldest = untrackedClient;
    ClientRef m_newest = untrackedClient;
    ClientRef m_spare = untrackedClient; ///< first place of nobody, linked by next
    std::size_t m_capacity;
    const ClientKeyHash m_hash;
    std::vector<ClientRef> m_buckets; ///< the first of each chain; a power of two of them
    std::vector<std::unique_ptr<Chunk>> m_chunks;
    std::set<std::pair<Instant, ClientRef>> m_blocks; ///< by their end
};

} // namespace sluice
