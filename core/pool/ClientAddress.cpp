// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "pool/ClientAddress.h"

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

std::string ClientAddress::text() const
{
    char buffer[INET6_ADDRSTRLEN] = {};
    if (std::equal(mappedPrefix.begin(), mappedPrefix.end(), bytes.begin())) {
        ::inet_ntop(AF_INET, bytes.data() + mappedPrefix.size(), buffer, sizeof buffer);
        return std::string(buffer) + ':' + std::to_string(port);
    }
    ::inet_ntop(AF_INET6, bytes.data(), buffer, sizeof buffer);
    return '[' + std::string(buffer) + "]:" + std::to_string(port);
}

} // namespace sluice
