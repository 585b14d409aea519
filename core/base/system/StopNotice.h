// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// While it lives, the first SIGINT or SIGTERM becomes a Qt signal instead of the program's end; the second
// ends it. Owned by the command that can stop early; main thread only, one at a time.
#pragma once

#include "base/files/Descriptor.h"
#include "base/system/StopSignals.h"

#include <QObject>
#include <QSocketNotifier>

#include <chrono>

namespace sluice {

class StopNotice : public QObject
{
    Q_OBJECT

public:
    StopNotice();

    /** True after the signal. */
    bool isStopped() const { return m_isStopped; }

    /** Waits so long, or until the signal; true when there was none. */
    bool sleep(std::chrono::milliseconds duration);

Q_SIGNALS:
    void stopped();

private:
    Descriptor m_event;
    QSocketNotifier m_notifier;
    StopSignals m_signals;
    bool m_isStopped = false;
};

} // namespace sluice
