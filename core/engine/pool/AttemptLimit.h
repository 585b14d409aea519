// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// How many wrong tokens an address may try, on all listeners and workers together: a few at once, then one
// every few seconds. Only wrong ones are counted, so nobody with the right one ever waits. A bounded table;
// owned by the Engine; any thread.
#pragma once

#include "base/Clock.h"
#include "model/ClientAddress.h"

#include <map>
#include <mutex>

namespace sluice {

class AttemptLimit
{
public:
    static constexpr int burst = 10;                  ///< wrong tokens at once
    static constexpr std::chrono::seconds refill{6};  ///< until one more may be tried
    static constexpr std::size_t maxAddresses = 1024; ///< the one that waited longest is forgotten first

    /** Counts a wrong token of @p client; 0 when it may be answered 401, else how long to wait. */
    std::chrono::seconds failed(const ClientAddress &client, Instant now);

    std::size_t size() const;

private:
    using Key = std::array<std::uint8_t, 16>; ///< an IPv4 address, or an IPv6 /64

    static Key keyOf(const ClientAddress &client);
    void makeRoom(Instant now);

    mutable std::mutex m_mutex; ///< held for a look-up, and only for who is wrong
    /** When the address will have all its attempts back: a token bucket in one number. */
    std::map<Key, Instant> m_emptyAt;
};

} // namespace sluice
