// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/pool/TrustedProxies.h"

#include <algorithm>

namespace sluice {

TrustedProxies::TrustedProxies(std::string_view list)
    : m_blocks(CidrBlock::parseList(list).value_or(std::vector<CidrBlock>()))
{
}

bool TrustedProxies::contains(const ClientAddress &address) const
{
    return std::any_of(m_blocks.begin(), m_blocks.end(),
                       [&address](const CidrBlock &block) { return block.contains(address.bytes); });
}

} // namespace sluice
