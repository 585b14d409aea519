// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Where a load run connects to: the address behind an http URL, resolved once, and the path for each channel.
// Immutable after parse() and chooseAddress(); any thread.
#pragma once

#include "base/Error.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <sys/socket.h>
#include <tl/expected.hpp>

namespace sluice {

class LoadTarget
{
public:
    /** Takes an http URL in which %CH% may stand for a channel's number, and resolves its host (blocking). */
    static tl::expected<LoadTarget, Error> parse(std::string_view url);

    /** Where the host has several addresses, takes the first that somebody listens on (blocking). */
    void chooseAddress();

    /** The address to connect to. */
    const sockaddr *address() const { return chosen().get(); }
    socklen_t addressSize() const { return chosen().size; }

    /** True when every address of the host is of 127.0.0.0/8 or ::1. */
    bool isLoopback() const;

    /** True for 127.0.0.0/8, where every 127.x.y.z is a source address of its own. */
    bool isLoopback4() const;

    /** What the Host field says: host, and port where it is not 80. */
    const std::string &host() const { return m_host; }

    /** Path and query for a channel. */
    std::string path(std::uint32_t channel) const;

    /** The head of a request up to and with its empty line; @p fields are whole lines that end with CRLF. */
    std::string request(std::string_view method, std::uint32_t channel, std::string_view fields) const;

private:
    LoadTarget() = default;

    struct Address
    {
        sockaddr_storage storage{};
        socklen_t size = 0;
        const sockaddr *get() const { return reinterpret_cast<const sockaddr *>(&storage); }
    };

    const Address &chosen() const { return m_addresses[m_chosen]; }
    static bool isLoopback4(const Address &address);

    std::vector<Address> m_addresses; // never empty after parse()
    std::size_t m_chosen = 0;
    std::string m_host;
    std::string m_path;
};

} // namespace sluice
