// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/pool/ClientTable.h"

#include <random>
#include <utility>

namespace sluice {

namespace {

std::uint64_t randomSeed()
{
    std::random_device device;
    return (std::uint64_t{device()} << 32) | device();
}

constexpr std::size_t firstBuckets = 64;
constexpr std::size_t bucketsPerClient = 2; // at least: most chains are one client long

} // namespace

ClientTable::ClientTable(std::size_t capacity)
    : m_capacity(capacity)
    , m_hash{randomSeed()}
    , m_buckets(firstBuckets, untrackedClient)
{
}

ClientRef &ClientTable::bucketOf(const ClientKey &key)
{
    return m_buckets[m_hash(key) & (m_buckets.size() - 1)];
}

ClientRef ClientTable::lookUp(const ClientKey &key)
{
    ClientRef ref = bucketOf(key);
    while (ref != untrackedClient && entry(ref).client.key != key)
        ref = entry(ref).next;
    return ref;
}

void ClientTable::chain(ClientRef ref)
{
    Entry &added = entry(ref);
    added.next = std::exchange(bucketOf(added.client.key), ref);
}

void ClientTable::unchain(ClientRef ref)
{
    const Entry &removed = entry(ref);
    ClientRef *link = &bucketOf(removed.client.key);
    while (*link != ref)
        link = &entry(*link).next;
    *link = removed.next;
}

/** Walks all clients, with the lock held: at each doubling of their number, once. */
void ClientTable::growBuckets()
{
    std::vector<ClientRef> before(2 * m_buckets.size(), untrackedClient);
    before.swap(m_buckets);
    for (ClientRef first : before) {
        while (first != untrackedClient)
            chain(std::exchange(first, entry(first).next));
    }
}

/** A place that is nobody's. */
ClientRef ClientTable::takeSpare()
{
    if (m_spare == untrackedClient) {
        const auto first = static_cast<ClientRef>(m_chunks.size() * chunkSize);
        m_chunks.push_back(std::make_unique<Chunk>());
        for (ClientRef ref = first + chunkSize; ref-- > first;)
            entry(ref).next = std::exchange(m_spare, ref);
    }
    return std::exchange(m_spare, entry(m_spare).next);
}

void ClientTable::setCapacity(std::size_t capacity, Instant now)
{
    m_capacity = capacity;
    endBlocks(now);
    forgetBeyond(m_capacity);
}

ClientRef ClientTable::find(const ClientKey &key)
{
    const ClientRef ref = lookUp(key);
    if (ref != untrackedClient && m_newest != ref && entry(ref).isIdle) {
        busy(ref);
        idle(ref, Age::Newest);
    }
    return ref;
}

ClientRef ClientTable::obtain(const ClientKey &key, Instant now)
{
    if (const ClientRef known = find(key); known != untrackedClient)
        return known;
    if (m_size >= m_capacity) {
        endBlocks(now);
        forgetBeyond(m_capacity - 1);
    }
    if (m_buckets.size() < bucketsPerClient * (m_size + 1))
        growBuckets();
    const ClientRef ref = takeSpare();
    ++m_size;
    entry(ref).client.key = key;
    chain(ref);
    idle(ref, Age::Newest);
    return ref;
}

void ClientTable::enter(ClientRef ref)
{
    ++entry(ref).client.streams;
    busy(ref);
}

void ClientTable::leave(ClientRef ref)
{
    Client &client = entry(ref).client;
    if (--client.streams > 0 || client.blockedUntil != Instant())
        return;
    idle(ref, Age::Newest);
    forgetBeyond(m_capacity);
}

void ClientTable::block(ClientRef ref, Instant until, Instant now)
{
    Client &client = entry(ref).client;
    m_blocks.erase({client.blockedUntil, ref});
    client.blockedUntil = until > now ? until : Instant();
    if (client.blockedUntil != Instant()) {
        m_blocks.emplace(until, ref);
        busy(ref);
    } else if (client.streams == 0) {
        idle(ref, Age::Newest);
        forgetBeyond(m_capacity);
    }
}

std::vector<ClientTable::Client> ClientTable::blocked(Instant now)
{
    endBlocks(now);
    std::vector<Client> clients;
    clients.reserve(m_blocks.size());
    for (const auto &[until, ref] : m_blocks)
        clients.push_back(entry(ref).client);
    return clients;
}

void ClientTable::endBlocks(Instant now)
{
    while (!m_blocks.empty() && m_blocks.begin()->first <= now) {
        const ClientRef ref = m_blocks.begin()->second;
        m_blocks.erase(m_blocks.begin());
        Client &client = entry(ref).client;
        client.blockedUntil = Instant();
        // Nobody looked at it since it ended, or it would be in use: nearly always the longest unused.
        if (client.streams == 0)
            idle(ref, Age::Oldest);
    }
}

void ClientTable::idle(ClientRef ref, Age age)
{
    Entry &moved = entry(ref);
    if (moved.isIdle)
        return;
    moved.isIdle = true;
    moved.older = age == Age::Newest ? m_newest : untrackedClient;
    moved.newer = age == Age::Newest ? untrackedClient : m_oldest;
    (moved.older == untrackedClient ? m_oldest : entry(moved.older).newer) = ref;
    (moved.newer == untrackedClient ? m_newest : entry(moved.newer).older) = ref;
}

void ClientTable::busy(ClientRef ref)
{
    Entry &moved = entry(ref);
    if (!moved.isIdle)
        return;
    moved.isIdle = false;
    (moved.older == untrackedClient ? m_oldest : entry(moved.older).newer) = moved.newer;
    (moved.newer == untrackedClient ? m_newest : entry(moved.newer).older) = moved.older;
}

/** Forgets the longest unused until so many are left, as far as any may be forgotten. */
void ClientTable::forgetBeyond(std::size_t size)
{
    while (m_size > size && m_oldest != untrackedClient)
        forget(m_oldest);
}

void ClientTable::forget(ClientRef ref)
{
    busy(ref);
    unchain(ref);
    entry(ref) = Entry{};
    entry(ref).next = std::exchange(m_spare, ref);
    --m_size;
}

} // namespace sluice
