// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// A block of addresses as pool.trusted_proxies lists them: 10.0.0.0/8, 2001:db8::/32, or one address.
// A plain value; any thread.
#pragma once

#include "base/Error.h"

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

namespace sluice {

struct CidrBlock
{
    std::array<std::uint8_t, 16> bytes{}; ///< IPv4 is IPv4-mapped
    int prefix = 128;                     ///< bits of bytes that count, 0 to 128

    /** Most blocks in a list: each is looked at for each connect through a proxy. */
    static constexpr std::size_t longestList = 1024;

    /** Reads one block; an error names it and says what is wrong. */
    static tl::expected<CidrBlock, Error> parse(std::string_view text);

    /** Reads blocks separated by commas; an empty text is an empty list. */
    static tl::expected<std::vector<CidrBlock>, Error> parseList(std::string_view text);

    /** Whether an address, IPv4 as IPv4-mapped, lies in the block. */
    bool contains(const std::array<std::uint8_t, 16> &address) const;

    /** The text that parse() reads back. */
    std::string text() const;

    bool operator==(const CidrBlock &) const = default;
};

} // namespace sluice
