// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/FdBudget.h"

#include "settings/Rules.h"

#include <algorithm>

#include <sys/resource.h>

namespace sluice {

namespace {
// Standard streams, signals, the main loop, and a file or two that may be written.
constexpr std::int64_t processDescriptors = 16;

// Listener, epoll, eventfd, and what Qt's event loop holds; the admin thread is one more such.
constexpr std::int64_t perThread = 5;

// Connections that are to be answered while the pool is full.
constexpr std::int64_t leastConnections = 8;

// An engine with few descriptors still has some operators and followers.
constexpr std::int64_t leastAdmin = 24;
constexpr std::int64_t adminShare = 16;

/** What is left of the limit for the public side. */
std::int64_t spare(std::int64_t limit, std::size_t workers, std::int64_t admin)
{
    return limit - processDescriptors - admin - perThread * (static_cast<std::int64_t>(workers) + 1);
}
} // namespace

std::int64_t FdBudget::raiseLimit()
{
    rlimit limit{};
    ::getrlimit(RLIMIT_NOFILE, &limit);
    if (limit.rlim_cur != limit.rlim_max) {
        const rlim_t soft = limit.rlim_cur;
        limit.rlim_cur = limit.rlim_max;
        if (::setrlimit(RLIMIT_NOFILE, &limit) != 0)
            limit.rlim_cur = soft;
    }
    return static_cast<std::int64_t>(limit.rlim_cur);
}

std::int64_t FdBudget::adminConnections(std::int64_t limit, std::int64_t followers)
{
    const std::int64_t share = std::max(leastAdmin, limit / adminShare);
    return std::min({adminRequests + followers, share, std::max<std::int64_t>(limit / 4, 1)});
}

std::int64_t FdBudget::leastLimit(std::size_t workers)
{
    std::int64_t limit = 1;
    while (spare(limit, workers, adminConnections(limit)) <= leastConnections ||
           limit <= descriptorReserve(limit))
        ++limit;
    return limit;
}

FdBudget::FdBudget(std::int64_t limit, std::size_t workers, std::int64_t followers)
    : m_limit(limit)
    , m_adminConnections(adminConnections(limit, followers))
    , m_allowed(std::max<std::int64_t>(leastConnections + 1, spare(limit, workers, m_adminConnections)))
{
}

std::int64_t FdBudget::maxStreams() const
{
    return std::min({m_limit - descriptorReserve(m_limit), m_allowed - leastConnections, mostStreams});
}

bool FdBudget::take()
{
    // Not add and take back: for a moment the refused would be counted, and refuse others.
    std::int64_t used = m_used.load(std::memory_order_relaxed);
    do {
        if (used >= m_allowed)
            return false;
    } while (!m_used.compare_exchange_weak(used, used + 1, std::memory_order_relaxed));
    return true;
}

} // namespace sluice
