// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// How many wrong tokens a client may publish with: a few at once, then one every few seconds. Only wrong ones
// are counted, so nobody with the right one ever waits. A bounded table; owned by a worker's routes, its
// thread only.
#pragma once

#include "pool/ClientKey.h"
#include "rate/TokenBucket.h"

#include <map>

namespace sluice {

class WrongTokens
{
public:
    static constexpr int burst = 10;                 ///< wrong tokens at once
    static constexpr std::chrono::seconds refill{6}; ///< until one more may be tried
    static constexpr std::size_t maxClients = 1024;  ///< the one that failed longest ago is forgotten first

    /** Counts a wrong token of @p client; 0 when it may be answered 401, else how long to wait. */
    std::chrono::seconds failed(const ClientKey &client, Instant now);

    std::size_t size() const { return m_clients.size(); }

private:
    struct Tries
    {
        TokenBucket bucket;
        Instant last;
    };

    void makeRoom(Instant now);

    std::map<ClientKey, Tries> m_clients;
};

} // namespace sluice
