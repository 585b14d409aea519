// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/pool/ClientKey.h"

#include <algorithm>
#include <bit>

namespace sluice {

namespace {

constexpr std::string_view prefixText = "/64";
constexpr std::ptrdiff_t prefixBytes = 8;

/** The finisher of splitmix64: every bit of @p value reaches every bit of the result. */
constexpr std::uint64_t mixed(std::uint64_t value)
{
    value = (value ^ (value >> 30)) * 0xbf58476d1ce4e5b9;
    value = (value ^ (value >> 27)) * 0x94d049bb133111eb;
    return value ^ (value >> 31);
}

} // namespace

ClientKey ClientKey::of(const ClientAddress &address)
{
    ClientKey key{address.bytes};
    if (!address.isV4())
        std::fill(key.bytes.begin() + prefixBytes, key.bytes.end(), std::uint8_t{0});
    return key;
}

std::optional<ClientKey> ClientKey::parse(std::string_view text)
{
    const bool isPrefix = text.ends_with(prefixText);
    if (isPrefix)
        text.remove_suffix(prefixText.size());
    const auto address = ClientAddress::parse(text);
    if (!address || (isPrefix && address->isV4()))
        return std::nullopt;
    return of(*address);
}

std::string ClientKey::text() const
{
    const ClientAddress address{bytes, 0};
    return address.isV4() ? address.hostText() : address.hostText().append(prefixText);
}

std::size_t ClientKeyHash::operator()(const ClientKey &key) const
{
    const auto halves = std::bit_cast<std::array<std::uint64_t, 2>>(key.bytes);
    return mixed(mixed(halves[0] ^ seed) ^ halves[1]);
}

} // namespace sluice
