// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Whose word about a client's address is believed: the blocks of pool.trusted_proxies. A plain value; each
// thread that asks has its own.
#pragma once

#include "base/net/CidrBlock.h"
#include "model/ClientAddress.h"

namespace sluice {

class TrustedProxies
{
public:
    TrustedProxies() = default;

    /** From a text that the rule trusted-proxies-parse has passed; of any other nobody is trusted. */
    explicit TrustedProxies(std::string_view list);

    bool contains(const ClientAddress &address) const;

    bool isEmpty() const { return m_blocks.empty(); }

private:
    std::vector<CidrBlock> m_blocks;
};

} // namespace sluice
