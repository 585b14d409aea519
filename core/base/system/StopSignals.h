// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// While it lives, the first SIGINT or SIGTERM calls a function instead of ending the program; the second ends
// it. At most one at a time; owned by the command that can stop early.
#pragma once

#include <functional>

namespace sluice {

class StopSignals
{
public:
    /** @p stop runs inside the signal handler: it may only do what is safe there, such as setting an atomic.
     */
    explicit StopSignals(std::function<void()> stop);
    ~StopSignals();
    StopSignals(const StopSignals &) = delete;
    StopSignals &operator=(const StopSignals &) = delete;
};

} // namespace sluice
