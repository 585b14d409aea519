// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Which names the admin listener answers to. A page that rebinds its own name to 127.0.0.1 (DNS rebinding) is
// same-origin with the engine, and only its Host field gives it away. A plain value; admin thread only.
#pragma once

#include "base/net/HostPort.h"
#include "settings/ListenAddress.h"

#include <string>
#include <string_view>
#include <vector>

namespace sluice {

class KnownHosts
{
public:
    /** @p own is where the admin listener is bound. */
    explicit KnownHosts(ListenAddress own)
        : m_own(std::move(own))
    {
    }

    /** listen.allowed_hosts: names or addresses, with a port or for any, separated by commas. The rules have
     * let it through; of another list nothing is allowed. */
    void setAllowed(std::string_view list);

    /**
     * Whether a Host field is ours: a loopback name or address with any port, the listener's own address, or
     * an allowed name. A listener on every address answers to any literal address: rebinding needs a name.
     */
    bool contains(std::string_view hostField) const;

private:
    ListenAddress m_own;
    std::vector<HostPort> m_allowed;
};

/** "example.org:80" without its port, "[::1]:80" without that and the brackets. */
std::string_view hostWithoutPort(std::string_view hostField);

} // namespace sluice
