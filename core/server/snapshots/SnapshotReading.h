// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Everything that a Snapshot is made of, read at one moment; two of them make one. Plain values and a pure
// function; any thread.
#pragma once

#include "base/system/CpuWaits.h"
#include "base/system/ProcessFigures.h"
#include "model/EngineFigures.h"
#include "model/Snapshot.h"

namespace sluice {

struct SnapshotReading
{
    Instant at;
    UtcTime utc;
    EngineFigures engine;
    ProcessFigures process;
    CpuWaits waits;
};

/** The row for @p now; rates and latencies are those since @p before. */
Snapshot snapshotOf(const SnapshotReading &now, const SnapshotReading &before, Instant engineStarted);

} // namespace sluice
