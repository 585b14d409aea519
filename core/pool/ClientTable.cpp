// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "pool/ClientTable.h"

#include <random>

namespace sluice {

namespace {

std::uint64_t randomSeed()
{
    std::random_device device;
    return (std::uint64_t{device()} << 32) | device();
}

constexpr std::size_t firstBuckets = 64;

} // namespace

ClientTable::ClientTable(std::size_t capacity)
    : m_capacity(capacity)
    , m_places(firstBuckets, ClientKeyHash{randomSeed()})
{
}

void ClientTable::setCapacity(std::size_t capacity, Instant now)
{
    m_capacity = capacity;
    endBlocks(now);
    while (m_places.size() > m_capacity && m_oldest != untrackedClient)
        forget(m_oldest);
}

ClientRef ClientTable::find(const ClientKey &key)
{
    const auto found = m_places.find(key);
    if (found == m_places.end())
        return untrackedClient;
    const ClientRef ref = found->second;
    if (m_entries[ref].isIdle && m_newest != ref) {
        busy(ref);
        idle(ref, Age::Newest);
    }
    return ref;
}

ClientRef ClientTable::obtain(const ClientKey &key, Instant now)
{
    if (const ClientRef known = find(key); known != untrackedClient)
        return known;
    if (m_places.size() >= m_capacity) {
        endBlocks(now);
        while (m_places.size() >= m_capacity && m_oldest != untrackedClient)
            forget(m_oldest);
        if (m_places.size() >= m_capacity)
            return untrackedClient;
    }
    if (m_free.empty()) {
        m_free.push_back(static_cast<ClientRef>(m_entries.size()));
        m_entries.emplace_back();
    }
    const ClientRef ref = m_free.back();
    m_places.emplace(key, ref);
    m_free.pop_back();
    m_entries[ref].client.key = key;
    idle(ref, Age::Newest);
    return ref;
}

void ClientTable::enter(ClientRef ref)
{
    ++m_entries[ref].client.streams;
    busy(ref);
}

void ClientTable::leave(ClientRef ref)
{
    Client &client = m_entries[ref].client;
    if (--client.streams == 0 && client.blockedUntil == Instant())
        idle(ref, Age::Newest);
}

void ClientTable::block(ClientRef ref, Instant until, Instant now)
{
    Client &client = m_entries[ref].client;
    m_blocks.erase({client.blockedUntil, ref});
    client.blockedUntil = until > now ? until : Instant();
    if (client.blockedUntil != Instant()) {
        m_blocks.emplace(until, ref);
        busy(ref);
    } else if (client.streams == 0) {
        idle(ref, Age::Newest);
    }
}

std::vector<ClientTable::Client> ClientTable::blocked(Instant now)
{
    endBlocks(now);
    std::vector<Client> clients;
    clients.reserve(m_blocks.size());
    for (const auto &[until, ref] : m_blocks)
        clients.push_back(m_entries[ref].client);
    return clients;
}

void ClientTable::endBlocks(Instant now)
{
    while (!m_blocks.empty() && m_blocks.begin()->first <= now) {
        const ClientRef ref = m_blocks.begin()->second;
        m_blocks.erase(m_blocks.begin());
        Client &client = m_entries[ref].client;
        client.blockedUntil = Instant();
        // Nobody looked at it since it ended, or it would be in use: nearly always the longest unused.
        if (client.streams == 0)
            idle(ref, Age::Oldest);
    }
}

void ClientTable::idle(ClientRef ref, Age age)
{
    Entry &entry = m_entries[ref];
    if (entry.isIdle)
        return;
    entry.isIdle = true;
    entry.older = age == Age::Newest ? m_newest : untrackedClient;
    entry.newer = age == Age::Newest ? untrackedClient : m_oldest;
    (entry.older == untrackedClient ? m_oldest : m_entries[entry.older].newer) = ref;
    (entry.newer == untrackedClient ? m_newest : m_entries[entry.newer].older) = ref;
}

void ClientTable::busy(ClientRef ref)
{
    Entry &entry = m_entries[ref];
    if (!entry.isIdle)
        return;
    entry.isIdle = false;
    (entry.older == untrackedClient ? m_oldest : m_entries[entry.older].newer) = entry.newer;
    (entry.newer == untrackedClient ? m_newest : m_entries[entry.newer].older) = entry.older;
}

void ClientTable::forget(ClientRef ref)
{
    busy(ref);
    m_places.erase(m_entries[ref].client.key);
    m_entries[ref] = Entry{};
    m_free.push_back(ref);
}

} // namespace sluice
