// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "front/WrongTokens.h"

#include <algorithm>

namespace sluice {

namespace {

constexpr TokenBucket::Rate guessRate{1.0 / static_cast<double>(WrongTokens::refill.count()),
                                      static_cast<double>(WrongTokens::burst)};

} // namespace

std::chrono::seconds WrongTokens::failed(const ClientKey &client, Instant now)
{
    if (m_clients.size() >= maxClients && !m_clients.contains(client))
        makeRoom(now);
    Tries &tries = m_clients[client];
    tries.last = now;
    if (tries.bucket.take(guessRate, now))
        return std::chrono::seconds(0);
    return std::max(std::chrono::seconds(1),
                    std::chrono::ceil<std::chrono::seconds>(tries.bucket.wait(guessRate, now)));
}

void WrongTokens::makeRoom(Instant now)
{
    // Whoever was quiet for so long has all tries back, and is as good as unknown.
    std::erase_if(m_clients, [now](const auto &entry) { return entry.second.last + burst * refill <= now; });
    if (m_clients.size() >= maxClients)
        m_clients.erase(
            std::min_element(m_clients.begin(), m_clients.end(),
                             [](const auto &a, const auto &b) { return a.second.last < b.second.last; }));
}

} // namespace sluice
