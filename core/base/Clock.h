// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The one clock of the engine: monotonic, stamped once at the source. Any thread.
#pragma once

#include <chrono>

namespace sluice {

using Clock = std::chrono::steady_clock;
using Instant = Clock::time_point;
using Milliseconds = std::chrono::milliseconds;

/** What the clock on the wall says: to be shown, never to be reckoned with, because it jumps. */
using UtcTime = std::chrono::time_point<std::chrono::system_clock, Milliseconds>;

inline UtcTime utcNow()
{
    return std::chrono::floor<Milliseconds>(std::chrono::system_clock::now());
}

} // namespace sluice
