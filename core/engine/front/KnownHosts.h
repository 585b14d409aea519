// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Which names a listener answers to. A page that rebinds its own name to 127.0.0.1 (DNS rebinding) is
// same-origin with the engine, and only its Host field gives it away. A plain value; one thread at a time.
#pragma once

#include "base/net/HostPort.h"

#include <string>
#include <string_view>
#include <vector>

namespace sluice {

class KnownHosts
{
public:
    /** listen.allowed_hosts: names or addresses, with a port or for any, separated by commas. The rules have
     * let it through; of another list nothing is allowed. */
    void setAllowed(std::string_view list);

    /**
     * Whether a Host field is ours: an allowed name, a loopback name or any literal address, since rebinding
     * needs a name; with any port, where the list does not say which. Also none at all, as of HTTP/1.0:
     * browsers send one.
     */
    bool contains(std::string_view hostField) const;

private:
    bool isListed(std::string_view hostField) const;

    std::vector<HostPort> m_allowed;
    mutable std::string m_lastKnown; ///< most requests have the same Host: it is taken apart once
};

} // namespace sluice
