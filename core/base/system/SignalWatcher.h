// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Turns SIGTERM, SIGINT and SIGHUP into Qt signals; a second SIGTERM or SIGINT ends the process at once, with
// 128 + its number. SIGHUP means two things: somebody asks for a reload, or the terminal that the process was
// started on is gone, which the kernel says, or the shell for it. One per process, made before any thread;
// owned by main, main thread only.
#pragma once

#include "base/Clock.h"

#include <QObject>
#include <QSocketNotifier>
#include <QTimer>

#include <memory>
#include <optional>

struct signalfd_siginfo;

namespace sluice {

class SignalWatcher final : public QObject
{
    Q_OBJECT

public:
    SignalWatcher();
    ~SignalWatcher() override;

    /** The stop was cancelled: the next SIGTERM or SIGINT is a first one again. */
    void forgetStop() { m_requested = false; }

Q_SIGNALS:
    /** The first SIGTERM or SIGINT, or the terminal is gone. */
    void stopRequested();
    /** Before stopRequested(), where that is why. */
    void terminalClosed();
    /** A SIGHUP that somebody sent. */
    void reloadRequested();

private:
    void onReadable();
    void onHangup(const signalfd_siginfo &info);
    bool isTerminalHungUp() const;
    void afterShell();
    void onTerminalGone();

    int m_fd = -1;
    int m_terminal = -1;            ///< the controlling terminal; -1: there was none at the start
    bool m_ignoresTerminal = false; ///< started by nohup
    bool m_requested = false;
    std::unique_ptr<QSocketNotifier> m_notifier;
    std::unique_ptr<QSocketNotifier> m_terminalNotifier;
    std::optional<Instant> m_hungUp; ///< since when the terminal is gone, as far as is known
    QTimer m_shellExit;              ///< runs since the shell has sent a SIGHUP
};

} // namespace sluice
