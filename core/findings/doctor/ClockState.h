// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Whether somebody keeps this machine's clock right, as the kernel says. Any thread.
#pragma once

namespace sluice {

enum class ClockState {
    Synchronised,
    Unsynchronised, ///< nobody disciplines it: it drifts
    Unknown,        ///< the kernel does not tell: a sandbox forbids the question
};

/** Asks the kernel (adjtimex). */
ClockState readClockState();

} // namespace sluice
