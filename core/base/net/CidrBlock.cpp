// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/net/CidrBlock.h"

#include "base/text/ListItems.h"
#include "base/text/QuotedText.h"

#include <algorithm>
#include <charconv>

#include <arpa/inet.h>

namespace sluice {

namespace {

constexpr std::array<std::uint8_t, 12> mappedPrefix{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
constexpr int mappedBits = 96;
constexpr int allBits = 128;

using Address = std::array<std::uint8_t, 16>;

bool isMapped(const Address &address)
{
    return std::equal(mappedPrefix.begin(), mappedPrefix.end(), address.begin());
}

tl::unexpected<Error> notABlock(std::string_view text, std::string_view reason)
{
    return tl::unexpected(inputError(quotedText(text) +
                                     " is not an address or a CIDR block: " + std::string(reason) +
                                     "; it must be as in 10.0.0.0/8, 192.0.2.1 or 2001:db8::/32"));
}

/** Bits of @p address in byte @p index that the prefix covers. */
std::uint8_t maskAt(int prefix, std::size_t index)
{
    const int bits = std::clamp(prefix - static_cast<int>(index) * 8, 0, 8);
    return static_cast<std::uint8_t>(0xff00 >> bits);
}

Address masked(Address address, int prefix)
{
    for (std::size_t i = 0; i < address.size(); ++i)
        address[i] &= maskAt(prefix, i);
    return address;
}

} // namespace

tl::expected<CidrBlock, Error> CidrBlock::parse(std::string_view text)
{
    const auto slash = text.find('/');
    const std::string host(text.substr(0, slash));
    CidrBlock block;
    std::copy(mappedPrefix.begin(), mappedPrefix.end(), block.bytes.begin());
    const bool hasNul = host.find('\0') != std::string::npos;
    const bool isV4 =
        !hasNul && ::inet_pton(AF_INET, host.c_str(), block.bytes.data() + mappedPrefix.size()) == 1;
    if (!isV4 && (hasNul || ::inet_pton(AF_INET6, host.c_str(), block.bytes.data()) != 1))
        return notABlock(text, quotedText(host) + " is no IPv4 or IPv6 address");
    if (slash == std::string_view::npos)
        return block;

    const std::string_view digits = text.substr(slash + 1);
    const int most = isV4 ? allBits - mappedBits : allBits;
    int bits = 0;
    const char *end = digits.data() + digits.size();
    const auto [stop, error] = std::from_chars(digits.data(), end, bits);
    if (error != std::errc() || stop != end || bits < 0 || bits > most)
        return notABlock(text, "the prefix length " + quotedText(digits) + " is not a number from 0 to " +
                                   std::to_string(most));
    block.prefix = isV4 ? mappedBits + bits : bits;
    const CidrBlock whole{masked(block.bytes, block.prefix), block.prefix};
    if (whole != block)
        return notABlock(text, "the address has bits beyond its prefix; meant may be " + whole.text());
    return block;
}

tl::expected<std::vector<CidrBlock>, Error> CidrBlock::parseList(std::string_view text)
{
    const auto items = listItems(text);
    if (!items)
        return tl::unexpected(items.error());
    if (items->size() > longestList)
        return tl::unexpected(inputError("the list has " + std::to_string(items->size()) +
                                         " blocks, and at most " + std::to_string(longestList) +
                                         " are allowed"));
    std::vector<CidrBlock> blocks;
    for (const std::string_view item : *items) {
        const auto block = parse(item);
        if (!block)
            return tl::unexpected(block.error());
        blocks.push_back(*block);
    }
    return blocks;
}

bool CidrBlock::contains(const Address &address) const
{
    return masked(address, prefix) == bytes;
}

std::string CidrBlock::text() const
{
    std::array<char, INET6_ADDRSTRLEN> buffer{};
    const bool isV4 = isMapped(bytes) && prefix >= mappedBits;
    if (isV4)
        ::inet_ntop(AF_INET, bytes.data() + mappedPrefix.size(), buffer.data(), buffer.size());
    else
        ::inet_ntop(AF_INET6, bytes.data(), buffer.data(), buffer.size());
    const int bits = isV4 ? prefix - mappedBits : prefix;
    const int most = isV4 ? allBits - mappedBits : allBits;
    return bits == most ? std::string(buffer.data())
                        : std::string(buffer.data()) + '/' + std::to_string(bits);
}

} // namespace sluice
