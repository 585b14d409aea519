// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/pool/AttemptLimit.h"

#include <algorithm>

namespace sluice {

std::chrono::seconds AttemptLimit::failed(const ClientAddress &client, Instant now)
{
    const Key key = keyOf(client);
    const std::lock_guard lock(m_mutex);
    if (m_emptyAt.size() >= maxAddresses && !m_emptyAt.contains(key))
        makeRoom(now);
    Instant &emptyAt = m_emptyAt.try_emplace(key, now).first->second;
    emptyAt = std::max(emptyAt, now);
    const auto ahead = emptyAt + refill - now;
    if (ahead > burst * refill)
        return std::chrono::ceil<std::chrono::seconds>(ahead - burst * refill);
    emptyAt += refill;
    return std::chrono::seconds(0);
}

std::size_t AttemptLimit::size() const
{
    const std::lock_guard lock(m_mutex);
    return m_emptyAt.size();
}

AttemptLimit::Key AttemptLimit::keyOf(const ClientAddress &client)
{
    Key key = client.bytes;
    // A host may use all addresses of its /64; an IPv4 address is mapped into the second half of ::/64.
    if (std::any_of(key.begin(), key.begin() + 8, [](std::uint8_t byte) { return byte != 0; }))
        std::fill(key.begin() + 8, key.end(), std::uint8_t(0));
    return key;
}

void AttemptLimit::makeRoom(Instant now)
{
    std::erase_if(m_emptyAt, [now](const auto &entry) { return entry.second <= now; });
    if (m_emptyAt.size() >= maxAddresses)
        m_emptyAt.erase(std::min_element(m_emptyAt.begin(), m_emptyAt.end(),
                                         [](const auto &a, const auto &b) { return a.second < b.second; }));
}

} // namespace sluice
