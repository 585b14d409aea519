// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// What the operating system says of this process. A plain value; read() any thread.
#pragma once

#include <cstdint>

namespace sluice {

struct ProcessFigures
{
    std::int64_t residentBytes = 0;
    std::int64_t virtualBytes = 0;
    std::int64_t openDescriptors = 0;
    std::int64_t heapBytes = 0;  ///< in use on malloc's heap; read() leaves it 0
    double cpuSeconds = 0;       ///< user and system
    double startTimeSeconds = 0; ///< since the Unix epoch

    /** Old kernels count descriptors one by one: ten milliseconds of 15,000. */
    enum class Descriptors { Count, Omit };

    /** From /proc/self; what cannot be read stays 0. */
    static ProcessFigures read(Descriptors descriptors = Descriptors::Count);
};

} // namespace sluice
