// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "findings/doctor/ClockState.h"

#include <sys/timex.h>

namespace sluice {

ClockState readClockState()
{
    timex state{}; // modes is 0: it only reads
    const int answer = ::adjtimex(&state);
    if (answer < 0)
        return ClockState::Unknown;
    return answer == TIME_ERROR ? ClockState::Unsynchronised : ClockState::Synchronised;
}

} // namespace sluice
