// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// How long a client is told to wait before it comes back: pool.overload_retry when it is refused,
// streams.retry when it is admitted, and up to as much again at random, so that those who were refused or cut
// together do not come back together. Owned by a front door or its routes, one thread.
#pragma once

#include "base/Clock.h"

#include <random>
#include <string>

namespace sluice {

class RetryDelay
{
public:
    void setLeast(Milliseconds least) { m_least = least; }

    /** From the least to twice as long. */
    Milliseconds next()
    {
        std::uniform_int_distribution<Milliseconds::rep> more(0, m_least.count());
        return m_least + Milliseconds(more(m_random));
    }

    /** next() for a Retry-After field: whole seconds, rounded up, at least 1. */
    std::string nextSeconds()
    {
        return std::to_string(std::chrono::ceil<std::chrono::seconds>(next()).count());
    }

private:
    Milliseconds m_least{3'000};
    std::minstd_rand m_random{std::random_device{}()};
};

} // namespace sluice
