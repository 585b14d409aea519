// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// One request to the admin listener, as its route sees it: authorised, and with its role. A plain view, valid
// only within the handler; admin thread only.
#pragma once

#include "engine/front/RequestHandler.h"

namespace sluice {

/** What a caller may do, and what a route asks for; a higher role includes the lower ones. */
enum class Role : std::uint8_t {
    Open,     ///< anybody: health only
    Viewer,   ///< reads, and may change nothing
    Operator, ///< everything
};

constexpr std::string_view roleName(Role role)
{
    constexpr std::array<std::string_view, 3> names{"open", "viewer", "operator"};
    return names[static_cast<std::size_t>(role)];
}

/** Who calls. */
struct Identity
{
    Role role = Role::Open;
    std::string who; ///< for the audit: "role@address", and the Sluice-User field behind it: " (name)"
};

struct AdminCall
{
    const Exchange &exchange; ///< head(), body(), client(): the answer is the router's
    std::string parameter;    ///< what stood for {name} in the route's pattern; never empty if it has one
    Identity caller;

    const Target &target() const { return exchange.target(); }
    const std::string &body() const { return exchange.body(); }
};

} // namespace sluice
