// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What sluicectl tells the shell. Every command returns one; `sluicectl help` and the man page list them.
#pragma once

#include <string_view>

namespace sluice {

enum class ExitStatus {
    Done = 0,
    Failed = 1,       ///< the engine said no, or what was measured is not as it should be, or output was lost
    Usage = 2,        ///< what was typed
    Unreachable = 3,  ///< nobody answered, or not in time
    Garbled = 4,      ///< what answered is no engine
    Found = 5,        ///< diagnose, check or doctor found something, or a plan does not fit
    Missed = 6,       ///< load ran, and what it measured misses a threshold
    Interrupted = 130 ///< told to stop before the end; what was started goes on
};

/** The table of exit codes for people, several lines. */
inline constexpr std::string_view kExitStatusHelp =
    "Exit codes:\n"
    "  0    done\n"
    "  1    the engine said no, a measurement failed, or the output could not be written\n"
    "  2    what was typed is wrong; nothing was asked\n"
    "  3    no connection, or no answer in time\n"
    "  4    what answered is no Sluice engine\n"
    "  5    diagnose, check or doctor found something, or a plan does not fit\n"
    "  6    load ran, but missed a threshold of its verdict\n"
    "  130  interrupted; what was started on the engine goes on, load reports what it has\n";

} // namespace sluice
