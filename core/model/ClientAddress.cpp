// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/ClientAddress.h"

#include <algorithm>
#include <cstring>

#include <arpa/inet.h>
#include <netinet/in.h>

namespace sluice {

namespace {
constexpr std::array<std::uint8_t, 12> mappedPrefix{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
}

ClientAddress ClientAddress::from(const sockaddr_storage &address)
{
    ClientAddress client;
    if (address.ss_family == AF_INET) {
        sockaddr_in v4{};
        std::memcpy(&v4, &address, sizeof v4);
        std::copy(mappedPrefix.begin(), mappedPrefix.end(), client.bytes.begin());
        std::memcpy(client.bytes.data() + mappedPrefix.size(), &v4.sin_addr, 4);
        client.port = ntohs(v4.sin_port);
    } else if (address.ss_family == AF_INET6) {
        sockaddr_in6 v6{};
        std::memcpy(&v6, &address, sizeof v6);
        std::memcpy(client.bytes.data(), &v6.sin6_addr, client.bytes.size());
        client.port = ntohs(v6.sin6_port);
    }
    return client;
}

std::optional<ClientAddress> ClientAddress::parse(std::string_view text)
{
    const std::string terminated(text); // inet_pton wants a C string, and takes no NUL, zone or blank
    if (terminated.size() >= INET6_ADDRSTRLEN || terminated.find('\0') != std::string::npos)
        return std::nullopt;
    ClientAddress address;
    if (::inet_pton(AF_INET6, terminated.c_str(), address.bytes.data()) == 1)
        return address;
    std::copy(mappedPrefix.begin(), mappedPrefix.end(), address.bytes.begin());
    if (::inet_pton(AF_INET, terminated.c_str(), address.bytes.data() + mappedPrefix.size()) == 1)
        return address;
    return std::nullopt;
}

bool ClientAddress::isV4() const
{
    return std::equal(mappedPrefix.begin(), mappedPrefix.end(), bytes.begin());
}

std::string ClientAddress::hostText() const
{
    std::array<char, INET6_ADDRSTRLEN> buffer{};
    if (isV4())
        ::inet_ntop(AF_INET, bytes.data() + mappedPrefix.size(), buffer.data(), buffer.size());
    else
        ::inet_ntop(AF_INET6, bytes.data(), buffer.data(), buffer.size());
    return buffer.data();
}

std::string ClientAddress::text() const
{
    if (port == 0)
        return hostText();
    return (isV4() ? hostText() : '[' + hostText() + ']') + ':' + std::to_string(port);
}

} // namespace sluice
