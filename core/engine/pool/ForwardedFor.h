// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Who the client is behind trusted proxies: X-Forwarded-For and Forwarded (RFC 7239), read from the right,
// where the nearest proxy wrote, so that what a client wrote there itself is never reached. Pure functions;
// any thread.
#pragma once

#include "engine/pool/TrustedProxies.h"

namespace sluice::forwarded {

/** The two fields of a request, several lines of one joined by ", "; empty where there is none. */
struct Fields
{
    std::string_view xForwardedFor;
    std::string_view forwarded;
};

/**
 * The client of a request that @p peer sent: the peer itself unless it is trusted, else the first address
 * from the right that is not trusted. Where a hop's address cannot be read (garbage, "unknown", obfuscated)
 * it is the proxy that reported it; where all are trusted, the leftmost. When both fields are there and name
 * different clients, neither is believed: one of them may have passed a proxy that knows only the other.
 */
ClientAddress clientOf(const ClientAddress &peer, const Fields &fields, const TrustedProxies &proxies);

/** An address as these fields have it: "192.0.2.1", "192.0.2.1:80", "2001:db8::1", "[2001:db8::1]:80"; a port
 * that is not a number from 0 to 65535 spoils it, and an obfuscated one ("_x") counts as none. */
std::optional<ClientAddress> nodeAddress(std::string_view node);

} // namespace sluice::forwarded
