// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "pool/Admission.h"

#include <algorithm>

namespace sluice {

void Admission::setMaxStreams(std::int64_t configured)
{
    const std::int64_t fits = std::max<std::int64_t>(1, m_descriptors.maxStreams());
    m_maxStreams.store(configured > 0 ? configured : fits, std::memory_order_relaxed);
}

tl::expected<std::uint64_t, Refusal> Admission::admit()
{
    if (isClosed())
        return tl::unexpected(Refusal::Draining);
    // Not add and take back: for a moment the refused would be counted, and refuse others.
    std::int64_t active = m_active.load(std::memory_order_relaxed);
    do {
        if (active >= maxStreams())
            return tl::unexpected(Refusal::PoolFull);
    } while (!m_active.compare_exchange_weak(active, active + 1, std::memory_order_relaxed));
    return m_lastId.fetch_add(1, std::memory_order_relaxed) + 1;
}

} // namespace sluice
