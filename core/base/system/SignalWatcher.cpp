// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/system/SignalWatcher.h"

#include <cerrno>
#include <chrono>
#include <csignal>

#include <fcntl.h>
#include <poll.h>
#include <sys/signalfd.h>
#include <unistd.h>

namespace sluice {

namespace {

// A shell that tells its jobs of its end (zsh; bash with huponexit) is gone by then, and its terminal with
// it.
constexpr std::chrono::seconds shellExit{1};

// The kernel hangs a terminal up and sends its signal at once; a busy machine sees the two apart.
constexpr std::chrono::milliseconds sameMoment{500};

} // namespace

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
    m_shellExit.setSingleShot(true);
    connect(&m_shellExit, &QTimer::timeout, this, &SignalWatcher::afterShell);
    if (m_terminal < 0)
        return;
    m_terminalNotifier = std::make_unique<QSocketNotifier>(m_terminal, QSocketNotifier::Exception);
    connect(m_terminalNotifier.get(), &QSocketNotifier::activated, this, [this] {
        m_terminalNotifier->setEnabled(false);
        m_hungUp = Clock::now();
    });
}

SignalWatcher::~SignalWatcher()
{
    m_notifier.reset();
    m_terminalNotifier.reset();
    ::close(m_fd);
    if (m_terminal >= 0)
        ::close(m_terminal);
}

/** Whether the terminal's other end is closed. */
bool SignalWatcher::isTerminalHungUp() const
{
    pollfd terminal{m_terminal, 0, 0}; // only its end is asked for
    return m_terminal >= 0 && ::poll(&terminal, 1, 0) > 0 && (terminal.revents & (POLLHUP | POLLERR)) != 0;
}

/**
 * When a terminal goes, the kernel tells the foreground, in the name of whoever closed it, and the shell
 * tells its other jobs, or tells them before it exits, and the terminal goes after it. Whoever else sends a
 * SIGHUP means a reload, also to a process that has outlived its terminal.
 */
void SignalWatcher::onHangup(const signalfd_siginfo &info)
{
    const bool isOfShell = static_cast<pid_t>(info.ssi_pid) == ::getsid(0);
    const bool isGone = isTerminalHungUp();
    const bool isJustGone = isGone && (!m_hungUp || Clock::now() - *m_hungUp < sameMoment);
    if (m_terminal >= 0 && (info.ssi_code == SI_KERNEL || isJustGone || (isOfShell && isGone))) {
        onTerminalGone();
        return;
    }
    if (isOfShell)
        m_shellExit.start(shellExit);
    Q_EMIT reloadRequested();
}

/** The shell has sent a SIGHUP a while ago: a terminal that nobody leads any more is no terminal of ours. */
void SignalWatcher::afterShell()
{
    const int terminal = ::open("/dev/tty", O_RDONLY | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
    const bool isNobodys = terminal < 0 && errno == ENXIO;
    if (terminal >= 0)
        ::close(terminal);
    if (m_terminal >= 0 && (isNobodys || isTerminalHungUp()))
        onTerminalGone();
}

void SignalWatcher::onTerminalGone()
{
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
