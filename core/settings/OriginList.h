// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Web origins as cors.allow_origin and publish.allow_origin list them: "*", or https://app.example and the
// like, separated by commas. A plain value; any thread.
#pragma once

#include "base/Error.h"
#include "settings/ListenAddress.h"

#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

namespace sluice {

struct OriginList
{
    bool isAny = false;          ///< "*"
    bool isAuto = false;         ///< "auto" is among them, and resolved() has not been asked what it means
    bool hasThisMachine = false; ///< http and https origins of loopback names and addresses, of any port
    std::vector<std::string> origins; ///< as browsers send them: lower case, without a default port; or with
                                      ///< "*." before a name, or ":*" behind it

    /**
     * Reads a list; an error names the item and says what is wrong. Empty text: no origin at all. An item is
     * an origin of any scheme but those that no page has, or "null" (what sandboxed pages and files send), or
     * "auto". A host that begins with "*." is every name below the rest, a port "*" is every port.
     */
    static tl::expected<OriginList, Error> parse(std::string_view text);

    /** The list of a listener that is reached from there: "auto" is this machine's origins, or every one. */
    OriginList resolved(Reach reach) const;

    /** Whether pages of @p origin, as a browser sent it, are in the list; "auto" has none. */
    bool contains(std::string_view origin) const;

    /** Whether no origin at all can be in it. */
    bool isEmpty() const { return !isAny && !hasThisMachine && origins.empty(); }
};

/** Whether @p text could be one origin that a browser sends, "null" included: fit to be repeated in a
 * command. */
bool isOneOrigin(std::string_view text);

/** Whether @p origin names the same host and port as a Host field. Its scheme does not count: TLS may end at
 * a proxy, which passes the name on. */
bool namesHost(std::string_view origin, std::string_view hostField);

} // namespace sluice
