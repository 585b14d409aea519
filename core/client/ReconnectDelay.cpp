// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/ReconnectDelay.h"

#include <algorithm>

namespace sluice {

ReconnectDelay::ReconnectDelay(const Options &options)
    : m_options(options)
    , m_base(options.initial)
    , m_random(std::random_device{}())
{
}

std::chrono::milliseconds ReconnectDelay::next()
{
    const auto longest = std::max(m_options.longest, m_base);
    std::chrono::milliseconds delay = m_base;
    for (int i = 0; i < m_failures && delay < longest; ++i)
        delay = std::max(delay * 2, std::chrono::milliseconds(1)); // what a test begins with may be 0
    delay = std::min(delay, longest);
    ++m_failures;
    const double share = std::uniform_real_distribution<double>(0, m_options.jitter)(m_random);
    return delay +
           std::chrono::milliseconds(static_cast<std::int64_t>(share * static_cast<double>(delay.count())));
}

} // namespace sluice
