// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Whose streams an operator means: one address, or all of a CIDR block. A plain value; any thread.
#pragma once

#include "model/ClientAddress.h"
#include "server/admin/AdminQuery.h"

#include <QHostAddress>

namespace sluice {

class ClientFilter
{
public:
    /** Reads the parameter client, such as 192.0.2.7, 10.0.0.0/8 or 2001:db8::/32; nothing without it. */
    static std::optional<ClientFilter> from(AdminQuery &query);

    bool accepts(const ClientAddress &client) const;

private:
    QHostAddress m_network;
    int m_prefix = 0;
};

} // namespace sluice
