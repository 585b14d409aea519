// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// A worker sleeps until an event or a publish wakes it, and what it then does takes microseconds. On a
// machine that is full, how soon it may begin decides the tail of the latency. Linux since 6.12 (EEVDF) lets
// a thread ask for short slices: it gets no more of the processor, but its turn comes sooner.
// docs/decisions/short-slices.md has the figures.
#pragma once

namespace sluice {

enum class SlicesAsked {
    Yes,
    Refused, ///< by the kernel or a filter of system calls; the thread goes on as it was
};

/**
 * Asks the kernel to run the calling thread often and for short: slices of 0.1 ms, the least it knows. Older
 * kernels take the request and ignore it. Leaves policy and niceness as they are, so it needs no privilege.
 * Once at a thread's start.
 */
SlicesAsked askForShortSlices();

} // namespace sluice
