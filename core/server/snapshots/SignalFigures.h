// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// What the watching of the engine counts of itself, and what it reads only now and then. A plain value.
#pragma once

#include "base/system/CpuWaits.h"
#include "server/recording/CsvRecorder.h"

namespace sluice {

struct SignalFigures
{
    CsvRecorder::Figures recording;
    CpuWaits waits;
    std::int64_t heapBytes = 0;     ///< as of the last snapshot
    std::int64_t snapshotsHeld = 0; ///< in memory
    std::int64_t logLinesLost = 0;
};

} // namespace sluice
