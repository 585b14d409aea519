// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// How long work waited for a CPU, as the kernel tells it. A plain value; read() any thread.
#pragma once

#include <optional>

namespace sluice {

struct CpuWaits
{
    /** Time since boot in which something on the machine waited (/proc/pressure/cpu); nothing without PSI. */
    std::optional<double> machineSeconds;

    /** Time that this process's threads were ready and had no CPU (schedstat), of all that run now. */
    std::optional<double> threadsSeconds;

    static CpuWaits read();
};

} // namespace sluice
