// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// How long a test waits for something that must happen. Generous, because a busy machine is no bug; a test
// that passes never waits this long. Any thread.

#include <QDeadlineTimer>
#include <QThread>

#include <chrono>

namespace sluice::integration {

inline constexpr std::chrono::seconds Patience{20};

/** Polls `condition` until it holds or `patience` is over; true when it held. */
template <typename Condition>
bool eventually(Condition &&condition, std::chrono::milliseconds patience = Patience)
{
    const QDeadlineTimer deadline(patience);
    for (;;) {
        if (condition())
            return true;
        if (deadline.hasExpired())
            return false;
        QThread::msleep(5);
    }
}

} // namespace sluice::integration
