// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// A host name or address with a port or without, as a Host field or an origin has it. A plain value; any
// thread.
#pragma once

#include "base/Error.h"

#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

namespace sluice {

/** @p text with A to Z in small letters. */
std::string inSmallLetters(std::string_view text);

struct HostPort
{
    std::string host; ///< in small letters; an IPv6 address in its brackets, without its zone
    std::string port; ///< digits, 1 to 65535; empty: none was given

    /** Reads "app.example", "localhost:3000" or "[::1]:80"; the error is the reason, half a sentence. */
    static tl::expected<HostPort, std::string> parse(std::string_view text);

    /** Reads a list of them, separated by commas; an error names the item and says what is wrong. */
    static tl::expected<std::vector<HostPort>, Error> parseList(std::string_view text);
};

} // namespace sluice
