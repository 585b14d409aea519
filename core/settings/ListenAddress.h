// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// An address and port to listen on, as written in listen.public and listen.admin.
// A plain value; any thread.
#pragma once

#include "base/Error.h"

#include <string>
#include <string_view>

#include <QHostAddress>

#include <tl/expected.hpp>

namespace sluice {

/** From where a listener can be connected to. */
enum class Reach : bool { ThisMachine, Beyond };

struct ListenAddress
{
    QHostAddress host;
    quint16 port = 0; ///< 0: any free port

    /** Reads "127.0.0.1:8080", "[::1]:8080", "[fe80::1%eth0]:8080" or "localhost:8080"; other names are
     * refused, nothing is resolved. */
    static tl::expected<ListenAddress, Error> parse(std::string_view text);

    /** The text that parse() reads back. */
    std::string text() const;

    /** "http://127.0.0.1:8080": how this machine reaches it, by loopback where it listens on every address.
     */
    std::string baseUrl() const;

    /** Whether only this machine can connect to it. */
    bool isLoopback() const;

    /** Whether both cannot be bound at once: the same fixed port on an address they share. */
    bool clashesWith(const ListenAddress &other) const;

    bool operator==(const ListenAddress &) const = default;
};

} // namespace sluice
