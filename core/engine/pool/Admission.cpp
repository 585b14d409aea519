// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/pool/Admission.h"

#include <algorithm>

namespace sluice {

namespace {

constexpr auto relaxed = std::memory_order_relaxed;

} // namespace

Admission::Admission(const FdBudget &descriptors)
    : m_clients(static_cast<std::size_t>(Settings().pool_max_clients))
    , m_descriptors(descriptors)
{
}

void Admission::setMaxStreams(std::int64_t configured)
{
    const std::int64_t fits = std::max<std::int64_t>(1, m_descriptors.maxStreams());
    const std::lock_guard lock(m_mutex);
    m_maxStreams.store(configured > 0 ? configured : fits, relaxed);
}

void Admission::apply(const Settings &settings)
{
    setMaxStreams(settings.pool_max_streams);
    const std::lock_guard lock(m_mutex);
    m_limits.streamsPerClient = static_cast<std::uint32_t>(settings.pool_max_streams_per_client);
    m_limits.connects = {settings.pool_connect_rate, static_cast<double>(settings.pool_connect_rate_burst)};
    m_limits.clientConnects = {settings.pool_client_connect_rate,
                               static_cast<double>(settings.pool_client_connect_rate_burst)};
    const auto capacity = static_cast<std::size_t>(settings.pool_max_clients);
    m_maxBlocks = std::max(capacity, leastBlocks);
    m_clients.setCapacity(capacity, Clock::now());
    m_clientCount.store(static_cast<std::int64_t>(m_clients.size()), relaxed);
}

/** Why the next stream of a client cannot be; takes nothing. */
std::optional<Refusal> Admission::refusalOf(ClientRef ref, Instant now)
{
    // A client that is not in the table has no stream, no block and a full bucket.
    ClientTable::Client *client = ref != untrackedClient ? &m_clients.at(ref) : nullptr;
    if (client != nullptr && client->blockedUntil > now)
        return Refusal::Blocked;
    if (isClosed())
        return Refusal::Draining;
    if (m_active.load(relaxed) >= m_maxStreams.load(relaxed))
        return Refusal::PoolFull;
    if (client != nullptr) {
        if (m_limits.streamsPerClient > 0 && client->streams >= m_limits.streamsPerClient)
            return Refusal::ClientCap;
        if (!client->connects.has(m_limits.clientConnects, now))
            return Refusal::RateLimited;
    }
    if (!m_connects.has(m_limits.connects, now))
        return Refusal::RateLimited;
    return std::nullopt;
}

tl::expected<AdmissionPass, Refusal> Admission::admit(const ClientKey &client, Instant now)
{
    const std::lock_guard lock(m_mutex);
    AdmissionPass pass;
    pass.client = m_clients.find(client);
    if (const auto refusal = refusalOf(pass.client, now))
        return tl::unexpected(*refusal);

    if (pass.client == untrackedClient) {
        pass.client = m_clients.obtain(client, now);
        m_clientCount.store(static_cast<std::int64_t>(m_clients.size()), relaxed);
    }
    m_clients.at(pass.client).connects.take(m_limits.clientConnects, now);
    m_clients.enter(pass.client);
    m_connects.take(m_limits.connects, now);
    m_active.store(active() + 1, relaxed);
    pass.id = ++m_lastId;
    return pass;
}

void Admission::leave(const AdmissionPass &pass)
{
    const std::lock_guard lock(m_mutex);
    m_active.store(active() - 1, relaxed);
    if (pass.client != untrackedClient)
        m_clients.leave(pass.client);
    m_clientCount.store(static_cast<std::int64_t>(m_clients.size()), relaxed);
}

void Admission::revoke(const AdmissionPass &pass)
{
    const std::lock_guard lock(m_mutex);
    m_active.store(active() - 1, relaxed);
    m_connects.giveBack();
    m_clients.at(pass.client).connects.giveBack();
    m_clients.leave(pass.client);
    m_clientCount.store(static_cast<std::int64_t>(m_clients.size()), relaxed);
}

tl::expected<void, Error> Admission::block(const ClientKey &client, Milliseconds duration, Instant now)
{
    const std::lock_guard lock(m_mutex);
    ClientRef ref = m_clients.find(client);
    if (duration <= Milliseconds(0)) {
        if (ref != untrackedClient)
            m_clients.block(ref, now, now);
        return {};
    }
    const bool isNew = ref == untrackedClient || m_clients.at(ref).blockedUntil == Instant();
    if (isNew && m_clients.blockCount() >= m_maxBlocks && m_clients.blocked(now).size() >= m_maxBlocks)
        return tl::unexpected(inputError("client " + client.text() +
                                         " cannot be blocked: " + std::to_string(m_maxBlocks) +
                                         " clients are, and no more are kept; end some, or raise "
                                         "pool.max_clients above that"));
    if (ref == untrackedClient)
        ref = m_clients.obtain(client, now);
    m_clients.block(ref, now + std::min(duration, longestBlock), now);
    m_clientCount.store(static_cast<std::int64_t>(m_clients.size()), relaxed);
    return {};
}

bool Admission::unblock(const ClientKey &client, Instant now)
{
    const std::lock_guard lock(m_mutex);
    const ClientRef ref = m_clients.find(client);
    if (ref == untrackedClient || m_clients.at(ref).blockedUntil <= now)
        return false;
    m_clients.block(ref, now, now);
    return true;
}

std::vector<Admission::Block> Admission::blocks(Instant now)
{
    std::vector<ClientTable::Client> blocked;
    {
        const std::lock_guard lock(m_mutex);
        blocked = m_clients.blocked(now);
    }
    std::vector<Block> blocks;
    blocks.reserve(blocked.size());
    for (const ClientTable::Client &client : blocked)
        blocks.push_back({client.key, std::chrono::ceil<Milliseconds>(client.blockedUntil - now)});
    return blocks;
}

std::uint32_t Admission::streamsOf(const ClientKey &client)
{
    const std::lock_guard lock(m_mutex);
    const ClientRef ref = m_clients.find(client);
    return ref != untrackedClient ? m_clients.at(ref).streams : 0;
}

} // namespace sluice
