// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// How long a client waits before it connects again: the server's retry time, doubled with each failure in a
// row, and jitter on top, so that a herd comes back spread; never so short that a server could have itself
// asked without end. Its owner's thread.
#pragma once

#include <algorithm>
#include <chrono>
#include <random>

namespace sluice {

class ReconnectDelay
{
public:
    struct Options
    {
        std::chrono::milliseconds initial{1'000}; ///< until the server sends a retry time
        std::chrono::milliseconds longest{
            60'000};         ///< back-off ends here; the server's retry time may be longer
        double jitter = 0.5; ///< up to so much of the delay is added
        std::chrono::milliseconds shortest{100}; ///< whatever retry time a server sends
    };

    explicit ReconnectDelay(const Options &options);

    /** The server sent a retry time. */
    void setRetry(std::chrono::milliseconds retry) { m_base = std::max(retry, m_options.shortest); }

    /** A stream was worth its connect: the next failure is the first again. */
    void succeeded() { m_failures = 0; }

    /** The time to wait now, and one failure more. */
    std::chrono::milliseconds next();

private:
    Options m_options;
    std::chrono::milliseconds m_base;
    int m_failures = 0;
    std::mt19937 m_random;
};

} // namespace sluice
