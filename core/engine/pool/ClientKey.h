// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Who counts as one client: an IPv4 address, or an IPv6 /64, since whoever has one address of it has them
// all. A plain value; any thread.
#pragma once

#include "model/ClientAddress.h"

#include <optional>
#include <string_view>

namespace sluice {

struct ClientKey
{
    std::array<std::uint8_t, 16> bytes{}; ///< IPv4-mapped and whole, or IPv6 with its last 64 bits cleared

    static ClientKey of(const ClientAddress &address);

    /** What text() gives, or any address of the client; nothing for anything else. */
    static std::optional<ClientKey> parse(std::string_view text);

    /** "203.0.113.7" or "2001:db8:1:2::/64". */
    std::string text() const;

    bool operator==(const ClientKey &) const = default;
    // NOLINTNEXTLINE(modernize-use-nullptr): clang-tidy 14 takes the comparison with 0 for a pointer
    auto operator<=>(const ClientKey &) const = default;
};

/** Spreads keys by a @p seed that clients do not know: they choose their addresses, not their hash chains. */
struct ClientKeyHash
{
    std::uint64_t seed = 0;
    std::size_t operator()(const ClientKey &key) const;
};

} // namespace sluice
