// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/system/SignalWatcher.h"

#include <csignal>

#include <fcntl.h>
#include <poll.h>
#include <sys/signalfd.h>
#include <unistd.h>

namespace sluice {

SignalWatcher::SignalWatcher()
    : m_terminal(::open("/dev/tty", O_RDONLY | O_NOCTTY | O_NONBLOCK | O_CLOEXEC))
{
    struct sigaction before
    {
    };
    m_ignoresTerminal = ::sigaction(SIGHUP, nullptr, &before) == 0 && before.sa_handler == SIG_IGN;
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGTERM);
    sigaddset(&set, SIGINT);
    sigaddset(&set, SIGHUP);
    // Blocked here, before any thread is made, so that all threads inherit it and only the descriptor hears
    // them.
    pthread_sigmask(SIG_BLOCK, &set, nullptr);
    m_fd = ::signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
    m_notifier = std::make_unique<QSocketNotifier>(m_fd, QSocketNotifier::Read);
    connect(m_notifier.get(), &QSocketNotifier::activated, this, &SignalWatcher::onReadable);
}

SignalWatcher::~SignalWatcher()
{
    m_notifier.reset();
    ::close(m_fd);
    if (m_terminal >= 0)
        ::close(m_terminal);
}

/**
 * Whether a SIGHUP says that the terminal is gone. The kernel sends that to the foreground, and the shell
 * passes it on to its other jobs. Whoever else sends one means a reload, also to a process that has outlived
 * its terminal.
 */
bool SignalWatcher::isOfTerminal(const signalfd_siginfo &info) const
{
    if (m_terminal < 0)
        return false;
    if (info.ssi_code == SI_KERNEL)
        return true;
    pollfd terminal{m_terminal, 0, 0}; // only its end is asked for
    return static_cast<pid_t>(info.ssi_pid) == ::getsid(0) && ::poll(&terminal, 1, 0) > 0 &&
           (terminal.revents & (POLLHUP | POLLERR)) != 0;
}

void SignalWatcher::onHangup(const signalfd_siginfo &info)
{
    if (!isOfTerminal(info)) {
        Q_EMIT reloadRequested();
        return;
    }
    if (m_ignoresTerminal || m_requested)
        return;
    m_requested = true;
    Q_EMIT terminalClosed();
    Q_EMIT stopRequested();
}

void SignalWatcher::onReadable()
{
    signalfd_siginfo info{};
    while (::read(m_fd, &info, sizeof info) == static_cast<ssize_t>(sizeof info)) {
        if (info.ssi_signo == SIGHUP) {
            onHangup(info);
            continue;
        }
        if (m_requested)
            ::_exit(128 + static_cast<int>(info.ssi_signo));
        m_requested = true;
        Q_EMIT stopRequested();
    }
}

} // namespace sluice
