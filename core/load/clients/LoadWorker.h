// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// A process of a load run that opens a share of the clients and reads: `sluicectl __load-worker`, which
// WorkerCrowd starts where the descriptors of one process do not suffice. Its standard input is the socket to
// the process that runs the load, its descriptor kBoardDescriptor the board; it ends when the socket does.
#pragma once

namespace sluice {

/** The word after the program's name that makes it such a process; for WorkerCrowd only, so it is in no help.
 */
inline constexpr const char *kLoadWorkerWord = "__load-worker";

/** Where such a process finds the board. */
inline constexpr int kBoardDescriptor = 3;

/** Runs until the run is over; returns the exit code. */
int runLoadWorker();

} // namespace sluice
