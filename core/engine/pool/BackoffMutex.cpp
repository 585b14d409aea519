// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/pool/BackoffMutex.h"

#include <algorithm>

namespace sluice {

namespace {

// In relaxed instructions, tens of nanoseconds each: from a part of a microsecond to some of them, and a
// fraction of a millisecond in all before the thread sleeps. The holder is then most likely without a core.
constexpr int firstPause = 4;
constexpr int longestPause = 256;
constexpr int tries = 30;

/** Tells the processor that this is a loop that waits. */
void relax()
{
#if defined(__x86_64__) || defined(__i386__)
    __builtin_ia32_pause();
#elif defined(__aarch64__)
    asm volatile("isb" ::: "memory"); // "yield" does nothing on most of them
#endif
}

} // namespace

void BackoffMutex::lockContended()
{
    int pause = firstPause;
    for (int i = 0; i < tries; ++i) {
        for (int step = 0; step < pause; ++step)
            relax();
        if (m_mutex.try_lock())
            return;
        pause = std::min(2 * pause, longestPause);
    }
    m_mutex.lock();
}

} // namespace sluice
